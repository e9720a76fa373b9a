// A calendar as a file: iCalendar (RFC 5545), with the names and the pace of RFC 7986.
//
// Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "arshjul/v1/calendar_service.pb.h"

namespace arshjul::gateway {

// `origin`: where the pages are, "https://arshjul.kommune.no". The same calendar gives the same bytes.
std::string CalendarFile(const v1::ReadCalendarResponse& calendar, std::string_view origin);

// A TEXT value: line breaks, commas, semicolons and backslashes escaped, other control characters gone.
std::string EscapedText(std::string_view text);
// The line and its end, cut so that no line has more than 75 octets and no character is cut through.
std::string FoldedLine(std::string_view line);

}  // namespace arshjul::gateway
