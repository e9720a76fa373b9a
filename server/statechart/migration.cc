#include "statechart/migration.h"

#include <algorithm>

#include "statechart/check_context.h"
#include "statechart/macrostep.h"

namespace arshjul::statechart {

namespace v1 = workflow::v1;

namespace {

// Every chart is a compiled one: Chart::Compile makes no other.
const CompiledChart& Compiled(const Chart& chart) { return static_cast<const CompiledChart&>(chart); }

// Planning runs nothing, so nothing is asked.
class NothingRuns final : public Environment {
 public:
  const Variables& GetVariables() const override { return none_; }
  void SetVariable(const std::string&, Value) override {}
  std::string Self() const override { return ""; }
  bool Evaluate(v1::Fact) override { return false; }
  bool Send(Sending) override { return false; }
  void Cancel(const std::string&, const std::string&) override {}
  void Execute(const v1::Action&, const Event&) override {}
  void Entered(const v1::State&) override {}
  void Exited(const v1::State&) override {}
  void GivenUp(const LimitPassed&) override {}

 private:
  const Variables none_{};
};

int Target(const CompiledChart& to, const std::string& id) {
  for (int state = 1; state < static_cast<int>(to.states().size()); ++state) {
    const auto& names = to.states()[state].definition->migrate_from();
    if (std::find(names.begin(), names.end(), id) != names.end()) return state;
  }
  return to.Index(id);
}

StateSet ActiveOf(const CompiledChart& chart, const Configuration& configuration) {
  StateSet active(static_cast<int>(chart.states().size()));
  for (const std::string& id : configuration.active) {
    for (int state = chart.Index(id); state > kRoot; state = chart.states()[state].parent) active.Add(state);
  }
  return active;
}

const std::string& IdOf(const CompiledChart& chart, int state) { return chart.states()[state].definition->id(); }

class Planning {
 public:
  Planning(const CompiledChart& from, const CompiledChart& to, const Configuration& configuration)
      : from_(from), to_(to), configuration_(configuration), active_(ActiveOf(from, configuration)) {}

  Landing Run(const Variables& variables, const std::string& step) {
    FindTargets();
    if (!landing_.reasons.empty()) return std::move(landing_);
    Remember();
    NothingRuns nothing;
    const StateSet closure = Macrostep(to_, nothing).Closure(landing_.configuration, targets_);
    for (int target : targets_) landing_.targets.push_back(IdOf(to_, target));
    TellWhatBecame(closure);
    TellWhatIsActive(closure);
    landing_.variables = variables;
    GiveFirstValues(step);
    return std::move(landing_);
  }

 private:
  void Cannot(std::string problem, Arguments arguments) { landing_.reasons.push_back({"", std::move(problem), std::move(arguments)}); }

  void FindTargets() {
    for (const std::string& id : configuration_.active) {
      const int target = Target(to_, id);
      if (target == kNoState || to_.IsHistory(target)) {
        Cannot("migration_state_gone", {{"state", id}});
        continue;
      }
      for (int other : targets_) {
        if (Together(to_, target, other)) continue;
        Cannot("migration_states_conflict", {{"state", IdOf(to_, target)}, {"other", IdOf(to_, other)}});
        break;
      }
      if (std::find(targets_.begin(), targets_.end(), target) == targets_.end()) targets_.push_back(target);
    }
    // Where one lands within another, the inner one says where in it.
    std::erase_if(targets_, [&](int target) {
      return std::any_of(targets_.begin(), targets_.end(), [&](int other) { return to_.IsDescendant(other, target); });
    });
  }

  // A history remembers in the new chart what it remembered in the old one, when all of it is still there and fits.
  void Remember() {
    for (const auto& [id, remembered] : configuration_.history) {
      const int history = Target(to_, id);
      std::vector<int> states;
      for (const std::string& state : remembered.states) states.push_back(Target(to_, state));
      if (history == kNoState || !to_.IsHistory(history) || !Fits(history, states)) {
        landing_.forgotten.push_back(id);
        continue;
      }
      std::sort(states.begin(), states.end());
      states.erase(std::unique(states.begin(), states.end()), states.end());
      auto& kept = landing_.configuration.history[IdOf(to_, history)].states;
      kept.clear();
      for (int state : states) kept.push_back(IdOf(to_, state));
    }
  }

