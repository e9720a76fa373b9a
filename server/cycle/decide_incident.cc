// Incidents: what could not happen by itself is parked, tried again or skipped, or nobody needs it any more.
#include <algorithm>

#include "cycle/daily.h"
#include "cycle/incidents.h"
#include "cycle/stepping.h"

namespace arshjul::cycle {
namespace {

// What waited is set again as it was, due already: so it comes in its order, before what came due since, and a rule of another
// version counts from when it should have come.
void SettleAndRelease(Decision& decision, const Incident& incident, IncidentState how, const std::string& reason) {
  SettleParked(decision, incident, how, reason);
  for (const Timer& timer : incident.waiting) decision.Emit(TimerSet{timer});
}

std::vector<Incident> OpenIn(Decision& decision, const std::string& cycle) {
  std::vector<Incident> open;
  for (const Incident* incident : decision.state.incidents.By(Incident::kOpen, "open")) {
    if (incident->cycle == cycle && incident->kind == IncidentKind::kTimer) open.push_back(*incident);
  }
  return open;
}

// Of the daily round, which belongs to no cycle: there is at most one.
const Incident* OpenRound(Decision& decision) {
  for (const Incident* incident : decision.state.incidents.By(Incident::kOpen, "open")) {
    if (incident->kind == IncidentKind::kTimer && incident->timer->kind == Timer::Kind::kDailyRound) return incident;
  }
  return nullptr;
}

Incident Opened(Decision& decision, IncidentKind kind, const std::string& cause) {
  Incident incident;
  incident.number = decision.NextNumber();
  incident.kind = kind;
  incident.raised = decision.context.now;
  incident.cause = cause;
  return incident;
}

// A fault of a workflow may stop every unit on one day: that is one letter. Of a notice that could not be delivered nobody is
// told: that would be one more.
bool OfficeKnowsToday(Decision& decision) {
  return !decision.state.incidents.By(Incident::kToldOn, FormatDate(decision.Today())).empty();
}

void TellOffice(Decision& decision) {
  const std::string office = organisation::WithRole(decision.org(), organisation::Role::kOffice, decision.Today()).person;
  decision.Tell(office, "incident", {});
}

// The incident when it is open, and as the caller saw it; else a refusal.
const Incident* Repairable(Decision& decision, int64_t number, const std::optional<int64_t>& revision) {
  if (!decision.MayDo(access::Operation::kRepairIncident)) return nullptr;
  const Incident* incident = decision.state.incidents.Find(Task::MakeKey(number));
  if (incident == nullptr) {
    decision.Refuse(Reason::kIncidentNotFound, {{"incident", std::to_string(number)}});
  } else if (incident->state != IncidentState::kOpen) {
    decision.Refuse(Reason::kIncidentSettled, {{"state", IncidentStateName(incident->state)}});
  } else if (revision && *revision != incident->revision) {
    decision.Refuse(Reason::kStaleEtag, {{"given", std::to_string(*revision)}, {"present", std::to_string(incident->revision)}});
  } else if (incident->cycle.empty() || decision.RunningCycle(incident->cycle) != nullptr) {
    decision.outcome.resource = "incidents/" + std::to_string(number);
    return incident;
  }
  return nullptr;
}

}  // namespace

void SettleParked(Decision& decision, const Incident& incident, IncidentState how, const std::string& reason) {
  // Whoever took the step on did not settle it, and between two nobody else is told who did.
  const std::string by = how == IncidentState::kOvertaken ? "system" : decision.context.actor;
  decision.Emit(IncidentSettled{incident.Key(), how, by, reason});
}

bool JoinIncident(Decision& decision, const Timer& timer) {
  const Step* step = timer.step.empty() ? nullptr : decision.state.steps.Find(timer.step);
  if (step == nullptr || step->incident.empty()) return false;
  const std::string incident = step->incident;
  decision.Emit(TimerEnded{timer.Key(), false});
  decision.Emit(IncidentJoined{incident, timer});
  return true;
}

void OvertakeParked(Decision& decision, const std::string& step, const std::function<bool(const Timer&)>& unwanted) {
  const Step* found = decision.state.steps.Find(step);
  if (found == nullptr || found->incident.empty()) return;
  const std::string key = found->incident;
  const std::vector<Timer> waiting = decision.state.incidents.Find(key)->waiting;
  for (const Timer& timer : waiting) {
    if (unwanted(timer)) decision.Emit(IncidentLeft{key, timer.Key()});
  }
  const Incident incident = *decision.state.incidents.Find(key);
  if (unwanted(*incident.timer)) SettleAndRelease(decision, incident, IncidentState::kOvertaken, "");
}

void EndParked(Decision& decision, const std::string& step) {
  const Step* found = decision.state.steps.Find(step);
  if (found == nullptr || found->incident.empty()) return;
  const Incident incident = *decision.state.incidents.Find(found->incident);
  SettleParked(decision, incident, IncidentState::kOvertaken, "");
}

void EndIncidentsOf(Decision& decision, const std::string& cycle) {
  for (const Incident& incident : OpenIn(decision, cycle)) SettleParked(decision, incident, IncidentState::kOvertaken, "");
}

void OvertakeOpening(Decision& decision, const std::string& cycle, const std::string& phase) {
  for (const Incident& incident : ParkedOfPhases(decision, cycle)) {
    const bool opening = incident.timer->kind == Timer::Kind::kPhaseOpens && incident.phase == phase;
    if (opening) SettleParked(decision, incident, IncidentState::kOvertaken, "");
  }
}

void OvertakeRound(Decision& decision) {
  const Incident* found = OpenRound(decision);
  if (found == nullptr) return;
  const Incident incident = *found;
  SettleParked(decision, incident, IncidentState::kOvertaken, "");
}

std::vector<Incident> ParkedOfSteps(Decision& decision, const std::string& cycle) {
  std::vector<Incident> parked = OpenIn(decision, cycle);
  std::erase_if(parked, [](const Incident& incident) { return incident.step.empty(); });
  return parked;
}

void ReleaseParked(Decision& decision, const Incident& incident, IncidentState how, const std::string& reason) {
  SettleParked(decision, incident, how, reason);
  decision.Emit(TimerSet{*incident.timer});
  for (const Timer& timer : incident.waiting) decision.Emit(TimerSet{timer});
}

std::vector<Incident> ParkedOfPhases(Decision& decision, const std::string& cycle) {
  std::vector<Incident> parked;
  for (const Incident* incident : decision.state.incidents.By(Incident::kOpenOfPhases, cycle)) {
    if (incident->kind == IncidentKind::kTimer) parked.push_back(*incident);
  }
  return parked;
}

void DecideIncident(Decision& decision, const ParkTimer& command) {
  const Timer* found = decision.state.timers.Find(command.timer);
  if (found == nullptr) return;
  const Timer timer = *found;
  if (JoinIncident(decision, timer)) return;
  decision.Emit(TimerEnded{command.timer, false});
  if (timer.kind == Timer::Kind::kDailyRound) {
    SetRoundAfter(decision, timer);
    if (const Incident* before = OpenRound(decision)) {
      const std::string key = before->Key();
      decision.Emit(IncidentRepeated{key, command.cause, command.args});
      return;
    }
  }
  Incident incident = Opened(decision, IncidentKind::kTimer, command.cause);
  incident.args = command.args;
  incident.cycle = timer.cycle;
  incident.phase = timer.phase;
  incident.step = timer.step;
  incident.timer = timer;
  if (!OfficeKnowsToday(decision)) {
    TellOffice(decision);
    incident.told_on = FormatDate(decision.Today());
  }
  decision.Emit(IncidentOpened{std::move(incident)});
}

void DecideIncident(Decision& decision, const ParkNotice& command) {
  if (!decision.state.incidents.By(Incident::kOpenByNotice, command.notice).empty()) return;
  Incident incident = Opened(decision, IncidentKind::kNotice, command.cause);
  incident.notice = command.notice;
  incident.message = command.message;
  incident.person = command.person;
  incident.attempts = command.attempts;
  decision.Emit(IncidentOpened{std::move(incident)});
}

void DecideIncident(Decision& decision, const RetryIncident& command) {
  const Incident* found = Repairable(decision, command.incident, command.revision);
  if (found == nullptr) return;
  const Incident incident = *found;
  // First, so that what it sets going finds nothing in its way.
  SettleAndRelease(decision, incident, IncidentState::kRetried, "");
  if (incident.kind == IncidentKind::kNotice) {
    decision.outcome.notices_again.push_back(incident.notice);
  } else {
    FireAgain(decision, *incident.timer);
  }
}

void DecideIncident(Decision& decision, const SkipIncident& command) {
  const Incident* found = Repairable(decision, command.incident, command.revision);
  if (found == nullptr) return;
  const Incident incident = *found;
  if (Value(command.reason).IsBlank()) {
    decision.Refuse(Reason::kInvalidInput, {}, {{"reason", "required", {{"label", "reason"}}}});
    return;
  }
  SettleAndRelease(decision, incident, IncidentState::kSkipped, command.reason);
  if (incident.kind == IncidentKind::kNotice) decision.outcome.notices_dropped.push_back(incident.notice);
}

}  // namespace arshjul::cycle
