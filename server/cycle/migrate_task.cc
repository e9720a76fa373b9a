// Open tasks on their way to another version: which stay, which go, which are new, and what is left of what was written.
#include <algorithm>

#include "cycle/form.h"
#include "cycle/migrate.h"
#include "cycle/relation.h"
#include "cycle/stepping.h"

namespace arshjul::cycle {
namespace {

using workflow::v1::Field;

bool Among(const auto& list, const std::string& one) { return std::find(list.begin(), list.end(), one) != list.end(); }

std::string TitleOf(Decision& decision, const statechart::Workflow& workflow, const std::string& kind) {
  auto found = workflow.tasks.find(kind);
  return found == workflow.tasks.end() ? kind : TextIn(found->second->title(), decision.self().language);
}

const Field* FindField(const workflow::v1::Task& task, const std::string& id) {
  for (const Field& field : task.fields()) {
    if (field.id() == id) return &field;
  }
  return nullptr;
}

// Where a personnel text of that name lies; null where the version has no such task or field.
struct PlaceOfText {
  PlaceOfText(const statechart::Workflow& workflow, const std::string& name) : kind(name.substr(0, name.find('.'))) {
    auto found = workflow.tasks.find(kind);
    if (found == workflow.tasks.end()) return;
    task = found->second;
    field = FindField(*task, name.substr(std::min(name.size(), kind.size() + 1)));
  }

