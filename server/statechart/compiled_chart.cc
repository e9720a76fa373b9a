#include "statechart/compiled_chart.h"

#include <absl/strings/ascii.h>
#include <absl/strings/str_split.h>

#include <algorithm>

namespace arshjul::statechart {

namespace v1 = workflow::v1;

std::vector<std::string> SplitDescriptors(std::string_view text) {
  std::vector<std::string> descriptors;
  constexpr std::string_view kSpace = " \t\r\n";
  while (true) {
    size_t start = text.find_first_not_of(kSpace);
    if (start == std::string_view::npos) return descriptors;
    text.remove_prefix(start);
    std::string_view word = text.substr(0, text.find_first_of(kSpace));
    text.remove_prefix(word.size());
    if (word == "*") {
      word = "";
    } else if (word.ends_with(".*")) {
      word.remove_suffix(2);
    } else if (word.ends_with('.')) {
      word.remove_suffix(1);
    }
    descriptors.emplace_back(word);
  }
}

bool IsEventName(std::string_view name) {
  const std::vector<std::string> tokens = absl::StrSplit(absl::string_view(name.data(), name.size()), '.');
  for (const std::string& token : tokens) {
    auto allowed = [](unsigned char c) { return absl::ascii_isalnum(c) || c == '_' || c == '-'; };
    if (token.empty() || !std::all_of(token.begin(), token.end(), allowed)) return false;
  }
  return true;
}

bool Matches(const std::vector<std::string>& descriptors, std::string_view event) {
  if (event.empty()) return false;
  return std::any_of(descriptors.begin(), descriptors.end(), [&](const std::string& descriptor) {
    if (descriptor.empty()) return true;
    return event.starts_with(descriptor) && (event.size() == descriptor.size() || event[descriptor.size()] == '.');
  });
}

CompiledChart::CompiledChart(std::shared_ptr<const v1::Chart> definition) : definition_(std::move(definition)) {
  states_.emplace_back().kind = Kind::kCompound;
  AddChildren(definition_->states(), kRoot);
  SetInitial(kRoot, definition_->initial(), definition_->has_start() ? &definition_->start() : nullptr);
  for (int state = 1; state < static_cast<int>(states_.size()); ++state) AddTransitions(state);
}

void CompiledChart::AddChildren(const google::protobuf::RepeatedPtrField<v1::State>& children, int parent) {
  for (const auto& child : children) AddState(child, parent);
  states_[parent].end = static_cast<int>(states_.size());
}

void CompiledChart::AddState(const v1::State& state, int parent) {
  const int number = static_cast<int>(states_.size());
  states_.emplace_back();
  index_.emplace(state.id(), number);
  states_[number].definition = &state;
  states_[number].parent = parent;
  states_[number].done_event = "done.state." + state.id();
  AddChildren(state.states(), number);
  CompiledState& compiled = states_[number];
  if (state.history() != v1::HISTORY_UNSPECIFIED) {
    compiled.kind = state.history() == v1::HISTORY_DEEP ? Kind::kDeepHistory : Kind::kShallowHistory;
    states_[parent].histories.push_back(number);
    histories_.push_back(number);
    return;
  }
  if (state.final()) {
    compiled.kind = Kind::kFinal;
  } else if (compiled.children.empty()) {
    compiled.kind = Kind::kAtomic;
  } else if (state.parallel()) {
    compiled.kind = Kind::kParallel;
  } else {
    compiled.kind = Kind::kCompound;
    SetInitial(number, state.initial(), state.has_start() ? &state.start() : nullptr);
  }
  states_[parent].children.push_back(number);
}

void CompiledChart::SetInitial(int state, const std::string& id, const v1::Start* start) {
  CompiledState& compiled = states_[state];
  if (start != nullptr) {
    compiled.start_actions = &start->actions();
    for (const auto& target : start->to()) {
      if (const int named = Index(target); named != kNoState && IsDescendant(named, state)) compiled.initial.push_back(named);
    }
  } else if (const int named = Index(id); named != kNoState && states_[named].parent == state) {
    compiled.initial = {named};
  }
  if (compiled.initial.empty() && !compiled.children.empty()) compiled.initial = {compiled.children.front()};
}

void CompiledChart::AddTransitions(int state) {
  const v1::State& definition = *states_[state].definition;
  int timers = 0;
  for (const auto& transition : definition.on()) {
    CompiledTransition compiled;
    compiled.definition = &transition;
    compiled.source = state;
    compiled.descriptors = SplitDescriptors(transition.event());
    if (transition.has_after()) compiled.descriptors.push_back(TimerEvent(definition.id(), timers++));
    compiled.eventless = compiled.descriptors.empty();
    if (transition.has_when()) compiled.guard.push_back(CompileGuard(transition.when()));
    for (const auto& id : transition.to()) {
      const int target = Index(id);
      if (target == kNoState) continue;
      // A default that left its history's parent, or led to another history, could be entered without end.
      if (IsHistory(state) && (IsHistory(target) || !IsDescendant(target, states_[state].parent))) continue;
      compiled.targets.push_back(target);
    }
    const bool to_history =
        std::any_of(compiled.targets.begin(), compiled.targets.end(), [&](int target) { return IsHistory(target); });
    compiled.domain = to_history ? kDomainUnknown : Domain(compiled, compiled.targets);
    states_[state].transitions.push_back(std::move(compiled));
    if (IsHistory(state)) return;
  }
}

CompiledGuard CompiledChart::CompileGuard(const v1::Guard& guard) const {
  CompiledGuard compiled;
  switch (guard.guard_case()) {
    case v1::Guard::kAll:
      for (const auto& of : guard.all().of()) compiled.of.push_back(CompileGuard(of));
      break;
    case v1::Guard::kAny:
      compiled.kind = CompiledGuard::Kind::kAny;
      for (const auto& of : guard.any().of()) compiled.of.push_back(CompileGuard(of));
      break;
    case v1::Guard::kNot:
      compiled.kind = CompiledGuard::Kind::kNot;
      compiled.of.push_back(CompileGuard(guard.not_()));
      break;
    case v1::Guard::kIn:
      compiled.kind = CompiledGuard::Kind::kIn;
      compiled.state = Index(guard.in());
      break;
    case v1::Guard::kCompare:
      compiled.kind = CompiledGuard::Kind::kCompare;
      compiled.compare = &guard.compare();
      break;
    case v1::Guard::kFact:
      compiled.kind = CompiledGuard::Kind::kFact;
      compiled.fact = guard.fact();
      break;
    case v1::Guard::GUARD_NOT_SET: break;
  }
  return compiled;
}

int CompiledChart::Index(std::string_view id) const {
  auto it = index_.find(id);
  return it == index_.end() ? kNoState : it->second;
}

int CompiledChart::Domain(const CompiledTransition& transition, const std::vector<int>& targets) const {
  if (targets.empty()) return kNoState;
  auto holds_all = [&](int state) {
    return std::all_of(targets.begin(), targets.end(), [&](int target) { return IsDescendant(target, state); });
  };
  const CompiledState& source = states_[transition.source];
  if (transition.definition->internal() && source.kind == Kind::kCompound && holds_all(transition.source)) {
    return transition.source;
  }
  int domain = source.parent;
  while (domain > kRoot && (states_[domain].kind != Kind::kCompound || !holds_all(domain))) {
    domain = states_[domain].parent;
  }
  return domain;
}

bool CompiledChart::IsInFinalState(int state, const StateSet& active) const {
  const auto& children = states_[state].children;
  if (states_[state].kind == Kind::kCompound) {
    return std::any_of(children.begin(), children.end(),
                       [&](int child) { return states_[child].kind == Kind::kFinal && active.Has(child); });
  }
  if (states_[state].kind == Kind::kParallel) {
    return std::all_of(children.begin(), children.end(), [&](int child) { return IsInFinalState(child, active); });
  }
  return false;
}

}  // namespace arshjul::statechart
