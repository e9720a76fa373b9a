// Charts made of choices, so that most of them are sound, and events on them. After each macrostep the chart stands where a
// statechart can stand, has entered and left what it says, and would do the same again.
#include <map>
#include <set>

#include "base/codec.h"
#include "fuzz/fuzz.h"
#include "statechart/variables.h"
#include "statechart/workflow.h"

namespace arshjul::fuzz {
namespace {

namespace v1 = workflow::v1;
using statechart::Configuration;

constexpr unsigned kMostStates = 14, kDeepest = 4, kMostEvents = 24;
constexpr const char* kEvents[] = {"go", "stop", "go.on", "back", "done.state.s0", "done.state.s1", "error"};

// Writes one chart, as YAML's flow style has it.
class Maker {
 public:
  explicit Maker(Choices& choices) : choices_(choices), count_(3 + choices.Below(kMostStates - 2)) {}

  std::string Chart() {
    std::string states = States(0, 1 + choices_.Below(4));
    return "charts: [{id: c, states: [" + states + "]}]";
  }

 private:
  std::string Anyone() { return "s" + std::to_string(choices_.Below(count_)); }
  std::string Event() { return kEvents[choices_.Below(std::size(kEvents))]; }

  std::string States(unsigned depth, unsigned count) {
    std::string out;
    for (unsigned i = 0; i < count && next_ < count_; ++i) out += (out.empty() ? "" : ", ") + State(depth);
    return out;
  }

  std::string State(unsigned depth) {
    std::string out = "{id: s" + std::to_string(next_++);
    const unsigned kind = choices_.Below(8);
    if (kind == 0) return out + ", final: true}";
    if (kind == 1 && depth > 0) return out + ", history: " + (choices_.Coin() ? "deep" : "shallow") + ", on: [{to: " + Anyone() + "}]}";
    if (kind >= 4 && depth < kDeepest && next_ < count_) {
      const std::string below = States(depth + 1, 1 + choices_.Below(3));
      out += (kind >= 6 ? ", parallel: true, states: [" : ", states: [") + below + "]";
    }
    if (choices_.Coin()) out += ", entry: [" + Action() + "]";
    if (choices_.Coin()) out += ", exit: [" + Action() + "]";
    std::string on;
    for (unsigned transitions = choices_.Below(4); transitions > 0; --transitions) on += (on.empty() ? "" : ", ") + Transition();
    return out + (on.empty() ? "}" : ", on: [" + on + "]}");
  }

  std::string Transition() {
    std::string out = "{";
    const unsigned kind = choices_.Below(8);
    const bool guarded = kind == 0 || choices_.Coin();
    if (kind > 0) out += "event: \"" + (kind == 1 ? "*" : Event()) + "\", ";
    if (guarded) out += "when: " + Guard(0) + ", ";
    if (choices_.Below(4) == 0) out += "internal: true, ";
    out += "actions: [" + Action() + "]";
    if (choices_.Below(4) != 0) out += ", to: [" + Anyone() + (choices_.Below(6) == 0 ? ", " + Anyone() : "") + "]";
    return out + "}";
  }

  std::string Guard(unsigned depth) {
    switch (choices_.Below(depth < 3 ? 8 : 5)) {
      case 0: return "{in: " + Anyone() + "}";
      case 1: return "{fact: " + std::string(choices_.Coin() ? "is_top" : "has_reports") + "}";
      case 2: return "{compare: {variable: n, less_than: " + std::to_string(choices_.Below(8)) + "}}";
      case 3: return "{compare: {variable: n, same_as: " + Value(0) + "}}";
      case 4: return "{compare: {field: n, truth: true}}";
      case 5: return "{not: " + Guard(depth + 1) + "}";
      case 6: return "{all: [" + Guard(depth + 1) + ", " + Guard(depth + 1) + "]}";
      default: return "{any: [" + Guard(depth + 1) + ", " + Guard(depth + 1) + "]}";
    }
  }

  std::string Value(unsigned depth) {
    switch (choices_.Below(depth < 2 ? 7 : 6)) {
      case 0: return "{number: " + std::to_string(choices_.Below(4)) + "}";
      case 1: return "{text: x}";
      case 2: return "{variable: " + std::string(choices_.Coin() ? "n" : "l") + "}";
      case 3: return "{field: n}";
      case 4: return "{event: " + std::string(choices_.Coin() ? "data" : "name") + "}";
      case 5: return "{own: step}";
      default: return "{list: [" + Value(depth + 1) + ", " + Value(depth + 1) + "]}";
    }
  }

