// Resource names from what people type: the whole name, or just its last part.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace arshjul::cli {

// "municipalities/loten" of "loten" or of any resource name within it; empty of an empty text.
std::string MunicipalityOf(std::string_view text);

// Whether `text` is a whole resource name.
bool IsResourceName(std::string_view text);

// "municipalities/loten/tasks/12" of "12", "tasks/12" or the whole name.
std::string NameIn(std::string_view municipality, std::string_view collection, std::string_view text);

// The last part: "12" of "municipalities/loten/tasks/12".
std::string LastPart(std::string_view name);

// Days of "10d", "10", "2w"; nothing when it is no such text or not 1..3660 days.
std::optional<int> ReadDays(std::string_view text);

// A whole number without anything after it.
std::optional<int> ReadWhole(std::string_view text);

}  // namespace arshjul::cli
