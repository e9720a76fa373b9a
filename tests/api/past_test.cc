// A year that is called off and comes again, how it looked on a day, and what else the pages ask for.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/live_server.h"
#include "arshjul/v1/scorecard_service.grpc.pb.h"

namespace arshjul {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Key;
using Cycles = v1::CycleService::Stub;
using Demo = v1::DemoService::Stub;
using Municipalities = v1::MunicipalityService::Stub;
using Scorecards = v1::ScorecardService::Stub;
using Tasks = v1::TaskService::Stub;

constexpr char kName[] = "municipalities/by";

class PastTest : public testing::Test {
 protected:
  void SetUp() override {
    live_.Found("by");
    live_.LaunchCycle("by", 2015);
  }
  v1::Overview Overview(const std::string& who, const std::string& day, const std::string& expected = "OK") {
    v1::SummarizeCycleRequest request;
    request.set_name(std::string(kName) + "/cycles/2015");
    request.set_day(day);
    v1::SummarizeCycleResponse response;
    outcome_ = live_.Call(live_.cycles, &Cycles::SummarizeCycle, who, request, response);
    EXPECT_EQ(outcome_.text(), expected) << who << " " << day;
    return response.overview();
  }
  void SetClock(const std::string& to) {
    v1::SetClockRequest request;
    request.set_name(std::string(kName) + "/clock");
    request.set_to(to);
    v1::SetClockResponse response;
    ASSERT_EQ(live_.Call(live_.demo, &Demo::SetClock, "office", request, response).text(), "OK");
  }
  std::vector<std::string> Launches() {
    v1::ListCyclesRequest request;
    request.set_parent(kName);
    request.set_page_size(1);
    std::vector<std::string> found;
    do {
      v1::ListCyclesResponse response;
      EXPECT_EQ(live_.Call(live_.cycles, &Cycles::ListCycles, "office", request, response).text(), "OK");
      for (const auto& cycle : response.cycles()) found.push_back(cycle.name().substr(cycle.name().rfind('/') + 1) + " " + v1::Cycle::State_Name(cycle.state()));
      request.set_page_token(response.next_page_token());
    } while (!request.page_token().empty());
    return found;
  }
  std::vector<v1::CycleEvent> Watch(const std::string& cycle) {
    grpc::ClientContext context;
    LiveServer::Prepare(context, "office");
    v1::WatchCycleRequest request;
    request.set_name(cycle);
    request.set_until_now(true);
    auto reader = live_.cycles->WatchCycle(&context, request);
    std::vector<v1::CycleEvent> events;
    for (v1::WatchCycleResponse response; reader->Read(&response);) events.push_back(response.event());
    EXPECT_EQ(OutcomeOf(reader->Finish()).text(), "OK");
    return events;
  }
  LiveServer live_;
  Outcome outcome_;
};

std::string Told(v1::Overview overview) {
  overview.clear_time();
  return overview.DebugString();
}

TEST_F(PastTest, TheBoardAsItLookedWhenADayEnded) {
  const std::string first = Told(Overview("office", "")), of_leader = Told(Overview("nils", ""));
  SetClock("2014-09-29");
  const v1::Overview later = Overview("office", "");
  ASSERT_NE(Told(later), first);
  SetClock("2014-12-16");
  const v1::Overview then = Overview("office", "2014-08-15");
  EXPECT_EQ(Told(then), first);
  EXPECT_EQ(then.time().seconds(), 1408139999) << "the last second of that day in Oslo";
  EXPECT_EQ(Told(Overview("office", "2014-09-29")), Told(later)) << "from where the fold before had come";
  EXPECT_EQ(Told(Overview("nils", "2014-08-15")), of_leader) << "an earlier day again";
  EXPECT_EQ(Overview("council", "2014-08-15").units_size(), 0);
}

TEST_F(PastTest, OnlyOfDaysThatThereHaveBeen) {
  Overview("office", "2014-08-14", "INVALID_ARGUMENT INVALID_INPUT");
  EXPECT_THAT(outcome_.fields, Contains(Key("day")));
  Overview("office", "2014-08-16", "INVALID_ARGUMENT INVALID_INPUT");
  Overview("office", "yesterday", "INVALID_ARGUMENT INVALID_INPUT");
  Overview("office", "2014-08-15");
}

TEST_F(PastTest, AYearThatWasCalledOffIsLaunchedAgainUnderItsOwnName) {
  const size_t before = Watch(std::string(kName) + "/cycles/2015").size();
  v1::CancelCycleRequest cancel;
  cancel.set_name(std::string(kName) + "/cycles/2015");
  cancel.set_reason("Feil datoer");
  v1::CancelCycleResponse cancelled;
  ASSERT_EQ(live_.Call(live_.cycles, &Cycles::CancelCycle, "office", cancel, cancelled).text(), "OK");
  v1::LaunchCycleRequest launch;
  launch.set_parent(kName);
  launch.set_workflow("annual-cycle");
  launch.set_year(2015);
  launch.set_validate_only(true);
  v1::LaunchCycleResponse launched;
  ASSERT_EQ(live_.Call(live_.cycles, &Cycles::LaunchCycle, "office", launch, launched).text(), "OK");
  EXPECT_EQ(launched.cycle().name(), std::string(kName) + "/cycles/2015-2");
  launch.set_validate_only(false);
  ASSERT_EQ(live_.Call(live_.cycles, &Cycles::LaunchCycle, "office", launch, launched).text(), "OK");
  EXPECT_EQ(launched.cycle().name(), std::string(kName) + "/cycles/2015-2");
  EXPECT_EQ(launched.cycle().year(), 2015);
  EXPECT_GT(launched.cycle().open_tasks(), 0);
  EXPECT_THAT(Launches(), ElementsAre("2015-2 RUNNING", "2015 CANCELLED"));
  EXPECT_EQ(Overview("office", "").open_tasks(), 0) << "of the one that was called off";
  const std::vector<v1::CycleEvent> events = Watch(launched.cycle().name());
  EXPECT_EQ(events.size(), before) << "nothing of the old one is told as the new one's";
  EXPECT_EQ(events.front().summary(), "Cycle 2015 was launched.");
  // The year alone means the newest.
  v1::ListTasksRequest list;
  list.set_parent(kName);
  list.set_open_only(true);
  list.set_cycle("2015");
  v1::ListTasksResponse tasks;
  ASSERT_EQ(live_.Call(live_.tasks, &Tasks::ListTasks, "office", list, tasks).text(), "OK");
  ASSERT_GT(tasks.tasks_size(), 0);
  EXPECT_EQ(tasks.tasks(0).cycle(), launched.cycle().name());
}

TEST_F(PastTest, AnEventSaysItsPhaseUnitAndOnWhoseBehalf) {
  v1::ListTasksRequest list;
  list.set_parent(kName);
  list.set_mine(true);
  v1::ListTasksResponse tasks;
  ASSERT_EQ(live_.Call(live_.tasks, &Tasks::ListTasks, "nils", list, tasks).text(), "OK");
  v1::ReassignTaskRequest give;
  for (const auto& task : tasks.tasks()) {
    if (task.kind() == "involvement") give.set_name(task.name());
  }
  give.set_person("anna");
  give.set_reason("Kjenner saken");
  v1::ReassignTaskResponse given;
  ASSERT_EQ(live_.Call(live_.tasks, &Tasks::ReassignTask, "nils", give, given).text(), "OK");
  EXPECT_EQ(given.task().on_behalf_of(), "Nils Nord");
  EXPECT_EQ(given.task().assigned_because(), "The leader has passed the task on, and it is done on behalf of Nils Nord.");
  const v1::CycleEvent event = Watch(std::string(kName) + "/cycles/2015").back();
  EXPECT_EQ(event.kind(), "task_reassigned");
  EXPECT_EQ(event.phase(), "ambition");
  EXPECT_EQ(event.unit_id(), "north");
  EXPECT_EQ(event.unit(), "Nord");
  EXPECT_EQ(event.person_name(), "Anna Aas");
  EXPECT_EQ(event.on_behalf_of(), "Nils Nord");
  give.set_person("nils");
  give.clear_reason();
  ASSERT_EQ(live_.Call(live_.tasks, &Tasks::ReassignTask, "nils", give, given).text(), "OK");
  EXPECT_EQ(given.task().on_behalf_of(), "");
}

TEST_F(PastTest, DaysOffAreHolidaysAndClosedDays) {
  v1::UpdateMunicipalityRequest update;
  update.set_name(kName);
  update.set_replace_closed_spans(true);
  update.add_closed_spans()->set_first("2015-03-31");
  update.mutable_closed_spans(0)->set_last("2015-04-02");
  v1::UpdateMunicipalityResponse updated;
  ASSERT_EQ(live_.Call(live_.municipalities, &Municipalities::UpdateMunicipality, "office", update, updated).text(), "OK");
  v1::ListDaysOffRequest request;
  request.set_parent(kName);
  request.set_first("2015-03-30");
  request.set_last("2015-04-06");
  v1::ListDaysOffResponse response;
  ASSERT_EQ(live_.Call(live_.municipalities, &Municipalities::ListDaysOff, "anna", request, response).text(), "OK");
  std::vector<std::string> told;
  for (const auto& day : response.days()) told.push_back(day.date() + " " + day.id() + " " + std::to_string(day.title().empty()));
  EXPECT_THAT(told, ElementsAre("2015-03-31 closed 0", "2015-04-01 closed 0", "2015-04-02 maundy_thursday 0", "2015-04-03 good_friday 0",
                                "2015-04-05 easter_sunday 0", "2015-04-06 easter_monday 0"));
  request.set_last("2015-03-29");
  EXPECT_THAT(live_.Call(live_.municipalities, &Municipalities::ListDaysOff, "anna", request, response).fields, Contains(Key("last")));
  request.set_last("2019-03-29");
  EXPECT_THAT(live_.Call(live_.municipalities, &Municipalities::ListDaysOff, "anna", request, response).fields, Contains(Key("last")));
  request.clear_first();
  EXPECT_THAT(live_.Call(live_.municipalities, &Municipalities::ListDaysOff, "anna", request, response).fields, Contains(Key("first")));
}

TEST_F(PastTest, ACardBesideThoseLikeIt) {
  auto scorecards = v1::ScorecardService::NewStub(live_.channel());
  v1::ImportScorecardsRequest import;
  import.set_parent(kName);
  import.set_csv("unit,indicator,year,target,result\nn1,Trivsel,2014,>4,3\nn2,Trivsel,2014,>4,5\n");
  v1::ImportScorecardsResponse imported;
  ASSERT_EQ(live_.Call(scorecards, &Scorecards::ImportScorecards, "office", import, imported).text(), "OK");
  v1::CompareScorecardRequest request;
  request.set_parent(kName);
  request.set_unit("n1");
  request.set_year(2014);
  v1::CompareScorecardResponse response;
  ASSERT_EQ(live_.Call(scorecards, &Scorecards::CompareScorecard, "anna", request, response).text(), "OK");
  ASSERT_EQ(response.comparison().indicators_size(), 1);
  EXPECT_FALSE(response.comparison().indicators(0).has_median());
  ASSERT_EQ(response.comparison().indicators(0).units_size(), 1);
  EXPECT_EQ(response.comparison().indicators(0).units(0).unit_id(), "n2");
  EXPECT_EQ(response.comparison().indicators(0).units(0).colour(), v1::ScorecardRow::GREEN);
  request.set_unit("Vest");
  EXPECT_EQ(live_.Call(scorecards, &Scorecards::CompareScorecard, "anna", request, response).text(), "NOT_FOUND UNIT_NOT_FOUND");
}

}  // namespace
}  // namespace arshjul
