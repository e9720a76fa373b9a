#include "api/names.h"

#include <gtest/gtest.h>

#include "api/pages.h"
#include "api/position.h"

namespace arshjul::api {
namespace {

TEST(Names, Rows) {
  struct Row {
    const char* name;
    std::optional<ResourceName> expected;
  };
  const std::vector<Row> rows = {
      {"municipalities/loten", ResourceName{"loten", "", ""}},
      {"municipalities/loten/tasks/17", ResourceName{"loten", "tasks", "17"}},
      {"municipalities/loten/clock", ResourceName{"loten", "clock", ""}},
      {"municipalities/loten/units/Lund skole", ResourceName{"loten", "units", "Lund skole"}},
      {"municipalities/loten/workflows/annual-cycle@2", ResourceName{"loten", "workflows", "annual-cycle@2"}},
      {"", std::nullopt},
      {"municipalities", std::nullopt},
      {"municipalities/", std::nullopt},
      {"municipalities//units", std::nullopt},
      {"municipalities/loten/", std::nullopt},
      {"municipalities/loten/units/", std::nullopt},
      {"municipalities/loten/units/a/b", std::nullopt},
      {"Municipalities/loten", std::nullopt},
      {" municipalities/loten", std::nullopt},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(ParseName(row.name), row.expected) << row.name;
    if (row.expected) EXPECT_EQ(NameOf(row.expected->municipality, row.expected->collection, row.expected->id), row.name);
  }
}

TEST(Names, Numbers) {
  struct Row {
    const char* id;
    std::optional<int64_t> expected;
  };
  const std::vector<Row> rows = {{"1", 1}, {"9999999999", 9999999999}, {"10000000000", {}}, {"0", {}}, {"01", {}}, {"-1", {}},
                                 {"+1", {}}, {"1x", {}}, {" 1", {}}, {"1.0", {}}};
  for (const Row& row : rows) EXPECT_EQ(NumberIn(std::string("municipalities/m/tasks/") + row.id, "tasks"), row.expected) << row.id;
  EXPECT_EQ(NumberIn("municipalities/m/units/1", "tasks"), std::nullopt);
}

organisation::Rows Town() {
  organisation::Rows rows;
  rows.units = {{"top", "Toppen", "", "", {}}, {"a", "Lund", "top", "", {}}, {"b", "Lund", "top", "", {}}, {"lund", "Østre", "top", "", {}}};
  rows.persons = {{"p1", "Kari Ås", ""}, {"p2", "Kari Ås", ""}, {"p3", "Ola", ""}};
  return rows;
}

TEST(Names, UnitsAndPersonsAreFoundByIdOrNameAlone) {
  const organisation::Organisation town(Town());
  const Date today = MakeDate(2014, 8, 15);
  struct Row {
    const char* text;
    Reason expected;
    const char* id;
  };
  const std::vector<Row> units = {{"a", Reason::kNone, "a"}, {"lund", Reason::kNone, "lund"}, {"Lund", Reason::kAmbiguousName, ""},
                                  {" ØSTRE ", Reason::kNone, "lund"}, {"toppen", Reason::kNone, "top"}, {"Vest", Reason::kUnitNotFound, ""},
                                  {"", Reason::kUnitNotFound, ""}};
  for (const Row& row : units) {
    std::string id;
    std::optional<Refusal> refusal = FindUnit(town, today, row.text, id);
    EXPECT_EQ(refusal ? refusal->reason : Reason::kNone, row.expected) << row.text;
    EXPECT_EQ(id, row.id) << row.text;
  }
  const std::vector<Row> persons = {{"p1", Reason::kNone, "p1"}, {"ola", Reason::kNone, "p3"}, {"kari ås", Reason::kAmbiguousName, ""},
                                    {"Per", Reason::kPersonNotFound, ""}};
  for (const Row& row : persons) {
    std::string id;
    std::optional<Refusal> refusal = FindPerson(town, row.text, id);
    EXPECT_EQ(refusal ? refusal->reason : Reason::kNone, row.expected) << row.text;
    EXPECT_EQ(id, row.id) << row.text;
  }
}

TEST(Pages, SizesAndTokens) {
  struct Row {
    int32_t size;
    std::string token;
    int expected;  // -1: refused
    std::string after;
  };
  const std::vector<Row> rows = {{0, "", 100, ""}, {7, "", 7, ""}, {5000, "", 1000, ""}, {-1, "", -1, ""}, {0, "%%%", -1, ""},
                                 {0, PageToken("Lund skole/2015"), 100, "Lund skole/2015"}};
  for (const Row& row : rows) {
    Page page;
    std::optional<Refusal> refusal = ReadPage(row.size, row.token, 100, 1000, page);
    EXPECT_EQ(refusal.has_value(), row.expected < 0) << row.size << row.token;
    if (refusal) continue;
    EXPECT_EQ(page.size, row.expected);
    EXPECT_EQ(page.after, row.after);
  }
}

TEST(Positions, RiseThroughAnEntryAndToTheNext) {
  EXPECT_LT(PositionOf(7, 0), PositionOf(7, 1));
  EXPECT_LT(PositionOf(7, 5'000'000), PositionOf(8, 0));
  EXPECT_LE(PositionOf(7, 5'000'000), PositionAfter(7));
  EXPECT_EQ(SequenceOf(PositionAfter(7)), 7);
}

}  // namespace
}  // namespace arshjul::api
