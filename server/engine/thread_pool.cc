#include "engine/thread_pool.h"

#include <utility>

namespace arshjul::engine {

ThreadPool::ThreadPool(int threads) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Serve(); });
}

void ThreadPool::Post(std::function<void()> work) {
  {
    std::lock_guard lock(mutex_);
    if (!stopped_) {
      posted_.push_back(std::move(work));
      changed_.notify_one();
      return;
    }
  }
  work();
}

void ThreadPool::Stop() {
  {
    std::lock_guard lock(mutex_);
    if (stopping_) return;
    stopping_ = true;
    changed_.notify_all();
  }
  for (std::thread& thread : threads_) thread.join();
  std::deque<std::function<void()>> late;
  {
    std::lock_guard lock(mutex_);
    stopped_ = true;
    late.swap(posted_);
  }
  for (auto& work : late) work();
}

void ThreadPool::Serve() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || !posted_.empty(); });
    if (posted_.empty()) return;
    std::function<void()> work = std::move(posted_.front());
    posted_.pop_front();
    lock.unlock();
    work();
    work = nullptr;  // what it holds may itself lock
    lock.lock();
  }
}

void Activity::Begin() {
  std::lock_guard lock(mutex_);
  ++count_;
}

void Activity::End() {
  std::lock_guard lock(mutex_);
  if (--count_ == 0) none_.notify_all();
}

void Activity::WaitForNone() {
  std::unique_lock lock(mutex_);
  none_.wait(lock, [this] { return count_ == 0; });
}

}  // namespace arshjul::engine
