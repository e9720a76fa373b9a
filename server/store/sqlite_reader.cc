#include "store/sqlite_reader.h"

#include <utility>

#include "store/batch.h"

namespace arshjul::store {
namespace {

// SQLite takes a negative limit for none.
int64_t LimitOf(int limit) { return limit > 0 ? limit : -1; }

class SqliteReader : public Reader {
 public:
  SqliteReader(std::shared_ptr<Connection> connection, std::shared_ptr<const Layout> layout)
      : connection_(std::move(connection)), layout_(std::move(layout)) {}
  ~SqliteReader() override { Refresh(); }

  // A rollback that fails leaves the old picture, which is an old but true answer.
  void Refresh() override { connection_->Rollback().IgnoreError(); }

  absl::StatusOr<int64_t> Sequence() override {
    return Collected<int64_t>([](const Columns& row, int64_t& sequence) { sequence = row.Number(0); },
                              "SELECT coalesce(max(sequence), 0) FROM log");
  }

  absl::StatusOr<std::optional<std::string>> Get(int table, std::string_view key) override {
    const TableStatements* statements = TableAt(table);
    if (statements == nullptr) return NoSuchTable(table);
    return Collected<std::optional<std::string>>([](const Columns& row, auto& body) { body = row.Bytes(0); },
                                                 statements->get, key);
  }

  absl::StatusOr<std::vector<Row>> Find(int table, int column, std::string_view value, std::string_view after_key,
                                        int limit) override {
    const TableStatements* statements = TableAt(table);
    if (statements == nullptr) return NoSuchTable(table);
    if (column < 0 || column >= static_cast<int>(statements->find.size())) return NoSuchColumn(table, column);
    return Collected<std::vector<Row>>(AddRow, (value.empty() ? statements->find_empty : statements->find)[column], value, after_key, LimitOf(limit));
  }

  absl::StatusOr<int64_t> Count(int table, int column, std::string_view value) override {
    const TableStatements* statements = TableAt(table);
    if (statements == nullptr) return NoSuchTable(table);
    if (column < 0 || column >= static_cast<int>(statements->count.size())) return NoSuchColumn(table, column);
    if (value.empty()) return NothingToCount(table, column);
    return Collected<int64_t>([](const Columns& row, int64_t& count) { count = row.Number(0); }, statements->count[column], value);
  }

  absl::StatusOr<std::vector<Row>> Scan(int table, std::string_view after_key, int limit) override {
    const TableStatements* statements = TableAt(table);
    if (statements == nullptr) return NoSuchTable(table);
    return Collected<std::vector<Row>>(AddRow, statements->scan, after_key, LimitOf(limit));
  }

  absl::StatusOr<std::vector<LogEntry>> Log(int64_t after, int limit) override {
    return Collected<std::vector<LogEntry>>(
        [](const Columns& row, auto& entries) {
          entries.push_back({row.Number(0), row.Time(1), row.Text(2), row.Text(3), row.Bytes(4)});
        },
        "SELECT sequence, time, actor, command, body FROM log WHERE sequence>? ORDER BY sequence LIMIT ?", after,
        LimitOf(limit));
  }

  absl::StatusOr<std::optional<RequestRecord>> Request(std::string_view caller, std::string_view id) override {
    return Collected<std::optional<RequestRecord>>(
        [](const Columns& row, auto& record) {
          record = RequestRecord{row.Text(0), row.Text(1), row.Bytes(2), row.Bytes(3), row.Time(4)};
        },
        "SELECT caller, id, body_hash, answer, time FROM request WHERE caller=? AND id=?", caller, id);
  }

  absl::StatusOr<std::vector<OutboxEntry>> Outbox(Instant now, int limit) override {
    return Collected<std::vector<OutboxEntry>>(
        AddEntry, "SELECT id, not_before, attempts, body FROM outbox WHERE not_before<=? ORDER BY not_before, arrival LIMIT ?", now, LimitOf(limit));
  }

  absl::StatusOr<std::vector<OutboxEntry>> OutboxFrom(Instant from, int limit) override {
    return Collected<std::vector<OutboxEntry>>(
        AddEntry, "SELECT id, not_before, attempts, body FROM outbox WHERE not_before>=? ORDER BY not_before, arrival LIMIT ?", from, LimitOf(limit));
  }

  absl::StatusOr<int64_t> CountOutboxFrom(Instant from) override {
    return Collected<int64_t>([](const Columns& row, int64_t& count) { count = row.Number(0); },
                              "SELECT count(*) FROM outbox WHERE not_before>=?", from);
  }

  absl::StatusOr<std::optional<OutboxEntry>> FromOutbox(std::string_view id) override {
    return Collected<std::optional<OutboxEntry>>(
        [](const Columns& row, auto& entry) {
          entry = OutboxEntry{row.Text(0), row.Time(1), static_cast<int>(row.Number(2)), row.Bytes(3)};
        },
        "SELECT id, not_before, attempts, body FROM outbox WHERE id=?", id);
  }

  absl::StatusOr<std::optional<VaultRecord>> Vault(std::string_view id) override {
    return Collected<std::optional<VaultRecord>>(
        [](const Columns& row, auto& record) {
          record = VaultRecord{row.Text(0), row.Text(1), row.Bytes(2)};
        },
        "SELECT id, owner, sealed FROM vault WHERE id=?", id);
  }

  absl::StatusOr<std::vector<ReadRecord>> Reads(std::string_view resource, int limit) override {
    return Collected<std::vector<ReadRecord>>(
        [](const Columns& row, auto& reads) {
          reads.push_back({row.Time(0), row.Text(1), row.Text(2), row.Text(3)});
        },
        "SELECT time, reader, resource, fields FROM read_log WHERE resource=? ORDER BY arrival DESC LIMIT ?", resource,
        LimitOf(limit));
  }

  absl::StatusOr<std::vector<Finding>> Structure() override {
    if (absl::Status ready = Look(); !ready.ok()) return ready;
    return StructureOf(*connection_, layout_->schema);
  }

 private:
  static void AddEntry(const Columns& row, std::vector<OutboxEntry>& entries) {
    entries.push_back({row.Text(0), row.Time(1), static_cast<int>(row.Number(2)), row.Bytes(3)});
  }
  static void AddRow(const Columns& row, std::vector<Row>& rows) { rows.push_back({row.Text(0), row.Bytes(1)}); }

  // The picture itself is taken by the first statement after this.
  absl::Status Look() { return connection_->InTransaction() ? absl::OkStatus() : connection_->Run("BEGIN"); }

  template <class Result, class Add, class... Values>
  absl::StatusOr<Result> Collected(Add add, std::string_view sql, const Values&... values) {
    if (absl::Status ready = Look(); !ready.ok()) return ready;
    Result result{};
    absl::Status read = connection_->Each(
        sql, [&](const Columns& row) { add(row, result); }, values...);
    if (!read.ok()) return read;
    return result;
  }

  const TableStatements* TableAt(int table) const {
    bool known = table >= 0 && table < static_cast<int>(layout_->tables.size());
    return known ? &layout_->tables[table] : nullptr;
  }

  const std::shared_ptr<Connection> connection_;
  const std::shared_ptr<const Layout> layout_;
};

}  // namespace

std::unique_ptr<Reader> NewSqliteReader(std::shared_ptr<Connection> connection, std::shared_ptr<const Layout> layout) {
  return std::make_unique<SqliteReader>(std::move(connection), std::move(layout));
}

}  // namespace arshjul::store
