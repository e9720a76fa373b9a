#include "cycle/decide.h"

#include <algorithm>

#include "cycle/decision.h"
#include "cycle/query_incident.h"
#include "cycle/stepping.h"

namespace arshjul::cycle {

std::shared_ptr<const statechart::Workflow> PinnedWorkflow(State& state, const Context& context, const Cycle& cycle) {
  static const std::string kNone;
  const WorkflowRow* row = state.workflows.Find(cycle.workflow);
  return context.workflows(cycle.workflow_hash, row == nullptr ? kNone : row->source);
}

namespace {

std::shared_ptr<const statechart::Workflow> EarlierOrPinned(State& state, const Context& context, const std::string& earlier,
                                                            const std::string& cycle) {
  const WorkflowRow* row = earlier.empty() ? nullptr : state.workflows.Find(earlier);
  if (row != nullptr) return context.workflows(row->hash, row->source);
  return PinnedWorkflow(state, context, *state.cycles.Find(cycle));
}

}  // namespace

std::shared_ptr<const statechart::Workflow> PinnedWorkflow(State& state, const Context& context, const Step& step) {
  return EarlierOrPinned(state, context, step.workflow, step.cycle);
}

std::shared_ptr<const statechart::Workflow> PinnedWorkflow(State& state, const Context& context, const Task& task) {
  return EarlierOrPinned(state, context, task.workflow, task.cycle);
}

std::shared_ptr<const statechart::Workflow> Decision::WorkflowOf(const Cycle& cycle) {
  return PinnedWorkflow(state, context, cycle);
}

int Decision::HeightOf(const std::string& unit) {
  const auto& heights = state.HeightsOn(Today()).of;
  auto it = heights.find(unit);
  return it == heights.end() ? 0 : it->second;
}

int Decision::ReportsOf(const std::string& person) {
  if (reports.organisation != state.SharedOrganisation()) reports = {state.SharedOrganisation(), {}};
  const auto [known, fresh] = reports.of.try_emplace(person, 0);
  if (!fresh) return known->second;
  for (const organisation::Holding* held : org().HeldBy(person, Today())) {
    known->second += static_cast<int>(org().Children(held->unit, Today()).size());
  }
  return known->second;
}

int Decision::TopHeight() { return state.HeightsOn(Today()).top; }

const Cycle* Decision::RunningCycle(const std::string& key) {
  const Cycle* cycle = state.cycles.Find(key);
  if (cycle == nullptr) {
    Refuse(Reason::kCycleNotFound, {{"cycle", key}});
  } else if (cycle->state == CycleState::kSuspended) {
    Refuse(Reason::kCycleSuspended, {{"cycle", key}, {"reason", cycle->reason}});
  } else if (cycle->state != CycleState::kRunning) {
    Refuse(Reason::kCycleNotRunning, {{"cycle", key}, {"state", CycleStateName(cycle->state)}});
  } else {
    return cycle;
  }
  return nullptr;
}

std::string Decision::Seal(const std::string& owner, const std::string& name, const Value& value) {
  std::string id = owner + "/" + name;
  std::string text = Encode(value);
  Emit(TextSealed{id, owner, context.texts->Commitment(owner, id, text)});
  outcome.vault.push_back({id, owner, std::move(text)});
  return id;
}

void Decision::Tell(const std::string& person, const std::string& message, Args args, std::vector<std::string> tasks) {
  if (person.empty()) return;
  outcome.notices.push_back({person, message, std::move(args), std::move(tasks)});
}

void Decision::TellBetweenTwo(const std::string& person, const std::string& message, Args args) {
  if (!person.empty()) outcome.notices.push_back({.person = person, .message = message, .args = std::move(args), .personal = true});
}

std::string OwnerOfText(const std::string& id) { return id.substr(0, id.find('/')); }

Value ReadText(const Context& context, const std::string& id) {
  auto text = context.texts->Read(OwnerOfText(id), id);
  Value value;
  if (text && !Decode(*text, value)) value = Value();
  return value;
}

namespace {

struct Dispatcher {
  Decision& decision;
  void operator()(const CreateMunicipality& c) { DecideMunicipality(decision, c); }
  void operator()(const ChangeMunicipality& c) { DecideMunicipality(decision, c); }
  void operator()(const SetClock& c) { DecideMunicipality(decision, c); }
  void operator()(const PublishWorkflow& c) { DecideMunicipality(decision, c); }
  void operator()(const ImportOrganisation& c) { DecideOrganisation(decision, c); }
  void operator()(const GrantRole& c) { DecideOrganisation(decision, c); }
  void operator()(const RevokeRole& c) { DecideOrganisation(decision, c); }
  void operator()(const AssignHolding& c) { DecideOrganisation(decision, c); }
  void operator()(const EndHolding& c) { DecideOrganisation(decision, c); }
  void operator()(const MoveUnit& c) { DecideOrganisation(decision, c); }
  void operator()(const CloseUnit& c) { DecideOrganisation(decision, c); }
  void operator()(const RegisterAbsence& c) { DecideOrganisation(decision, c); }
  void operator()(const LaunchCycle& c) { DecideCycle(decision, c); }
  void operator()(const ChangeCycle& c) { DecideCycle(decision, c); }
  void operator()(const MigrateCycle& c) { DecideCycle(decision, c); }
  void operator()(const OpenPhase& c) { DecideCycle(decision, c); }
  void operator()(const CloseCycle& c) { DecideTask(decision, c); }
  void operator()(const SaveTask& c) { DecideTask(decision, c); }
  void operator()(const CompleteTask& c) { DecideTask(decision, c); }
  void operator()(const ReassignTask& c) { DecideTask(decision, c); }
  void operator()(const CommentTask& c) { DecideTask(decision, c); }
  void operator()(const ImportScorecards& c) { DecideScorecard(decision, c); }
  void operator()(const SetDirection& c) { DecideScorecard(decision, c); }
  void operator()(const RecordResult& c) { DecideScorecard(decision, c); }
  void operator()(const ChangeTarget& c) { DecideScorecard(decision, c); }
  void operator()(const SetFrame& c) { DecideScorecard(decision, c); }
  void operator()(const SettleCommitment& c) { DecideCommitment(decision, c); }
  void operator()(const RemindTasks& c) { DecideReminder(decision, c); }
  void operator()(const RemindCommitment& c) { DecideReminder(decision, c); }
  void operator()(const FireTimer& c) { DecideTimer(decision, c); }
  void operator()(const ParkTimer& c) { DecideIncident(decision, c); }
  void operator()(const ParkNotice& c) { DecideIncident(decision, c); }
  void operator()(const RetryIncident& c) { DecideIncident(decision, c); }
  void operator()(const SkipIncident& c) { DecideIncident(decision, c); }
  void operator()(const CreateCalendarLink& c) { DecideCalendar(decision, c); }
  void operator()(const RevokeCalendarLink& c) { DecideCalendar(decision, c); }
};

}  // namespace

Outcome Decide(State& state, const Command& command, const Context& context) {
  Decision decision(state, context);
  bool creates = std::holds_alternative<CreateMunicipality>(command);
  if (!creates && state.Self() == nullptr) {
    decision.Refuse(Reason::kMunicipalityNotFound);
    return std::move(decision.outcome);
  }
  std::visit(Dispatcher{decision}, command);
  if (!decision.refused()) Settle(decision);
  // What is stuck may be a talk, whoever's command sent something to it. What no person asked for is told when it is shown.
  if (decision.refused() && decision.outcome.refusal->reason == Reason::kWorkflowLimit && !std::holds_alternative<FireTimer>(command)) {
    decision.outcome.refusal->args = ToldOfCause(state, std::move(decision.outcome.refusal->args));
  }
  return std::move(decision.outcome);
}

}  // namespace arshjul::cycle
