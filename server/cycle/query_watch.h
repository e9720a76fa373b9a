// What has happened in a cycle, as one reader may be told of it. Pure. Never personnel text; what happens between the
// parties of a talk or an agreement is told to them alone, to others only that it is done.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cycle/relation.h"

namespace arshjul::cycle {

struct Happening {
  std::string kind;      // "task_completed"; its text is message event.<kind>
  std::string resource;  // below the municipality: "tasks/17", "cycles/2015"
  std::map<std::string, std::string> args;  // names as they are now
  std::string phase, unit;                  // ids; "" where it is of none alone
  std::string person, on_behalf_of;         // ids: whose turn it is or was, and whom it is or was done for
};

// Nothing when the event is not of the cycle, or not for the reader. Texts in `language`.
std::optional<Happening> TellEvent(State& state, const Context& context, const Viewer& viewer, const std::string& cycle,
                                   const Event& event, const std::string& language);

}  // namespace arshjul::cycle
