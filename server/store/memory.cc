#include "store/memory.h"

#include <algorithm>
#include <mutex>
#include <tuple>
#include <utility>

#include "store/batch.h"
#include "store/file.h"
#include "store/persistent_map.h"
#include "store/sqlite.h"

namespace arshjul::store {
namespace {

struct Nothing {};

struct StoredRow {
  std::string body;
  std::vector<std::string> columns;
};
using RowLink = std::shared_ptr<const StoredRow>;

struct Table {
  PersistentMap<std::string, RowLink> rows;
  // (value, key). Not the row: most changes of a row leave its columns alone, and need not be told here.
  std::vector<PersistentMap<std::pair<std::string, std::string>, Nothing>> by_column;
};

struct Waiting {
  int64_t arrival = 0;
  OutboxEntry entry;
};

// Everything at one moment. Once published it is never written again.
struct Picture {
  int64_t sequence = 0;
  int64_t arrivals = 0;  // counts outbox entries and reads, to keep them in order
  std::vector<Table> tables;
  PersistentMap<int64_t, LogEntry> log;
  PersistentMap<std::string, Waiting> outbox;
  PersistentMap<std::pair<Instant, int64_t>, OutboxEntry> outbox_by_time;
  PersistentMap<std::pair<std::string, std::string>, RequestRecord> requests;  // (caller, id)
  PersistentMap<std::tuple<Instant, std::string, std::string>, Nothing> requests_by_time;
  PersistentMap<std::string, VaultRecord> vault;
  PersistentMap<std::pair<std::string, int64_t>, ReadRecord> reads;  // (resource, -arrival): newest first
};

bool Full(size_t size, int limit) { return limit > 0 && size >= static_cast<size_t>(limit); }

void Write(const RowWrite& write, uint64_t edition, Table& table) {
  const RowLink* found = table.rows.Find(write.key);
  const RowLink old = found == nullptr ? nullptr : *found;
  for (size_t i = 0; i < table.by_column.size(); ++i) {
    if (old != nullptr && write.body && old->columns[i] == write.columns[i]) continue;
    if (old != nullptr) table.by_column[i].Erase({old->columns[i], write.key}, edition);
    if (write.body) table.by_column[i].Put({write.columns[i], write.key}, {}, edition);
  }
  if (write.body) {
    table.rows.Put(write.key, std::make_shared<const StoredRow>(StoredRow{*write.body, write.columns}), edition);
  } else {
    table.rows.Erase(write.key, edition);
  }
}

void Enqueue(const OutboxEntry& entry, uint64_t edition, Picture& picture) {
  int64_t arrival = 0;
  if (const Waiting* old = picture.outbox.Find(entry.id)) {
    arrival = old->arrival;
    picture.outbox_by_time.Erase({old->entry.not_before, arrival}, edition);
  } else {
    arrival = ++picture.arrivals;
  }
  picture.outbox.Put(entry.id, {arrival, entry}, edition);
  picture.outbox_by_time.Put({entry.not_before, arrival}, entry, edition);
}

void Dequeue(const std::string& id, uint64_t edition, Picture& picture) {
  const Waiting* waiting = picture.outbox.Find(id);
  if (waiting == nullptr) return;
  picture.outbox_by_time.Erase({waiting->entry.not_before, waiting->arrival}, edition);
  picture.outbox.Erase(id, edition);
}

void ForgetRequests(Instant before, uint64_t edition, Picture& picture) {
  std::vector<std::tuple<Instant, std::string, std::string>> old;
  picture.requests_by_time.All([&](const auto& key, Nothing) {
    if (std::get<0>(key) >= before) return false;
    old.push_back(key);
    return true;
  });
  for (const auto& key : old) {
    picture.requests.Erase({std::get<1>(key), std::get<2>(key)}, edition);
    picture.requests_by_time.Erase(key, edition);
  }
}

absl::Status Keep(const RequestRecord& request, uint64_t edition, Picture& picture) {
  if (picture.requests.Find({request.caller, request.id}) != nullptr) return AnsweredAlready(request);
  picture.requests.Put({request.caller, request.id}, request, edition);
  picture.requests_by_time.Put({request.time, request.caller, request.id}, {}, edition);
  return absl::OkStatus();
}

absl::Status Write(const Batch& batch, uint64_t edition, Picture& picture) {
  for (const LogEntry& entry : batch.log) {
    picture.log.Put(entry.sequence, entry, edition);
    picture.sequence = entry.sequence;
  }
  for (const RowWrite& row : batch.rows) Write(row, edition, picture.tables[row.table]);
  for (const OutboxEntry& entry : batch.outbox) Enqueue(entry, edition, picture);
  for (const std::string& id : batch.outbox_done) Dequeue(id, edition, picture);
  if (batch.forget_requests_before) ForgetRequests(*batch.forget_requests_before, edition, picture);
  for (const RequestRecord& request : batch.requests) {
    if (absl::Status kept = Keep(request, edition, picture); !kept.ok()) return kept;
  }
  for (const VaultRecord& record : batch.vault) picture.vault.Put(record.id, record, edition);
  for (const std::string& id : batch.vault_gone) picture.vault.Erase(id, edition);
  for (const ReadRecord& read : batch.reads) picture.reads.Put({read.resource, -++picture.arrivals}, read, edition);
  return absl::OkStatus();
}

// One batch that makes an empty store into this picture.
Batch Everything(const Picture& picture) {
  Batch batch;
  for (size_t t = 0; t < picture.tables.size(); ++t) {
    picture.tables[t].rows.All([&](const std::string& key, const RowLink& row) {
      batch.rows.push_back({static_cast<int>(t), key, row->body, row->columns});
      return true;
    });
  }
  picture.log.All([&](int64_t, const LogEntry& entry) { return batch.log.push_back(entry), true; });
  std::vector<Waiting> waiting;
  picture.outbox.All([&](const std::string&, const Waiting& entry) { return waiting.push_back(entry), true; });
  std::sort(waiting.begin(), waiting.end(), [](const auto& a, const auto& b) { return a.arrival < b.arrival; });
  for (const Waiting& entry : waiting) batch.outbox.push_back(entry.entry);
  picture.requests.All(
      [&](const auto&, const RequestRecord& record) { return batch.requests.push_back(record), true; });
  picture.vault.All([&](const std::string&, const VaultRecord& record) { return batch.vault.push_back(record), true; });
  std::vector<std::pair<int64_t, ReadRecord>> reads;
  picture.reads.All(
      [&](const auto& key, const ReadRecord& read) { return reads.emplace_back(-key.second, read), true; });
  std::sort(reads.begin(), reads.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [arrival, read] : reads) batch.reads.push_back(read);
  return batch;
}

// The newest picture, and the one writer's turn. Shared by the store and its readers.
class Shelf {
 public:
  explicit Shelf(Schema schema) : schema_(std::move(schema)) {
    auto first = std::make_shared<Picture>();
    for (const TableSchema& table : schema_) first->tables.emplace_back().by_column.resize(table.columns.size());
    newest_ = std::move(first);
  }

