// Where one municipality of a simulated year lies: in memory, in a folder, or on a disk that loses its power. Threads: one.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "faults/faulty_disk.h"
#include "simulation/stage.h"

namespace arshjul::simulation {

class Place {
 public:
  enum class Kind { kMemory, kFolder, kFaultyDisk };
  Place(Kind kind, std::string folder) : kind_(kind), folder_(std::move(folder)) {}

  // For Stage::Build. The place outlives the stage. On a faulty disk each start finds what the last power cut left.
  Stage::Stores Stores();
  bool lasts() const { return kind_ != Kind::kMemory; }

  // The power goes in the middle of that change of the disk, counted from now.
  void CutPowerAfter(int64_t changes);
  void CutPower();
  bool Powerless() const { return !disks_.empty() && disks_.back()->Powerless(); }

 private:
  absl::StatusOr<std::unique_ptr<engine::StoreFolder>> OpenDisk();

  const Kind kind_;
  const std::string folder_;
  std::vector<std::unique_ptr<faults::FaultyDisk>> disks_;  // the last one is in use; all outlive the connections to them
};

}  // namespace arshjul::simulation
