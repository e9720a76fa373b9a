// A year simulated, and a demo played, as another system asks for them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/live_server.h"

namespace arshjul {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class SimulationTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { live_ = new LiveServer; }
  static void TearDownTestSuite() { delete std::exchange(live_, nullptr); }
  void SetUp() override {
    static int number = 0;
    id_ = "ar" + std::to_string(++number);
    name_ = "municipalities/" + id_;
    live_->Found(id_);
  }

  v1::SimulateCycleRequest Wish() {
    v1::SimulateCycleRequest request;
    request.set_parent(name_);
    request.set_workflow("annual-cycle");
    request.set_year(2027);
    request.set_seed(5);
    return request;
  }
  struct Told {
    std::vector<v1::SimulationProgress> progress;
    v1::SimulationReport report, what_if;
    Outcome outcome;
  };
  Told Simulate(const v1::SimulateCycleRequest& request, const std::string& who = "office", const std::string& language = "en") {
    grpc::ClientContext context;
    LiveServer::Prepare(context, who, language);
    auto reader = live_->cycles->SimulateCycle(&context, request);
    Told told;
    for (v1::SimulateCycleResponse response; reader->Read(&response);) {
      if (response.has_progress()) told.progress.push_back(response.progress());
      if (response.has_report()) told.report = response.report();
      if (response.has_what_if()) told.what_if = response.what_if();
    }
    told.outcome = OutcomeOf(reader->Finish());
    return told;
  }
  std::vector<v1::PlayDemoResponse> Play(const std::string& until, const std::string& expected = "OK") {
    grpc::ClientContext context;
    LiveServer::Prepare(context, "office");
    v1::PlayDemoRequest request;
    request.set_name(name_ + "/clock");
    request.set_until(until);
    auto reader = live_->demo->PlayDemo(&context, request);
    std::vector<v1::PlayDemoResponse> days;
    for (v1::PlayDemoResponse response; reader->Read(&response);) days.push_back(response);
    EXPECT_EQ(OutcomeOf(reader->Finish()).text(), expected) << until;
    return days;
  }
  int64_t Sequence() {
    int64_t sequence = -1;
    live_->engine().Read(id_, "", [&](engine::View& view) { sequence = *view.reader.Sequence(); }).IgnoreError();
    return sequence;
  }

  static LiveServer* live_;
  std::string id_, name_;
};
LiveServer* SimulationTest::live_ = nullptr;

TEST_F(SimulationTest, TellsOfTheWholeYearAndChangesNothing) {
  const int64_t before = Sequence();
  const Told told = Simulate(Wish());
  EXPECT_EQ(told.outcome.text(), "OK");
  EXPECT_EQ(Sequence(), before);
  EXPECT_EQ(told.report.launched(), "2026-08-15");
  EXPECT_THAT(told.report.closed(), Not(IsEmpty()));
  EXPECT_THAT(told.report.faults(), IsEmpty());
  EXPECT_EQ(told.report.unit_count(), 6);
  EXPECT_THAT(told.report.heat_map_svg(), IsEmpty());
  ASSERT_FALSE(told.progress.empty());
  for (size_t i = 1; i < told.progress.size(); ++i) {
    EXPECT_GE(told.progress[i].percent(), told.progress[i - 1].percent());
    EXPECT_GT(told.progress[i].date(), told.progress[i - 1].date());
  }
  for (const auto& phase : told.report.phases()) EXPECT_THAT(phase.title(), Not(IsEmpty()));
}

TEST_F(SimulationTest, TheSameSeedGivesTheSameBytes) {
  v1::SimulateCycleRequest request = Wish();
  request.set_heat_map(true);
  request.set_profile(v1::WORST);
  const std::string once = Simulate(request).report.SerializeAsString();
  EXPECT_EQ(once, Simulate(request).report.SerializeAsString());
  request.set_seed(6);
  EXPECT_NE(once, Simulate(request).report.SerializeAsString());
}

TEST_F(SimulationTest, ThePictureIsInTheCallersLanguage) {
  v1::SimulateCycleRequest request = Wish();
  request.set_heat_map(true);
  EXPECT_THAT(Simulate(request, "office", "nb").report.heat_map_svg(), HasSubstr("Oppgaver per uke"));
  EXPECT_THAT(Simulate(request, "office", "sv").report.heat_map_svg(), HasSubstr("Uppgifter per vecka"));
}

TEST_F(SimulationTest, MovedPhasesAreToldBesideTheOthers) {
  v1::SimulateCycleRequest request = Wish();
  (*request.mutable_shifts())["talk"] = 14;
  const Told told = Simulate(request);
  EXPECT_EQ(told.outcome.text(), "OK");
  auto opens = [](const v1::SimulationReport& report) {
    for (const auto& phase : report.phases()) {
      if (phase.id() == "talk") return phase.opens();
    }
    return std::string();
  };
  EXPECT_EQ(opens(told.report), "2028-02-01");
  EXPECT_EQ(opens(told.what_if), "2028-02-15");
}

