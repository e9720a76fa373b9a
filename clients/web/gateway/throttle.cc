#include "throttle.h"

#include <algorithm>

namespace arshjul::gateway {

// Null: there are too many, and all of them are in use.
Throttle::Bucket* Throttle::BucketOf(const std::string& address) {
  const Time now = clock_();
  const auto level = [&](const Bucket& bucket) {
    return std::min(most_, bucket.left + std::chrono::duration<double>(now - bucket.at).count() * per_second_);
  };
  auto found = buckets_.find(address);
  if (found == buckets_.end() && buckets_.size() >= addresses_) {
    // A full one says nothing that a new one does not.
    std::erase_if(buckets_, [&](const auto& entry) { return level(entry.second) >= most_; });
    if (buckets_.size() >= addresses_) return nullptr;
  }
  if (found == buckets_.end()) found = buckets_.emplace(address, Bucket{most_, now}).first;
  found->second = {level(found->second), now};
  return &found->second;
}

bool Throttle::Take(const std::string& address) {
  std::lock_guard lock(mutex_);
  Bucket* bucket = BucketOf(address);
  if (bucket == nullptr || bucket->left < 1) return false;
  bucket->left -= 1;
  return true;
}

void Throttle::Charge(const std::string& address, size_t more) {
  std::lock_guard lock(mutex_);
  if (Bucket* bucket = BucketOf(address)) bucket->left = std::max(-most_, bucket->left - static_cast<double>(more));
}

size_t Throttle::Count() {
  std::lock_guard lock(mutex_);
  return buckets_.size();
}

}  // namespace arshjul::gateway
