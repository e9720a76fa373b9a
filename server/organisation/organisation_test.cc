// An index that is made of another, with new rows of some kinds, answers as one made of all rows at once.
#include "organisation/organisation.h"

#include <gtest/gtest.h>

namespace arshjul::organisation {
namespace {

const Date kDay = MakeDate(2015, 3, 2);

Rows Before() {
  Rows rows;
  rows.units = {{"lia", "Lia kommune", "", "", {}}, {"lund", "Lund skole", "lia", "", {}}, {"trinn", "Trinn 1", "lund", "", {}}};
  rows.persons = {{"kari", "Kari", ""}, {"tor", "Tor", ""}};
  rows.holdings = {{"1", "lia", "kari", "", {}}, {"2", "lund", "tor", "", {}}};
  rows.roles = {{"3", Role::kOffice, "kari", "", {}, ""}};
  rows.absences = {{"4", "tor", "kari", {kDay, kDay}}};
  return rows;
}

TEST(Organisation, AnAbsenceLeavesTheRestShared) {
  Organisation other(Organisation(Before()), {.absences = std::vector<Absence>{{"5", "kari", "", {kDay, {}}}}});
  EXPECT_EQ(other.AbsenceOf("tor", kDay), nullptr);
  ASSERT_NE(other.AbsenceOf("kari", kDay), nullptr);
  // What it was made of is gone by now; what is shared is not.
  EXPECT_EQ(other.FindUnit("lund")->name, "Lund skole");
  EXPECT_EQ(other.HolderOf("lund", kDay)->person, "tor");
  EXPECT_EQ(other.NameOf("tor"), "Tor");
  EXPECT_EQ(other.NearestHeld("trinn")->id, "lund");
  EXPECT_TRUE(other.HasRole("kari", Role::kOffice, kDay));
}

TEST(Organisation, SharesUnitsUntilThereAreNewOnes) {
  const Organisation before(Before());
  const Organisation persons(before, {.persons = std::vector<Person>{{"kari", "Kari Ny", ""}}});
  const Organisation units(persons, {.units = std::vector<Unit>{{"lia", "Lia", "", "", {}}}});
  EXPECT_TRUE(before.SharesUnits(persons));
  EXPECT_FALSE(before.SharesUnits(units));
  EXPECT_FALSE(before.SharesUnits(Organisation(Before())));
  EXPECT_EQ(persons.NameOf("kari"), "Kari Ny");
  EXPECT_EQ(before.NameOf("kari"), "Kari");
}

TEST(Organisation, WhoIsNearestFollowsBothUnitsAndHoldings) {
  const Organisation before(Before());
  const Organisation vacant(before, {.holdings = std::vector<Holding>{{"1", "lia", "kari", "", {}}}});
  EXPECT_EQ(vacant.NearestHeld("trinn")->id, "lia");
  EXPECT_EQ(vacant.HolderOf("lund", kDay), nullptr);
  EXPECT_TRUE(vacant.HeldBy("tor", kDay).empty());
  std::vector<Unit> moved = Before().units;
  moved[2].parent = "lia";
  const Organisation other(before, {.units = moved});
  EXPECT_EQ(other.NearestHeld("trinn")->id, "lia");
  EXPECT_EQ(other.NearestHeld("lund")->id, "lund");
  EXPECT_EQ(other.Children("lia", kDay).size(), 2u);
}

TEST(Organisation, NewRolesTakeThePlaceOfTheOldOnes) {
  const Organisation other(Organisation(Before()), {.roles = std::vector<RoleBinding>{{"6", Role::kController, "tor", "", {}, ""}}});
  EXPECT_FALSE(other.HasRole("kari", Role::kOffice, kDay));
  EXPECT_TRUE(other.HasRole("tor", Role::kController, kDay));
}

}  // namespace
}  // namespace arshjul::organisation
