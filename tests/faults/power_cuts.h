// Power cuts by the thousand, each with a seed of its own; and the proof that what judges them can see.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "faults/planted_bugs.h"
#include "faults/tally.h"
#include "faults/town.h"

namespace arshjul::faults {

// The towns that trials begin with.
struct Towns {
  Town spring, autumn, winter, long_log;
};
absl::StatusOr<Towns> FoundTowns();

// One trial for each seed. `keep`: a folder that the disks of red ones are copied to, with their histories; "" for none.
Tally CutPower(const Towns& towns, const std::vector<uint64_t>& seeds, const std::string& keep);

// Plants each bug in turn, in trials until the oracle notices it. A bug that it does not notice is red.
Tally ProveOracle(const Towns& towns, uint64_t seed);

}  // namespace arshjul::faults
