// One chart: its states and where they lead.
#include <algorithm>

#include "statechart/check_context.h"

namespace arshjul::statechart {

namespace v1 = workflow::v1;

namespace {

void CheckInitial(CheckContext& context, const google::protobuf::Message& owner, int field, const std::string& initial,
                  const google::protobuf::RepeatedPtrField<v1::State>& states) {
  if (initial.empty()) return;
  std::vector<std::string> names;
  for (const auto& state : states) names.push_back(state.id());
  if (std::find(names.begin(), names.end(), initial) == names.end()) {
    const std::string hint = context.problems.full() ? "" : NearestName(initial, names);
    context.ReportField(owner, field, "initial_not_a_child", {{"name", initial}, {"hint", hint}});
  }
}

void CheckHistory(CheckContext& context, const CompiledChart& chart, int number, const v1::State& state) {
  const Arguments name = {{"name", state.id()}};
  if (chart.states()[number].parent == kRoot) context.Report(state, "history_at_top", name);
  if (state.parallel() || state.final() || state.states_size() > 0 || state.tasks_size() > 0 ||
      state.entry_size() > 0 || state.exit_size() > 0 || state.has_start()) {
    context.Report(state, "history_with_content", name);
  }
  if (state.on_size() != 1 || state.on(0).to().empty() || !state.on(0).event().empty() || state.on(0).has_after() ||
      state.on(0).has_when()) {
    context.Report(state, "history_without_default", name);
    return;
  }
  for (int i = 0; i < state.on(0).to_size(); ++i) {
    const int target = chart.Index(state.on(0).to(i));
    if (target == kNoState) continue;
    if (chart.IsHistory(target) || !chart.IsDescendant(target, chart.states()[number].parent)) {
      context.ReportField(state.on(0), v1::Transition::kToFieldNumber, "history_default_outside",
                          {{"name", state.on(0).to(i)}}, i);
    }
  }
}

void CheckKind(CheckContext& context, const CompiledChart& chart, int number, const v1::State& state) {
  const CompiledState& compiled = chart.states()[number];
  const Arguments name = {{"name", state.id()}};
  const bool childless = compiled.children.empty();
  if (state.parallel() && childless) {
    context.Report(state, "parallel_without_children", name);
  } else if (childless && state.states_size() > 0) {
    context.Report(state, "only_history_children", name);
  }
  if (state.parallel() && (!state.initial().empty() || state.has_start())) {
    const int field = state.has_start() ? v1::State::kStartFieldNumber : v1::State::kInitialFieldNumber;
    context.ReportField(state, field, "initial_in_parallel", name);
  }
  if (!state.parallel()) CheckInitial(context, state, v1::State::kInitialFieldNumber, state.initial(), state.states());
  if (!state.final() && (!state.data().empty() || state.has_content())) context.Report(state, "data_without_final", name);
  if (!state.final()) return;
  if (compiled.parent == kRoot && (!state.data().empty() || state.has_content())) context.Report(state, "data_at_top", name);
  if (state.on_size() > 0) context.Report(state.on(0), "final_with_transitions", name);
  if (state.states_size() > 0) context.Report(state.states(0), "final_with_children", name);
  if (state.tasks_size() > 0) context.ReportField(state, v1::State::kTasksFieldNumber, "final_with_tasks", name);
  if (chart.states()[compiled.parent].kind == Kind::kParallel) context.Report(state, "final_in_parallel", name);
}

// Of a transition or a start.
template <class Message> void CheckTargets(CheckContext& context, const ChartUse& use, const Message& message) {
  const CompiledChart& chart = *use.compiled;
  const int field = Message::kToFieldNumber;
  for (int i = 0; i < message.to_size(); ++i) {
    if (chart.Index(message.to(i)) == kNoState) context.ReportUnknown(message, field, "state", message.to(i), use.state_names, i);
  }
  if (message.to_size() > kMaxTargets) {
    context.ReportField(message, field, "list_too_long", {{"name", "to"}, {"limit", std::to_string(kMaxTargets)}});
    return;
  }
  for (int i = 0; i < message.to_size(); ++i) {
    const int target = chart.Index(message.to(i));
    for (int j = 0; j < i && target != kNoState; ++j) {
      const int other = chart.Index(message.to(j));
      if (other == kNoState || other == target || Together(chart, target, other)) continue;
      context.ReportField(message, field, "targets_conflict", {{"name", message.to(i)}, {"other", message.to(j)}}, i);
      break;
    }
  }
}

// Of the chart (kRoot) or a state.
template <class Owner>
void CheckStart(CheckContext& context, const VocabularyContext& vocabulary, int number, const Owner& owner) {
  if (!owner.has_start()) return;
  const CompiledChart& chart = *vocabulary.use.compiled;
  const v1::Start& start = owner.start();
  if (!owner.initial().empty()) {
    context.ReportField(owner, Owner::kStartFieldNumber, "only_one_of", {{"name", "start"}, {"other", "initial"}});
  }
  CheckTargets(context, vocabulary.use, start);
  for (int i = 0; i < start.to_size(); ++i) {
    const int target = chart.Index(start.to(i));
    if (target == kNoState || chart.IsDescendant(target, number)) continue;
    context.ReportField(start, v1::Start::kToFieldNumber, "start_outside", {{"name", start.to(i)}}, i);
  }
  CheckActions(context, vocabulary, start.actions());
}

// Below itself or on itself, without an event and without a guard: taken again and again.
bool LoopsForever(const CompiledChart& chart, int source, const v1::Transition& transition) {
  if (!transition.event().empty() || transition.has_after() || transition.has_when()) return false;
  return std::all_of(transition.to().begin(), transition.to().end(), [&](const std::string& id) {
    const int target = chart.Index(id);
    return target != kNoState && (target == source || chart.IsDescendant(target, source));
  });
}

// What the events that the transition waits for may carry.
VocabularyContext Carrying(const CheckContext& context, const ChartUse& use, const v1::Transition& transition,
                           const std::set<std::string>& variables) {
  const std::vector<std::string> words = Words(transition.event());
  VocabularyContext vocabulary = {use, {}, variables, !words.empty()};
  for (const std::string& word : words) {
    if (!word.starts_with("task.") || word == "task.*") {
      vocabulary.forms_alone = false;
      continue;
    }
    const std::string id = word.substr(5, word.find('.', 5) - 5);
    if (const v1::Task* task = context.tasks.Find(id)) vocabulary.tasks.push_back(task);
  }
  if (!vocabulary.forms_alone) vocabulary.tasks = use.tasks;
  return vocabulary;
}

}  // namespace

void CheckTransition(CheckContext& context, const ChartUse& use, int source, const v1::Transition& transition) {
  const CompiledChart& chart = *use.compiled;
  CheckTargets(context, use, transition);
  if (chart.IsHistory(source)) return;
  if (!transition.event().empty() && transition.has_after()) {
    context.Report(transition, "exactly_one_of", {{"allowed", "event, after"}});
  }
  if (LoopsForever(chart, source, transition)) {
    context.Report(transition, "loops_forever", {{"name", chart.states()[source].definition->id()}});
  }
  if (!transition.has_after()) return;
  CheckTimer(context, use, transition.after());
  if (transition.after().has_seconds_from()) {
    context.ReportField(transition.after(), v1::Timer::kSecondsFromFieldNumber, "seconds_from_only_in_send");
  }
}

void CheckChart(CheckContext& context, const ChartUse& use) {
  const CompiledChart& chart = *use.compiled;
  CheckInitial(context, *use.chart, v1::Chart::kInitialFieldNumber, use.chart->initial(), use.chart->states());
  const std::set<std::string> variables = AssignedVariables(chart);
  const VocabularyContext anything = {use, use.tasks, variables};
  CheckStart(context, anything, kRoot, *use.chart);
  for (int number = 1; number < static_cast<int>(chart.states().size()); ++number) {
    const v1::State& state = *chart.states()[number].definition;
    if (!state.id().empty() && chart.Index(state.id()) != number) {
      context.ReportField(state, v1::State::kIdFieldNumber, "duplicate_id", {{"name", state.id()}});
    }
    if (state.history() != v1::HISTORY_UNSPECIFIED) {
      CheckHistory(context, chart, number, state);
    } else {
      CheckKind(context, chart, number, state);
    }
    for (int i = 0; i < state.tasks_size(); ++i) {
      if (context.tasks.Find(state.tasks(i)) != nullptr) continue;
      context.ReportUnknown(state, v1::State::kTasksFieldNumber, "task", state.tasks(i), context.tasks.names(), i);
    }
    CheckStart(context, anything, number, state);
    CheckCarried(context, anything, state);
    CheckActions(context, anything, state.entry());
    CheckActions(context, anything, state.exit());
    for (const auto& transition : state.on()) {
      CheckTransition(context, use, number, transition);
      const VocabularyContext carried = Carrying(context, use, transition, variables);
      if (transition.has_when()) CheckGuard(context, carried, transition.when());
      CheckActions(context, carried, transition.actions());
    }
  }
}

}  // namespace arshjul::statechart
