// A whole year of many leaders, simulated by the server (SimulateCycle).
#pragma once

#include <string>

#include "real_server.h"

namespace arshjul::bench {

// Simulates a year of so many leaders, and of a sixth of them: what a leader costs must not grow with the others. Prints the
// tasks a second beside what the bare loop answers in the same run.
void SimulateYears(RealServer& server, const Child& bare, const std::string& bare_address, int leaders);

}  // namespace arshjul::bench
