// Cycles: launch, suspend, resume, cancel, open a phase early.
#include <algorithm>

#include "cycle/daily.h"
#include "cycle/incidents.h"
#include "cycle/plan.h"
#include "cycle/stepping.h"

namespace arshjul::cycle {
namespace {

// Whoever has something open in the cycle is told what has become of it.
void TellEverybody(Decision& decision, const std::string& cycle, const char* message, bool list_tasks) {
  std::map<std::string, std::vector<std::string>> open;
  for (const Task* task : decision.state.tasks.By(Task::kOpen, "open")) {
    if (task->cycle == cycle) open[task->assignment.person].push_back(task->Key());
  }
  for (auto& [person, tasks] : open) {
    decision.Tell(person, message, {{"cycle", std::to_string(Cycle::YearOf(cycle))}}, list_tasks ? std::move(tasks) : std::vector<std::string>());
  }
}

// What the caller is told beside the plan: the cycle as it is, or would be, and the tasks that are open from now.
void DescribeLaunch(Decision& decision, const Cycle& cycle) {
  Object& answer = *decision.outcome.answer.AsObject();
  Object parameters;
  for (const auto& [id, value] : cycle.parameters) parameters[id] = value;
  answer["parameters"] = std::move(parameters);
  answer["workflow"] = cycle.workflow;
  answer["workflow_hash"] = cycle.workflow_hash;
  answer["open_tasks"] = static_cast<int64_t>(std::count_if(decision.outcome.events.begin(), decision.outcome.events.end(), [](const Event& event) {
    return std::holds_alternative<TaskOpened>(event);
  }));
}

// A unit on whose card of that year somebody has set a target, by name; "" when there is none. A card is the year's, whatever cycle it
// came from: what a called-off cycle agreed or decided would count in the next one.
std::string UnitWithTargets(Decision& decision, int year) {
  constexpr int kByYear = 0;
  for (const Card* card : decision.state.cards.By(kByYear, std::to_string(year))) {
    const bool set = !card->zero_reason.empty() || std::any_of(card->rows.begin(), card->rows.end(), [](const CardRow& row) {
      return !row.proposed.figure.text.empty() || !row.agreed.figure.text.empty() || row.decided_by != DecidedBy::kNobody || row.capped || row.dropped ||
             !row.budget_answer.empty();
    });
    if (!set) continue;
    const organisation::Unit* unit = decision.org().FindUnit(card->unit);
    return unit == nullptr ? card->unit : unit->name;
  }
  return "";
}

}  // namespace

const WorkflowRow* FindWorkflow(State& state, const std::string& text) {
  const std::string name = text.substr(0, text.find('@'));
  const WorkflowRow* newest = nullptr;
  for (const WorkflowRow* row : state.workflows.By(0, name)) {
    if (text.size() > name.size() && row->Key() != text) continue;
    if (newest == nullptr || row->version > newest->version) newest = row;
  }
  return newest;
}

void SetPhaseTimer(Decision& decision, const std::string& cycle, const std::string& phase, Timer::Kind kind, Instant at) {
  Timer timer;
  timer.number = decision.NextNumber();
  timer.at = at;
  timer.kind = kind;
  timer.cycle = cycle;
  timer.phase = phase;
  timer.rule = kind == Timer::Kind::kPhaseOpens ? "phase opens" : "phase ends";
  decision.Emit(TimerSet{std::move(timer)});
}

void DecideCycle(Decision& decision, const LaunchCycle& command) {
  if (!decision.MayDo(access::Operation::kRunCycle)) return;
  const Cycle* before = decision.state.CycleOfYear(command.year);
  const std::string key = Cycle::MakeKey(command.year, before == nullptr ? 1 : before->launch + 1);
  const WorkflowRow* row = FindWorkflow(decision.state, command.workflow);
  if (row == nullptr) {
    decision.Refuse(Reason::kWorkflowNotFound, {{"workflow", command.workflow}});
  } else if (command.year < 1900 || command.year > 2200) {
    decision.Refuse(Reason::kInvalidInput, {}, {{"year", "bad_year", {{"text", std::to_string(command.year)}}}});
  } else if (before != nullptr && before->state != CycleState::kCancelled) {
    decision.Refuse(Reason::kCycleLaunchedAlready, {{"year", std::to_string(command.year)}});
  } else if (const std::string unit = before == nullptr ? "" : UnitWithTargets(decision, command.year); !unit.empty()) {
    decision.Refuse(Reason::kInvalidInput, {}, {{"year", "has_targets", {{"year", std::to_string(command.year)}, {"unit", unit}}}});
  } else if (decision.org().Root(decision.Today()) == nullptr) {
    decision.Refuse(Reason::kNoRoot);
  }
  if (decision.refused()) return;
  auto workflow = decision.context.workflows(row->hash, row->source);
  std::vector<FieldViolation> violations;
  Cycle cycle = ResolveCycle(decision, command, *row, *workflow, violations);
  if (!violations.empty()) {
    decision.Refuse(Reason::kInvalidInput, {}, std::move(violations));
    return;
  }
  std::vector<FieldViolation> problems = PlanProblems(decision, cycle, *workflow);
  if (!problems.empty()) {
    decision.Refuse(Reason::kPlanCannotHold, {{"cycle", key}}, std::move(problems));
    return;
  }
  decision.outcome.answer = DescribePlan(decision, cycle, *workflow);
  decision.outcome.resource = "cycles/" + key;
  decision.Emit(CycleLaunched{cycle});
  const calendar::Calendar& calendar = *decision.context.calendar;
  for (const PhaseRun& phase : cycle.phases) {
    SetPhaseTimer(decision, key, phase.id, Timer::Kind::kPhaseEnds, calendar.EndOfDay(phase.ends));
    if (phase.opens <= decision.Today()) {
      OpenPhaseNow(decision, key, phase.id, "", "");
    } else {
      SetPhaseTimer(decision, key, phase.id, Timer::Kind::kPhaseOpens, calendar.StartOfDay(phase.opens));
    }
  }
  EnsureDailyRound(decision);
  Settle(decision);
  if (!decision.refused()) DescribeLaunch(decision, cycle);
}

void DecideCycle(Decision& decision, const ChangeCycle& command) {
  if (!decision.MayDo(access::Operation::kRunCycle)) return;
  const Cycle* found = decision.state.cycles.Find(command.cycle);
  if (found == nullptr) {
    decision.Refuse(Reason::kCycleNotFound, {{"cycle", command.cycle}});
    return;
  }
  if (Value(command.reason).IsBlank()) {
    decision.Refuse(Reason::kInvalidInput, {}, {{"reason", "required", {{"label", "reason"}}}});
    return;
  }
  const Cycle cycle = *found;
  using To = ChangeCycle::To;
  bool fits = command.to == To::kResume ? cycle.state == CycleState::kSuspended
              : command.to == To::kSuspend ? cycle.state == CycleState::kRunning
                                           : cycle.state == CycleState::kRunning || cycle.state == CycleState::kSuspended;
  if (!fits) {
    decision.Refuse(Reason::kCycleNotRunning, {{"cycle", command.cycle}, {"state", CycleStateName(cycle.state)}});
    return;
  }
  decision.outcome.resource = "cycles/" + command.cycle;
  if (command.to != To::kCancel) {
    decision.Emit(CycleStateChanged{command.cycle, command.to == To::kSuspend ? CycleState::kSuspended : CycleState::kRunning, command.reason});
    TellEverybody(decision, command.cycle, command.to == To::kSuspend ? "suspended" : "resumed", command.to == To::kResume);
    return;
  }
  TellEverybody(decision, command.cycle, "cancelled", false);
  decision.Emit(CycleStateChanged{command.cycle, CycleState::kCancelled, command.reason});
  std::vector<std::string> steps, timers;
  for (const PhaseRun& phase : cycle.phases) {
    for (const Step* step : decision.state.steps.By(Step::kRunningByPhase, command.cycle + "/" + phase.id)) steps.push_back(step->Key());
  }
  for (const std::string& step : steps) Stop(decision, step, StepState::kCancelled, command.reason);
  for (const Timer* timer : decision.state.timers.By(0, command.cycle)) timers.push_back(timer->Key());
  for (const std::string& timer : timers) decision.Emit(TimerEnded{timer, false});
  EndIncidentsOf(decision, command.cycle);
}

void DecideCycle(Decision& decision, const OpenPhase& command) {
  if (!decision.MayDo(access::Operation::kRunCycle)) return;
  const Cycle* cycle = decision.RunningCycle(command.cycle);
  if (cycle == nullptr) return;
  const PhaseRun* phase = cycle->FindPhase(command.phase);
  if (phase == nullptr) {
    std::string phases;
    for (const PhaseRun& run : cycle->phases) phases += (phases.empty() ? "" : ", ") + run.id;
    decision.Refuse(Reason::kPhaseNotFound, {{"phase", command.phase}, {"options", phases}});
  } else if (phase->open) {
    decision.Refuse(Reason::kPhaseAlreadyOpen, {{"phase", command.phase}});
  } else if (!command.within.empty() && decision.org().FindUnit(command.within) == nullptr) {
    decision.Refuse(Reason::kUnitNotFound, {{"unit", command.within}});
  } else if (Value(command.reason).IsBlank()) {
    decision.Refuse(Reason::kInvalidInput, {}, {{"reason", "required", {{"label", "reason"}}}});
  } else {
    std::vector<std::string> timers;
    for (const Timer* timer : decision.state.timers.By(0, command.cycle)) {
      if (timer->kind == Timer::Kind::kPhaseOpens && timer->phase == command.phase) timers.push_back(timer->Key());
    }
    if (command.within.empty()) {
      for (const std::string& timer : timers) decision.Emit(TimerEnded{timer, false});
      OvertakeOpening(decision, command.cycle, command.phase);
    }
    OpenPhaseNow(decision, command.cycle, command.phase, command.within, command.reason);
    decision.outcome.resource = "cycles/" + command.cycle;
  }
}

}  // namespace arshjul::cycle
