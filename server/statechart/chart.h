// A statechart, compiled once into an immutable form, and one macrostep of it. Pure: no clock, no I/O, no threads.
// Semantics: W3C SCXML 1.0, appendix D (hierarchy, parallel regions, history, document order, internal before external
// events, run to completion, preemption by document order, done events), with our closed vocabulary in place of script.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "arshjul/workflow/v1/workflow.pb.h"
#include "base/value.h"
#include "statechart/limits.h"

namespace arshjul::statechart {

// Where an event comes from: other steps, people and the step itself by `send`; the chart's own `raise`; or the platform,
// which says that a state is done, a time has come, something went wrong. Numbers are stored.
enum class EventType : int { kExternal = 0, kInternal = 1, kPlatform = 2 };
const char* NameOf(EventType type);  // "external"

struct Event {
  std::string name;  // "" is the null event: matches no transition, so handling it only asks eventless ones again
  Value data;
  EventType type = EventType::kExternal;
  std::string send_id;  // under which it was sent
  std::string origin;   // the step that sent it: Environment::Self() there
  bool operator==(const Event&) const = default;
  static void Fields(auto&& field) {
    field(1, "name", &Event::name);
    field(2, "data", &Event::data);
    field(3, "type", &Event::type);
    field(4, "send_id", &Event::send_id);
    field(5, "origin", &Event::origin);
  }
};

using Variables = std::map<std::string, Value>;

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

// An event on its way to somebody, with everything worked out that the chart knows.
struct Sending {
  const workflow::v1::Send& rule;  // to whom, by what rule of time
  Event event;
  std::optional<double> seconds;   // later by so much: `after` with `seconds` or `seconds_from`
  std::string step;                // whom TO_SENDER and TO_STEP mean
};

// What the chart asks of the world around it, in document order, during the macrostep. Guards, variables and what events
// carry are the chart's own business, as are `raise`, `if`, `block`, `for_each` and a `send` to TO_INTERNAL: they never
// reach the environment. `event` is the one being handled, also for the eventless transitions and the entry and exit
// actions that follow from it (SCXML's _event); at Start it is the null event.
class Environment {
 public:
  virtual ~Environment() = default;
  virtual const Variables& GetVariables() const = 0;
  virtual void SetVariable(const std::string& variable, Value value) = 0;
  // What others call this step: goes with the events that it sends.
  virtual std::string Self() const = 0;
  virtual bool Evaluate(workflow::v1::Fact fact) = 0;
  // False where TO_SENDER or TO_STEP name nobody.
  virtual bool Send(Sending sending) = 0;
  // What was sent to self for later, by the event's name or by the id it was sent under; the other is "".
  virtual void Cancel(const std::string& event, const std::string& send_id) = 0;
  // Record, Notify, log.
  virtual void Execute(const workflow::v1::Action& action, const Event& event) = 0;
  // The state's tasks and timers begin (after its entry actions) and end (before its exit actions).
  virtual void Entered(const workflow::v1::State& state) = 0;
  virtual void Exited(const workflow::v1::State& state) = 0;
  // A limit of the step as a whole that it is beyond (timers, tasks, queue); asked after each microstep.
  virtual std::optional<Limit> Passed() const { return std::nullopt; }
  // The run is given up, and everything that came of it must be.
  virtual void GivenUp(const LimitPassed& passed) = 0;
};

enum class Outcome { kHandled, kIgnored /* no transition matched */, kLimit /* limits.h; Environment::GivenUp says which */ };

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
