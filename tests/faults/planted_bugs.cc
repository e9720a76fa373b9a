#include "faults/planted_bugs.h"

#include <sqlite3.h>

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>

#include "cycle/rows.h"
#include "store/page_sums.h"

namespace arshjul::faults {
namespace {

class Around : public store::Store {
 public:
  explicit Around(std::shared_ptr<store::Store> inner) : inner_(std::move(inner)) {}
  absl::Status Commit(const store::Batch& batch) override { return inner_->Commit(batch); }
  absl::StatusOr<std::unique_ptr<store::Reader>> NewReader() override { return inner_->NewReader(); }
  absl::Status Backup(const std::string& path) override { return inner_->Backup(path); }

 protected:
  const std::shared_ptr<store::Store> inner_;
};

class EarlyReply : public Around {
 public:
  using Around::Around;
  ~EarlyReply() override { Make().IgnoreError(); }
  absl::Status Commit(const store::Batch& batch) override {
    std::lock_guard lock(mutex_);
    absl::Status before = Make();
    waiting_ = batch;
    return before;
  }

 private:
  absl::Status Make() {
    if (!waiting_) return absl::OkStatus();
    store::Batch batch = *std::exchange(waiting_, std::nullopt);
    return inner_->Commit(batch);
  }
  std::mutex mutex_;
  std::optional<store::Batch> waiting_;
};

class ForgottenAnswers : public Around {
 public:
  using Around::Around;
  absl::Status Commit(const store::Batch& batch) override {
    store::Batch changed = batch;
    changed.requests.clear();
    return inner_->Commit(changed);
  }
};

class SkippedRow : public Around {
 public:
  using Around::Around;
  absl::Status Commit(const store::Batch& batch) override {
    store::Batch changed = batch;
    if (!changed.log.empty() && !changed.rows.empty()) changed.rows.erase(changed.rows.begin());
    return inner_->Commit(changed);
  }
};

class TimerTwice : public Around {
 public:
  using Around::Around;
  absl::Status Commit(const store::Batch& batch) override {
    store::Batch changed = batch;
    std::erase_if(changed.rows, [](const store::RowWrite& row) { return row.table == cycle::kTimerTable && !row.body; });
    return inner_->Commit(changed);
  }
};

// A connection of its own to a file that is another's.
class Connection {
 public:
  explicit Connection(const std::string& path) {
    sqlite3_open_v2(path.c_str(), &database_, SQLITE_OPEN_READWRITE, store::PageSumsVfs());
    sqlite3_db_config(database_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    // From now on it knows how long the log is.
    sqlite3_exec(database_, "SELECT count(*) FROM schema_table", nullptr, nullptr, nullptr);
  }
  ~Connection() { sqlite3_close(database_); }
  // Is all of the log in the file?
  bool Checkpoint() {
    int pages = 0, copied = 0;
    sqlite3_wal_checkpoint_v2(database_, "main", SQLITE_CHECKPOINT_PASSIVE, &pages, &copied);
    return pages > 0 && pages == copied;
  }

 private:
  sqlite3* database_ = nullptr;
};

// Lets go of its picture after every look: a reader that keeps one keeps the log from beginning anew.
class Glance : public store::Reader {
 public:
  explicit Glance(std::unique_ptr<store::Reader> inner) : inner_(std::move(inner)) {}
  void Refresh() override { inner_->Refresh(); }
  absl::StatusOr<int64_t> Sequence() override { return LetGo(inner_->Sequence()); }
  absl::StatusOr<std::optional<std::string>> Get(int table, std::string_view key) override { return LetGo(inner_->Get(table, key)); }
  absl::StatusOr<std::vector<store::Row>> Find(int table, int column, std::string_view value, std::string_view after, int limit) override {
    return LetGo(inner_->Find(table, column, value, after, limit));
  }
  absl::StatusOr<int64_t> Count(int table, int column, std::string_view value) override { return LetGo(inner_->Count(table, column, value)); }
  absl::StatusOr<std::vector<store::Row>> Scan(int table, std::string_view after, int limit) override {
    return LetGo(inner_->Scan(table, after, limit));
  }
  absl::StatusOr<std::vector<store::LogEntry>> Log(int64_t after, int limit) override { return LetGo(inner_->Log(after, limit)); }
  absl::StatusOr<std::optional<store::RequestRecord>> Request(std::string_view caller, std::string_view id) override {
    return LetGo(inner_->Request(caller, id));
  }
  absl::StatusOr<std::vector<store::OutboxEntry>> Outbox(Instant now, int limit) override { return LetGo(inner_->Outbox(now, limit)); }
  absl::StatusOr<std::vector<store::OutboxEntry>> OutboxFrom(Instant from, int limit) override { return LetGo(inner_->OutboxFrom(from, limit)); }
  absl::StatusOr<int64_t> CountOutboxFrom(Instant from) override { return LetGo(inner_->CountOutboxFrom(from)); }
  absl::StatusOr<std::optional<store::OutboxEntry>> FromOutbox(std::string_view id) override { return LetGo(inner_->FromOutbox(id)); }
  absl::StatusOr<std::optional<store::VaultRecord>> Vault(std::string_view id) override { return LetGo(inner_->Vault(id)); }
  absl::StatusOr<std::vector<store::ReadRecord>> Reads(std::string_view resource, int limit) override {
    return LetGo(inner_->Reads(resource, limit));
  }
  absl::StatusOr<std::vector<store::Finding>> Structure() override { return LetGo(inner_->Structure()); }

