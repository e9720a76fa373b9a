// What was done, and what went wrong. Plain data.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace arshjul::faults {

struct Tally {
  std::map<std::string, int64_t> fired;  // faults that really happened, by kind
  std::vector<std::string> red;          // each with what it takes to see it again

  void Add(const Tally& other) {
    for (const auto& [kind, count] : other.fired) fired[kind] += count;
    red.insert(red.end(), other.red.begin(), other.red.end());
  }
};

}  // namespace arshjul::faults
