// What calls cost as a municipality's years pile up behind it: from a thousand tasks to a million.
#pragma once

#include <filesystem>
#include <string>

#include "child.h"
#include "real_server.h"

namespace arshjul::bench {

struct Grown {
  int leaders = 1000;
  int64_t most_tasks = 1'000'000;
};

// Year after year is launched and lived by made-up people (PlayDemo). Prints a row when tasks have passed 10^3, 10^4 … for the
// first time, each measured right after a launch.
void Grow(RealServer& server, const Child& bare, const std::string& bare_address, const std::filesystem::path& folder, const Grown& grown);

}  // namespace arshjul::bench
