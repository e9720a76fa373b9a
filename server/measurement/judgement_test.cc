#include <gtest/gtest.h>

#include <limits>

#include "measurement/measurement.h"

namespace arshjul::measurement {
namespace {

constexpr Direction kNotJudged = Direction::kNotJudged;
constexpr Direction kHigher = Direction::kHigher;
constexpr Direction kLower = Direction::kLower;

TEST(Judge, ColoursByTheFirstRuleThatHolds) {
  struct Row {
    std::string result, target;
    Direction direction;
    std::optional<Bands> bands;
    std::optional<double> tolerance;
    std::string colour, rule;
  };
  const std::vector<Row> rows = {
      // Bands win over target and tolerance.
      {"4,5", "5,0", kHigher, Bands{4.5, 4.0}, 0.1, "GREEN", "BANDS"},
      {"4,4", "4,0", kHigher, Bands{4.5, 4.0}, {}, "YELLOW", "BANDS"},
      {"4,0", "", kHigher, Bands{4.5, 4.0}, {}, "YELLOW", "BANDS"},
      {"3,9", "-", kHigher, Bands{4.5, 4.0}, {}, "RED", "BANDS"},
      {"5 %", "", kLower, Bands{5, 8}, {}, "GREEN", "BANDS"},
      {"8 %", "", kLower, Bands{5, 8}, {}, "YELLOW", "BANDS"},
      {"8,1 %", "", kLower, Bands{5, 8}, {}, "RED", "BANDS"},
      {"4,6", "Ha avklart rutiner", kHigher, Bands{4.5, 4.0}, {}, "GREEN", "BANDS"},
      {"4,6", "5,0", kNotJudged, Bands{4.5, 4.0}, {}, "NOT_JUDGED", "NO_DIRECTION"},
      // Without a band: green or red by target and direction, never yellow.
      {"4,8", "4,8", kHigher, {}, {}, "GREEN", "TARGET"},
      {"4,79", "4,8", kHigher, {}, {}, "RED", "TARGET"},
      {"7 %", "7,5 %", kLower, {}, {}, "GREEN", "TARGET"},
      {"7,6 %", "7,5 %", kLower, {}, {}, "RED", "TARGET"},
      {"5,0", ">5,0", kHigher, {}, {}, "RED", "TARGET"},
      {"5,1", ">5,0", kHigher, {}, {}, "GREEN", "TARGET"},
      {"3", "=< 3", kLower, {}, {}, "GREEN", "TARGET"},
      {"3", "<3", kLower, {}, {}, "RED", "TARGET"},
      {"0", "<0", kLower, {}, {}, "RED", "TARGET"},
      {"0", "0", kLower, {}, {}, "GREEN", "TARGET"},
      // Tolerance makes the wrong side yellow, up to and including its edge.
      {"4,7", "4,9", kHigher, {}, 0.2, "YELLOW", "TOLERANCE"},
      {"4,6", "4,9", kHigher, {}, 0.2, "RED", "TARGET"},
      {"4,9", "4,9", kHigher, {}, 0.2, "GREEN", "TARGET"},
      {"5,0", ">5,0", kHigher, {}, 0.2, "YELLOW", "TOLERANCE"},
      {"8 %", "<7 %", kLower, {}, 1, "YELLOW", "TOLERANCE"},
      {"8,5 %", "<7 %", kLower, {}, 1, "RED", "TARGET"},
      {"4,7", "4,9", kHigher, {}, 0.0, "RED", "TARGET"},
      {"4,7", "4,9", kHigher, {}, -1.0, "RED", "TARGET"},
      // Not judged, and why.
      {"", "4,9", kHigher, {}, 0.2, "NOT_JUDGED", "NO_RESULT"},
      {"Ikke målt", "4,9", kHigher, Bands{4.5, 4.0}, {}, "NOT_JUDGED", "NO_RESULT"},
      {"For lav svarprosent", "4,9", kHigher, {}, {}, "NOT_JUDGED", "NO_RESULT"},
      {"70/30", "60/40", kHigher, {}, {}, "NOT_JUDGED", "NO_RESULT"},
      {"4,9", "-", kHigher, {}, {}, "NOT_JUDGED", "NO_TARGET"},
      {"4,9", "60/40", kHigher, {}, {}, "NOT_JUDGED", "NO_TARGET"},
      {"4,9", "4,9", kNotJudged, {}, 0.2, "NOT_JUDGED", "NO_DIRECTION"},
      {"4,9", ">4,0", kNotJudged, {}, {}, "NOT_JUDGED", "NO_DIRECTION"},
      {"12", "Redusert", kLower, {}, {}, "NOT_JUDGED", "JUDGEMENT"},
      {"12", "Ha etablert minst 10 skjema", kHigher, {}, {}, "NOT_JUDGED", "JUDGEMENT"},
      // "More than 2 % sick leave" is a slip of the pen: green would praise it.
      {"4 %", ">2%", kLower, {}, {}, "NOT_JUDGED", "NO_DIRECTION"},
      {"1 %", ">2%", kLower, {}, {}, "NOT_JUDGED", "NO_DIRECTION"},
  };
  for (const Row& row : rows) {
    Judgement judgement =
        Judge(ReadFigure(row.result), ReadTarget(row.target), row.direction, row.bands, row.tolerance);
    std::string shown = row.result + " against " + row.target + ", " + DirectionName(row.direction);
    EXPECT_EQ(ColourName(judgement.colour), row.colour) << shown;
    EXPECT_EQ(ColourRuleName(judgement.rule), row.rule) << shown;
  }
}

TEST(Meets, ComparesAsWritten) {
  struct Row {
    double result;
    std::string target;
    Direction direction;
    bool meets;
  };
  const std::vector<Row> rows = {
      {5, "5", kHigher, true},     {4.9, "5", kHigher, false},   {5.1, "5", kHigher, true},
      {5.1, "5", kLower, false},   {4.9, "5", kLower, true},     {5, "5", kNotJudged, true},
      {5.1, "5", kNotJudged, false}, {5, ">5", kHigher, false},  {5, ">=5", kHigher, true},
      {5, "<5", kLower, false},    {5, "=< 5", kLower, true},    {3, ">2%", kLower, true},
      {0.1 + 0.2, "0,3", kHigher, true}, {0.1 + 0.2, ">0,3", kHigher, false}, {5, "-", kHigher, false},
      {5, "Økt", kHigher, false},  {5, "60/40", kHigher, false},
      {std::numeric_limits<double>::quiet_NaN(), "5", kHigher, false},
      {std::numeric_limits<double>::infinity(), "5", kHigher, false},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(Meets(row.result, ReadTarget(row.target), row.direction), row.meets) << row.result << " " << row.target;
  }
}

TEST(CompareAmbition, SaysWhichOfTwoTargetsIsStricter) {
  struct Row {
    std::string now, before;
    Direction direction;
    std::optional<int> expected;
  };
  const std::vector<Row> rows = {
      {"5,2", "5,0", kHigher, 1},   {"5,0", "5,2", kHigher, -1},   {"5,0", "5", kHigher, 0},
      {"6 %", "7 %", kLower, 1},    {"7 %", "6 %", kLower, -1},    {">5", "5", kHigher, 1},
      {"5", ">5", kHigher, -1},     {">=5", "5", kHigher, 0},      {"<5", "=< 5", kLower, 1},
      {">5", ">4", kNotJudged, 1},  {"<4", "5", kNotJudged, 1},    {"5", "5", kNotJudged, std::nullopt},
      {"5", "4", kNotJudged, std::nullopt},  {">5", "<4", kNotJudged, std::nullopt},
      {">3%", ">2%", kLower, std::nullopt},  {"5", "", kHigher, std::nullopt},
      {"-", "5", kHigher, std::nullopt},     {"60/40", "5", kHigher, std::nullopt},
      {"Økt", "Økt", kHigher, std::nullopt},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(CompareAmbition(ReadTarget(row.now), ReadTarget(row.before), row.direction), row.expected)
        << row.now << " after " << row.before;
  }
}

TEST(DirectionOf, IsWhatTheOperatorSays) {
  struct Row {
    Operator op;
    std::optional<Direction> direction;
  };
  const std::vector<Row> rows = {{Operator::kNone, std::nullopt},
                                 {Operator::kAbove, kHigher},
                                 {Operator::kAtLeast, kHigher},
                                 {Operator::kBelow, kLower},
                                 {Operator::kAtMost, kLower}};
  for (const Row& row : rows) EXPECT_EQ(DirectionOf(row.op), row.direction) << static_cast<int>(row.op);
}

TEST(Names, OfValuesNobodyKnowsAreUnknown) {
  EXPECT_STREQ(MissingName(static_cast<Missing>(99)), "UNKNOWN");
  EXPECT_STREQ(DirectionName(static_cast<Direction>(99)), "UNKNOWN");
  EXPECT_STREQ(TargetKindName(static_cast<TargetKind>(99)), "UNKNOWN");
  EXPECT_STREQ(ColourName(static_cast<Colour>(99)), "UNKNOWN");
  EXPECT_STREQ(ColourRuleName(static_cast<ColourRule>(99)), "UNKNOWN");
}

}  // namespace
}  // namespace arshjul::measurement
