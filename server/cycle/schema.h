// Names of the tables and of the columns that rows are looked up by, in the order of TableNumber and of each row's
// Columns(). The store makes its tables of this.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arshjul::cycle {

struct TableNames {
  std::string table;
  std::vector<std::string> columns;
};

std::vector<TableNames> Schema();

// The Columns() of a row, by its encoded body; nothing when it cannot be decoded.
std::optional<std::vector<std::string>> ColumnsOf(int table, std::string_view body);

}  // namespace arshjul::cycle
