// Seeded chance: the same seed gives the same numbers on every machine. Threads: one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace arshjul::faults {

class Chance {
 public:
  explicit Chance(uint64_t seed) : state_(seed) {}

  // SplitMix64 (Steele, Lea, Flood 2014).
  uint64_t Next() {
    uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
  }
  // 0 <= result < limit.
  int64_t Below(int64_t limit) { return static_cast<int64_t>(Next() % static_cast<uint64_t>(limit)); }
  bool Once(int64_t in) { return Below(in) == 0; }
  bool Percent(int64_t percent) { return Below(100) < percent; }
  template <class T>
  const T& Of(const std::vector<T>& all) {
    return all[static_cast<size_t>(Below(static_cast<int64_t>(all.size())))];
  }
  Chance Fork() { return Chance(Next()); }

 private:
  uint64_t state_;
};

}  // namespace arshjul::faults
