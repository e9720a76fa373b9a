#include "statechart/migration.h"

#include <absl/strings/str_join.h>
#include <absl/strings/str_split.h>
#include <gtest/gtest.h>

#include <set>

#include "statechart/small_year.h"

namespace arshjul::statechart {
namespace {

namespace v1 = workflow::v1;

// Notes what the new chart does when an instance is taken up.
class World : public Environment {
 public:
  const Variables& GetVariables() const override { return variables; }
  void SetVariable(const std::string& variable, Value value) override { variables[variable] = std::move(value); }
  std::string Self() const override { return "me"; }
  bool Evaluate(v1::Fact fact) override { return fact == v1::FACT_HAS_REPORTS; }
  bool Send(Sending sending) override {
    effects.push_back("send " + sending.event.name);
    return true;
  }
  void Cancel(const std::string& event, const std::string&) override { effects.push_back("cancel " + event); }
  void GivenUp(const LimitPassed&) override {}
  void Execute(const v1::Action& action, const Event&) override {
    if (action.has_log()) effects.push_back(action.log());
  }
  void Entered(const v1::State& state) override { effects.push_back("+" + state.id()); }
  void Exited(const v1::State& state) override { effects.push_back("-" + state.id()); }

  Variables variables;
  std::vector<std::string> effects;
};

std::shared_ptr<const Chart> ReadChart(const std::string& states) {
  const Loaded loaded = LoadWorkflow("id: w\ncharts:\n- id: c\n" + states, Scrutiny::kChart);
  EXPECT_TRUE(loaded.violations.empty()) << Told(loaded.violations) << " in\n" << states;
  return loaded.workflow == nullptr ? nullptr : loaded.workflow->charts.at("c");
}

std::string Joined(const std::vector<std::string>& words) { return words.empty() ? "nothing" : absl::StrJoin(words, " "); }

// Of each compound state exactly one child is active, of each parallel one all; told by the definition, not by the code.
bool IsLegal(const v1::State& state, const std::set<std::string>& active, bool& inside) {
  inside = active.contains(state.id());
  int children = 0, active_children = 0;
  for (const auto& child : state.states()) {
    if (child.history() != v1::HISTORY_UNSPECIFIED) continue;
    bool within = false;
    if (!IsLegal(child, active, within)) return false;
    ++children;
    active_children += within ? 1 : 0;
  }
  inside = inside || active_children > 0;
  return !inside || children == 0 || active_children == (state.parallel() ? children : 1);
}

void ExpectLegal(const std::string& states, const Configuration& configuration) {
  const Loaded loaded = LoadWorkflow("id: w\ncharts:\n- id: c\n" + states, Scrutiny::kChart);
  const std::set<std::string> active(configuration.active.begin(), configuration.active.end());
  int at_top = 0;
  for (const auto& state : loaded.workflow->definition.charts(0).states()) {
    bool inside = false;
    EXPECT_TRUE(IsLegal(state, active, inside)) << Joined(configuration.active);
    at_top += inside ? 1 : 0;
  }
  EXPECT_EQ(at_top, 1) << Joined(configuration.active);
}

struct Move {
  const char* name;
  const char* from;
  const char* to;
  const char* active;   // where the instance stands
  const char* landed;   // where it lands; or "migration_…" reasons with their state
  const char* entered;  // what is new there
  const char* came_to;  // after it was taken up, and at rest; "done" when the chart is
  const char* effects;
};

constexpr const char* kTwoSteps = R"(
  states:
  - {id: write, entry: [{log: writing}], exit: [{log: written}], on: [{event: e, to: read}]}
  - {id: read, on: [{event: e, to: ended}]}
  - {id: ended, final: true}
)";

constexpr const char* kRegions = R"(
  states:
  - id: work
    parallel: true
    on: [{event: done.state.work, to: ended}]
    states:
    - {id: left, states: [{id: l1, on: [{event: l, to: l2}]}, {id: l2, final: true}]}
    - {id: right, states: [{id: r1, on: [{event: r, to: r2}]}, {id: r2, on: [{event: r, to: r3}]}, {id: r3, final: true}]}
  - {id: ended, final: true}
)";

