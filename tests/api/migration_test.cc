// A running cycle moves to another version, as another system meets it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "api/live_server.h"
#include "scenario/script.h"

namespace arshjul {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Key;

using Cycles = v1::CycleService::Stub;

std::string ReadFile(const std::string& name) {
  std::ifstream in(std::string(ARSHJUL_SOURCE_DIR) + "/workflows/annual-cycle/" + name, std::ios::binary);
  std::stringstream all;
  all << in.rdbuf();
  return all.str();
}

std::string NextVersion(const std::string& changes) { return scenario::LaterVersion(ReadFile("workflow.yaml"), ReadFile(changes)); }

class MigrationTest : public testing::Test {
 protected:
  void SetUp() override {
    live_.Found("by");
    live_.LaunchCycle("by", 2015);
  }
  Outcome Migrate(const std::string& who, const v1::MigrateCycleRequest& request, v1::MigrateCycleResponse& response) {
    return live_.Call(live_.cycles, &Cycles::MigrateCycle, who, request, response);
  }
  static v1::MigrateCycleRequest Request(const std::string& source, bool plan) {
    v1::MigrateCycleRequest request;
    request.set_name("municipalities/by/cycles/2015");
    request.set_source(source);
    request.set_validate_only(plan);
    if (!plan) request.set_reason("targets are checked");
    return request;
  }
  v1::Cycle Cycle() {
    v1::GetCycleRequest request;
    request.set_name("municipalities/by/cycles/2015");
    v1::GetCycleResponse response;
    EXPECT_EQ(live_.Call(live_.cycles, &Cycles::GetCycle, "office", request, response).text(), "OK");
    return response.cycle();
  }
  // As the overview has them: it follows what happens.
  std::map<std::string, int> CountsOf(const std::string& phase) {
    v1::SummarizeCycleRequest request;
    request.set_name("municipalities/by/cycles/2015");
    v1::SummarizeCycleResponse response;
    EXPECT_EQ(live_.Call(live_.cycles, &Cycles::SummarizeCycle, "office", request, response).text(), "OK");
    std::map<std::string, int> counts;
    for (const auto& each : response.overview().phases()) {
      if (each.id() == phase) counts.insert(each.counts().begin(), each.counts().end());
    }
    return counts;
  }
  std::vector<std::string> Findings() {
    const auto findings = live_.engine().Verify("by");
    EXPECT_TRUE(findings.ok()) << findings.status();
    return findings.value_or(std::vector<std::string>{"could not be verified"});
  }
  LiveServer live_;
};

TEST_F(MigrationTest, IsPlannedAndThenDone) {
  v1::MigrateCycleResponse response;
  EXPECT_THAT(CountsOf("participation"), Contains(Key("start_not_discussed")));
  ASSERT_EQ(Migrate("office", Request(NextVersion("kvalitetssikring.versjon"), true), response).text(), "OK");
  EXPECT_EQ(response.migration().from(), "annual-cycle@1");
  EXPECT_EQ(response.migration().to(), "annual-cycle@2");
  EXPECT_EQ(response.migration().problems_size(), 0);
  ASSERT_GT(response.migration().steps_size(), 1);
  EXPECT_EQ(response.migration().step_count(), response.migration().steps_size());
  EXPECT_EQ(response.cycle().workflow_version(), 1);
  const auto& steps = response.migration().steps();
  const auto hearing = std::find_if(steps.begin(), steps.end(), [](const auto& step) { return step.phase() == "participation"; });
  ASSERT_NE(hearing, steps.end());
  EXPECT_EQ(hearing->from_state(), "start_not_discussed");
  EXPECT_EQ(hearing->to_state(), "ambition_not_discussed");
  EXPECT_EQ(hearing->tasks_withdrawn(), 1);
  EXPECT_EQ(hearing->tasks_kept(), 2);
  ASSERT_EQ(hearing->remarks_size(), 1);
  EXPECT_EQ(hearing->remarks(0).problem(), "migration_task_withdrawn");
  EXPECT_THAT(hearing->remarks(0).message(), HasSubstr("is withdrawn"));
  // A plan leaves nothing behind.
  EXPECT_EQ(Cycle().workflow_version(), 1);
  EXPECT_TRUE(Findings().empty());

  ASSERT_EQ(Migrate("office", Request(NextVersion("kvalitetssikring.versjon"), false), response).text(), "OK");
  EXPECT_EQ(response.cycle().workflow_version(), 2);
  EXPECT_EQ(Cycle().workflow_version(), 2);
  EXPECT_THAT(CountsOf("participation"), Contains(Key("ambition_not_discussed")));
  EXPECT_TRUE(Findings().empty());
  v1::MigrateCycleRequest again = Request("", false);
  again.set_workflow("annual-cycle@2");
  EXPECT_EQ(Migrate("office", again, response).text(), "INVALID_ARGUMENT INVALID_INPUT");
}

TEST_F(MigrationTest, WhatCannotBeIsToldAtOnceAndChangesNothing) {
  v1::MigrateCycleResponse response;
  const std::string forgotten = NextVersion("glemt-overtakelse.versjon");
  ASSERT_EQ(Migrate("office", Request(forgotten, true), response).text(), "OK");
  EXPECT_EQ(response.migration().problems_size(), 2);
  EXPECT_TRUE(response.migration().steps(0).refused());
  EXPECT_THAT(response.migration().problems(0).message(), HasSubstr("start_not_discussed"));
  const Outcome refused = Migrate("office", Request(forgotten, false), response);
  EXPECT_EQ(refused.text(), "FAILED_PRECONDITION CANNOT_MIGRATE");
  EXPECT_THAT(refused.fields, Contains(Key("steps/2015/participation/")));
  EXPECT_EQ(Cycle().workflow_version(), 1);
  EXPECT_TRUE(Findings().empty());
}

TEST_F(MigrationTest, OneOfTheTwoIsGivenAndTheOfficeAsks) {
  v1::MigrateCycleResponse response;
  EXPECT_EQ(Migrate("office", Request("", false), response).text(), "INVALID_ARGUMENT INVALID_INPUT");
  v1::MigrateCycleRequest both = Request(ReadFile("workflow.yaml"), false);
  both.set_workflow("annual-cycle");
  EXPECT_EQ(Migrate("office", both, response).text(), "INVALID_ARGUMENT INVALID_INPUT");
  EXPECT_EQ(Migrate("controller", Request(NextVersion("kvalitetssikring.versjon"), true), response).code, "PERMISSION_DENIED");
  EXPECT_EQ(Migrate("office", Request("id: x\n", false), response).text(), "INVALID_ARGUMENT INVALID_WORKFLOW");
}

}  // namespace
}  // namespace arshjul