  bool Fits(int history, const std::vector<int>& states) const {
    const int parent = to_.states()[history].parent;
    const bool deep = to_.states()[history].kind == Kind::kDeepHistory;
    return std::all_of(states.begin(), states.end(), [&](int state) {
      if (state == kNoState || to_.IsHistory(state) || !to_.IsDescendant(state, parent)) return false;
      if (deep ? !to_.states()[state].children.empty() : to_.states()[state].parent != parent) return false;
      return std::all_of(states.begin(), states.end(), [&](int other) { return other != kNoState && Together(to_, state, other); });
    });
  }

  void TellWhatBecame(const StateSet& closure) {
    for (int state = active_.Next(1); state < active_.size(); state = active_.Next(state + 1)) {
      const int target = Target(to_, IdOf(from_, state));
      if (target == kNoState || !closure.Has(target)) continue;
      landing_.became[IdOf(from_, state)] = IdOf(to_, target);
      const std::string& id = IdOf(to_, target);
      const bool told = std::find(landing_.done.begin(), landing_.done.end(), id) != landing_.done.end();
      if (from_.IsInFinalState(state, active_) && !told) landing_.done.push_back(id);
    }
  }

  void TellWhatIsActive(const StateSet& closure) {
    bool leads_on = false;
    for (int state = closure.Next(1); state < closure.size(); state = closure.Next(state + 1)) {
      const CompiledState& compiled = to_.states()[state];
      const std::string& id = compiled.definition->id();
      if (compiled.kind == Kind::kAtomic || compiled.kind == Kind::kFinal) landing_.configuration.active.push_back(id);
      const bool carried = std::any_of(landing_.became.begin(), landing_.became.end(), [&](const auto& row) { return row.second == id; });
      if (!carried) landing_.entered.push_back(id);
      leads_on |= !compiled.transitions.empty() || (compiled.kind == Kind::kFinal && compiled.parent == kRoot);
    }
    if (!leads_on) Cannot("migration_dead_end", {{"state", landing_.configuration.active.front()}});
  }

  // Of variables that the new chart begins with and the old one did not know.
  void GiveFirstValues(const std::string& step) {
    const auto* start = to_.states()[kRoot].start_actions;
    if (start == nullptr) return;
    const Event nothing;
    Variables fresh = landing_.variables;
    for (const v1::Action& action : *start) {
      if (!action.has_assign() || landing_.variables.contains(action.assign().variable())) continue;
      // One that cannot be worked out without the event that began the chart stays unset.
      Worked first = Assigned(action.assign(), {nothing, fresh, to_.definition().id(), step});
      if (first.fault == nullptr) fresh[action.assign().variable()] = std::move(first.value);
    }
    landing_.variables = std::move(fresh);
  }

  const CompiledChart& from_;
  const CompiledChart& to_;
  const Configuration& configuration_;
  const StateSet active_;
  std::vector<int> targets_;
  Landing landing_;
};

}  // namespace

Landing Land(const Chart& from, const Chart& to, const Configuration& configuration, const Variables& variables, const std::string& step) {
  return Planning(Compiled(from), Compiled(to), configuration).Run(variables, step);
}

Outcome TakeUp(const Chart& chart, const Landing& landing, Configuration& configuration, Environment& environment) {
  const CompiledChart& to = Compiled(chart);
  const int size = static_cast<int>(to.states().size());
  StateSet carried(size), done(size);
  for (const auto& [before, now] : landing.became) carried.Add(to.Index(now));
  for (const std::string& id : landing.done) done.Add(to.Index(id));
  std::vector<int> targets;
  for (const std::string& id : landing.targets) targets.push_back(to.Index(id));
  configuration = landing.configuration;
  return Macrostep(to, environment).Resume(configuration, targets, carried, done);
}

const v1::State* LandsOn(const Chart& chart, const std::string& state) {
  const CompiledChart& to = Compiled(chart);
  const int target = Target(to, state);
  return target == kNoState ? nullptr : to.states()[target].definition;
}

}  // namespace arshjul::statechart