const std::vector<Move> kMoves = {
    {"the same chart: nothing runs", kTwoSteps, kTwoSteps, "write", "write", "nothing", "write", "nothing"},
    {"a new state behind it changes nothing", kTwoSteps, R"(
  states:
  - {id: write, entry: [{log: writing}], on: [{event: e, to: check}]}
  - {id: check, on: [{event: e, to: read}]}
  - {id: read, on: [{event: e, to: ended}]}
  - {id: ended, final: true}
)", "write", "write", "nothing", "write", "nothing"},
    {"a state by its earlier name: no entry, no exit", kTwoSteps, R"(
  states:
  - {id: draft, migrate_from: write, entry: [{log: drafting}], on: [{event: e, to: ended}]}
  - {id: ended, final: true}
)", "write", "draft", "nothing", "draft", "nothing"},
    {"a state that is gone", kTwoSteps, R"(
  states:
  - {id: write, on: [{event: e, to: ended}]}
  - {id: ended, final: true}
)", "read", "migration_state_gone state=read", "", "", ""},
    {"two states become one", kTwoSteps, R"(
  states:
  - {id: work, migrate_from: [write, read], on: [{event: e, to: ended}]}
  - {id: ended, final: true}
)", "read", "work", "nothing", "work", "nothing"},
    {"onto the end: the chart is done", kTwoSteps, R"(
  states:
  - {id: write, on: [{event: e, to: ended}]}
  - {id: ended, migrate_from: read, final: true}
)", "read", "ended", "nothing", "done ended", "-ended"},
    {"a new state around it is entered", kTwoSteps, R"(
  states:
  - id: work
    entry: [{log: began}]
    states: [{id: write, entry: [{log: writing}], on: [{event: e, to: read}]}, {id: read, on: [{event: e, to: ended}]}]
  - {id: ended, final: true}
)", "read", "read", "work", "read", "began +work"},
    {"states that came in it are entered where it begins", kTwoSteps, R"(
  states:
  - id: write
    entry: [{log: writing}]
    start: {to: second, actions: [{log: begun}]}
    states: [{id: first, on: [{event: e, to: second}]}, {id: second, entry: [{log: there}], on: [{event: e, to: ended}]}]
  - {id: ended, final: true}
)", "write", "second", "second", "second", "begun there +second"},
    {"a guard that holds leads on at once", kTwoSteps, R"(
  states:
  - {id: write, on: [{when: {fact: has_reports}, to: read}]}
  - {id: read, on: [{event: e, to: ended}]}
  - {id: ended, final: true}
)", "write", "write", "nothing", "read", "-write +read"},
    {"nowhere to go from there", kTwoSteps, R"(
  states:
  - {id: begin, on: [{event: e, to: read}]}
  - {id: read}
)", "read", "migration_dead_end state=read", "", "", ""},
    {"all regions land", kRegions, kRegions, "l2 r2", "l2 r2", "nothing", "l2 r2", "nothing"},
    {"a new region begins where it begins", kRegions, R"(
  states:
  - id: work
    parallel: true
    on: [{event: done.state.work, to: ended}]
    states:
    - {id: left, states: [{id: l1, on: [{event: l, to: l2}]}, {id: l2, final: true}]}
    - {id: middle, entry: [{log: third}], states: [{id: m1, on: [{event: m, to: m2}]}, {id: m2, final: true}]}
    - {id: right, states: [{id: r1, on: [{event: r, to: r2}]}, {id: r2, on: [{event: r, to: r3}]}, {id: r3, final: true}]}
  - {id: ended, final: true}
)", "l2 r1", "l2 m1 r1", "middle m1", "l2 m1 r1", "third +middle +m1"},
    {"a region that is gone is named by where one stands in it", kRegions, R"(
  states:
  - id: work
    parallel: true
    on: [{event: done.state.work, to: ended}]
    states:
    - {id: left, states: [{id: l1, on: [{event: l, to: l2}]}, {id: l2, final: true}]}
  - {id: ended, final: true}
)", "l2 r1", "migration_state_gone state=r1", "", "", ""},
    {"a region taken over by another that is done tells so", kRegions, R"(
  states:
  - id: work
    parallel: true
    on: [{event: done.state.work, to: ended}]
    states:
    - {id: left, states: [{id: l1, on: [{event: l, to: l2}]}, {id: l2, final: true, migrate_from: [r1, r2, r3]}]}
  - {id: ended, final: true}
)", "l2 r1", "l2", "nothing", "done ended", "-l2 -left -work +ended -ended"},
    {"regions made one after the other cannot both be", kRegions, R"(
  states:
  - id: work
    on: [{event: done.state.work, to: ended}]
    states: [{id: l1, on: [{event: l, to: r1}]}, {id: r1, on: [{event: r, to: r3}]}, {id: r3, final: true}]
  - {id: ended, final: true}
)", "l1 r1", "migration_states_conflict other=l1 state=r1", "", "", ""},
    {"every region that cannot is told", kRegions, kTwoSteps, "l1 r1",
     "migration_state_gone state=l1; migration_state_gone state=r1", "", "", ""},
};

