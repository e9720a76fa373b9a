// One town on one disk: clients at work on it until the power goes, and what is found afterwards. Several trials share an
// engine, as municipalities share a server.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "faults/faulty_disk.h"
#include "faults/history.h"
#include "faults/planted_bugs.h"
#include "faults/town.h"

namespace arshjul::faults {

struct Trial {
  uint64_t seed = 0;
  const Town* town = nullptr;
  Bug bug = Bug::kNone;
  std::vector<std::vector<Call>> work;  // of each client
  // After the work, while the engine runs: what is not a command.
  std::function<void(engine::Engine&, Trial&)> afterwards;

  bool loses_power = false;
  int64_t cut_at = 0;        // the change of the disk during which the power goes; 0: not before the work is done
  int64_t cut_while_closing = 0;  // then: the change after that; more than there are: when all is closed
  int64_t fail_at = 0;       // the call of the disk that fails; 0: none
  Failure failure = Failure::kError;

  // What comes of it.
  std::string id;            // of the municipality, on this engine
  std::unique_ptr<FaultyDisk> disk;
  std::string folder;        // the disk is `folder`/disk
  History history;
  int64_t changes_at_work = 0;
  size_t calls_at_work = 0;  // of the disk, when it began to be closed
  int64_t syncs_after_failure = 0;
  std::string fatal;         // what the store said when it ended
  std::vector<std::string> contradictions;  // what the oracle found; empty is well
};

// Puts the trials through their work, on one engine; then what is left of each disk is opened without any fault, and
// judged. `place` is an empty folder.
void Run(std::vector<Trial>& trials, const Folder& place);

}  // namespace arshjul::faults
