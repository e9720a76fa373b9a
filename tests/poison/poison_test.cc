// Workflows that would hold a server or fill it. Those that can be told from their text are refused with the place; the
// others are stopped when they run, as a step of a cycle in the real core, by a limit that has a name.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scxml/step_of_cycle.h"
#include "statechart/check.h"
#include "statechart/limits.h"
#include "statechart/workflow.h"
#include "statechart/yaml_tree.h"

namespace arshjul {
namespace {

// `count` of `text`, in which {} is the number, with commas between.
std::string Many(int count, const std::string& text) {
  std::string all;
  for (int i = 0; i < count; ++i) all += (i == 0 ? "" : ", ") + fmt::format(fmt::runtime(text), i);
  return all;
}

// Done 11^levels times.
std::string Loops(int levels, const std::string& action) {
  const std::string list = "[" + Many(11, "{{number: {}}}") + "]";
  std::string actions = action;
  for (int i = 0; i < levels; ++i) actions = "{for_each: {of: {list: " + list + "}, do: [" + actions + "]}}";
  return actions;
}

struct Poison {
  const char* name;
  std::string states;
  const char* limit;  // and the state
};

TEST(Poison, IsStoppedWhenItRuns) {
  const std::string text(20'000, 'x');
  for (const Poison& poison : {
           Poison{"eventless transitions in a circle", "[{id: a, on: [{when: {in: a}, to: b}]}, {id: b, on: [{when: {in: b}, to: a}]}]", "microsteps a"},
           {"an event that raises itself", "[{id: a, entry: [{raise: x}], on: [{event: x, to: a}]}]", "microsteps a"},
           {"an error that makes another", "[{id: a, entry: [{cancel: {id: {variable: gone}}}], on: [{event: error, to: a}]}]", "microsteps a"},
           {"an event that one sends oneself for ever", "[{id: a, entry: [{send: {event: x, to: self}}], on: [{event: x, to: a}]}]", "events_in_a_row"},
           {"the same at once, by a time that is no time", "[{id: a, on: [{after: {seconds: 0}, to: a}]}]", "events_in_a_row"},
           {"regions done again and again", "[{id: p, parallel: true, on: [{to: p}], states: [" + Many(150, "{{id: r{0}, states: [{{id: f{0}, final: true}}]}}") + "]}]",
            "internal_events f38"},
           {"lists in lists", "[{id: a, entry: [" + Loops(6, "{log: x}") + "]}]", "actions a"},
           {"many tellings", "[{id: a, entry: [" + Loops(6, "{notify: {to: office, message: overdue}}") + "]}]", "actions a"},
           {"more timers than a step may have", "[{id: a, entry: [" + Loops(3, "{send: {event: x, to: self, after: {seconds: 60}}}") + "]}]", "timers a"},
           {"more tasks than a step may have", "[{id: a, tasks: [" + Many(statechart::kMaxTasks + 1, "t{}") + "]}]", "tasks a"},
           {"a list that grows", "[{id: a, on: [{when: {in: a}, actions: [{assign: {variable: l, append: {text: " + text + "}}}]}]}]", "data a"},
           {"an event that carries the one before", "[{id: a, entry: [{send: {event: x, to: internal, content: {text: x}}}], on: [{event: x, actions: [{send: {event: x, to: internal, data:"
            " [{id: t, value: {text: " + text + "}}]}}]}]}]", "data a"},
           {"events with much in them, to oneself", "[{id: a, entry: [{send: {event: x, to: self}}], on: [{event: x, actions: [" +
            Loops(2, "{send: {event: x, to: self, content: {text: " + text + "}}}") + "]}]}]", "data a"},
           {"two for each that comes", "[{id: a, entry: [{send: {event: x, to: self}}], on: [{event: x, actions: [{send: {event: x, to: self}}, {send: {event: x, to: self}}]}]}]",
            "events_in_a_row"},
       }) {
    SCOPED_TRACE(poison.name);
    const auto loaded = statechart::LoadWorkflow("charts: [{id: poison, states: " + poison.states + "}]", statechart::Scrutiny::kChart);
    ASSERT_NE(loaded.workflow, nullptr) << loaded.violations.front().field << " " << loaded.violations.front().problem;
    EXPECT_THAT(scxml::LiveAsStep(loaded.workflow->definition.charts(0)), testing::EndsWith(std::string(" WORKFLOW_LIMIT ") + poison.limit));
  }
}

struct Refused {
  const char* name;
  std::string source;
  const char* told;  // "line 1, column 2: problem limit"
};

TEST(Poison, IsRefusedWhereItStands) {
  const std::string nested_lists = std::string(100, '[') + std::string(100, ']');
  std::string nested_states = "{id: s}";
  for (int i = 0; i < 30; ++i) nested_states = fmt::format("{{id: s{}, states: [{}]}}", i, nested_states);
  for (const Refused& row : {
           Refused{"more than a megabyte", std::string(statechart::kMaxSourceBytes + 1, ' '), "line 1, column 1: source_too_large 1000000"},
           {"lists without end", "charts: " + nested_lists, "line 1, column 58: too_deep 50"},
           {"states without end", "charts: [{id: c, states: [" + nested_states + "]}]", "too_deep 50"},
           {"more than 1000 elements", "charts: [{id: c, states: [{id: a, entry: [" + Many(1001, "{{log: x{}}}") + "]}]}]", "line 1, column 42: list_too_long 1000"},
           {"more than 500 states", "charts: [{id: c, states: [" + Many(501, "{{id: s{}}}") + "]}]", "line 1, column 10: too_many_states 500"},
           {"more than 20 targets", "charts: [{id: c, states: [{id: a, on: [{event: x, to: [" + Many(21, "s{}") + "]}]}, " + Many(21, "{{id: s{}}}") + "]}]", "list_too_long 20"},
           {"a number beyond what is exact", "charts: [{id: c, states: [{id: a, entry: [{assign: {variable: v, number: 1e16}}]}]}]", "line 1, column 74: number_too_large 9007199254740991"},
           {"a number that no machine has", "charts: [{id: c, states: [{id: a, entry: [{assign: {variable: v, number: 1e999}}]}]}]", "line 1, column 74: number_expected "},
           {"seconds beyond any year", "charts: [{id: c, states: [{id: a, on: [{after: {seconds: 1e11}, to: a}]}]}]", "line 1, column 58: number_too_large 10000000000"},
           {"days beyond a working life", "charts: [{id: c, states: [{id: a, on: [{after: {working_days: 2000000000}, to: a}]}]}]", "line 1, column 63: number_too_large 10000"},
           {"days below zero", "charts: [{id: c, states: [{id: a, on: [{after: {working_days: -2}, to: a}]}]}]", "line 1, column 63: below_zero "},
           {"an alias that grows", "a: &a [x, x]\nb: [*a, *a]\n", "line 1, column 4: alias_refused "},
       }) {
    SCOPED_TRACE(row.name);
    const auto loaded = statechart::LoadWorkflow(row.source, statechart::Scrutiny::kChart);
    EXPECT_EQ(loaded.workflow, nullptr);
    std::string told;
    for (const FieldViolation& violation : loaded.violations) {
      told += violation.field + ": " + violation.problem + " " + (violation.args.contains("limit") ? violation.args.at("limit") : "") + "\n";
    }
    EXPECT_THAT(told, testing::HasSubstr(row.told));
  }
}

}  // namespace
}  // namespace arshjul
