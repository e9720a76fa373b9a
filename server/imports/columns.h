// Which cell of a row is which. Private to the room.
#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "imports/imports.h"
#include "imports/problem_list.h"

namespace arshjul::imports {

struct ColumnName {
  std::string_view name;
  std::string_view alias;  // "" for none; used when there is no column called `name`
  bool required = false;
};

class Columns {
 public:
  // Adds "missing_column" for each required one that is not there.
  Columns(const std::vector<std::string>& header, std::initializer_list<ColumnName> known, ProblemList& problems);

  // Trimmed; "" where the file has no such column.
  std::string Cell(const CsvTable::Row& row, std::string_view name) const;
  const std::vector<std::string>& ignored() const { return ignored_; }

 private:
  std::map<std::string_view, size_t> positions_;
  std::vector<std::string> ignored_;
};

}  // namespace arshjul::imports
