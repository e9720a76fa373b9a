// Whether the write-ahead log of a SQLite file was damaged while nobody had it open.
//
// SQLite takes a log up to the first frame whose checksum is wrong and forgets the rest without a word, which is right
// where a power cut tore the last commit. But here every commit is synced before the next is written: a wrong frame that
// two commits follow, or lie in, was right once, and what follows it was acknowledged. The last commit alone cannot
// be told from one that was under way.
#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace arshjul::store {

// Before anybody opens the file. DATA_LOSS, with how much cannot be read. True: the last commit is torn, which loses
// nothing; but the log must begin anew before it is written to, or what is left of that commit would one day stand
// behind others and look like one of them. False: all is whole, or there is no log.
absl::StatusOr<bool> HasTornEnd(const std::string& path);

}  // namespace arshjul::store
