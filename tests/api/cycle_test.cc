// Cycles as another system meets them: launch, overview, watch, change, close, export; the clock; verification.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <set>

#include "api/live_server.h"

namespace arshjul {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Key;
using testing::Not;

using Workflows = v1::WorkflowService::Stub;
using Cycles = v1::CycleService::Stub;
using Demo = v1::DemoService::Stub;
using Operations = v1::OperationsService::Stub;
using Tasks = v1::TaskService::Stub;

class CycleTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { live_ = new LiveServer; }
  static void TearDownTestSuite() { delete std::exchange(live_, nullptr); }
  void SetUp() override {
    static int number = 0;
    id_ = "by" + std::to_string(++number);
    name_ = "municipalities/" + id_;
    cycle_ = name_ + "/cycles/2015";
    live_->Found(id_);
  }
  LiveServer& live() { return *live_; }

  v1::LaunchCycleRequest Launch() {
    v1::LaunchCycleRequest request;
    request.set_parent(name_);
    request.set_workflow("annual-cycle");
    request.set_year(2015);
    return request;
  }
  Outcome Launch(const std::string& who, const v1::LaunchCycleRequest& request) {
    v1::LaunchCycleResponse response;
    return live().Call(live().cycles, &Cycles::LaunchCycle, who, request, response);
  }
  v1::Overview Overview(const std::string& who, const std::string& unit = "", const std::string& expected = "OK") {
    v1::SummarizeCycleRequest request;
    request.set_name(cycle_);
    request.set_unit(unit);
    v1::SummarizeCycleResponse response;
    EXPECT_EQ(live().Call(live().cycles, &Cycles::SummarizeCycle, who, request, response).text(), expected) << who << " " << unit;
    return response.overview();
  }
  Outcome SetClock(const std::string& to, v1::Clock* clock = nullptr) {
    v1::SetClockRequest request;
    request.set_name(name_ + "/clock");
    request.set_to(to);
    v1::SetClockResponse response;
    Outcome outcome = live().Call(live().demo, &Demo::SetClock, "office", request, response);
    if (clock != nullptr) *clock = response.clock();
    return outcome;
  }
  std::vector<v1::CycleEvent> Watch(const std::string& who, int64_t after, const std::string& expected = "OK") {
    grpc::ClientContext context;
    LiveServer::Prepare(context, who);
    v1::WatchCycleRequest request;
    request.set_name(cycle_);
    request.set_after_position(after);
    request.set_until_now(true);
    auto reader = live().cycles->WatchCycle(&context, request);
    std::vector<v1::CycleEvent> events;
    for (v1::WatchCycleResponse response; reader->Read(&response);) events.push_back(response.event());
    EXPECT_EQ(OutcomeOf(reader->Finish()).text(), expected) << who;
    return events;
  }

  static LiveServer* live_;
  std::string id_, name_, cycle_;
};
LiveServer* CycleTest::live_ = nullptr;

const v1::PhaseOverview& Phase(const v1::Overview& overview, const std::string& id) {
  for (const auto& phase : overview.phases()) {
    if (phase.id() == id) return phase;
  }
  ADD_FAILURE() << "no phase " << id;
  static const v1::PhaseOverview kNone;
  return kNone;
}

const v1::UnitOverview* Unit(const v1::Overview& overview, const std::string& id) {
  for (const auto& unit : overview.units()) {
    if (unit.unit_id() == id) return &unit;
  }
  return nullptr;
}

