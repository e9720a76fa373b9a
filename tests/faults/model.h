// What the municipality should look like after calls that were done, in the order of the log: as simple as can be, and
// knowing nothing of events, rows or charts. Pure.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "cycle/state.h"
#include "faults/history.h"

namespace arshjul::faults {

struct Model {
  std::string name;  // "" = as it was
  std::string clock_mark;
  std::map<int64_t, std::vector<std::string>> comments;  // by task
  std::map<int64_t, std::string> drafts;                 // the mark of the last one
  std::set<int64_t> completed;
  std::map<std::string, std::string> leaders, parents;   // by unit
  std::set<std::string> deputies, supporters;            // persons

  void Do(const Call& call);
  // Everything in which the rows differ.
  std::vector<std::string> Compare(cycle::State& state, Date today) const;
};

}  // namespace arshjul::faults
