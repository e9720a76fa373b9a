// Units, persons, holdings, roles, absences: imported whole, or changed one at a time.
#include <algorithm>
#include <set>

#include "cycle/daily.h"

namespace arshjul::cycle {
namespace {

using organisation::Holding;
using organisation::Span;
using organisation::Unit;

// Ids become parts of resource names and of keys.
bool GoodId(const std::string& id) {
  return !id.empty() && id.size() <= 100 && id.find_first_of("/~@ \t\r\n?#%") == std::string::npos &&
         std::none_of(id.begin(), id.end(), [](unsigned char c) { return c < 0x20; });
}

std::string NewId(Decision& decision) { return std::to_string(decision.NextNumber()); }

// What an import changes, for the preview.
struct Changes {
  List added, renamed, moved, closed, new_leaders, left;
};

Object Change(const std::string& unit_id, const std::string& unit, const std::string& before, const std::string& after) {
  return {{"unit_id", unit_id}, {"unit", unit}, {"before", before}, {"after", after}};
}

// Not through the index: it would be made anew for every row that changes.
std::string NameOf(Decision& decision, const std::string& person) {
  const PersonRow* found = decision.state.persons.Find(person);
  return found == nullptr ? person : found->row.name;
}

void ImportUnits(Decision& decision, const ImportOrganisation& command, Changes& changes) {
  Date today = decision.Today();
  std::set<std::string> named;
  for (const ImportedUnit& row : command.units) {
    if (!named.insert(row.id).second) continue;
    const UnitRow* found = decision.state.units.Find(row.id);
    bool fresh = found == nullptr || !found->row.span.Contains(today);
    Unit unit{row.id, row.name, row.parent, row.level, fresh ? Span{} : found->row.span};
    if (fresh) {
      changes.added.push_back(Change(row.id, row.name, "", ""));
      decision.Emit(UnitChanged{unit, UnitChange::kAdded, "import"});
      continue;
    }
    const Unit before = found->row;
    if (before.parent != unit.parent) {
      changes.moved.push_back(Change(row.id, row.name, before.parent, row.parent));
      decision.Emit(UnitChanged{unit, UnitChange::kMoved, "import"});
    }
    if (before.name != unit.name || before.level != unit.level) {
      if (before.name != unit.name) changes.renamed.push_back(Change(row.id, unit.name, before.name, unit.name));
      decision.Emit(UnitChanged{unit, UnitChange::kRenamed, "import"});
    }
  }
  std::vector<Unit> gone;
  for (const UnitRow* row : decision.state.units.All()) {
    if (!named.contains(row->row.id) && row->row.span.Contains(today)) gone.push_back(row->row);
  }
  for (Unit& unit : gone) {
    changes.closed.push_back(Change(unit.id, unit.name, "", ""));
    unit.span.to = today - std::chrono::days(1);
    decision.Emit(UnitChanged{unit, UnitChange::kClosed, "import"});
  }
}

void NamePerson(Decision& decision, const PersonGiven& person) {
  const PersonRow* found = decision.state.persons.Find(person.id);
  organisation::Person row = found == nullptr ? organisation::Person{person.id, "", ""} : found->row;
  organisation::Person now = row;
  if (!person.name.empty()) now.name = person.name;
  if (now.name.empty()) now.name = person.id;
  if (!person.email.empty()) now.email = person.email;
  if (found == nullptr || !(now == row)) decision.Emit(PersonNamed{now});
}

// The holding ends the day before `day`; one that would end before it begins never was.
void EndBefore(Decision& decision, Holding holding, Date day, const std::string& reason) {
  Date last = day - std::chrono::days(1);
  holding.span.to = last;
  if (holding.span.from && *holding.span.from > last) holding.span.from = last;
  decision.Emit(HoldingChanged{holding, reason});
}

// Name of whoever holds the unit today; "" for nobody.
std::string HolderBefore(Decision& decision, const std::vector<Holding>& holdings, Date today) {
  for (const Holding& holding : holdings) {
    if (holding.span.Contains(today)) return NameOf(decision, holding.person);
  }
  return "";
}

void ImportHolders(Decision& decision, const ImportOrganisation& command, bool first, Changes& changes) {
  Date today = decision.Today();
  std::set<std::string> kept;  // holding ids
  std::map<std::string, std::vector<Holding>> before;
  for (const HoldingRow* row : decision.state.holdings.All()) before[row->row.unit].push_back(row->row);
  for (const ImportedUnit& row : command.units) {
    if (row.leader.empty()) continue;
    NamePerson(decision, {row.leader, row.leader_name, row.leader_email});
    auto& holdings = before[row.id];
    Span given{row.from, row.to};
    auto same = std::find_if(holdings.begin(), holdings.end(), [&](const Holding& holding) {
      return holding.person == row.leader && holding.span.Overlaps(row.from || row.to ? given : Span{today, today});
    });
    if (same != holdings.end()) {
      kept.insert(same->id);
      Holding changed = *same;
      changed.title = row.title;
      if (row.from) changed.span.from = row.from;
      if (row.to) changed.span.to = row.to;
      if (!(changed == *same)) decision.Emit(HoldingChanged{changed, "import"});
      continue;
    }
    // Somebody new on a post that was known before holds it from today where the file says no day.
    Span span = given;
    if (!span.from && !first) span.from = today;
    Holding holding{NewId(decision), row.id, row.leader, row.title, span};
    kept.insert(holding.id);
    Object change = Change(row.id, row.name, HolderBefore(decision, holdings, today), row.leader_name);
    change["person"] = row.leader;
    change["person_name"] = row.leader_name;
    changes.new_leaders.push_back(std::move(change));
    decision.Emit(HoldingChanged{std::move(holding), "import"});
  }
  for (const auto& [unit, holdings] : before) {
    for (const Holding& holding : holdings) {
      if (kept.contains(holding.id) || !holding.span.Contains(today)) continue;
      const UnitRow* at = decision.state.units.Find(unit);
      Object change = Change(unit, at == nullptr ? unit : at->row.name, holding.title, "");
      change["person"] = holding.person;
      change["person_name"] = NameOf(decision, holding.person);
      changes.left.push_back(std::move(change));
      EndBefore(decision, holding, today, "import");
    }
  }
}

bool NeedsReason(Decision& decision, const std::string& reason) {
  if (!Value(reason).IsBlank()) return true;
  return decision.Refuse(Reason::kInvalidInput, {}, {{"reason", "required", {{"label", "reason"}}}});
}

const Unit* ExistingUnit(Decision& decision, const std::string& id) {
  const Unit* unit = decision.org().FindUnit(id);
  if (unit != nullptr && decision.org().Exists(*unit, decision.Today())) return unit;
  decision.Refuse(Reason::kUnitNotFound, {{"unit", id}});
  return nullptr;
}

bool GoodSpan(Decision& decision, const Span& span) {
  if (!span.from || !span.to || *span.from <= *span.to) return true;
  return decision.Refuse(Reason::kInvalidInput, {}, {{"to", "from_after_to", {{"from", FormatDate(*span.from)}, {"to", FormatDate(*span.to)}}}});
}

bool GoodPerson(Decision& decision, const PersonGiven& person, const char* field) {
  if (!GoodId(person.id)) return decision.Refuse(Reason::kInvalidInput, {}, {{field, "bad_id", {{"name", person.id}}}});
  if (person.name.empty() && decision.state.persons.Find(person.id) == nullptr) {
    return decision.Refuse(Reason::kPersonNotFound, {{"name", person.id}});
  }
  return true;
}

}  // namespace

void DecideOrganisation(Decision& decision, const ImportOrganisation& command) {
  if (!decision.MayDo(access::Operation::kImportOrganisation)) return;
  std::vector<FieldViolation> violations;
  for (const ImportedUnit& row : command.units) {
    std::string line = "line " + std::to_string(row.line);
    if (!GoodId(row.id)) violations.push_back({line + ", column unit_id", "bad_id", {{"name", row.id}}});
    if (!row.leader.empty() && !GoodId(row.leader)) violations.push_back({line + ", column leader_id", "bad_id", {{"name", row.leader}}});
  }
  if (!violations.empty()) {
    decision.Refuse(Reason::kInvalidFile, {}, std::move(violations));
    return;
  }
  bool first = decision.state.units.All().empty();
  Changes changes;
  ImportUnits(decision, command, changes);
  ImportHolders(decision, command, first, changes);
  FollowOrganisation(decision, "organisation imported");
  decision.outcome.answer = Object{{"added", changes.added}, {"renamed", changes.renamed}, {"moved", changes.moved}, {"closed", changes.closed},
                                   {"new_leaders", changes.new_leaders}, {"left", changes.left}};
}

void DecideOrganisation(Decision& decision, const GrantRole& command) {
  if (!decision.MayDo(access::Operation::kGrantRole) || !GoodPerson(decision, command.person, "person") || !GoodSpan(decision, command.span)) return;
  std::vector<FieldViolation> violations;
  if (command.role == organisation::Role::kNone) violations.push_back({"role", "required", {{"label", "role"}}});
  const bool by_authority = command.role == organisation::Role::kMandate || command.role == organisation::Role::kAuditor;
  if (by_authority && command.authority.empty()) violations.push_back({"authority", "authority_needed", {}});
  const bool grant = !command.purpose.empty();
  if (grant && command.role != organisation::Role::kAuditor) violations.push_back({"purpose", "grant_for_auditor", {}});
  // Two pairs of eyes: nobody lets himself in.
  if (grant && command.person.id == decision.context.actor) violations.push_back({"person", "grant_to_oneself", {}});
  if (grant && !command.span.to) violations.push_back({"to", "grant_needs_end", {}});
  if (!violations.empty()) {
    decision.Refuse(Reason::kInvalidInput, {}, std::move(violations));
    return;
  }
  NamePerson(decision, command.person);
  std::string id = NewId(decision);
  decision.Emit(RoleChanged{{id, command.role, command.person.id, command.authority, command.span, command.purpose}});
  FollowOrganisation(decision, "role granted");
  decision.outcome.resource = "roles/" + id;
}

void DecideOrganisation(Decision& decision, const RevokeRole& command) {
  if (!decision.MayDo(access::Operation::kGrantRole)) return;
  const RoleRow* found = decision.state.roles.Find(command.binding);
  if (found == nullptr) {
    decision.Refuse(Reason::kPersonNotFound, {{"name", "roles/" + command.binding}});
    return;
  }
  organisation::RoleBinding binding = found->row;
  Date today = decision.Today();
  auto others = decision.state.roles.All();
  bool last_office = binding.role == organisation::Role::kOffice && std::count_if(others.begin(), others.end(), [&](const RoleRow* row) {
                       return row->row.role == organisation::Role::kOffice && row->row.span.Contains(today);
                     }) <= 1;
  if (last_office) {
    // Nobody could ever grant a role again.
    decision.Refuse(Reason::kActionNotPossible, {{"action", "revoke"}, {"options", "people grant OFFICE"}});
    return;
  }
  binding.span.to = today - std::chrono::days(1);
  if (binding.span.from && *binding.span.from > *binding.span.to) binding.span.from = binding.span.to;
  decision.Emit(RoleChanged{binding});
  FollowOrganisation(decision, "role revoked");
}

void DecideOrganisation(Decision& decision, const AssignHolding& command) {
  if (!decision.MayDo(access::Operation::kChangeOrganisation)) return;
  const Unit* unit = ExistingUnit(decision, command.unit);
  if (unit == nullptr || !GoodPerson(decision, command.person, "person") || !GoodSpan(decision, command.span) || !NeedsReason(decision, command.reason)) return;
  Date from = command.span.from.value_or(decision.Today());
  std::vector<Holding> standing;
  for (const Holding* holding : decision.org().HoldingsOfUnit(command.unit)) {
    if (holding->span.Overlaps({from, command.span.to})) standing.push_back(*holding);
  }
  NamePerson(decision, command.person);
  for (const Holding& holding : standing) EndBefore(decision, holding, from, command.reason);
  decision.Emit(HoldingChanged{{NewId(decision), command.unit, command.person.id, command.title, {from, command.span.to}}, command.reason});
  // What is to come moves work when its day comes (DailyRound).
  if (from <= decision.Today()) FollowOrganisation(decision, command.reason);
  decision.outcome.resource = "units/" + command.unit;
}

void DecideOrganisation(Decision& decision, const EndHolding& command) {
  if (!decision.MayDo(access::Operation::kChangeOrganisation) || !NeedsReason(decision, command.reason)) return;
  if (ExistingUnit(decision, command.unit) == nullptr) return;
  Date last = command.last.value_or(decision.Today() - std::chrono::days(1));
  std::vector<Holding> standing;
  for (const Holding* holding : decision.org().HoldingsOfUnit(command.unit)) {
    if (holding->span.Overlaps({last + std::chrono::days(1), std::nullopt})) standing.push_back(*holding);
  }
  if (standing.empty()) {
    decision.Refuse(Reason::kPersonNotFound, {{"name", command.unit}});
    return;
  }
  for (const Holding& holding : standing) EndBefore(decision, holding, last + std::chrono::days(1), command.reason);
  if (last < decision.Today()) FollowOrganisation(decision, command.reason);
  decision.outcome.resource = "units/" + command.unit;
}

void DecideOrganisation(Decision& decision, const MoveUnit& command) {
  if (!decision.MayDo(access::Operation::kChangeOrganisation) || !NeedsReason(decision, command.reason)) return;
  const Unit* found = ExistingUnit(decision, command.unit);
  const Unit* parent = found == nullptr ? nullptr : ExistingUnit(decision, command.parent);
  if (found == nullptr || parent == nullptr) return;
  if (decision.org().IsWithin(command.parent, command.unit) || found->parent.empty()) {
    decision.Refuse(Reason::kInvalidInput, {}, {{"parent", "cycle", {{"path", command.unit + " > " + command.parent + " > " + command.unit}}}});
    return;
  }
  Unit unit = *found;
  unit.parent = command.parent;
  decision.Emit(UnitChanged{unit, UnitChange::kMoved, command.reason});
  FollowOrganisation(decision, command.reason);
  decision.outcome.resource = "units/" + command.unit;
}

void DecideOrganisation(Decision& decision, const CloseUnit& command) {
  if (!decision.MayDo(access::Operation::kChangeOrganisation) || !NeedsReason(decision, command.reason)) return;
  const Unit* found = ExistingUnit(decision, command.unit);
  if (found == nullptr) return;
  if (found->parent.empty() || !decision.org().Children(command.unit, decision.Today()).empty()) {
    decision.Refuse(Reason::kInvalidInput, {}, {{"unit", "has_units_below", {{"unit", found->name}}}});
    return;
  }
  Unit unit = *found;
  unit.span.to = decision.Today() - std::chrono::days(1);
  decision.Emit(UnitChanged{unit, UnitChange::kClosed, command.reason});
  FollowOrganisation(decision, command.reason);
  decision.outcome.resource = "units/" + command.unit;
}

void DecideOrganisation(Decision& decision, const RegisterAbsence& command) {
  // One registers one's own; the office everybody's.
  if (decision.context.actor != command.person && !decision.MayDo(access::Operation::kRegisterAbsence)) return;
  // Not through the index, which each absence makes anew: hundreds are registered before a summer.
  if (decision.state.persons.Find(command.person) == nullptr) {
    decision.Refuse(Reason::kPersonNotFound, {{"name", command.person}});
    return;
  }
  if (!GoodSpan(decision, command.span) || (command.deputy && !GoodPerson(decision, *command.deputy, "deputy"))) return;
  std::vector<FieldViolation> violations;
  if (!command.span.from) violations.push_back({"from", "required", {{"label", "from"}}});
  if (command.deputy && command.deputy->id == command.person) violations.push_back({"deputy", "own_deputy", {}});
  if (!violations.empty()) {
    decision.Refuse(Reason::kInvalidInput, {}, std::move(violations));
    return;
  }
  if (command.deputy) NamePerson(decision, *command.deputy);
  // A later word on the same first day replaces the earlier one.
  std::string id = NewId(decision);
  bool today = command.span.Contains(decision.Today());
  for (const AbsenceRow* row : decision.state.absences.All()) {
    if (row->row.person != command.person || row->row.span.from != command.span.from) continue;
    id = row->row.id;
    today |= row->row.span.Contains(decision.Today());
  }
  decision.Emit(AbsenceRegistered{{id, command.person, command.deputy ? command.deputy->id : "", command.span}});
  // What is to come moves work when its day comes (DailyRound).
  if (today) FollowAbsences(decision, "absence");
  decision.outcome.resource = "persons/" + command.person;
}

}  // namespace arshjul::cycle
