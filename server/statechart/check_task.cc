// Tasks: who, until when, which actions.
#include <algorithm>

#include "statechart/check_context.h"

namespace arshjul::statechart {

namespace v1 = workflow::v1;

namespace {

void CheckDue(CheckContext& context, const v1::Task& task, const TaskUse* use) {
  const v1::Due& due = task.due();
  const int given = (due.has_working_days() ? 1 : 0) + (due.slice_end() ? 1 : 0) + (due.at().empty() ? 0 : 1);
  if (given == 0) {
    context.Report(due, "due_without_day", {{"name", task.id()}});
  } else if (given > 1) {
    context.Report(due, "exactly_one_of", {{"allowed", "working_days, slice_end, at"}});
  }
  context.CheckDate(due, v1::Due::kAtFieldNumber, due.at());
  CheckDays(context, due, v1::Due::kWorkingDaysFieldNumber, "working_days", due.working_days());
  if (due.on_migration() == v1::ON_MIGRATION_KEEP_REMAINDER && !due.has_working_days()) {
    context.ReportField(due, v1::Due::kOnMigrationFieldNumber, "remainder_of_date");
  }
  if (due.reports_per_day() < 0) {
    context.ReportField(due, v1::Due::kReportsPerDayFieldNumber, "below_zero", {{"name", "reports_per_day"}});
  }
  if (due.slice_end() && use != nullptr && !use->sliced) {
    context.ReportField(due, v1::Due::kSliceEndFieldNumber, "slice_needs_sliced_phase");
  }
}

void CheckAction(CheckContext& context, const v1::Task& task, const v1::TaskAction& action) {
  std::vector<std::string> fields;
  for (const auto& field : task.fields()) fields.push_back(field.id());
  for (int i = 0; i < action.fields_size(); ++i) {
    if (std::find(fields.begin(), fields.end(), action.fields(i)) != fields.end()) continue;
    context.ReportUnknown(action, v1::TaskAction::kFieldsFieldNumber, "field", action.fields(i), fields, i);
  }
  if (action.no_fields() && !action.fields().empty()) {
    context.ReportField(action, v1::TaskAction::kNoFieldsFieldNumber, "only_one_of",
                        {{"name", "no_fields"}, {"other", "fields"}});
  }
  std::vector<std::string> taken(action.fields().begin(), action.fields().end());
  if (taken.empty() && !action.no_fields()) taken = fields;
  for (int i = 0; i < action.required_size(); ++i) {
    if (std::find(taken.begin(), taken.end(), action.required(i)) != taken.end()) continue;
    context.ReportUnknown(action, v1::TaskAction::kRequiredFieldNumber, "field", action.required(i), taken, i);
  }
}

}  // namespace

void CheckTask(CheckContext& context, const v1::Task& task) {
  if (context.tasks.Find(task.id()) != &task) return;
  auto it = context.task_uses.find(&task);
  const TaskUse* use = it == context.task_uses.end() ? nullptr : &it->second;
  if (use == nullptr) context.Report(task, "task_never_opened", {{"name", task.id()}});
  if (task.personal() && task.party() == v1::PARTY_OFFICE) {
    context.ReportField(task, v1::Task::kPersonalFieldNumber, "personal_office", {{"name", task.id()}});
  }
  if (use != nullptr && use->scopes.contains(v1::SCOPE_MUNICIPALITY) && task.party() != v1::PARTY_UNSPECIFIED &&
      task.party() != v1::PARTY_OFFICE) {
    context.ReportField(task, v1::Task::kPartyFieldNumber, "role_nobody_holds", {{"name", task.id()}});
  }
  if (task.has_due()) CheckDue(context, task, use);
  for (const auto& action : task.actions()) CheckAction(context, task, action);
}

}  // namespace arshjul::statechart
