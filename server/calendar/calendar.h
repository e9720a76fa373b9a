// Working days of a Norwegian municipality and local wall time. Pure: the zone is handed in, nothing reads a clock.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/time.h"

namespace arshjul::calendar {

// Loads a zone and proves that it is really there (abseil silently falls back to UTC where zone files are missing).
// Errors: NOT_FOUND with what to install.
absl::StatusOr<absl::TimeZone> LoadZone(const std::string& name);

// Norwegian public holidays of a year: 1 January, Maundy Thursday, Good Friday, Easter Day and Monday, 1 May, 17 May,
// Ascension, Whit Sunday and Monday, 25 and 26 December (lov om helligdager; lov om 1. og 17. mai).
struct Holiday {
  Date date;
  std::string id;  // message key: "easter_monday"
  bool operator==(const Holiday&) const = default;
};
std::vector<Holiday> Holidays(int year);  // by date; two of them may share a day, then the fixed one is first
Date EasterSunday(int year);

// A span of days the municipality is closed: its winter holiday, the days between Christmas and New Year.
struct ClosedSpan {
  Date first, last;
  bool operator==(const ClosedSpan&) const = default;
  static void Fields(auto&& field) {
    field(1, "first", &ClosedSpan::first);
    field(2, "last", &ClosedSpan::last);
  }
};

// Knows the years 0 to 9999: a date outside them counts as the nearest inside, and a search that finds no working day
// ends at the first or last day of them. Spans may come in any order and overlap; one whose last day is before its
// first holds no day. Any thread may use it.
class Calendar {
 public:
  explicit Calendar(absl::TimeZone zone, std::vector<ClosedSpan> closed = {});

  bool IsWorkingDay(Date date) const;                    // not weekend, holiday or closed
  bool IsClosed(Date date) const;                        // in one of the municipality's closed spans
  std::optional<std::string> HolidayOn(Date date) const;  // message key
  // The `days`-th working day after `from` (0: `from` itself or the first working day after it). Negative: before.
  Date AddWorkingDays(Date from, int days) const;
  // Working days in (from, to]; when to < from, minus those in (to, from].
  int WorkingDaysBetween(Date from, Date to) const;
  Date NextWorkingDay(Date date) const;      // `date` itself when it is one
  Date PreviousWorkingDay(Date date) const;  // `date` itself when it is one

  // Local wall time to instant. A time that the spring night skips becomes the first that exists; one that the autumn
  // night has twice becomes the first of the two.
  Instant At(Date date, int hour, int minute) const;
  Instant StartOfDay(Date date) const;  // 00:00 local
  Instant EndOfDay(Date date) const;    // the last millisecond of the local day
  Date LocalDate(Instant instant) const;

 private:
  absl::TimeZone zone_;
  std::vector<ClosedSpan> closed_;
};

}  // namespace arshjul::calendar
