// What happens to what could not happen by itself. Events, as event.h.
#pragma once

#include <map>
#include <string>

#include "cycle/state.h"

namespace arshjul::cycle {

struct IncidentOpened {
  static constexpr int kType = 93;
  static constexpr const char* kName = "IncidentOpened";
  Incident incident;
  static void Fields(auto&& field) { field(1, "incident", &IncidentOpened::incident); }
};
// Nothing waits in it any more: what did is set again by events of its own, or is over with its step.
struct IncidentSettled {
  static constexpr int kType = 94;
  static constexpr const char* kName = "IncidentSettled";
  std::string incident;
  IncidentState state = IncidentState::kRetried;
  std::string by, reason;
  static void Fields(auto&& field) {
    field(1, "incident", &IncidentSettled::incident);
    field(2, "state", &IncidentSettled::state);
    field(3, "by", &IncidentSettled::by);
    field(4, "reason", &IncidentSettled::reason);
  }
};
// The next that was to make good for it has failed, too.
struct IncidentRepeated {
  static constexpr int kType = 95;
  static constexpr const char* kName = "IncidentRepeated";
  std::string incident, cause;
  std::map<std::string, std::string> args;
  static void Fields(auto&& field) {
    field(1, "incident", &IncidentRepeated::incident);
    field(2, "cause", &IncidentRepeated::cause);
    field(3, "args", &IncidentRepeated::args);
  }
};
// A later timer of the step has come due and waits its turn.
struct IncidentJoined {
  static constexpr int kType = 96;
  static constexpr const char* kName = "IncidentJoined";
  std::string incident;
  Timer timer;
  static void Fields(auto&& field) {
    field(1, "incident", &IncidentJoined::incident);
    field(2, "timer", &IncidentJoined::timer);
  }
};
// A timer that waited is wanted no more: its step has left the state, or has cancelled it.
struct IncidentLeft {
  static constexpr int kType = 97;
  static constexpr const char* kName = "IncidentLeft";
  std::string incident, timer;
  static void Fields(auto&& field) {
    field(1, "incident", &IncidentLeft::incident);
    field(2, "timer", &IncidentLeft::timer);
  }
};

}  // namespace arshjul::cycle
