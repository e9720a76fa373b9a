// Another version of the workflow has its try at what this one's faults have parked: each timer by itself, in its order.
#include "incident/incident_world.h"

namespace arshjul {
namespace {

std::vector<std::string> Events(const std::vector<Timer>& timers) {
  std::vector<std::string> events;
  for (const Timer& timer : timers) events.push_back(timer.event);
  return events;
}

// A version without the fault has its try at what the fault has parked, and that comes in its order.
TEST_F(TwoEventsTest, AMendedVersionTriesAgain) {
  ASSERT_NO_FATAL_FAILURE(GetStuck());
  const std::string mended = Replaced(incident::kTwoEvents, "- {when: {in: broken}, to: one_again}", "- {when: {in: mended}, to: one_again}");
  Do(MigrateCycle{"2015", "rettet", "", mended, {}});
  EXPECT_EQ(Only().state, IncidentState::kRetried);
  EXPECT_EQ(Only().reason, "rettet");
  LetHappen();
  EXPECT_THAT(Active(), testing::Contains("both_came"));
  EXPECT_THAT(Incidents(), SizeIs(1));
}

// A version that fails as well parks it anew; one that the step cannot go along to leaves it where it was.
TEST_F(TwoEventsTest, AVersionThatIsNoCureLeavesItStuck) {
  ASSERT_NO_FATAL_FAILURE(GetStuck());
  const std::string before = Encode(Only());
  const std::string without = Replaced(incident::kTwoEvents, "                title: Venter\n", "                title: Venter litt\n");
  const std::string impossible = Replaced(Replaced(incident::kTwoEvents, "id: waiting", "id: elsewhere"), "title: To hendelser", "title: Tre hendelser");
  EXPECT_EQ(Refused(MigrateCycle{"2015", "umulig", "", impossible, {}}), Reason::kCannotMigrate);
  EXPECT_EQ(Encode(Only()), before);
  Do(MigrateCycle{"2015", "ingen kur", "", without, {}});
  LetHappen();
  ASSERT_THAT(Incidents(), SizeIs(2));
  EXPECT_EQ(Incidents()[0]->state, IncidentState::kRetried);
  EXPECT_EQ(Incidents()[1]->state, IncidentState::kOpen);
  EXPECT_EQ(Incidents()[1]->timer->event, "one");
  EXPECT_THAT(Incidents()[1]->waiting, SizeIs(2));
}

// One that fails again is parked by itself, also where the new version knows it by another name: the migration stands.
TEST_F(IncidentTest, ATimerOfAnotherNameIsParkedAnewByItself) {
  ASSERT_NO_FATAL_FAILURE(Begin(incident::kBetweenTwo, "between-two"));
  GoTo("2015-01-08T10:00:00Z");
  ASSERT_EQ(Only().timer->event, "after.preparing.0");
  const Instant due = Only().timer->at;
  const std::string no_cure = Replaced(incident::kBetweenTwo, "          - {after: {working_days: 1}, to: hesitating}",
                                       "          - {after: {working_days: 200}, to: held}\n          - {after: {working_days: 1}, to: hesitating}");
  Do(MigrateCycle{"2015", "ingen kur", "", no_cure, {}});
  LetHappen();
  ASSERT_THAT(Incidents(), SizeIs(2));
  EXPECT_EQ(Incidents()[0]->state, IncidentState::kRetried);
  EXPECT_EQ(Incidents()[1]->state, IncidentState::kOpen);
  EXPECT_EQ(Incidents()[1]->timer->event, "after.preparing.1");
  EXPECT_EQ(Incidents()[1]->timer->at, due) << "when it should have come";
}

// What waited behind the stuck one does not overtake it because the new version calls it otherwise.
TEST_F(TwoEventsTest, TheOrderIsKeptWhereNamesChange) {
  ASSERT_NO_FATAL_FAILURE(GetStuck());
  ASSERT_THAT(Events(Only().waiting), ElementsAre("after.waiting.0", "two"));
  const std::string renamed = Replaced(incident::kTwoEvents, "                  - {after: {working_days: 1}, to: day_came}",
                                       "                  - {after: {working_days: 200}, to: left}\n                  - {after: {working_days: 1}, to: day_came}");
  Do(MigrateCycle{"2015", "ingen kur", "", renamed, {}});
  LetHappen();
  ASSERT_THAT(Incidents(), SizeIs(2));
  EXPECT_EQ(Incidents()[1]->timer->event, "one");
  EXPECT_THAT(Events(Incidents()[1]->waiting), ElementsAre("after.waiting.1", "two"));
}

// A rule of the new version counts from when the parked timer should have come, not from when it was set again.
TEST_F(TwoEventsTest, WhatRemainsIsCountedFromWhenItShouldHaveCome) {
  ASSERT_NO_FATAL_FAILURE(GetStuck());
  ASSERT_EQ(FormatDate(world_->ContextOf("office").calendar->LocalDate(Only().timer->at)), "2015-01-06");
  const std::string later = Replaced(incident::kTwoEvents, "id: the-first, after: {working_days: 1}", "id: the-first, after: {working_days: 5, on_migration: keep_remainder}");
  Do(MigrateCycle{"2015", "senere", "", later, {}});
  LetHappen();
  EXPECT_EQ(Only().state, IncidentState::kRetried);
  std::vector<std::string> days;
  for (const Timer* timer : world_->state().timers.All()) {
    if (timer->event == "one") days.push_back(FormatDate(world_->ContextOf("office").calendar->LocalDate(timer->at)));
  }
  EXPECT_THAT(days, ElementsAre("2015-01-12")) << "four working days after the 6th";
}

// A version that has no such time leaves nothing to try again.
TEST_F(IncidentTest, ATimeThatTheVersionDoesNotHaveIsNeededByNobody) {
  ASSERT_NO_FATAL_FAILURE(Begin(incident::kBetweenTwo, "between-two"));
  GoTo("2015-01-08T10:00:00Z");
  ASSERT_EQ(Only().timer->event, "after.preparing.0");
  std::string without = Replaced(incident::kBetweenTwo, "          - {after: {working_days: 1}, to: hesitating}\n", "");
  without = Replaced(without, "      - {id: hesitating, on: [{when: {not: {in: held}}, to: hesitating_again}]}\n", "");
  without = Replaced(without, "      - {id: hesitating_again, on: [{when: {not: {in: held}}, to: hesitating}]}\n", "");
  Do(MigrateCycle{"2015", "uten fristen", "", without, {}});
  LetHappen();
  EXPECT_EQ(Only().state, IncidentState::kOvertaken);
  EXPECT_EQ(Only().reason, "uten fristen");
  EXPECT_THAT(world_->state().timers.By(0, "2015"), testing::Each(testing::Pointee(testing::Field(&Timer::event, testing::Ne("after.preparing.0")))));
}

// --- phases ------------------------------------------------------------------------------------------------------------

class NoUnitsBelowTest : public IncidentTest {
 protected:
  static std::string Mended(const std::string& source) {
    const std::string mended = Replaced(source, "to: beginning_again}\n", "to: working}\n");
    return Replaced(mended, "      - {id: beginning_again, on: [{when: {not: {fact: is_top}}, to: beginning}]}\n", "");
  }
  const PhaseRun& Run() { return *world_->state().cycles.Find("2016")->FindPhase("run"); }
  int TimersOf(Timer::Kind kind) {
    int count = 0;
    for (const Timer* timer : world_->state().timers.All()) count += timer->kind == kind;
    return count;
  }
  // What the plan remarks of the phase.
  std::vector<std::string> PlanOf(const std::string& source) {
    std::vector<std::string> remarks;
    const Outcome plan = world_->Rehearse(MigrateCycle{.cycle = "2016", .reason = "plan", .source = source, .plan_only = true}, "office");
    EXPECT_FALSE(plan.refusal);
    const List* phases = plan.answer["phases"].AsList();
    if (phases == nullptr || phases->size() != 1) return {"not one phase"};
    for (const Value& remark : *(*phases)[0]["remarks"].AsList()) remarks.push_back(remark["problem"].Text() + " " + remark["incident"].Text());
    return remarks;
  }
  void GetStuck(const std::string& source, const char* until = "2016-01-06T10:00:00Z") {
    ASSERT_NO_FATAL_FAILURE(Begin(source, "no-units-below", 2016, {"skole"}));
    GoTo(until);
    ASSERT_EQ(Only().timer->kind, Timer::Kind::kPhaseOpens);
    ASSERT_EQ(Only().phase, "run");
  }
};

TEST_F(NoUnitsBelowTest, AMendedVersionOpensThePhase) {
  ASSERT_NO_FATAL_FAILURE(GetStuck(incident::kNoUnitsBelow));
  EXPECT_THAT(PlanOf(Mended(incident::kNoUnitsBelow)), ElementsAre("migration_incident_retried " + std::to_string(Only().number)));
  Do(MigrateCycle{"2016", "rettet", "", Mended(incident::kNoUnitsBelow), {}});
  LetHappen();
  EXPECT_EQ(Only().state, IncidentState::kRetried);
  EXPECT_TRUE(Run().open);
  EXPECT_EQ(world_->state().steps.All().size(), 2u);
  EXPECT_EQ(TimersOf(Timer::Kind::kPhaseOpens), 0);
  EXPECT_EQ(TimersOf(Timer::Kind::kPhaseEnds), 1);
}

// The cycle is not tied to the faulty version because a phase cannot open in either.
TEST_F(NoUnitsBelowTest, AVersionThatIsNoCureParksTheOpeningAnew) {
  ASSERT_NO_FATAL_FAILURE(GetStuck(incident::kNoUnitsBelow));
  const Instant due = Only().timer->at;
  Do(MigrateCycle{"2016", "ingen kur", "", Replaced(incident::kNoUnitsBelow, "title: I arbeid", "title: Holder på"), {}});
  LetHappen();
  ASSERT_THAT(Incidents(), SizeIs(2));
  EXPECT_EQ(Incidents()[0]->state, IncidentState::kRetried);
  EXPECT_EQ(Incidents()[1]->state, IncidentState::kOpen);
  EXPECT_EQ(Incidents()[1]->timer->at, due);
  EXPECT_FALSE(Run().open);
}

TEST_F(NoUnitsBelowTest, APhaseWhoseTimeIsOverIsOpenedAllTheSame) {
  const std::string brief = Replaced(incident::kNoUnitsBelow, "Y-12-15", "Y-01-20");
  ASSERT_NO_FATAL_FAILURE(GetStuck(brief, "2016-01-25T10:00:00Z"));
  ASSERT_TRUE(Run().ended);
  Do(MigrateCycle{"2016", "rettet", "", Mended(brief), {}});
  LetHappen();
  EXPECT_EQ(Only().state, IncidentState::kRetried);
  EXPECT_TRUE(Run().open);
}

TEST_F(NoUnitsBelowTest, AnOpeningThatWasSkippedStaysSkipped) {
  ASSERT_NO_FATAL_FAILURE(GetStuck(incident::kNoUnitsBelow));
  Do(SkipIncident{Only().number, "i år ikke", {}});
  EXPECT_THAT(PlanOf(Mended(incident::kNoUnitsBelow)), IsEmpty());
  Do(MigrateCycle{"2016", "rettet", "", Mended(incident::kNoUnitsBelow), {}});
  LetHappen();
  EXPECT_EQ(Only().state, IncidentState::kSkipped);
  EXPECT_FALSE(Run().open);
  EXPECT_EQ(TimersOf(Timer::Kind::kPhaseOpens), 0);
}

// Other days are another opening: the old one is nobody's any more.
TEST_F(NoUnitsBelowTest, ALaterDayTakesThePlaceOfTheOpening) {
  ASSERT_NO_FATAL_FAILURE(GetStuck(incident::kNoUnitsBelow));
  const MigrateCycle later{.cycle = "2016", .reason = "senere", .source = Mended(incident::kNoUnitsBelow), .parameters = {{"first", "2016-03-01"}}};
  Do(later);
  LetHappen();
  EXPECT_EQ(Only().state, IncidentState::kOvertaken);
  EXPECT_FALSE(Run().open);
  GoTo("2016-03-01T10:00:00Z");
  EXPECT_TRUE(Run().open);
}

}  // namespace
}  // namespace arshjul
