// The ways in which a chart is lived to its end. In each the state that the next macrostep decides on is made of what was
// kept of the one before, and nothing else.
#pragma once

#include <memory>
#include <string>

#include "statechart/chart.h"

namespace arshjul::scxml {

enum class Way {
  kMemory,        // the state lies in memory
  kMemoryFolded,  // and after each macrostep is what the log of all changes gives, folded from nothing
  kStore,         // after each macrostep the state is written to a SQLite file and read back
  kStoreFolded,   // and what is read is what the log in that file gives, folded from nothing
};
inline constexpr Way kWays[] = {Way::kMemory, Way::kMemoryFolded, Way::kStore, Way::kStoreFolded};
const char* NameOf(Way way);

// The final state that it ended in, or in words how it did not: "rests in s0 s1", "never rests", or what is wrong with the
// store or the log.
std::string Live(const std::shared_ptr<const statechart::Chart>& chart, Way way);

}  // namespace arshjul::scxml
