// Guards, actions and timers: the closed vocabulary.
#include <algorithm>

#include "statechart/check_context.h"

namespace arshjul::statechart {

namespace v1 = workflow::v1;

namespace {

// The fields called `name` of the forms that the event may carry; reports when there are forms but no such field.
std::vector<const v1::Field*> FindFields(CheckContext& context, const VocabularyContext& vocabulary,
                                         const google::protobuf::Message& message, int number, const std::string& name) {
  std::vector<const v1::Field*> found;
  std::vector<std::string> names;
  for (const v1::Task* task : vocabulary.tasks) {
    for (const auto& field : task->fields()) {
      names.push_back(field.id());
      if (field.id() == name) found.push_back(&field);
    }
  }
  if (found.empty()) context.ReportUnknown(message, number, "field", name, names);
  for (const v1::Field* field : found) {
    if (!IsPersonnel(field->audience())) continue;
    context.ReportField(message, number, "personnel_text_stays_in_vault", {{"name", name}});
    break;
  }
  return found;
}

bool Suits(const v1::Compare& compare, v1::Field::Type type) {
  switch (compare.test_case()) {
    case v1::Compare::kIs:
    case v1::Compare::kLessThan:
    case v1::Compare::kGreaterThan: return type == v1::Field::TYPE_NUMBER;
    case v1::Compare::kEquals: return type != v1::Field::TYPE_NUMBER && type != v1::Field::TYPE_TABLE;
    case v1::Compare::kSomeRow: return type == v1::Field::TYPE_TABLE;
    default: return true;
  }
}

void CheckOption(CheckContext& context, const google::protobuf::Message& message, int number, const v1::Field& field,
                 const std::string& option) {
  if (field.type() != v1::Field::TYPE_CHOICE) return;
  std::vector<std::string> names;
  for (const auto& known : field.options()) names.push_back(known.id());
  if (std::find(names.begin(), names.end(), option) == names.end()) {
    context.ReportUnknown(message, number, "option", option, names);
  }
}

void CheckSomeRow(CheckContext& context, const v1::ColumnEquals& some_row, const v1::Field& table) {
  std::vector<std::string> names;
  for (const auto& column : table.columns()) {
    names.push_back(column.id());
    if (column.id() != some_row.column()) continue;
    CheckOption(context, some_row, v1::ColumnEquals::kEqualsFieldNumber, column, some_row.equals());
    return;
  }
  context.ReportUnknown(some_row, v1::ColumnEquals::kColumnFieldNumber, "column", some_row.column(), names);
}

void CheckCompare(CheckContext& context, const VocabularyContext& vocabulary, const v1::Compare& compare) {
  if (compare.field().empty() == compare.variable().empty()) {
    context.Report(compare, "exactly_one_of", {{"allowed", "field, variable"}});
    return;
  }
  if (compare.field().empty()) {
    if (!vocabulary.variables.contains(compare.variable())) {
      context.warnings.Add(context.places.Of(compare, v1::Compare::kVariableFieldNumber), "variable_never_assigned",
                           {{"name", compare.variable()}});
    }
    return;
  }
  const auto fields = FindFields(context, vocabulary, compare, v1::Compare::kFieldFieldNumber, compare.field());
  if (fields.empty()) return;
  for (const v1::Field* field : fields) {
    if (field->type() != v1::Field::TYPE_UNSPECIFIED && !Suits(compare, field->type())) {
      context.Report(compare, "test_does_not_suit_field", {{"name", compare.field()}});
      return;
    }
  }
  if (compare.test_case() == v1::Compare::kEquals) {
    CheckOption(context, compare, v1::Compare::kEqualsFieldNumber, *fields.front(), compare.equals());
  } else if (compare.test_case() == v1::Compare::kSomeRow) {
    CheckSomeRow(context, compare.some_row(), *fields.front());
  }
}

void CheckSend(CheckContext& context, const ChartUse& use, const v1::Send& send) {
  if (!send.event().empty() && !IsEventName(send.event())) {
    context.ReportField(send, v1::Send::kEventFieldNumber, "bad_event", {{"name", send.event()}});
  }
  if (send.to() == v1::Send::TO_PHASE) {
    if (send.phase().empty()) {
      context.Report(send, "missing", {{"name", "phase"}});
    } else if (context.phases.Find(send.phase()) == nullptr) {
      context.ReportUnknown(send, v1::Send::kPhaseFieldNumber, "phase", send.phase(), context.phases.names());
    }
  } else if (!send.phase().empty()) {
    context.ReportField(send, v1::Send::kPhaseFieldNumber, "phase_without_to_phase", {{"name", send.phase()}});
  }
  const bool along_tree = send.to() == v1::Send::TO_SUPERIOR || send.to() == v1::Send::TO_REPORTS;
  if (along_tree && use.scopes.contains(v1::SCOPE_MUNICIPALITY)) {
    context.ReportField(send, v1::Send::kToFieldNumber, "send_reaches_nobody");
  }
  if ((send.has_after() || send.cancel()) && send.to() != v1::Send::TO_SELF && send.to() != v1::Send::TO_UNSPECIFIED) {
    context.Report(send, "later_only_to_self");
  }
  if (send.has_after() && send.cancel()) {
    context.Report(send, "only_one_of", {{"name", "cancel"}, {"other", "after"}});
  } else if (send.has_after()) {
    CheckTimer(context, use, send.after());
  }
}

void CheckNotify(CheckContext& context, const ChartUse& use, const v1::Notify& notify) {
  if (use.scopes.contains(v1::SCOPE_MUNICIPALITY) && notify.to() != v1::PARTY_UNSPECIFIED &&
      notify.to() != v1::PARTY_OFFICE) {
    context.ReportField(notify, v1::Notify::kToFieldNumber, "role_nobody_holds");
  }
}

void AddAssigned(const google::protobuf::RepeatedPtrField<v1::Action>& actions, std::set<std::string>& variables) {
  for (const auto& action : actions) {
    if (action.has_assign()) variables.insert(action.assign().variable());
    if (action.has_if_()) {
      AddAssigned(action.if_().then(), variables);
      AddAssigned(action.if_().else_(), variables);
    }
  }
}

}  // namespace

std::set<std::string> AssignedVariables(const CompiledChart& chart) {
  std::set<std::string> variables;
  for (const auto& state : chart.states()) {
    if (state.start_actions != nullptr) AddAssigned(*state.start_actions, variables);
    if (state.definition == nullptr) continue;
    AddAssigned(state.definition->entry(), variables);
    AddAssigned(state.definition->exit(), variables);
    for (const auto& transition : state.definition->on()) AddAssigned(transition.actions(), variables);
  }
  return variables;
}

void CheckGuard(CheckContext& context, const VocabularyContext& vocabulary, const v1::Guard& guard) {
  switch (guard.guard_case()) {
    case v1::Guard::kAll:
      for (const auto& of : guard.all().of()) CheckGuard(context, vocabulary, of);
      return;
    case v1::Guard::kAny:
      for (const auto& of : guard.any().of()) CheckGuard(context, vocabulary, of);
      return;
    case v1::Guard::kNot: CheckGuard(context, vocabulary, guard.not_()); return;
    case v1::Guard::kIn:
      if (vocabulary.use.compiled->Index(guard.in()) == kNoState) {
        context.ReportUnknown(guard, v1::Guard::kInFieldNumber, "state", guard.in(), vocabulary.use.state_names);
      }
      return;
    case v1::Guard::kCompare: CheckCompare(context, vocabulary, guard.compare()); return;
    default: return;
  }
}

namespace {

void CheckIf(CheckContext& context, const VocabularyContext& vocabulary, const v1::If& condition) {
  CheckGuard(context, vocabulary, condition.when());
  for (const auto* actions : {&condition.then(), &condition.else_()}) {
    CheckActions(context, vocabulary, *actions);
    for (const auto& action : *actions) {
      if (action.has_record()) context.Report(action, "record_in_if");
    }
  }
}

}  // namespace

void CheckActions(CheckContext& context, const VocabularyContext& vocabulary,
                  const google::protobuf::RepeatedPtrField<v1::Action>& actions) {
  for (const auto& action : actions) {
    switch (action.action_case()) {
      case v1::Action::kRaise:
        if (!IsEventName(action.raise())) {
          context.ReportField(action, v1::Action::kRaiseFieldNumber, "bad_event", {{"name", action.raise()}});
        }
        break;
      case v1::Action::kAssign:
        if (action.assign().value_case() == v1::Assign::kFromField) {
          FindFields(context, vocabulary, action.assign(), v1::Assign::kFromFieldFieldNumber,
                     action.assign().from_field());
        }
        break;
      case v1::Action::kSend: CheckSend(context, vocabulary.use, action.send()); break;
      case v1::Action::kIf: CheckIf(context, vocabulary, action.if_()); break;
      case v1::Action::kNotify: CheckNotify(context, vocabulary.use, action.notify()); break;
      default: break;
    }
  }
}

namespace {

// The day must come from a date field of some task of the workflow.
void CheckRecorded(CheckContext& context, const v1::Timer& timer) {
  if (timer.recorded().empty()) return;
  std::vector<std::string> dates;
  for (const v1::Task& task : context.workflow.tasks()) {
    for (const v1::Field& field : task.fields()) {
      if (field.type() == v1::Field::TYPE_DATE) dates.push_back(field.id());
    }
  }
  if (std::find(dates.begin(), dates.end(), timer.recorded()) != dates.end()) return;
  context.ReportUnknown(timer, v1::Timer::kRecordedFieldNumber, "field", timer.recorded(), dates);
}

}  // namespace

void CheckTimer(CheckContext& context, const ChartUse& use, const v1::Timer& timer) {
  const int given = (timer.at().empty() ? 0 : 1) + (timer.slice_start() ? 1 : 0) + (timer.has_working_days() ? 1 : 0) +
                    (timer.has_seconds() ? 1 : 0) + (timer.recorded().empty() ? 0 : 1);
  if (given != 1) context.Report(timer, "exactly_one_of", {{"allowed", "at, slice_start, working_days, seconds, recorded"}});
  CheckRecorded(context, timer);
  context.CheckDate(timer, v1::Timer::kAtFieldNumber, timer.at());
  if (timer.slice_start() && !use.sliced) {
    context.ReportField(timer, v1::Timer::kSliceStartFieldNumber, "slice_needs_sliced_phase");
  }
  // A date has nothing that passes.
  if (timer.on_migration() == v1::ON_MIGRATION_KEEP_REMAINDER && !timer.has_working_days() && !timer.has_seconds()) {
    context.ReportField(timer, v1::Timer::kOnMigrationFieldNumber, "remainder_of_date");
  }
  if (timer.working_days() < 0) {
    context.ReportField(timer, v1::Timer::kWorkingDaysFieldNumber, "below_zero", {{"name", "working_days"}});
  }
  if (timer.seconds() < 0) {
    context.ReportField(timer, v1::Timer::kSecondsFieldNumber, "below_zero", {{"name", "seconds"}});
  }
}

}  // namespace arshjul::statechart
