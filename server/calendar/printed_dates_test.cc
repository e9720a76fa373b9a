// The planning calendars that municipalities publish print weekdays beside dates: ours must agree with them.
#include <gtest/gtest.h>

#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

#include "base/time.h"
#include "calendar/calendar.h"

namespace arshjul::calendar {
namespace {

// Cells of one line of that file, which has quotes round commas but neither doubled quotes nor line breaks in a cell.
std::vector<std::string> Cells(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      cells.emplace_back();
    } else if (c != '\r') {
      cells.back() += c;
    }
  }
  return cells;
}

TEST(PrintedDates, WeekdaysAgreeWithTheCalendar) {
  std::ifstream file(ARSHJUL_SOURCE_DIR "/../shared/data/arshjul/steps.csv");
  if (!file) {
    std::cout << "skipped: no shared data\n";
    GTEST_SKIP();
  }
  const std::map<std::string, std::chrono::weekday> kNames = {
      {"Mandag", std::chrono::Monday}, {"Tirsdag", std::chrono::Tuesday},  {"Onsdag", std::chrono::Wednesday},
      {"Torsdag", std::chrono::Thursday}, {"Fredag", std::chrono::Friday}, {"Lørdag", std::chrono::Saturday},
      {"Søndag", std::chrono::Sunday}};
  Calendar calendar(*LoadZone("Europe/Oslo"));
  std::string line;
  ASSERT_TRUE(std::getline(file, line));
  int days = 0, weekdays = 0;
  while (std::getline(file, line)) {
    std::vector<std::string> cells = Cells(line);
    ASSERT_EQ(cells.size(), 9u) << line;
    if (cells[7] != "day") continue;
    ++days;
    auto date = ParseDate(cells[3]);
    ASSERT_TRUE(date) << line;
    EXPECT_TRUE(calendar.IsWorkingDay(*date)) << "a council met on a day off: " << line;
    for (const auto& [name, weekday] : kNames) {
      if (cells[8].find(name) == std::string::npos) continue;
      ++weekdays;
      EXPECT_EQ(std::chrono::weekday(*date), weekday) << line;
    }
  }
  EXPECT_GE(days, 7);
  EXPECT_GE(weekdays, 3);
}

}  // namespace
}  // namespace arshjul::calendar
