// One run to rest of one instance: the algorithm of SCXML 1.0 appendix D on a compiled chart. Used once, on one thread.
#pragma once

#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "statechart/compiled_chart.h"
#include "statechart/state_set.h"
#include "statechart/variables.h"

namespace arshjul::statechart {

inline constexpr const char* kExecutionError = "error.execution";
inline constexpr const char* kCommunicationError = "error.communication";

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
  Truth Holds(const CompiledGuard& guard);
  void RemoveConflicts(std::vector<Enabled>& enabled) const;
  std::vector<int> EffectiveTargets(const std::vector<int>& targets) const;

  void TakeMicrostep(const std::vector<Enabled>& enabled);
  void Exit(const StateSet& states);
  void Enter(const Entry& entry);
  void EnterFinal(int state);
  void AddDescendants(int state, Entry& entry) const;
  void AddAncestors(int state, int ancestor, Entry& entry) const;
  void AddTargets(const std::vector<int>& targets, int ancestor, Entry& entry) const;
  void ExitAll();

  // execution.cc: what actions do. An error in one raises an event and ends its list: false.
  using Actions = google::protobuf::RepeatedPtrField<workflow::v1::Action>;
  // A list that stands by itself in a state, whose number is `place`.
  void Execute(const Actions& actions, int place);
  bool Run(const Actions& actions);
  bool Do(const workflow::v1::Action& action);
  bool Assign(const workflow::v1::Assign& assign);
  bool Set(const std::string& variable, Value value);
  bool Send(const workflow::v1::Send& send);
  const char* WorkOut(const workflow::v1::Send& send, Sending& sending);
  bool Cancel(const workflow::v1::Cancel& cancel);
  bool ForEach(const workflow::v1::ForEach& loop);
  std::string NextSendId();
  void Raise(Event event);
  void RaiseDone(int state, Value data);
  // With what its final child carries.
  void TellDone(int state);
  // Always false.
  bool Fail(const char* event, const char* fault, const std::string& send_id = "");
  void Pass(Limit limit);
  void Count(const Value& value);
  Scope GetScope() const { return {*event_, environment_.GetVariables(), chart_.definition().id(), self_}; }

  const CompiledChart& chart_;
  const std::vector<CompiledState>& states_;
  Environment& environment_;
  StateSet active_;
  std::vector<std::vector<int>> history_;  // by state number; what a history remembers
  std::deque<Event> internal_;
  std::set<const CompiledTransition*> complained_;  // whose guard could not be asked: said once in a run
  const std::string self_;
  const Event* event_;
  Event current_;  // where event_ points for internal events
  bool running_ = true;
  int microsteps_ = 0;
  int raised_ = 0;
  int actions_ = 0;
  size_t data_bytes_ = 0;
  int place_ = kRoot;  // whose action or transition it is just now
  std::optional<LimitPassed> passed_;
};

}  // namespace arshjul::statechart
