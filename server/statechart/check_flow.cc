// What a chart waits for must be able to come, what can come must be waited for, and every state must be reachable.
#include <algorithm>

#include "statechart/check_context.h"
#include "statechart/state_set.h"

namespace arshjul::statechart {

namespace v1 = workflow::v1;

namespace {

std::vector<std::string> Tokens(const std::string& word) {
  std::vector<std::string> tokens;
  size_t start = 0;
  while (true) {
    const size_t dot = word.find('.', start);
    tokens.push_back(word.substr(start, dot - start));
    if (dot == std::string::npos) break;
    start = dot + 1;
  }
  if (tokens.back() == "*") tokens.pop_back();
  return tokens;
}

bool CanEnd(const CompiledChart& chart, int state) {
  const CompiledState& compiled = chart.states()[state];
  const auto& children = compiled.children;
  if (compiled.kind == Kind::kCompound) {
    return std::any_of(children.begin(), children.end(),
                       [&](int child) { return chart.states()[child].kind == Kind::kFinal; });
  }
  return compiled.kind == Kind::kParallel &&
         std::all_of(children.begin(), children.end(), [&](int child) { return CanEnd(chart, child); });
}

class FlowCheck {
 public:
  FlowCheck(CheckContext& context, const ChartUse& use) : context_(context), use_(use), chart_(*use.compiled) {
    for (int state = 1; state < Size(); ++state) {
      for (const auto& id : chart_.states()[state].definition->tasks()) open_in_[id].push_back(state);
    }
  }

  void Check() {
    for (int state = 1; state < Size(); ++state) {
      for (const auto& transition : chart_.states()[state].definition->on()) CheckEvent(state, transition);
    }
    for (const v1::Task* task : use_.tasks) CheckHandled(*task);
  }

 private:
  int Size() const { return static_cast<int>(chart_.states().size()); }

  void Report(const v1::Transition& transition, const char* key, Arguments arguments) {
    context_.ReportField(transition, v1::Transition::kEventFieldNumber, key, std::move(arguments));
  }

  void CheckEvent(int state, const v1::Transition& transition) {
    if (transition.event().empty()) return;
    const std::vector<std::string> words = Words(transition.event());
    if (words.empty()) Report(transition, "bad_event", {{"name", transition.event()}});
    for (const std::string& word : words) {
      if (!IsDescriptor(word)) {
        Report(transition, "bad_event", {{"name", word}});
        continue;
      }
      const std::vector<std::string> tokens = Tokens(word);
      if (tokens.size() > 1 && tokens[0] == "task") CheckTaskEvent(state, transition, tokens);
      if (tokens.size() > 2 && tokens[0] == "done" && tokens[1] == "state") CheckJoin(transition, tokens[2]);
    }
  }

  void CheckTaskEvent(int state, const v1::Transition& transition, const std::vector<std::string>& tokens) {
    const v1::Task* task = context_.tasks.Find(tokens[1]);
    const int field = v1::Transition::kEventFieldNumber;
    if (task == nullptr) {
      context_.ReportUnknown(transition, field, "task", tokens[1], context_.tasks.names());
      return;
    }
    if (tokens.size() > 2 && !task->actions().empty()) {
      std::vector<std::string> actions;
      for (const auto& action : task->actions()) actions.push_back(action.id());
      if (std::find(actions.begin(), actions.end(), tokens[2]) == actions.end()) {
        context_.ReportUnknown(transition, field, "task_action", tokens[2], actions);
      }
    }
    const auto& open = open_in_[task->id()];
    if (std::none_of(open.begin(), open.end(), [&](int other) { return Together(chart_, state, other); })) {
      Report(transition, "task_not_open_here", {{"name", task->id()}});
    }
  }

  void CheckJoin(const v1::Transition& transition, const std::string& id) {
    const int state = chart_.Index(id);
    if (state == kNoState) {
      context_.ReportUnknown(transition, v1::Transition::kEventFieldNumber, "state", id, use_.state_names);
    } else if (!CanEnd(chart_, state)) {
      Report(transition, "join_cannot_fill", {{"name", id}});
    }
  }

