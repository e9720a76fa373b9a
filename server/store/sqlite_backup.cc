#include "store/sqlite_backup.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <memory>

#include "store/file.h"
#include "store/sqlite_connection.h"
#include "store/sqlite_layout.h"
#include "store/sqlite_reader.h"
#include "store/verify.h"

namespace arshjul::store {
namespace {

void Remove(const std::string& path) {
  for (const char* end : {"", "-wal", "-shm", "-journal", ".lock"}) unlink((path + end).c_str());
}

absl::Status CopyPages(Connection& source, const std::string& path) {
  auto copy = Connection::Open(path, Connection::Kind::kCopy);
  if (!copy.ok()) return copy.status();
  sqlite3_backup* backup = sqlite3_backup_init((*copy)->raw(), "main", source.raw(), "main");
  if (backup == nullptr) return (*copy)->Failure(sqlite3_extended_errcode((*copy)->raw()), "begin a backup");
  sqlite3_backup_step(backup, -1);
  int code = sqlite3_backup_finish(backup);
  if (code != SQLITE_OK) return (*copy)->Failure(code, "back up to " + path);
  return absl::OkStatus();
}

// Whether the copy is whole, as Verify says.
absl::Status Examine(const std::string& path, const Schema& schema) {
  auto connection = Connection::Open(path, Connection::Kind::kCopy);
  if (!connection.ok()) return connection.status();
  // One file, without a log beside it that could be forgotten when the copy is carried away.
  absl::StatusOr<std::string> mode = (*connection)->Text("PRAGMA journal_mode=DELETE");
  if (!mode.ok()) return mode.status();
  if (*mode != "delete") return absl::InternalError("the copy stays in journal mode " + *mode);
  std::unique_ptr<Reader> reader = NewSqliteReader(std::move(*connection), MakeLayout(schema));
  absl::StatusOr<std::vector<Finding>> findings = Verify(*reader);
  if (!findings.ok()) return findings.status();
  if (findings->empty()) return absl::OkStatus();
  std::string text = "the copy is not whole, nor then the store:";
  for (const Finding& finding : *findings) text += " " + DescribeFinding(finding) + ";";
  return absl::DataLossError(text);
}

}  // namespace

absl::Status MakeCopy(const std::string& path, const Schema& schema,
                      const std::function<absl::Status(const std::string& passing)>& make) {
  if (IdentityOf(path)) return absl::AlreadyExistsError(path + " is there already; it is left alone");
  std::string passing = path + ".partial";
  Remove(passing);
  absl::Status done = CreatePrivateFile(passing);
  if (done.ok()) done = make(passing);
  if (done.ok()) done = Examine(passing, schema);
  if (done.ok()) done = SyncFile(passing);
  // link, unlike rename, never takes the place of a file that came meanwhile.
  if (done.ok() && link(passing.c_str(), path.c_str()) != 0) done = FileError("name the copy", path, errno);
  Remove(passing);
  if (done.ok()) done = SyncFolder(FolderOf(path));
  return done;
}

absl::Status CopyDatabase(Connection& source, const Schema& schema, const std::string& path) {
  return MakeCopy(path, schema, [&](const std::string& passing) { return CopyPages(source, passing); });
}

}  // namespace arshjul::store
