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
};

// Nothing when the event is not of the cycle, or not for the reader. Texts in `language`.
std::optional<Happening> TellEvent(State& state, const Context& context, const Viewer& viewer, const std::string& cycle,
                                   const Event& event, const std::string& language);

}  // namespace arshjul::cycle
