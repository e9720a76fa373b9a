// What is wrong with a workflow source, where. Collected in any order, told in the order of the text.
#pragma once

#include <compare>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/refusal.h"

namespace arshjul::statechart {

// An answer must stay readable, and a hostile source must not grow it.
inline constexpr size_t kMaxProblems = 500;

// 1-based; columns count characters, not bytes.
struct Position {
  int line = 1;
  int column = 1;
  auto operator<=>(const Position&) const = default;
};

using Arguments = std::map<std::string, std::string>;

class Problems {
 public:
  void Add(Position position, std::string key, Arguments arguments = {});
  bool empty() const { return found_.empty(); }
  bool full() const { return found_.size() >= kMaxProblems; }
  // Sorted by position, each said once.
  std::vector<FieldViolation> Violations() const;

 private:
  struct Problem {
    Position position;
    std::string key;
    Arguments arguments;
    auto operator<=>(const Problem&) const = default;
  };
  std::vector<Problem> found_;
};

// The name most like `name`; "" when none is near.
std::string NearestName(std::string_view name, const std::vector<std::string>& names);

}  // namespace arshjul::statechart
