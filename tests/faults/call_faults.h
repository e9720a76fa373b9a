// Every call that the store makes to the disk fails once, in every way that fits it; and the disk is full, and has room
// again.
#pragma once

#include "faults/power_cuts.h"
#include "faults/tally.h"

namespace arshjul::faults {

// Opening, launching a cycle, working on tasks, noting reads, a copy, moving the log into the file, closing. Of the reads
// of the longest log one in `stride` fails.
Tally FailEveryCall(const Towns& towns, int64_t stride);

// Each kind of command is refused while the disk is full, reads go on, and it is done when there is room.
Tally FillDisk(const Towns& towns);

}  // namespace arshjul::faults
