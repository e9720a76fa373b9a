// A disk that changes what it holds: flipped bits, sectors of zeros, files cut short, in the database and in the log of a
// server that did not get to close it. Each is found at open or by verification, or has changed nothing.
#pragma once

#include <cstdint>

#include "faults/power_cuts.h"
#include "faults/tally.h"

namespace arshjul::faults {

// `count` damages from `seed` on, each with a seed of its own.
Tally Damage(const Towns& towns, uint64_t seed, int64_t count);

}  // namespace arshjul::faults