TEST_F(CycleTest, ALaunchIsTriedFirst) {
  v1::LaunchCycleRequest request = Launch();
  request.set_validate_only(true);
  v1::LaunchCycleResponse response;
  ASSERT_EQ(live().Call(live().cycles, &Cycles::LaunchCycle, "office", request, response).text(), "OK");
  EXPECT_EQ(response.cycle().year(), 2015);
  EXPECT_EQ(response.cycle().workflow(), "annual-cycle");
  EXPECT_EQ(response.cycle().params().at("ambition_opens"), "2014-08-15");
  EXPECT_GT(response.plan().task_count(), 30);
  EXPECT_EQ(response.plan().unit_count(), 6);
  EXPECT_EQ(response.plan().pair_count(), 5);
  ASSERT_EQ(response.plan().vacancies_size(), 1);
  EXPECT_EQ(response.plan().vacancies(0).unit_id(), "south");
  EXPECT_EQ(response.plan().vacancies(0).rolls_up_to(), "tora");
  EXPECT_EQ(response.plan().vacancies(0).rolls_up_to_unit_id(), "root");
  for (const auto& hit : response.plan().holidays()) EXPECT_FALSE(hit.title().empty() || hit.moved_to().empty()) << hit.date();
  v1::GetCycleRequest get;
  get.set_name(cycle_);
  v1::GetCycleResponse got;
  EXPECT_EQ(live().Call(live().cycles, &Cycles::GetCycle, "office", get, got).text(), "NOT_FOUND CYCLE_NOT_FOUND") << "only tried";
  request.set_validate_only(false);
  ASSERT_EQ(live().Call(live().cycles, &Cycles::LaunchCycle, "office", request, response).text(), "OK");
  EXPECT_EQ(response.cycle().state(), v1::Cycle::RUNNING);
  EXPECT_GT(response.cycle().open_tasks(), 0);
  ASSERT_EQ(live().Call(live().cycles, &Cycles::GetCycle, "anna", get, got).text(), "OK");
  EXPECT_EQ(got.cycle().open_tasks(), response.cycle().open_tasks());
  EXPECT_EQ(got.cycle().launched_by(), "Kommunedirektørens stab");
}

TEST_F(CycleTest, WrongLaunchesAreRefused) {
  struct Row {
    const char* name;
    std::function<void(v1::LaunchCycleRequest&)> change;
    std::string expected, field;
  };
  const std::vector<Row> rows = {
      {"no such workflow", [](auto& r) { r.set_workflow("monthly"); }, "NOT_FOUND WORKFLOW_NOT_FOUND", ""},
      {"no such version", [](auto& r) { r.set_workflow("annual-cycle@99"); }, "NOT_FOUND WORKFLOW_NOT_FOUND", ""},
      {"no year", [](auto& r) { r.set_year(0); }, "INVALID_ARGUMENT INVALID_INPUT", "year"},
      {"no such parameter", [](auto& r) { (*r.mutable_params())["lunch_at"] = "12"; }, "INVALID_ARGUMENT INVALID_INPUT", "params.lunch_at"},
      {"no date", [](auto& r) { (*r.mutable_params())["ambition_ends"] = "soon"; }, "INVALID_ARGUMENT INVALID_INPUT", "params.ambition_ends"},
      {"no such option", [](auto& r) { (*r.mutable_params())["talk_at"] = "never"; }, "INVALID_ARGUMENT INVALID_INPUT", "params.talk_at"},
      {"too short", [](auto& r) { (*r.mutable_params())["ambition_ends"] = "2014-08-18"; }, "INVALID_ARGUMENT PLAN_CANNOT_HOLD", "params.ambition_ends"},
      {"long over", [](auto& r) { r.set_year(2010); }, "INVALID_ARGUMENT PLAN_CANNOT_HOLD", "params.ambition_ends"},
      {"cohort without units", [](auto& r) { r.set_cohort_csv("takes_part\nja\n"); }, "INVALID_ARGUMENT INVALID_FILE", "column unit"},
      {"cohort of an unknown unit", [](auto& r) { r.set_cohort_csv("unit,takes_part\nVest,ja\n"); }, "INVALID_ARGUMENT INVALID_FILE", "line 2, column unit"},
      {"cohort of maybe", [](auto& r) { r.set_cohort_csv("unit,takes_part\nNord,kanskje\n"); }, "INVALID_ARGUMENT INVALID_FILE", "line 2, column takes_part"},
  };
  for (const Row& row : rows) {
    v1::LaunchCycleRequest request = Launch();
    row.change(request);
    Outcome outcome = Launch("office", request);
    EXPECT_EQ(outcome.text(), row.expected) << row.name;
    if (!row.field.empty()) EXPECT_THAT(outcome.fields, Contains(Key(row.field))) << row.name;
    EXPECT_EQ(Launch("anna", request).code, "PERMISSION_DENIED") << row.name;
  }
  EXPECT_EQ(Launch("office", Launch()).text(), "OK");
  EXPECT_EQ(Launch("office", Launch()).text(), "ALREADY_EXISTS CYCLE_LAUNCHED_ALREADY");
}

