#include "statechart/macrostep.h"

#include <algorithm>

namespace arshjul::statechart {

Macrostep::Macrostep(const CompiledChart& chart, Environment& environment)
    : chart_(chart),
      states_(chart.states()),
      environment_(environment),
      active_(static_cast<int>(chart.states().size())),
      history_(chart.histories().empty() ? 0 : chart.states().size()),
      self_(environment.Self()),
      event_(&current_) {}

Outcome Macrostep::Start(Configuration& configuration) {
  if (states_[kRoot].initial.empty()) return Outcome::kIgnored;
  Entry entry{StateSet(active_.size()), StateSet(active_.size()), {}};
  AddTargets(states_[kRoot].initial, kRoot, entry);
  if (states_[kRoot].start_actions != nullptr) Execute(*states_[kRoot].start_actions, kRoot);
  Enter(entry);
  if (!RunToRest()) return Outcome::kLimit;
  configuration = Configuration();
  Save(configuration);
  return Outcome::kHandled;
}

Outcome Macrostep::Handle(Configuration& configuration, const Event& event) {
  if (configuration.done) return Outcome::kIgnored;
  Load(configuration);
  event_ = &event;
  std::vector<Enabled> enabled;
  Select(false, enabled);
  if (!enabled.empty()) TakeMicrostep(enabled);
  // What eventless transitions ask of the world may have changed since the chart last came to rest.
  if (!RunToRest()) return Outcome::kLimit;
  if (microsteps_ == 0) return Outcome::kIgnored;
  Save(configuration);
  return Outcome::kHandled;
}

StateSet Macrostep::Closure(const Configuration& configuration, const std::vector<int>& targets) {
  Load({{}, configuration.history, false});
  Entry entry{StateSet(active_.size()), StateSet(active_.size()), {}};
  AddTargets(targets, kRoot, entry);
  return entry.states;
}

Outcome Macrostep::Resume(Configuration& configuration, const std::vector<int>& targets, const StateSet& carried,
                          const StateSet& done) {
  Load({{}, configuration.history, false});
  Entry entry{StateSet(active_.size()), StateSet(active_.size()), {}};
  AddTargets(targets, kRoot, entry);
  // What was entered before is there from the beginning, for whoever asks.
  for (int state = carried.Next(1); state < carried.size(); state = carried.Next(state + 1)) active_.Add(state);
  for (int state = entry.states.Next(1); state < entry.states.size(); state = entry.states.Next(state + 1)) {
    const bool entered = !carried.Has(state);
    active_.Add(state);
    if (entered) Execute(states_[state].definition->entry(), state);
    if (entry.started.Has(state)) Execute(*states_[state].start_actions, state);
    if (auto it = entry.defaults.find(state); it != entry.defaults.end()) Execute(it->second->definition->actions(), state);
    if (entered) environment_.Entered(*states_[state].definition);
  }
  for (int state = active_.Previous(active_.size() - 1); state > kRoot; state = active_.Previous(state - 1)) {
    if (states_[state].kind == Kind::kFinal && states_[state].parent == kRoot) running_ = false;
    if (chart_.IsInFinalState(state, active_) && !done.Has(state)) TellDone(state);
  }
  if (!RunToRest()) return Outcome::kLimit;
  Save(configuration);
  return Outcome::kHandled;
}

void Macrostep::TellDone(int state) {
  Value carried;
  for (int child : states_[state].children) {
    if (states_[child].kind != Kind::kFinal || !active_.Has(child)) continue;
    Worked data = Carried(*states_[child].definition, GetScope());
    if (data.fault != nullptr) Fail(kExecutionError, data.fault);
    carried = std::move(data.value);
  }
  RaiseDone(state, std::move(carried));
}

void Macrostep::Load(const Configuration& configuration) {
  for (const auto& id : configuration.active) {
    for (int state = chart_.Index(id); state > kRoot && !active_.Has(state); state = states_[state].parent) {
      active_.Add(state);
    }
  }
  for (int history : chart_.histories()) {
    auto it = configuration.history.find(states_[history].definition->id());
    if (it == configuration.history.end()) continue;
    for (const auto& id : it->second.states) {
      const int state = chart_.Index(id);
      // A stored name that the chart no longer has, or has elsewhere, must not lead out of the history's parent.
      if (state != kNoState && !chart_.IsHistory(state) && chart_.IsDescendant(state, states_[history].parent)) {
        history_[history].push_back(state);
      }
    }
  }
}

void Macrostep::Save(Configuration& configuration) const {
  size_t count = 0;
  for (int state = active_.Next(1); state < active_.size(); state = active_.Next(state + 1)) {
    const Kind kind = states_[state].kind;
    if (kind != Kind::kAtomic && kind != Kind::kFinal) continue;
    if (count == configuration.active.size()) configuration.active.emplace_back();
    configuration.active[count++] = states_[state].definition->id();
  }
  configuration.active.resize(count);
  for (int history : chart_.histories()) {
    if (history_[history].empty()) continue;
    auto& ids = configuration.history[states_[history].definition->id()].states;
    ids.clear();
    for (int state : history_[history]) ids.push_back(states_[state].definition->id());
  }
  configuration.done = !running_;
}

bool Macrostep::RunToRest() {
  std::vector<Enabled> enabled;
  while (running_ && !passed_) {
    Select(true, enabled);
    if (enabled.empty()) {
      if (internal_.empty()) break;
      current_ = std::move(internal_.front());
      internal_.pop_front();
      event_ = &current_;
      Select(false, enabled);
      if (enabled.empty()) continue;
    }
    place_ = enabled.front().transition->source;
    if (microsteps_ == kMaxMicrosteps) {
      Pass(Limit::kMicrosteps);
    } else {
      TakeMicrostep(enabled);
    }
  }
  if (!running_) ExitAll();
  // Also of what was done on the way in and on the way out, which is no microstep.
  if (const auto limit = environment_.Passed()) Pass(*limit);
  if (passed_) environment_.GivenUp(*passed_);
  return !passed_;
}

void Macrostep::Select(bool eventless, std::vector<Enabled>& enabled) {
  enabled.clear();
  StateSet asked(active_.size());
  for (int leaf = active_.Next(1); leaf < active_.size(); leaf = active_.Next(leaf + 1)) {
    const Kind kind = states_[leaf].kind;
    if (kind != Kind::kAtomic && kind != Kind::kFinal) continue;
    // A state that was asked on the way from an earlier leaf gives the same answer again, as do its ancestors.
    for (int state = leaf; state > kRoot && !asked.Has(state); state = states_[state].parent) {
      asked.Add(state);
      if (const CompiledTransition* transition = FirstEnabled(states_[state], eventless)) {
        int domain = transition->domain;
        if (domain == kDomainUnknown) domain = chart_.Domain(*transition, EffectiveTargets(transition->targets));
        enabled.push_back({transition, domain});
        break;
      }
    }
  }
  if (enabled.size() > 1) RemoveConflicts(enabled);
}

const CompiledTransition* Macrostep::FirstEnabled(const CompiledState& state, bool eventless) {
  for (const auto& transition : state.transitions) {
    if (transition.eventless != eventless) continue;
    if (!eventless && !Matches(transition.descriptors, event_->name)) continue;
    const Truth holds = transition.guard.empty() ? Truth::kTrue : Holds(transition.guard.front());
    if (holds == Truth::kTrue) return &transition;
    // Said once: an eventless transition is asked again after this event, and would never leave off.
    if (holds == Truth::kUnknown && complained_.insert(&transition).second) Fail(kExecutionError, kWrongKind);
  }
  return nullptr;
}

Truth Macrostep::Holds(const CompiledGuard& guard) {
  auto truth = [](bool holds) { return holds ? Truth::kTrue : Truth::kFalse; };
  switch (guard.kind) {
    case CompiledGuard::Kind::kAll:
    case CompiledGuard::Kind::kAny: {
      const Truth going_on = truth(guard.kind == CompiledGuard::Kind::kAll);
      for (const CompiledGuard& of : guard.of) {
        if (const Truth holds = Holds(of); holds != going_on) return holds;
      }
      return going_on;
    }
    case CompiledGuard::Kind::kNot: {
      const Truth holds = Holds(guard.of.front());
      return holds == Truth::kUnknown ? holds : truth(holds == Truth::kFalse);
    }
    case CompiledGuard::Kind::kIn: return truth(guard.state != kNoState && active_.Has(guard.state));
    case CompiledGuard::Kind::kCompare: return statechart::Holds(*guard.compare, GetScope());
    case CompiledGuard::Kind::kFact: return truth(environment_.Evaluate(guard.fact));
  }
  return Truth::kFalse;
}

void Macrostep::RemoveConflicts(std::vector<Enabled>& enabled) const {
  std::vector<Enabled> kept;
  for (const Enabled& candidate : enabled) {
    auto conflicts = [&](const Enabled& other) {
      if (candidate.domain == kNoState || other.domain == kNoState) return false;
      const int first = std::max(candidate.domain, other.domain) + 1;
      const int end = std::min(states_[candidate.domain].end, states_[other.domain].end);
      return first < end && active_.AnyIn(first, end);
    };
    auto yields = [&](const Enabled& other) {
      return conflicts(other) && chart_.IsDescendant(candidate.transition->source, other.transition->source);
    };
    const bool preempted =
        std::any_of(kept.begin(), kept.end(), [&](const Enabled& other) { return conflicts(other) && !yields(other); });
    if (preempted) continue;
    kept.erase(std::remove_if(kept.begin(), kept.end(), yields), kept.end());
    kept.push_back(candidate);
  }
  enabled = std::move(kept);
}

std::vector<int> Macrostep::EffectiveTargets(const std::vector<int>& targets) const {
  std::vector<int> effective;
  for (int target : targets) {
    if (!chart_.IsHistory(target)) {
      effective.push_back(target);
    } else if (!history_[target].empty()) {
      effective.insert(effective.end(), history_[target].begin(), history_[target].end());
    } else if (!states_[target].transitions.empty()) {
      const auto& fallback = states_[target].transitions.front().targets;
      effective.insert(effective.end(), fallback.begin(), fallback.end());
    }
  }
  return effective;
}

void Macrostep::TakeMicrostep(const std::vector<Enabled>& enabled) {
  ++microsteps_;
  StateSet left(active_.size());
  for (const Enabled& each : enabled) {
    if (each.domain == kNoState) continue;
    const int end = states_[each.domain].end;
    for (int state = active_.Next(each.domain + 1); state < end; state = active_.Next(state + 1)) left.Add(state);
  }
  Exit(left);
  for (const Enabled& each : enabled) Execute(each.transition->definition->actions(), each.transition->source);
  Entry entry{StateSet(active_.size()), StateSet(active_.size()), {}};
  for (const Enabled& each : enabled) {
    if (each.domain == kNoState) continue;
    for (int target : each.transition->targets) AddDescendants(target, entry);
    for (int target : EffectiveTargets(each.transition->targets)) AddAncestors(target, each.domain, entry);
  }
  Enter(entry);
  if (const auto limit = environment_.Passed()) Pass(*limit);
}

void Macrostep::Exit(const StateSet& states) {
  const int last = states.size() - 1;
  for (int state = states.Previous(last); state > kRoot; state = states.Previous(state - 1)) {
    for (int history : states_[state].histories) {
      auto& remembered = history_[history];
      remembered.clear();
      const bool deep = states_[history].kind == Kind::kDeepHistory;
      for (int below = active_.Next(state + 1); below < states_[state].end; below = active_.Next(below + 1)) {
        const Kind kind = states_[below].kind;
        const bool leaf = kind == Kind::kAtomic || kind == Kind::kFinal;
        if (deep ? leaf : states_[below].parent == state) remembered.push_back(below);
      }
    }
  }
  for (int state = states.Previous(last); state > kRoot; state = states.Previous(state - 1)) {
    environment_.Exited(*states_[state].definition);
    Execute(states_[state].definition->exit(), state);
    active_.Remove(state);
  }
}

void Macrostep::Enter(const Entry& entry) {
  for (int state = entry.states.Next(1); state < entry.states.size(); state = entry.states.Next(state + 1)) {
    active_.Add(state);
    Execute(states_[state].definition->entry(), state);
    if (entry.started.Has(state)) Execute(*states_[state].start_actions, state);
    if (auto it = entry.defaults.find(state); it != entry.defaults.end()) Execute(it->second->definition->actions(), state);
    environment_.Entered(*states_[state].definition);
    if (states_[state].kind == Kind::kFinal) EnterFinal(state);
  }
}

void Macrostep::EnterFinal(int state) {
  const int parent = states_[state].parent;
  if (parent == kRoot) {
    running_ = false;
    return;
  }
  Worked data = Carried(*states_[state].definition, GetScope());
  // The error comes before the event, which then carries nothing.
  if (data.fault != nullptr) Fail(kExecutionError, data.fault);
  RaiseDone(parent, std::move(data.value));
  // SCXML 3.4: a parallel state is done when all its children are; appendix D looks at one level only and would let a
  // parallel state inside a parallel state fill the outer one or not, depending on who came last.
  int outer = states_[parent].parent;
  while (outer > kRoot && states_[outer].kind == Kind::kParallel && chart_.IsInFinalState(outer, active_)) {
    RaiseDone(outer, Value());
    outer = states_[outer].parent;
  }
}

void Macrostep::AddDescendants(int state, Entry& entry) const {
  const CompiledState& compiled = states_[state];
  if (chart_.IsHistory(state)) {
    if (!history_[state].empty()) {
      AddTargets(history_[state], compiled.parent, entry);
    } else if (!compiled.transitions.empty()) {
      const CompiledTransition& fallback = compiled.transitions.front();
      entry.defaults[compiled.parent] = &fallback;
      AddTargets(fallback.targets, compiled.parent, entry);
    }
    return;
  }
  entry.states.Add(state);
  if (compiled.kind == Kind::kCompound) {
    if (compiled.start_actions != nullptr) entry.started.Add(state);
    AddTargets(compiled.initial, state, entry);
  } else if (compiled.kind == Kind::kParallel) {
    for (int child : compiled.children) {
      if (!entry.states.AnyIn(child + 1, states_[child].end)) AddDescendants(child, entry);
    }
  }
}

void Macrostep::AddAncestors(int state, int ancestor, Entry& entry) const {
  for (int above = states_[state].parent; above > kRoot && above != ancestor; above = states_[above].parent) {
    entry.states.Add(above);
    if (states_[above].kind != Kind::kParallel) continue;
    for (int child : states_[above].children) {
      if (!entry.states.AnyIn(child + 1, states_[child].end)) AddDescendants(child, entry);
    }
  }
}

void Macrostep::AddTargets(const std::vector<int>& targets, int ancestor, Entry& entry) const {
  for (int target : targets) AddDescendants(target, entry);
  for (int target : targets) AddAncestors(target, ancestor, entry);
}

void Macrostep::ExitAll() {
  // The final state stays in the configuration: it says how the chart ended.
  for (int state = active_.Previous(active_.size() - 1); state > kRoot; state = active_.Previous(state - 1)) {
    environment_.Exited(*states_[state].definition);
    Execute(states_[state].definition->exit(), state);
  }
}

}  // namespace arshjul::statechart
