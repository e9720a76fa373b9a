// A whole cycle as data: organisation, steps, tasks, cards, agreements' states and hashes. Pure. Never personnel text, and
// no drafts. Access is decided here.
#pragma once

#include <optional>
#include <string>

#include "cycle/decide.h"

namespace arshjul::cycle {

struct Export {
  std::optional<Refusal> refusal;  // kRoleMissing, kCycleNotFound
  Value document;
};
Export ExportCycle(State& state, const Context& context, const std::string& cycle);

}  // namespace arshjul::cycle
