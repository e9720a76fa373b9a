#include "cycle/query_action.h"

#include <algorithm>
#include <charconv>

#include "cycle/delegation.h"
#include "cycle/query_agreement.h"
#include "cycle/query_task.h"

namespace arshjul::cycle {
namespace {

using access::Operation;

std::optional<int64_t> NumberOf(const std::string& id) {
  int64_t number = 0;
  auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
  if (error != std::errc() || end != id.data() + id.size() || number <= 0) return std::nullopt;
  return number;
}

Offers Refused(Reason reason, std::map<std::string, std::string> args = {}) { return {Refusal{reason, std::move(args), {}}, {}}; }

bool MayDo(State& state, const Context& context, Operation operation) {
  return access::MayDo(state.Organisation(), context.actor, operation, context.calendar->LocalDate(context.now));
}

Offer Verb(std::string id, std::vector<std::string> fields = {}, std::vector<std::string> required = {}) {
  return {std::move(id), "", {}, false, std::move(fields), std::move(required)};
}

void AddTaskActions(State& state, const Context& context, const Task& task, const std::string& language, std::vector<Offer>& out) {
  if (!MayAct(state, context, task)) return;
  for (FormAction& action : ActionsOf(state, context, task, language)) {
    out.push_back({std::move(action.id), std::move(action.title), {}, action.back, std::move(action.fields), std::move(action.required)});
  }
}

Offers OfTask(State& state, const Context& context, const std::string& id, const std::string& language) {
  auto number = NumberOf(id);
  const Task* task = number ? state.tasks.Find(Task::MakeKey(*number)) : nullptr;
  if (task == nullptr) return Refused(Reason::kTaskNotFound, {{"task", id}});
  Viewer viewer(state, context);
  TaskSight sight = SightOf(state, context, viewer, *task);
  if (sight == TaskSight::kNothing) return Refused(Reason::kNotVisible);
  Offers out;
  AddTaskActions(state, context, *task, language, out.offers);
  const workflow::v1::Task* definition = FindTaskDefinition(state, context, *task);
  bool open = task->state == TaskState::kOpen && definition != nullptr;
  if (open && !out.offers.empty() && definition->fields_size() > 0) out.offers.push_back(Verb("save"));
  bool above = !task->unit.empty() && organisation::Review(state.Organisation(), task->unit, viewer.today()).person == viewer.person();
  const bool anybody = above || MayDo(state, context, Operation::kReassignTask);
  std::vector<std::string> delegates = open ? DelegatesOf(state, context, *task) : std::vector<std::string>();
  if (open && !definition->personal() && (anybody || !delegates.empty())) {
    out.offers.push_back(Verb("reassign", {"person", "reason"}, {"person", "reason"}));
    if (!anybody) out.offers.back().persons = std::move(delegates);
  }
  const Step* step = state.steps.Find(task->step);
  if (step != nullptr && !IsPersonal(*step) && MayComment(state, context, *task)) out.offers.push_back(Verb("comment", {"text"}, {"text"}));
  return out;
}

Offers OfCycle(State& state, const Context& context, const std::string& id, const std::string& language) {
  const Cycle* cycle = state.cycles.Find(id);
  if (cycle == nullptr) return Refused(Reason::kCycleNotFound, {{"cycle", id}});
  Offers out;
  if (!MayDo(state, context, Operation::kRunCycle)) return out;
  const std::vector<std::string> reason{"reason"};
  if (cycle->state == CycleState::kRunning) {
    auto workflow = PinnedWorkflow(state, context, *cycle);
    for (const PhaseRun& phase : cycle->phases) {
      // What happens by occasion has nothing to open.
      if (phase.open || workflow->phases.at(phase.id)->on_target_change()) continue;
      Offer offer = Verb("open_phase", {"phase", "within", "reason"}, {"phase", "reason"});
      offer.args = {{"phase", phase.id}, {"title", TextIn(workflow->phases.at(phase.id)->title(), language)}};
      out.offers.push_back(std::move(offer));
    }
    if (const Task* closing = FindClosingTask(state, context, *cycle)) AddTaskActions(state, context, *closing, language, out.offers);
    out.offers.push_back(Verb("suspend", reason, reason));
  }
  if (cycle->state == CycleState::kSuspended) out.offers.push_back(Verb("resume", reason, reason));
  if (cycle->state == CycleState::kRunning || cycle->state == CycleState::kSuspended) out.offers.push_back(Verb("cancel", reason, reason));
  return out;
}

Offers OfUnit(State& state, const Context& context, const std::string& id) {
  const organisation::Organisation& org = state.Organisation();
  const organisation::Unit* unit = org.FindUnit(id);
  Date today = context.calendar->LocalDate(context.now);
  if (unit == nullptr) return Refused(Reason::kUnitNotFound, {{"unit", id}});
  Offers out;
  if (!MayDo(state, context, Operation::kChangeOrganisation) || !org.Exists(*unit, today)) return out;
  out.offers.push_back(Verb("assign_leader", {"person", "title", "from", "to", "reason"}, {"person"}));
  if (org.HolderOf(id, today) != nullptr) out.offers.push_back(Verb("end_holding", {"last", "reason"}));
  if (!unit->parent.empty()) {
    out.offers.push_back(Verb("move", {"parent", "reason"}, {"parent"}));
    if (org.Children(id, today).empty()) out.offers.push_back(Verb("close", {"reason"}));
  }
  return out;
}

// Agreements are written by tasks: what may be done is what the open tasks of its step may be completed with.
Offers OfAgreement(State& state, const Context& context, const std::string& id, const std::string& language) {
  auto number = NumberOf(id);
  const Agreement* agreement = number ? state.agreements.Find(Task::MakeKey(*number)) : nullptr;
  if (agreement == nullptr) return Refused(Reason::kAgreementNotFound, {{"agreement", id}});
  if (!MaySeeAgreement(state, context, *agreement)) return Refused(Reason::kNotVisible);
  Offers out;
  const Step* step = state.steps.Find(agreement->step);
  if (step == nullptr || step->agreement != agreement->Key()) return out;
  for (const std::string& key : step->open_tasks) AddTaskActions(state, context, *state.tasks.Find(key), language, out.offers);
  return out;
}

Offers OfIncident(State& state, const Context& context, const std::string& id) {
  if (!MayDo(state, context, Operation::kSeeIncidents)) return Refused(Reason::kNotVisible);
  auto number = NumberOf(id);
  const Incident* incident = number ? state.incidents.Find(Task::MakeKey(*number)) : nullptr;
  if (incident == nullptr) return Refused(Reason::kIncidentNotFound, {{"incident", id}});
  Offers out;
  const Cycle* cycle = incident->cycle.empty() ? nullptr : state.cycles.Find(incident->cycle);
  const bool stands_still = cycle != nullptr && cycle->state != CycleState::kRunning;
  if (incident->state != IncidentState::kOpen || stands_still || !MayDo(state, context, Operation::kRepairIncident)) return out;
  out.offers.push_back(Verb("retry"));
  out.offers.push_back(Verb("skip", {"reason"}, {"reason"}));
  return out;
}

Offers OfCommitment(State& state, const Context& context, const std::string& id) {
  auto number = NumberOf(id);
  const Commitment* commitment = number ? state.commitments.Find(Task::MakeKey(*number)) : nullptr;
  bool party = commitment != nullptr && !context.actor.empty() && (commitment->leader == context.actor || commitment->superior == context.actor);
  if (!party) return Refused(Reason::kCommitmentNotFound, {{"commitment", id}});
  Offers out;
  // Whoever was promised says whether it was kept.
  if (commitment->state == CommitmentState::kOpen && commitment->to == context.actor) {
    out.offers.push_back(Verb("settle", {"state", "comment"}, {"state"}));
    out.offers.push_back(Verb("remind"));
  }
  return out;
}

Offers OfMunicipality(State& state, const Context& context) {
  static const std::vector<std::pair<Operation, const char*>> kVerbs = {
      {Operation::kRunCycle, "launch_cycle"},          {Operation::kImportOrganisation, "import_organisation"},
      {Operation::kImportScorecards, "import_scorecards"}, {Operation::kSetDirection, "set_direction"},
      {Operation::kRecordResult, "record_result"},     {Operation::kChangeTarget, "change_target"},
      {Operation::kSetFrame, "set_frame"},
      {Operation::kGrantRole, "grant_role"},           {Operation::kRegisterAbsence, "register_absence"},
      {Operation::kPublishWorkflow, "publish_workflow"}, {Operation::kChangeMunicipality, "change_municipality"},
  };
  Offers out;
  for (const auto& [operation, verb] : kVerbs) {
    if (MayDo(state, context, operation)) out.offers.push_back(Verb(verb));
  }
  return out;
}

}  // namespace

Offers OffersOf(State& state, const Context& context, const std::string& collection, const std::string& id, const std::string& language) {
  Offers out;
  if (collection.empty()) {
    out = OfMunicipality(state, context);
  } else if (collection == "tasks") {
    out = OfTask(state, context, id, language);
  } else if (collection == "cycles") {
    out = OfCycle(state, context, id, language);
  } else if (collection == "units") {
    out = OfUnit(state, context, id);
  } else if (collection == "agreements") {
    out = OfAgreement(state, context, id, language);
  } else if (collection == "commitments") {
    out = OfCommitment(state, context, id);
  } else if (collection == "incidents") {
    out = OfIncident(state, context, id);
  }
  std::stable_partition(out.offers.begin(), out.offers.end(), [](const Offer& offer) { return !offer.back; });
  return out;
}

}  // namespace arshjul::cycle
