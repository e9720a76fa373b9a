#include "store/sqlite.h"

#include <fmt/format.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "store/batch.h"
#include "store/file.h"
#include "store/log_damage.h"
#include "store/sqlite_backup.h"
#include "store/sqlite_connection.h"
#include "store/sqlite_layout.h"
#include "store/sqlite_reader.h"

// SQLite before 3.51.3 has the WAL-reset bug: a second connection that checkpoints during a commit corrupts an index.
// Hence one connection writes and checkpoints, by its own hand between commits; readers cannot (read-only, and told
// not to when closing) and are closed before it.

namespace arshjul::store {
namespace {

// 8 MB: a checkpoint costs two syncs, a log that grows costs every reader. 1,000 to 4,000 pages measured alike.
constexpr int kCheckpointPages = 2000;
// From here on a checkpoint waits for readers to let go of the log, so that it can be reused.
constexpr int kStubbornPages = 8 * kCheckpointPages;
// How long that may hold up commits.
constexpr int kWaitMilliseconds = 100;
constexpr int64_t kLogBytesKept = 16 << 20;
// Of pages: a writer that must read what it is about to change, and check its sums, spends a quarter of a commit on it. Taken as it
// is needed, and kept for as long as the file is open.
constexpr int kWriterCacheKilobytes = 16 << 10;
// More readers than this are a leak, and each holds three descriptors.
constexpr int kMostReaders = 128;
constexpr size_t kIdleReaders = 4;

// The open file, shared by the store and its readers: whoever lets go last closes it.
class OpenFile : public std::enable_shared_from_this<OpenFile> {
 public:
  OpenFile(SqliteOptions options, Schema schema, std::unique_ptr<FileLock> lock)
      : options_(std::move(options)), layout_(MakeLayout(schema)), lock_(std::move(lock)) {}
  ~OpenFile() {
    idle_.clear();
    // After a failed sync nothing on the disk is known; moving the log once more could make it worse.
    if (writer_ != nullptr && ended_) writer_->CheckpointOnClose(false);
  }

  absl::Status Open();
  absl::Status Commit(const Batch& batch);
  absl::StatusOr<std::shared_ptr<Connection>> Borrow();
  const std::shared_ptr<const Layout>& layout() const { return layout_; }

 private:
  absl::Status ConfigureWriter();
  absl::Status WriteAll(const Batch& batch);
  absl::Status WriteRow(const RowWrite& row);
  absl::Status WriteBeside(const Batch& batch);
  void CheckpointWhenDue();
  bool IsSameFile() const;
  absl::Status Watch();
  absl::Status End(const std::string& message);
  absl::StatusOr<std::unique_ptr<Connection>> OpenReader();
  void Return(Connection* connection);

