// Dates as people read them: "20. mars 2016", in English "20 March 2016". Instants are shown in Europe/Oslo.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "texts.h"

namespace arshjul::cli {

// Of "YYYY-MM-DD"; any other text as it is.
std::string DateText(const Texts& texts, std::string_view date);
// The day of an instant, given in seconds since 1970.
std::string DayText(const Texts& texts, int64_t seconds);
// The day and the time of day.
std::string MomentText(const Texts& texts, int64_t seconds);

}  // namespace arshjul::cli
