// Brings what waits in the outboxes to every notifier, at least once, on a thread of its own: writers never wait for it.
//
// What fails is tried again later and later; after kMostAttempts, or when a notifier says that it never can, the entry stays in
// the outbox, due at kGivenUp, and in the same transaction an incident is opened, by which people try it again or let it be.
// Threads: any.
#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "engine/strand.h"

namespace arshjul::engine {

inline constexpr int kMostAttempts = 16;  // with the waits below: almost two days
inline constexpr Instant kGivenUp = Date(std::chrono::year(9999) / 12 / 31);

// How long after the `attempts`-th failure it is tried again.
std::chrono::milliseconds WaitAfter(int attempts);

class Delivery {
 public:
  explicit Delivery(Ground& ground);
  ~Delivery() { Stop(); }

  void Look(std::shared_ptr<Strand> strand);
  // Tries once more what is due, then ends: at most a hundred notices of a municipality, since what waits is kept and nobody should
  // wait for it.
  void Stop();

 private:
  struct Due {
    std::shared_ptr<Strand> strand;
    Instant at{};
  };
  void Serve();
  std::vector<std::shared_ptr<Strand>> TakeDue();
  bool Stopping();
  void Deliver(const std::shared_ptr<Strand>& strand);
  absl::Status DeliverDue(Strand& strand, Instant& next);
  absl::Status ParkForgotten(Strand& strand, store::Reader& reader);
  absl::Status ForgetSkipped(Strand& strand, store::Reader& reader);
  void DeliverOne(Strand& strand, store::OutboxEntry entry, Work& outcome);
  absl::Status Tell(Strand& strand, const store::OutboxEntry& entry);

  Ground& ground_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, Due> due_;  // by municipality
  bool stopping_ = false;
  // Who of the notifiers has had an entry that another could not take, also while it is given up: somebody may try it again.
  // Forgotten with the process: then it comes twice.
  std::map<std::pair<std::string, std::string>, std::set<size_t>> told_;
  // Those of them that are given up, and may leave the outbox without being tried again.
  std::set<std::pair<std::string, std::string>> given_up_;
  std::set<std::string> parked_;  // municipalities without a notice given up that has no incident
  std::thread thread_;
};

}  // namespace arshjul::engine