  const SqliteOptions options_;
  const std::shared_ptr<const Layout> layout_;
  const std::unique_ptr<FileLock> lock_;  // declared before the connections: let go after them
  std::mutex writer_mutex_;
  std::unique_ptr<Connection> writer_;
  int log_pages_ = 0;        // in the write-ahead log after the last commit
  int checkpointed_at_ = 0;  // log_pages_ at the last checkpoint
  std::optional<FileIdentity> file_, log_;
  std::atomic<bool> ended_ = false;
  std::mutex readers_mutex_;
  int readers_ = 0;
  std::vector<std::unique_ptr<Connection>> idle_;
};

absl::Status OpenFile::Open() {
  if (!IdentityOf(options_.path)) {
    if (!options_.create) return absl::NotFoundError(fmt::format("there is no file {}", options_.path));
    absl::Status created = CreatePrivateFile(options_.path);
    if (created.ok()) created = SyncFolder(FolderOf(options_.path));
    if (!created.ok()) return created;
  }
  absl::StatusOr<bool> torn = HasTornEnd(options_.path + "-wal");
  if (!torn.ok()) return torn.status();
  auto writer = Connection::Open(options_.path, Connection::Kind::kWriter);
  if (!writer.ok()) return writer.status();
  writer_ = std::move(*writer);
  absl::Status ready = PrepareFile(*writer_, options_, *torn, layout_->schema);
  if (ready.ok()) ready = ConfigureWriter();
  if (!ready.ok()) return ready;
  writer_->CheckpointOnClose(true);
  file_ = IdentityOf(options_.path);
  log_ = IdentityOf(options_.path + "-wal");
  return absl::OkStatus();
}

absl::Status OpenFile::ConfigureWriter() {
  absl::StatusOr<std::string> mode = writer_->Text("PRAGMA journal_mode=WAL");
  if (!mode.ok()) return mode.status();
  if (*mode != "wal") {
    return absl::FailedPreconditionError(fmt::format(
        "{} cannot have a write-ahead log (journal mode {}): is it on a network disk?", options_.path, *mode));
  }
  absl::Status set = writer_->Script(fmt::format("PRAGMA journal_size_limit={}; PRAGMA cache_size={}", kLogBytesKept, -kWriterCacheKilobytes));
  if (!set.ok()) return set;
  for (auto [pragma, wanted] : {std::pair("PRAGMA synchronous", 2), std::pair("PRAGMA foreign_keys", 1),
                                std::pair("PRAGMA trusted_schema", 0), std::pair("PRAGMA wal_autocheckpoint", 0)}) {
    absl::StatusOr<int64_t> value = writer_->Number(pragma);
    if (!value.ok()) return value.status();
    if (*value != wanted) return absl::InternalError(fmt::format("{} is {}, not {}", pragma, *value, wanted));
  }
  // Setting wal_autocheckpoint takes any hook away: this comes after it.
  auto note_pages = [](void* pages, sqlite3*, const char*, int count) {
    *static_cast<int*>(pages) = count;
    return SQLITE_OK;
  };
  sqlite3_busy_timeout(writer_->raw(), kWaitMilliseconds);
  sqlite3_wal_hook(writer_->raw(), note_pages, &log_pages_);
  // The log is made by the first who reads: its identity is watched from here on.
  return writer_->Number("SELECT count(*) FROM schema_table").status();
}

absl::Status OpenFile::Commit(const Batch& batch) {
  std::lock_guard turn(writer_mutex_);
  if (ended_) return absl::DataLossError(options_.path + " is closed: see what was reported before");
  if (absl::Status checked = CheckBatch(layout_->schema, batch); !checked.ok()) return checked;
  absl::Status done = writer_->Run("BEGIN IMMEDIATE");
  if (done.ok()) done = WriteAll(batch);
  if (done.ok()) done = writer_->Run("COMMIT");
  if (!done.ok() && !writer_->DiskFailed()) writer_->Rollback().IgnoreError();
  if (writer_->DiskFailed() || writer_->InTransaction()) {
    return End(fmt::format("committing to {} failed; whether it is on the disk is unknown: {}", options_.path,
                           std::string(done.message())));
  }
  if (absl::Status same = Watch(); !same.ok()) return same;
  if (done.ok()) CheckpointWhenDue();
  // A checkpoint that failed ended the store, but what was committed before it is in the log.
  return done;
}

absl::Status OpenFile::WriteAll(const Batch& batch) {
  absl::StatusOr<int64_t> sequence = writer_->Number("SELECT coalesce(max(sequence), 0) FROM log");
  if (!sequence.ok()) return sequence.status();
  if (*sequence != batch.expected_sequence) return WroteElsewhere(batch.expected_sequence, *sequence);
  for (const LogEntry& entry : batch.log) {
    absl::Status written = writer_->Run("INSERT INTO log (sequence, time, actor, command, body) VALUES (?, ?, ?, ?, ?)",
                                        entry.sequence, entry.time, entry.actor, entry.command, Blob{entry.body});
    if (!written.ok()) return written;
  }
  for (const RowWrite& row : batch.rows) {
    if (absl::Status written = WriteRow(row); !written.ok()) return written;
  }
  return WriteBeside(batch);
}

absl::Status OpenFile::WriteRow(const RowWrite& row) {
  const TableStatements& statements = layout_->tables[row.table];
  if (!row.body) return writer_->Run(statements.erase, row.key);
  // Most writes change a row but not what it is looked up by: this leaves the indexes alone (a third faster).
  absl::Status written = writer_->Run(statements.replace_body, row.key, Blob{*row.body}, row.columns);
  if (!written.ok() || writer_->Changes() > 0) return written;
  // Of the others, most change some columns: an index is touched when its column is named, be it with the same value.
  bool there = false;
  size_t differ = 0;
  std::vector<std::string> changed;
  absl::Status read = writer_->Each(statements.columns, [&](const Columns& now) {
    there = true;
    for (size_t i = 0; i < row.columns.size(); ++i) {
      if (now.Text(static_cast<int>(i) + 1) == row.columns[i]) continue;
      differ |= size_t{1} << i;
      changed.push_back(row.columns[i]);
    }
  }, row.key);
  if (!read.ok()) return read;
  if (!there) return writer_->Run(statements.put, row.key, Blob{*row.body}, row.columns);
  return writer_->Run(statements.change[differ], row.key, Blob{*row.body}, changed);
}

absl::Status OpenFile::WriteBeside(const Batch& batch) {
  absl::Status done = absl::OkStatus();
  auto each = [&](const auto& entries, auto write) {
    for (auto entry = entries.begin(); done.ok() && entry != entries.end(); ++entry) done = write(*entry);
  };
  each(batch.outbox, [&](const OutboxEntry& entry) {
    return writer_->Run(
        "INSERT INTO outbox (id, not_before, attempts, body) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
        "not_before=excluded.not_before, attempts=excluded.attempts, body=excluded.body",
        entry.id, entry.not_before, entry.attempts, Blob{entry.body});
  });
  each(batch.outbox_done, [&](const std::string& id) { return writer_->Run("DELETE FROM outbox WHERE id=?", id); });
  if (done.ok() && batch.forget_requests_before) {
    done = writer_->Run("DELETE FROM request WHERE time<?", *batch.forget_requests_before);
  }
  each(batch.requests, [&](const RequestRecord& request) {
    absl::Status kept =
        writer_->Run("INSERT INTO request (caller, id, body_hash, answer, time) VALUES (?, ?, ?, ?, ?)", request.caller,
                     request.id, Blob{request.body_hash}, Blob{request.answer}, request.time);
    return absl::IsAlreadyExists(kept) ? AnsweredAlready(request) : kept;
  });
  each(batch.vault, [&](const VaultRecord& record) {
    return writer_->Run(
        "INSERT INTO vault (id, owner, sealed) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET owner=excluded.owner, "
        "sealed=excluded.sealed",
        record.id, record.owner, Blob{record.sealed});
  });
  each(batch.vault_gone, [&](const std::string& id) { return writer_->Run("DELETE FROM vault WHERE id=?", id); });
  each(batch.reads, [&](const ReadRecord& read) {
    return writer_->Run("INSERT INTO read_log (time, reader, resource, fields) VALUES (?, ?, ?, ?)", read.time,
                        read.reader, read.resource, read.fields);
  });
  return done;
}

void OpenFile::CheckpointWhenDue() {
  if (log_pages_ < checkpointed_at_) checkpointed_at_ = 0;  // the log began anew
  // Readers may keep a log from being reused: then a checkpoint after every commit would only cost syncs.
  if (log_pages_ < checkpointed_at_ + kCheckpointPages) return;
  checkpointed_at_ = log_pages_;
  int mode = log_pages_ < kStubbornPages ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_TRUNCATE;
  int code = sqlite3_wal_checkpoint_v2(writer_->raw(), "main", mode, nullptr, nullptr);
  int primary = code & 0xff;
  // A full disk loses nothing: the log keeps what the file could not take, and a later checkpoint tries again.
  if (primary == SQLITE_OK || primary == SQLITE_BUSY || primary == SQLITE_LOCKED || primary == SQLITE_FULL) return;
  End(fmt::format("{}: {}", options_.path, std::string(writer_->Failure(code, "checkpoint").message()))).IgnoreError();
}

bool OpenFile::IsSameFile() const {
  return file_ && file_ == IdentityOf(options_.path) && log_ && log_ == IdentityOf(options_.path + "-wal");
}

absl::Status OpenFile::Watch() {
  if (IsSameFile()) return absl::OkStatus();
  return End(
      fmt::format("{} or its -wal was deleted or replaced while in use; what is under that name now is another file",
                  options_.path));
}

absl::Status OpenFile::End(const std::string& message) {
  if (!ended_.exchange(true)) {
    if (options_.fatal == nullptr) EndProcess(message);
    options_.fatal(message);
  }
  return absl::DataLossError(message);
}

absl::StatusOr<std::unique_ptr<Connection>> OpenFile::OpenReader() {
  auto connection = Connection::Open(options_.path, Connection::Kind::kReadOnly);
  // The file is opened by name: it must still be the writer's. One that cannot be opened may be gone.
  if (absl::Status same = Watch(); !same.ok()) return same;
  return connection;
}

absl::StatusOr<std::shared_ptr<Connection>> OpenFile::Borrow() {
  if (ended_) return absl::DataLossError(options_.path + " is closed: see what was reported before");
  std::unique_ptr<Connection> connection;
  {
    std::lock_guard lock(readers_mutex_);
    if (readers_ >= kMostReaders) return absl::ResourceExhaustedError(fmt::format("{} readers at once", readers_));
    ++readers_;
    if (!idle_.empty()) {
      connection = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  if (connection == nullptr) {
    auto opened = OpenReader();
    if (!opened.ok()) {
      Return(nullptr);
      return opened.status();
    }
    connection = std::move(*opened);
  }
  return std::shared_ptr<Connection>(connection.release(),
                                     [file = shared_from_this()](Connection* returned) { file->Return(returned); });
}

void OpenFile::Return(Connection* connection) {
  std::unique_ptr<Connection> returned(connection);
  std::lock_guard lock(readers_mutex_);
  --readers_;
  // A connection that met an error may see what is not so: the next reader gets a fresh one.
  bool sound = returned != nullptr && !returned->DiskFailed() && !returned->InTransaction();
  if (sound && idle_.size() < kIdleReaders) idle_.push_back(std::move(returned));
}

class SqliteStore : public Store {
 public:
  explicit SqliteStore(std::shared_ptr<OpenFile> file) : file_(std::move(file)) {}

  absl::Status Commit(const Batch& batch) override { return file_->Commit(batch); }

  absl::StatusOr<std::unique_ptr<Reader>> NewReader() override {
    auto connection = file_->Borrow();
    if (!connection.ok()) return connection.status();
    return NewSqliteReader(std::move(*connection), file_->layout());
  }

  absl::Status Backup(const std::string& path) override {
    auto connection = file_->Borrow();
    if (!connection.ok()) return connection.status();
    return CopyDatabase(**connection, file_->layout()->schema, path);
  }

 private:
  const std::shared_ptr<OpenFile> file_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Store>> OpenSqliteStore(const SqliteOptions& options, Schema schema) {
  if (absl::Status checked = CheckSchema(schema); !checked.ok()) return checked;
  if (!options.create && !IdentityOf(options.path)) return absl::NotFoundError("there is no file " + options.path);
  absl::StatusOr<std::unique_ptr<FileLock>> lock = FileLock::Take(options.path + ".lock", "this municipality");
  if (!lock.ok()) return lock.status();
  auto file = std::make_shared<OpenFile>(options, std::move(schema), std::move(*lock));
  if (absl::Status opened = file->Open(); !opened.ok()) return opened;
  return std::make_unique<SqliteStore>(std::move(file));
}

absl::Status WriteSqliteCopy(const std::string& path, const Schema& schema, const Batch& batch) {
  return MakeCopy(path, schema, [&](const std::string& passing) {
    auto store = OpenSqliteStore({.path = passing, .create = true}, schema);
    return store.ok() ? (*store)->Commit(batch) : store.status();
  });
}

}  // namespace arshjul::store
