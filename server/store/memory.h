// A store in memory: what a demonstration and the tests run on. Gone when the process is; Backup writes a SQLite file
// that OpenSqliteStore opens.
//
// Threads: any. A reader's picture costs nothing and is never copied.
#pragma once

#include <memory>

#include "store/store.h"

namespace arshjul::store {

std::unique_ptr<Store> NewMemoryStore(Schema schema);

}  // namespace arshjul::store
