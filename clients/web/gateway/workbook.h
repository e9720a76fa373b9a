// A table as an Excel workbook: one sheet, numbers as numbers, days as days. libxlsxwriter stays in workbook.cc.
//
// Any thread. Its parts lie in files without a name for as long as it is written.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "table.h"

namespace arshjul::gateway {

// Errors: the world breaking (no room for what is being written).
absl::StatusOr<std::string> WorkbookFile(const Table& table);

// What Excel takes as the name of a sheet.
std::string SheetName(std::string_view title);

}  // namespace arshjul::gateway
