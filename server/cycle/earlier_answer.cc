#include "cycle/earlier_answer.h"

#include <algorithm>
#include <set>

#include "cycle/relation.h"

namespace arshjul::cycle {
namespace {

using workflow::v1::Field;

using Rows = std::vector<const Task*>;

void Append(Rows& out, const Rows& rows) { out.insert(out.end(), rows.begin(), rows.end()); }

// Of the same two, whatever units the leader held then.
Rows TasksOfPair(State& state, const Step& step) {
  std::set<std::string> steps, units{step.units.begin(), step.units.end()};
  for (const Step* other : state.steps.By(Step::kByLeader, step.leader)) {
    if (other->superior != step.superior) continue;
    steps.insert(other->Key());
    units.insert(other->units.begin(), other->units.end());
  }
  Rows out;
  for (const std::string& unit : units) {
    for (const Task* task : state.tasks.By(Task::kByUnit, unit)) {
      if (steps.contains(task->step)) out.push_back(task);
    }
  }
  return out;
}

// About the whole municipality: whoever has held the office has had them.
Rows TasksOfOffice(State& state) {
  std::set<std::string> persons;
  for (const organisation::RoleBinding& binding : state.Organisation().roles()) {
    if (binding.role == organisation::Role::kOffice) persons.insert(binding.person);
  }
  Rows out;
  for (const std::string& person : persons) Append(out, state.TasksOf(person, false));
  return out;
}

std::string NameOfWorkflow(const Cycle& cycle) { return cycle.workflow.substr(0, cycle.workflow.find('@')); }

}  // namespace

const Task* EarlierTask(State& state, const Context&, const Task& task, const Step& step) {
  const Cycle* cycle = state.cycles.Find(task.cycle);
  if (cycle == nullptr) return nullptr;
  const Rows rows = IsPersonal(step) ? TasksOfPair(state, step) : task.unit.empty() ? TasksOfOffice(state) : state.tasks.By(Task::kByUnit, task.unit);
  const Task* best = nullptr;
  int year = 0;
  for (const Task* other : rows) {
    if (other->kind != task.kind || other->state != TaskState::kDone || other->unit.empty() != task.unit.empty()) continue;
    const Cycle* then = state.cycles.Find(other->cycle);
    const Step* answered = state.steps.Find(other->step);
    if (then == nullptr || answered == nullptr || IsPersonal(*answered) != IsPersonal(step)) continue;
    if (then->year >= cycle->year || then->state == CycleState::kCancelled || NameOfWorkflow(*then) != NameOfWorkflow(*cycle)) continue;
    if (best != nullptr && (then->year < year || (then->year == year && other->number < best->number))) continue;
    best = other;
    year = then->year;
  }
  return best;
}

bool SameQuestion(const Field& now, const Field& then) {
  return now.id() == then.id() && now.type() == then.type() && !now.read_only() && !then.read_only();
}

Value EarlierStandard(State& state, const Context& context, const Task& task, const Step& step, const Field& field) {
  const bool asked = field.type() == Field::TYPE_CHOICE && field.source() == workflow::v1::SOURCE_UNSPECIFIED;
  if (!asked || access::IsPersonnelText(static_cast<access::Audience>(field.audience()))) return {};
  const Task* earlier = EarlierTask(state, context, task, step);
  const workflow::v1::Task* definition = earlier == nullptr ? nullptr : FindTaskDefinition(state, context, *earlier);
  if (definition == nullptr) return {};
  for (const Field& then : definition->fields()) {
    if (!SameQuestion(field, then)) continue;
    const Value& answer = earlier->draft[field.id()];
    const bool offered = std::any_of(field.options().begin(), field.options().end(), [&](const auto& option) { return option.id() == answer.Text(); });
    return offered ? answer : Value();
  }
  return {};
}

}  // namespace arshjul::cycle
