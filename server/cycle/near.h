// Which steps and agreements of pairs a reader may be anything to, found without looking at everybody's. Pure. Those found are
// a superset: whoever lists them still asks what the reader is to each.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "cycle/relation.h"

namespace arshjul::cycle {

// Is the reader told of every pair, or stands above them all? Then nobody is looked for: each cycle is gone through.
bool LooksAtAllPairs(State& state, const Viewer& viewer);

// By cycle, of pairs: the reader's own, those whose talk the reader holds, those of leaders whose work the reader does meanwhile, and
// those of units that the reader leads or stands above, and of whoever has led these.
template <class Row>
using Near = std::map<std::string, std::vector<const Row*>>;
Near<Step> StepsNear(State& state, const Viewer& viewer);
Near<Agreement> AgreementsNear(State& state, const Viewer& viewer);

// The cycle that is meant, or all of them when `cycle` is "": the newest first.
std::vector<std::string> CyclesWanted(State& state, const std::string& cycle);

// One page of what lies in cycles: in their order, and in each by a place of its own.
struct PageOfCycles {
  std::vector<std::string> cycles;
  size_t most = 0;
  std::string after;  // what Go gave for the page before

  // `in_cycle(key)` gives the items of a cycle, a map from place to item, and is asked only for cycles that the page needs; `sees(item)`
  // says whether the reader does; `add(item)` takes it. Returns `after` of the next page; "" on the last one.
  std::string Go(auto&& in_cycle, auto&& sees, auto&& add) const {
    const size_t mark = after.find('\x1e');
    auto cycle = after.empty() ? cycles.begin() : std::find(cycles.begin(), cycles.end(), after.substr(0, mark));
    std::string behind = mark == std::string::npos ? "" : after.substr(mark + 1), last;
    size_t added = 0;
    for (; cycle != cycles.end(); ++cycle, behind.clear()) {
      const auto items = in_cycle(*cycle);
      for (auto at = items.upper_bound(behind); at != items.end(); ++at) {
        if (!sees(at->second)) continue;
        if (added++ == most) return last;
        add(at->second);
        last = *cycle + '\x1e' + at->first;
      }
    }
    return "";
  }
};

}  // namespace arshjul::cycle
