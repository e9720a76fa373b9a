// Values, errors and what actions do with them, and where a chart is stopped.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "statechart/chart_script.h"
#include "statechart/variables.h"

namespace arshjul::statechart {
namespace {

TEST(ValuesTest, Events) {
  PlayAll({
      {"what is sent within carries data, and comes before the next event",
       "states: [{id: a, on: [{event: go, actions: [{send: {event: in, to: internal, data: [{id: n, value: {field: n}}, {id: t, value: {text: x}}]}}, {raise: after}]},"
       " {event: in, actions: [{assign: {variable: v, from: {event: data}}}]}, {event: after, when: {compare: {field: n, is_set: false}}, to: b}]}, {id: b}]",
       "start => a | +a \n go n=5 => b | v:={\"n\":5,\"t\":\"x\"} -a +b"},
      {"data are worked out when they are sent",
       "states: [{id: a, entry: [{assign: {variable: v, number: 1}}, {send: {event: in, to: internal, content: {variable: v}}}, {assign: {variable: v, number: 2}}],"
       " on: [{event: in, actions: [{assign: {variable: w, from: {event: data}}}]}]}]",
       "start => a | v:=1 v:=2 +a w:=1"},
      {"the parts of an event, and none before the first",
       "states: [{id: a, entry: [{assign: {variable: v, from: {event: name}}}], on: [{event: go, actions: [{assign: {variable: v, from: {event: name}}},"
       " {assign: {variable: v, from: {event: type}}}, {raise: in}]}, {event: in, actions: [{assign: {variable: v, from: {event: type}}}], to: b}]},"
       " {id: b, states: [{id: f, final: true}], on: [{event: done.state.b, actions: [{assign: {variable: v, from: {event: type}}}]}]}]",
       "start => a | v:=null +a \n go => f | v:=\"go\" v:=\"external\" -a v:=\"internal\" +b +f v:=\"platform\""},
      {"what this step is called", "states: [{id: a, entry: [{assign: {variable: v, from: {list: [{own: step}, {own: chart}]}}}]}]\nid: lamp",
       "start => a | v:=[\"me\",\"lamp\"] +a"},
      {"a final state hands on", "states: [{id: a, states: [{id: f, final: true, data: [{id: n, value: {number: 3}}]}], on: [{event: done.state.a, when: {compare: {field: n,"
       " is: 3}}, to: b}]}, {id: b, states: [{id: g, final: true, content: {text: foo}}], on: [{event: done.state.b, when: {compare: {event: data, equals: foo}}, to: c}]}, {id: c}]",
       "start => c | +a +f -f -a +b +g -g -b +c"},
      {"a final state that cannot: the error first, then nothing handed on",
       "states: [{id: a, states: [{id: f, final: true, content: {variable: gone}}], on: [{event: error.execution, actions: [{log: error}]}, {event: done.state.a, when:"
       " {compare: {event: data, present: false}}, to: b}]}, {id: b}]",
       "start => b | +a +f error -f -a +b"},
  });
}

TEST(ValuesTest, Sends) {
  PlayAll({
      {"later, under an id, with data", "states: [{id: a, on: [{event: go, actions: [{send: {event: e, to: self, id: i, after: {seconds: 1.5}, data: [{id: n, value: {field: n}}]}}]}]}]",
       "start => a | +a \n go n=2 => a | send:e+1.5#i{\"n\":2} \n go => a |"},
      {"a time that is worked out", "states: [{id: a, on: [{event: go, actions: [{send: {event: e, to: self, after: {seconds_from: {field: n}}}}]}, {event: error, actions: [{log: error}]}]}]",
       "start => a | +a \n go n=2 => a | send:e+2 \n go n=x => a | error \n go => a | error \n go n=10000000001 => a | error"},
      {"a name that is worked out", "states: [{id: a, on: [{event: go, actions: [{send: {event_from: {field: n}, to: superior}}]}, {event: error, actions: [{log: error}]}]}]",
       "start => a | +a \n go n=up.there => a | send:up.there \n go n=7 => a | error \n go n=a..b => a | error \n go n=* => a | error"},
      {"each sending its own id", "states: [{id: a, on: [{event: go, actions: [{send: {event: e, to: self, id_to: v}}]}, {event: back, actions: [{cancel: {id: {variable: v}}}]}]}]",
       "start => a | +a \n go => a | _sent:=1 v:=\"sent-1\" send:e#sent-1 \n go => a | _sent:=2 v:=\"sent-2\" send:e#sent-2 \n back => a | cancel:#sent-2"},
      {"taken back by name, by id, and by nothing", "states: [{id: a, on: [{event: name, actions: [{send: {event: e, to: self, cancel: true}}]},"
       " {event: id, actions: [{cancel: {id: {text: i}}}]}, {event: nothing-to, actions: [{cancel: {id: {variable: v}}}]}, {event: error, actions: [{log: error}]}]}]",
       "start => a | +a \n name => a | cancel:e# \n id => a | cancel:#i \n nothing-to => a | error"},
      {"to somebody by name", "states: [{id: a, on: [{event: go, actions: [{send: {event: e, to: step, id: i, step: {field: n}}}, {log: sent}]},"
       " {event: error.communication, when: {compare: {event: send_id, equals: i}}, actions: [{log: nobody}]}, {event: error.execution, actions: [{log: nameless}]}]}]",
       "start => a | +a \n go n=me => a | send:e#i sent \n go n=you => a | nobody \n go n= => a | nameless \n go => a | nameless"},
      {"to whoever sent, if anybody did", "states: [{id: a, on: [{event: go, actions: [{send: {event: e, to: sender}}, {log: sent}]}, {event: error.execution, when: {compare: {field:"
       " fault, equals: no_target}}, actions: [{log: nobody}]}]}]",
       "start => a | +a \n go => a | nobody"},
  });
}

TEST(ValuesTest, Errors) {
  PlayAll({
      {"the rest of the list is not done, and the error comes before what is outside",
       "states: [{id: a, on: [{event: go, actions: [{log: one}, {assign: {variable: v, from: {field: n}}}, {log: two}], to: b}]}, {id: b, on: [{event: error.execution, to: c}]}, {id: c}]",
       "start => a | +a \n go => c | -a one +b -b +c"},
      {"each list is its own", "states: [{id: a, entry: [{assign: {variable: _x, number: 1}}, {log: entry}], exit: [{assign: {variable: v, from: {variable: gone}}}, {log: exit}],"
       " on: [{event: go, actions: [{log: go}], to: b}, {event: error, actions: [{log: error}]}]}, {id: b, entry: [{log: b}]}]",
       "start => a | +a error \n go => b | -a go b +b"},
      {"a block keeps its error to itself", "states: [{id: a, entry: [{block: [{log: one}, {cancel: {id: {variable: gone}}}, {log: two}]}, {log: three}],"
       " on: [{event: error.execution, actions: [{log: error}]}]}]",
       "start => a | one three +a error"},
      {"an error in an if ends the list that the if stands in",
       "states: [{id: a, on: [{event: go, actions: [{if: {when: {in: a}, then: [{assign: {variable: v, add_from: {field: n}}}]}}, {log: after}]}, {event: error, actions: [{log: error}]}]}]",
       "start => a | +a \n go n=2 => a | v:=2 after \n go n=x => a | error"},
      {"what went wrong", "states: [{id: a, entry: [{assign: {variable: t, text: x}}], on: [{event: go, actions: [{assign: {variable: t, add: 1}}]},"
       " {event: big, actions: [{assign: {variable: n, number: 9007199254740991}}, {assign: {variable: n, add: 1}}]},"
       " {event: error.execution, actions: [{assign: {variable: f, from_field: fault}}, {assign: {variable: k, from: {event: type}}}]}]}]",
       "start => a | t:=\"x\" +a \n go => a | f:=\"wrong_kind\" k:=\"platform\" \n big => a | n:=9007199254740991 f:=\"too_large\" k:=\"platform\""},
      {"a guard that cannot be asked is false, and says so", "states: [{id: a, on: [{event: go, when: {compare: {field: n, truth: true}}, to: b}, {event: go, to: c}]}, {id: b},"
       " {id: c, on: [{event: error.execution, to: d}]}, {id: d}]",
       "start => a | +a \n go n=7 => d | -a +c -c +d"},
      {"not what cannot be asked is false, too", "states: [{id: a, on: [{event: go, when: {not: {compare: {field: n, less_than: 3}}}, to: b}]}, {id: b}]",
       "start => a | +a \n go n=x => ignored \n go n=4 => b | -a +b"},
      {"an alternative that holds asks no further", "states: [{id: a, on: [{event: go, when: {any: [{in: a}, {compare: {field: n, less_than: 3}}]}, to: b}]}, {id: b, on: [{event: error, to: a}]}]",
       "start => a | +a \n go n=x => b | -a +b"},
      {"an eventless guard that cannot be asked is said once in a run",
       "states: [{id: a, entry: [{assign: {variable: t, text: x}}], on: [{when: {compare: {variable: t, truth: true}}, to: b}, {event: error, actions: [{log: error}]}]}, {id: b}]",
       "start => a | t:=\"x\" +a error \n go => a | error"},
      {"a guard of every event that cannot be asked does not run in a circle",
       "states: [{id: a, entry: [{assign: {variable: t, text: x}}], on: [{event: '*', when: {compare: {variable: t, less_than: 1}}, to: b}]}, {id: b}]",
       "start => a | t:=\"x\" +a \n go => ignored"},
      {"an error before the first state", "start: {to: a, actions: [{block: [{assign: {variable: v, from: {field: n}}}]}, {assign: {variable: w, number: 1}}]}\n"
       "states: [{id: a, on: [{event: error.execution, when: {compare: {variable: v, is_set: false}}, to: b}]}, {id: b}]",
       "start => b | w:=1 +a -a +b"},
  });
}

TEST(ValuesTest, Lists) {
  PlayAll({
      {"one after the other, of what there was at first",
       "states: [{id: a, entry: [{assign: {variable: l, from: {list: [{number: 1}, {text: x}]}}}, {for_each: {of: {variable: l}, as: e, index: i, do: [{assign: {variable: l, append: {variable: e}}}]}}]}]",
       "start => a | l:=[1,\"x\"] e:=1 i:=0 l:=[1,\"x\",1] e:=\"x\" i:=1 l:=[1,\"x\",1,\"x\"] +a"},
      {"nothing to go through", "states: [{id: a, entry: [{assign: {variable: l, from: {list: []}}}, {for_each: {of: {variable: l}, do: [{log: never}]}}, {for_each: {of: {event: data}, do: [{log: never}]}},"
       " {log: after}]}]",
       "start => a | l:=[] after +a"},
      {"no list", "states: [{id: a, entry: [{assign: {variable: l, number: 3}}, {for_each: {of: {variable: l}, do: [{log: never}]}}, {log: never}], on: [{event: error.execution, to: b}]}, {id: b}]",
       "start => b | l:=3 +a -a +b"},
      {"an error ends the loop and the list it stands in", "states: [{id: a, entry: [{for_each: {of: {list: [{number: 1}, {number: 2}]}, as: e, do: [{assign: {variable: v, from: {variable: gone}}}]}}, {log: never}]}]",
       "start => a | e:=1 +a"},
      {"a variable of the platform", "states: [{id: a, entry: [{for_each: {of: {list: [{number: 1}]}, as: _e, do: [{log: never}]}}], on: [{event: error.execution, when: {compare: {field: fault, equals: reserved}}, to: b}]}, {id: b}]",
       "start => b | +a -a +b"},
  });
}

// A list of `count` elements in the variable l, in as few loops as it takes.
std::string LongList(int count) {
  std::string list = "{assign: {variable: l, from: {list: [";
  for (int i = 0; i < count; ++i) list += fmt::format("{}{{number: {}}}", i == 0 ? "" : ", ", i);
  return list + "]}}}";
}

std::string Regions(int count) {
  std::string regions;
  for (int i = 0; i < count; ++i) regions += fmt::format("{}{{id: r{}, states: [{{id: f{}, final: true}}]}}", i == 0 ? "" : ", ", i, i);
  return regions;
}

// What never comes to rest, or grows, and where it is stopped: after its start, at the event "go".
TEST(ValuesTest, Limits) {
  struct Row {
    const char* name;
    std::string chart;
    const char* passed;
  };
  const std::string text(20'000, 'x');
  for (const Row& row : {
           Row{"eventless transitions in a circle", "[{id: a, on: [{event: go, to: b}]}, {id: b, on: [{to: c}]}, {id: c, on: [{to: b}]}]", "limit microsteps c"},
           {"an event that raises itself", "[{id: a, on: [{event: go, actions: [{raise: go}]}]}]", "limit microsteps a"},
           {"an event that an eventless transition raises", "[{id: a, on: [{event: go, to: b}]}, {id: b, entry: [{raise: x}], on: [{event: x, to: b}]}]", "limit microsteps b"},
           {"an error in the answer to an error", "[{id: a, on: [{event: 'go error', actions: [{cancel: {id: {variable: gone}}}]}]}]", "limit microsteps a"},
           {"regions that are done again and again", "[{id: a, on: [{event: go, to: p}]}, {id: p, parallel: true, on: [{to: p}], states: [" + Regions(150) + "]}]",
            "limit internal_events f38"},
           {"lists in lists", "[{id: a, entry: [" + LongList(400) + "], on: [{event: go, to: b}]}, {id: b, entry: [{for_each: {of: {variable: l}, do: [{for_each: {of: {variable: l},"
            " do: [{log: x}]}}]}}]}]", "limit actions b"},
           {"empty rounds", "[{id: a, entry: [" + LongList(400) + "], on: [{event: go, actions: [{for_each: {of: {variable: l}, do: [{for_each: {of: {variable: l}, do: [{block:"
            " [{log: x}]}]}}]}}]}]}]", "limit actions a"},
           {"an event that carries the one before twice over",
            "[{id: a, on: [{event: go, actions: [{send: {event: next, to: internal, content: {text: x}}}]}, {event: next, actions: [{send: {event: next, to: internal, data: [{id: l, value:"
            " {list: [{event: name}, {event: name}]}}, {id: d, value: {text: " + text + "}}]}}]}]}]", "limit data a"},
           {"a list that grows", "[{id: a, on: [{event: go, to: b}]}, {id: b, on: [{to: b, actions: [{assign: {variable: l, append: {text: " + text + "}}}]}]}]", "limit data b"},
           {"a list put into itself until it is too deep, and on", "[{id: a, on: [{event: go, to: b}]}, {id: b, on: [{event: error, actions: [{log: x}]}, {to: b, actions: [{assign: {variable: l,"
            " from: {list: [{variable: l}, {variable: l}]}}}]}], entry: [{if: {when: {compare: {variable: l, is_set: false}}, then: [{assign: {variable: l, text: x}}]}}]}]", "limit data b"},
       }) {
    SCOPED_TRACE(row.name);
    const auto chart = ReadChart("states: " + row.chart);
    World world;
    Configuration configuration;
    EXPECT_EQ(chart->Start(configuration, world), Outcome::kHandled);
    EXPECT_EQ(chart->Handle(configuration, {"go", {}}, world), Outcome::kLimit);
    EXPECT_EQ(world.passed, row.passed);
    EXPECT_THAT(configuration.active, testing::ElementsAre("a")) << "given up, and nothing of it counts";
  }
}

TEST(ValuesTest, LimitsAtTheStart) {
  PlayAll({{"a circle at the start", "states: [{id: a, on: [{to: a}]}]", "start => limit microsteps a"},
           {"before the first state", ("{start: {to: a, actions: [" + LongList(400) + ", {for_each: {of: {variable: l}, do: [{for_each: {of: {variable: l}, do: [{log: x}]}}]}}]}, states: [{id: a}]}").c_str(),
            "start => limit actions"}});
}

}  // namespace
}  // namespace arshjul::statechart