  // A value that is none, or of the wrong kind, is an error that some transition may be waiting for.
  std::string Action() {
    switch (choices_.Below(12)) {
      case 6: return "{assign: {variable: l, from: " + Value(0) + "}}";
      case 7: return "{assign: {variable: l, append: " + Value(0) + "}}";
      case 8: return "{send: {event: " + Event() + ", to: internal, content: " + Value(0) + "}}";
      case 9: return "{block: [{assign: {variable: n, add_from: " + Value(0) + "}}, {log: x}]}";
      case 10: return "{for_each: {of: {variable: l}, as: e, do: [{assign: {variable: n, from: {variable: e}}}]}}";
      case 11: return "{send: {event: " + Event() + ", to: step, step: " + Value(0) + ", id_to: i}}";
      case 0: return "{raise: " + Event() + "}";
      case 1: return "{assign: {variable: n, add: 1}}";
      case 2: return "{assign: {variable: n, number: " + std::to_string(choices_.Below(4)) + "}}";
      case 3: return "{if: {when: {compare: {variable: n, greater_than: 2}}, then: [{raise: stop}], else: [{log: few}]}}";
      case 4: return "{assign: {variable: " + std::string(choices_.Coin() ? "n" : "v") + ", from_field: " + (choices_.Coin() ? "n" : "m") + "}}";
      default: return "{log: x}";
    }
  }

  Choices& choices_;
  const unsigned count_;
  unsigned next_ = 0;
};

// Notes who is entered and left.
class World : public statechart::Environment {
 public:
  const statechart::Variables& GetVariables() const override { return variables; }
  void SetVariable(const std::string& variable, Value value) override { variables[variable] = std::move(value); }
  std::string Self() const override { return "fuzzed"; }
  bool Evaluate(v1::Fact fact) override { return fact == v1::FACT_IS_TOP; }
  bool Send(statechart::Sending sending) override { return sending.step.empty() || sending.step == Self(); }
  void Cancel(const std::string&, const std::string&) override {}
  void Execute(const v1::Action&, const statechart::Event&) override {}
  void GivenUp(const statechart::LimitPassed& passed) override { given_up = statechart::NameOf(passed.limit); }
  void Entered(const v1::State& state) override { Require(active.insert(state.id()).second, "a state is entered from outside alone"); }
  void Exited(const v1::State& state) override { Require(active.erase(state.id()) == 1, "a state is left from inside alone"); }

  statechart::Variables variables;
  std::set<std::string> active;
  std::string given_up;
};

class Checker {
 public:
  explicit Checker(const v1::Chart& chart) : chart_(chart) {}

  // The configuration is a legal one, and the world has seen just its states entered.
  void Check(const Configuration& configuration, const World& world) const {
    if (configuration.done) {
      Require(world.active.empty(), "a chart that is done has left everything");
      return;
    }
    const std::set<std::string> atomic(configuration.active.begin(), configuration.active.end());
    Require(atomic.size() == configuration.active.size(), "no state is active twice");
    std::set<std::string> seen;
    Require(Active(chart_.states(), false, world.active, atomic, seen), "a chart that is not done stands somewhere");
    Require(seen == world.active, "what was entered and not left is what is active");
  }

 private:
  // Whether this level is active: one child of it, or all of a parallel state.
  static bool Active(const google::protobuf::RepeatedPtrField<v1::State>& states, bool parallel, const std::set<std::string>& entered,
                     const std::set<std::string>& atomic, std::set<std::string>& seen) {
    int active = 0, real = 0;
    for (const v1::State& state : states) {
      if (state.history() != v1::HISTORY_UNSPECIFIED) {
        Require(!entered.contains(state.id()) && !atomic.contains(state.id()), "nobody stands in a history");
        continue;
      }
      ++real;
      if (!entered.contains(state.id())) continue;
      ++active;
      seen.insert(state.id());
      const bool has_children = Active(state.states(), state.parallel(), entered, atomic, seen);
      Require(has_children != atomic.contains(state.id()), "active below, or atomic");
    }
    Require(active == 0 || active == (parallel ? real : 1), parallel ? "all regions are active" : "one child is active");
    return active > 0;
  }

  const v1::Chart& chart_;
};

void Play(const statechart::Workflow& workflow, Choices& choices) {
  const auto& chart = workflow.charts.at("c");
  const Checker checker(workflow.definition.charts(0));
  Configuration configuration;
  World world;
  auto outcome = chart->Start(configuration, world);
  for (unsigned number = 0; outcome != statechart::Outcome::kLimit && number < kMostEvents; ++number) {
    checker.Check(configuration, world);
    Configuration stored;
    Require(Decode(Encode(configuration), stored) && stored == configuration, "a configuration is read as it was written");
    statechart::Event event;
    event.name = kEvents[choices.Below(4)];
    event.data = Object{{"n", static_cast<int>(choices.Below(5))}};
    World other = world;
    const Configuration before = configuration;
    outcome = chart->Handle(configuration, event, world);
    Require(chart->Handle(stored, event, other) == outcome && stored == configuration, "the same again gives the same");
    for (const auto& [name, value] : world.variables) {
      Value read;
      Require(Decode(Encode(value), read) && read == value, "a variable is read as it was written");
    }
    Require(outcome != statechart::Outcome::kIgnored || configuration == before, "what is ignored changes nothing");
    Require((outcome == statechart::Outcome::kLimit) == !world.given_up.empty(), "who is stopped is told at which limit");
  }
}

}  // namespace
}  // namespace arshjul::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace arshjul;
  fuzz::Choices choices(data, size);
  const statechart::Loaded loaded = statechart::LoadWorkflow(fuzz::Maker(choices).Chart(), statechart::Scrutiny::kChart);
  fuzz::RequireTellable(loaded.violations);
  if (loaded.workflow != nullptr) fuzz::Play(*loaded.workflow, choices);
  return 0;
}
