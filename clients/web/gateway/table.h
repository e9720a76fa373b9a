// A table to be had as a file: what the pages send, checked as a whole.
//
// Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "arshjul/v1/table_export.pb.h"
#include "base/time.h"
#include "problem.h"

namespace arshjul::gateway {

using Cell = std::variant<std::monostate, std::string, double, Date>;
using ColumnKind = v1::TableExport::Column::Kind;

struct Table {
  struct Column {
    std::string title;
    ColumnKind kind = v1::TableExport::Column::TEXT;
  };
  std::string title;
  v1::TableExport::Format format = v1::TableExport::CSV;
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;  // each as wide as the columns
};

// Of a body of JSON (v1::TableExport). One fault refuses the whole: a file with a hole in it would be believed.
std::variant<Table, Problem> ReadTable(std::string_view body, std::string_view language);

}  // namespace arshjul::gateway