  const Schema& schema() const { return schema_; }

  std::shared_ptr<const Picture> Newest() const {
    std::lock_guard lock(newest_mutex_);
    return newest_;
  }

  absl::Status Commit(const Batch& batch) {
    std::lock_guard turn(writer_mutex_);
    if (absl::Status checked = CheckBatch(schema_, batch); !checked.ok()) return checked;
    auto next = std::make_shared<Picture>(*Newest());
    if (next->sequence != batch.expected_sequence) return WroteElsewhere(batch.expected_sequence, next->sequence);
    if (absl::Status written = Write(batch, ++edition_, *next); !written.ok()) return written;
    std::lock_guard lock(newest_mutex_);
    newest_ = std::move(next);
    return absl::OkStatus();
  }

 private:
  const Schema schema_;
  std::mutex writer_mutex_;
  uint64_t edition_ = 0;
  mutable std::mutex newest_mutex_;
  std::shared_ptr<const Picture> newest_;
};

class MemoryReader : public Reader {
 public:
  explicit MemoryReader(std::shared_ptr<const Shelf> shelf) : shelf_(std::move(shelf)) {}

  void Refresh() override { picture_ = nullptr; }
  absl::StatusOr<int64_t> Sequence() override { return Look().sequence; }

  absl::StatusOr<std::optional<std::string>> Get(int table, std::string_view key) override {
    const Table* found = TableAt(table);
    if (found == nullptr) return NoSuchTable(table);
    const RowLink* row = found->rows.Find(std::string(key));
    return row == nullptr ? std::nullopt : std::optional((*row)->body);
  }

  absl::StatusOr<std::vector<Row>> Find(int table, int column, std::string_view value, std::string_view after_key,
                                        int limit) override {
    const Table* found = TableAt(table);
    if (found == nullptr) return NoSuchTable(table);
    if (column < 0 || column >= static_cast<int>(found->by_column.size())) return NoSuchColumn(table, column);
    std::vector<Row> rows;
    found->by_column[column].After({std::string(value), std::string(after_key)},
                                   [&](const auto& key, Nothing) {
                                     if (key.first != value) return false;
                                     rows.push_back({key.second, (*found->rows.Find(key.second))->body});
                                     return !Full(rows.size(), limit);
                                   });
    return rows;
  }

