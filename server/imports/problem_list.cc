#include "imports/problem_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace arshjul::imports {
namespace {

// More than anybody repairs by hand before trying again, and a bound on what a hostile file costs.
constexpr size_t kMaximumProblems = 10'000;

std::string Field(int line, std::string_view column) {
  return column.empty() ? fmt::format("line {}", line) : fmt::format("line {}, column {}", line, column);
}

}  // namespace

void ProblemList::Add(int line, std::string_view column, std::string_view problem, Arguments args) {
  Keep(line, {Field(line, column), std::string(problem), std::move(args)});
}

void ProblemList::AddOnce(int line, std::string_view column, std::string_view problem) {
  FieldViolation violation{Field(line, column), std::string(problem), {}};
  if (!problems_.empty() && problems_.back().violation == violation) return;
  Keep(line, std::move(violation));
}

void ProblemList::AddToFile(std::string_view problem, Arguments args) {
  Keep(0, {"file", std::string(problem), std::move(args)});
}

void ProblemList::AddToColumn(std::string_view column, std::string_view problem) {
  Keep(0, {fmt::format("column {}", column), std::string(problem), {}});
}

std::vector<FieldViolation> ProblemList::Sorted() const {
  std::vector<Problem> sorted = problems_;
  std::stable_sort(sorted.begin(), sorted.end(), [](const Problem& a, const Problem& b) { return a.line < b.line; });
  std::vector<FieldViolation> violations;
  violations.reserve(sorted.size() + 1);
  for (Problem& problem : sorted) violations.push_back(std::move(problem.violation));
  if (left_out_ > 0) violations.push_back({"file", "more_problems", {{"count", std::to_string(left_out_)}}});
  return violations;
}

void ProblemList::Keep(int line, FieldViolation violation) {
  if (problems_.size() < kMaximumProblems) {
    problems_.push_back({line, std::move(violation)});
  } else {
    ++left_out_;
  }
}

}  // namespace arshjul::imports
