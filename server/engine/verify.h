// Is what is stored what the log makes of it? Threads: the reader's one.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "store/store.h"
#include "store/vault.h"

namespace arshjul::engine {

// Folds the log from nothing and compares: every row, with what it is looked up by; the counters with the steps; the
// texts that the log names with the vault; and what the store says of itself. Sentences in English for operators; empty
// is clean. Reads everything. An error is a store that cannot be read.
absl::StatusOr<std::vector<std::string>> VerifyStore(store::Reader& reader, const store::KeyRing& keys);

}  // namespace arshjul::engine