  absl::StatusOr<int64_t> Count(int table, int column, std::string_view value) override {
    const Table* found = TableAt(table);
    if (found == nullptr) return NoSuchTable(table);
    if (column < 0 || column >= static_cast<int>(found->by_column.size())) return NoSuchColumn(table, column);
    if (value.empty()) return NothingToCount(table, column);
    int64_t count = 0;
    found->by_column[column].After({std::string(value), ""}, [&](const auto& key, Nothing) {
      if (key.first != value) return false;
      ++count;
      return true;
    });
    return count;
  }

  absl::StatusOr<std::vector<Row>> Scan(int table, std::string_view after_key, int limit) override {
    const Table* found = TableAt(table);
    if (found == nullptr) return NoSuchTable(table);
    std::vector<Row> rows;
    found->rows.After(std::string(after_key), [&](const std::string& key, const RowLink& row) {
      rows.push_back({key, row->body});
      return !Full(rows.size(), limit);
    });
    return rows;
  }

  absl::StatusOr<std::vector<LogEntry>> Log(int64_t after, int limit) override {
    std::vector<LogEntry> entries;
    Look().log.After(after, [&](int64_t, const LogEntry& entry) {
      entries.push_back(entry);
      return !Full(entries.size(), limit);
    });
    return entries;
  }

  absl::StatusOr<std::optional<RequestRecord>> Request(std::string_view caller, std::string_view id) override {
    const RequestRecord* found = Look().requests.Find({std::string(caller), std::string(id)});
    return found == nullptr ? std::nullopt : std::optional(*found);
  }

  absl::StatusOr<std::vector<OutboxEntry>> Outbox(Instant now, int limit) override {
    std::vector<OutboxEntry> entries;
    Look().outbox_by_time.All([&](const auto& key, const OutboxEntry& entry) {
      if (key.first > now) return false;
      entries.push_back(entry);
      return !Full(entries.size(), limit);
    });
    return entries;
  }

  absl::StatusOr<std::vector<OutboxEntry>> OutboxFrom(Instant from, int limit) override {
    std::vector<OutboxEntry> entries;
    Look().outbox_by_time.After({from, 0}, [&](const auto&, const OutboxEntry& entry) {
      entries.push_back(entry);
      return !Full(entries.size(), limit);
    });
    return entries;
  }

  absl::StatusOr<int64_t> CountOutboxFrom(Instant from) override {
    int64_t count = 0;
    Look().outbox_by_time.After({from, 0}, [&](const auto&, const OutboxEntry&) {
      ++count;
      return true;
    });
    return count;
  }

  absl::StatusOr<std::optional<OutboxEntry>> FromOutbox(std::string_view id) override {
    const Waiting* found = Look().outbox.Find(std::string(id));
    return found == nullptr ? std::nullopt : std::optional(found->entry);
  }

  absl::StatusOr<std::optional<VaultRecord>> Vault(std::string_view id) override {
    const VaultRecord* found = Look().vault.Find(std::string(id));
    return found == nullptr ? std::nullopt : std::optional(*found);
  }

  absl::StatusOr<std::vector<ReadRecord>> Reads(std::string_view resource, int limit) override {
    std::vector<ReadRecord> reads;
    // Before every arrival: they are counted downward from -1.
    std::pair<std::string, int64_t> start(resource, INT64_MIN);
    Look().reads.After(start, [&](const auto& key, const ReadRecord& read) {
      if (key.first != resource) return false;
      reads.push_back(read);
      return !Full(reads.size(), limit);
    });
    return reads;
  }

  absl::StatusOr<std::vector<Finding>> Structure() override { return std::vector<Finding>(); }

 private:
  const Picture& Look() {
    if (picture_ == nullptr) picture_ = shelf_->Newest();
    return *picture_;
  }

  const Table* TableAt(int table) {
    const Picture& picture = Look();
    bool known = table >= 0 && table < static_cast<int>(picture.tables.size());
    return known ? &picture.tables[table] : nullptr;
  }

  const std::shared_ptr<const Shelf> shelf_;
  std::shared_ptr<const Picture> picture_;
};

class MemoryStore : public Store {
 public:
  explicit MemoryStore(Schema schema) : shelf_(std::make_shared<Shelf>(std::move(schema))) {}

  absl::Status Commit(const Batch& batch) override { return shelf_->Commit(batch); }

  absl::StatusOr<std::unique_ptr<Reader>> NewReader() override { return std::make_unique<MemoryReader>(shelf_); }

  absl::Status Backup(const std::string& path) override {
    return WriteSqliteCopy(path, shelf_->schema(), Everything(*shelf_->Newest()));
  }

 private:
  const std::shared_ptr<Shelf> shelf_;
};

}  // namespace

std::unique_ptr<Store> NewMemoryStore(Schema schema) { return std::make_unique<MemoryStore>(std::move(schema)); }

}  // namespace arshjul::store
