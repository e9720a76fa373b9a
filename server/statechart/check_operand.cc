// Where values come from and when things happen: operands, fields, variables, timers.
#include <fmt/format.h>

#include <algorithm>

#include "statechart/check_context.h"
#include "statechart/variables.h"

namespace arshjul::statechart {

namespace v1 = workflow::v1;

namespace {

void Visit(const google::protobuf::RepeatedPtrField<v1::Action>& actions, const VisitAction& visit) {
  for (const auto& action : actions) {
    visit(action);
    Visit(action.if_().then(), visit);
    Visit(action.if_().else_(), visit);
    Visit(action.block().of(), visit);
    Visit(action.for_each().do_(), visit);
  }
}

}  // namespace

void VisitActions(const CompiledChart& chart, const VisitAction& visit) {
  for (const auto& state : chart.states()) {
    if (state.start_actions != nullptr) Visit(*state.start_actions, visit);
    if (state.definition == nullptr) continue;
    Visit(state.definition->entry(), visit);
    Visit(state.definition->exit(), visit);
    for (const auto& transition : state.definition->on()) Visit(transition.actions(), visit);
  }
}

std::set<std::string> AssignedVariables(const CompiledChart& chart) {
  std::set<std::string> variables;
  VisitActions(chart, [&](const v1::Action& action) {
    for (const std::string* name : {&action.assign().variable(), &action.send().id_to(), &action.for_each().as(), &action.for_each().index()}) {
      if (!name->empty()) variables.insert(*name);
    }
  });
  return variables;
}

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
  const bool given = !vocabulary.forms_alone && context.data_names.contains(name);
  if (found.empty() && !given) {
    if (!vocabulary.forms_alone) names.insert(names.end(), context.data_names.begin(), context.data_names.end());
    context.ReportUnknown(message, number, "field", name, names);
  }
  if (std::any_of(found.begin(), found.end(), [](const v1::Field* field) { return IsPersonnel(field->audience()); })) {
    context.ReportField(message, number, "personnel_text_stays_in_vault", {{"name", name}});
  }
  if (given) found.clear();
  return found;
}

void CheckEventPart(CheckContext& context, const VocabularyContext& vocabulary, const google::protobuf::Message& message, int number,
                    v1::EventPart part) {
  if (part != v1::EVENT_PART_DATA) return;
  for (const v1::Task* task : vocabulary.tasks) {
    for (const auto& field : task->fields()) {
      if (!IsPersonnel(field.audience())) continue;
      context.ReportField(message, number, "personnel_text_stays_in_vault", {{"name", field.id()}});
      return;
    }
  }
}

void CheckVariable(CheckContext& context, const VocabularyContext& vocabulary, const google::protobuf::Message& message, int number,
                   const std::string& name) {
  if (name.empty()) return;
  const bool set = message.GetDescriptor()->name() != "Compare" && message.GetDescriptor()->name() != "Operand";
  if (set && IsReserved(name)) context.ReportField(message, number, "reserved_variable", {{"name", name}});
  if (!vocabulary.variables.contains(name)) {
    context.warnings.Add(context.places.Of(message, number), "variable_never_assigned", {{"name", name}});
  }
}

void CheckOperand(CheckContext& context, const VocabularyContext& vocabulary, const v1::Operand& operand) {
  CheckVariable(context, vocabulary, operand, v1::Operand::kVariableFieldNumber, operand.variable());
  CheckEventPart(context, vocabulary, operand, v1::Operand::kEventFieldNumber, operand.event());
  if (!operand.field().empty()) FindFields(context, vocabulary, operand, v1::Operand::kFieldFieldNumber, operand.field());
  for (const auto& of : operand.list().of()) CheckOperand(context, vocabulary, of);
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

void CheckDays(CheckContext& context, const google::protobuf::Message& message, int number, const char* name, int days) {
  if (days < 0) {
    context.ReportField(message, number, "below_zero", {{"name", name}});
  } else if (days > kMaxDays) {
    context.ReportField(message, number, "number_too_large", {{"name", name}, {"limit", std::to_string(kMaxDays)}});
  }
}

void CheckTimer(CheckContext& context, const ChartUse& use, const v1::Timer& timer) {
  const int given = (timer.at().empty() ? 0 : 1) + (timer.slice_start() ? 1 : 0) + (timer.has_working_days() ? 1 : 0) +
                    (timer.has_seconds() ? 1 : 0) + (timer.recorded().empty() ? 0 : 1) + (timer.has_seconds_from() ? 1 : 0);
  if (given != 1) {
    context.Report(timer, "exactly_one_of", {{"allowed", "at, slice_start, working_days, seconds, seconds_from, recorded"}});
  }
  CheckRecorded(context, timer);
  context.CheckDate(timer, v1::Timer::kAtFieldNumber, timer.at());
  if (timer.slice_start() && !use.sliced) {
    context.ReportField(timer, v1::Timer::kSliceStartFieldNumber, "slice_needs_sliced_phase");
  }
  // A date has nothing that passes.
  if (timer.on_migration() == v1::ON_MIGRATION_KEEP_REMAINDER && !timer.has_working_days() && !timer.has_seconds()) {
    context.ReportField(timer, v1::Timer::kOnMigrationFieldNumber, "remainder_of_date");
  }
  CheckDays(context, timer, v1::Timer::kWorkingDaysFieldNumber, "working_days", timer.working_days());
  if (timer.seconds() < 0) {
    context.ReportField(timer, v1::Timer::kSecondsFieldNumber, "below_zero", {{"name", "seconds"}});
  } else if (timer.seconds() > kMaxSeconds) {
    context.ReportField(timer, v1::Timer::kSecondsFieldNumber, "number_too_large",
                        {{"name", "seconds"}, {"limit", fmt::format("{}", kMaxSeconds)}});
  }
}

}  // namespace arshjul::statechart
