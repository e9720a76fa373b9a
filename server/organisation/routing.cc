#include "organisation/routing.h"

#include <map>

namespace arshjul::organisation {
namespace {

// The holder, or the deputy in the holder's absence. A holder who is away without a deputy keeps the work: the post is
// not vacant, and absence without a stand-in must not move work that the leader will come back to.
Assignment HolderOrDeputy(const Organisation& organisation, std::string_view unit, Date day, Because because) {
  const Holding* holding = organisation.HolderOf(unit, day);
  if (holding == nullptr) return {};
  const Absence* absence = organisation.AbsenceOf(holding->person, day);
  if (absence == nullptr || absence->deputy.empty()) return {holding->person, "", because};
  return {absence->deputy, holding->person, Because::kDeputy};
}

Assignment FromMandate(const Organisation& organisation, Date day) {
  const RoleBinding* binding = organisation.BindingOf(Role::kMandate, day);
  if (binding == nullptr) return {};
  return {binding->person, "", Because::kMandate};
}

// Walks from `unit` to the root and gives the first leader that `may`; else the council side; else the office.
template <class May>
Assignment FirstFrom(const Organisation& organisation, std::string_view unit, Date day, Because because, May may) {
  std::string_view from = unit;
  for (const Unit* at = organisation.NearestHeld(from); at != nullptr; at = organisation.NearestHeld(from)) {
    if (at->id != from) because = Because::kNearestAbove;
    from = at->parent;
    Assignment found = HolderOrDeputy(organisation, at->id, day, because);
    if (found.because != Because::kNobody && may(found)) return found;
    because = found.because == Because::kNobody ? Because::kNearestAbove : Because::kNotOwnReview;
  }
  Assignment mandate = FromMandate(organisation, day);
  if (mandate.because != Because::kNobody && may(mandate)) return mandate;
  return WithRole(organisation, Role::kOffice, day);
}

}  // namespace

const char* BecauseName(Because because) {
  switch (because) {
    case Because::kNobody: return "NOBODY";
    case Because::kHolder: return "HOLDER";
    case Because::kDeputy: return "DEPUTY";
    case Because::kNearestAbove: return "NEAREST_ABOVE";
    case Because::kNotOwnReview: return "NOT_OWN_REVIEW";
    case Because::kMandate: return "MANDATE";
    case Because::kRole: return "ROLE";
    case Because::kReassigned: return "REASSIGNED";
    case Because::kConductor: return "CONDUCTOR";
    case Because::kDelegated: return "DELEGATED";
  }
  return "NOBODY";
}

Assignment WithRole(const Organisation& organisation, Role role, Date day) {
  const RoleBinding* binding = organisation.BindingOf(role, day);
  if (binding == nullptr) return {};
  return {binding->person, "", Because::kRole};
}

Assignment UnitWork(const Organisation& organisation, std::string_view unit, Date day) {
  return FirstFrom(organisation, unit, day, Because::kHolder, [](const Assignment&) { return true; });
}

std::unordered_map<std::string_view, Assignment> UnitWorkOfAll(const Organisation& organisation, Date day) {
  std::unordered_map<std::string_view, Assignment> work;
  for (const Unit* unit : organisation.Preorder(day)) {
    Assignment own = HolderOrDeputy(organisation, unit->id, day, Because::kHolder);
    const auto above = work.find(unit->parent);
    if (own.because != Because::kNobody) {
      work.emplace(unit->id, std::move(own));
    } else if (above == work.end()) {
      work.emplace(unit->id, UnitWork(organisation, unit->id, day));
    } else {
      Assignment inherited = above->second;
      if (inherited.because == Because::kHolder) inherited.because = Because::kNearestAbove;
      work.emplace(unit->id, std::move(inherited));
    }
  }
  return work;
}

Assignment Review(const Organisation& organisation, std::string_view unit, Date day) {
  const Unit* self = organisation.FindUnit(unit);
  if (self == nullptr) return {};
  Assignment author = UnitWork(organisation, unit, day);
  auto may = [&](const Assignment& reviewer) {
    for (const std::string& own : {author.person, author.on_behalf_of}) {
      if (!own.empty() && (reviewer.person == own || reviewer.on_behalf_of == own)) return false;
    }
    return true;
  };
  return FirstFrom(organisation, self->parent, day, Because::kHolder, may);
}

Assignment Superior(const Organisation& organisation, std::string_view unit, Date day) {
  const Unit* self = organisation.FindUnit(unit);
  const Holding* leader = organisation.HolderOf(unit, day);
  if (self == nullptr || leader == nullptr) return {};
  Because because = Because::kHolder;
  std::string_view from = self->parent;
  for (const Unit* at = organisation.NearestHeld(from); at != nullptr; at = organisation.NearestHeld(from)) {
    if (at->id != from) because = Because::kNearestAbove;
    from = at->parent;
    const Holding* above = organisation.HolderOf(at->id, day);
    if (above != nullptr && above->person != leader->person) return {above->person, "", because};
    because = above == nullptr ? Because::kNearestAbove : Because::kNotOwnReview;
  }
  Assignment mandate = FromMandate(organisation, day);
  // A person cannot stand on both sides of an agreement.
  if (mandate.person == leader->person) return {};
  return mandate;
}

std::vector<Pair> Pairs(const Organisation& organisation, Date day) {
  std::vector<Pair> pairs;
  std::map<std::pair<std::string, std::string>, size_t> known;
  for (const Unit* unit : organisation.Preorder(day)) {
    const Holding* holding = organisation.HolderOf(unit->id, day);
    if (holding == nullptr) continue;
    Assignment superior = Superior(organisation, unit->id, day);
    if (superior.because == Because::kNobody) continue;
    auto [it, fresh] = known.try_emplace({holding->person, superior.person}, pairs.size());
    if (fresh) pairs.push_back({holding->person, superior.person, superior.because == Because::kMandate, {}});
    pairs[it->second].units.push_back(unit->id);
  }
  return pairs;
}

}  // namespace arshjul::organisation
