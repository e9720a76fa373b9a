// A table as CSV, as spreadsheets in the Nordic countries open it: semicolons, decimal commas, a byte order mark, RFC 4180's
// quotation marks.
//
// Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "table.h"

namespace arshjul::gateway {

std::string CsvFile(const Table& table);

// The text as a spreadsheet takes it for text: what would begin a formula gets an apostrophe before it, but for plain numbers.
std::string WithoutFormula(std::string_view text);
// "4,5": without an exponent, and with no more digits than it takes to have the same number back.
std::string NumberText(double number);

}  // namespace arshjul::gateway
