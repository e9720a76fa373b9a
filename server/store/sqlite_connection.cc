#include "store/sqlite_connection.h"

#include <fmt/format.h>

#include <utility>

#include "store/page_sums.h"

namespace arshjul::store {
namespace {

// Long enough for a reader to get past the instant in which the writer starts the log anew.
constexpr int kBusyMilliseconds = 5000;

absl::StatusCode CodeOf(int code) {
  // A page whose checksum is wrong.
  if (code == SQLITE_IOERR_DATA) return absl::StatusCode::kDataLoss;
  switch (code & 0xff) {
    case SQLITE_FULL:
      return absl::StatusCode::kResourceExhausted;
    case SQLITE_NOMEM:
      return absl::StatusCode::kResourceExhausted;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
    case SQLITE_CANTOPEN:
      return absl::StatusCode::kUnavailable;
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_READONLY:
      return absl::StatusCode::kPermissionDenied;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return absl::StatusCode::kDataLoss;
    case SQLITE_TOOBIG:
      return absl::StatusCode::kInvalidArgument;
    case SQLITE_CONSTRAINT:
      return absl::StatusCode::kAlreadyExists;
    default:
      return absl::StatusCode::kInternal;
  }
}

// A file may have been prepared by somebody hostile: nothing in it may run, and nothing we say may harm it.
void Harden(sqlite3* database) {
  sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_busy_timeout(database, kBusyMilliseconds);
}

}  // namespace

std::string Columns::Text(int column) const {
  const unsigned char* text = sqlite3_column_text(statement_, column);
  if (text == nullptr) return "";
  return std::string(reinterpret_cast<const char*>(text), sqlite3_column_bytes(statement_, column));
}

std::string Columns::Bytes(int column) const {
  const void* bytes = sqlite3_column_blob(statement_, column);
  if (bytes == nullptr) return "";
  return std::string(static_cast<const char*>(bytes), sqlite3_column_bytes(statement_, column));
}

absl::StatusOr<std::unique_ptr<Connection>> Connection::OpenWith(const std::string& path, int flags) {
  sqlite3* database = nullptr;
  int code = sqlite3_open_v2(path.c_str(), &database, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, PageSumsVfs());
  if (database == nullptr) return absl::ResourceExhaustedError("no memory to open " + path);
  std::unique_ptr<Connection> connection(new Connection(database));
  if (code != SQLITE_OK) return connection->Failure(code, "open " + path);
  Harden(database);
  // Of a file that is still empty; of another it would only say what a VACUUM does.
  int reserved = kPageSumBytes;
  sqlite3_file_control(database, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved);
  return connection;
}

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(const std::string& path, Kind kind) {
  auto connection = OpenWith(path, kind == Kind::kReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
  if (!connection.ok()) return connection;
  // Checkpoints are the writer's alone: see the WAL-reset bug in sqlite.cc. And a writer does not yet know whose file
  // it has opened.
  if (kind != Kind::kCopy) (*connection)->CheckpointOnClose(false);
  absl::Status set =
      (*connection)
          ->Script(
              "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA foreign_keys=ON; PRAGMA mmap_size=0;"
              "PRAGMA wal_autocheckpoint=0");
  if (!set.ok()) return set;
  return connection;
}

absl::StatusOr<std::unique_ptr<Connection>> Connection::OpenInMemory() {
  return OpenWith(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
}

Connection::~Connection() {
  for (auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close(database_);
}

absl::StatusOr<sqlite3_stmt*> Connection::Prepare(std::string_view sql) {
  if (auto found = statements_.find(sql); found != statements_.end()) return found->second;
  sqlite3_stmt* statement = nullptr;
  int code = sqlite3_prepare_v3(database_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                &statement, nullptr);
  if (code != SQLITE_OK) return Failure(code, sql);
  statements_.emplace(sql, statement);
  return statement;
}

absl::StatusOr<int64_t> Connection::Number(std::string_view sql) {
  int64_t number = 0;
  if (absl::Status read = Each(sql, [&](const Columns& row) { number = row.Number(0); }); !read.ok()) return read;
  return number;
}

absl::StatusOr<std::string> Connection::Text(std::string_view sql) {
  std::string text;
  if (absl::Status read = Each(sql, [&](const Columns& row) { text = row.Text(0); }); !read.ok()) return read;
  return text;
}

absl::Status Connection::Script(const std::string& sql) {
  int code = sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr);
  return code == SQLITE_OK ? absl::OkStatus() : Failure(code, sql);
}

absl::Status Connection::Rollback() { return InTransaction() ? Run("ROLLBACK") : absl::OkStatus(); }

absl::Status Connection::Failure(int code, std::string_view doing) {
  // A page whose checksum is wrong was read and found out: what is on the disk is known, and nothing was written.
  if ((code & 0xff) == SQLITE_IOERR && code != SQLITE_IOERR_NOMEM && code != SQLITE_IOERR_DATA) disk_failed_ = true;
  constexpr size_t kShown = 200;
  return absl::Status(CodeOf(code),
                      fmt::format("SQLite: {} (code {}, system error {}) in: {}", sqlite3_errmsg(database_), code,
                                  sqlite3_system_errno(database_), doing.substr(0, kShown)));
}

void Connection::CheckpointOnClose(bool wanted) {
  sqlite3_db_config(database_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, wanted ? 0 : 1, nullptr);
}

int Connection::Bind(sqlite3_stmt* statement, int& at, int64_t value) {
  return sqlite3_bind_int64(statement, ++at, value);
}

int Connection::Bind(sqlite3_stmt* statement, int& at, Instant value) {
  return sqlite3_bind_int64(statement, ++at, value.time_since_epoch().count());
}

// An empty view may have no address, which SQLite would take for NULL.
int Connection::Bind(sqlite3_stmt* statement, int& at, std::string_view text) {
  return sqlite3_bind_text64(statement, ++at, text.empty() ? "" : text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
}

int Connection::Bind(sqlite3_stmt* statement, int& at, Blob blob) {
  const char* bytes = blob.bytes.empty() ? "" : blob.bytes.data();
  return sqlite3_bind_blob64(statement, ++at, bytes, blob.bytes.size(), SQLITE_STATIC);
}

int Connection::Bind(sqlite3_stmt* statement, int& at, const std::vector<std::string>& texts) {
  int code = SQLITE_OK;
  for (size_t i = 0; i < texts.size() && code == SQLITE_OK; ++i) code = Bind(statement, at, std::string_view(texts[i]));
  return code;
}

}  // namespace arshjul::store
