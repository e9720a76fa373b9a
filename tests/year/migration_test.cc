// A running year moves to another version of its workflow: at any time, and it goes on to its end.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "cycle/apply.h"
#include "cycle/query_agreement.h"
#include "cycle/query_task.h"
#include "scenario/script.h"
#include "year/small_town.h"

namespace arshjul::year {
namespace {

using namespace cycle;

std::string Source() { return ReadFile(std::string(ARSHJUL_SOURCE_DIR) + "/workflows/annual-cycle/workflow.yaml"); }

// The next version of the municipality's own scenario: a step more, a state with another name, a task less.
std::string NextVersion() {
  return scenario::LaterVersion(Source(), ReadFile(std::string(ARSHJUL_SOURCE_DIR) + "/workflows/annual-cycle/kvalitetssikring.versjon"));
}

std::string Replaced(std::string text, const std::string& before, const std::string& now) {
  const size_t at = text.find(before);
  if (at == std::string::npos || text.find(before, at + 1) != std::string::npos) throw std::runtime_error("not once: " + before);
  return text.replace(at, before.size(), now);
}

MigrateCycle To(const std::string& source) { return {"2015", "the test says so", "", source, {}, false}; }

// What the plan says, the town being left as it was.
Value PlanOf(SmallTown& town, MigrateCycle command) {
  command.plan_only = true;
  Outcome outcome = Decide(town.state(), command, town.ContextOf("office"));
  town.state().Undo();
  EXPECT_FALSE(outcome.refusal) << (outcome.refusal ? ReasonName(outcome.refusal->reason) : "");
  return outcome.answer;
}

std::string Told(const Outcome& outcome) {
  if (!outcome.refusal) return "done";
  std::string out = ReasonName(outcome.refusal->reason);
  for (const FieldViolation& violation : outcome.refusal->fields) out += "; " + violation.field + " " + violation.problem;
  return out;
}

// "problem problem" of the remarks on the step.
std::string RemarksOn(const Value& plan, const std::string& step) {
  std::string out;
  for (const Value& row : *plan["steps"].AsList()) {
    if (row["step"].Text() != step || row["remarks"].AsList() == nullptr) continue;
    for (const Value& remark : *row["remarks"].AsList()) out += (out.empty() ? "" : " ") + remark["problem"].Text();
  }
  return out;
}

std::vector<std::string> Rows(State& state) {
  std::vector<std::string> rows;
  state.ForEach([&](auto& table) {
    for (const auto* row : table.All()) rows.push_back(std::to_string(row->kTable) + row->Key() + Encode(*row));
  });
  return rows;
}

void ExpectFoldGivesState(SmallTown& town) {
  State folded(nullptr);
  for (const Entry& entry : town.log()) {
    Entry back;
    ASSERT_TRUE(Decode(Encode(entry), back));
    for (const Event& event : back.events) Apply(folded, event, back.time);
  }
  EXPECT_EQ(Rows(town.state()), Rows(folded));
}

bool IsLegal(const workflow::v1::State& state, const std::set<std::string>& active, bool& inside) {
  inside = active.contains(state.id());
  int children = 0, active_children = 0;
  for (const auto& child : state.states()) {
    bool within = false;
    if (!IsLegal(child, active, within)) return false;
    ++children;
    active_children += within ? 1 : 0;
  }
  inside = inside || active_children > 0;
  return !inside || children == 0 || active_children == (state.parallel() ? children : 1);
}

// Every step stands somewhere its version knows, with the tasks that its states hold.
void ExpectLegal(SmallTown& town) {
  for (const Step* step : town.state().steps.All()) {
    if (step->state != StepState::kActive) continue;
    auto workflow = PinnedWorkflow(town.state(), town.ContextOf("office"), *step);
    const std::set<std::string> active(step->configuration.active.begin(), step->configuration.active.end());
    for (const auto& chart : workflow->definition.charts()) {
      if (chart.id() != workflow->phases.at(step->phase)->chart()) continue;
      int at_top = 0;
      for (const auto& state : chart.states()) {
        bool inside = false;
        EXPECT_TRUE(IsLegal(state, active, inside)) << step->Key();
        at_top += inside ? 1 : 0;
      }
      EXPECT_EQ(at_top, 1) << step->Key();
    }
    for (const std::string& key : step->open_tasks) EXPECT_TRUE(workflow->tasks.contains(town.state().tasks.Find(key)->kind)) << key;
  }
}

void Live(SmallTown& town, Date from) {
  for (Date stop : {MakeDate(2014, 9, 26), MakeDate(2014, 12, 16), MakeDate(2015, 1, 2), MakeDate(2016, 1, 4), MakeDate(2016, 2, 1), MakeDate(2016, 6, 15)}) {
    if (stop < from) continue;
    town.Advance(stop);
    town.CompleteAll();
  }
}

TEST(Migration, AtAnyTimeTheYearGoesOnToItsEnd) {
  const std::vector<Date> days = {MakeDate(2014, 8, 15), MakeDate(2014, 8, 29), MakeDate(2014, 9, 26), MakeDate(2014, 12, 16),
                                  MakeDate(2015, 1, 2),  MakeDate(2016, 1, 4),  MakeDate(2016, 2, 1),  MakeDate(2016, 6, 15)};
  for (Date day : days) {
    for (int done : {0, 1, 3, 6, 11}) {
      SCOPED_TRACE(FormatDate(day) + " and " + std::to_string(done) + " tasks");
      SmallTown town;
      town.LiveUntil(day);
      int left = done;
      town.CompleteWhere([&](const Task&) { return left-- > 0; });
      const size_t open = town.state().tasks.By(Task::kOpen, "open").size();
      ASSERT_EQ(Told(town.Do("office", To(NextVersion()))), "done");
      EXPECT_EQ(town.state().cycles.Find("2015")->workflow, "annual-cycle@2");
      EXPECT_LE(town.state().tasks.By(Task::kOpen, "open").size(), open) << "no state that landed holds more than before";
      ExpectLegal(town);
      town.CompleteAll();
      Live(town, day);
      EXPECT_EQ(town.state().cycles.Find("2015")->state, CycleState::kClosed);
      ExpectFoldGivesState(town);
    }
  }
}

TEST(Migration, ThereAndBackAgain) {
  SmallTown town;
  town.LiveUntil(MakeDate(2014, 9, 26));
  // Version 1 does not know what version 2 called its states; where nobody stands in them, the way back is open.
  ASSERT_EQ(Told(town.Do("office", To(NextVersion()))), "done");
  ASSERT_EQ(Told(town.Do("office", MigrateCycle{"2015", "back", "annual-cycle@1", "", {}, false})), "done");
  ExpectLegal(town);
  town.CompleteAll();
  Live(town, MakeDate(2014, 9, 26));
  EXPECT_EQ(town.state().cycles.Find("2015")->state, CycleState::kClosed);
  ExpectFoldGivesState(town);
}

TEST(Migration, OnlyTheOfficeAndOnlyWhatRuns) {
  SmallTown town;
  EXPECT_EQ(Told(town.Do("office", To(NextVersion()))), "CYCLE_NOT_FOUND");
  town.LiveUntil(MakeDate(2014, 8, 15));
  EXPECT_EQ(Told(town.Do("rektor", To(NextVersion()))), "ROLE_MISSING");
  EXPECT_EQ(Told(town.Do("office", MigrateCycle{"2015", "why", "annual-cycle@7", "", {}, false})), "WORKFLOW_NOT_FOUND");
  EXPECT_EQ(Told(town.Do("office", MigrateCycle{"2015", "why", "annual-cycle", "", {}, false})), "INVALID_INPUT; workflow version_already_used");
  EXPECT_EQ(Told(town.Do("office", MigrateCycle{"2015", " ", "", NextVersion(), {}, false})), "INVALID_INPUT; reason required");
  const std::string wrong = Replaced(Source(), "  chart: ambition\n", "  chart: ambitoin\n");
  const Outcome outcome = town.Do("office", To(wrong));
  ASSERT_TRUE(outcome.refusal);
  EXPECT_EQ(outcome.refusal->reason, Reason::kInvalidWorkflow);
  EXPECT_EQ(town.state().workflows.All().size(), 1u);
  town.Must("office", ChangeCycle{ChangeCycle::To::kSuspend, "2015", "a pause"});
  EXPECT_EQ(Told(town.Do("office", To(NextVersion()))), "CYCLE_NOT_RUNNING");
  town.Must("office", ChangeCycle{ChangeCycle::To::kResume, "2015", "on again"});
  EXPECT_EQ(Told(town.Do("office", To(NextVersion()))), "done");
  town.Must("office", ChangeCycle{ChangeCycle::To::kCancel, "2015", "the end"});
  EXPECT_EQ(Told(town.Do("office", MigrateCycle{"2015", "why", "annual-cycle@1", "", {}, false})), "CYCLE_NOT_RUNNING");
}

TEST(Migration, WhatHadEndedKeepsItsVersion) {
  SmallTown town;
  town.LiveUntil(MakeDate(2014, 8, 15));
  town.Complete("involvement", "lund", "record", {{"how_high", "Høyt"}});
  const Task before = town.TaskOf("involvement", "lund");
  // The new version asks neither how high nor how.
  std::string source = NextVersion();
  const size_t from = source.find("  - id: how_high\n"), to = source.find("  - id: participation_level\n");
  source.erase(from, to - from);
  ASSERT_EQ(Told(town.Do("office", To(source))), "done");
  const Task after = town.TaskOf("involvement", "lund");
  EXPECT_EQ(after.workflow, "annual-cycle@1");
  EXPECT_EQ(after.draft, before.draft);
  Context context = town.ContextOf("rektor");
  const TaskAnswer shown = GetTask(town.state(), context, after.number, "nb", FormPart::kWith);
  EXPECT_EQ(shown.task.form.draft.count("how_high"), 1u);
  EXPECT_EQ(FindTaskDefinition(town.state(), context, town.TaskOf("involvement", "care"))->fields_size(), 4);
  EXPECT_EQ(FindTaskDefinition(town.state(), context, after)->fields_size(), 6);
}

TEST(Migration, ADraftKeepsWhatTheFormStillAsks) {
  SmallTown town;
  town.LiveUntil(MakeDate(2014, 8, 15));
  const Task task = town.TaskOf("involvement", "lund");
  town.Must("rektor", SaveTask{task.number, Object{{"how_high", "Høyt"}, {"how", "Sammen"}, {"participation_level", "informed"}}, {}});
  std::string source = Source();
  const size_t from = source.find("  - id: how_high\n"), to = source.find("  - id: how\n");
  source.erase(from, to - from);
  source = Replaced(source, "    - {id: informed, label: {nb: Informert, en: Informed}}\n", "");
  const Value plan = PlanOf(town, To(source));
  EXPECT_EQ(RemarksOn(plan, "2015/ambition/lund"), "migration_draft_dropped migration_draft_dropped");
  ASSERT_EQ(Told(town.Do("office", To(source))), "done");
  const Task after = town.TaskOf("involvement", "lund");
  EXPECT_EQ(after.number, task.number);
  EXPECT_EQ(after.draft, Value(Object{{"how", "Sammen"}}));
  EXPECT_EQ(Told(town.Do("rektor", SaveTask{task.number, Object{{"how", "Alene"}}, task.revision + 1})), "STALE_ETAG") << "the form is another one";
}

TEST(Migration, TasksChangeNamesAndHandsAndDays) {
  SmallTown town;
  town.LiveUntil(MakeDate(2014, 8, 15));
  const Task task = town.TaskOf("involvement", "lund");
  town.Advance(MakeDate(2014, 8, 20));
  struct Row {
    const char* policy;
    const char* due;  // of a task that was opened on Friday the 15th with ten working days, and is to have fifteen
  };
  for (const Row& row : std::vector<Row>{{"", "2014-08-29"}, {", on_migration: keep_instant", "2014-08-29"},
                                         {", on_migration: keep_remainder", "2014-09-05"}, {", on_migration: restart", "2014-09-10"}}) {
    SCOPED_TRACE(row.policy);
    std::string source = Source();
    source = Replaced(source, "- id: involvement\n  title", "- id: hear_the_users\n  migrate_from: involvement\n  title");
    source = Replaced(source, "        tasks: involvement\n", "        tasks: hear_the_users\n");
    source = Replaced(source, "task.involvement.record", "task.hear_the_users.record");
    source = Replaced(source, "  party: leader\n  due: {working_days: 10}\n  fields:\n  - id: held_on",
                      std::string("  party: superior\n  due: {working_days: 15") + row.policy + "}\n  fields:\n  - id: held_on");
    SmallTown moved;
    moved.LiveUntil(MakeDate(2014, 8, 15));
    moved.Advance(MakeDate(2014, 8, 20));
    ASSERT_EQ(Told(moved.Do("office", To(source))), "done");
    const Task after = moved.TaskOf("hear_the_users", "lund");
    EXPECT_EQ(after.number, task.number);
    EXPECT_EQ(after.assignment.person, "chief");
    EXPECT_EQ(FormatDate(after.due), row.due);
  }
}

// The frame has not come; the chart waits for 10 October, and goes on without it then.
TEST(Migration, TimesFollowTheirPolicy) {
  struct Row {
    const char* rule;     // of the new version
    const char* instant;  // the day on which it goes on
    int timers;           // of the step
  };
  for (const Row& row : std::vector<Row>{{"{at: frames_due}", "2014-10-10", 1},
                                         {"{at: frames_due, on_migration: restart}", "2014-10-20", 1},
                                         {"{working_days: 3}", "2014-10-10", 1},
                                         {"{working_days: 3, on_migration: restart}", "2014-10-06", 1}}) {
    SCOPED_TRACE(row.rule);
    SmallTown town;
    town.LiveUntil(MakeDate(2014, 9, 26));
    town.Advance(MakeDate(2014, 10, 1));
    std::string source = Replaced(Source(), "default: Y-1-10-10", "default: Y-1-10-20");
    source = Replaced(source, "        - {after: {at: frames_due}, to: answering}\n", std::string("        - {after: ") + row.rule + ", to: answering}\n");
    ASSERT_EQ(Told(town.Do("office", To(source))), "done");
    const Step* step = town.state().steps.Find("2015/budget/lund");
    ASSERT_EQ(step->timers.size(), static_cast<size_t>(row.timers));
    const Timer* timer = town.state().timers.Find(step->timers.front());
    EXPECT_EQ(FormatDate(town.ContextOf("office").calendar->LocalDate(timer->at)), row.instant);
    ExpectFoldGivesState(town);
    town.Advance(MakeDate(2014, 10, 21));
    EXPECT_EQ(town.TaskOf("answer_budget", "lund").state, TaskState::kOpen);
  }
}

TEST(Migration, ATimeThatHasPassedOfIsCountedOn) {
  const std::string waits = "        - {after: {working_days: 20}, to: answering}\n";
  const std::string first = Replaced(Source(), "        - {after: {at: frames_due}, to: answering}\n", waits);
  SmallTown town;
  town.LiveUntil(MakeDate(2014, 9, 26));
  town.Advance(MakeDate(2014, 9, 26));
  // Twenty working days from the 26th are the 24th of October; of thirty, as many have passed.
  ASSERT_EQ(Told(town.Do("office", To(Replaced(first, "working_days: 20}", "working_days: 20, on_migration: restart}")))), "done");
  town.Advance(MakeDate(2014, 10, 6));
  ASSERT_EQ(Told(town.Do("office", To(Replaced(first, "working_days: 20}", "working_days: 30, on_migration: keep_remainder}")))), "done");
  const Step* step = town.state().steps.Find("2015/budget/lund");
  const Timer* timer = town.state().timers.Find(step->timers.front());
  EXPECT_EQ(FormatDate(town.ContextOf("office").calendar->LocalDate(timer->at)), "2014-11-07");
  // Five have passed already: it comes the same day.
  ASSERT_EQ(Told(town.Do("office", To(Replaced(first, "working_days: 20}", "working_days: 5, on_migration: keep_remainder}")))), "done");
  town.Advance(MakeDate(2014, 10, 6));
  EXPECT_EQ(town.TaskOf("answer_budget", "lund").state, TaskState::kOpen);
  ExpectFoldGivesState(town);
}

TEST(Migration, PhasesThatNobodyHasBegunFollowTheVersion) {
  SmallTown town;
  town.Must("office", LaunchCycle{"annual-cycle", 2015, {{"talk_ends", "2016-03-04"}}, {}});
  std::string source = Replaced(Source(), "default: Y+1-01-02", "default: Y+1-01-05");       // results open later
  source = Replaced(source, "default: Y+1-03-10", "default: Y+1-03-17");                     // talks end later: but somebody chose
  source = Replaced(source, "default: Y-1-09-25", "default: Y-1-10-01");                     // ambition has begun
  source = Replaced(source, "- id: closing\n  title: {nb: Avslutning, en: Closing}\n", "- id: pulse\n  title: Puls\n  scope: municipality\n  chart: participation\n"
                            "  opens: budget_opens\n  ends: closing_ends\n- id: closing\n  title: {nb: Avslutning, en: Closing}\n");
  const Value plan = PlanOf(town, To(source));
  std::map<std::string, std::string> changes;
  for (const Value& phase : *plan["phases"].AsList()) changes[phase["id"].Text()] = phase["change"].Text() + " " + phase["opens"].Text() + " " + phase["ends"].Text();
  EXPECT_EQ(changes["results"], "MOVED 2016-01-05 2016-02-20");
  EXPECT_EQ(changes["talk"], "AS_BEFORE 2016-02-01 2016-03-04");
  EXPECT_EQ(changes["ambition"], "AS_BEFORE 2014-08-15 2014-09-25");
  EXPECT_EQ(changes["pulse"], "NEW 2014-09-26 2016-06-30");
  ASSERT_EQ(Told(town.Do("office", To(source))), "done");
  town.Advance(MakeDate(2014, 9, 26));
  EXPECT_NE(town.state().steps.Find("2015/pulse/"), nullptr);
  EXPECT_EQ(Told(town.Do("office", MigrateCycle{"2015", "why", "annual-cycle@1", "", {}, false})),
            "CANNOT_MIGRATE; phases/pulse migration_phase_gone");
  MigrateCycle chosen{"2015", "why", "", Replaced(source, "title: Puls\n", "title: Pulsen\n"), {{"ambition_ends", "2014-10-10"}, {"nonsense", "1"}}, false};
  EXPECT_EQ(Told(town.Do("office", chosen)), "INVALID_INPUT; params.ambition_ends phase_begun_already; params.nonsense unknown_parameter");
  chosen.parameters = {{"results_opens", "2016-01-11"}};
  ASSERT_EQ(Told(town.Do("office", chosen)), "done");
  EXPECT_EQ(FormatDate(town.state().cycles.Find("2015")->FindPhase("results")->opens), "2016-01-11");
  ExpectFoldGivesState(town);
}

TEST(Migration, APhaseMayBeTakenOutBeforeItBegins) {
  SmallTown town;
  town.LiveUntil(MakeDate(2014, 8, 15));
  const std::string phase = "- id: results\n  title: {nb: Resultat, en: Results}\n  scope: unit\n  chart: results\n  opens: results_opens\n"
                            "  ends: results_ends\n  after: [budget, council]\n";
  std::string source = Replaced(Source(), phase, "");
  source = Replaced(source, "  after: [results]\n", "  after: [council]\n");
  ASSERT_EQ(Told(town.Do("office", To(source))), "done");
  EXPECT_EQ(town.state().cycles.Find("2015")->FindPhase("results"), nullptr);
  for (const Timer* timer : town.state().timers.All()) EXPECT_NE(timer->phase, "results");
  town.CompleteAll();
  Live(town, MakeDate(2014, 8, 15));
  EXPECT_EQ(town.state().cycles.Find("2015")->state, CycleState::kClosed);
  ExpectFoldGivesState(town);
}

TEST(Migration, SixThousandLeadersMove) {
  Municipality large(MakeDate(2014, 8, 15));
  CreateMunicipality create{"stor", "Storby kommune", "nb", {}, true, {}, {}, "PS 1/14", {Source()}};
  create.founders = {{organisation::Role::kOffice, {"office", "Stab", ""}}, {organisation::Role::kMandate, {"council", "Ordfører", ""}}};
  ASSERT_EQ(Told(large.Do("office", create)), "done");
  ASSERT_EQ(Told(large.Do("office", LargeOrganisation(6000, 10))), "done");
  ASSERT_EQ(Told(large.Do("office", LaunchCycle{"annual-cycle", 2015, {}, {}})), "done");
  const Outcome moved = large.Do("office", To(NextVersion()));
  ASSERT_EQ(Told(moved), "done");
  EXPECT_EQ(moved.answer["total"], Value(6001));
  EXPECT_EQ(moved.answer["steps"].AsList()->size(), 1000u);
  EXPECT_EQ(std::count_if(moved.events.begin(), moved.events.end(), [](const Event& event) { return std::holds_alternative<StepMigrated>(event); }), 6001);
}

TEST(Migration, WithdrawnTasksKeepTheVersionTheyWereOpenedUnder) {
  SmallTown town;
  town.LiveUntil(MakeDate(2014, 8, 15));
  ASSERT_EQ(Told(town.Do("office", To(NextVersion()))), "done");
  int withdrawn = 0;
  for (const Task* task : town.state().tasks.All()) {
    if (task->state != TaskState::kWithdrawn) continue;
    ++withdrawn;
    EXPECT_EQ(task->workflow, "annual-cycle@1") << task->kind;
  }
  EXPECT_EQ(withdrawn, 1);
  ExpectFoldGivesState(town);
}

// The council's step comes to its end by the migration and overtakes the budget, whose steps move in the same command.
TEST(Migration, WhatIsOvertakenByItStaysSo) {
  const std::string council = "- id: council\n  title: {nb: Kommunestyrets vedtak, en: The council's decision}\n  scope: municipality\n"
                              "  chart: council\n  opens: budget_opens\n  ends: budget_ends\n";
  const std::string budget = "- id: budget\n  title: {nb: Budsjett, en: Budget}\n";
  const std::string first = Replaced(Replaced(Source(), council, ""), budget, council + budget);
  SmallTown town;
  town.LiveUntil(MakeDate(2014, 9, 26));
  ASSERT_EQ(Told(town.Do("office", To(first))), "done");
  ASSERT_EQ(town.state().steps.Find("2015/council/")->state, StepState::kActive);
  ASSERT_EQ(town.state().steps.Find("2015/budget/lund")->state, StepState::kActive);
  const std::string publish = "    - {event: task.publish_recommendation.publish, to: open_to_the_public, actions: [{record: recommendation}]}\n";
  const std::string source = Replaced(first, publish, publish + "    - {to: decided}\n");
  ASSERT_EQ(Told(town.Do("office", To(source))), "done");
  EXPECT_EQ(town.state().steps.Find("2015/council/")->state, StepState::kDone);
  EXPECT_EQ(town.state().steps.Find("2015/budget/lund")->state, StepState::kOvertaken);
  ExpectFoldGivesState(town);
}

TEST(Migration, PersonnelTextsKeepTheirReaders) {
  SmallTown town;
  town.LiveUntil(MakeDate(2016, 2, 1));
  town.CompleteWhere([](const Task& task) { return task.kind == "report_results" || task.kind == "see_results"; });
  town.HoldTalkOfLund();
  struct Row {
    const char* task;
    const char* before;
    const char* now;
    const char* told;
  };
  const std::string exposed = "CANNOT_MIGRATE; phases/talk migration_text_exposed";
  for (const Row& row : std::vector<Row>{{"- id: prepare_as_leader\n", "    audience: private\n", "    audience: parties\n", "own_notes"},
                                         {"- id: minutes\n", "    audience: commitments\n", "    audience: parties\n", "commitments"}}) {
    SCOPED_TRACE(row.told);
    std::string source = Source();
    const size_t at = source.find(row.before, source.find(row.task));
    source.replace(at, std::string(row.before).size(), row.now);
    EXPECT_EQ(Told(town.Do("office", To(source))), exposed);
  }
  std::string source = Source();
  const std::string party = "  party: leader\n";
  source.replace(source.find(party, source.find("- id: prepare_as_leader\n")), party.size(), "  party: superior\n");
  EXPECT_TRUE(Told(town.Do("office", To(source))).starts_with(exposed)) << "the task is of the other party";
}

TEST(Migration, WhatWasMinutedUnderAnotherNameIsPromised) {
  SmallTown town;
  town.LiveUntil(MakeDate(2016, 2, 1));
  town.CompleteWhere([](const Task& task) { return task.kind == "report_results" || task.kind == "see_results"; });
  town.HoldTalkOfLund();
  std::string source = Replaced(Source(), "- id: minutes\n  title", "- id: minuting\n  migrate_from: minutes\n  title");
  for (const auto& [before, now] : std::map<std::string, std::string>{{"task.minutes.", "task.minuting."}, {"tasks: minutes\n", "tasks: minuting\n"}}) {
    for (size_t at = source.find(before); at != std::string::npos; at = source.find(before, at)) source.replace(at, before.size(), now);
  }
  ASSERT_EQ(Told(town.Do("office", To(source))), "done");
  ASSERT_TRUE(town.state().commitments.By(Commitment::kByPair, "rektor~chief").empty());
  town.Complete("confirm", "rektor", "confirm");
  EXPECT_EQ(town.state().commitments.By(Commitment::kByPair, "rektor~chief").size(), 2u);
  ExpectFoldGivesState(town);
}

TEST(Migration, AnUnsentDraftIsNotHandedToTheOtherParty) {
  SmallTown town;
  town.LiveUntil(MakeDate(2016, 2, 1));
  town.CompleteWhere([](const Task& task) { return task.kind == "report_results" || task.kind == "see_results"; });
  const Task task = town.TaskOf("prepare_as_leader", "rektor");
  ASSERT_EQ(task.state, TaskState::kOpen);
  town.Must("rektor", SaveTask{task.number, Object{{"achieved", "Usendt"}}, {}});
  ASSERT_FALSE(town.TaskOf("prepare_as_leader", "rektor").draft_texts.empty());
  std::string source = Source();
  const std::string party = "  party: leader\n";
  source.replace(source.find(party, source.find("- id: prepare_as_leader\n")), party.size(), "  party: superior\n");
  ASSERT_EQ(Told(town.Do("office", To(source))), "done");
  const Task after = town.TaskOf("prepare_as_leader", "rektor");
  EXPECT_EQ(after.assignment.person, "chief");
  EXPECT_TRUE(after.draft_texts.empty());
  ExpectFoldGivesState(town);
}

// What two have between them is told as a total alone, to whoever plans.
TEST(Migration, TalksAndAgreementsAreToldAsTotals) {
  SmallTown town;
  town.LiveUntil(MakeDate(2016, 2, 1));
  town.CompleteWhere([](const Task& task) { return task.kind == "report_results" || task.kind == "see_results"; });
  town.HoldTalkOfLund();
  town.AgreeWithLund();
  town.RefuseWithHealth();
  const Step* health = nullptr;
  for (const Step* step : town.state().steps.By(Step::kByLeader, "health")) {
    if (step->shown == "leader_refused") health = step;
  }
  ASSERT_NE(health, nullptr);
  const Agreement lund = *town.state().agreements.By(Agreement::kByLeader, "rektor").back();
  std::string source = Replaced(Source(), "  - id: leader_refused\n", "  - id: refused_by_leader\n");
  source = Replaced(source, "refuse, to: leader_refused,", "refuse, to: refused_by_leader,");
  const Value plan = PlanOf(town, To(source));
  for (const Value& step : *plan["steps"].AsList()) {
    const bool personal = step["step"].Text().find('~') != std::string::npos;
    if (!personal) continue;
    for (const char* key : {"from", "to", "tasks_kept", "tasks_opened", "tasks_withdrawn", "remarks"}) EXPECT_TRUE(step[key].IsNull()) << ToJson(step);
  }
  const Outcome refused = town.Do("office", To(source));
  ASSERT_TRUE(refused.refusal);
  ASSERT_EQ(refused.refusal->fields.size(), 1u);
  EXPECT_EQ(refused.refusal->fields.front().field, "phases/agreement");
  EXPECT_EQ(refused.refusal->fields.front().args.at("count"), "1");
  EXPECT_FALSE(refused.refusal->fields.front().args.contains("who"));
  source = Replaced(source, "  - id: refused_by_leader\n", "  - id: refused_by_leader\n    migrate_from: leader_refused\n");
  ASSERT_EQ(Told(town.Do("office", To(source))), "done");
  EXPECT_EQ(town.state().steps.Find(health->Key())->shown, "refused_by_leader");
  // What was signed stands as it was signed.
  EXPECT_EQ(Encode(*town.state().agreements.Find(lund.Key())), Encode(lund));
  const TalkAnswer talk = GetTalk(town.state(), town.ContextOf("rektor"), "2015", "rektor", "nb");
  EXPECT_EQ(talk.talk.remark, "Jeg er uenig i punkt to");
  ExpectFoldGivesState(town);
}

}  // namespace
}  // namespace arshjul::year
