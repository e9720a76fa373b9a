// One connection to one SQLite file: statements prepared once, values bound by type, errors as absl::Status.
//
// Threads: one at a time.
// Errors: RESOURCE_EXHAUSTED the disk is full; UNAVAILABLE somebody holds a lock, or the file cannot be opened;
// DATA_LOSS the file is damaged or no database; INVALID_ARGUMENT a value too large; ALREADY_EXISTS a key is taken;
// INTERNAL reading or writing failed (see DiskFailed) or a wrong statement.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/time.h"

namespace arshjul::store {

// A string bound as BLOB; every other string is TEXT.
struct Blob {
  std::string_view bytes;
};

// The current row of a query. Columns count from 0; wrong types read as "" or 0.
class Columns {
 public:
  explicit Columns(sqlite3_stmt* statement) : statement_(statement) {}
  int64_t Number(int column) const { return sqlite3_column_int64(statement_, column); }
  Instant Time(int column) const { return Instant(std::chrono::milliseconds(Number(column))); }
  std::string Text(int column) const;
  std::string Bytes(int column) const;

 private:
  sqlite3_stmt* const statement_;
};

class Connection {
 public:
  // kReadOnly never writes to the file and never moves its write-ahead log. kCopy may write, and is for a file that
  // nobody else has open.
  enum class Kind { kWriter, kReadOnly, kCopy };
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const std::string& path, Kind kind);
  // A database of its own in memory.
  static absl::StatusOr<std::unique_ptr<Connection>> OpenInMemory();
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Runs a statement, kept prepared, with its values; a vector of strings fills as many places as it has.
  template <class... Values>
  absl::Status Run(std::string_view sql, const Values&... values) {
    return Each(
        sql, [](const Columns&) {}, values...);
  }

  // Calls visit(const Columns&) for each row.
  template <class Visit, class... Values>
  absl::Status Each(std::string_view sql, Visit visit, const Values&... values) {
    absl::StatusOr<sqlite3_stmt*> statement = Prepare(sql);
    if (!statement.ok()) return statement.status();
    [[maybe_unused]] int at = 0;
    int code = SQLITE_OK;
    ((code = code == SQLITE_OK ? Bind(*statement, at, values) : code), ...);
    if (code == SQLITE_OK) {
      while ((code = sqlite3_step(*statement)) == SQLITE_ROW) visit(Columns(*statement));
    }
    absl::Status result = code == SQLITE_DONE ? absl::OkStatus() : Failure(code, sql);
    sqlite3_reset(*statement);
    sqlite3_clear_bindings(*statement);
    return result;
  }

  // The one number that a statement answers; 0 when it answers nothing.
  absl::StatusOr<int64_t> Number(std::string_view sql);
  absl::StatusOr<std::string> Text(std::string_view sql);
  // Several statements, not kept.
  absl::Status Script(const std::string& sql);
  // Rows that the last statement changed.
  int64_t Changes() const { return sqlite3_changes64(database_); }

  // Ends a transaction without keeping what it wrote; nothing when there is none.
  absl::Status Rollback();
  bool InTransaction() const { return sqlite3_get_autocommit(database_) == 0; }

  // True once reading or writing the medium has failed: what is on it is unknown from then on.
  bool DiskFailed() const { return disk_failed_; }
  absl::Status Failure(int code, std::string_view doing);
  // Closing moves the write-ahead log into the file, unless this is called with false.
  void CheckpointOnClose(bool wanted);
  sqlite3* raw() const { return database_; }

 private:
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };

  explicit Connection(sqlite3* database) : database_(database) {}
  static absl::StatusOr<std::unique_ptr<Connection>> OpenWith(const std::string& path, int flags);
  absl::StatusOr<sqlite3_stmt*> Prepare(std::string_view sql);
  // Each binds at the next place after `at`, and moves it.
  static int Bind(sqlite3_stmt* statement, int& at, int64_t value);
  static int Bind(sqlite3_stmt* statement, int& at, int value) { return Bind(statement, at, int64_t{value}); }
  static int Bind(sqlite3_stmt* statement, int& at, Instant value);
  static int Bind(sqlite3_stmt* statement, int& at, std::string_view text);
  static int Bind(sqlite3_stmt* statement, int& at, Blob blob);
  static int Bind(sqlite3_stmt* statement, int& at, const std::vector<std::string>& texts);

  sqlite3* const database_;
  bool disk_failed_ = false;
  std::unordered_map<std::string, sqlite3_stmt*, Hash, std::equal_to<>> statements_;
};

}  // namespace arshjul::store
