// What somebody may do now with a resource. Pure: asks the state and changes nothing.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cycle/form.h"
#include "cycle/relation.h"

namespace arshjul::cycle {

struct Offer {
  std::string id;     // an action of a task, or a verb: "suspend", "open_phase"
  std::string title;  // in the reader's language; "" = message action.<id>, with `args`
  std::map<std::string, std::string> args;
  bool back = false;
  std::vector<std::string> fields, required;
  std::vector<std::string> persons;  // ids: whom a task may be given to; none: anybody
};

struct Offers {
  std::optional<Refusal> refusal;  // not found, kNotVisible
  std::vector<Offer> offers;       // forward ones first
};

// `collection` and `id` as in the resource's name: "tasks" and "17"; "" and "" for the municipality itself. Other
// collections offer nothing.
Offers OffersOf(State& state, const Context& context, const std::string& collection, const std::string& id, const std::string& language);

}  // namespace arshjul::cycle
