#include "engine/timekeeper.h"

#include <chrono>
#include <utility>

namespace arshjul::engine {
namespace {

// Deadlines are days; a clock that is set by hand or by a test is noticed as soon as this.
constexpr auto kTick = std::chrono::milliseconds(200);

}  // namespace

Timekeeper::Timekeeper(std::function<void()> look) {
  thread_ = std::thread([this, look = std::move(look)] {
    std::unique_lock lock(mutex_);
    while (!stop_.wait_for(lock, kTick, [this] { return stopping_; })) {
      lock.unlock();
      look();
      lock.lock();
    }
  });
}

void Timekeeper::Stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    stop_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

}  // namespace arshjul::engine