TEST_F(CycleTest, ACohortTakesPartAndOthersStandBeside) {
  v1::LaunchCycleRequest request = Launch();
  request.set_cohort_csv("unit;takes_part\nKommunen;ja\nNord;ja\nNord skole;ja\nSør;ja\nSør skole;ja\nn2;nei\n");
  ASSERT_EQ(Launch("office", request).text(), "OK");
  const v1::Overview overview = Overview("office");
  const v1::PhaseOverview& ambition = Phase(overview, "ambition");
  EXPECT_EQ(ambition.out_of_cohort(), 1);
  EXPECT_EQ(ambition.due(), 4);
  EXPECT_EQ(ambition.vacant(), 1);
}

TEST_F(CycleTest, EachSeesTheYearAsFarAsItIsTheirs) {
  ASSERT_EQ(Launch("office", Launch()).text(), "OK");
  const v1::Overview all = Overview("office");
  EXPECT_EQ(all.units_size(), 6);
  EXPECT_EQ(all.max_span(), 2);
  EXPECT_EQ(Phase(all, "ambition").due(), 5);
  EXPECT_EQ(Phase(all, "ambition").vacant(), 1);
  EXPECT_EQ(Phase(all, "ambition").done(), 0);
  EXPECT_EQ(Phase(all, "agreement").due(), 5);
  EXPECT_EQ(Phase(all, "council").due(), 1);
  ASSERT_NE(Unit(all, "north"), nullptr);
  ASSERT_EQ(Unit(all, "north")->phases_size(), 1) << "only ambition has begun";
  EXPECT_EQ(Unit(all, "north")->phases(0).total_due(), 3);
  EXPECT_EQ(Unit(all, "root")->phases(0).total_due(), 5);
  EXPECT_FALSE(Unit(all, "n1")->phases(0).state_title().empty());
  EXPECT_EQ(Unit(all, "n1")->phases(0).waiting_for(), "Anna Aas");
  EXPECT_TRUE(Unit(all, "south")->vacant());
  EXPECT_EQ(all.coverage_size(), all.phases_size());
  const v1::Overview north = Overview("nils");
  EXPECT_EQ(north.units_size(), 3);
  EXPECT_EQ(Phase(north, "ambition").due(), 3);
  EXPECT_EQ(Overview("office", "Nord").units_size(), 3);
  EXPECT_EQ(Overview("anna").units_size(), 1);
  Overview("anna", "n2", "PERMISSION_DENIED NOT_VISIBLE");
  Overview("office", "Vest", "NOT_FOUND UNIT_NOT_FOUND");
  const v1::Overview council = Overview("council");
  EXPECT_EQ(council.units_size(), 0);
  EXPECT_EQ(Phase(council, "ambition").due(), 5);
  const v1::Overview few = Overview("council", "n1");
  EXPECT_TRUE(Phase(few, "ambition").withheld());
  EXPECT_EQ(Phase(few, "ambition").due() + Phase(few, "ambition").vacant(), 0);
  const std::set<std::string> of_the_municipality = {"council", "participation", "closing"};
  for (const auto& phase : few.coverage()) EXPECT_EQ(phase.withheld(), !of_the_municipality.contains(phase.kind())) << phase.kind();
}

TEST_F(CycleTest, TheOverviewFollowsWhatHappens) {
  ASSERT_EQ(Launch("office", Launch()).text(), "OK");
  EXPECT_EQ(Overview("office").overdue_tasks(), 0);
  const int open = Overview("office").open_tasks();
  ASSERT_EQ(SetClock("2014-09-26").text(), "OK");
  const v1::Overview late = Overview("office");
  EXPECT_GT(late.overdue_tasks(), 0);
  EXPECT_GT(Phase(late, "ambition").overdue(), 0);
  EXPECT_NE(late.open_tasks(), open) << "the budget has begun";
  EXPECT_EQ(Phase(late, "ambition").state(), v1::CyclePhase::ENDED);
  EXPECT_EQ(Phase(late, "budget").state(), v1::CyclePhase::OPEN);
}

