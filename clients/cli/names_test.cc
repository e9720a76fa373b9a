#include "names.h"

#include <gtest/gtest.h>

#include <vector>

namespace arshjul::cli {
namespace {

TEST(NameIn, TakesAWholeNameOrItsLastPart) {
  struct Row {
    std::string typed, name;
  };
  const std::vector<Row> rows = {
      {"12", "municipalities/loten/tasks/12"},
      {"tasks/12", "municipalities/loten/tasks/12"},
      {"municipalities/bo/tasks/7", "municipalities/bo/tasks/7"},
  };
  for (const Row& row : rows) EXPECT_EQ(NameIn("municipalities/loten", "tasks", row.typed), row.name);
  EXPECT_EQ(NameIn("municipalities/loten", "units", "Lund skole"), "municipalities/loten/units/Lund skole");
}

TEST(MunicipalityOf, TakesAnIdOrAnyNameWithin) {
  EXPECT_EQ(MunicipalityOf("loten"), "municipalities/loten");
  EXPECT_EQ(MunicipalityOf("municipalities/loten"), "municipalities/loten");
  EXPECT_EQ(MunicipalityOf("municipalities/loten/tasks/12"), "municipalities/loten");
  EXPECT_EQ(MunicipalityOf(""), "");
}

TEST(LastPart, IsWhatFollowsTheLastSlash) {
  EXPECT_EQ(LastPart("municipalities/loten/tasks/12"), "12");
  EXPECT_EQ(LastPart("12"), "12");
}

TEST(ReadDays, ReadsDaysAndWeeks) {
  struct Row {
    std::string text;
    std::optional<int> days;
  };
  const std::vector<Row> rows = {{"10d", 10},        {"10", 10},         {"2w", 14},         {"0d", std::nullopt},
                                 {"-1d", std::nullopt}, {"d", std::nullopt}, {"", std::nullopt}, {"10x", std::nullopt},
                                 {"3661", std::nullopt}, {"999999999w", std::nullopt}};
  for (const Row& row : rows) EXPECT_EQ(ReadDays(row.text), row.days) << row.text;
}

}  // namespace
}  // namespace arshjul::cli
