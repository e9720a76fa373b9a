#include "identity/identity.h"

#include <gtest/gtest.h>

namespace arshjul::identity {
namespace {

const std::vector<Person> kPersons = {
    {"L-01", "Åse Lund"}, {"L-02", "Øyvind Berg"},  {"L-03", "Kari Vik"}, {"L-04", "Kari Vik"},
    {"L-05", "Berit Moen"}, {"office-1", "Stabens Leder"}, {"L-06", "Kari Vikse"}, {"l-07", "Per Dal"}, {"L-07", "Pål Dal"},
};
const std::vector<RoleHolder> kHolders = {{"office", "office-1"}, {"office", "L-01"}, {"council", "mayor"}};

TEST(ResolveDemo, Found) {
  const std::vector<std::pair<const char*, const char*>> rows = {
      {"L-01", "L-01"},          {"l-01", "L-01"},        {"Åse Lund", "L-01"},     {"  åse   LUND ", "L-01"},
      {"ØYVIND BERG", "L-02"},   {"office", "office-1"},  {"Office", "office-1"},   {"council", "mayor"},
      {"Kari Vikse", "L-06"},    {"l-07", "l-07"},        {"L-07", "L-07"},         {"L-03", "L-03"},
  };
  for (const auto& [said, expected] : rows) {
    auto result = ResolveDemo(said, kPersons, kHolders);
    ASSERT_TRUE(std::holds_alternative<Caller>(result)) << said;
    EXPECT_EQ(std::get<Caller>(result).person, expected) << said;
  }
  EXPECT_EQ(std::get<Caller>(ResolveDemo("berit moen", kPersons, kHolders)), (Caller{"L-05", "Berit Moen"}));
}

TEST(ResolveDemo, Refused) {
  struct Row {
    std::string said;
    Refusal expected;
  };
  const std::vector<Row> rows = {
      {"", {Reason::kUnauthenticated, {}, {}}},
      {" \t\n", {Reason::kUnauthenticated, {}, {}}},
      {"Kari Vik", {Reason::kAmbiguousName, {{"name", "Kari Vik"}, {"candidates", "Kari Vik (L-03), Kari Vik (L-04)"}}, {}}},
      {"Berit Moe", {Reason::kPersonNotFound, {{"name", "Berit Moe"}, {"candidates", "Berit Moen (L-05)"}}, {}}},
      {"Moen", {Reason::kPersonNotFound, {{"name", "Moen"}, {"candidates", "Berit Moen (L-05)"}}, {}}},
      {"Oyvind Berg", {Reason::kPersonNotFound, {{"name", "Oyvind Berg"}, {"candidates", "Øyvind Berg (L-02)"}}, {}}},
      {"Nobody Known", {Reason::kPersonNotFound, {{"name", "Nobody Known"}}, {}}},
      {"auditor", {Reason::kPersonNotFound, {{"name", "auditor"}}, {}}},
      {"x" + std::string(99, 'y'), {Reason::kPersonNotFound, {{"name", "x" + std::string(99, 'y')}}, {}}},
      {std::string(99, 'x') + "åå", {Reason::kPersonNotFound, {{"name", std::string(99, 'x')}}, {}}},
      {std::string(5000, 'x'), {Reason::kPersonNotFound, {{"name", std::string(100, 'x')}}, {}}},
  };
  for (const Row& row : rows) {
    auto result = ResolveDemo(row.said, kPersons, kHolders);
    ASSERT_TRUE(std::holds_alternative<Refusal>(result)) << row.said;
    EXPECT_EQ(std::get<Refusal>(result), row.expected) << row.said;
  }
}

TEST(ResolveDemo, ManyCandidatesAreCut) {
  std::vector<Person> persons;
  for (int i = 0; i < 9; ++i) persons.push_back({"p" + std::to_string(i), "Kari Vik"});
  auto result = ResolveDemo("Kari Vik", persons, {});
  EXPECT_EQ(std::get<Refusal>(result).args["candidates"],
            "Kari Vik (p0), Kari Vik (p1), Kari Vik (p2), Kari Vik (p3), Kari Vik (p4), …");
}

TEST(ResolveDemo, ABrokenTextIsOnlyNotFound) {
  for (const char* said : {"\xc3", "\xff\xfe", "a\xc3 b"}) {
    EXPECT_EQ(std::get<Refusal>(ResolveDemo(said, kPersons, kHolders)).reason, Reason::kPersonNotFound);
  }
}

}  // namespace
}  // namespace arshjul::identity
