// The demo municipality: made on the first start in an empty data folder.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "engine/engine.h"

namespace arshjul {

// Løten as of 15 August 2014, with its organisation, its scorecards and cycle 2015 launched by the office. Nothing where
// there is any municipality; a first start that was cut short is carried on. What is refused is an error: the demo's own
// files are at fault.
absl::Status SetUpDemo(engine::Engine& engine);

// Five commands to type next. `program` is how the command line is called, `address` where the server answers.
std::vector<std::string> FirstCommands(const std::string& program, const std::string& address);

}  // namespace arshjul
