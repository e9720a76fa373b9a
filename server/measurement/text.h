// Words and characters of a cell, as the readers of this room compare them. Private to the room.
#pragma once

#include <string>
#include <string_view>

#include "measurement/measurement.h"

namespace arshjul::measurement {

// Without white space at either end; no-break and thin spaces are white space.
std::string_view Trim(std::string_view text);

// For comparing words: trimmed, lower case (Norwegian and Swedish letters too), every kind of white space as one plain
// space, typographic dashes as "-".
std::string Plain(std::string_view text);

bool HasDigit(std::string_view text);

// Takes the comparison a plain text starts with (">=", "=<", "minst " …) and the space behind it.
Operator TakeOperator(std::string_view& plain);

}  // namespace arshjul::measurement