 private:
  template <class Result>
  Result LetGo(Result result) {
    inner_->Refresh();
    return result;
  }
  const std::unique_ptr<store::Reader> inner_;
};

// The WAL-reset bug (fixed in SQLite 3.51.3), without waiting for chance. A checkpoint has read how long the log is; all
// of it is in the file already. Before it goes on, a commit finds that too and begins the log anew. The checkpoint
// believes the old length, and marks as copied what the new log does not even hold yet: what is committed next is never
// copied into the file, and is gone with the log.
class SecondCheckpoint : public Around {
 public:
  SecondCheckpoint(std::shared_ptr<store::Store> inner, FaultyDisk& disk, std::string path)
      : Around(std::move(inner)), disk_(disk), path_(std::move(path)) {}

  absl::Status Commit(const store::Batch& batch) override {
    std::lock_guard lock(mutex_);
    if (done_) return inner_->Commit(batch);
    Connection behind(path_);
    // It looks again only when the log has grown; and what is to be lost must be shorter than the log was.
    if (absl::Status grown = inner_->Commit(SomethingAt(batch.expected_sequence)); !grown.ok()) return grown;
    if (!Connection(path_).Checkpoint()) return inner_->Commit(batch);
    done_ = true;
    std::optional<absl::Status> committed;
    disk_.WhenCheckpointHasLooked([&] { committed = inner_->Commit(batch); });
    behind.Checkpoint();
    disk_.WhenCheckpointHasLooked(nullptr);
    return committed ? *committed : inner_->Commit(batch);
  }
  absl::StatusOr<std::unique_ptr<store::Reader>> NewReader() override {
    absl::StatusOr<std::unique_ptr<store::Reader>> reader = inner_->NewReader();
    if (!reader.ok()) return reader.status();
    return std::make_unique<Glance>(*std::move(reader));
  }

 private:
  // Nothing that anybody asks for.
  static store::Batch SomethingAt(int64_t sequence) {
    store::Batch batch;
    batch.expected_sequence = sequence;
    for (int i = 0; i < 1'000; ++i) batch.reads.push_back({Instant(), "nobody", "nothing", std::string(1'000, 'x')});
    return batch;
  }

  FaultyDisk& disk_;
  const std::string path_;
  std::mutex mutex_;
  bool done_ = false;
};

}  // namespace

const char* BugName(Bug bug) {
  switch (bug) {
    case Bug::kNone: return "none";
    case Bug::kUnsyncedLog: return "the log is not synced";
    case Bug::kEarlyReply: return "reply before commit";
    case Bug::kForgottenAnswers: return "answers are forgotten";
    case Bug::kSecondCheckpoint: return "a second connection checkpoints";
    case Bug::kSkippedRow: return "a row change is skipped";
    case Bug::kTimerTwice: return "a timer keeps its row";
  }
  return "";
}

std::vector<Bug> AllBugs() {
  return {Bug::kUnsyncedLog, Bug::kEarlyReply,  Bug::kForgottenAnswers,
          Bug::kSecondCheckpoint, Bug::kSkippedRow, Bug::kTimerTwice};
}

std::shared_ptr<store::Store> Plant(Bug bug, std::shared_ptr<store::Store> store, FaultyDisk& disk, const std::string& path) {
  switch (bug) {
    case Bug::kNone: return store;
    case Bug::kUnsyncedLog: disk.LieAboutLogSyncs(); return store;
    case Bug::kEarlyReply: return std::make_shared<EarlyReply>(std::move(store));
    case Bug::kForgottenAnswers: return std::make_shared<ForgottenAnswers>(std::move(store));
    case Bug::kSecondCheckpoint: return std::make_shared<SecondCheckpoint>(std::move(store), disk, path);
    case Bug::kSkippedRow: return std::make_shared<SkippedRow>(std::move(store));
    case Bug::kTimerTwice: return std::make_shared<TimerTwice>(std::move(store));
  }
  return store;
}

}  // namespace arshjul::faults
