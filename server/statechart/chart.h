// A statechart, compiled once into an immutable form, and one macrostep of it. Pure: no clock, no I/O, no threads.
// Semantics: W3C SCXML 1.0, appendix D (hierarchy, parallel regions, history, document order, internal before external
// events, run to completion, preemption by document order, done events), with our closed vocabulary in place of script.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "arshjul/workflow/v1/workflow.pb.h"
#include "base/value.h"

namespace arshjul::statechart {

struct Event {
  std::string name;  // "" is the null event: matches no transition, so handling it only asks eventless ones again
  Value data;
};

// What a history state remembers of its parent's last activity: children (shallow) or atomic states (deep).
struct Remembered {
  std::vector<std::string> states;
  bool operator==(const Remembered&) const = default;
  static void Fields(auto&& field) { field(1, "states", &Remembered::states); }
};

// Where an instance stands. Plain data: stored and compared.
struct Configuration {
  std::vector<std::string> active;  // atomic states, in document order; when done, the final state it ended in
  std::map<std::string, Remembered> history;  // by the id of the history state
  bool done = false;  // a top-level final state was reached
  bool operator==(const Configuration&) const = default;
  static void Fields(auto&& field) {
    field(1, "active", &Configuration::active);
    field(2, "history", &Configuration::history);
    field(3, "done", &Configuration::done);
  }
};

// What the chart asks of the world around it, in document order, during the macrostep. `raise` and `if` are
// handled by the chart itself and never reach the environment; `in` guards and all/any/not neither. `event` is the one
// being handled, also for the eventless transitions and the entry and exit actions that follow from it (SCXML's _event);
// at Start it is the null event.
class Environment {
 public:
  virtual ~Environment() = default;
  virtual bool Evaluate(const workflow::v1::Compare& compare, const Event& event) = 0;
  virtual bool Evaluate(workflow::v1::Fact fact) = 0;
  // Assign, Send, Record, Notify, log.
  virtual void Execute(const workflow::v1::Action& action, const Event& event) = 0;
  // The state's tasks and timers begin (after its entry actions) and end (before its exit actions).
  virtual void Entered(const workflow::v1::State& state) = 0;
  virtual void Exited(const workflow::v1::State& state) = 0;
};

// A chart that does not come to rest after so many microsteps is a fault of the workflow, not of the server.
inline constexpr int kMaxMicrosteps = 1000;

enum class Outcome { kHandled, kIgnored /* no transition matched */, kLimit /* kMaxMicrosteps passed: discard the result */ };

class Chart {
 public:
  // `definition` must have passed Check (workflow.h).
  static std::shared_ptr<const Chart> Compile(const workflow::v1::Chart& definition);
  virtual ~Chart() = default;

  // Enters the initial states and runs to rest.
  virtual Outcome Start(Configuration& configuration, Environment& environment) const = 0;
  // One external event, run to rest. A done configuration ignores everything. Eventless transitions are asked again even
  // when the event matched nothing: a fact may have come true since.
  virtual Outcome Handle(Configuration& configuration, const Event& event, Environment& environment) const = 0;
  // The event names that some transition of an active state waits for (guards not asked), in document order.
  virtual std::vector<std::string> Awaited(const Configuration& configuration) const = 0;
  virtual const workflow::v1::State* FindState(std::string_view id) const = 0;
  // The transitions with `after` of a state, numbered from 0: fired as event "after.<state>.<number>".
  static std::string TimerEvent(std::string_view state, int number);
};

}  // namespace arshjul::statechart
