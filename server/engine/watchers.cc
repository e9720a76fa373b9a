#include "engine/watchers.h"

#include <utility>

namespace arshjul::engine {

std::shared_ptr<void> Watchers::Add(std::function<void(int64_t)> wake) {
  auto one = std::make_shared<One>();
  one->wake = std::move(wake);
  std::lock_guard lock(mutex_);
  all_.push_back(one);
  return std::shared_ptr<void>(one.get(), [one](void*) {
    std::lock_guard lock(one->mutex);
    one->ended = true;
  });
}

void Watchers::Wake(int64_t sequence) {
  std::vector<std::shared_ptr<One>> awake;
  {
    std::lock_guard lock(mutex_);
    std::erase_if(all_, [](const std::weak_ptr<One>& one) { return one.expired(); });
    for (const std::weak_ptr<One>& one : all_) {
      if (auto held = one.lock()) awake.push_back(std::move(held));
    }
  }
  for (const std::shared_ptr<One>& one : awake) {
    std::lock_guard lock(one->mutex);
    if (!one->ended) one->wake(sequence);
  }
}

}  // namespace arshjul::engine
