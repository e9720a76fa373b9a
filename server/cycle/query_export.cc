#include "cycle/query_export.h"

#include <algorithm>

#include "access/access.h"
#include "cycle/cards.h"

namespace arshjul::cycle {
namespace {

Value DateOrNull(const std::optional<Date>& date) { return date ? Value(FormatDate(*date)) : Value(); }
Value InstantOrNull(const std::optional<Instant>& instant) { return instant ? Value(FormatInstant(*instant)) : Value(); }

List Texts(const std::vector<std::string>& texts) { return List(texts.begin(), texts.end()); }

Value OfCycle(const Cycle& cycle) {
  Object parameters;
  for (const auto& [id, value] : cycle.parameters) parameters[id] = value;
  List phases;
  for (const PhaseRun& phase : cycle.phases) {
    phases.push_back(Object{{"id", phase.id}, {"opens", FormatDate(phase.opens)}, {"ends", FormatDate(phase.ends)},
                            {"open", phase.open}, {"ended", phase.ended}});
  }
  return Object{{"year", cycle.year}, {"state", CycleStateName(cycle.state)}, {"reason", cycle.reason}, {"workflow", cycle.workflow},
                {"workflow_hash", cycle.workflow_hash}, {"parameters", parameters}, {"phases", phases},
                {"launched", FormatInstant(cycle.launched)}, {"launched_by", cycle.launched_by}, {"ended", InstantOrNull(cycle.ended)},
                {"decided_on", DateOrNull(cycle.decided_on)}, {"case_number", cycle.case_number}};
}

List OfUnits(State& state) {
  List units;
  for (const UnitRow* row : state.units.All()) {
    List holdings;
    for (const organisation::Holding* holding : state.Organisation().HoldingsOfUnit(row->row.id)) {
      holdings.push_back(Object{{"person", holding->person}, {"name", state.Organisation().NameOf(holding->person)}, {"title", holding->title},
                                {"from", DateOrNull(holding->span.from)}, {"to", DateOrNull(holding->span.to)}});
    }
    units.push_back(Object{{"unit_id", row->row.id}, {"unit", row->row.name}, {"parent", row->row.parent}, {"level", row->row.level},
                           {"from", DateOrNull(row->row.span.from)}, {"to", DateOrNull(row->row.span.to)}, {"holdings", holdings}});
  }
  return units;
}

// A pair's step says whether it is done; what else stands in it is its parties'.
Value OfStep(const Step& step) {
  bool personal = !step.leader.empty();
  bool done = step.state == StepState::kDone;
  Object out{{"step", step.Key()}, {"phase", step.phase}, {"units", Texts(step.units)}, {"state", StepStateName(step.state)},
             {"shown", personal ? (done ? "done" : "open") : step.shown}, {"opened", FormatInstant(step.opened)},
             {"ended", InstantOrNull(step.ended)}, {"explanation", step.explanation}};
  if (personal) {
    out["leader"] = step.leader;
    out["superior"] = step.superior;
    out["agreement"] = step.agreement;
    return out;
  }
  Object recorded;
  for (const auto& [field, value] : step.recorded) recorded[field] = value;
  out["recorded"] = std::move(recorded);
  return out;
}

Value OfTask(const Task& task, bool personal) {
  Object out{{"task", task.number}, {"step", task.step}, {"phase", task.phase}, {"kind", task.kind}, {"unit", task.unit},
             {"state", TaskStateName(task.state)}, {"assignee", task.assignment.person}, {"on_behalf_of", task.assignment.on_behalf_of},
             {"because", organisation::BecauseName(task.assignment.because)}, {"opened", FormatInstant(task.opened)},
             {"due", FormatDate(task.due)}, {"ended", InstantOrNull(task.ended)}, {"completed_by", task.completed_by}};
  // Which way a talk or an agreement went is between the parties.
  if (!personal) out["action"] = task.action;
  return out;
}

Value OfCardRow(State& state, const CardRow& row) {
  return Object{{"indicator", row.indicator}, {"name", NameOfIndicator(state, row.indicator)}, {"group", row.group},
                {"perspective", row.perspective}, {"baseline", row.baseline.text}, {"target", row.target.figure.text},
                {"proposed", row.proposed.figure.text}, {"agreed", row.agreed.figure.text}, {"decided", row.decided.figure.text},
                {"decided_by", DecidedByName(row.decided_by)}, {"case_number", row.case_number}, {"capped", row.capped},
                {"result", row.result.text}, {"result_source", row.result_source}, {"cause", row.cause}, {"initiative", row.initiative},
                {"expected", DateOrNull(row.expected)}, {"before_time", row.before_time}, {"dropped", row.dropped}};
}

List OfCards(State& state, int year) {
  List cards;
  for (const Card* card : state.cards.By(0, std::to_string(year))) {
    List rows;
    for (const CardRow& row : card->rows) rows.push_back(OfCardRow(state, row));
    cards.push_back(Object{{"unit", card->unit}, {"year", card->year}, {"rows", rows}, {"frame", card->frame ? Value(*card->frame) : Value()}, {"frame_preliminary", card->frame_preliminary},
                           {"zero_reason", card->zero_reason}});
  }
  return cards;
}

// "Not signed" is told as a total only.
List OfAgreements(State& state, const std::string& cycle, int64_t& not_signed) {
  List agreements;
  for (const Agreement* agreement : state.agreements.By(Agreement::kByCycle, cycle)) {
    bool refused = agreement->state == AgreementState::kNotSigned;
    not_signed += refused ? 1 : 0;
    List signatures;
    for (const Signature& signature : agreement->signatures) {
      if (agreement->state != AgreementState::kSigned && agreement->state != AgreementState::kSuperseded) break;
      signatures.push_back(Object{{"party", signature.party}, {"person", signature.person}, {"time", FormatInstant(signature.time)},
                                  {"authority", signature.authority}, {"document_hash", signature.document_hash}});
    }
    bool told = agreement->state == AgreementState::kSigned || agreement->state == AgreementState::kSuperseded || agreement->state == AgreementState::kEnded;
    agreements.push_back(Object{{"agreement", agreement->number}, {"leader", agreement->leader}, {"superior", agreement->superior},
                                {"units", Texts(agreement->units)}, {"kind", agreement->kind}, {"version", agreement->version},
                                {"state", told ? AgreementStateName(agreement->state) : "OPEN"}, {"document_hash", agreement->document_hash},
                                {"signatures", signatures}});
  }
  return agreements;
}

}  // namespace

Export ExportCycle(State& state, const Context& context, const std::string& key) {
  const Date today = context.calendar->LocalDate(context.now);
  if (!access::MayDo(state.Organisation(), context.actor, access::Operation::kExportCycle, today)) {
    return {Refusal{Reason::kRoleMissing, {{"role", "OFFICE, CONTROLLER, AUDITOR"}}, {}}, {}};
  }
  const Cycle* cycle = state.cycles.Find(key);
  if (cycle == nullptr) return {Refusal{Reason::kCycleNotFound, {{"cycle", key}}, {}}, {}};
  List steps, tasks;
  for (const PhaseRun& phase : cycle->phases) {
    for (const Step* step : state.steps.By(Step::kByPhase, key + "/" + phase.id)) steps.push_back(OfStep(*step));
  }
  for (const Task* task : state.tasks.By(Task::kByCycle, key)) {
    const Step* step = state.steps.Find(task->step);
    tasks.push_back(OfTask(*task, step == nullptr || !step->leader.empty()));
  }
  int64_t not_signed = 0;
  List agreements = OfAgreements(state, key, not_signed);
  const Municipality& self = *state.Self();
  return {std::nullopt,
          Object{{"municipality", Object{{"id", self.id}, {"name", self.name}}}, {"time", FormatInstant(context.now)}, {"cycle", OfCycle(*cycle)},
                 {"units", OfUnits(state)}, {"steps", std::move(steps)}, {"tasks", std::move(tasks)}, {"cards", OfCards(state, cycle->year)},
                 {"agreements", std::move(agreements)}, {"agreements_not_signed", not_signed}}};
}

}  // namespace arshjul::cycle
