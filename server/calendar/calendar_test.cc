#include "calendar/calendar.h"

#include <gtest/gtest.h>

#include <limits>

namespace arshjul::calendar {
namespace {

Date On(std::string_view text) {
  auto date = ParseDate(text);
  EXPECT_TRUE(date) << text;
  return date.value_or(Date{});
}

Instant InstantAt(std::string_view text) {
  auto instant = ParseInstant(text);
  EXPECT_TRUE(instant) << text;
  return instant.value_or(Instant{});
}

absl::TimeZone Oslo() {
  auto zone = LoadZone("Europe/Oslo");
  EXPECT_TRUE(zone.ok()) << zone.status();
  return zone.ok() ? *zone : absl::UTCTimeZone();
}

TEST(Zone, OnlyARealZoneIsLoaded) {
  struct Row {
    std::string name;
    bool found;
  };
  const std::vector<Row> rows = {
      {"Europe/Oslo", true},   {"Europe/Stockholm", true},     {"UTC", true},
      {"", false},             {"Europe/Nowhere", false},      {"localtime", false},
      {"/etc/passwd", false},  {"../zoneinfo/UTC", false},     {"file:Europe/Oslo", false},
      {"europe oslo", false},  {std::string("UTC\0x", 5), false}, {std::string(10000, 'A'), false},
  };
  for (const Row& row : rows) {
    auto zone = LoadZone(row.name);
    EXPECT_EQ(zone.ok(), row.found) << row.name << ": " << zone.status();
    if (!row.found) {
      EXPECT_EQ(zone.status().code(), absl::StatusCode::kNotFound) << row.name;
      EXPECT_NE(zone.status().message().find("tzdata"), std::string::npos) << row.name;
    }
  }
}

TEST(Easter, FallsWhereTheAlmanacSays) {
  const std::vector<std::string> rows = {
      "1818-03-22", "1886-04-25", "1943-04-25", "1961-04-02", "1962-04-22", "1970-03-29", "1975-03-30", "1981-04-19",
      "1989-03-26", "1999-04-04", "2000-04-23", "2004-04-11", "2007-04-08", "2008-03-23", "2011-04-24", "2012-04-08",
      "2013-03-31", "2014-04-20", "2015-04-05", "2016-03-27", "2017-04-16", "2018-04-01", "2019-04-21", "2020-04-12",
      "2021-04-04", "2022-04-17", "2023-04-09", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16",
      "2029-04-01", "2030-04-21", "2035-03-25", "2038-04-25", "2049-04-18", "2076-04-19", "2100-03-28",
  };
  for (const std::string& row : rows) {
    Date expected = On(row);
    EXPECT_EQ(FormatDate(EasterSunday(YearOf(expected))), row);
  }
}

TEST(Easter, IsASundayBetween22MarchAnd25AprilInEveryYear) {
  for (int year = 0; year <= 9999; ++year) {
    Date easter = EasterSunday(year);
    EXPECT_EQ(std::chrono::weekday(easter), std::chrono::Sunday) << year;
    EXPECT_GE(easter, MakeDate(year, 3, 22)) << year;
    EXPECT_LE(easter, MakeDate(year, 4, 25)) << year;
  }
}

TEST(Holidays, AreTheTwelveOfTheLawInOrder) {
  struct Row {
    int year;
    std::vector<std::string> days;
  };
  const std::vector<Row> rows = {
      {2014,
       {"01-01 new_years_day", "04-17 maundy_thursday", "04-18 good_friday", "04-20 easter_sunday",
        "04-21 easter_monday", "05-01 labour_day", "05-17 constitution_day", "05-29 ascension_day",
        "06-08 whit_sunday", "06-09 whit_monday", "12-25 christmas_day", "12-26 second_christmas_day"}},
      {2015,
       {"01-01 new_years_day", "04-02 maundy_thursday", "04-03 good_friday", "04-05 easter_sunday",
        "04-06 easter_monday", "05-01 labour_day", "05-14 ascension_day", "05-17 constitution_day",
        "05-24 whit_sunday", "05-25 whit_monday", "12-25 christmas_day", "12-26 second_christmas_day"}},
      {2016,
       {"01-01 new_years_day", "03-24 maundy_thursday", "03-25 good_friday", "03-27 easter_sunday",
        "03-28 easter_monday", "05-01 labour_day", "05-05 ascension_day", "05-15 whit_sunday", "05-16 whit_monday",
        "05-17 constitution_day", "12-25 christmas_day", "12-26 second_christmas_day"}},
      {2026,
       {"01-01 new_years_day", "04-02 maundy_thursday", "04-03 good_friday", "04-05 easter_sunday",
        "04-06 easter_monday", "05-01 labour_day", "05-14 ascension_day", "05-17 constitution_day",
        "05-24 whit_sunday", "05-25 whit_monday", "12-25 christmas_day", "12-26 second_christmas_day"}},
      // 17 May is Whit Monday too: both stand in the list.
      {2027,
       {"01-01 new_years_day", "03-25 maundy_thursday", "03-26 good_friday", "03-28 easter_sunday",
        "03-29 easter_monday", "05-01 labour_day", "05-06 ascension_day", "05-16 whit_sunday",
        "05-17 constitution_day", "05-17 whit_monday", "12-25 christmas_day", "12-26 second_christmas_day"}},
  };
  for (const Row& row : rows) {
    std::vector<std::string> days;
    for (const Holiday& holiday : Holidays(row.year)) {
      EXPECT_EQ(YearOf(holiday.date), row.year);
      days.push_back(FormatDate(holiday.date).substr(5) + " " + holiday.id);
    }
    EXPECT_EQ(days, row.days) << row.year;
  }
}

// Closed: the winter holiday of week 8 and the days between Christmas and New Year.
Calendar WithClosedSpans() {
  return Calendar(Oslo(), {{On("2016-02-22"), On("2016-02-26")}, {On("2015-12-24"), On("2015-12-31")}});
}

TEST(Calendar, SaysWhatKindOfDayItIs) {
  struct Row {
    std::string date;
    bool working, closed;
    std::string holiday;
  };
  const std::vector<Row> rows = {
      {"2016-02-19", true, false, ""},   // Friday
      {"2016-02-20", false, false, ""},  // Saturday
      {"2016-02-22", false, true, ""},   // first closed day
      {"2016-02-26", false, true, ""},   // last closed day
      {"2016-02-29", true, false, ""},
      {"2014-12-24", true, false, ""},  // Christmas Eve is no public holiday
      {"2015-12-24", false, true, ""},  // but this municipality is closed
      {"2015-12-25", false, true, "christmas_day"},
      {"2016-01-01", false, false, "new_years_day"},
      {"2016-05-17", false, false, "constitution_day"},
      {"2027-05-17", false, false, "constitution_day"},  // the fixed one names a day that has two
      {"2008-05-01", false, false, "labour_day"},        // Ascension in the same year on the same day
      {"2016-05-18", true, false, ""},
  };
  Calendar calendar = WithClosedSpans();
  for (const Row& row : rows) {
    EXPECT_EQ(calendar.IsWorkingDay(On(row.date)), row.working) << row.date;
    EXPECT_EQ(calendar.IsClosed(On(row.date)), row.closed) << row.date;
    EXPECT_EQ(calendar.HolidayOn(On(row.date)).value_or(""), row.holiday) << row.date;
  }
}

TEST(Calendar, AddsWorkingDays) {
  struct Row {
    std::string from;
    int days;
    std::string expected;
  };
  const std::vector<Row> rows = {
      {"2014-08-15", 0, "2014-08-15"},  {"2014-08-16", 0, "2014-08-18"},   // Saturday
      {"2014-08-15", 1, "2014-08-18"},  {"2014-08-16", 1, "2014-08-18"},   // the first after a Saturday
      {"2014-08-15", 5, "2014-08-22"},  {"2014-08-18", -1, "2014-08-15"},
      {"2014-08-17", -1, "2014-08-15"}, {"2014-08-22", -5, "2014-08-15"},
      {"2015-04-01", 1, "2015-04-07"},   // over Easter
      {"2015-04-07", -1, "2015-04-01"},
      {"2015-04-02", 0, "2015-04-07"},   // Maundy Thursday
      {"2016-05-13", 1, "2016-05-18"},   // Whitsun and 17 May together
      {"2016-02-19", 1, "2016-02-29"},   // over a closed week
      {"2016-02-29", -1, "2016-02-19"}, {"2015-12-23", 1, "2016-01-04"},
      {"2015-12-24", 0, "2016-01-04"},  {"2015-06-01", 260, "2016-06-23"},
      {"2016-06-23", -260, "2015-06-01"},
  };
  Calendar calendar = WithClosedSpans();
  for (const Row& row : rows) {
    EXPECT_EQ(FormatDate(calendar.AddWorkingDays(On(row.from), row.days)), row.expected)
        << row.from << " + " << row.days;
  }
}

TEST(Calendar, CountsWorkingDays) {
  struct Row {
    std::string from, to;
    int expected;
  };
  const std::vector<Row> rows = {
      {"2014-08-15", "2014-08-15", 0}, {"2014-08-15", "2014-08-16", 0}, {"2014-08-15", "2014-08-18", 1},
      {"2014-08-16", "2014-08-18", 1}, {"2014-08-15", "2014-08-22", 5}, {"2014-08-22", "2014-08-15", -5},
      {"2015-04-01", "2015-04-07", 1}, {"2016-02-19", "2016-02-29", 1}, {"2015-12-23", "2016-01-03", 0},
      {"2014-12-31", "2015-12-31", 248}, {"2015-12-31", "2014-12-31", -248},
  };
  Calendar calendar = WithClosedSpans();
  for (const Row& row : rows) {
    EXPECT_EQ(calendar.WorkingDaysBetween(On(row.from), On(row.to)), row.expected) << row.from << " .. " << row.to;
  }
}

TEST(Calendar, AddingAndCountingAgreeFromEveryDay) {
  Calendar calendar = WithClosedSpans();
  for (Date from = On("2015-03-20"); from < On("2016-06-01"); from += std::chrono::days(1)) {
    for (int days : {1, 2, 5, 20}) {
      Date later = calendar.AddWorkingDays(from, days);
      EXPECT_TRUE(calendar.IsWorkingDay(later)) << FormatDate(from) << " + " << days;
      EXPECT_EQ(calendar.WorkingDaysBetween(from, later), days) << FormatDate(from);
      Date earlier = calendar.AddWorkingDays(from, -days);
      EXPECT_TRUE(calendar.IsWorkingDay(earlier)) << FormatDate(from) << " - " << days;
      EXPECT_LT(earlier, from);
      EXPECT_EQ(calendar.AddWorkingDays(earlier, days), calendar.NextWorkingDay(from)) << FormatDate(from);
    }
  }
}

TEST(Calendar, FindsTheNearestWorkingDay) {
  struct Row {
    std::string date, next, previous;
  };
  const std::vector<Row> rows = {
      {"2014-09-25", "2014-09-25", "2014-09-25"}, {"2015-02-15", "2015-02-16", "2015-02-13"},
      {"2015-04-04", "2015-04-07", "2015-04-01"}, {"2016-02-24", "2016-02-29", "2016-02-19"},
      {"2015-12-28", "2016-01-04", "2015-12-23"}, {"2026-05-17", "2026-05-18", "2026-05-15"},
  };
  Calendar calendar = WithClosedSpans();
  for (const Row& row : rows) {
    EXPECT_EQ(FormatDate(calendar.NextWorkingDay(On(row.date))), row.next) << row.date;
    EXPECT_EQ(FormatDate(calendar.PreviousWorkingDay(On(row.date))), row.previous) << row.date;
  }
}

TEST(Calendar, StopsAtTheEndsOfItsYears) {
  Calendar always_closed(Oslo(), {{On("0000-01-01"), On("9999-12-31")}});
  EXPECT_EQ(FormatDate(always_closed.NextWorkingDay(On("2014-08-15"))), "9999-12-31");
  EXPECT_EQ(FormatDate(always_closed.PreviousWorkingDay(On("2014-08-15"))), "0000-01-01");
  EXPECT_EQ(always_closed.WorkingDaysBetween(On("2014-01-01"), On("2015-01-01")), 0);
  Calendar backwards(Oslo(), {{On("2014-08-20"), On("2014-08-10")}});
  EXPECT_TRUE(backwards.IsWorkingDay(On("2014-08-15")));
  Calendar calendar(Oslo());
  EXPECT_EQ(FormatDate(calendar.AddWorkingDays(On("9999-12-01"), std::numeric_limits<int>::max())), "9999-12-31");
  EXPECT_EQ(FormatDate(calendar.AddWorkingDays(On("0000-01-20"), std::numeric_limits<int>::min())), "0000-01-01");
  EXPECT_EQ(calendar.LocalDate(Instant::max()), On("9999-12-31"));
  EXPECT_EQ(calendar.LocalDate(Instant::min()), On("0000-01-01"));
}

TEST(WallTime, FollowsTheClockOfOslo) {
  struct Row {
    std::string date;
    int hour, minute;
    std::string expected;
  };
  const std::vector<Row> rows = {
      {"2014-08-15", 8, 0, "2014-08-15T06:00:00Z"},  {"2014-12-15", 8, 0, "2014-12-15T07:00:00Z"},
      // Spring: 02:00-02:59 do not exist; they become 03:00.
      {"2014-03-30", 1, 59, "2014-03-30T00:59:00Z"}, {"2014-03-30", 2, 0, "2014-03-30T01:00:00Z"},
      {"2014-03-30", 2, 30, "2014-03-30T01:00:00Z"}, {"2014-03-30", 3, 0, "2014-03-30T01:00:00Z"},
      {"2015-03-29", 2, 59, "2015-03-29T01:00:00Z"}, {"2026-03-29", 2, 30, "2026-03-29T01:00:00Z"},
      {"2026-03-29", 3, 1, "2026-03-29T01:01:00Z"},
      // Autumn: 02:00-02:59 come twice; the first (summer time) counts.
      {"2014-10-26", 1, 59, "2014-10-25T23:59:00Z"}, {"2014-10-26", 2, 0, "2014-10-26T00:00:00Z"},
      {"2014-10-26", 2, 30, "2014-10-26T00:30:00Z"}, {"2014-10-26", 3, 0, "2014-10-26T02:00:00Z"},
      {"2015-10-25", 2, 30, "2015-10-25T00:30:00Z"}, {"2026-10-25", 2, 59, "2026-10-25T00:59:00Z"},
      {"2026-10-25", 3, 0, "2026-10-25T02:00:00Z"},
  };
  Calendar calendar(Oslo());
  for (const Row& row : rows) {
    EXPECT_EQ(FormatInstant(calendar.At(On(row.date), row.hour, row.minute)), row.expected)
        << row.date << " " << row.hour << ":" << row.minute;
  }
}

TEST(WallTime, ADayHasItsOwnLength) {
  struct Row {
    std::string date, start, end;
  };
  const std::vector<Row> rows = {
      {"2014-08-15", "2014-08-14T22:00:00Z", "2014-08-15T21:59:59.999Z"},
      {"2014-12-31", "2014-12-30T23:00:00Z", "2014-12-31T22:59:59.999Z"},
      {"2014-03-30", "2014-03-29T23:00:00Z", "2014-03-30T21:59:59.999Z"},  // 23 hours
      {"2015-10-25", "2015-10-24T22:00:00Z", "2015-10-25T22:59:59.999Z"},  // 25 hours
      {"2026-03-29", "2026-03-28T23:00:00Z", "2026-03-29T21:59:59.999Z"},
      {"2026-10-25", "2026-10-24T22:00:00Z", "2026-10-25T22:59:59.999Z"},
  };
  Calendar calendar(Oslo());
  for (const Row& row : rows) {
    EXPECT_EQ(FormatInstant(calendar.StartOfDay(On(row.date))), row.start) << row.date;
    EXPECT_EQ(FormatInstant(calendar.EndOfDay(On(row.date))), row.end) << row.date;
  }
}

TEST(WallTime, TheLocalDateTurnsAtLocalMidnight) {
  struct Row {
    std::string instant, date;
  };
  const std::vector<Row> rows = {
      {"2014-12-31T22:59:59.999Z", "2014-12-31"}, {"2014-12-31T23:00:00Z", "2015-01-01"},
      {"2014-06-30T21:59:59.999Z", "2014-06-30"}, {"2014-06-30T22:00:00Z", "2014-07-01"},
      {"2026-03-28T22:59:59Z", "2026-03-28"},     {"2026-03-28T23:00:00Z", "2026-03-29"},
      {"2026-03-29T21:59:59Z", "2026-03-29"},     {"2026-03-29T22:00:00Z", "2026-03-30"},
      {"2026-10-25T22:59:59Z", "2026-10-25"},     {"2026-10-25T23:00:00Z", "2026-10-26"},
      {"1969-12-31T22:59:59Z", "1969-12-31"},
  };
  Calendar calendar(Oslo());
  for (const Row& row : rows) {
    EXPECT_EQ(FormatDate(calendar.LocalDate(InstantAt(row.instant))), row.date) << row.instant;
  }
  for (Date date = On("2013-12-30"); date < On("2016-01-03"); date += std::chrono::days(1)) {
    EXPECT_EQ(calendar.LocalDate(calendar.StartOfDay(date)), date);
    EXPECT_EQ(calendar.LocalDate(calendar.EndOfDay(date)), date);
    EXPECT_EQ(calendar.EndOfDay(date) + std::chrono::milliseconds(1), calendar.StartOfDay(date + std::chrono::days(1)));
  }
}

}  // namespace
}  // namespace arshjul::calendar