TEST_F(CycleTest, TheClockGoesForwardAndTellsWhatItSetOff) {
  ASSERT_EQ(Launch("office", Launch()).text(), "OK");
  v1::Clock clock;
  ASSERT_EQ(SetClock("2014-08-25", &clock).text(), "OK");
  EXPECT_EQ(clock.date(), "2014-08-25");
  EXPECT_EQ(clock.now().seconds(), 1408946400);  // 08:00 in Oslo
  EXPECT_GT(clock.fired_timers(), 0);
  EXPECT_EQ(SetClock("2014-08-24").text(), "FAILED_PRECONDITION CLOCK_BACKWARDS");
  EXPECT_THAT(SetClock("yesterday").fields, Contains(Key("to")));
  v1::AdvanceClockRequest advance;
  advance.set_name(name_ + "/clock");
  advance.set_days(65);
  v1::AdvanceClockResponse advanced;
  ASSERT_EQ(live().Call(live().demo, &Demo::AdvanceClock, "office", advance, advanced).text(), "OK");
  EXPECT_EQ(advanced.clock().now().seconds(), 1414566000) << "08:00 in Oslo too, though summer time is over";
  advance.set_days(0);
  EXPECT_THAT(live().Call(live().demo, &Demo::AdvanceClock, "office", advance, advanced).fields, Contains(Key("days")));
  v1::GetClockRequest get;
  get.set_name(name_ + "/clock");
  v1::GetClockResponse got;
  EXPECT_EQ(live().Call(live().demo, &Demo::GetClock, "anna", get, got).text(), "OK");
  EXPECT_EQ(got.clock().date(), "2014-10-29");
  get.set_name(name_ + "/watch");
  EXPECT_EQ(live().Call(live().demo, &Demo::GetClock, "anna", get, got).text(), "INVALID_ARGUMENT INVALID_INPUT");
}

TEST_F(CycleTest, AWatchTellsEverythingOnceAndGoesOnWhereItBrokeOff) {
  ASSERT_EQ(Launch("office", Launch()).text(), "OK");
  const std::vector<v1::CycleEvent> all = Watch("office", 0);
  ASSERT_GT(all.size(), 6u);
  EXPECT_EQ(all[0].kind(), "cycle_launched");
  std::set<int64_t> positions;
  for (const v1::CycleEvent& event : all) {
    EXPECT_TRUE(positions.insert(event.position()).second) << "a position of its own";
    EXPECT_FALSE(event.summary().empty() || event.summary().find('{') != std::string::npos) << event.kind() << ": " << event.summary();
    EXPECT_THAT(event.resource(), HasSubstr(name_ + "/"));
  }
  const std::vector<v1::CycleEvent> rest = Watch("office", all[2].position());
  ASSERT_EQ(rest.size(), all.size() - 3);
  EXPECT_EQ(rest[0].position(), all[3].position());
  EXPECT_TRUE(Watch("office", all.back().position()).empty());
  EXPECT_LT(Watch("anna", 0).size(), all.size());
  Watch("Ingen Slik", 0, "NOT_FOUND PERSON_NOT_FOUND");
  Watch("office", -1, "INVALID_ARGUMENT INVALID_INPUT");
  cycle_ = name_ + "/cycles/1999";
  Watch("office", 0, "NOT_FOUND CYCLE_NOT_FOUND");
}

TEST_F(CycleTest, AWatchThatStaysIsToldOfWhatHappensNext) {
  ASSERT_EQ(Launch("office", Launch()).text(), "OK");
  const int64_t before = Watch("office", 0).back().position();
  grpc::ClientContext context;
  LiveServer::Prepare(context, "office");
  v1::WatchCycleRequest request;
  request.set_name(cycle_);
  request.set_after_position(before);
  auto reader = live().cycles->WatchCycle(&context, request);
  auto next = std::async(std::launch::async, [&] {
    v1::WatchCycleResponse response;
    return reader->Read(&response) ? response.event().kind() : "nothing";
  });
  v1::SuspendCycleRequest suspend;
  suspend.set_name(cycle_);
  suspend.set_reason("streik");
  v1::SuspendCycleResponse suspended;
  ASSERT_EQ(live().Call(live().cycles, &Cycles::SuspendCycle, "office", suspend, suspended).text(), "OK");
  EXPECT_EQ(next.get(), "cycle_suspended");
  context.TryCancel();
  reader->Finish();
}

