// One running step on its way to another version of its cycle's workflow: first what would become of it, then made so. Inside
// server/cycle only.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cycle/environment.h"
#include "statechart/migration.h"

namespace arshjul::cycle {

struct Versions {
  std::shared_ptr<const statechart::Workflow> from, to;
  std::string reason;  // why, as given
};

struct TaskMove {
  Task task;  // as it is
  const workflow::v1::Task* definition = nullptr;  // in the new version; null: it is withdrawn
  std::string state;                               // of the new chart, that holds it open
};

struct StepMove {
  Step step;  // as it is
  const statechart::Chart* from = nullptr;  // null for one that waits: it has nowhere to land yet
  const statechart::Chart* to = nullptr;
  statechart::Landing landing;
  std::vector<TaskMove> tasks;
  std::vector<FieldViolation> reasons;  // why it cannot go along: no field; problem a message key
};

StepMove PlanMove(Decision& decision, const Versions& versions, const Step& step);

// The tasks that do not go along, before the cycle is under the new version: what ends keeps the version it was made under.
void WithdrawTasks(Decision& decision, const Versions& versions, const StepMove& move, std::vector<FieldViolation>& remarks);

// Makes it so, the cycle being under the new version already. What people should know of it is added to `remarks`: no field.
// What the end of a step sets going is left to the caller: it may stop others, which are to have moved by then.
void MakeMove(Decision& decision, const Versions& versions, const StepMove& move, std::vector<FieldViolation>& remarks);

// The task of the new version that a task of the old one has become; null where there is none.
const workflow::v1::Task* TaskNow(const statechart::Workflow& to, const std::string& kind);

// Personnel texts lie under the task they were written in, "<task>.<field>": a task with another name takes them along.
std::string TextNow(const statechart::Workflow& to, const std::string& name);

// The parts of the two, by what they are about.
void PlanTasks(Decision& decision, const Versions& versions, StepMove& move);
void PlanTexts(Decision& decision, const Versions& versions, StepMove& move);
void MoveTasks(Decision& decision, const Versions& versions, const StepMove& move, Environment& environment,
               std::vector<FieldViolation>& remarks);
void MoveTimers(Decision& decision, const Versions& versions, const StepMove& move, Environment& environment,
                std::vector<FieldViolation>& remarks);

// Does MoveTimers keep this timer of the step, or set it anew? False: it goes with the state or the rule that gave it.
bool TimerStays(const StepMove& move, const Timer& timer);

}  // namespace arshjul::cycle
