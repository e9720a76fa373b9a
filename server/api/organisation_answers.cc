#include "api/organisation_answers.h"

#include <algorithm>
#include <set>

#include "api/names.h"
#include "messages/messages.h"

namespace arshjul::api {
namespace {

using organisation::Role;

void FillHolding(engine::View& view, const organisation::Holding& holding, v1::Holding& out) {
  out.set_unit_id(holding.unit);
  out.set_person(holding.person);
  out.set_person_name(view.state.Organisation().NameOf(holding.person));
  out.set_title(holding.title);
  if (holding.span.from) out.set_from(FormatDate(*holding.span.from));
  if (holding.span.to) out.set_to(FormatDate(*holding.span.to));
}

OpenTasks& Add(const cycle::Task& task, Date today, OpenTasks& out) {
  ++out.open;
  if (task.due < today) ++out.overdue;
  return out;
}

void FillChanges(const Value& rows, google::protobuf::RepeatedPtrField<v1::UnitChange>& out) {
  if (rows.AsList() == nullptr) return;
  for (const Value& row : *rows.AsList()) {
    v1::UnitChange& change = *out.Add();
    change.set_unit_id(row["unit_id"].Text());
    change.set_unit(row["unit"].Text());
    change.set_before(row["before"].Text());
    change.set_after(row["after"].Text());
    change.set_person(row["person"].Text());
    change.set_person_name(row["person_name"].Text());
  }
}

// Steps from the root to the deepest unit; parents come before children.
int DepthOf(const imports::OrganisationFile& file) {
  std::unordered_map<std::string, int> depths;
  int deepest = 0;
  for (const imports::OrganisationRow& row : file.rows) {
    auto above = depths.find(row.parent_id);
    int depth = above == depths.end() ? 0 : above->second + 1;
    depths[row.unit_id] = depth;
    deepest = std::max(deepest, depth);
  }
  return deepest;
}

}  // namespace

Date TodayOf(const engine::View& view) { return view.context.calendar->LocalDate(view.context.now); }

OpenTasksByUnit CountOpenTasks(engine::View& view) {
  OpenTasksByUnit out;
  const Date today = TodayOf(view);
  for (const cycle::Task* task : view.state.tasks.By(cycle::Task::kOpen, "open")) Add(*task, today, out[task->unit]);
  return out;
}

OpenTasks CountOpenTasks(engine::View& view, const std::string& unit) {
  OpenTasks out;
  const Date today = TodayOf(view);
  for (const cycle::Task* task : view.state.tasks.By(cycle::Task::kByUnit, unit)) {
    if (task->state == cycle::TaskState::kOpen) Add(*task, today, out);
  }
  return out;
}

void FillUnit(engine::View& view, const Asker& asker, const organisation::Unit& unit, const OpenTasks& tasks, v1::Unit& out) {
  const organisation::Organisation& organisation = view.state.Organisation();
  const Date today = TodayOf(view);
  out.set_name(NameOf(asker.municipality, "units", unit.id));
  out.set_unit_id(unit.id);
  out.set_unit(unit.name);
  out.set_parent_id(unit.parent);
  out.set_depth(organisation.Depth(unit.id));
  out.set_level(unit.level);
  if (const organisation::Holding* holder = organisation.HolderOf(unit.id, today)) {
    out.set_leader(holder->person);
    out.set_leader_name(organisation.NameOf(holder->person));
    out.set_leader_title(holder->title);
  } else {
    out.set_vacant(true);
  }
  out.set_span(static_cast<int32_t>(organisation.Children(unit.id, today).size()));
  out.set_open_tasks(tasks.open);
  out.set_overdue_tasks(tasks.overdue);
  out.set_closed(!organisation.Exists(unit, today));
}

void FillHoldings(engine::View& view, const organisation::Unit& unit, v1::Unit& out) {
  std::vector<const organisation::Holding*> holdings = view.state.Organisation().HoldingsOfUnit(unit.id);
  std::stable_sort(holdings.begin(), holdings.end(),
                   [](auto* a, auto* b) { return a->span.from.value_or(Date::min()) < b->span.from.value_or(Date::min()); });
  for (const organisation::Holding* holding : holdings) FillHolding(view, *holding, *out.add_holdings());
}

void FillRole(engine::View& view, const Asker& asker, const organisation::RoleBinding& binding, v1::RoleBinding& out) {
  out.set_name(NameOf(asker.municipality, "roleBindings", binding.id));
  out.set_role(static_cast<v1::RoleBinding::Role>(binding.role));
  out.set_person(binding.person);
  out.set_display_name(view.state.Organisation().NameOf(binding.person));
  out.set_authority(binding.authority);
  out.set_purpose(binding.purpose);
  if (binding.span.from) out.set_from(FormatDate(*binding.span.from));
  if (binding.span.to) out.set_to(FormatDate(*binding.span.to));
  out.set_active(binding.span.Contains(TodayOf(view)));
}

void FillAbsence(engine::View& view, const Asker& asker, const organisation::Absence& absence, v1::Absence& out) {
  const organisation::Organisation& organisation = view.state.Organisation();
  out.set_name(NameOf(asker.municipality, "absences", absence.id));
  out.set_person(absence.person);
  out.set_person_name(organisation.NameOf(absence.person));
  out.set_deputy(absence.deputy);
  if (!absence.deputy.empty()) out.set_deputy_name(organisation.NameOf(absence.deputy));
  if (absence.span.from) out.set_from(FormatDate(*absence.span.from));
  if (absence.span.to) out.set_to(FormatDate(*absence.span.to));
}

void FillPerson(engine::View& view, const Asker& asker, const organisation::Person& person, v1::Person& out) {
  const organisation::Organisation& organisation = view.state.Organisation();
  const Date today = TodayOf(view);
  out.set_name(NameOf(asker.municipality, "persons", person.id));
  out.set_leader_id(person.id);
  out.set_display_name(person.name);
  for (const organisation::Holding* holding : organisation.HeldBy(person.id, today)) FillHolding(view, *holding, *out.add_holdings());
  for (const organisation::RoleBinding& binding : organisation.roles()) {
    if (binding.person == person.id && binding.span.Contains(today)) FillRole(view, asker, binding, *out.add_roles());
  }
  std::set<std::string> deputy_for;
  for (const organisation::Absence& absence : organisation.absences()) {
    bool over = absence.span.to && *absence.span.to < today;
    if (absence.person == person.id && !over) FillAbsence(view, asker, absence, *out.add_absences());
    if (absence.deputy == person.id && absence.span.Contains(today)) deputy_for.insert(absence.person);
  }
  for (const std::string& absent : deputy_for) out.add_deputy_for(absent);
  bool told = person.id == asker.person || organisation.HasRole(asker.person, Role::kOffice, today);
  if (told) out.set_email(person.email);
}

void FillImport(const imports::OrganisationFile& file, const Value& answer, const std::string& language, Date today,
                v1::OrganisationImport& out) {
  std::set<std::string> units, leaders, held;
  for (const imports::OrganisationRow& row : file.rows) {
    units.insert(row.unit_id);
    if (row.leader_id.empty()) continue;
    leaders.insert(row.leader_id);
    if (organisation::Span{row.from, row.to}.Contains(today)) held.insert(row.unit_id);
  }
  out.set_unit_count(static_cast<int32_t>(units.size()));
  out.set_leader_count(static_cast<int32_t>(leaders.size()));
  out.set_vacant_count(static_cast<int32_t>(units.size() - held.size()));
  out.set_depth(DepthOf(file));
  FillChanges(answer["added"], *out.mutable_added());
  FillChanges(answer["moved"], *out.mutable_moved());
  FillChanges(answer["closed"], *out.mutable_closed());
  FillChanges(answer["renamed"], *out.mutable_renamed());
  FillChanges(answer["new_leaders"], *out.mutable_new_leaders());
  FillChanges(answer["left"], *out.mutable_left());
  for (const std::string& column : file.ignored_columns) out.add_ignored_columns(column);
  for (const FieldViolation& warning : file.warnings) out.add_warnings(warning.field + ": " + messages::Render(language, warning));
}

}  // namespace arshjul::api
