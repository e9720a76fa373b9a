#include "calendar/calendar.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"

namespace arshjul::calendar {
namespace {

using std::chrono::days;
using std::chrono::year_month_day;

constexpr Date kFirstDate = std::chrono::year(0) / 1 / 1;
constexpr Date kLastDate = std::chrono::year(9999) / 12 / 31;

struct FixedHoliday {
  unsigned month, day;
  const char* id;
};
// Where a fixed and a movable holiday meet (17 May on Whit Monday in 2027), the fixed one names the day.
constexpr std::array<FixedHoliday, 5> kFixed = {{{1, 1, "new_years_day"},
                                                 {5, 1, "labour_day"},
                                                 {5, 17, "constitution_day"},
                                                 {12, 25, "christmas_day"},
                                                 {12, 26, "second_christmas_day"}}};

struct MovableHoliday {
  int days_after_easter;
  const char* id;
};
constexpr std::array<MovableHoliday, 7> kMovable = {{{-3, "maundy_thursday"},
                                                     {-2, "good_friday"},
                                                     {0, "easter_sunday"},
                                                     {1, "easter_monday"},
                                                     {39, "ascension_day"},
                                                     {49, "whit_sunday"},
                                                     {50, "whit_monday"}}};

const char* HolidayId(Date date) {
  year_month_day ymd(date);
  for (const FixedHoliday& holiday : kFixed) {
    if (static_cast<unsigned>(ymd.month()) == holiday.month && static_cast<unsigned>(ymd.day()) == holiday.day) {
      return holiday.id;
    }
  }
  auto after_easter = (date - EasterSunday(static_cast<int>(ymd.year()))).count();
  for (const MovableHoliday& holiday : kMovable) {
    if (after_easter == holiday.days_after_easter) return holiday.id;
  }
  return nullptr;
}

bool IsWeekend(Date date) {
  std::chrono::weekday weekday(date);
  return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
}

absl::Time ToAbsl(Instant instant) { return absl::FromUnixMillis(instant.time_since_epoch().count()); }

Instant FromAbsl(absl::Time time) { return Instant(std::chrono::milliseconds(absl::ToUnixMillis(time))); }

// Only names of the zone database: abseil also takes paths, "localtime" and "libc:…", which mean another thing on
// another machine.
bool IsZoneName(const std::string& name) {
  auto allowed = [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '_' ||
           c == '-' || c == '+';
  };
  return !name.empty() && name.front() != '/' && name != "localtime" && std::all_of(name.begin(), name.end(), allowed);
}

}  // namespace

absl::StatusOr<absl::TimeZone> LoadZone(const std::string& name) {
  absl::TimeZone zone;
  if (!IsZoneName(name) || !absl::LoadTimeZone(name, &zone) || zone.name() != name) {
    return absl::NotFoundError(
        absl::StrCat("time zone \"", name, "\" is not on this machine; install the package tzdata or set ZONEINFO"));
  }
  return zone;
}

Date EasterSunday(int year) {
  // The anonymous Gregorian computus. The dates of Easter repeat after 5,700,000 years: so every step stays positive.
  int y = (year % 5'700'000 + 5'700'000) % 5'700'000;
  int a = y % 19, b = y / 100, c = y % 100;
  int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
  int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
  int m = (a + 11 * h + 22 * l) / 451;
  int n = h + l - 7 * m + 114;
  return MakeDate(year, static_cast<unsigned>(n / 31), static_cast<unsigned>(n % 31 + 1));
}

std::vector<Holiday> Holidays(int year) {
  std::vector<Holiday> holidays;
  for (const FixedHoliday& fixed : kFixed) holidays.push_back({MakeDate(year, fixed.month, fixed.day), fixed.id});
  Date easter = EasterSunday(year);
  for (const MovableHoliday& movable : kMovable) {
    holidays.push_back({easter + days(movable.days_after_easter), movable.id});
  }
  std::stable_sort(holidays.begin(), holidays.end(),
                   [](const Holiday& a, const Holiday& b) { return a.date < b.date; });
  return holidays;
}

Calendar::Calendar(absl::TimeZone zone, std::vector<ClosedSpan> closed) : zone_(zone), closed_(std::move(closed)) {}

bool Calendar::IsWorkingDay(Date date) const {
  return !IsWeekend(date) && HolidayId(date) == nullptr && !IsClosed(date);
}

bool Calendar::IsClosed(Date date) const {
  return std::any_of(closed_.begin(), closed_.end(),
                     [date](const ClosedSpan& span) { return span.first <= date && date <= span.last; });
}

std::optional<std::string> Calendar::HolidayOn(Date date) const {
  const char* id = HolidayId(date);
  if (id == nullptr) return std::nullopt;
  return id;
}

Date Calendar::AddWorkingDays(Date from, int count) const {
  if (count == 0) return NextWorkingDay(from);
  const days step(count > 0 ? 1 : -1);
  Date date = std::clamp(from, kFirstDate, kLastDate);
  for (int64_t left = std::abs(static_cast<int64_t>(count)); left > 0;) {
    Date next = date + step;
    if (next < kFirstDate || next > kLastDate) return date;
    date = next;
    if (IsWorkingDay(date)) --left;
  }
  return date;
}

int Calendar::WorkingDaysBetween(Date from, Date to) const {
  if (to < from) return -WorkingDaysBetween(to, from);
  int count = 0;
  Date last = std::min(to, kLastDate);
  for (Date date = std::max(from, kFirstDate) + days(1); date <= last; date += days(1)) {
    if (IsWorkingDay(date)) ++count;
  }
  return count;
}

Date Calendar::NextWorkingDay(Date date) const {
  date = std::clamp(date, kFirstDate, kLastDate);
  while (!IsWorkingDay(date) && date < kLastDate) date += days(1);
  return date;
}

Date Calendar::PreviousWorkingDay(Date date) const {
  date = std::clamp(date, kFirstDate, kLastDate);
  while (!IsWorkingDay(date) && date > kFirstDate) date -= days(1);
  return date;
}

Instant Calendar::At(Date date, int hour, int minute) const {
  year_month_day ymd(std::clamp(date, kFirstDate, kLastDate));
  absl::CivilSecond wall(static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                         static_cast<unsigned>(ymd.day()), hour, minute);
  absl::TimeZone::TimeInfo info = zone_.At(wall);
  return FromAbsl(info.kind == absl::TimeZone::TimeInfo::SKIPPED ? info.trans : info.pre);
}

Instant Calendar::StartOfDay(Date date) const { return At(date, 0, 0); }

Instant Calendar::EndOfDay(Date date) const { return At(date, 24, 0) - std::chrono::milliseconds(1); }

Date Calendar::LocalDate(Instant instant) const {
  absl::CivilDay day(zone_.At(ToAbsl(instant)).cs);
  // A civil day beyond chrono's years would wrap: the ends of the range stand for everything outside it.
  if (day.year() < 0) return kFirstDate;
  if (day.year() > 9999) return kLastDate;
  return MakeDate(static_cast<int>(day.year()), static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
}

}  // namespace arshjul::calendar
