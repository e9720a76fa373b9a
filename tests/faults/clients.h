// Clients at work on one municipality: each asks for one thing after another and writes down what it was told. Nobody
// waits in a thread of its own: the next call is made by the answer to the one before.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "faults/history.h"

namespace arshjul::faults {

// Begins the work; `history` is written until `done` is called, on some thread. All outlive that.
void SetToWork(engine::Engine& engine, const std::string& municipality, std::vector<std::vector<Call>> work, History& history,
               std::function<void()> done);

// The request that a call makes.
engine::Request RequestOf(const std::string& municipality, const Call& call);

}  // namespace arshjul::faults