TEST_F(CycleTest, ACycleIsSuspendedResumedCancelled) {
  ASSERT_EQ(Launch("office", Launch()).text(), "OK");
  v1::SuspendCycleRequest suspend;
  suspend.set_name(cycle_);
  v1::SuspendCycleResponse suspended;
  EXPECT_THAT(live().Call(live().cycles, &Cycles::SuspendCycle, "office", suspend, suspended).fields, Contains(Key("reason")));
  suspend.set_reason("streik");
  EXPECT_EQ(live().Call(live().cycles, &Cycles::SuspendCycle, "tora", suspend, suspended).text(), "PERMISSION_DENIED ROLE_MISSING");
  ASSERT_EQ(live().Call(live().cycles, &Cycles::SuspendCycle, "office", suspend, suspended).text(), "OK");
  EXPECT_EQ(suspended.cycle().state(), v1::Cycle::SUSPENDED);
  EXPECT_EQ(suspended.cycle().state_reason(), "streik");
  EXPECT_EQ(live().Call(live().cycles, &Cycles::SuspendCycle, "office", suspend, suspended).text(), "FAILED_PRECONDITION CYCLE_NOT_RUNNING");
  v1::ResumeCycleRequest resume;
  resume.set_name(cycle_);
  resume.set_reason("enighet");
  v1::ResumeCycleResponse resumed;
  EXPECT_EQ(live().Call(live().cycles, &Cycles::ResumeCycle, "office", resume, resumed).text(), "OK");
  v1::CancelCycleRequest cancel;
  cancel.set_name(cycle_);
  cancel.set_reason("feil år");
  v1::CancelCycleResponse cancelled;
  ASSERT_EQ(live().Call(live().cycles, &Cycles::CancelCycle, "office", cancel, cancelled).text(), "OK");
  EXPECT_EQ(cancelled.cycle().state(), v1::Cycle::CANCELLED);
  EXPECT_EQ(cancelled.cycle().open_tasks(), 0);
  EXPECT_TRUE(cancelled.cycle().has_end_time());
  v1::ListCyclesRequest list;
  list.set_parent(name_);
  v1::ListCyclesResponse listed;
  EXPECT_EQ(live().Call(live().cycles, &Cycles::ListCycles, "anna", list, listed).text(), "OK");
  ASSERT_EQ(listed.cycles_size(), 1);
}

TEST_F(CycleTest, APhaseOpensEarlyForASubtreeOrAll) {
  ASSERT_EQ(Launch("office", Launch()).text(), "OK");
  struct Row {
    std::string phase, unit, reason, expected;
  };
  for (const Row& row : std::vector<Row>{{"lunch", "", "sulten", "NOT_FOUND PHASE_NOT_FOUND"},
                                         {"ambition", "", "igjen", "FAILED_PRECONDITION PHASE_ALREADY_OPEN"},
                                         {"budget", "Vest", "tidlig", "NOT_FOUND UNIT_NOT_FOUND"},
                                         {"budget", "", "", "INVALID_ARGUMENT INVALID_INPUT"},
                                         {"budget", "Nord", "tidlig", "OK"},
                                         {"budget", "", "alle", "OK"}}) {
    v1::OpenPhaseRequest request;
    request.set_name(cycle_);
    request.set_phase(row.phase);
    request.set_unit(row.unit);
    request.set_reason(row.reason);
    v1::OpenPhaseResponse response;
    EXPECT_EQ(live().Call(live().cycles, &Cycles::OpenPhase, "office", request, response).text(), row.expected) << row.phase << row.unit;
  }
  EXPECT_EQ(Phase(Overview("office"), "budget").state(), v1::CyclePhase::OPEN);
}

