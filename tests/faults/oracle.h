// Judges what is left of a town by what its clients were told.
#pragma once

#include <string>
#include <vector>

#include "engine/engine.h"
#include "faults/history.h"
#include "faults/town.h"

namespace arshjul::faults {

// Everything that contradicts the history; empty is well:
//   what was acknowledged is there exactly once, what was refused is not, of the rest there is one or none; the log has no
//   gaps, tells of nothing that nobody asked for, and keeps the order that the clients saw; the rows are what the log makes
//   of them, and what a model knows that they should be; the same requests get the same answers, and the same id with
//   another body is a conflict. Asks the requests again, so that afterwards all of them have been made.
std::vector<std::string> Judge(engine::Engine& engine, const std::string& municipality, const Town& town, const History& history);

}  // namespace arshjul::faults
