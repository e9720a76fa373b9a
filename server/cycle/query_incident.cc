#include "cycle/query_incident.h"

#include "cycle/form.h"
#include "cycle/query_access.h"
#include "cycle/relation.h"

namespace arshjul::cycle {
namespace {

const char* WhatOf(const Incident& incident) {
  if (incident.kind == IncidentKind::kNotice) return "NOTICE";
  switch (incident.timer->kind) {
    case Timer::Kind::kPhaseOpens: return "PHASE_OPENS";
    case Timer::Kind::kPhaseEnds: return "PHASE_ENDS";
    case Timer::Kind::kDailyRound: return "DAILY_ROUND";
    case Timer::Kind::kStepEvent: break;
  }
  return "STEP";
}

std::string PhaseTitle(State& state, const Context& context, const Incident& incident, const std::string& language) {
  const Cycle* cycle = state.cycles.Find(incident.cycle);
  if (cycle == nullptr) return incident.phase;
  auto workflow = PinnedWorkflow(state, context, *cycle);
  if (workflow == nullptr) return incident.phase;
  auto phase = workflow->phases.find(incident.phase);
  return phase == workflow->phases.end() ? incident.phase : TextIn(phase->second->title(), language);
}

void ShowStep(State& state, const Incident& incident, IncidentShown& out) {
  const Step* step = incident.step.empty() ? nullptr : state.steps.Find(incident.step);
  if (step == nullptr) return;
  if (IsPersonal(*step)) {
    out.who = state.Organisation().NameOf(step->leader);
    // A day that was agreed on, and the moment when they went on, are theirs.
    out.due.reset();
    if (incident.state == IncidentState::kOvertaken) out.settled.reset();
    return;
  }
  out.event = incident.timer->event;
  out.unit = step->subject;
  const organisation::Unit* unit = state.Organisation().FindUnit(step->subject);
  out.who = unit != nullptr ? unit->name : step->subject.empty() ? state.Self()->name : step->subject;
}

IncidentShown Show(State& state, const Context& context, const Incident& incident, const std::string& language) {
  IncidentShown out;
  out.number = incident.number;
  out.kind = incident.kind;
  out.state = incident.state;
  out.raised = incident.raised;
  out.cycle = incident.cycle;
  out.phase = incident.phase;
  if (!incident.phase.empty()) out.phase_title = PhaseTitle(state, context, incident, language);
  out.what = WhatOf(incident);
  out.message = incident.message;
  out.cause = incident.cause;
  out.args = ToldOfCause(state, incident.args);
  if (incident.timer) out.due = incident.timer->at;
  out.waiting = static_cast<int>(incident.waiting.size());
  out.attempts = incident.attempts;
  out.settled = incident.settled;
  out.settled_by = incident.settled_by;
  if (!incident.settled_by.empty()) out.settled_by_name = state.Organisation().NameOf(incident.settled_by);
  out.reason = incident.reason;
  out.revision = incident.revision;
  if (incident.kind == IncidentKind::kNotice) out.who = state.Organisation().NameOf(incident.person);
  ShowStep(state, incident, out);
  return out;
}

// All that may be wanted, in key order.
std::vector<const Incident*> Candidates(State& state, const IncidentFilter& filter) {
  if (filter.state == IncidentState::kOpen) return state.incidents.By(Incident::kOpen, "open");
  if (!filter.cycle.empty()) return state.incidents.By(Incident::kByCycle, filter.cycle);
  return state.incidents.All();
}

}  // namespace

std::map<std::string, std::string> ToldOfCause(State& state, std::map<std::string, std::string> args) {
  auto stopped = args.find("step");
  // One that could not be made is not there: it may have been between two.
  const Step* step = stopped == args.end() ? nullptr : state.steps.Find(stopped->second);
  if (step == nullptr || IsPersonal(*step)) args.erase("state");
  args.erase("step");
  return args;
}

IncidentPage ListIncidents(State& state, const Context& context, const IncidentFilter& filter, const std::string& language) {
  IncidentPage page;
  page.refusal = Denied(state, context, access::Operation::kSeeIncidents);
  if (page.refusal) return page;
  std::string last;
  for (const Incident* incident : Candidates(state, filter)) {
    const std::string key = incident->Key();
    const bool wanted = (filter.cycle.empty() || incident->cycle == filter.cycle) && (!filter.state || incident->state == *filter.state);
    if (!wanted || key <= filter.after) continue;
    if (filter.most != 0 && page.incidents.size() == filter.most) {
      page.next = last;
      break;
    }
    page.incidents.push_back(Show(state, context, *incident, language));
    last = key;
  }
  return page;
}

IncidentAnswer GetIncident(State& state, const Context& context, int64_t number, const std::string& language) {
  IncidentAnswer answer;
  answer.refusal = Denied(state, context, access::Operation::kSeeIncidents);
  if (answer.refusal) return answer;
  const Incident* incident = state.incidents.Find(Task::MakeKey(number));
  if (incident == nullptr) {
    answer.refusal = Refusal{Reason::kIncidentNotFound, {{"incident", std::to_string(number)}}, {}};
  } else {
    answer.incident = Show(state, context, *incident, language);
  }
  return answer;
}

}  // namespace arshjul::cycle