TEST_F(CycleTest, ACycleClosesOnlyWithItsGapsExplained) {
  ASSERT_EQ(Launch("office", Launch()).text(), "OK");
  v1::CloseCycleRequest request;
  request.set_name(cycle_);
  v1::CloseCycleResponse response;
  EXPECT_EQ(live().Call(live().cycles, &Cycles::CloseCycle, "office", request, response).text(), "FAILED_PRECONDITION ACTION_NOT_POSSIBLE") << "too early";
  ASSERT_EQ(SetClock("2016-06-15").text(), "OK");
  request.set_validate_only(true);
  EXPECT_EQ(live().Call(live().cycles, &Cycles::CloseCycle, "anna", request, response).text(), "PERMISSION_DENIED ROLE_MISSING");
  ASSERT_EQ(live().Call(live().cycles, &Cycles::CloseCycle, "office", request, response).text(), "OK");
  ASSERT_GT(response.gaps_size(), 5);
  const v1::CloseCycleResponse gaps = response;
  request.set_validate_only(false);
  auto& data = *request.mutable_data()->mutable_fields();
  data["follow_up"].set_string_value("Oftere");
  data["pulse_useful"].set_string_value("yes");
  data["pulse_simple"].set_string_value("partly");
  Outcome outcome = live().Call(live().cycles, &Cycles::CloseCycle, "office", request, response);
  EXPECT_NE(outcome.code, "OK");
  for (const v1::Gap& gap : gaps.gaps()) {
    EXPECT_FALSE(gap.state_title().empty() && !gap.state().empty()) << gap.id();
    auto& row = *data["gaps"].mutable_list_value()->add_values()->mutable_struct_value()->mutable_fields();
    row["step"].set_string_value(gap.id());
    row["explanation"].set_string_value("ikke rukket");
  }
  outcome = live().Call(live().cycles, &Cycles::CloseCycle, "office", request, response);
  ASSERT_EQ(outcome.text(), "OK") << testing::PrintToString(outcome.fields);
  EXPECT_EQ(response.cycle().state(), v1::Cycle::CLOSED);
}

TEST_F(CycleTest, AnExportHoldsTheCycleAndNoPersonnelText) {
  ASSERT_EQ(Launch("office", Launch()).text(), "OK");
  for (const auto& [who, expected] : std::map<std::string, std::string>{{"office", "OK"}, {"auditor", "OK"}, {"anna", "PERMISSION_DENIED ROLE_MISSING"}}) {
    grpc::ClientContext context;
    LiveServer::Prepare(context, who);
    v1::ExportCycleRequest request;
    request.set_name(cycle_);
    auto reader = live().cycles->ExportCycle(&context, request);
    std::string document;
    for (v1::ExportCycleResponse response; reader->Read(&response);) document += response.chunk();
    EXPECT_EQ(OutcomeOf(reader->Finish()).text(), expected) << who;
    if (expected != "OK") continue;
    EXPECT_THAT(document, HasSubstr("\"steps\":["));
    EXPECT_THAT(document, HasSubstr("Anna Aas"));
    EXPECT_THAT(document, Not(HasSubstr("draft")));
    EXPECT_TRUE(document.ends_with("}\n"));
  }
}

TEST_F(CycleTest, WorkflowsAreCheckedPublishedAndShown) {
  v1::CheckWorkflowRequest check;
  check.set_parent(name_);
  check.set_source("id: x\nlanguage: 1\nphases:\n- {id: a, chart: none}\n");
  v1::CheckWorkflowResponse checked;
  ASSERT_EQ(live().Call(live().workflows, &Workflows::CheckWorkflow, "anna", check, checked).text(), "OK");
  ASSERT_GT(checked.errors_size(), 0);
  EXPECT_GT(checked.errors(0).line(), 0);
  EXPECT_FALSE(checked.errors(0).message().empty());
  v1::GetWorkflowRequest get;
  get.set_name(name_ + "/workflows/annual-cycle");
  v1::GetWorkflowResponse got;
  ASSERT_EQ(live().Call(live().workflows, &Workflows::GetWorkflow, "anna", get, got).text(), "OK");
  EXPECT_EQ(got.workflow().version(), 1);
  EXPECT_THAT(got.workflow().mermaid(), HasSubstr("stateDiagram"));
  EXPECT_EQ(got.workflow().published_by(), "");
  v1::PublishWorkflowRequest publish;
  publish.set_parent(name_);
  publish.set_source(got.workflow().source() + "# mine\n");
  v1::PublishWorkflowResponse published;
  EXPECT_EQ(live().Call(live().workflows, &Workflows::PublishWorkflow, "anna", publish, published).text(), "PERMISSION_DENIED ROLE_MISSING");
  ASSERT_EQ(live().Call(live().workflows, &Workflows::PublishWorkflow, "office", publish, published).text(), "OK");
  EXPECT_EQ(published.workflow().version(), 2);
  EXPECT_EQ(published.workflow().published_by(), "Kommunedirektørens stab");
  publish.set_source("id: x");
  EXPECT_EQ(live().Call(live().workflows, &Workflows::PublishWorkflow, "office", publish, published).text(), "INVALID_ARGUMENT INVALID_WORKFLOW");
  get.set_name(name_ + "/workflows/annual-cycle@7");
  EXPECT_EQ(live().Call(live().workflows, &Workflows::GetWorkflow, "anna", get, got).text(), "NOT_FOUND WORKFLOW_NOT_FOUND");
  v1::ListWorkflowsRequest list;
  list.set_parent(name_);
  list.set_show_all_versions(true);
  v1::ListWorkflowsResponse listed;
  ASSERT_EQ(live().Call(live().workflows, &Workflows::ListWorkflows, "anna", list, listed).text(), "OK");
  ASSERT_EQ(listed.workflows_size(), 2);
  EXPECT_EQ(listed.workflows(0).version(), 2);
}

