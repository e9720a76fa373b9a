#include "engine/reader_rows.h"

#include <fmt/format.h>

#include <utility>

#include "cycle/schema.h"
#include "engine/world_breaks.h"

namespace arshjul::engine {
namespace {

cycle::RowSource::Rows PairsOf(std::vector<store::Row> rows) {
  cycle::RowSource::Rows pairs;
  pairs.reserve(rows.size());
  for (store::Row& row : rows) pairs.emplace_back(std::move(row.key), std::move(row.body));
  return pairs;
}

}  // namespace

std::optional<std::string> ReaderRows::Get(int table, std::string_view key) { return OrBreak(reader_.Get(table, key)); }

cycle::RowSource::Rows ReaderRows::Find(int table, int column, std::string_view value, std::string_view after, size_t most) {
  return PairsOf(OrBreak(reader_.Find(table, column, value, after, static_cast<int>(most))));
}

size_t ReaderRows::Count(int table, int column, std::string_view value) {
  return static_cast<size_t>(OrBreak(reader_.Count(table, column, value)));
}

cycle::RowSource::Rows ReaderRows::Scan(int table, std::string_view after, size_t most) {
  return PairsOf(OrBreak(reader_.Scan(table, after, static_cast<int>(most))));
}

void ReaderRows::Unreadable(int table, std::string_view key) {
  throw WorldBreaks{absl::DataLossError(fmt::format("table {}: the row {} cannot be read", StoreSchema()[table].name, key))};
}

store::Schema StoreSchema() {
  store::Schema schema;
  for (cycle::TableNames& names : cycle::Schema()) schema.push_back({std::move(names.table), std::move(names.columns)});
  return schema;
}

absl::StatusOr<std::vector<std::string>> StoreColumns(int table, std::string_view body) {
  if (auto columns = cycle::ColumnsOf(table, body)) return *std::move(columns);
  return absl::DataLossError(fmt::format("table {}: a row cannot be read", StoreSchema()[table].name));
}

}  // namespace arshjul::engine
