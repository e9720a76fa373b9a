#include "cycle/delegation.h"

#include <algorithm>
#include <set>

#include "cycle/form.h"
#include "cycle/relation.h"

namespace arshjul::cycle {

using organisation::Because;
using organisation::Organisation;
using organisation::Role;

namespace {

// Leaders of the units below; where nobody leads one, or the same person does, those below that.
void AddLeadersBelow(const Organisation& organisation, const std::string& leader, Date today, std::set<std::string>& out) {
  std::vector<std::string> units;
  for (const organisation::Holding* held : organisation.HeldBy(leader, today)) units.push_back(held->unit);
  for (size_t at = 0; at < units.size(); ++at) {
    const std::string unit = units[at];
    for (const organisation::Unit* child : organisation.Children(unit, today)) {
      const organisation::Holding* holding = organisation.HolderOf(child->id, today);
      if (holding == nullptr || holding->person == leader) {
        if (std::find(units.begin(), units.end(), child->id) == units.end()) units.push_back(child->id);
      } else {
        out.insert(holding->person);
      }
    }
  }
}

bool Answers(const workflow::v1::Task& definition) { return definition.party() == workflow::v1::PARTY_SUPERIOR; }

}  // namespace

std::vector<std::string> LeansOn(const Organisation& organisation, const std::string& leader, Date today) {
  std::set<std::string> out;
  AddLeadersBelow(organisation, leader, today, out);
  for (const organisation::Absence& absence : organisation.absences()) {
    const bool over = absence.span.to && *absence.span.to < today;
    if (absence.person == leader && !absence.deputy.empty() && !over) out.insert(absence.deputy);
  }
  for (const organisation::RoleBinding& binding : organisation.roles()) {
    if (binding.role == Role::kSupporter && binding.span.Contains(today)) out.insert(binding.person);
  }
  std::erase_if(out, [&](const std::string& person) { return person == leader || organisation.HasLeft(person, today); });
  return {out.begin(), out.end()};
}

bool MayBeGiven(State& state, const Context& context, const Task& task, const std::string& person) {
  const workflow::v1::Task* definition = FindTaskDefinition(state, context, task);
  if (definition == nullptr || task.unit.empty() || !Answers(*definition)) return true;
  const Organisation& organisation = state.Organisation();
  const Date today = context.calendar->LocalDate(context.now);
  const organisation::Assignment work = organisation::UnitWork(organisation, task.unit, today);
  const organisation::Holding* holder = organisation.HolderOf(task.unit, today);
  if (person == work.person || person == work.on_behalf_of || (holder != nullptr && holder->person == person)) return false;
  // Whoever did it for the leader, as well.
  for (const Task* done : state.tasks.By(Task::kByUnit, task.unit)) {
    if (done->step != task.step || done->state != TaskState::kDone || done->completed_by != person) continue;
    const workflow::v1::Task* what = FindTaskDefinition(state, context, *done);
    if (what == nullptr || !Answers(*what)) return false;
  }
  return true;
}

std::vector<std::string> DelegatesOf(State& state, const Context& context, const Task& task) {
  const Step* step = state.steps.Find(task.step);
  const workflow::v1::Task* definition = FindTaskDefinition(state, context, task);
  const bool of_unit = step != nullptr && !IsPersonal(*step) && definition != nullptr && !definition->personal() && !task.unit.empty();
  if (!of_unit || task.state != TaskState::kOpen || context.actor.empty()) return {};
  const organisation::Assignment& has = task.assignment;
  const bool given = has.because == Because::kDelegated;
  if (given && has.person == context.actor) return {has.on_behalf_of};
  const bool routed = has.because == Because::kHolder || has.because == Because::kNearestAbove || has.because == Because::kNotOwnReview;
  if (given ? has.on_behalf_of != context.actor : !routed || has.person != context.actor) return {};
  const Date today = context.calendar->LocalDate(context.now);
  std::vector<std::string> out = LeansOn(state.Organisation(), context.actor, today);
  std::erase_if(out, [&](const std::string& person) {
    return person == has.person || state.Organisation().AbsenceOf(person, today) != nullptr || !MayBeGiven(state, context, task, person);
  });
  if (given) out.push_back(context.actor);
  return out;
}

}  // namespace arshjul::cycle
