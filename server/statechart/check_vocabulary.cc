// Guards, actions and timers: the closed vocabulary.
#include <algorithm>

#include "statechart/check_context.h"

namespace arshjul::statechart {

namespace v1 = workflow::v1;

namespace {

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
  const bool part = compare.event() != v1::EVENT_PART_UNSPECIFIED;
  if ((compare.field().empty() ? 0 : 1) + (compare.variable().empty() ? 0 : 1) + (part ? 1 : 0) != 1) {
    context.Report(compare, "exactly_one_of", {{"allowed", "field, variable, event"}});
    return;
  }
  CheckOperand(context, vocabulary, compare.same_as());
  CheckOperand(context, vocabulary, compare.below());
  CheckOperand(context, vocabulary, compare.above());
  CheckEventPart(context, vocabulary, compare, v1::Compare::kEventFieldNumber, compare.event());
  CheckVariable(context, vocabulary, compare, v1::Compare::kVariableFieldNumber, compare.variable());
  if (compare.field().empty()) return;
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

// What the parts of a send leave no choice about.
void CheckSendShape(CheckContext& context, const v1::Send& send) {
  if (send.event().empty() && !send.has_event_from()) context.Report(send, "missing", {{"name", "event"}});
  if (!send.event().empty() && send.has_event_from()) {
    context.ReportField(send, v1::Send::kEventFromFieldNumber, "only_one_of", {{"name", "event_from"}, {"other", "event"}});
  }
  if (!send.id().empty() && !send.id_to().empty()) {
    context.ReportField(send, v1::Send::kIdToFieldNumber, "only_one_of", {{"name", "id_to"}, {"other", "id"}});
  }
  if (send.to() == v1::Send::TO_STEP && !send.has_step()) context.Report(send, "missing", {{"name", "step"}});
  if (send.to() != v1::Send::TO_STEP && send.has_step()) {
    context.ReportField(send, v1::Send::kStepFieldNumber, "step_without_to_step");
  }
  if (!send.cancel()) return;
  const bool more = !send.id().empty() || !send.id_to().empty() || !send.data().empty() || send.has_content() || send.has_event_from();
  if (more) context.ReportField(send, v1::Send::kCancelFieldNumber, "cancel_by_event_alone");
}

void CheckSend(CheckContext& context, const VocabularyContext& vocabulary, const v1::Send& send) {
  const ChartUse& use = vocabulary.use;
  CheckSendShape(context, send);
  CheckCarried(context, vocabulary, send);
  CheckOperand(context, vocabulary, send.event_from());
  CheckOperand(context, vocabulary, send.step());
  CheckOperand(context, vocabulary, send.after().seconds_from());
  CheckVariable(context, vocabulary, send, v1::Send::kIdToFieldNumber, send.id_to());
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

}  // namespace

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

// Nothing that cannot fail, and nothing that was in the language before anything could.
bool MayFail(const v1::Action& action) {
  auto any = [](const auto& actions) { return std::any_of(actions.begin(), actions.end(), MayFail); };
  switch (action.action_case()) {
    case v1::Action::kAssign: return action.assign().has_from() || action.assign().has_add_from() || action.assign().has_append();
    case v1::Action::kSend: {
      const v1::Send& send = action.send();
      return send.has_event_from() || send.has_content() || !send.data().empty() || send.after().has_seconds_from() ||
             send.to() == v1::Send::TO_SENDER || send.to() == v1::Send::TO_STEP;
    }
    case v1::Action::kIf: return any(action.if_().then()) || any(action.if_().else_());
    case v1::Action::kCancel:
    case v1::Action::kForEach: return true;
    default: return false;
  }
}

// A form that somebody completed must count, whatever else goes wrong.
void CheckRecordFirst(CheckContext& context, const google::protobuf::RepeatedPtrField<v1::Action>& actions) {
  const auto failing = std::find_if(actions.begin(), actions.end(), MayFail);
  for (auto action = failing; action != actions.end(); ++action) {
    if (action->has_record()) context.Report(*action, "record_after_error");
  }
}

void CheckAssign(CheckContext& context, const VocabularyContext& vocabulary, const v1::Assign& assign) {
  CheckVariable(context, vocabulary, assign, v1::Assign::kVariableFieldNumber, assign.variable());
  CheckOperand(context, vocabulary, assign.from());
  CheckOperand(context, vocabulary, assign.add_from());
  CheckOperand(context, vocabulary, assign.append());
  if (assign.value_case() == v1::Assign::kFromField) {
    FindFields(context, vocabulary, assign, v1::Assign::kFromFieldFieldNumber, assign.from_field());
  }
}

// Actions in another action, which may not come to be done, or more than once.
void CheckInner(CheckContext& context, const VocabularyContext& vocabulary, const google::protobuf::RepeatedPtrField<v1::Action>& actions,
                const char* outer) {
  CheckActions(context, vocabulary, actions);
  for (const auto& action : actions) {
    if (action.has_record()) context.Report(action, "record_in_other_action", {{"name", outer}});
  }
}

void CheckForEach(CheckContext& context, const VocabularyContext& vocabulary, const v1::ForEach& loop) {
  CheckOperand(context, vocabulary, loop.of());
  CheckVariable(context, vocabulary, loop, v1::ForEach::kAsFieldNumber, loop.as());
  CheckVariable(context, vocabulary, loop, v1::ForEach::kIndexFieldNumber, loop.index());
  CheckInner(context, vocabulary, loop.do_(), "for_each");
}

void CheckIf(CheckContext& context, const VocabularyContext& vocabulary, const v1::If& condition) {
  CheckGuard(context, vocabulary, condition.when());
  CheckInner(context, vocabulary, condition.then(), "if");
  CheckInner(context, vocabulary, condition.else_(), "if");
}

}  // namespace

void CheckActions(CheckContext& context, const VocabularyContext& vocabulary,
                  const google::protobuf::RepeatedPtrField<v1::Action>& actions) {
  CheckRecordFirst(context, actions);
  for (const auto& action : actions) {
    switch (action.action_case()) {
      case v1::Action::kRaise:
        if (!IsEventName(action.raise())) {
          context.ReportField(action, v1::Action::kRaiseFieldNumber, "bad_event", {{"name", action.raise()}});
        }
        break;
      case v1::Action::kAssign: CheckAssign(context, vocabulary, action.assign()); break;
      case v1::Action::kSend: CheckSend(context, vocabulary, action.send()); break;
      case v1::Action::kCancel: CheckOperand(context, vocabulary, action.cancel().id()); break;
      case v1::Action::kBlock: CheckActions(context, vocabulary, action.block().of()); break;
      case v1::Action::kForEach: CheckForEach(context, vocabulary, action.for_each()); break;
      case v1::Action::kIf: CheckIf(context, vocabulary, action.if_()); break;
      case v1::Action::kNotify: CheckNotify(context, vocabulary.use, action.notify()); break;
      default: break;
    }
  }
}

}  // namespace arshjul::statechart
