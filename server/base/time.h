// Instants, dates and their texts. Nothing here reads a clock: time is always handed in.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace arshjul {

// A point in time, UTC, to the millisecond.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;
// A calendar date without time or zone.
using Date = std::chrono::sys_days;

// "2014-08-15"; nothing for any other text or a date that does not exist.
std::optional<Date> ParseDate(std::string_view text);
std::string FormatDate(Date date);

// RFC 3339 in UTC: "2014-08-15T06:00:00Z", milliseconds only when there are any.
std::string FormatInstant(Instant instant);
std::optional<Instant> ParseInstant(std::string_view text);

Date MakeDate(int year, unsigned month, unsigned day);
int YearOf(Date date);

}  // namespace arshjul
