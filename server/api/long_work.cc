#include "api/long_work.h"

namespace arshjul::api {

LongWork::~LongWork() {
  std::thread last;
  {
    std::lock_guard lock(mutex_);
    if (stop_ != nullptr) *stop_ = true;
    last = std::move(thread_);
  }
  if (last.joinable()) last.join();
}

bool LongWork::Begin(std::shared_ptr<std::atomic<bool>> stop, std::function<void()> work, std::function<void()> finish) {
  std::lock_guard lock(mutex_);
  if (busy_) return false;
  // The one before has ended, or is about to: it holds no lock any more.
  if (thread_.joinable()) thread_.join();
  stop_ = std::move(stop);
  thread_ = std::thread([this, work = std::move(work), finish = std::move(finish)] {
    work();
    {
      std::lock_guard done(mutex_);
      busy_ = false;
    }
    finish();
  });
  // Not before there is a thread: none may be to be had.
  busy_ = true;
  return true;
}

}  // namespace arshjul::api
