// "Why did this task go to this person?" The answer is routing.cc, whole. Rules: year.md, 2-4.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "organisation/organisation.h"

namespace arshjul::organisation {

enum class Because : int {
  kNobody = 0,         // no holder anywhere and no role to stand in: the office is told
  kHolder = 1,         // leads the unit
  kDeputy = 2,         // stands in for the holder, who is away
  kNearestAbove = 3,   // the post is vacant: the nearest leader above
  kNotOwnReview = 4,   // would have reviewed their own work: one further up
  kMandate = 5,        // above the top: the council side
  kRole = 6,           // holds the municipality role
  kReassigned = 7,     // somebody with the right moved it, and said why
  kConductor = 8,      // appointed to hold the talk
  kDelegated = 9,      // the leader whose task it is gave it away, and still answers for it
};
const char* BecauseName(Because because);  // "HOLDER" …

struct Assignment {
  std::string person;         // "" only with kNobody
  std::string on_behalf_of;   // the holder, when a deputy does it
  Because because = Because::kNobody;
  bool operator==(const Assignment&) const = default;
  static void Fields(auto&& field) {
    field(1, "person", &Assignment::person);
    field(2, "on_behalf_of", &Assignment::on_behalf_of);
    field(3, "because", &Assignment::because);
  }
};

// Ambition, budget, results of a unit: the holder; in absence the deputy; a vacant post goes to the nearest leader above.
Assignment UnitWork(const Organisation& organisation, std::string_view unit, Date day);

// The same of every unit that exists that day, by its id: once down the tree, however many posts are vacant. Keys are the
// organisation's.
std::unordered_map<std::string_view, Assignment> UnitWorkOfAll(const Organisation& organisation, Date day);

// Whoever answers what the unit submitted: the leader of the unit above, by the rules of unit work, but never the person
// who did the unit's work (nor the holder it was done for): one further up; at the root the council side.
Assignment Review(const Organisation& organisation, std::string_view unit, Date day);

// The superior of a person as leader of `unit`: the nearest holder above who is somebody else; above the top the mandate.
// Absence does not matter: talk and agreement are bound to persons. kNobody when there is not even a mandate.
Assignment Superior(const Organisation& organisation, std::string_view unit, Date day);

Assignment WithRole(const Organisation& organisation, Role role, Date day);

// A leader and the superior above, with the units that the leader holds under that superior.
struct Pair {
  std::string leader, superior;
  bool by_mandate = false;
  std::vector<std::string> units;
  bool operator==(const Pair&) const = default;
};
// Every pair of the municipality that day, in tree order. Vacant units give none.
std::vector<Pair> Pairs(const Organisation& organisation, Date day);

}  // namespace arshjul::organisation
