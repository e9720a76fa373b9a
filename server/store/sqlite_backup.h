// A copy of a SQLite file that is in use. The copy is examined before it gets its name, and survives a power cut after.
#pragma once

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "store/store.h"

namespace arshjul::store {

class Connection;

// Copies what `source` sees now to `path`. ALREADY_EXISTS: there is a file. DATA_LOSS: the copy is damaged, saying how;
// no file is left.
absl::Status CopyDatabase(Connection& source, const Schema& schema, const std::string& path);

// Lets `make` write a database under a passing name, examines it, and names it `path`. Errors as above.
absl::Status MakeCopy(const std::string& path, const Schema& schema,
                      const std::function<absl::Status(const std::string& passing)>& make);

}  // namespace arshjul::store