TEST_F(CycleTest, VerificationFindsNothingInASoundStore) {
  ASSERT_EQ(Launch("office", Launch()).text(), "OK");
  v1::VerifyRequest request;
  request.set_municipality(name_);
  v1::VerifyResponse response;
  EXPECT_EQ(live().Call(live().operations, &Operations::Verify, "anna", request, response).text(), "PERMISSION_DENIED ROLE_MISSING");
  for (const char* who : {"office", "auditor"}) {
    ASSERT_EQ(live().Call(live().operations, &Operations::Verify, who, request, response).text(), "OK");
    EXPECT_EQ(response.findings_size(), 0);
    EXPECT_GE(response.events(), 3);
  }
  v1::BackupRequest backup;
  backup.set_municipality(name_);
  backup.set_path("copy.db");
  v1::BackupResponse copied;
  EXPECT_THAT(live().Call(live().operations, &Operations::Backup, "office", backup, copied).fields, Contains(Key("path")));
  EXPECT_EQ(live().Call(live().operations, &Operations::Backup, "auditor", backup, copied).text(), "PERMISSION_DENIED ROLE_MISSING");
  backup.set_path(testing::TempDir() + "/" + id_ + "-copy.db");
  std::remove(backup.path().c_str());
  ASSERT_EQ(live().Call(live().operations, &Operations::Backup, "office", backup, copied).text(), "OK");
  EXPECT_GT(copied.size_bytes(), 0);
  EXPECT_EQ(live().Call(live().operations, &Operations::Backup, "office", backup, copied).text(), "ALREADY_EXISTS ALREADY_EXISTS");
  std::remove(backup.path().c_str());
  v1::GetHealthResponse health;
  EXPECT_EQ(live().Call(live().operations, &Operations::GetHealth, "", {}, health).text(), "OK");
  v1::GetMunicipalityHealthRequest of;
  of.set_municipality(name_);
  v1::GetMunicipalityHealthResponse own;
  EXPECT_EQ(live().Call(live().operations, &Operations::GetMunicipalityHealth, "anna", of, own).text(), "PERMISSION_DENIED ROLE_MISSING");
  EXPECT_EQ(live().Call(live().operations, &Operations::GetMunicipalityHealth, "office", of, own).text(), "OK");
  EXPECT_EQ(own.health().municipality(), name_);
  EXPECT_EQ(own.version(), "test");
  EXPECT_TRUE(health.demo());
  EXPECT_GE(health.municipalities_size(), 1);
}

TEST(Drain, StreamsEndAndTheAddressIsFree) {
  auto live = std::make_unique<LiveServer>();
  live->Found("by");
  live->LaunchCycle("by", 2015);
  grpc::ClientContext context;
  LiveServer::Prepare(context, "office");
  v1::WatchCycleRequest request;
  request.set_name("municipalities/by/cycles/2015");
  auto reader = live->cycles->WatchCycle(&context, request);
  v1::WatchCycleResponse response;
  ASSERT_TRUE(reader->Read(&response));
  live->server().Stop(std::chrono::seconds(10));
  while (reader->Read(&response)) {
  }
  EXPECT_EQ(OutcomeOf(reader->Finish()).code, "UNAVAILABLE") << "so that the caller comes back";
}

}  // namespace
}  // namespace arshjul
