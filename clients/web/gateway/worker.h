// A thread for what takes longer than those may that serve the connections. One thing after another; few may wait.
//
// Threads: any.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace arshjul::gateway {

class Worker {
 public:
  // `most`: that wait.
  explicit Worker(size_t most) : most_(most), thread_([this] { Loop(); }) {}
  // Finishes what was taken.
  ~Worker();
  // False: too many wait.
  bool Take(std::function<void()> work);

 private:
  void Loop();

  const size_t most_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> waiting_;
  bool ending_ = false;
  std::thread thread_;  // last: it uses the others
};

}  // namespace arshjul::gateway
