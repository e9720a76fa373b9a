// One run to rest of one instance: the algorithm of SCXML 1.0 appendix D on a compiled chart. Used once, on one thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "statechart/compiled_chart.h"
#include "statechart/state_set.h"

namespace arshjul::statechart {

// A chart may raise many events per microstep; so many in one macrostep is the same fault as too many microsteps.
inline constexpr size_t kMaxInternalEvents = 100'000;

class Macrostep {
 public:
  Macrostep(const CompiledChart& chart, Environment& environment);

  Outcome Start(Configuration& configuration);
  Outcome Handle(Configuration& configuration, const Event& event);
  // Takes up an instance that stands in `targets` without having been led there. Of what is active with them, the `carried`
  // were entered before; the rest is entered now. What is `done` has told so; what is newly done tells. Then runs to rest.
  Outcome Resume(Configuration& configuration, const std::vector<int>& targets, const StateSet& carried, const StateSet& done);
  // The states that are active with `targets`, given what the histories of `configuration` remember. Nothing runs.
  StateSet Closure(const Configuration& configuration, const std::vector<int>& targets);

 private:
  struct Enabled {
    const CompiledTransition* transition;
    int domain;
  };
  // Who is entered by a microstep, who of them by default and with actions of their own for that, and the default transitions
  // of histories on the way, by the history's parent.
  struct Entry {
    StateSet states;
    StateSet started;
    std::map<int, const CompiledTransition*> defaults;
  };

  void Load(const Configuration& configuration);
  void Save(Configuration& configuration) const;
  bool RunToRest();

  void Select(bool eventless, std::vector<Enabled>& enabled);
  const CompiledTransition* FirstEnabled(const CompiledState& state, bool eventless);
  bool Holds(const CompiledGuard& guard);
  void RemoveConflicts(std::vector<Enabled>& enabled) const;
  std::vector<int> EffectiveTargets(const std::vector<int>& targets) const;

  void TakeMicrostep(const std::vector<Enabled>& enabled);
  void Exit(const StateSet& states);
  void Enter(const Entry& entry);
  void EnterFinal(int state);
  void AddDescendants(int state, Entry& entry) const;
  void AddAncestors(int state, int ancestor, Entry& entry) const;
  void AddTargets(const std::vector<int>& targets, int ancestor, Entry& entry) const;
  void Execute(const google::protobuf::RepeatedPtrField<workflow::v1::Action>& actions);
  void ExitAll();

  const CompiledChart& chart_;
  const std::vector<CompiledState>& states_;
  Environment& environment_;
  StateSet active_;
  std::vector<std::vector<int>> history_;  // by state number; what a history remembers
  std::vector<const std::string*> internal_;  // names held by the chart
  size_t next_internal_ = 0;
  const Event* event_;
  Event current_;  // where event_ points for internal events
  bool running_ = true;
  int microsteps_ = 0;
};

}  // namespace arshjul::statechart
