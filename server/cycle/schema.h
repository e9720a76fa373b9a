// Names of the tables and of the columns that rows are looked up by, in the order of TableNumber and of each row's
// Columns(). The store makes its tables of this.
#pragma once

#include <string>
#include <vector>

namespace arshjul::cycle {

struct TableNames {
  std::string table;
  std::vector<std::string> columns;
};

std::vector<TableNames> Schema();

}  // namespace arshjul::cycle
