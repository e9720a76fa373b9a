#include "imports/columns.h"

#include <algorithm>
#include <iterator>

#include "base/words.h"

namespace arshjul::imports {

Columns::Columns(const std::vector<std::string>& header, std::initializer_list<ColumnName> known,
                 ProblemList& problems) {
  std::vector<bool> used(header.size(), false);
  for (const ColumnName& column : known) {
    auto found = std::find(header.begin(), header.end(), column.name);
    if (found == header.end() && !column.alias.empty()) found = std::find(header.begin(), header.end(), column.alias);
    if (found != header.end()) {
      size_t position = static_cast<size_t>(std::distance(header.begin(), found));
      positions_[column.name] = position;
      used[position] = true;
    } else if (column.required) {
      problems.AddToColumn(column.name, "missing_column");
    }
  }
  for (size_t i = 0; i < header.size(); ++i) {
    if (!used[i] && !header[i].empty()) ignored_.push_back(header[i]);
  }
}

std::string Columns::Cell(const CsvTable::Row& row, std::string_view name) const {
  auto found = positions_.find(name);
  if (found == positions_.end() || found->second >= row.cells.size()) return "";
  return std::string(Trimmed(row.cells[found->second]));
}

}  // namespace arshjul::imports
