// YAML text as a tree with positions, and nothing of the library that reads it. Scalars are texts: the schema types them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "statechart/problems.h"

namespace arshjul::statechart {

inline constexpr size_t kMaxSourceBytes = 1'000'000;  // the longest workflow of a municipality is some 100 kB
inline constexpr int kMaxYamlDepth = 50;

struct YamlNode {
  enum class Kind { kNull, kScalar, kList, kMap };
  Kind kind = Kind::kNull;
  Position position;
  std::string text;               // kScalar
  std::vector<YamlNode> items;    // kList; kMap: the values
  std::vector<std::string> keys;  // kMap, as many as items
  std::vector<Position> key_positions;
};

// False when the text cannot be read at all; duplicate keys are reported and left out.
bool ReadYaml(std::string_view yaml, YamlNode& root, Problems& problems);

}  // namespace arshjul::statechart
