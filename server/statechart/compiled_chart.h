// A chart laid flat: states numbered in document order, so that "is a descendant of" is a range of numbers, entry order
// is counting up and exit order counting down. Inside this room only. Immutable once compiled; any thread. Compiling
// never fails: what Check would refuse (an unknown target, a second state of the same name) is left out.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "statechart/chart.h"
#include "statechart/state_set.h"

namespace arshjul::statechart {

// State 0 is the chart itself: always there, never entered nor left.
inline constexpr int kRoot = 0;
inline constexpr int kNoState = -1;
// The domain of a transition with a history target is known only when it is taken.
inline constexpr int kDomainUnknown = -2;

enum class Kind : uint8_t { kAtomic, kCompound, kParallel, kFinal, kShallowHistory, kDeepHistory };

struct CompiledGuard {
  enum class Kind : uint8_t { kAll, kAny, kNot, kIn, kCompare, kFact };
  Kind kind = Kind::kAll;
  std::vector<CompiledGuard> of;  // kAll, kAny, kNot
  int state = kNoState;           // kIn
  const workflow::v1::Compare* compare = nullptr;
  workflow::v1::Fact fact = workflow::v1::FACT_UNSPECIFIED;
};

struct CompiledTransition {
  const workflow::v1::Transition* definition = nullptr;
  int source = kRoot;
  bool eventless = true;
  std::vector<std::string> descriptors;  // without a closing ".*"; "" matches every event
  std::vector<CompiledGuard> guard;      // none or one
  std::vector<int> targets;
  int domain = kNoState;  // the state below which everything is left; kNoState without targets
};

struct CompiledState {
  const workflow::v1::State* definition = nullptr;  // null for the root
  Kind kind = Kind::kAtomic;
  int parent = kNoState;
  int end = 0;             // one past its last descendant
  std::vector<int> initial;  // of a compound state
  const google::protobuf::RepeatedPtrField<workflow::v1::Action>* start_actions = nullptr;  // on the way there
  std::vector<int> children;   // without histories
  std::vector<int> histories;
  std::vector<CompiledTransition> transitions;  // of a history: its default, alone
  std::string done_event;
};

class CompiledChart final : public Chart {
 public:
  explicit CompiledChart(std::shared_ptr<const workflow::v1::Chart> definition);
  CompiledChart(const CompiledChart&) = delete;
  CompiledChart& operator=(const CompiledChart&) = delete;

  Outcome Start(Configuration& configuration, Environment& environment) const override;
  Outcome Handle(Configuration& configuration, const Event& event, Environment& environment) const override;
  std::vector<std::string> Awaited(const Configuration& configuration) const override;
  const workflow::v1::State* FindState(std::string_view id) const override;

  const workflow::v1::Chart& definition() const { return *definition_; }
  const std::vector<CompiledState>& states() const { return states_; }
  const std::vector<int>& histories() const { return histories_; }
  int Index(std::string_view id) const;  // kNoState when there is none
  bool IsDescendant(int state, int ancestor) const { return state > ancestor && state < states_[ancestor].end; }
  bool IsHistory(int state) const { return states_[state].kind >= Kind::kShallowHistory; }
  CompiledGuard CompileGuard(const workflow::v1::Guard& guard) const;
  // The state below which everything is left when `transition` goes to `targets`, none of which is a history.
  int Domain(const CompiledTransition& transition, const std::vector<int>& targets) const;
  // Is the compound or parallel state done, with these states active?
  bool IsInFinalState(int state, const StateSet& active) const;

 private:
  void AddState(const workflow::v1::State& state, int parent);
  void AddChildren(const google::protobuf::RepeatedPtrField<workflow::v1::State>& children, int parent);
  void AddTransitions(int state);
  void SetInitial(int state, const std::string& id, const workflow::v1::Start* start);

  std::shared_ptr<const workflow::v1::Chart> definition_;
  std::vector<CompiledState> states_;
  std::vector<int> histories_;
  std::unordered_map<std::string_view, int> index_;  // views into definition_
};

// SCXML's matching by whole tokens; the null event matches nothing.
bool Matches(const std::vector<std::string>& descriptors, std::string_view event);
// Tokens of letters, digits, "_" and "-" with dots between.
bool IsEventName(std::string_view name);
// "a.b.* c" -> "a.b", "c"; "*" -> "".
std::vector<std::string> SplitDescriptors(std::string_view text);

}  // namespace arshjul::statechart
