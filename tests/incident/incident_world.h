// A municipality whose workflow has a fault, in the world of the scenarios.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cycle/query_incident.h"
#include "incident/workflows.h"
#include "scenario/world.h"
#include "statechart/workflow.h"

namespace arshjul {

using namespace cycle;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

inline Instant At(const char* text) { return *ParseInstant(text); }

inline std::string Replaced(std::string text, const std::string& old, const std::string& now) {
  const size_t at = text.find(old);
  EXPECT_NE(at, std::string::npos) << old;
  return at == std::string::npos ? text : text.replace(at, old.size(), now);
}

class IncidentTest : public testing::Test {
 protected:
  void Begin(const std::string& workflow, const std::string& name, int year = 2015, const std::vector<std::string>& below = {}) {
    Begin(workflow, name, year, Units(below));
  }
  void Begin(const std::string& workflow, const std::string& name, int year, const ImportOrganisation& units) {
    const auto loaded = statechart::LoadWorkflow(workflow);
    ASSERT_NE(loaded.workflow, nullptr) << loaded.violations.front().field << " " << loaded.violations.front().problem;
    const Instant start = At("2015-01-05T07:00:00Z");
    world_ = std::make_unique<scenario::World>(start);
    CreateMunicipality creation;
    creation.id = creation.name = "bygda";
    creation.demo = true;
    creation.demo_now = start;
    creation.founders = {{organisation::Role::kOffice, {"office", "Kontoret", ""}},
                         {organisation::Role::kAuditor, {"auditor", "Revisor", ""}},
                         {organisation::Role::kMandate, {"mayor", "Ordfører", ""}}};
    creation.authority = "14/1";
    creation.workflows = {workflow};
    Do(creation);
    Do(units);
    Do(LaunchCycle{name, year, {}, {}});
  }
  // The top, which is led, and vacant units below it.
  static ImportOrganisation Units(const std::vector<std::string>& below) {
    ImportOrganisation command;
    command.units.push_back({.line = 2, .id = "kommune", .name = "Bygda", .level = "0", .leader = "top", .leader_name = "Leder"});
    for (const std::string& id : below) command.units.push_back({.line = 3, .id = id, .name = id, .parent = "kommune", .level = "1"});
    return command;
  }
  void Do(const Command& command) {
    const auto refusal = world_->Run(command, "office");
    EXPECT_FALSE(refusal) << CommandName(command) << " " << ReasonName(refusal->reason);
  }
  Reason Refused(const Command& command, const std::string& actor = "office") {
    const auto refusal = world_->Run(command, actor);
    return refusal ? refusal->reason : Reason::kNone;
  }
  void Steer(const std::string& action) {
    for (const Task* task : world_->state().tasks.By(Task::kOpen, "open")) {
      if (task->kind == "steer") return Do(CompleteTask{task->number, action, Value(Object()), {}});
    }
    FAIL() << "nobody is asked to steer";
  }
  void GoTo(const char* text) {
    world_->AdvanceTo(At(text));
    EXPECT_THAT(world_->findings, IsEmpty());
  }
  // What is due now happens.
  void LetHappen() { world_->AdvanceTo(world_->now()); }
  std::vector<const Incident*> Incidents() { return world_->state().incidents.All(); }
  const Incident& Only() {
    EXPECT_THAT(Incidents(), SizeIs(1));
    return *Incidents().front();
  }
  std::vector<std::string> Active() { return world_->state().steps.All().front()->configuration.active; }
  int Rounds() {
    int rounds = 0;
    for (const Timer* timer : world_->state().timers.All()) rounds += timer->kind == Timer::Kind::kDailyRound;
    return rounds;
  }
  void TearDown() override {
    world_->CompareWithLog();
    EXPECT_THAT(world_->findings, IsEmpty());
  }

  std::unique_ptr<scenario::World> world_;
};

class TwoEventsTest : public IncidentTest {
 public:
  // `one` is stuck since the first day; what the state waited for, and `two`, came due after it.
  void GetStuck() {
    ASSERT_NO_FATAL_FAILURE(Begin(incident::kTwoEvents, "two-events"));
    GoTo("2015-01-08T10:00:00Z");
  }
  using IncidentTest::Do;
  using IncidentTest::Steer;
};

}  // namespace arshjul
