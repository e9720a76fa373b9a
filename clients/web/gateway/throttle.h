// How much an address may ask for: a bucket each, which fills again by itself. No clock of its own; any thread.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <string>

namespace arshjul::gateway {

class Throttle {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Clock = std::function<Time()>;
  // A bucket holds `most` and gets `per_second`. At most `addresses` are remembered: full buckets are forgotten, and where there are
  // none of these, nobody new is let in.
  Throttle(Clock clock, size_t most, size_t per_second, size_t addresses)
      : clock_(std::move(clock)), most_(static_cast<double>(most)), per_second_(static_cast<double>(per_second)), addresses_(addresses) {}

  // Takes one. False: the bucket is empty, and nothing is taken.
  bool Take(const std::string& address);
  // Takes more of what was let in: it turned out to be worth less. A bucket may owe, but not without end.
  void Charge(const std::string& address, size_t more);
  size_t Count();

 private:
  struct Bucket {
    double left = 0;
    Time at{};
  };
  Bucket* BucketOf(const std::string& address);

  const Clock clock_;
  const double most_, per_second_;
  const size_t addresses_;
  std::mutex mutex_;
  std::map<std::string, Bucket> buckets_;
};

}  // namespace arshjul::gateway
