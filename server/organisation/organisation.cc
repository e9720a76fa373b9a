#include "organisation/organisation.h"

#include <algorithm>

namespace arshjul::organisation {

const char* RoleName(Role role) {
  switch (role) {
    case Role::kNone: return "NONE";
    case Role::kOffice: return "OFFICE";
    case Role::kController: return "CONTROLLER";
    case Role::kCouncil: return "COUNCIL";
    case Role::kAuditor: return "AUDITOR";
    case Role::kGuardian: return "GUARDIAN";
    case Role::kMandate: return "MANDATE";
    case Role::kSupporter: return "SUPPORTER";
  }
  return "NONE";
}

Organisation::Organisation(Rows rows) : rows_(std::move(rows)) {
  for (const Unit& unit : rows_.units) units_[unit.id] = &unit;
  for (const Unit& unit : rows_.units) children_[unit.parent].push_back(&unit);
  for (const Person& person : rows_.persons) persons_[person.id] = &person;
  for (const Holding& holding : rows_.holdings) {
    holdings_of_unit_[holding.unit].push_back(&holding);
    holdings_of_person_[holding.person].push_back(&holding);
  }
  for (const Absence& absence : rows_.absences) absences_[absence.person].push_back(&absence);
  FindNearestHeld();
}

// Up from each unit to the first that is held or known, and the answer back to all on the way: each unit is walked over once.
void Organisation::FindNearestHeld() {
  nearest_held_.resize(rows_.units.size());
  std::vector<bool> known(rows_.units.size());
  std::vector<size_t> walk;
  for (const Unit& start : rows_.units) {
    walk.clear();
    const Unit* held = nullptr;
    for (const Unit* at = &start; at != nullptr; at = FindUnit(at->parent)) {
      const auto index = static_cast<size_t>(at - rows_.units.data());
      if (known[index]) {
        held = nearest_held_[index];
        break;
      }
      walk.push_back(index);
      if (holdings_of_unit_.contains(at->id)) {
        held = at;
        break;
      }
    }
    for (size_t index : walk) {
      known[index] = true;
      nearest_held_[index] = held;
    }
  }
}

const Unit* Organisation::FindUnit(std::string_view id) const {
  auto it = units_.find(id);
  return it == units_.end() ? nullptr : it->second;
}

const Person* Organisation::FindPerson(std::string_view id) const {
  auto it = persons_.find(id);
  return it == persons_.end() ? nullptr : it->second;
}

const std::string& Organisation::NameOf(std::string_view person) const {
  static const std::string kNobody;
  const Person* found = FindPerson(person);
  return found == nullptr ? kNobody : found->name;
}

const Unit* Organisation::Root(Date day) const {
  auto it = children_.find("");
  if (it == children_.end()) return nullptr;
  for (const Unit* unit : it->second) {
    if (Exists(*unit, day)) return unit;
  }
  return nullptr;
}

std::vector<const Unit*> Organisation::Children(std::string_view unit, Date day) const {
  std::vector<const Unit*> out;
  auto it = children_.find(unit);
  if (it == children_.end()) return out;
  for (const Unit* child : it->second) {
    if (Exists(*child, day)) out.push_back(child);
  }
  return out;
}

std::vector<const Unit*> Organisation::Preorder(Date day) const {
  std::vector<const Unit*> out, open;
  if (const Unit* root = Root(day)) open.push_back(root);
  while (!open.empty()) {
    const Unit* unit = open.back();
    open.pop_back();
    out.push_back(unit);
    auto children = Children(unit->id, day);
    open.insert(open.end(), children.rbegin(), children.rend());
  }
  return out;
}

Heights Organisation::HeightsOn(Date day) const {
  Heights heights;
  auto order = Preorder(day);
  for (auto it = order.rbegin(); it != order.rend(); ++it) {
    int own = heights.of[(*it)->id];
    heights.top = std::max(heights.top, own);
    if (!(*it)->parent.empty()) {
      int& above = heights.of[(*it)->parent];
      above = std::max(above, own + 1);
    }
  }
  return heights;
}

int Organisation::Depth(std::string_view unit) const {
  int depth = 0;
  for (const Unit* at = FindUnit(unit); at != nullptr && !at->parent.empty(); at = FindUnit(at->parent)) ++depth;
  return depth;
}

bool Organisation::IsWithin(std::string_view unit, std::string_view above) const {
  for (const Unit* at = FindUnit(unit); at != nullptr; at = FindUnit(at->parent)) {
    if (at->id == above) return true;
  }
  return false;
}

const Holding* Organisation::HolderOf(std::string_view unit, Date day) const {
  auto it = holdings_of_unit_.find(unit);
  if (it == holdings_of_unit_.end()) return nullptr;
  for (const Holding* holding : it->second) {
    if (holding->span.Contains(day)) return holding;
  }
  return nullptr;
}

const Unit* Organisation::NearestHeld(std::string_view unit) const {
  const Unit* found = FindUnit(unit);
  return found == nullptr ? nullptr : nearest_held_[static_cast<size_t>(found - rows_.units.data())];
}

std::vector<const Holding*> Organisation::HoldingsOfUnit(std::string_view unit) const {
  auto it = holdings_of_unit_.find(unit);
  return it == holdings_of_unit_.end() ? std::vector<const Holding*>() : it->second;
}

std::vector<const Holding*> Organisation::HeldBy(std::string_view person, Date day) const {
  std::vector<const Holding*> out;
  auto it = holdings_of_person_.find(person);
  if (it == holdings_of_person_.end()) return out;
  for (const Holding* holding : it->second) {
    const Unit* unit = FindUnit(holding->unit);
    if (holding->span.Contains(day) && unit != nullptr && Exists(*unit, day)) out.push_back(holding);
  }
  return out;
}

const Absence* Organisation::AbsenceOf(std::string_view person, Date day) const {
  auto it = absences_.find(person);
  if (it == absences_.end()) return nullptr;
  for (const Absence* absence : it->second) {
    if (absence->span.Contains(day)) return absence;
  }
  return nullptr;
}

bool Organisation::HasGrant(std::string_view person, Date day) const {
  return std::any_of(rows_.roles.begin(), rows_.roles.end(), [&](const RoleBinding& binding) {
    return binding.role == Role::kAuditor && binding.person == person && !binding.purpose.empty() && !binding.authority.empty() &&
           binding.span.to && binding.span.Contains(day);
  });
}

bool Organisation::HasLeft(std::string_view person, Date day) const {
  bool held = false;
  auto stays = [&](const Span& span) {
    held = true;
    return !span.to || *span.to >= day;
  };
  auto it = holdings_of_person_.find(person);
  for (const Holding* holding : it == holdings_of_person_.end() ? std::vector<const Holding*>() : it->second) {
    if (stays(holding->span)) return false;
  }
  for (const RoleBinding& binding : rows_.roles) {
    if (binding.person == person && stays(binding.span)) return false;
  }
  return held;
}

bool Organisation::HasRole(std::string_view person, Role role, Date day) const {
  return std::any_of(rows_.roles.begin(), rows_.roles.end(), [&](const RoleBinding& binding) {
    return binding.role == role && binding.person == person && binding.span.Contains(day);
  });
}

const RoleBinding* Organisation::BindingOf(Role role, Date day) const {
  for (const RoleBinding& binding : rows_.roles) {
    if (binding.role == role && binding.span.Contains(day)) return &binding;
  }
  return nullptr;
}

}  // namespace arshjul::organisation
