// Looks at the real clock and wakes the strands whose timers are due. Threads: any.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace arshjul::engine {

class Timekeeper {
 public:
  // Calls `look` again and again, from a thread of its own, until Stop.
  explicit Timekeeper(std::function<void()> look);
  ~Timekeeper() { Stop(); }
  void Stop();

 private:
  std::mutex mutex_;
  std::condition_variable stop_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace arshjul::engine
