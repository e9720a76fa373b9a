// What people are told of something stuck between two: whose it is, and neither event nor state.
#include "cycle/query_watch.h"
#include "incident/incident_world.h"

namespace arshjul {
namespace {

using testing::Contains;
using testing::Key;
using testing::Not;

class BetweenTwoTest : public IncidentTest {
 protected:
  // Of what stopped in a talk, though the row knows it.
  void ExpectUntold(const Incident& incident) {
    ASSERT_THAT(incident.args, Contains(Key("state"))) << "else there is nothing to hide";
    for (const char* person : {"office", "auditor"}) {
      const IncidentShown shown = GetIncident(world_->state(), world_->ContextOf(person), incident.number, "nb").incident;
      EXPECT_THAT(shown.args, Not(Contains(Key("state")))) << person;
      EXPECT_THAT(shown.args, Not(Contains(Key("step")))) << person;
      EXPECT_THAT(shown.args, Contains(Key("limit"))) << person;
    }
    const auto refusal = world_->Run(RetryIncident{incident.number, {}}, "office");
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->reason, Reason::kWorkflowLimit);
    EXPECT_THAT(refusal->args, Not(Contains(Key("state"))));
    EXPECT_THAT(refusal->args, Not(Contains(Key("step"))));
    EXPECT_THAT(refusal->args, Contains(Key("limit")));
  }
};

TEST_F(BetweenTwoTest, NoStateIsToldOfATalkThatIsStuck) {
  ASSERT_NO_FATAL_FAILURE(Begin(incident::kBetweenTwo, "between-two"));
  GoTo("2015-01-06T10:00:00Z");
  ExpectUntold(Only());
  const IncidentShown shown = GetIncident(world_->state(), world_->ContextOf("office"), Only().number, "nb").incident;
  EXPECT_EQ(shown.who, "Leder");
  EXPECT_EQ(shown.event, "");
  EXPECT_EQ(shown.unit, "");
}

TEST_F(BetweenTwoTest, NorOfOneThatADailyRoundCouldNotBegin) {
  ASSERT_NO_FATAL_FAILURE(Begin(incident::kNewLeaders, "new-leaders", 2015, {"skole"}));
  Do(AssignHolding{"skole", "rektor", "ny", {"rektor", "Rektor", ""}, {MakeDate(2015, 1, 7), {}}});
  GoTo("2015-01-07T10:00:00Z");
  ASSERT_EQ(Only().timer->kind, Timer::Kind::kDailyRound);
  ExpectUntold(Only());
}

TEST_F(BetweenTwoTest, NorOfOneThatAPhaseCouldNotOpenWith) {
  ASSERT_NO_FATAL_FAILURE(Begin(Replaced(incident::kNoUnitsBelow, "scope: unit", "scope: pair"), "no-units-below", 2016, {"skole"}));
  Do(AssignHolding{"skole", "rektor", "ny", {"rektor", "Rektor", ""}, {MakeDate(2015, 1, 7), {}}});
  GoTo("2016-01-05T10:00:00Z");
  ASSERT_EQ(Only().timer->kind, Timer::Kind::kPhaseOpens);
  ExpectUntold(Only());
  // Nor whoever opens it by hand.
  const auto refusal = world_->Run(OpenPhase{Only().cycle, Only().phase, "", "prøver"}, "office");
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->reason, Reason::kWorkflowLimit);
  EXPECT_THAT(refusal->args, Not(Contains(Key("state"))));
  EXPECT_THAT(refusal->args, Not(Contains(Key("step"))));
}

// The step that is stuck is everybody's; what it sent its event to is not.
TEST_F(BetweenTwoTest, NorOfOneThatAnotherStepSentSomethingTo) {
  ASSERT_NO_FATAL_FAILURE(Begin(incident::kNudge, "nudge"));
  GoTo("2015-01-06T10:00:00Z");
  ASSERT_EQ(Only().step, "2015/run/");
  ExpectUntold(Only());
  const IncidentShown shown = GetIncident(world_->state(), world_->ContextOf("office"), Only().number, "nb").incident;
  EXPECT_EQ(shown.event, "after.working.0");
}

