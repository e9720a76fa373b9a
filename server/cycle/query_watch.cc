#include "cycle/query_watch.h"

#include "cycle/form.h"
#include "cycle/query_task.h"

namespace arshjul::cycle {
namespace {

using access::StateDetail;

class Teller {
 public:
  Teller(State& state, const Context& context, const Viewer& viewer, const std::string& cycle, const std::string& language)
      : state_(state), context_(context), viewer_(viewer), cycle_(cycle), language_(language) {}

  using Told = std::optional<Happening>;

  Told operator()(const CycleLaunched& event) { return OfCycle(event.cycle.Key(), "cycle_launched", {}); }
  Told operator()(const CycleStateChanged& event) {
    switch (event.state) {
      case CycleState::kRunning: return OfCycle(event.cycle, "cycle_resumed", {{"reason", event.reason}});
      case CycleState::kSuspended: return OfCycle(event.cycle, "cycle_suspended", {{"reason", event.reason}});
      case CycleState::kCancelled: return OfCycle(event.cycle, "cycle_cancelled", {{"reason", event.reason}});
      case CycleState::kClosed: return OfCycle(event.cycle, "cycle_closed", {});
    }
    return std::nullopt;
  }
  Told operator()(const CycleMigrated& event) {
    return OfCycle(event.cycle, "cycle_migrated", {{"workflow", event.workflow}, {"reason", event.reason}});
  }
  Told operator()(const PhaseOpened& event) {
    Told told = OfCycle(event.cycle, "phase_opened", {{"phase", PhaseTitle(event.phase)}, {"unit", UnitName(event.within)}, {"reason", event.reason}});
    if (told) told->unit = event.within;
    return InPhase(std::move(told), event.phase);
  }
  Told operator()(const PhaseEnded& event) {
    return InPhase(OfCycle(event.cycle, "phase_ended", {{"phase", PhaseTitle(event.phase)}}), event.phase);
  }
  Told operator()(const CouncilDecided& event) { return OfCycle(event.cycle, "council_decided", {{"case", event.case_number}}); }

  Told operator()(const StepMoved& event) {
    return event.state == StepState::kDone ? OfStep(event.step, "step_ended") : std::nullopt;
  }
  Told operator()(const StepMigrated& event) {
    return event.state == StepState::kDone ? OfStep(event.step, "step_ended") : std::nullopt;
  }
  Told operator()(const StepStopped& event) {
    return OfStep(event.step, event.state == StepState::kOvertaken ? "step_overtaken" : "step_cancelled");
  }
  Told operator()(const IncidentRaised& event) {
    Told told = OfStuckStep(event.step, "incident");
    if (told) told->args["cause"] = event.cause;
    return told;
  }
  Told operator()(const IncidentOpened& event) { return OfIncident(event.incident, "incident", event.incident.cause); }
  Told operator()(const IncidentSettled& event) {
    const Incident* incident = state_.incidents.Find(event.incident);
    if (incident == nullptr) return std::nullopt;
    switch (event.state) {
      case IncidentState::kRetried: return OfIncident(*incident, "incident_retried", "");
      case IncidentState::kSkipped: return OfIncident(*incident, "incident_skipped", "");
      case IncidentState::kOvertaken: return OfIncident(*incident, "incident_overtaken", "");
      case IncidentState::kOpen: break;
    }
    return std::nullopt;
  }

  Told operator()(const TaskOpened& event) { return OfTask(event.task.Key(), "task_opened"); }
  Told operator()(const TaskCompleted& event) {
    Told told = OfTask(event.task, "task_completed");
    if (told && !event.on_behalf_of.empty()) {
      told->args["on_behalf_of"] = NameOf(event.on_behalf_of);
      told->on_behalf_of = event.on_behalf_of;
    }
    return told;
  }
  Told operator()(const TaskWithdrawn& event) { return OfTask(event.task, "task_withdrawn"); }
  Told operator()(const TaskReassigned& event) {
    Told told = OfTask(event.task, "task_reassigned");
    if (told) {
      told->args["person"] = NameOf(event.to.person);
      told->person = event.to.person;
      told->on_behalf_of = event.to.on_behalf_of;
      if (!event.to.on_behalf_of.empty()) told->args["on_behalf_of"] = NameOf(event.to.on_behalf_of);
    }
    return told;
  }
  Told operator()(const TaskEscalated& event) {
    Told told = OfTask(event.task, "task_escalated");
    if (told) told->args["told"] = NameOf(event.told);
    return told;
  }

  Told operator()(const TasksReminded& event) {
    // Of one whose tasks are all between two, nobody else is told; the letter was one, and so is the line.
    for (const std::string& task : event.tasks) {
      Told told = OfTask(task, "tasks_reminded");
      if (!told) continue;
      if (event.tasks.size() > 1) told->args["more"] = std::to_string(event.tasks.size() - 1);
      return told;
    }
    return std::nullopt;
  }

  Told operator()(const AgreementDrafted& event) { return OfAgreement(event.agreement, "agreement_drafted"); }
  Told operator()(const AgreementSigned& event) {
    const Agreement* agreement = state_.agreements.Find(event.agreement);
    Told told = agreement == nullptr ? std::nullopt : OfAgreement(*agreement, "agreement_signed");
    if (told) {
      told->args["person"] = NameOf(event.signature.person);
      told->person = event.signature.person;
    }
    return told;
  }
  Told operator()(const auto&) { return std::nullopt; }

