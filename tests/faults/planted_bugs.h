// Bugs that the oracle must notice, planted around a store that has none of them. Threads: as the store.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "faults/faulty_disk.h"
#include "store/store.h"

namespace arshjul::faults {

enum class Bug {
  kNone,
  kUnsyncedLog,       // what synchronous=NORMAL does: the log is not synced before a commit is acknowledged
  kEarlyReply,        // a commit is acknowledged when it is handed over, and made with the next
  kForgottenAnswers,  // a request that comes again is done again
  kSecondCheckpoint,  // another connection checkpoints during a commit, which SQLite 3.40.1 does not survive
  kSkippedRow,        // a row change that the log tells of is not made
  kTimerTwice,        // a timer that has fired keeps its row
};
const char* BugName(Bug bug);
std::vector<Bug> AllBugs();

// `store` with the bug; `path` is its file, on `disk`.
std::shared_ptr<store::Store> Plant(Bug bug, std::shared_ptr<store::Store> store, FaultyDisk& disk, const std::string& path);

}  // namespace arshjul::faults