TEST_F(SimulationTest, AnOrganisationFileStandsInForTheMunicipalitys) {
  v1::SimulateCycleRequest request = Wish();
  request.set_organisation_csv("unit_id,unit,parent,level,leader_id,leader,title,from,to\nby,Byen,,0,anna,Anna Berg,,,\nskole,Skolen,by,1,olav,Olav Lund,,,\n");
  const Told told = Simulate(request);
  EXPECT_EQ(told.outcome.text(), "OK");
  EXPECT_EQ(told.report.unit_count(), 2);
  EXPECT_EQ(told.report.leader_count(), 2);
}

TEST_F(SimulationTest, WhatCannotBeSimulatedIsRefused) {
  EXPECT_EQ(Simulate(Wish(), "anna").outcome.text(), "PERMISSION_DENIED ROLE_MISSING");
  struct Row {
    std::function<void(v1::SimulateCycleRequest&)> change;
    std::string outcome;
  };
  const std::vector<Row> rows = {
      {[](auto& r) { r.set_parent("municipalities/none"); }, "NOT_FOUND MUNICIPALITY_NOT_FOUND"},
      {[](auto& r) { r.set_parent("loten"); }, "INVALID_ARGUMENT INVALID_INPUT"},
      {[](auto& r) { r.set_workflow("none"); }, "NOT_FOUND WORKFLOW_NOT_FOUND"},
      {[](auto& r) { r.set_workflow_source("id: x"); }, "INVALID_ARGUMENT INVALID_WORKFLOW"},
      {[](auto& r) { r.set_year(27); }, "INVALID_ARGUMENT INVALID_INPUT"},
      {[](auto& r) { r.set_organisation_csv("unit_id\n"); }, "INVALID_ARGUMENT INVALID_FILE"},
      {[](auto& r) { (*r.mutable_shifts())["dance"] = 3; }, "INVALID_ARGUMENT INVALID_INPUT"},
      {[](auto& r) { (*r.mutable_params())["ambition_ends"] = "2026-08-17"; }, "INVALID_ARGUMENT PLAN_CANNOT_HOLD"},
  };
  for (const Row& row : rows) {
    v1::SimulateCycleRequest request = Wish();
    row.change(request);
    EXPECT_EQ(Simulate(request).outcome.text(), row.outcome) << request.ShortDebugString();
  }
}

TEST_F(SimulationTest, OneAtATimeAndWhoeverLeavesEndsIt) {
  grpc::ClientContext context;
  LiveServer::Prepare(context, "office");
  auto reader = live_->cycles->SimulateCycle(&context, Wish());
  v1::SimulateCycleResponse first;
  ASSERT_TRUE(reader->Read(&first));
  Told second = Simulate(Wish());
  context.TryCancel();
  while (reader->Read(&first)) {
  }
  EXPECT_EQ(OutcomeOf(reader->Finish()).code, "CANCELLED");
  // A year of six units may be over before the second is asked for.
  if (second.outcome.text() != "OK") {
    EXPECT_EQ(second.outcome.text(), "RESOURCE_EXHAUSTED RESOURCE_EXHAUSTED");
  }
  // The place is free again, sooner or later: it ends with the day that is under way.
  while (second.outcome.code == "RESOURCE_EXHAUSTED") second = Simulate(Wish());
  EXPECT_EQ(second.outcome.text(), "OK");
}

TEST_F(SimulationTest, ADemoIsPlayedDayByDay) {
  live_->LaunchCycle(id_, 2015);
  const std::vector<v1::PlayDemoResponse> days = Play("2014-10-31");
  ASSERT_FALSE(days.empty());
  EXPECT_EQ(days.front().date(), "2014-08-15");
  EXPECT_EQ(days.back().date(), "2014-10-31");
  EXPECT_GT(days.back().completed_task_count(), 10);
  // It goes on where it stopped, and not backwards.
  const std::vector<v1::PlayDemoResponse> more = Play("2014-11-03");
  ASSERT_FALSE(more.empty());
  EXPECT_EQ(more.front().date(), "2014-10-31");
  Play("2014-11-02", "FAILED_PRECONDITION CLOCK_BACKWARDS");
  Play("soon", "INVALID_ARGUMENT INVALID_INPUT");
  Play("2030-01-01", "INVALID_ARGUMENT INVALID_INPUT");
  auto findings = live_->engine().Verify(id_);
  ASSERT_TRUE(findings.ok()) << findings.status();
  EXPECT_THAT(*findings, IsEmpty());
}

}  // namespace
}  // namespace arshjul