TEST_F(BetweenTwoTest, NorWhoOfTheTwoWentOnAndWhen) {
  ASSERT_NO_FATAL_FAILURE(Begin(incident::kBetweenTwo, "between-two"));
  GoTo("2015-01-06T10:00:00Z");
  const int64_t number = Only().number;
  const auto tasks = world_->state().tasks.By(Task::kOpen, "open");
  ASSERT_THAT(tasks, SizeIs(1));
  const std::string leader = tasks[0]->assignment.person;
  ASSERT_FALSE(world_->Run(CompleteTask{tasks[0]->number, "ready", Value(Object()), {}}, leader));
  for (const char* person : {"office", "auditor"}) {
    const IncidentShown shown = GetIncident(world_->state(), world_->ContextOf(person), number, "nb").incident;
    EXPECT_EQ(shown.state, IncidentState::kOvertaken) << person;
    EXPECT_EQ(shown.settled_by, "system") << person;
    EXPECT_EQ(shown.settled, std::nullopt) << person;
    EXPECT_EQ(shown.due, std::nullopt) << person;
  }
}

TEST_F(TwoEventsTest, OfTheMunicipalitysOwnStepTheStateIsTold) {
  ASSERT_NO_FATAL_FAILURE(GetStuck());
  const auto refusal = world_->Run(RetryIncident{Only().number, {}}, "office");
  ASSERT_TRUE(refusal);
  EXPECT_THAT(refusal->args, Contains(Key("state")));
  EXPECT_THAT(refusal->args, Not(Contains(Key("step"))));
}

// Those above two are told when they are done, and not that they are stuck.
TEST_F(BetweenTwoTest, IsToldToThemAndToWhoeverRepairs) {
  ImportOrganisation units = Units({});
  units.units.push_back({.line = 3, .id = "skole", .name = "Skole", .parent = "kommune", .level = "1", .leader = "rektor", .leader_name = "Rektor"});
  units.units.push_back({.line = 4, .id = "trinn", .name = "Trinn", .parent = "skole", .level = "2", .leader = "leder", .leader_name = "Trinnleder"});
  ASSERT_NO_FATAL_FAILURE(Begin(incident::kBetweenTwo, "between-two", 2015, units));
  GoTo("2015-01-06T10:00:00Z");
  const Incident* found = nullptr;
  for (const Incident* incident : Incidents()) {
    if (incident->step == "2015/talk/leder~rektor") found = incident;
  }
  ASSERT_NE(found, nullptr);
  auto told = [&](const std::string& person, const Event& event) {
    const Context context = world_->ContextOf(person);
    return TellEvent(world_->state(), context, Viewer(world_->state(), context), "2015", event, "nb").has_value();
  };
  const std::string key = found->Key();
  for (const Event& event : {Event(IncidentOpened{*found}), Event(IncidentSettled{key, IncidentState::kOvertaken, "leder", ""})}) {
    for (const char* person : {"leder", "rektor", "office", "auditor"}) EXPECT_TRUE(told(person, event)) << person;
    for (const char* person : {"top", "mayor", "nobody"}) EXPECT_FALSE(told(person, event)) << person;
  }
  EXPECT_TRUE(told("top", StepMoved{"2015/talk/leder~rektor", StepState::kDone, {}, "", {}})) << "else the step is not told to them at all";
}

// That a talk's letter was written is the recipient's; that of a unit's is no secret.
TEST_F(BetweenTwoTest, ALetterOfATalkSaysSo) {
  const std::string told = Replaced(incident::kBetweenTwo, "{event: task.prepare.ready, to: held}",
                                    "{event: task.prepare.ready, to: held, actions: [{notify: {to: superior, message: talk_appointed}}]}");
  ASSERT_NO_FATAL_FAILURE(Begin(told, "between-two"));
  LetHappen();
  const auto tasks = world_->state().tasks.By(Task::kOpen, "open");
  ASSERT_THAT(tasks, SizeIs(1));
  ASSERT_FALSE(world_->Run(CompleteTask{tasks[0]->number, "ready", Value(Object()), {}}, "top"));
  std::vector<std::string> personal;
  for (const Notice& notice : world_->recent_notices) {
    if (notice.personal) personal.push_back(notice.message);
  }
  EXPECT_THAT(personal, ElementsAre("talk_appointed"));
}

}  // namespace
}  // namespace arshjul
