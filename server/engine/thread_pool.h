// Threads that do what is posted, in the order it came.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace arshjul::engine {

class ThreadPool {
 public:
  explicit ThreadPool(int threads);
  ~ThreadPool() { Stop(); }

  // After Stop the work is done at once, on the caller's thread: nothing posted is ever lost.
  void Post(std::function<void()> work);
  // Everything posted is done first, also what that work posts. Not from one of the threads.
  void Stop();

 private:
  void Serve();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> posted_;
  bool stopping_ = false;  // no thread waits any more
  bool stopped_ = false;   // no thread is left
  std::vector<std::thread> threads_;
};

// Counts what is under way, so that the end of it can be waited for.
class Activity {
 public:
  void Begin();
  void End();
  void WaitForNone();

 private:
  std::mutex mutex_;
  std::condition_variable none_;
  size_t count_ = 0;
};

}  // namespace arshjul::engine
