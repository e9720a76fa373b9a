// Seeded work for a trial: what several clients will ask of the town, each one thing after another. Pure.
#pragma once

#include <vector>

#include "faults/chance.h"
#include "faults/history.h"
#include "faults/town.h"

namespace arshjul::faults {

// One list for each client. The same seed and town give the same work.
std::vector<std::vector<Call>> MakeWork(const Town& town, int clients, int calls_each, Chance& chance);

}  // namespace arshjul::faults
