// What could not happen by itself, and waits for somebody to try it again or let it be. Plain data, as rows.h.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cycle/rows.h"

namespace arshjul::cycle {

enum class IncidentKind : int {
  kTimer = 1,   // a time came, and what it was to set going failed
  kNotice = 2,  // somebody could not be told
};
const char* IncidentKindName(IncidentKind kind);

enum class IncidentState : int {
  kOpen = 1,
  kRetried = 2,    // it has happened after all
  kSkipped = 3,    // it never will
  kOvertaken = 4,  // nobody needs it any more: its step went on or ended, or the next round said the same
};
const char* IncidentStateName(IncidentState state);

// A step has at most one open: what comes due for it later waits here, so that nothing comes out of order.
struct Incident {
  static constexpr int kTable = kIncidentTable;
  int64_t number = 0;
  IncidentKind kind = IncidentKind::kTimer;
  IncidentState state = IncidentState::kOpen;
  Instant raised{};
  std::string cycle, phase, step;  // "" where it belongs to none
  std::string cause;               // ReasonName, or a word of the engine's own: incident.cause.<word> in the catalogues
  std::map<std::string, std::string> args;  // what the cause is told with: limit, most, state …
  std::optional<Timer> timer;               // as it was when it came due
  std::vector<Timer> waiting;               // of the step, that came due after it; in that order
  std::string notice, message, person;      // entry of the outbox, key of the catalogues, for whom
  int attempts = 1;
  std::optional<Instant> settled;
  std::string settled_by, reason;
  int64_t revision = 1;  // the etag
  std::string told_on;   // the day on which the office got a letter because of it; "": it got none
  std::string Key() const { return Task::MakeKey(number); }
  std::vector<std::string> Columns() const {
    const bool open = state == IncidentState::kOpen;
    return {open ? "open" : "", cycle, open ? notice : "", told_on, open && step.empty() ? cycle : ""};
  }
  enum Column { kOpen = 0, kByCycle = 1, kOpenByNotice = 2, kToldOn = 3, kOpenOfPhases = 4 };
  static void Fields(auto&& field) {
    field(1, "number", &Incident::number);
    field(2, "kind", &Incident::kind);
    field(3, "state", &Incident::state);
    field(4, "raised", &Incident::raised);
    field(5, "cycle", &Incident::cycle);
    field(6, "phase", &Incident::phase);
    field(7, "step", &Incident::step);
    field(8, "cause", &Incident::cause);
    field(9, "args", &Incident::args);
    field(10, "timer", &Incident::timer);
    field(11, "waiting", &Incident::waiting);
    field(12, "notice", &Incident::notice);
    field(13, "message", &Incident::message);
    field(14, "person", &Incident::person);
    field(15, "attempts", &Incident::attempts);
    field(16, "settled", &Incident::settled);
    field(17, "settled_by", &Incident::settled_by);
    field(18, "reason", &Incident::reason);
    field(19, "revision", &Incident::revision);
    field(20, "told_on", &Incident::told_on);
  }
};

}  // namespace arshjul::cycle
