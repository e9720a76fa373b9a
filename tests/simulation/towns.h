// Municipalities to live in, made up: trees, dates and days off follow from a seed.
#pragma once

#include <cstdint>
#include <string>

#include "simulation/stage.h"

namespace arshjul::simulation {

// `units` posts, each with a leader, `span` below each; the year's own workflow.
Setting EvenTown(int units, int span, int year);

// 5 to 40 leaders in a tree of any shape, some posts vacant, some leaders with two; windows moved and cut as far as a launch
// allows; closed weeks; talks before ambition, in the budget, after results or all three.
Setting RandomTown(uint64_t seed);

std::string Describe(const Setting& setting);

}  // namespace arshjul::simulation
