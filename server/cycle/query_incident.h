// What could not happen by itself, as those may see it who repair it. Pure. Where two stand with each other is between them:
// of a talk's and an agreement's step no state and no event is told. What an event carries is told to nobody.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cycle/decide.h"

namespace arshjul::cycle {

struct IncidentShown {
  int64_t number = 0;
  IncidentKind kind = IncidentKind::kTimer;
  IncidentState state = IncidentState::kOpen;
  Instant raised{};
  std::string cycle, phase, phase_title, unit;
  std::string who;    // whom the step is about: a unit, a leader, the municipality; whom a notice was for
  std::string what;   // PHASE_OPENS, PHASE_ENDS, DAILY_ROUND, STEP, NOTICE
  std::string event;  // of a step
  std::string message;  // of a notice: its subject is notify.<message>.subject
  std::string cause;
  std::map<std::string, std::string> args;
  std::optional<Instant> due;  // when it should have happened
  int waiting = 0, attempts = 0;
  std::optional<Instant> settled;
  std::string settled_by, settled_by_name, reason;
  int64_t revision = 0;
};

struct IncidentFilter {
  std::string cycle;                           // "": any, and those of none
  std::optional<IncidentState> state;          // nothing: any
  size_t most = 0;                             // 0: all
  std::string after;                           // of the page before
};

struct IncidentPage {
  std::optional<Refusal> refusal;  // kNotVisible
  std::vector<IncidentShown> incidents;  // in the order they came
  std::string next;                      // "" on the last page
};

struct IncidentAnswer {
  std::optional<Refusal> refusal;  // kNotVisible, kIncidentNotFound
  IncidentShown incident;
};

// Of the arguments of a refusal, those that the cause may be told with to whoever repairs. The step that stopped may be another
// than the one that is stuck, and be between two.
std::map<std::string, std::string> ToldOfCause(State& state, std::map<std::string, std::string> args);

IncidentPage ListIncidents(State& state, const Context& context, const IncidentFilter& filter, const std::string& language);
IncidentAnswer GetIncident(State& state, const Context& context, int64_t number, const std::string& language);

}  // namespace arshjul::cycle
