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

Organisation::Units::Units(std::vector<Unit> all) : rows(std::move(all)) {
  by_id.reserve(rows.size());
  for (const Unit& unit : rows) by_id[unit.id] = &unit;
  for (const Unit& unit : rows) children[unit.parent].push_back(&unit);
}

const Unit* Organisation::Units::Find(std::string_view id) const {
  auto it = by_id.find(id);
  return it == by_id.end() ? nullptr : it->second;
}

Organisation::Persons::Persons(std::vector<Person> all) : rows(std::move(all)) {
  by_id.reserve(rows.size());
  for (const Person& person : rows) by_id[person.id] = &person;
}

Organisation::Holdings::Holdings(std::vector<Holding> all) : rows(std::move(all)) {
  of_unit.reserve(rows.size());
  of_person.reserve(rows.size());
  for (const Holding& holding : rows) {
    of_unit[holding.unit].push_back(&holding);
    of_person[holding.person].push_back(&holding);
  }
}

Organisation::Absences::Absences(std::vector<Absence> all) : rows(std::move(all)) {
  for (const Absence& absence : rows) of_person[absence.person].push_back(&absence);
}

Organisation::Organisation(Rows rows)
    : units_(std::make_shared<Units>(std::move(rows.units))),
      persons_(std::make_shared<Persons>(std::move(rows.persons))),
      holdings_(std::make_shared<Holdings>(std::move(rows.holdings))),
      roles_(std::make_shared<std::vector<RoleBinding>>(std::move(rows.roles))),
      absences_(std::make_shared<Absences>(std::move(rows.absences))),
      nearest_held_(std::make_shared<Nearest>(NearestOf(*units_, *holdings_))) {}

Organisation::Organisation(const Organisation& before, NewRows rows)
    : units_(before.units_),
      persons_(before.persons_),
      holdings_(before.holdings_),
      roles_(before.roles_),
      absences_(before.absences_),
      nearest_held_(before.nearest_held_) {
  if (rows.units) units_ = std::make_shared<Units>(*std::move(rows.units));
  if (rows.persons) persons_ = std::make_shared<Persons>(*std::move(rows.persons));
  if (rows.holdings) holdings_ = std::make_shared<Holdings>(*std::move(rows.holdings));
  if (rows.roles) roles_ = std::make_shared<std::vector<RoleBinding>>(*std::move(rows.roles));
  if (rows.absences) absences_ = std::make_shared<Absences>(*std::move(rows.absences));
  if (rows.units || rows.holdings) nearest_held_ = std::make_shared<Nearest>(NearestOf(*units_, *holdings_));
}

// Up from each unit to the first that is held or known, and the answer back to all on the way: each unit is walked over once.
Organisation::Nearest Organisation::NearestOf(const Units& units, const Holdings& holdings) {
  Nearest nearest(units.rows.size());
  std::vector<bool> known(units.rows.size());
  std::vector<size_t> walk;
  for (const Unit& start : units.rows) {
    walk.clear();
    const Unit* held = nullptr;
    for (const Unit* at = &start; at != nullptr; at = units.Find(at->parent)) {
      const auto index = static_cast<size_t>(at - units.rows.data());
      if (known[index]) {
        held = nearest[index];
        break;
      }
      walk.push_back(index);
      if (holdings.of_unit.contains(at->id)) {
        held = at;
        break;
      }
    }
    for (size_t index : walk) {
      known[index] = true;
      nearest[index] = held;
    }
  }
  return nearest;
}

const Unit* Organisation::FindUnit(std::string_view id) const { return units_->Find(id); }

const Person* Organisation::FindPerson(std::string_view id) const {
  auto it = persons_->by_id.find(id);
  return it == persons_->by_id.end() ? nullptr : it->second;
}

const std::string& Organisation::NameOf(std::string_view person) const {
  static const std::string kNobody;
  const Person* found = FindPerson(person);
  return found == nullptr ? kNobody : found->name;
}

const Unit* Organisation::Root(Date day) const {
  auto it = units_->children.find("");
  if (it == units_->children.end()) return nullptr;
  for (const Unit* unit : it->second) {
    if (Exists(*unit, day)) return unit;
  }
  return nullptr;
}

std::vector<const Unit*> Organisation::Children(std::string_view unit, Date day) const {
  std::vector<const Unit*> out;
  auto it = units_->children.find(unit);
  if (it == units_->children.end()) return out;
  for (const Unit* child : it->second) {
    if (Exists(*child, day)) out.push_back(child);
  }
  return out;
}

std::vector<const Unit*> Organisation::ChildrenEver(std::string_view unit) const {
  auto it = units_->children.find(unit);
  return it == units_->children.end() ? std::vector<const Unit*>() : it->second;
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
  auto it = holdings_->of_unit.find(unit);
  if (it == holdings_->of_unit.end()) return nullptr;
  for (const Holding* holding : it->second) {
    if (holding->span.Contains(day)) return holding;
  }
  return nullptr;
}

const Unit* Organisation::NearestHeld(std::string_view unit) const {
  const Unit* found = FindUnit(unit);
  return found == nullptr ? nullptr : (*nearest_held_)[static_cast<size_t>(found - units_->rows.data())];
}

std::vector<const Holding*> Organisation::HoldingsOfUnit(std::string_view unit) const {
  auto it = holdings_->of_unit.find(unit);
  return it == holdings_->of_unit.end() ? std::vector<const Holding*>() : it->second;
}

std::vector<const Holding*> Organisation::HeldBy(std::string_view person, Date day) const {
  std::vector<const Holding*> out;
  auto it = holdings_->of_person.find(person);
  if (it == holdings_->of_person.end()) return out;
  for (const Holding* holding : it->second) {
    const Unit* unit = FindUnit(holding->unit);
    if (holding->span.Contains(day) && unit != nullptr && Exists(*unit, day)) out.push_back(holding);
  }
  return out;
}

const Absence* Organisation::AbsenceOf(std::string_view person, Date day) const {
  auto it = absences_->of_person.find(person);
  if (it == absences_->of_person.end()) return nullptr;
  for (const Absence* absence : it->second) {
    if (absence->span.Contains(day)) return absence;
  }
  return nullptr;
}

bool Organisation::HasGrant(std::string_view person, Date day) const {
  return std::any_of(roles_->begin(), roles_->end(), [&](const RoleBinding& binding) {
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
  auto it = holdings_->of_person.find(person);
  for (const Holding* holding : it == holdings_->of_person.end() ? std::vector<const Holding*>() : it->second) {
    if (stays(holding->span)) return false;
  }
  for (const RoleBinding& binding : *roles_) {
    if (binding.person == person && stays(binding.span)) return false;
  }
  return held;
}

bool Organisation::HasRole(std::string_view person, Role role, Date day) const {
  return std::any_of(roles_->begin(), roles_->end(), [&](const RoleBinding& binding) {
    return binding.role == role && binding.person == person && binding.span.Contains(day);
  });
}

const RoleBinding* Organisation::BindingOf(Role role, Date day) const {
  for (const RoleBinding& binding : *roles_) {
    if (binding.role == role && binding.span.Contains(day)) return &binding;
  }
  return nullptr;
}

}  // namespace arshjul::organisation
