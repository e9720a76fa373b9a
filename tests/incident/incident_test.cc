// What cannot happen by itself is parked with its cause and waits; in which order it comes when it comes; what ends it. After
// every command the rows are compared with the log (scenario/world.h).
#include <fmt/format.h>

#include "cycle/query_action.h"
#include "cycle/query_overview.h"
#include "cycle/query_watch.h"
#include "incident/incident_world.h"

namespace arshjul {
namespace {

// --- what ends an incident ---------------------------------------------------------------------------------------------

TEST_F(TwoEventsTest, IsParkedWithItsCauseAndLaterOnesWaitInOrder) {
  ASSERT_NO_FATAL_FAILURE(GetStuck());
  const Incident& incident = Only();
  EXPECT_EQ(incident.state, IncidentState::kOpen);
  EXPECT_EQ(incident.kind, IncidentKind::kTimer);
  EXPECT_EQ(incident.cause, "WORKFLOW_LIMIT");
  EXPECT_EQ(incident.args.at("limit"), "microsteps");
  EXPECT_EQ(incident.args.at("most"), "1000");
  EXPECT_EQ(incident.step, "2015/run/");
  EXPECT_EQ(incident.timer->event, "one");
  std::vector<std::string> waiting;
  for (const Timer& timer : incident.waiting) waiting.push_back(timer.event);
  EXPECT_THAT(waiting, ElementsAre("after.waiting.0", "two"));
  EXPECT_THAT(Active(), testing::Contains("waiting"));
  EXPECT_EQ(world_->state().steps.All().front()->incident, incident.Key());
  EXPECT_EQ(Rounds(), 1) << "the rounds go on";
}

TEST_F(TwoEventsTest, WhatEndsItAndWhatComesThen) {
  using Act = void (*)(TwoEventsTest&, int64_t);
  struct Row {
    const char* name;
    Act act;
    IncidentState state;
    const char* stands;
  };
  const Row rows[] = {
      {"mended and tried again: one, then two",
       [](TwoEventsTest& t, int64_t n) { t.Steer("mend"); t.Do(RetryIncident{n, {}}); }, IncidentState::kRetried, "both_came"},
      {"skipped: only what came after it", [](TwoEventsTest& t, int64_t n) { t.Do(SkipIncident{n, "gjort for hånd", {}}); },
       IncidentState::kSkipped, "two_came"},
      {"called off by its id: the same", [](TwoEventsTest& t, int64_t) { t.Steer("call_off"); }, IncidentState::kOvertaken, "two_came"},
      {"the step ends", [](TwoEventsTest& t, int64_t) { t.Steer("finish"); }, IncidentState::kOvertaken, ""},
      {"the cycle is cancelled",
       [](TwoEventsTest& t, int64_t) { t.Do(ChangeCycle{ChangeCycle::To::kCancel, "2015", "nok"}); }, IncidentState::kOvertaken, ""},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    ASSERT_NO_FATAL_FAILURE(GetStuck());
    row.act(*this, Only().number);
    LetHappen();
    EXPECT_EQ(Only().state, row.state);
    EXPECT_EQ(Only().settled, world_->now());
    EXPECT_EQ(Only().settled_by, row.state == IncidentState::kOvertaken ? "system" : "office");
    EXPECT_THAT(Only().waiting, IsEmpty());
    const Step& step = *world_->state().steps.All().front();
    EXPECT_EQ(step.incident, "");
    if (*row.stands == 0) {
      EXPECT_NE(step.state, StepState::kActive);
    } else {
      EXPECT_THAT(step.configuration.active, testing::Contains(row.stands));
    }
    EXPECT_THAT(step.timers, IsEmpty());
  }
}

// What waits for a state that is left is wanted no more; what the step sent itself still is, and still in its turn.
TEST_F(TwoEventsTest, LeavingAStateTakesWhatItWaitedFor) {
  ASSERT_NO_FATAL_FAILURE(GetStuck());
  Steer("leave");
  ASSERT_THAT(Only().waiting, SizeIs(1));
  EXPECT_EQ(Only().waiting[0].event, "two");
  EXPECT_EQ(Only().state, IncidentState::kOpen);
  Steer("mend");
  Do(RetryIncident{Only().number, {}});
  LetHappen();
  EXPECT_THAT(Active(), testing::Contains("both_came"));
}

TEST_F(TwoEventsTest, ARetryThatFailsAgainChangesNothing) {
  ASSERT_NO_FATAL_FAILURE(GetStuck());
  const std::string before = Encode(Only());
  const auto refusal = world_->Run(RetryIncident{Only().number, {}}, "office");
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->reason, Reason::kWorkflowLimit);
  EXPECT_EQ(refusal->args.at("limit"), "microsteps");
  EXPECT_EQ(Encode(Only()), before);
}

TEST_F(TwoEventsTest, IsRefusedWhereItMayNotBe) {
  ASSERT_NO_FATAL_FAILURE(GetStuck());
  const int64_t number = Only().number, revision = Only().revision;
  for (const char* stranger : {"auditor", "mayor", "top", "nobody"}) {
    EXPECT_EQ(Refused(RetryIncident{number, {}}, stranger), Reason::kRoleMissing) << stranger;
    EXPECT_EQ(Refused(SkipIncident{number, "nei", {}}, stranger), Reason::kRoleMissing) << stranger;
  }
  EXPECT_EQ(Refused(RetryIncident{number + 1000, {}}), Reason::kIncidentNotFound);
  EXPECT_EQ(Refused(RetryIncident{number, revision - 1}), Reason::kStaleEtag);
  EXPECT_EQ(Refused(SkipIncident{number, "fordi", revision - 1}), Reason::kStaleEtag);
  EXPECT_EQ(Refused(SkipIncident{number, " ", {}}), Reason::kInvalidInput);
  Do(ChangeCycle{ChangeCycle::To::kSuspend, "2015", "ferie"});
  EXPECT_EQ(Refused(RetryIncident{number, {}}), Reason::kCycleSuspended);
  EXPECT_EQ(Refused(SkipIncident{number, "fordi", {}}), Reason::kCycleSuspended);
  Do(ChangeCycle{ChangeCycle::To::kResume, "2015", "tilbake"});
  Do(SkipIncident{number, "fordi", revision});
  EXPECT_EQ(Refused(RetryIncident{number, {}}), Reason::kIncidentSettled);
  EXPECT_EQ(Refused(SkipIncident{number, "igjen", {}}), Reason::kIncidentSettled);
}

// What else gets stuck that day is not told again, whatever is settled in between; the next day it is.
TEST_F(TwoEventsTest, TheOfficeIsToldOnceADay) {
  ASSERT_NO_FATAL_FAILURE(Begin(incident::kTwoEvents, "two-events"));
  auto park = [&](Timer::Kind kind) {
    std::string found;
    for (const Timer* timer : world_->state().timers.All()) {
      if (timer->kind == kind) found = timer->Key();
    }
    ASSERT_FALSE(world_->Run(ParkTimer{found, "INTERNAL_ERROR", {}}, "system"));
  };
  auto told = [&] {
    int count = 0;
    for (const Notice& notice : world_->recent_notices) {
      if (notice.message != "incident") continue;
      ++count;
      EXPECT_EQ(notice.person, "office");
    }
    return count;
  };
  GoTo("2015-01-06T10:00:00Z");
  ASSERT_THAT(Incidents(), SizeIs(1));
  EXPECT_EQ(told(), 1);
  Do(SkipIncident{Only().number, "gjort for hånd", {}});
  park(Timer::Kind::kPhaseEnds);
  ASSERT_THAT(Incidents(), SizeIs(2));
  EXPECT_EQ(told(), 1) << "settled in between";
  GoTo("2015-01-07T10:00:00Z");
  park(Timer::Kind::kDailyRound);
  ASSERT_THAT(Incidents(), SizeIs(3));
  EXPECT_EQ(told(), 2) << "the day after";
}

// --- the daily round ---------------------------------------------------------------------------------------------------

// A leader who begins on the 7th makes the round of that day fail, and those after it, which are to make good for it.
TEST_F(IncidentTest, AFailedRoundDoesNotStopTheRoundsOfTheDaysAfter) {
  ASSERT_NO_FATAL_FAILURE(Begin(incident::kNewLeaders, "new-leaders", 2015, {"skole"}));
  Do(AssignHolding{"skole", "rektor", "ny", {"rektor", "Rektor", ""}, {MakeDate(2015, 1, 7), {}}});
  GoTo("2015-01-06T10:00:00Z");
  EXPECT_THAT(Incidents(), IsEmpty());
  GoTo("2015-01-09T10:00:00Z");
  EXPECT_EQ(Only().state, IncidentState::kOpen);
  EXPECT_EQ(Only().timer->kind, Timer::Kind::kDailyRound);
  EXPECT_EQ(Only().attempts, 3) << "7th, 8th, 9th";
  EXPECT_EQ(Only().cycle, "");
  EXPECT_EQ(Rounds(), 1);
  // Still there: still refused, and still one round set.
  EXPECT_EQ(Refused(RetryIncident{Only().number, {}}), Reason::kWorkflowLimit);
  EXPECT_EQ(Rounds(), 1);
  Do(EndHolding{"skole", "ble ikke noe av", MakeDate(2015, 1, 8)});
  GoTo("2015-01-12T10:00:00Z");
  EXPECT_EQ(Only().state, IncidentState::kOvertaken) << "the next round has said it";
  EXPECT_EQ(Only().settled_by, "system");
  EXPECT_EQ(Rounds(), 1);
}

// What nobody was told of on the days of failed rounds is told by the round that is tried again, and by no later one.
TEST_F(IncidentTest, ARoundThatIsTriedAgainSaysWhatTheMissedOnesShouldHaveSaid) {
  ASSERT_NO_FATAL_FAILURE(Begin(incident::kNewLeaders, "new-leaders", 2015, {"skole"}));
  Do(AssignHolding{"skole", "rektor", "ny", {"rektor", "Rektor", ""}, {MakeDate(2015, 1, 7), {}}});
  auto told = [&](const std::string& person) {
    std::vector<std::string> messages;
    for (const Notice& notice : world_->recent_notices) {
      if (notice.person == person) messages.push_back(notice.message);
    }
    return messages;
  };
  GoTo("2015-01-06T10:00:00Z");
  world_->ForgetRecent();
  // Due on the 12th: the reminder of the 12th and the overdue of the 13th are missed.
  GoTo("2015-01-14T10:00:00Z");
  EXPECT_THAT(told("top"), IsEmpty());
  Do(EndHolding{"skole", "ble ikke noe av", MakeDate(2015, 1, 13)});
  world_->ForgetRecent();
  Do(RetryIncident{Only().number, {}});
  EXPECT_EQ(Only().state, IncidentState::kRetried);
  EXPECT_THAT(told("top"), ElementsAre("overdue"));
  EXPECT_EQ(Rounds(), 1);
  world_->ForgetRecent();
  GoTo("2015-01-15T10:00:00Z");
  EXPECT_THAT(told("top"), IsEmpty()) << "nothing is said twice";
}

// --- the opening of a phase --------------------------------------------------------------------------------------------

TEST_F(IncidentTest, APhaseThatCannotOpenIsOpenedLater) {
  for (const bool by_hand : {false, true}) {
    SCOPED_TRACE(by_hand ? "by hand" : "tried again");
    ASSERT_NO_FATAL_FAILURE(Begin(incident::kNoUnitsBelow, "no-units-below", 2016, {"skole"}));
    GoTo("2016-01-06T10:00:00Z");
    ASSERT_EQ(Only().timer->kind, Timer::Kind::kPhaseOpens);
    EXPECT_EQ(Only().phase, "run");
    EXPECT_FALSE(world_->state().cycles.Find("2016")->FindPhase("run")->open);
    const int64_t number = Only().number;
    const Command open = by_hand ? Command(OpenPhase{"2016", "run", "", "nå"}) : Command(RetryIncident{number, {}});
    EXPECT_EQ(Refused(open), Reason::kWorkflowLimit);
    EXPECT_EQ(Only().state, IncidentState::kOpen);
    Do(CloseUnit{"skole", "ble ikke noe av"});
    Do(open);
    EXPECT_TRUE(world_->state().cycles.Find("2016")->FindPhase("run")->open);
    EXPECT_EQ(Only().state, by_hand ? IncidentState::kOvertaken : IncidentState::kRetried);
    EXPECT_EQ(world_->state().steps.All().size(), 1u);
  }
}

// --- who is shown what --------------------------------------------------------------------------------------------------

std::vector<std::string> Numbers(const IncidentPage& page) {
  std::vector<std::string> numbers;
  for (const IncidentShown& incident : page.incidents) numbers.push_back(std::to_string(incident.number));
  return numbers;
}

TEST_F(TwoEventsTest, IsShownToTheOfficeAndTheAuditor) {
  ASSERT_NO_FATAL_FAILURE(GetStuck());
  const int64_t number = Only().number;
  struct Row {
    const char* person;
    bool sees;
    std::vector<std::string> offers;
  };
  for (const Row& row : {Row{"office", true, {"retry", "skip"}}, {"auditor", true, {}}, {"top", false, {}}, {"mayor", false, {}}, {"nobody", false, {}}}) {
    SCOPED_TRACE(row.person);
    const Context context = world_->ContextOf(row.person);
    const IncidentPage page = ListIncidents(world_->state(), context, {}, "nb");
    const IncidentAnswer answer = GetIncident(world_->state(), context, number, "nb");
    const Offers offers = OffersOf(world_->state(), context, "incidents", std::to_string(number), "nb");
    EXPECT_EQ(page.refusal.has_value(), !row.sees);
    EXPECT_EQ(answer.refusal.has_value(), !row.sees);
    EXPECT_EQ(offers.refusal.has_value(), !row.sees);
    EXPECT_EQ(page.incidents.size(), row.sees ? 1u : 0u);
    std::vector<std::string> verbs;
    for (const Offer& offer : offers.offers) verbs.push_back(offer.id);
    EXPECT_EQ(verbs, row.offers);
    if (!row.sees) {
      EXPECT_EQ(answer.refusal->reason, Reason::kNotVisible);
      continue;
    }
    EXPECT_EQ(answer.incident.event, "one");
    EXPECT_EQ(answer.incident.who, "bygda");
    EXPECT_EQ(answer.incident.phase_title, "Kjøring");
    EXPECT_EQ(answer.incident.what, "STEP");
    EXPECT_EQ(answer.incident.waiting, 2);
    EXPECT_THAT(answer.incident.args, testing::Contains(testing::Key("state")));
  }
  EXPECT_EQ(GetIncident(world_->state(), world_->ContextOf("office"), number + 1000, "nb").refusal->reason, Reason::kIncidentNotFound);
}

// The overview shows it where it stands, by a board that is kept along the log as by one that is read anew.
TEST_F(IncidentTest, TheOverviewShowsWhoIsStuck) {
  ASSERT_NO_FATAL_FAILURE(Begin(incident::kBetweenTwo, "between-two"));
  Board kept("2015");
  kept.Load(world_->state());
  auto stuck = [&](Board& board, const std::string& person) {
    const Overview overview = SummarizeCycle(world_->state(), world_->ContextOf(person), board, {});
    const bool shown = overview.units.size() == 1 && overview.units[0].phases.size() == 1 && overview.units[0].phases[0].stuck;
    return fmt::format("{} {}", shown, overview.open_incidents.value_or(-1));
  };
  auto both = [&](const std::string& person) {
    Board fresh("2015");
    fresh.Load(world_->state());
    EXPECT_EQ(stuck(fresh, person), stuck(kept, person)) << person;
    return stuck(fresh, person);
  };
  EXPECT_EQ(both("office"), "false 0");
  GoTo("2015-01-06T10:00:00Z");
  const Event opened = IncidentOpened{Only()};
  kept.Follow(world_->state(), {opened});
  EXPECT_EQ(both("office"), "true 1");
  EXPECT_EQ(both("top"), "true -1") << "a party";
  EXPECT_EQ(both("mayor"), "false -1") << "totals";
  auto told = [&](const std::string& person, const Event& event) {
    const Context context = world_->ContextOf(person);
    auto happening = TellEvent(world_->state(), context, Viewer(world_->state(), context), "2015", event, "nb");
    return happening ? happening->kind + " " + happening->args["phase"] + " " + happening->args["unit"] + " " + happening->args["cause"] : "";
  };
  EXPECT_EQ(told("office", opened), "incident Samtale Leder WORKFLOW_LIMIT");
  EXPECT_EQ(told("nobody", opened), "");
  Do(SkipIncident{Only().number, "snakket sammen", {}});
  const Event settled = IncidentSettled{Only().Key(), IncidentState::kSkipped, "office", "snakket sammen"};
  kept.Follow(world_->state(), {settled});
  EXPECT_EQ(both("office"), "false 0");
  EXPECT_EQ(told("office", settled), "incident_skipped Samtale Leder ");
}

TEST_F(TwoEventsTest, ListsComeInPagesByStateAndCycle) {
  ASSERT_NO_FATAL_FAILURE(GetStuck());
  for (int i = 1; i <= 4; ++i) ASSERT_FALSE(world_->Run(ParkNotice{"n" + std::to_string(i), "overdue", "top", "NOTICE_REFUSED", 1}, "system"));
  std::vector<std::string> all;
  for (const Incident* incident : Incidents()) all.push_back(std::to_string(incident->number));
  Do(SkipIncident{Incidents()[2]->number, "sagt", {}});
  const Context office = world_->ContextOf("office");
  auto list = [&](IncidentFilter filter) { return ListIncidents(world_->state(), office, filter, "nb"); };
  EXPECT_EQ(Numbers(list({})), all);
  EXPECT_THAT(Numbers(list({.state = IncidentState::kOpen})), ElementsAre(all[0], all[1], all[3], all[4]));
  EXPECT_THAT(Numbers(list({.state = IncidentState::kSkipped})), ElementsAre(all[2]));
  EXPECT_THAT(Numbers(list({.cycle = "2015"})), ElementsAre(all[0]));
  EXPECT_THAT(Numbers(list({.cycle = "2015", .state = IncidentState::kSkipped})), IsEmpty());
  std::vector<std::string> paged;
  IncidentFilter filter{.most = 2};
  for (int pages = 0; pages < 3; ++pages) {
    const IncidentPage page = list(filter);
    for (const std::string& number : Numbers(page)) paged.push_back(number);
    EXPECT_EQ(page.next.empty(), pages == 2);
    filter.after = page.next;
  }
  EXPECT_EQ(paged, all);
}

// --- notices -----------------------------------------------------------------------------------------------------------

TEST_F(IncidentTest, ANoticeHasOneIncidentAndGoesOrIsTriedAgain) {
  ASSERT_NO_FATAL_FAILURE(Begin(incident::kTwoEvents, "two-events"));
  const ParkNotice given_up{"7-1", "overdue", "top", "NOTICE_NOT_DELIVERED", 16};
  ASSERT_FALSE(world_->Run(given_up, "system"));
  ASSERT_FALSE(world_->Run(given_up, "system"));
  EXPECT_EQ(Only().attempts, 16);
  EXPECT_EQ(Only().person, "top");
  const int64_t number = Only().number;
  EXPECT_THAT(world_->Rehearse(RetryIncident{number, {}}, "office").notices_again, ElementsAre("7-1"));
  const Outcome skipped = world_->Rehearse(SkipIncident{number, "vet det alt", {}}, "office");
  EXPECT_THAT(skipped.notices_dropped, ElementsAre("7-1"));
  EXPECT_THAT(skipped.notices_again, IsEmpty());
  Do(RetryIncident{number, {}});
  // Given up once more: that is another incident.
  ASSERT_FALSE(world_->Run(given_up, "system"));
  ASSERT_THAT(Incidents(), SizeIs(2));
  EXPECT_EQ(Incidents()[0]->state, IncidentState::kRetried);
  EXPECT_EQ(Incidents()[1]->state, IncidentState::kOpen);
}

}  // namespace
}  // namespace arshjul
