// year.md's "Who sees what", cell by cell, and who may do what to the municipality as a whole.
#include "access/access.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace arshjul::access {
namespace {

using organisation::Role;
using enum Relation;

const std::vector<std::pair<Relation, const char*>> kRelations = {
    {kAuthor, "author"},       {kParty, "party"},           {kConductor, "conductor"},   {kDeputy, "deputy"},
    {kAbove, "above"},         {kOffice, "office"},         {kController, "controller"}, {kAuditor, "auditor"},
    {kGranted, "granted"}, {kHelper, "helper"},     {kSuccessor, "successor"}, {kPolitician, "politician"}, {kLeader, "leader"},         {kNobody, "nobody"}};

TEST(Access, WhatIsWrittenIsSeenByThese) {
  struct Row {
    const char* column;
    Audience audience;
    std::set<Relation> see;
  };
  const std::vector<Row> kTable = {
      {"nothing declared", Audience::kNone, {}},
      {"private notes: each has their own", Audience::kPrivate, {kAuthor, kGranted}},
      {"shared preparation, minutes", Audience::kParties, {kAuthor, kParty, kConductor, kGranted}},
      // Counts are not texts; those of the unit, which its deputy and its next leader see too, are told one by one.
      {"commitments", Audience::kCommitments, {kAuthor, kParty, kConductor, kGranted}},
      {"personal clauses: not the conductor", Audience::kPersonal, {kAuthor, kParty, kGranted}},
      {"targets in the agreement, unit work",
       Audience::kLine,
       {kAuthor, kParty, kConductor, kDeputy, kAbove, kOffice, kController, kAuditor, kGranted, kHelper, kSuccessor}},
      {"what the leadership may know",
       Audience::kMunicipality,
       {kAuthor, kParty, kConductor, kDeputy, kAbove, kOffice, kController, kAuditor, kGranted, kHelper, kSuccessor, kLeader}},
  };
  for (const Row& row : kTable) {
    for (const auto& [relation, name] : kRelations) {
      EXPECT_EQ(MaySee(relation, row.audience), row.see.contains(relation)) << row.column << ": " << name;
    }
  }
}

TEST(Access, WhatIsPersonnelTextStaysOutOfTheLog) {
  const std::vector<std::pair<Audience, bool>> kTable = {
      {Audience::kNone, false},         {Audience::kPrivate, true},     {Audience::kParties, true},
      {Audience::kPersonal, true},      {Audience::kCommitments, true}, {Audience::kLine, false},
      {Audience::kMunicipality, false},
  };
  for (const auto& [audience, personnel] : kTable) {
    EXPECT_EQ(IsPersonnelText(audience), personnel) << static_cast<int>(audience);
    // The auditor needs a grant, the office and the line have none.
    if (!personnel) continue;
    for (Relation outsider :
         {kDeputy, kAbove, kOffice, kController, kAuditor, kHelper, kSuccessor, kPolitician, kLeader, kNobody}) {
      EXPECT_FALSE(MaySee(outsider, audience)) << static_cast<int>(audience) << " by " << static_cast<int>(outsider);
    }
  }
}

TEST(Access, StateOutsideTheParties) {
  struct Row {
    const char* who;
    Relation relation;
    StateDetail personal, unit_work;
  };
  const std::vector<Row> kTable = {
      {"author", kAuthor, StateDetail::kFull, StateDetail::kFull},
      {"party", kParty, StateDetail::kFull, StateDetail::kFull},
      {"conductor", kConductor, StateDetail::kFull, StateDetail::kFull},
      {"deputy: unit tasks", kDeputy, StateDetail::kNothing, StateDetail::kFull},
      {"superior's superior: done, open, not due", kAbove, StateDetail::kDoneOpen, StateDetail::kFull},
      {"office", kOffice, StateDetail::kDoneOpen, StateDetail::kFull},
      {"controller", kController, StateDetail::kDoneOpen, StateDetail::kFull},
      {"auditor: full", kAuditor, StateDetail::kFull, StateDetail::kFull},
      {"auditor with a grant: full", kGranted, StateDetail::kFull, StateDetail::kFull},
      {"supporter who was asked: unit tasks", kHelper, StateDetail::kNothing, StateDetail::kFull},
      {"successor", kSuccessor, StateDetail::kNothing, StateDetail::kDoneOpen},
      {"politician: totals", kPolitician, StateDetail::kTotals, StateDetail::kTotals},
      {"another leader", kLeader, StateDetail::kNothing, StateDetail::kDoneOpen},
      {"nobody", kNobody, StateDetail::kNothing, StateDetail::kNothing},
  };
  ASSERT_EQ(kTable.size(), kRelations.size());
  for (const Row& row : kTable) {
    EXPECT_EQ(MaySeeState(row.relation, true), row.personal) << row.who << ", talk and agreement";
    EXPECT_EQ(MaySeeState(row.relation, false), row.unit_work) << row.who << ", unit work";
  }
}

const Date kDay = MakeDate(2015, 3, 2);
const std::set<std::string> kEverybodyKnown = {"office",    "controller", "council", "auditor", "guardian", "mandate",
                                               "supporter", "leader",     "known",   "former",  "coming"};

// One person with each role, one leader, one who is only known, one whose office ended yesterday and one whose begins
// tomorrow.
organisation::Rows Municipality() {
  organisation::Rows rows;
  rows.units = {{"lia", "Lia kommune", "", "", {}}};
  for (const std::string& person : kEverybodyKnown) rows.persons.push_back({person, person, ""});
  rows.holdings = {{"1", "lia", "leader", "", {}}};
  int id = 2;
  for (auto [person, role] : std::vector<std::pair<const char*, Role>>{{"office", Role::kOffice},
                                                                       {"controller", Role::kController},
                                                                       {"council", Role::kCouncil},
                                                                       {"auditor", Role::kAuditor},
                                                                       {"guardian", Role::kGuardian},
                                                                       {"mandate", Role::kMandate},
                                                                       {"supporter", Role::kSupporter}}) {
    rows.roles.push_back({std::to_string(id++), role, person, "", {}});
  }
  rows.roles.push_back({"20", Role::kOffice, "former", "", {{}, kDay - std::chrono::days(1)}});
  rows.roles.push_back({"21", Role::kOffice, "coming", "", {kDay + std::chrono::days(1), {}}});
  return rows;
}

TEST(Access, WhatIsDoneToTheMunicipality) {
  organisation::Organisation organisation(Municipality());
  struct Row {
    const char* name;
    Operation operation;
    std::set<std::string> may;
  };
  const std::vector<Row> kTable = {
      {"change the municipality", Operation::kChangeMunicipality, {"office"}},
      {"import the organisation", Operation::kImportOrganisation, {"office"}},
      {"change the organisation", Operation::kChangeOrganisation, {"office"}},
      {"grant a role", Operation::kGrantRole, {"office"}},
      {"register absence", Operation::kRegisterAbsence, {"office"}},
      {"publish a workflow", Operation::kPublishWorkflow, {"office"}},
      {"run a cycle", Operation::kRunCycle, {"office"}},
      {"reassign a task", Operation::kReassignTask, {"office"}},
      {"import scorecards", Operation::kImportScorecards, {"office", "controller"}},
      {"set a direction", Operation::kSetDirection, {"office", "controller"}},
      {"record a result", Operation::kRecordResult, {"office", "controller"}},
      {"set a preliminary frame", Operation::kSetFrame, {"office", "controller"}},
      {"change a target", Operation::kChangeTarget, {"office", "council"}},
      {"export a cycle", Operation::kExportCycle, {"office", "controller", "auditor"}},
      {"verify, backup", Operation::kOperate, {"office"}},
      {"see the organisation", Operation::kSeeOrganisation, kEverybodyKnown},
      {"see the overview",
       Operation::kSeeOverview,
       {"office", "controller", "auditor", "council", "mandate", "leader"}},
  };
  for (const Row& row : kTable) {
    for (const std::string& person : kEverybodyKnown) {
      bool may = row.may.contains(person);
      EXPECT_EQ(MayDo(organisation, person, row.operation, kDay), may) << row.name << ": " << person;
    }
    EXPECT_FALSE(MayDo(organisation, "stranger", row.operation, kDay)) << row.name;
    EXPECT_FALSE(MayDo(organisation, "", row.operation, kDay)) << row.name;
  }
}

TEST(Access, TheRolesThatAreNamedAreTheOnesThatMay) {
  organisation::Organisation organisation(Municipality());
  for (int number = 0; number <= static_cast<int>(Operation::kSeeOverview); ++number) {
    auto operation = static_cast<Operation>(number);
    // Everybody who is known may see it, whatever their role.
    if (operation == Operation::kSeeOrganisation) continue;
    std::string named = ", " + RolesFor(operation) + ",";
    for (int role = 1; role <= static_cast<int>(Role::kSupporter); ++role) {
      std::string name = organisation::RoleName(static_cast<Role>(role)), person = name;
      std::transform(person.begin(), person.end(), person.begin(), [](unsigned char c) { return std::tolower(c); });
      bool listed = named.find(", " + name + ",") != std::string::npos;
      EXPECT_EQ(listed, MayDo(organisation, person, operation, kDay)) << number << ": " << name;
    }
  }
}

TEST(Access, ARoleHoldsFromItsFirstDayToItsLast) {
  organisation::Organisation organisation(Municipality());
  const std::vector<std::tuple<const char*, int, bool>> kTable = {{"former", -2, true}, {"former", -1, true},
                                                                  {"former", 0, false}, {"coming", 0, false},
                                                                  {"coming", 1, true},  {"coming", 99, true}};
  for (const auto& [person, days, may] : kTable) {
    Date day = kDay + std::chrono::days(days);
    EXPECT_EQ(MayDo(organisation, person, Operation::kRunCycle, day), may) << person << " " << days;
  }
}

}  // namespace
}  // namespace arshjul::access