  void CheckHandled(const v1::Task& task) {
    for (const auto& action : task.actions()) {
      const std::string event = "task." + task.id() + "." + action.id();
      std::vector<int> handlers;
      for (int state = 1; state < Size(); ++state) {
        const auto& transitions = chart_.states()[state].transitions;
        if (std::any_of(transitions.begin(), transitions.end(),
                        [&](const auto& transition) { return Matches(transition.descriptors, event); })) {
          handlers.push_back(state);
        }
      }
      for (int state : open_in_[task.id()]) {
        if (std::any_of(handlers.begin(), handlers.end(),
                        [&](int handler) { return Together(chart_, state, handler); })) {
          continue;
        }
        const v1::State& definition = *chart_.states()[state].definition;
        const auto& tasks = definition.tasks();
        const int index = static_cast<int>(std::find(tasks.begin(), tasks.end(), task.id()) - tasks.begin());
        context_.ReportField(definition, v1::State::kTasksFieldNumber, "task_action_unhandled",
                             {{"name", task.id()}, {"action", action.id()}, {"state", definition.id()}}, index);
      }
    }
  }

  CheckContext& context_;
  const ChartUse& use_;
  const CompiledChart& chart_;
  std::map<std::string, std::vector<int>> open_in_;
};

// Guards are taken to hold: a state out of reach here is out of reach always.
class Reach {
 public:
  explicit Reach(const CompiledChart& chart)
      : chart_(chart), reached_(static_cast<int>(chart.states().size())), entered_(reached_.size()) {
    for (int target : chart_.states()[kRoot].initial) Enter(target);
    // Each transition leads somewhere once; what it reaches is looked at when its number comes or in the next round.
    for (bool grown = true; grown;) {
      grown = false;
      for (int state = reached_.Next(1); state < reached_.size(); state = reached_.Next(state + 1)) {
        if (taken_.contains(state)) continue;
        taken_.insert(state);
        grown = true;
        if (chart_.IsHistory(state)) continue;
        for (const auto& transition : chart_.states()[state].transitions) {
          for (int target : transition.targets) Enter(target);
        }
      }
    }
  }

  bool Has(int state) const { return reached_.Has(state); }

 private:
  void Enter(int state) {
    if (entered_.Has(state)) return;
    entered_.Add(state);
    reached_.Add(state);
    const CompiledState& compiled = chart_.states()[state];
    for (int above = compiled.parent; above > kRoot; above = chart_.states()[above].parent) {
      reached_.Add(above);
      if (chart_.states()[above].kind == Kind::kParallel) Enter(above);
    }
    if (compiled.kind == Kind::kCompound) {
      for (int target : compiled.initial) Enter(target);
    }
    if (compiled.kind == Kind::kParallel) {
      for (int child : compiled.children) Enter(child);
    }
    if (chart_.IsHistory(state) && !compiled.transitions.empty()) {
      for (int target : compiled.transitions.front().targets) Enter(target);
    }
  }

  const CompiledChart& chart_;
  StateSet reached_, entered_;
  std::set<int> taken_;
};

}  // namespace

void CheckFlow(CheckContext& context, const ChartUse& use) { FlowCheck(context, use).Check(); }

void CheckReachability(CheckContext& context, const ChartUse& use) {
  const CompiledChart& chart = *use.compiled;
  // With a target, a name or a shape wrong, what is out of reach says nothing.
  for (int state = 1; state < static_cast<int>(chart.states().size()); ++state) {
    const v1::State& definition = *chart.states()[state].definition;
    if (chart.Index(definition.id()) != state || context.places.IsBroken(definition)) return;
    for (const auto& transition : definition.on()) {
      if (context.places.IsBroken(transition)) return;
      for (const auto& id : transition.to()) {
        if (chart.Index(id) == kNoState) return;
      }
    }
  }
  const Reach reach(chart);
  for (int state = 1; state < static_cast<int>(chart.states().size()); ++state) {
    const int parent = chart.states()[state].parent;
    if (reach.Has(state) || (parent != kRoot && !reach.Has(parent))) continue;
    if (chart.states()[parent].kind == Kind::kFinal) continue;
    const v1::State& definition = *chart.states()[state].definition;
    context.Report(definition, "unreachable_state", {{"name", definition.id()}});
  }
}

}  // namespace arshjul::statechart
