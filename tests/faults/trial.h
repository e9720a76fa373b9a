// One town on one disk: clients at work on it until the power goes, and what is found afterwards. Several trials share an
// engine, as municipalities share a server.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/store_folder.h"
#include "faults/faulty_disk.h"
#include "faults/history.h"
#include "faults/planted_bugs.h"
#include "faults/town.h"

namespace arshjul::faults {

struct Trial {
  uint64_t seed = 0;
  const Town* town = nullptr;
  Bug bug = Bug::kNone;
  int64_t cut_at = 0;        // the change of the disk during which the power goes; 0: not before the work is done
  int64_t cut_while_closing = 0;  // then: the change after that; more than there are: when all is closed
  std::string id;            // of the municipality, on this engine
  std::unique_ptr<FaultyDisk> disk;
  std::string folder;        // of the disk
  History history;
  int64_t changes_at_work = 0;
  std::string fatal;         // what the store said when it ended
  std::vector<std::string> contradictions;  // what the oracle found; empty is well
};

// Puts the trials through their work, on one engine, and cuts the power; then the images are opened on a disk that does no
// harm, and judged. `place` is an empty folder.
void Run(std::vector<Trial>& trials, const Folder& place);

}  // namespace arshjul::faults
