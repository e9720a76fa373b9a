#include "store/batch.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace arshjul::store {
namespace {

constexpr std::array<std::string_view, 6> kOwnTables = {"schema_table", "log",   "outbox",
                                                        "request",      "vault", "read_log"};

bool IsSafe(std::string_view name) {
  return !name.empty() &&
         std::all_of(name.begin(), name.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

}  // namespace

absl::Status CheckSchema(const Schema& schema) {
  std::string problems;
  std::set<std::string> tables;
  for (const TableSchema& table : schema) {
    if (!IsSafe(table.name)) problems += fmt::format("table \"{}\": only a-z and _; ", table.name);
    bool own = std::find(kOwnTables.begin(), kOwnTables.end(), table.name) != kOwnTables.end();
    if (own || table.name.starts_with("sqlite_"))
      problems += fmt::format("table {}: a name of the store's own; ", table.name);
    if (!tables.insert(table.name).second) problems += fmt::format("table {}: there twice; ", table.name);
    std::set<std::string> columns = {"key", "body"};
    for (const std::string& column : table.columns) {
      if (!IsSafe(column)) problems += fmt::format("column {}.\"{}\": only a-z and _; ", table.name, column);
      if (!columns.insert(column).second) problems += fmt::format("column {}.{}: there already; ", table.name, column);
    }
  }
  if (problems.empty()) return absl::OkStatus();
  problems.resize(problems.size() - 2);
  return absl::InvalidArgumentError("schema: " + problems);
}

absl::Status CheckBatch(const Schema& schema, const Batch& batch) {
  int64_t sequence = batch.expected_sequence;
  for (const LogEntry& entry : batch.log) {
    if (entry.sequence != ++sequence) {
      return absl::InvalidArgumentError(fmt::format("log entry {} where {} should come", entry.sequence, sequence));
    }
  }
  for (const RowWrite& row : batch.rows) {
    if (row.table < 0 || row.table >= static_cast<int>(schema.size())) return NoSuchTable(row.table);
    const TableSchema& table = schema[row.table];
    if (row.key.empty()) return absl::InvalidArgumentError(fmt::format("a row of {} without a key", table.name));
    if (row.body && row.columns.size() != table.columns.size()) {
      return absl::InvalidArgumentError(fmt::format("row {} of {} has {} column values, not {}", row.key, table.name,
                                                    row.columns.size(), table.columns.size()));
    }
  }
  return absl::OkStatus();
}

absl::Status WroteElsewhere(int64_t expected, int64_t found) {
  return absl::FailedPreconditionError(
      fmt::format("the store is at sequence {}, not {}: somebody else wrote", found, expected));
}

absl::Status AnsweredAlready(const RequestRecord& request) {
  return absl::AlreadyExistsError(fmt::format("request {} of {} has its answer already", request.id, request.caller));
}

absl::Status NoSuchTable(int table) {
  return absl::InvalidArgumentError(fmt::format("no table {} in the schema", table));
}

absl::Status NoSuchColumn(int table, int column) {
  return absl::InvalidArgumentError(fmt::format("no column {} in table {} of the schema", column, table));
}

absl::Status NothingToCount(int table, int column) {
  return absl::InvalidArgumentError(fmt::format("column {} of table {}: rows without a value are not counted", column, table));
}

}  // namespace arshjul::store
