// A small municipality lives its year against the engine, in both profiles; what is told of it adds up; the same seed gives
// the same year.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "simulation/simulate.h"

namespace arshjul::simulation {
namespace {

using testing::IsEmpty;

std::string AnnualCycle() {
  std::ifstream in(ARSHJUL_SOURCE_DIR "/workflows/annual-cycle/workflow.yaml");
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// Unit u0 above u1..uN, u1 above the next ones and so on; each with a leader of its own.
Setting Town(int units, int span) {
  Setting setting;
  setting.name = "Småby";
  using organisation::Role;
  setting.roles = {{Role::kOffice, {"office", "Staben", ""}}, {Role::kMandate, {"mayor", "Ordføreren", ""}}};
  setting.authority = "PS 1/26";
  for (int i = 0; i < units; ++i) {
    cycle::ImportedUnit unit;
    unit.line = i + 2;
    unit.id = "u" + std::to_string(i);
    unit.name = "Enhet " + std::to_string(i);
    if (i > 0) unit.parent = "u" + std::to_string((i - 1) / span);
    unit.leader = "p" + std::to_string(i);
    unit.leader_name = "Leder " + std::to_string(i);
    setting.organisation.units.push_back(unit);
  }
  setting.workflow = AnnualCycle();
  setting.year = 2027;
  return setting;
}

Simulated Live(const Setting& setting, const Manner& manner) {
  return Simulate(setting, manner, [](const Progress&) { return true; });
}

const PhaseOutcome& PhaseOf(const Report& report, const std::string& id) {
  for (const PhaseOutcome& phase : report.phases) {
    if (phase.id == id) return phase;
  }
  throw std::out_of_range(id);
}

TEST(Simulation, AYearIsLivedUntilItsCycleIsClosed) {
  for (Profile profile : {Profile::kRealistic, Profile::kWorst}) {
    const Simulated lived = Live(Town(13, 3), {.seed = 7, .profile = profile});
    ASSERT_TRUE(lived.status.ok()) << lived.status;
    ASSERT_FALSE(lived.refusal);
    EXPECT_TRUE(lived.report.closed);
    EXPECT_THAT(lived.report.troubles, IsEmpty());
    EXPECT_THAT(lived.report.incidents, IsEmpty());
    EXPECT_EQ(lived.report.launched, MakeDate(2026, 8, 15));
    EXPECT_EQ(lived.report.leaders, 13);
  }
}

TEST(Simulation, WhatIsToldAddsUp) {
  const Report report = Live(Town(13, 3), {.seed = 3, .profile = Profile::kWorst}).report;
  EXPECT_EQ(report.tasks, report.completed + report.withdrawn);
  int received = 0, completed = 0, talks = 0;
  for (const PersonLoad& person : report.persons) {
    received += person.received;
    completed += person.completed;
    talks += person.talks;
    int open = 0;
    for (const PersonWeek& week : person.weeks) {
      EXPECT_LE(week.overdue, week.open);
      EXPECT_LE(week.open, week.in_hand);
      EXPECT_GE(week.in_hand, week.received);
      open = week.open;
    }
    EXPECT_EQ(open, 0) << person.person << " has something left when all is closed";
  }
  EXPECT_GE(received, report.tasks) << "what changes hands comes to more than one";
  EXPECT_EQ(completed, report.completed);
  EXPECT_EQ(talks, report.talks);
  for (const PhaseOutcome& phase : report.phases) {
    EXPECT_EQ(phase.steps, phase.done + phase.overtaken + phase.cancelled + phase.unfinished) << phase.id;
    if (phase.done > 0) EXPECT_TRUE(phase.last_done);
  }
  EXPECT_EQ(PhaseOf(report, "ambition").steps, 13);
}

TEST(Simulation, ThePathToAPhasesEndHasNoHoles) {
  const Report report = Live(Town(13, 3), {.seed = 5}).report;
  for (const PhaseOutcome& phase : report.phases) {
    for (size_t i = 0; i + 1 < phase.path.size(); ++i) EXPECT_EQ(phase.path[i].to, phase.path[i + 1].from) << phase.id;
    if (!phase.path.empty()) EXPECT_EQ(phase.path.back().to, *phase.last_done) << phase.id;
  }
  EXPECT_GE(PhaseOf(report, "talk").path.size(), 4u) << "results, preparation, minutes, confirmation";
}

TEST(Simulation, OneLeaderOfManyHoldsTooManyTalks) {
  // Twenty below one: two a day are held, so all of them are within four weeks.
  const Report report = Live(Town(21, 20), {.seed = 2}).report;
  auto jam = std::find_if(report.jams.begin(), report.jams.end(), [](const Jam& j) { return j.kind == JamKind::kTalks; });
  ASSERT_NE(jam, report.jams.end());
  EXPECT_EQ(jam->person, "p0");
  EXPECT_GE(jam->count, kManyTalks);
  // Three below each: nobody does.
  for (const Jam& other : Live(Town(13, 3), {.seed = 2}).report.jams) EXPECT_NE(other.kind, JamKind::kTalks) << other.person;
}

TEST(Simulation, TheWorstYearIsWorse) {
  int late[2] = {0, 0};
  for (uint64_t seed : {1, 2, 3}) {
    late[0] += Live(Town(13, 3), {.seed = seed}).report.late;
    late[1] += Live(Town(13, 3), {.seed = seed, .profile = Profile::kWorst}).report.late;
  }
  EXPECT_LT(late[0] * 3, late[1] * 2);
}

TEST(Simulation, AMovedPhaseMovesWhatFollows) {
  Setting setting = Town(13, 3);
  const Simulated before = Live(setting, {.seed = 4});
  ASSERT_THAT(CheckShifts({{"talk", 14}}, setting.workflow), IsEmpty());
  EXPECT_EQ(CheckShifts({{"dance", 14}, {"talk", 4000}}, setting.workflow).size(), 2u);
  const Simulated after = Live(Shifted(setting, before, {{"talk", 14}}), {.seed = 4});
  ASSERT_TRUE(after.status.ok() && !after.refusal) << after.status;
  EXPECT_EQ(PhaseOf(after.report, "talk").opens, PhaseOf(before.report, "talk").opens + std::chrono::days(14));
  EXPECT_EQ(PhaseOf(after.report, "ambition").last_done, PhaseOf(before.report, "ambition").last_done);
}

TEST(Simulation, ALaunchThatCannotHoldIsRefusedAsTheRealOneWouldBe) {
  Setting setting = Town(13, 3);
  setting.parameters["ambition_ends"] = "2026-08-17";
  const Simulated simulated = Live(setting, {});
  ASSERT_TRUE(simulated.refusal);
  EXPECT_EQ(simulated.refusal->reason, Reason::kPlanCannotHold);
}

TEST(Simulation, MoreUnitsThanTheServerCanBearAreRefused) {
  const Simulated simulated = Live(Town(static_cast<int>(kMostUnits) + 1, 10), {});
  ASSERT_TRUE(simulated.refusal);
  EXPECT_EQ(simulated.refusal->reason, Reason::kInvalidInput);
  ASSERT_EQ(simulated.refusal->fields.size(), 1u);
  EXPECT_EQ(simulated.refusal->fields[0].problem, "too_many_units");
  EXPECT_EQ(simulated.refusal->fields[0].args.at("limit"), std::to_string(kMostUnits));
}

TEST(Simulation, ItStopsWhenItIsToldTo) {
  int days = 0;
  const Simulated simulated = Simulate(Town(4, 3), {}, [&](const Progress&) { return ++days < 10; });
  EXPECT_TRUE(absl::IsCancelled(simulated.status)) << simulated.status;
  EXPECT_EQ(days, 10);
}

TEST(Draws, FollowFromSeedAndWordsAlone) {
  // Written down: another machine, another compiler, must draw the same.
  Draw draw(42, {"when", "review"});
  EXPECT_EQ(draw.Between(1, 1'000'000), 105'258);
  EXPECT_EQ(Draw(42, {"when", "review"}).Between(1, 1'000'000), Draw(42, {"when", "review"}).Between(1, 1'000'000));
  EXPECT_NE(Draw(42, {"whenr", "eview"}).Between(1, 1'000'000), Draw(42, {"when", "review"}).Between(1, 1'000'000));
}

TEST(Weeks, AreThoseOfTheIsoCalendar) {
  EXPECT_EQ((Week{MakeDate(2027, 1, 4)}).number(), 1);
  EXPECT_EQ((Week{MakeDate(2026, 12, 28)}).number(), 53);
  EXPECT_EQ((Week{MakeDate(2026, 12, 28)}).year(), 2026);
  EXPECT_EQ((Week{MakeDate(2024, 12, 30)}).number(), 1);
  EXPECT_EQ((Week{MakeDate(2024, 12, 30)}).year(), 2025);
}

}  // namespace
}  // namespace arshjul::simulation
