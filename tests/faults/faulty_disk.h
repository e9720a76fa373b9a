// A disk that can be made to fail, below SQLite: a VFS over the real one, the default for connections opened while there
// is any such disk. Files of other folders pass through untouched; so does everything but the chosen failures.
//
// Threads: any. A disk outlives the connections to its files.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "faults/chance.h"
#include "faults/durable_file.h"

struct sqlite3_file;

namespace arshjul::faults {

enum class DiskCall { kOpen, kRead, kWrite, kTruncate, kSync, kDelete, kLook, kSize, kLock, kSharedMemory };
const char* CallName(DiskCall call);

// How one call fails.
enum class Failure {
  kError,      // the medium: EIO
  kFull,       // no room: ENOSPC, with a part of the bytes written; only of a write
  kShortRead,  // fewer bytes than the file has; only of a read
};

// What a power cut leaves: contents by file name.
using DiskImage = std::map<std::string, std::string>;
void WriteImage(const DiskImage& image, const std::string& folder);

class FaultyDisk {
 public:
  // The files that lie, or will lie, directly in `folder`.
  explicit FaultyDisk(std::string folder);
  ~FaultyDisk();
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  // --- failing calls ---
  // While it is full, writes find no room.
  void SetFull(bool full);
  // While they fail, so does every sync.
  void SetSyncsFail(bool fail);
  // The first `count` syncs from now on succeed, and none after.
  void FailSyncsAfter(int64_t count);
  // Fails the call of that number, counted from 1 since the disk was made, where the failure fits the call.
  void FailCall(int64_t number, Failure failure);
  // Every call so far; of number n the n-1st.
  std::vector<DiskCall> Calls() const;
  int64_t Syncs() const;
  // The call that FailCall has made fail; syncs since then.
  std::optional<DiskCall> Failed() const;
  int64_t SyncsSinceFailure() const;

  // Nothing fails from now on, unless the power is gone.
  void SetHarmless();

  // --- losing power ---
  // From now on, before any file is opened: keeps what is durable apart from what is not. `seed` decides what survives.
  void WatchPower(uint64_t seed);
  // Writes, truncations, syncs, deletions and new files so far.
  int64_t Changes() const;
  // The power goes in the middle of that change, counted as above. From then on every call fails.
  void CutPowerAt(int64_t change);
  // It goes now, if it is not gone.
  void CutPower();
  bool Powerless() const;
  // After the power is gone.
  const DiskImage& Left() const;

  // --- planted bugs ---
  // Syncs of write-ahead logs are answered and not done.
  void LieAboutLogSyncs();
  // Called once, on the caller's thread, by a checkpoint that has read how long the log is and not yet copied it.
  void WhenCheckpointHasLooked(std::function<void()> act);

  // For the VFS.
  class Vfs;

 private:
  friend class Vfs;
  struct Node {
    std::unique_ptr<DurableFile> file;
    uint64_t inode = 0;
  };
  // A name may lead to the node it led to when the folder was last synced (none: no file), or to any since.
  struct Name {
    Node* durable = nullptr;
    std::vector<Node*> since;
  };

  // All with mutex_ held. The code to fail with, or SQLITE_OK.
  int Enter(DiskCall call, bool* partly = nullptr);
  int Change();
  void Lose();
  Node* NodeOf(const std::string& name, bool existed);
  void SyncNames();

  const std::string folder_;
  mutable std::mutex mutex_;
  bool full_ = false, syncs_fail_ = false, lies_ = false, watching_ = false, powerless_ = false;
  std::vector<DiskCall> calls_;
  int64_t syncs_ = 0, changes_ = 0, cut_at_ = -1, syncs_left_ = -1, syncs_at_failure_ = 0;
  int64_t fail_at_ = -1;
  Failure failure_ = Failure::kError;
  std::optional<DiskCall> failed_;
  std::function<void()> checkpoint_has_looked_;
  Chance chance_{0};
  std::vector<std::unique_ptr<Node>> nodes_;
  std::map<std::string, Name> names_;
  DiskImage left_;
};

}  // namespace arshjul::faults
