#include "statechart/check_context.h"

#include <absl/strings/str_split.h>

#include <algorithm>

namespace arshjul::statechart {

namespace v1 = workflow::v1;

namespace {

// What a chart itself is made of: without these right it cannot run as it is written.
bool IsOfChart(const google::protobuf::Message& message) {
  static const std::set<std::string> kOfChart = {"Chart", "State",   "Transition",   "Timer",  "Guard",  "Guards", "Compare",
                                                 "Send",  "Assign",  "ColumnEquals", "Action", "Notify",
                                                 "Start", "If", "Datum", "Operand", "Operands", "Actions", "Cancel", "ForEach"};
  return kOfChart.contains(message.GetDescriptor()->name());
}

// Said of a chart, but of what comes to it from the year or may never come: it runs all the same.
bool IsOfYear(const std::string& key) {
  static const std::set<std::string> kOfYear = {
      "bad_id", "join_cannot_fill", "loops_forever", "parameter_not_date", "personnel_text_stays_in_vault",
      "record_after_error", "reserved_variable", "role_nobody_holds", "send_reaches_nobody", "slice_needs_sliced_phase",
      "task_action_unhandled", "task_not_open_here", "test_does_not_suit_field", "unknown_column", "unknown_field",
      "unknown_option", "unknown_parameter", "unknown_phase", "unknown_task", "unknown_task_action", "unreachable_state"};
  return kOfYear.contains(key);
}

}  // namespace

CheckContext::CheckContext(const v1::Workflow& checked, const Places& where, Scrutiny how, Problems& found, Problems& doubts)
    : workflow(checked),
      places(where),
      scrutiny(how),
      problems(found),
      warnings(doubts),
      parameters(checked.parameters()),
      phases(checked.phases()),
      tasks(checked.tasks()),
      data_names{"fault"} {
  for (const auto& chart : checked.charts()) {
    ChartUse& use = charts.emplace_back();
    use.chart = &chart;
    use.compiled = std::make_unique<CompiledChart>(std::shared_ptr<const v1::Chart>(std::shared_ptr<void>(), &chart));
    int runs = 0, sliced = 0;
    for (const auto& phase : checked.phases()) {
      if (phase.chart() != chart.id()) continue;
      ++runs;
      sliced += phase.sliced_by_height() ? 1 : 0;
      if (phase.scope() != v1::SCOPE_UNSPECIFIED) use.scopes.insert(phase.scope());
    }
    use.sliced = runs == sliced;
    std::set<const v1::Task*> seen;
    for (const auto& state : use.compiled->states()) {
      if (state.definition == nullptr) continue;
      if (!state.definition->id().empty()) use.state_names.push_back(state.definition->id());
      for (const auto& id : state.definition->tasks()) {
        const v1::Task* task = tasks.Find(id);
        if (task != nullptr && seen.insert(task).second) use.tasks.push_back(task);
      }
    }
  }
  for (const ChartUse& use : charts) {
    VisitActions(*use.compiled, [&](const v1::Action& action) {
      for (const auto& datum : action.send().data()) data_names.insert(datum.id());
    });
    for (const auto& state : use.compiled->states()) {
      if (state.definition == nullptr) continue;
      for (const auto& datum : state.definition->data()) data_names.insert(datum.id());
    }
    for (const v1::Task* task : use.tasks) {
      TaskUse& task_use = task_uses[task];
      task_use.charts.insert(&use);
      task_use.scopes.insert(use.scopes.begin(), use.scopes.end());
      task_use.sliced = task_use.sliced && use.sliced;
    }
  }
}

Problems& CheckContext::KeptIn(const google::protobuf::Message& message, const std::string& key) {
  return scrutiny == Scrutiny::kYear || (IsOfChart(message) && !IsOfYear(key)) ? problems : warnings;
}

void CheckContext::Report(const google::protobuf::Message& message, std::string key, Arguments arguments) {
  // A message of which a part could not be read says nothing as a whole.
  if (!places.IsBroken(message)) KeptIn(message, key).Add(places.Of(message), key, std::move(arguments));
}

void CheckContext::ReportField(const google::protobuf::Message& message, int field, std::string key,
                               Arguments arguments, int index) {
  KeptIn(message, key).Add(places.Of(message, field, index), key, std::move(arguments));
}

void CheckContext::ReportUnknown(const google::protobuf::Message& message, int field, const std::string& what,
                                 const std::string& name, const std::vector<std::string>& names, int index) {
  const std::string hint = problems.full() ? "" : NearestName(name, names);
  ReportField(message, field, "unknown_" + what, {{"name", name}, {"hint", hint}}, index);
}

void CheckContext::CheckDate(const google::protobuf::Message& message, int field, const std::string& parameter) {
  if (parameter.empty()) return;
  const v1::Parameter* found = parameters.Find(parameter);
  if (found == nullptr) {
    ReportUnknown(message, field, "parameter", parameter, parameters.names());
  } else if (found->type() != v1::Parameter::TYPE_DATE && found->type() != v1::Parameter::TYPE_UNSPECIFIED) {
    ReportField(message, field, "parameter_not_date", {{"name", parameter}});
  }
}

bool Together(const CompiledChart& chart, int a, int b) {
  if (a == b || chart.IsDescendant(a, b) || chart.IsDescendant(b, a)) return true;
  int above = chart.states()[a].parent;
  while (above > kRoot && !chart.IsDescendant(b, above)) above = chart.states()[above].parent;
  return chart.states()[above].kind == Kind::kParallel;
}

bool IsPersonnel(v1::Audience audience) {
  return audience == v1::AUDIENCE_PRIVATE || audience == v1::AUDIENCE_PARTIES || audience == v1::AUDIENCE_PERSONAL;
}

bool IsDescriptor(std::string_view name) {
  if (name == "*") return true;
  if (name.ends_with(".*")) name.remove_suffix(2);
  return IsEventName(name);
}

std::vector<std::string> Words(std::string_view text) {
  return absl::StrSplit(absl::string_view(text.data(), text.size()), absl::ByAnyChar(" \t\r\n"), absl::SkipEmpty());
}

void CheckWorkflow(const v1::Workflow& workflow, const Places& places, Scrutiny scrutiny, Problems& problems,
                   Problems& warnings) {
  CheckContext context(workflow, places, scrutiny, problems, warnings);
  CheckShape(context);
  CheckYear(context);
  for (const ChartUse& use : context.charts) {
    if (static_cast<int>(use.compiled->states().size()) - 1 > kMaxStates) {
      context.Report(*use.chart, "too_many_states", {{"limit", std::to_string(kMaxStates)}});
      continue;
    }
    CheckChart(context, use);
    CheckFlow(context, use);
    CheckReachability(context, use);
  }
  for (const auto& task : workflow.tasks()) {
    CheckTask(context, task);
    CheckForm(context, task);
  }
  CheckMigration(context);
}

}  // namespace arshjul::statechart
