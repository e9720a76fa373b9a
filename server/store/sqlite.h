// A store in one SQLite file: what a municipality's history normally lies in.
//
// Beside `path` lie `path`-wal and `path`-shm (part of the store while it is open) and `path`.lock (stays; empty of
// meaning when no process holds it). Nobody may open these files with another tool while the store is open, not even to
// look: use Backup.
//
// The file remembers the schema it was made with. One with other columns, or without the last tables, is taken to the
// program's at open, when `columns_of` says what its rows are looked up by now; any other difference is refused. A
// file whose pages have no checksums yet (page_sums.h) gets them on the same terms.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "store/store.h"

namespace arshjul::store {

using ColumnsOf = std::function<absl::StatusOr<std::vector<std::string>>(int table, std::string_view body)>;

struct SqliteOptions {
  std::string path;
  // Makes the file (mode 0600) when it is not there. Without it a missing or empty file is NOT_FOUND.
  bool create = false;
  // Called once, with what happened, when nothing more can be promised: reading or writing the disk failed while
  // committing, or the file under `path` is no longer the one that was opened. Ends the process when it is not given.
  // Should it return, the store refuses everything from then on.
  std::function<void(const std::string&)> fatal;
  // The columns of a row of `table`, by its body: Schema's, in order. DATA_LOSS: the body is none.
  ColumnsOf columns_of;
};

// UNAVAILABLE: another process has it open. FAILED_PRECONDITION: not a file of ours, of a newer program, or of another
// schema. INVALID_ARGUMENT: the schema (batch.h). NOT_FOUND: see `create`. DATA_LOSS: the write-ahead log was damaged
// since (log_damage.h). Otherwise as the disk says.
absl::StatusOr<std::unique_ptr<Store>> OpenSqliteStore(const SqliteOptions& options, Schema schema);

// A new file with one batch in it, checked before it gets its name. Errors as Store::Backup.
absl::Status WriteSqliteCopy(const std::string& path, const Schema& schema, const Batch& batch);

}  // namespace arshjul::store