  std::string kind;
  const workflow::v1::Task* task = nullptr;
  const Field* field = nullptr;
};

bool IsPersonnel(const Field& field) { return access::IsPersonnelText(static_cast<access::Audience>(field.audience())); }

// May what was written in the one stand in the other? What was for few eyes must not come before others.
bool Continues(const Field& before, const Field& now) {
  if (before.type() != now.type() || now.read_only()) return false;
  return IsPersonnel(before) || IsPersonnel(now) ? before.audience() == now.audience() : true;
}

// What is left of a value; null when nothing is.
Value Kept(const Field& now, const Value& value) {
  if (now.type() == Field::TYPE_CHOICE) {
    const bool known = std::any_of(now.options().begin(), now.options().end(), [&](const auto& option) { return option.id() == value.Text(); });
    return known ? value : Value();
  }
  const List* rows = value.AsList();
  if (now.type() != Field::TYPE_TABLE || rows == nullptr) return value;
  List kept;
  for (const Value& row : *rows) {
    Object cells;
    for (const Field& column : now.columns()) {
      if (const Value& cell = row[column.id()]; !cell.IsNull()) cells[column.id()] = cell;
    }
    kept.push_back(std::move(cells));
  }
  return kept;
}

struct Draft {
  Object open;
  std::map<std::string, std::string> texts;
  std::vector<std::string> dropped;  // labels
};

Draft MoveDraft(Decision& decision, const Task& task, const workflow::v1::Task& before, const workflow::v1::Task& now) {
  Draft draft;
  // What one of two has written and not sent is not for the other.
  const bool other_hands = IsPersonal(*decision.state.steps.Find(task.step)) && before.party() != now.party();
  const std::string& language = decision.self().language;
  for (const Field& field : before.fields()) {
    auto text = task.draft_texts.find(field.id());
    const bool sealed = text != task.draft_texts.end();
    const Value value = sealed ? ReadText(decision.context, text->second) : task.draft[field.id()];
    if (!sealed && value.IsNull()) continue;
    const Field* same = FindField(now, field.id());
    const bool continues = !other_hands && same != nullptr && Continues(field, *same);
    const Value kept = continues ? Kept(*same, value) : Value();
    // A text whose key was erased is null, and stays what it is.
    if (!continues || (kept.IsNull() && !value.IsNull())) {
      draft.dropped.push_back(TextIn(field.label(), language));
    } else if (!sealed) {
      draft.open[field.id()] = kept;
    } else if (kept == value) {
      draft.texts[field.id()] = text->second;
    } else {
      draft.texts[field.id()] = decision.Seal(OwnerOfText(text->second), std::to_string(task.number) + "." + field.id(), kept);
    }
  }
  return draft;
}

Date DueNow(Decision& decision, const Task& task, const workflow::v1::Task& now, Environment& environment) {
  const Date today = decision.Today();
  switch (now.due().on_migration()) {
    case workflow::v1::ON_MIGRATION_RESTART: return environment.DueOf(now, task.assignment.person, today);
    case workflow::v1::ON_MIGRATION_KEEP_REMAINDER: {
      // Nobody is made late by it.
      const Date due = environment.DueOf(now, task.assignment.person, decision.context.calendar->LocalDate(task.opened));
      return std::max(due, std::min(task.due, today));
    }
    default: return task.due;
  }
}

void Keep(Decision& decision, const Versions& versions, const TaskMove& move, Environment& environment, std::vector<FieldViolation>& remarks) {
  const Task& task = move.task;
  const workflow::v1::Task& before = *versions.from->tasks.at(task.kind);
  const workflow::v1::Task& now = *move.definition;
  const std::string title = TitleOf(decision, *versions.to, now.id());
  if (now.id() != task.kind) remarks.push_back({"", "migration_task_renamed", {{"task", TitleOf(decision, *versions.from, task.kind)}, {"now", title}}});
  Draft draft = MoveDraft(decision, task, before, now);
  for (const std::string& label : draft.dropped) remarks.push_back({"", "migration_draft_dropped", {{"task", title}, {"label", label}}});
  const Date due = DueNow(decision, task, now, environment);
  if (due != task.due) remarks.push_back({"", "migration_due_moved", {{"task", title}, {"from", FormatDate(task.due)}, {"to", FormatDate(due)}}});
  const bool form_changed = before.SerializeAsString() != now.SerializeAsString();
  if (form_changed || move.state != task.from_state || due != task.due) {
    Value open = draft.open.empty() && task.draft.IsNull() ? Value() : Value(std::move(draft.open));
    decision.Emit(TaskMigrated{task.Key(), now.id(), move.state, due, std::move(open), std::move(draft.texts)});
  }
  if (now.party() == before.party() || task.assignment.because == organisation::Because::kReassigned) return;
  organisation::Assignment to = AssignParty(decision, *decision.state.steps.Find(task.step), now.party());
  if (to == task.assignment) return;
  decision.Emit(TaskReassigned{task.Key(), task.assignment.person, to, versions.reason});
  if (to.person != task.assignment.person) decision.Tell(to.person, "reassigned", {{"reason", versions.reason}}, {task.Key()});
}

// Was the task known to a state that became this one? Then it was done there, or is open still.
bool KnownBefore(const Versions& versions, const StepMove& move, const std::string& state, const std::string& kind) {
  for (const auto& [before, now] : move.landing.became) {
    if (now != state) continue;
    for (const std::string& task : move.from->FindState(before)->tasks()) {
      const workflow::v1::Task* became = TaskNow(*versions.to, task);
      if (became != nullptr && became->id() == kind) return true;
    }
  }
  return false;
}

}  // namespace

const workflow::v1::Task* TaskNow(const statechart::Workflow& to, const std::string& kind) {
  for (const workflow::v1::Task& task : to.definition.tasks()) {
    if (Among(task.migrate_from(), kind)) return &task;
  }
  auto found = to.tasks.find(kind);
  return found == to.tasks.end() ? nullptr : found->second;
}

void PlanTasks(Decision& decision, const Versions& versions, StepMove& move) {
  for (const std::string& key : move.step.open_tasks) {
    TaskMove& planned = move.tasks.emplace_back();
    planned.task = *decision.state.tasks.Find(key);
    const std::string& kind = planned.task.kind;
    const workflow::v1::Task* now = TaskNow(*versions.to, kind);
    if (now == nullptr) {
      if (Among(versions.to->definition.withdrawn_tasks(), kind)) continue;
      move.reasons.push_back({"", "migration_task_gone", {{"task", TitleOf(decision, *versions.from, kind)}, {"id", kind}}});
      continue;
    }
    auto became = move.landing.became.find(planned.task.from_state);
    if (became == move.landing.became.end() || !Among(move.to->FindState(became->second)->tasks(), now->id())) continue;
    const bool twice = std::any_of(move.tasks.begin(), move.tasks.end(), [&](const TaskMove& other) {
      return other.definition == now && other.state == became->second;
    });
    if (twice) continue;
    planned.definition = now;
    planned.state = became->second;
  }
}

std::string TextNow(const statechart::Workflow& to, const std::string& name) {
  const size_t dot = std::min(name.find('.'), name.size());
  const workflow::v1::Task* now = TaskNow(to, name.substr(0, dot));
  return now == nullptr ? name : now->id() + name.substr(dot);
}

// Who may read what is written already was told to whoever wrote it, and stays so.
void PlanTexts(Decision& decision, const Versions& versions, StepMove& move) {
  std::map<std::string, int> taken;
  for (const auto& [name, text] : move.step.texts) ++taken[TextNow(*versions.to, name)];
  for (const auto& [name, text] : move.step.texts) {
    const std::string now = TextNow(*versions.to, name);
    const PlaceOfText before(*versions.from, name), after(*versions.to, now);
    const bool read_by_the_same = after.field == nullptr || (before.field != nullptr && before.field->audience() == after.field->audience() &&
                                                             before.task->party() == after.task->party());
    if (read_by_the_same && taken[now] == 1) continue;
    const Field* field = before.field == nullptr ? after.field : before.field;
    const std::string label = field == nullptr ? name : TextIn(field->label(), decision.self().language);
    move.reasons.push_back({"", "migration_text_exposed", {{"task", TitleOf(decision, *versions.from, before.kind)}, {"label", label}}});
  }
}

void WithdrawTasks(Decision& decision, const Versions& versions, const StepMove& move, std::vector<FieldViolation>& remarks) {
  for (const TaskMove& task : move.tasks) {
    if (task.definition != nullptr) continue;
    decision.Emit(TaskWithdrawn{task.task.Key()});
    remarks.push_back({"", "migration_task_withdrawn", {{"task", TitleOf(decision, *versions.from, task.task.kind)}}});
  }
}

void MoveTasks(Decision& decision, const Versions& versions, const StepMove& move, Environment& environment,
               std::vector<FieldViolation>& remarks) {
  for (const TaskMove& task : move.tasks) {
    if (task.definition != nullptr) Keep(decision, versions, task, environment, remarks);
  }
  std::vector<std::string> carried;
  for (const auto& [before, now] : move.landing.became) {
    if (!Among(carried, now)) carried.push_back(now);
  }
  for (const std::string& state : carried) {
    for (const std::string& kind : move.to->FindState(state)->tasks()) {
      if (!KnownBefore(versions, move, state, kind)) environment.OpenTask(*versions.to->tasks.at(kind), state);
    }
  }
}

}  // namespace arshjul::cycle
