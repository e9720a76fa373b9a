// Resource names: "municipalities/{m}", "municipalities/{m}/tasks/{n}". Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/refusal.h"
#include "cycle/state.h"

namespace arshjul::api {

struct ResourceName {
  std::string municipality;
  std::string collection;  // "tasks"; "" for the municipality itself
  std::string id;          // "17"; may itself be "annual-cycle@2", but has no slash
  bool operator==(const ResourceName&) const = default;
};

// Nothing for any other text. "municipalities/m/clock" has a collection and no id.
std::optional<ResourceName> ParseName(std::string_view name);
// The id of a resource of that collection; nothing for any other name.
std::optional<std::string> IdIn(std::string_view name, std::string_view collection);
// A positive number below 10^10, written plainly; nothing for any other text. For tasks, agreements, commitments.
std::optional<int64_t> NumberIn(std::string_view name, std::string_view collection);

std::string NameOf(std::string_view municipality, std::string_view collection, std::string_view id);
std::string NameOf(std::string_view municipality, std::string_view collection, int64_t number);

// INVALID_INPUT: field `field` holds `name`, which should look like `pattern` ("municipalities/{m}/tasks/{n}").
Refusal BadName(const std::string& field, const std::string& name, const std::string& pattern);

// A unit by id, else by a name (in any case) that one existing unit alone has. INVALID: UNIT_NOT_FOUND {unit},
// AMBIGUOUS_NAME {name, candidates}. `unit` is the id.
std::optional<Refusal> FindUnit(const organisation::Organisation& organisation, Date day, const std::string& text, std::string& unit);
// The same for persons: PERSON_NOT_FOUND {name}, AMBIGUOUS_NAME. "me" is nobody here.
std::optional<Refusal> FindPerson(const organisation::Organisation& organisation, const std::string& text, std::string& person);

}  // namespace arshjul::api
