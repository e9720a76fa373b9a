#include "statechart/problems.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace arshjul::statechart {

namespace {

constexpr size_t kMaxNamesCompared = 1000;
constexpr size_t kMaxNameLength = 64;

// Edit distance, a swap of two neighbours being one edit.
int Distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<int>> cost(a.size() + 1, std::vector<int>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) {
    for (size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        cost[i][j] = static_cast<int>(i + j);
        continue;
      }
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
      }
    }
  }
  return cost[a.size()][b.size()];
}

}  // namespace

void Problems::Add(Position position, std::string key, Arguments arguments) {
  if (!full()) found_.push_back({position, std::move(key), std::move(arguments)});
}

std::vector<FieldViolation> Problems::Violations() const {
  std::vector<Problem> sorted = found_;
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  std::vector<FieldViolation> violations;
  for (auto& problem : sorted) {
    violations.push_back({fmt::format("line {}, column {}", problem.position.line, problem.position.column),
                          std::move(problem.key), std::move(problem.arguments)});
  }
  return violations;
}

std::string NearestName(std::string_view name, const std::vector<std::string>& names) {
  if (name.size() > kMaxNameLength) return "";
  const int tolerance = name.size() < 4 ? 1 : name.size() < 8 ? 2 : 3;
  std::string nearest;
  int best = tolerance + 1;
  for (size_t i = 0; i < std::min(names.size(), kMaxNamesCompared); ++i) {
    const int difference = std::abs(static_cast<int>(names[i].size()) - static_cast<int>(name.size()));
    if (difference >= best) continue;
    if (int distance = Distance(name, names[i]); distance < best) {
      best = distance;
      nearest = names[i];
    }
  }
  return nearest;
}

}  // namespace arshjul::statechart
