// Chance that is the same on every machine and in every run: a draw follows from the seed and from what it is about, never
// from the order in which things are asked. So a plan with other dates meets the same people in the same mood.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace arshjul::simulation {

class Draw {
 public:
  Draw(uint64_t seed, std::initializer_list<std::string_view> about);

  // First <= n <= last.
  int Between(int first, int last);
  // True so many times in a hundred.
  bool Percent(int chance) { return Between(1, 100) <= chance; }

 private:
  uint64_t Next();
  uint64_t state_;
};

}  // namespace arshjul::simulation