TEST(Migration, LandsOrSaysWhyNot) {
  for (const Move& move : kMoves) {
    SCOPED_TRACE(move.name);
    const auto from = ReadChart(move.from), to = ReadChart(move.to);
    Configuration configuration;
    configuration.active = absl::StrSplit(move.active, ' ');
    const Landing landing = Land(*from, *to, configuration, {}, "me");
    if (!landing.reasons.empty()) {
      std::vector<std::string> reasons;
      for (const FieldViolation& reason : landing.reasons) {
        reasons.push_back(reason.problem);
        for (const auto& [name, value] : reason.args) reasons.back() += " " + name + "=" + value;
      }
      EXPECT_EQ(absl::StrJoin(reasons, "; "), move.landed);
      continue;
    }
    EXPECT_EQ(Joined(landing.configuration.active), move.landed);
    EXPECT_EQ(Joined(landing.entered), move.entered);
    ExpectLegal(move.to, landing.configuration);
    World world;
    Configuration after;
    EXPECT_EQ(TakeUp(*to, landing, after, world), Outcome::kHandled);
    EXPECT_EQ((after.done ? "done " : "") + Joined(after.active), move.came_to);
    EXPECT_EQ(Joined(world.effects), move.effects);
    if (!after.done) ExpectLegal(move.to, after);
  }
}

TEST(Migration, AChartThatNeverRestsIsNotTakenUp) {
  const auto from = ReadChart(kTwoSteps);
  const auto to = ReadChart("  states:\n  - {id: write, on: [{when: {fact: has_reports}, to: read}]}\n"
                            "  - {id: read, on: [{when: {fact: has_reports}, to: write}]}\n");
  World world;
  Configuration after;
  EXPECT_EQ(TakeUp(*to, Land(*from, *to, {{"write"}, {}, false}, {}, "me"), after, world), Outcome::kLimit);
}

constexpr const char* kRemembers = R"(
  states:
  - id: lit
    states:
    - {id: shallow, history: shallow, on: [{to: dim}]}
    - {id: deep, history: deep, on: [{to: dim}]}
    - {id: dim, on: [{event: e, to: bright}]}
    - {id: bright, states: [{id: white, on: [{event: e, to: red}]}, {id: red, on: [{event: e, to: dark}]}]}
  - {id: dark, on: [{event: e, to: shallow}]}
)";

TEST(Migration, AHistoryRemembersWhatIsStillThere) {
  const auto from = ReadChart(kRemembers);
  const Configuration dark{{"dark"}, {{"shallow", {{"bright"}}}, {"deep", {{"red"}}}}, false};
  const Landing same = Land(*from, *from, dark, {}, "me");
  EXPECT_EQ(same.configuration, dark);
  EXPECT_TRUE(same.forgotten.empty());

  const auto without_red = ReadChart(R"(
  states:
  - id: lit
    states:
    - {id: last, history: shallow, migrate_from: shallow, on: [{to: dim}]}
    - {id: deep, history: deep, on: [{to: dim}]}
    - {id: dim, on: [{event: e, to: glaring}]}
    - {id: glaring, migrate_from: bright, on: [{event: e, to: dark}]}
  - {id: dark, on: [{event: e, to: last}]}
)");
  const Landing landing = Land(*from, *without_red, dark, {}, "me");
  EXPECT_EQ(landing.forgotten, std::vector<std::string>{"deep"});
  const Configuration expected{{"dark"}, {{"last", {{"glaring"}}}}, false};
  EXPECT_EQ(landing.configuration, expected);
}

TEST(Migration, VariablesAreKeptAndNewOnesBegin) {
  const auto from = ReadChart(kTwoSteps);
  const auto to = ReadChart(R"(
  start:
    to: write
    actions: [{assign: {variable: rounds, number: 1}}, {assign: {variable: mood, text: calm}}, {log: never}]
  states:
  - {id: write, on: [{event: e, when: {compare: {variable: rounds, less_than: 3}}, to: ended}]}
  - {id: ended, final: true}
)");
  const Landing landing = Land(*from, *to, {{"write"}, {}, false}, {{"rounds", 7}, {"old", "kept"}}, "me");
  EXPECT_EQ(landing.variables, (Variables{{"rounds", 7}, {"old", "kept"}, {"mood", "calm"}}));
}

}  // namespace
}  // namespace arshjul::statechart
