// The only code that changes state, in life and in checks. Pure; never refuses: what is not true is not an event.
#pragma once

#include "cycle/event.h"

namespace arshjul::cycle {

void Apply(State& state, const Event& event, Instant time);

}  // namespace arshjul::cycle
