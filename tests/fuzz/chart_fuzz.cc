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
constexpr const char* kEvents[] = {"go", "stop", "go.on", "back", "done.state.s0", "done.state.s1"};

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
    switch (choices_.Below(depth < 3 ? 6 : 3)) {
      case 0: return "{in: " + Anyone() + "}";
      case 1: return "{fact: " + std::string(choices_.Coin() ? "is_top" : "has_reports") + "}";
      case 2: return "{compare: {variable: n, less_than: " + std::to_string(choices_.Below(8)) + "}}";
      case 3: return "{not: " + Guard(depth + 1) + "}";
      case 4: return "{all: {of: [" + Guard(depth + 1) + ", " + Guard(depth + 1) + "]}}";
      default: return "{any: {of: [" + Guard(depth + 1) + ", " + Guard(depth + 1) + "]}}";
    }
  }

  std::string Action() {
    switch (choices_.Below(6)) {
      case 0: return "{raise: " + Event() + "}";
      case 1: return "{assign: {variable: n, add: 1}}";
      case 2: return "{assign: {variable: n, number: " + std::to_string(choices_.Below(4)) + "}}";
      case 3: return "{if: {when: {compare: {variable: n, greater_than: 2}}, then: [{raise: stop}], else: [{log: few}]}}";
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
  bool Evaluate(const v1::Compare& compare, const statechart::Event& event) override { return statechart::Holds(compare, event.data, variables); }
  bool Evaluate(v1::Fact fact) override { return fact == v1::FACT_IS_TOP; }
  void Execute(const v1::Action& action, const statechart::Event& event) override {
    if (action.has_assign()) variables[action.assign().variable()] = statechart::Assigned(action.assign(), event.data, variables);
  }
  void Entered(const v1::State& state) override { Require(active.insert(state.id()).second, "a state is entered from outside alone"); }
  void Exited(const v1::State& state) override { Require(active.erase(state.id()) == 1, "a state is left from inside alone"); }

  statechart::Variables variables;
  std::set<std::string> active;
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
    const statechart::Event event{kEvents[choices.Below(4)], Object{{"n", static_cast<int>(choices.Below(5))}}};
    World other = world;
    const Configuration before = configuration;
    outcome = chart->Handle(configuration, event, world);
    Require(chart->Handle(stored, event, other) == outcome && stored == configuration, "the same again gives the same");
    Require(outcome != statechart::Outcome::kIgnored || configuration == before, "what is ignored changes nothing");
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
