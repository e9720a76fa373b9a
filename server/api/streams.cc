#include "api/streams.h"

namespace arshjul::api {
namespace {

// Each holds a batch of messages and asks a reader thread now and then. As many as a gateway may have open: bounds.h there.
constexpr size_t kMostStreams = 2000;
// A wake may be lost between servers that share a store: looking again is the truth.
constexpr auto kLookAgain = std::chrono::seconds(2);

}  // namespace

Streams::Streams() : poll_([this] { WakeNowAndThen(); }) {}

bool Streams::Add(const std::shared_ptr<One>& one) {
  std::lock_guard lock(mutex_);
  if (draining_ || all_.size() >= kMostStreams) return false;
  all_.emplace(one.get(), one);
  return true;
}

void Streams::Remove(One* one) {
  std::lock_guard lock(mutex_);
  all_.erase(one);
}

// Held by the caller while they are called: they may take themselves away meanwhile.
std::vector<std::shared_ptr<Streams::One>> Streams::All() {
  std::vector<std::shared_ptr<One>> all;
  for (const auto& [key, one] : all_) {
    if (auto held = one.lock()) all.push_back(std::move(held));
  }
  return all;
}

void Streams::WakeNowAndThen() {
  std::unique_lock lock(mutex_);
  while (!draining_) {
    changed_.wait_for(lock, kLookAgain);
    if (draining_) return;
    std::vector<std::shared_ptr<One>> all = All();
    lock.unlock();
    for (const auto& one : all) one->Wake();
    all.clear();
    lock.lock();
  }
}

void Streams::Drain() {
  std::vector<std::shared_ptr<One>> all;
  {
    std::lock_guard lock(mutex_);
    draining_ = true;
    all = All();
  }
  for (const auto& one : all) one->End(absl::UnavailableError("the server is stopping"));
  changed_.notify_all();
  if (poll_.joinable()) poll_.join();
}

}  // namespace arshjul::api
