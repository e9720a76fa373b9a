// Who is calling? Today only demo mode answers: it believes what it is told, on this machine alone. Outside demo mode
// the server does not start until identity is configured (main; message startup.identity_not_configured).
//
// Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/refusal.h"

namespace arshjul::identity {

struct Caller {
  std::string person;  // id
  std::string name;
  bool operator==(const Caller&) const = default;
};

struct Person {
  std::string id;
  std::string name;
};

// Persons who hold a role today, by the word that stands for them: "office", "controller", "council", "auditor".
struct RoleHolder {
  std::string role;
  std::string person;  // id
};

// At most so many names in a refusal.
inline constexpr size_t kMostCandidates = 5;

// Resolves what the caller says (UTF-8): an id, else one of the four role words, else a name. Upper and lower case and extra
// spaces do not count. A role held by several goes to the first in `holders`.
//
// Refusals: kUnauthenticated when nothing is said; kAmbiguousName {name, candidates} when several have the name;
// kPersonNotFound {name, candidates: the closest names, or not there} when nobody has it, or nobody holds the role.
std::variant<Caller, Refusal> ResolveDemo(std::string_view said, const std::vector<Person>& persons,
                                          const std::vector<RoleHolder>& holders);

}  // namespace arshjul::identity
