// A disk that can be made to fail, below SQLite: a VFS over the real one, the default for connections opened while it
// lives. Everything but the chosen failures happens for real.
#pragma once

#include <atomic>

namespace arshjul::store {

class FaultyDisk {
 public:
  FaultyDisk();
  ~FaultyDisk();
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  // Writes find no room, as ENOSPC.
  static std::atomic<bool> full;
  // fsync fails for as long as this is set.
  static std::atomic<bool> sync_fails;
  // Syncs asked for since the disk was made.
  static std::atomic<int> syncs;
  // How many more syncs succeed before sync_fails is set; negative: all.
  static std::atomic<int> syncs_left;
};

}  // namespace arshjul::store