 private:
  Told OfCycle(const std::string& cycle, const char* kind, std::map<std::string, std::string> args) {
    if (cycle != cycle_) return std::nullopt;
    args["cycle"] = std::to_string(Cycle::YearOf(cycle));
    return Happening{.kind = kind, .resource = "cycles/" + cycle, .args = std::move(args)};
  }

  Told OfStep(const std::string& key, const char* kind) {
    if (!key.starts_with(cycle_ + "/")) return std::nullopt;
    const Step* step = state_.steps.Find(key);
    if (step == nullptr || Detail(*step) > StateDetail::kDoneOpen) return std::nullopt;
    return Happening{.kind = kind, .resource = "cycles/" + cycle_, .args = {{"phase", PhaseTitle(step->phase)}, {"unit", Subject(*step)}},
                     .phase = step->phase, .unit = UnitOf(*step), .person = step->leader};
  }

  // That something is stuck between two is told as the overview shows it: to them, and to whoever is there for incidents.
  Told OfStuckStep(const std::string& key, const char* kind) {
    const Step* step = state_.steps.Find(key);
    const bool told = step != nullptr && (!IsPersonal(*step) || Detail(*step) == StateDetail::kFull || SeesIncidents());
    return told ? OfStep(key, kind) : std::nullopt;
  }
  bool SeesIncidents() { return access::MayDo(state_.Organisation(), viewer_.person(), access::Operation::kSeeIncidents, viewer_.today()); }

  // Of a step, to whoever is told of the step; of a phase, to whoever is told of the cycle.
  Told OfIncident(const Incident& incident, const char* kind, const std::string& cause) {
    if (incident.cycle != cycle_) return std::nullopt;
    std::map<std::string, std::string> phase{{"phase", PhaseTitle(incident.phase)}};
    Told told = incident.step.empty() ? InPhase(OfCycle(incident.cycle, kind, std::move(phase)), incident.phase) : OfStuckStep(incident.step, kind);
    if (told && !cause.empty()) told->args["cause"] = cause;
    return told;
  }

  Told OfTask(const std::string& key, const char* kind) {
    const Task* task = state_.tasks.Find(key);
    if (task == nullptr || task->cycle != cycle_) return std::nullopt;
    // A talk's and an agreement's tasks come and go between the parties.
    if (SightOf(state_, context_, viewer_, *task) != TaskSight::kFull) return std::nullopt;
    const workflow::v1::Task* definition = FindTaskDefinition(state_, context_, *task);
    std::string title = definition == nullptr ? task->kind : TextIn(definition->title(), language_);
    return Happening{.kind = kind, .resource = "tasks/" + std::to_string(task->number),
                     .args = {{"title", title}, {"unit", UnitName(task->unit)}, {"person", NameOf(task->assignment.person)}, {"due", FormatDate(task->due)}},
                     .phase = task->phase, .unit = task->unit, .person = task->assignment.person};
  }

  Told OfAgreement(const Agreement& agreement, const char* kind) {
    const Step* step = agreement.cycle == cycle_ ? state_.steps.Find(agreement.step) : nullptr;
    if (step == nullptr || Detail(*step) != StateDetail::kFull) return std::nullopt;
    return Happening{.kind = kind, .resource = "agreements/" + std::to_string(agreement.number),
                     .args = {{"unit", Subject(*step)}, {"version", std::to_string(agreement.version)}},
                     .phase = step->phase, .unit = UnitOf(*step), .person = step->leader};
  }

  static Told InPhase(Told told, const std::string& phase) {
    if (told) told->phase = phase;
    return told;
  }

  StateDetail Detail(const Step& step) { return MaySeeState(viewer_.To(step), IsPersonal(step)); }

  std::string Subject(const Step& step) {
    if (IsPersonal(step)) return NameOf(step.leader);
    return UnitName(step.subject);
  }
  static std::string UnitOf(const Step& step) { return step.units.empty() ? "" : step.units.front(); }
  std::string UnitName(const std::string& id) {
    const organisation::Unit* unit = state_.Organisation().FindUnit(id);
    return unit == nullptr ? id : unit->name;
  }
  std::string NameOf(const std::string& person) { return person.empty() ? "" : state_.Organisation().NameOf(person); }
  std::string PhaseTitle(const std::string& id) {
    const Cycle* cycle = state_.cycles.Find(cycle_);
    if (cycle == nullptr) return id;
    auto workflow = PinnedWorkflow(state_, context_, *cycle);
    auto phase = workflow->phases.find(id);
    return phase == workflow->phases.end() ? id : TextIn(phase->second->title(), language_);
  }

  State& state_;
  const Context& context_;
  const Viewer& viewer_;
  const std::string& cycle_;
  const std::string& language_;
};

}  // namespace

std::optional<Happening> TellEvent(State& state, const Context& context, const Viewer& viewer, const std::string& cycle,
                                   const Event& event, const std::string& language) {
  Teller teller(state, context, viewer, cycle, language);
  return std::visit([&](const auto& what) { return teller(what); }, event);
}

}  // namespace arshjul::cycle
