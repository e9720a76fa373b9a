// What can be said about a store without knowing the domain. (Whether the rows are what the log makes of them, the
// domain says, through the same reader.)
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "store/store.h"

namespace arshjul::store {

// Everything that is wrong in one picture; empty when all is well. Reads the whole store. Keys:
//   log_gap{after, found}                 entries between `after` and `found` are missing
//   log_time_backwards{sequence, time, before}   an entry older than the one before it
//   and those of the medium (Reader::Structure; for SQLite see sqlite_layout.h).
absl::StatusOr<std::vector<Finding>> Verify(Reader& reader);

// "log_gap(after=3, found=5)", for logs and operators.
std::string DescribeFinding(const Finding& finding);

}  // namespace arshjul::store
