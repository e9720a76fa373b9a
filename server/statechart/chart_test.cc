#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "statechart/chart_script.h"

namespace arshjul::statechart {
namespace {

TEST(ChartTest, StatesWithinStates) {
  PlayAll({
      {"the first state is entered when none is named", "states: [{id: a}, {id: b}]", "start => a | +a"},
      {"the named initial state is entered", "{initial: b, states: [{id: a}, {id: b}]}", "start => b | +b"},
      {"a compound state is entered before its child", "states: [{id: a, states: [{id: a1}, {id: a2}]}]",
       "start => a1 | +a +a1"},
      {"a compound state's own initial state", "states: [{id: a, initial: a2, states: [{id: a1}, {id: a2}]}]",
       "start => a2 | +a +a2"},
      {"children are left before parents, parents entered before children",
       "states: [{id: a, on: [{event: go, to: b}], states: [{id: a1}]}, {id: b, states: [{id: b1}]}]",
       "start => a1 | +a +a1 \n go => b1 | -a1 -a +b +b1"},
      {"a target deep below takes its ancestors along and no default",
       "states: [{id: a, on: [{event: go, to: b2}]}, {id: b, states: [{id: b1}, {id: b2}]}]",
       "start => a | +a \n go => b2 | -a +b +b2"},
      {"the innermost state answers first",
       "states: [{id: a, on: [{event: go, to: x}], states: [{id: a1, on: [{event: go, to: a2}]}, {id: a2}]}, {id: x}]",
       "start => a1 | +a +a1 \n go => a2 | -a1 +a2 \n go => x | -a2 -a +x"},
      {"of one state's transitions the first that holds",
       "states: [{id: a, on: [{event: go, when: {fact: is_top}, to: b}, {event: go, to: c}, {event: go, to: b}]}, {id: b}, {id: c}]",
       "start => a | +a \n go => c | -a +c"},
      {"a guard that does not hold leaves the event to the ancestors",
       "states: [{id: a, on: [{event: go, to: b}], states: [{id: a1, on: [{event: go, when: {fact: is_top}, to: a1}]}]}, {id: b}]",
       "start => a1 | +a +a1 \n go => b | -a1 -a +b"},
      {"an unknown event changes nothing", "states: [{id: a, on: [{event: go, to: a}]}]",
       "start => a | +a \n stop => ignored"},
      {"entry actions, then entered; left, then exit actions",
       "states: [{id: a, entry: [{log: in}], exit: [{log: out}], on: [{event: go, to: b, actions: [{log: across}]}]}, {id: b}]",
       "start => a | in +a \n go => b | -a out across +b"},
      {"a self transition leaves and enters", "states: [{id: a, on: [{event: go, to: a, actions: [{log: x}]}]}]",
       "start => a | +a \n go => a | -a x +a"},
      {"a transition without target runs its actions and leaves nothing",
       "states: [{id: a, on: [{event: go, actions: [{log: x}]}], states: [{id: a1}]}]",
       "start => a1 | +a +a1 \n go => a1 | x"},
      {"an external transition to a child leaves the parent",
       "states: [{id: a, on: [{event: go, to: a2}], states: [{id: a1}, {id: a2}]}]",
       "start => a1 | +a +a1 \n go => a2 | -a1 -a +a +a2"},
      {"an internal transition to a child does not",
       "states: [{id: a, on: [{event: go, to: a2, internal: true}], states: [{id: a1}, {id: a2}]}]",
       "start => a1 | +a +a1 \n go => a2 | -a1 +a2"},
      {"internal means nothing when the target lies outside",
       "states: [{id: a, on: [{event: go, to: b, internal: true}], states: [{id: a1}]}, {id: b}]",
       "start => a1 | +a +a1 \n go => b | -a1 -a +b"},
      {"internal means nothing for the state itself",
       "states: [{id: a, on: [{event: go, to: a, internal: true}], states: [{id: a1}]}]",
       "start => a1 | +a +a1 \n go => a1 | -a1 -a +a +a1"},
      {"internal means nothing in a parallel state: SCXML asks for a compound one",
       "states: [{id: p, parallel: true, on: [{event: go, to: r2, internal: true}], states: [{id: q}, {id: r, states: [{id: r1}, {id: r2}]}]}]",
       "start => q r1 | +p +q +r +r1 \n go => q r2 | -r1 -r -q -p +p +q +r +r2"},
  });
}

TEST(ChartTest, ParallelStates) {
  PlayAll({
      {"all regions are entered in document order",
       "states: [{id: p, parallel: true, states: [{id: a, states: [{id: a1}]}, {id: b, states: [{id: b1}]}]}]",
       "start => a1 b1 | +p +a +a1 +b +b1"},
      {"a region moves alone",
       "states: [{id: p, parallel: true, states: [{id: a, states: [{id: a1, on: [{event: go, to: a2}]}, {id: a2}]}, {id: b}]}]",
       "start => a1 b | +p +a +a1 +b \n go => a2 b | -a1 +a2"},
      {"both regions answer the same event: all left, all actions, all entered",
       "states: [{id: p, parallel: true, states: [{id: a, states: [{id: a1, on: [{event: go, to: a2, actions: [{log: x}]}]}, {id: a2}]}, {id: b, states: [{id: b1, on: [{event: go, to: b2, actions: [{log: y}]}]}, {id: b2}]}]}]",
       "start => a1 b1 | +p +a +a1 +b +b1 \n go => a2 b2 | -b1 -a1 x y +a2 +b2"},
      {"leaving one region leaves all, in reverse order",
       "states: [{id: p, parallel: true, states: [{id: a, on: [{event: go, to: z}]}, {id: b, states: [{id: b1}]}]}, {id: z}]",
       "start => a b1 | +p +a +b +b1 \n go => z | -b1 -b -a -p +z"},
      {"a target in one region enters the others by default",
       "states: [{id: z, on: [{event: go, to: b2}]}, {id: p, parallel: true, states: [{id: a, states: [{id: a1}]}, {id: b, states: [{id: b1}, {id: b2}]}]}]",
       "start => z | +z \n go => a1 b2 | -z +p +a +a1 +b +b2"},
      {"several targets, one in each region",
       "states: [{id: z, on: [{event: go, to: [b2, a2]}]}, {id: p, parallel: true, states: [{id: a, states: [{id: a1}, {id: a2}]}, {id: b, states: [{id: b1}, {id: b2}]}]}]",
       "start => z | +z \n go => a2 b2 | -z +p +a +a2 +b +b2"},
      {"of two that leave the parallel state the first in document order is taken",
       "states: [{id: p, parallel: true, states: [{id: a, on: [{event: go, to: x}]}, {id: b, on: [{event: go, to: y}]}]}, {id: x}, {id: y}]",
       "start => a b | +p +a +b \n go => x | -b -a -p +x"},
      {"one that stays within its region preempts a later one that leaves",
       "states: [{id: p, parallel: true, states: [{id: a, states: [{id: a1, on: [{event: go, to: a2}]}, {id: a2}]}, {id: b, on: [{event: go, to: y}]}]}, {id: y}]",
       "start => a1 b | +p +a +a1 +b \n go => a2 b | -a1 +a2"},
      {"one that leaves nothing preempts nothing",
       "states: [{id: p, parallel: true, states: [{id: a, on: [{event: go, actions: [{log: x}]}]}, {id: b, on: [{event: go, to: y}]}]}, {id: y}]",
       "start => a b | +p +a +b \n go => y | -b -a -p x +y"},
      {"a descendant's transition removes its ancestor's that another region brought up first",
       "states: [{id: p, parallel: true, on: [{event: go, to: y}], states: [{id: a}, {id: b, states: [{id: b1, on: [{event: go, to: b2}]}, {id: b2}]}]}, {id: y}]",
       "start => a b1 | +p +a +b +b1 \n go => a b2 | -b1 +b2"},
      {"a parent's transition is taken once though both regions bring it up",
       "states: [{id: p, parallel: true, on: [{event: go, actions: [{log: x}]}], states: [{id: a}, {id: b}]}]",
       "start => a b | +p +a +b \n go => a b | x"},
      {"in() sees the other region as it was before the microstep",
       "states: [{id: p, parallel: true, states: [{id: a, states: [{id: a1, on: [{event: go, to: a2}]}, {id: a2}]}, {id: b, states: [{id: b1, on: [{event: go, when: {in: a1}, to: b2}]}, {id: b2}]}]}]",
       "start => a1 b1 | +p +a +a1 +b +b1 \n go => a2 b2 | -b1 -a1 +a2 +b2"},
      {"a region within the same parallel state, entered from another, restarts both",
       "states: [{id: p, parallel: true, states: [{id: a, states: [{id: a1, on: [{event: go, to: b2}]}]}, {id: b, states: [{id: b1}, {id: b2}]}]}]",
       "start => a1 b1 | +p +a +a1 +b +b1 \n go => a1 b2 | -b1 -b -a1 -a -p +p +a +a1 +b +b2"},
  });
}

constexpr const char* kShallow =
    "states: [{id: p, on: [{event: out, to: z}], states: [{id: h, history: shallow, on: [{to: a, actions: [{log: fresh}]}]},"
    " {id: a, on: [{event: go, to: b}]}, {id: b, states: [{id: b1, on: [{event: go, to: b2}]}, {id: b2}]}]},"
    " {id: z, on: [{event: back, to: h}]}]";
constexpr const char* kDeep =
    "states: [{id: z, on: [{event: back, to: h}]}, {id: p, on: [{event: out, to: z}], states: [{id: a, states: [{id: a1,"
    " on: [{event: go, to: a2}]}, {id: a2}]}, {id: h, history: deep, on: [{to: a}]}]}]";

TEST(ChartTest, History) {
  PlayAll({
      {"without a past the default is entered, with its actions after the parent's entry",
       "states: [{id: z, on: [{event: back, to: h}]}, {id: p, entry: [{log: in}], states: [{id: h, history: shallow, on: [{to: b, actions: [{log: fresh}]}]}, {id: a}, {id: b}]}]",
       "start => z | +z \n back => b | -z in fresh +p +b"},
      {"shallow remembers the child", kShallow,
       "start => a | +p +a \n go => b1 | -a +b +b1 \n out => z | -b1 -b -p +z \n back => b1 | -z +p +b +b1"},
      {"shallow does not remember deeper", kShallow,
       "start => a | +p +a \n go => b1 | -a +b +b1 \n go => b2 | -b1 +b2 \n out => z | -b2 -b -p +z \n back => b1 | -z +p +b +b1"},
      {"deep remembers the leaf", kDeep,
       "start => z | +z \n back => a1 | -z +p +a +a1 \n go => a2 | -a1 +a2 \n out => z | -a2 -a -p +z \n back => a2 | -z +p +a +a2"},
      {"deep history of a parallel state remembers every region",
       "states: [{id: p, parallel: true, on: [{event: out, to: z}], states: [{id: a, states: [{id: a1, on: [{event: go, to: a2}]}, {id: a2}]}, {id: b, states: [{id: b1}]}, {id: h, history: deep, on: [{to: a1}]}]}, {id: z, on: [{event: back, to: h}]}]",
       "start => a1 b1 | +p +a +a1 +b +b1 \n go => a2 b1 | -a1 +a2 \n out => z | -b1 -b -a2 -a -p +z \n back => a2 b1 | -z +p +a +a2 +b +b1"},
      {"what is remembered is what was left last", kShallow,
       "start => a | +p +a \n out => z | -a -p +z \n back => a | -z +p +a \n go => b1 | -a +b +b1 \n out => z | -b1 -b -p +z \n back => b1 | -z +p +b +b1"},
      {"a history may be the initial state",
       "states: [{id: p, initial: h, on: [{event: again, to: p}], states: [{id: h, history: shallow, on: [{to: a}]}, {id: a, on: [{event: go, to: b}]}, {id: b}]}]",
       "start => a | +p +a \n go => b | -a +b \n again => b | -b -p +p +b"},
      {"a history within the state itself restarts only what lies below the common ancestor",
       "states: [{id: p, states: [{id: h, history: shallow, on: [{to: a}]}, {id: a, on: [{event: go, to: h}]}]}]",
       "start => a | +p +a \n go => a | -a +a"},
  });
}

TEST(ChartTest, Start) {
  PlayAll({
      {"a start leads deeper, after the entry of its own state and before that of those below",
       "states: [{id: a, entry: [{log: in}], start: {to: b2, actions: [{log: down}]}, states: [{id: b, entry: [{log: below}], states: [{id: b1}, {id: b2}]}]}]",
       "start => b2 | in down +a below +b +b2"},
      {"a start of several states, each in its region",
       "states: [{id: p, start: {to: [a2, b2]}, states: [{id: q}, {id: r, parallel: true, states: [{id: a, states: [{id: a1}, {id: a2}]}, {id: b, states: [{id: b1}, {id: b2}]}]}]}]",
       "start => a2 b2 | +p +r +a +a2 +b +b2"},
      {"the start of the chart, with what it sets",
       "{start: {to: b, actions: [{assign: {variable: n, number: 1}}, {raise: go}]}, states: [{id: a, on: [{event: go, to: z}], states: [{id: b}]}, {id: z}]}",
       "start => z | n:=1 +a +b -b -a +z"},
      {"a start is not asked when something below is named",
       "states: [{id: z, on: [{event: go, to: a1}]}, {id: a, start: {to: a2, actions: [{log: no}]}, states: [{id: a1}, {id: a2}]}]",
       "start => z | +z \n go => a1 | -z +a +a1"},
      {"a start that leads to a history: its own actions, then those of the default, and later only its own",
       "states: [{id: a, start: {to: h, actions: [{log: own}]}, on: [{event: again, to: a}], states: [{id: h, history: shallow, on: [{to: b, actions: [{log: fresh}]}]}, {id: b, on: [{event: go, to: c}]}, {id: c}]}]",
       "start => b | own fresh +a +b \n go => c | -b +c \n again => c | -c -a own +a +c"},
  });
}

TEST(ChartTest, If) {
  PlayAll({
      {"either these actions or those",
       "states: [{id: a, on: [{event: go, actions: [{if: {when: {fact: is_top}, then: [{log: yes}, {raise: up}], else: [{log: no}]}}, {log: after}]}, {event: up, actions: [{log: up}]}]}]",
       "start => a | +a \n go => a | no after \n fact is_top \n go => a | yes after up"},
      {"without another way nothing", "states: [{id: a, on: [{event: go, actions: [{if: {when: {fact: is_top}, then: [{log: yes}]}}]}]}]",
       "start => a | +a \n go => a |"},
      {"one in the other, and a variable that was just set",
       "states: [{id: a, on: [{event: go, actions: [{assign: {variable: n, add: 1}}, {if: {when: {compare: {variable: n, is: 1}}, then: [{log: one}], else: [{if: {when: {compare: {variable: n, is: 2}}, then: [{log: two}]}}]}}]}]}]",
       "start => a | +a \n go => a | n:=1 one \n go => a | n:=2 two \n go => a | n:=3"},
      {"a state is active while its entry and its exit run, and what is below is not",
       "states: [{id: a, entry: [{if: {when: {in: a}, then: [{log: in}]}}, {if: {when: {in: b}, then: [{log: early}]}}], exit: [{if: {when: {in: a}, then: [{log: still}]}}, {if: {when: {in: b}, then: [{log: late}]}}], on: [{event: go, to: z}], states: [{id: b}]}, {id: z}]",
       "start => b | in +a +b \n go => z | -b -a still +z"},
  });
}

TEST(ChartTest, DoneEvents) {
  PlayAll({
      {"a final child gives done.state of its parent",
       "states: [{id: a, on: [{event: done.state.a, to: b}], states: [{id: a1, on: [{event: go, to: af}]}, {id: af, final: true}]}, {id: b}]",
       "start => a1 | +a +a1 \n go => b | -a1 +af -af -a +b"},
      {"a parallel state is done when all its regions are",
       "states: [{id: p, parallel: true, on: [{event: done.state.p, to: z}], states: [{id: a, states: [{id: a1, on: [{event: x, to: af}]}, {id: af, final: true}]}, {id: b, states: [{id: b1, on: [{event: y, to: bf}]}, {id: bf, final: true}]}]}, {id: z}]",
       "start => a1 b1 | +p +a +a1 +b +b1 \n x => af b1 | -a1 +af \n y => z | -b1 +bf -bf -b -af -a -p +z"},
      {"a region's own done comes before the parallel state's",
       "states: [{id: p, parallel: true, on: [{event: done.state.a, actions: [{log: region}]}, {event: done.state.p, actions: [{log: whole}]}], states: [{id: a, states: [{id: a1, on: [{event: x, to: af}]}, {id: af, final: true}]}]}]",
       "start => a1 | +p +a +a1 \n x => af | -a1 +af region whole"},
      {"a parallel state in a parallel state fills the outer one, whoever comes last",
       "states: [{id: o, parallel: true, on: [{event: done.state.o, to: z}], states: [{id: p, parallel: true, states: [{id: a, states: [{id: a1, on: [{event: x, to: af}]}, {id: af, final: true}]}]}, {id: b, states: [{id: bf, final: true}]}]}, {id: z}]",
       "start => a1 bf | +o +p +a +a1 +b +bf \n x => z | -a1 +af -bf -b -af -a -p -o +z"},
      {"a final state at the top ends the chart: the rest is left, with exit actions",
       "states: [{id: a, on: [{event: go, to: end}]}, {id: end, final: true, entry: [{log: in}], exit: [{log: out}]}]",
       "start => a | +a \n go => end done | -a in +end -end out \n go => ignored"},
      {"a chart may end at its start", "states: [{id: end, final: true}]", "start => end done | +end -end"},
      {"what was raised when the end came is not handled",
       "states: [{id: a, on: [{event: go, to: end, actions: [{raise: more}]}, {event: more, actions: [{log: x}]}]}, {id: end, final: true}]",
       "start => a | +a \n go => end done | -a +end -end"},
  });
}

TEST(ChartTest, EventsAndOrder) {
  PlayAll({
      {"a shorter name matches longer ones by whole tokens",
       "states: [{id: a, on: [{event: x.y, actions: [{log: hit}]}]}]",
       "start => a | +a \n x.y => a | hit \n x.y.z => a | hit \n x.yz => ignored \n x => ignored"},
      {"a closing star is the same as none", "states: [{id: a, on: [{event: x.*, actions: [{log: hit}]}]}]",
       "start => a | +a \n x => a | hit \n x.y => a | hit \n xy => ignored"},
      {"a star alone matches every event but the null event",
       "states: [{id: a, on: [{event: \"*\", actions: [{log: hit}]}]}]",
       "start => a | +a \n any.thing => a | hit \n nothing => ignored"},
      {"several names, with spaces between", "states: [{id: a, on: [{event: 'x  y.z', actions: [{log: hit}]}]}]",
       "start => a | +a \n x => a | hit \n y.z => a | hit \n y => ignored"},
      {"a timer fires under its state and its number among the timers",
       "states: [{id: a, on: [{event: go, to: b}, {after: {seconds: 1}, to: b}, {after: {working_days: 5}, to: c}]}, {id: b}, {id: c}]",
       "start => a | +a \n after.a.2 => ignored \n after.a.1 => c | -a +c"},
      {"an eventless transition is taken at once", "states: [{id: a, on: [{to: b}]}, {id: b}]", "start => b | +a -a +b"},
      {"eventless before internal events",
       "states: [{id: a, on: [{event: go, to: b, actions: [{raise: i}]}]}, {id: b, on: [{event: i, to: x}, {to: c}]}, {id: c, on: [{event: i, to: y}]}, {id: x}, {id: y}]",
       "start => a | +a \n go => y | -a +b -b +c -c +y"},
      {"internal events in the order they were raised",
       "states: [{id: a, entry: [{raise: one}, {raise: two}], on: [{event: one, actions: [{log: '1'}]}, {event: two, actions: [{log: '2'}]}]}]",
       "start => a | +a 1 2"},
      {"raised on exit before raised by the transition before raised on entry",
       "states: [{id: a, exit: [{raise: one}], on: [{event: go, to: b, actions: [{raise: two}]}]}, {id: b, entry: [{raise: three}], on: [{event: one, actions: [{log: '1'}]}, {event: two, actions: [{log: '2'}]}, {event: three, actions: [{log: '3'}]}]}]",
       "start => a | +a \n go => b | -a +b 1 2 3"},
      {"a raised event that nothing waits for is gone",
       "states: [{id: a, entry: [{raise: lost}], on: [{event: go, to: b}]}, {id: b, on: [{event: lost, to: a}]}]",
       "start => a | +a \n go => b | -a +b"},
      {"actions see the event they are run for",
       "states: [{id: a, on: [{event: go, to: b}]}, {id: b, entry: [{log: event}], on: [{to: c}]}, {id: c, entry: [{log: event}, {raise: inner}], on: [{event: inner, actions: [{log: event}]}]}]",
       "start => a | +a \n go => c | -a event:go +b -b event:go +c event:inner"},
  });
}

TEST(ChartTest, GuardsAndActions) {
  PlayAll({
      {"a fact that comes true is seen at the next event, whatever it is",
       "states: [{id: a, on: [{when: {fact: reports_ended}, to: b}]}, {id: b}]",
       "start => a | +a \n tick => ignored \n fact reports_ended \n tick => b | -a +b"},
      {"the null event asks eventless transitions again", "states: [{id: a, on: [{when: {fact: is_top}, to: b}]}, {id: b}]",
       "start => a | +a \n nothing => ignored \n fact is_top \n nothing => b | -a +b"},
      {"all, any and not",
       "states: [{id: a, on: [{event: go, when: {all: [{fact: is_top}, {any: [{fact: has_frame}, {not: {fact: has_reports}}]}]}, to: b}]}, {id: b}]",
       "start => a | +a \n go => ignored \n fact is_top \n fact has_reports \n go => ignored \n no has_reports \n go => b | -a +b"},
      {"a field of the event",
       "states: [{id: a, on: [{event: go, when: {compare: {field: n, less_than: 5}}, to: b}]}, {id: b}]",
       "start => a | +a \n go n=5 => ignored \n go n=4 => b | -a +b"},
      {"raised events carry no data",
       "states: [{id: a, on: [{event: go, actions: [{raise: inner}]}, {event: inner, when: {compare: {field: n, present: true}}, to: b}]}, {id: b}]",
       "start => a | +a \n go n=5 => a |"},
      {"a variable counts, and a guard reads it",
       "states: [{id: a, on: [{event: go, actions: [{assign: {variable: n, add: 1}}]}, {when: {compare: {variable: n, is: 2}}, to: b}]}, {id: b}]",
       "start => a | +a \n go => a | n:=1 \n go => b | n:=2 -a +b"},
      {"effects go to the world in their order",
       "states: [{id: a, entry: [{notify: {to: leader, message: hello}}], on: [{event: go, actions: [{send: {event: up, to: superior}}, {log: then}]}]}]",
       "start => a | notify:hello +a \n go => a | send:up then"},
      {"a guard on a state that is active", "states: [{id: a, on: [{event: go, when: {in: a}, to: b}]}, {id: b}]",
       "start => a | +a \n go => b | -a +b"},
  });
}

// Counts to `turns` in eventless microsteps of its own, with one more for the event that begins it.
Outcome CountTo(int turns) {
  const auto chart = ReadChart(fmt::format(
      "states: [{{id: a, on: [{{event: go, to: b}}]}}, {{id: b, on: [{{when: {{compare: {{variable: n, less_than: {}}}}},"
      " actions: [{{assign: {{variable: n, add: 1}}}}]}}]}}]", turns));
  World world;
  world.variables["n"] = 0;
  Configuration configuration;
  chart->Start(configuration, world);
  return chart->Handle(configuration, {"go", {}}, world);
}

TEST(ChartTest, LimitIsExact) {
  EXPECT_EQ(CountTo(kMaxMicrosteps - 1), Outcome::kHandled);
  EXPECT_EQ(CountTo(kMaxMicrosteps), Outcome::kLimit);
}

TEST(ChartTest, LimitLeavesConfigurationAlone) {
  const auto chart = ReadChart("states: [{id: a, on: [{event: go, to: b}]}, {id: b, on: [{to: b}]}]");
  World world;
  Configuration configuration;
  chart->Start(configuration, world);
  const Configuration before = configuration;
  EXPECT_EQ(chart->Handle(configuration, {"go", {}}, world), Outcome::kLimit);
  EXPECT_EQ(configuration, before);
}

TEST(ChartTest, Awaited) {
  const auto chart = ReadChart(
      "states: [{id: a, on: [{event: 'out.* stop', to: z}, {event: '*', to: z}], states: [{id: a1, on: [{event: x, to: z}, {to: z, when: {fact: is_top}},"
      " {after: {seconds: 1}, to: z}, {event: stop, to: z}]}]}, {id: z, final: true}]");
  World world;
  Configuration configuration;
  chart->Start(configuration, world);
  EXPECT_THAT(chart->Awaited(configuration), testing::ElementsAre("out", "stop", "*", "x", "after.a1.0"));
  chart->Handle(configuration, {"stop", {}}, world);
  EXPECT_THAT(chart->Awaited(configuration), testing::IsEmpty());
}

TEST(ChartTest, FindState) {
  const auto chart = ReadChart("states: [{id: a, states: [{id: a1, title: Her}]}]");
  ASSERT_NE(chart->FindState("a1"), nullptr);
  EXPECT_EQ(chart->FindState("a1")->title().nb(), "Her");
  EXPECT_EQ(chart->FindState("b"), nullptr);
}

// A configuration of another version of the chart: names that are gone are passed over.
TEST(ChartTest, ForeignConfiguration) {
  const auto chart = ReadChart(kDeep);
  World world;
  Configuration gone = {{"nowhere"}, {{"h", {{"z", "h", "a2", "nowhere"}}}}, false};
  EXPECT_EQ(chart->Handle(gone, {"back", {}}, world), Outcome::kIgnored);
  Configuration known = {{"z"}, {{"h", {{"z", "h", "a2", "nowhere"}}}}, false};
  EXPECT_EQ(chart->Handle(known, {"back", {}}, world), Outcome::kHandled);
  EXPECT_THAT(known.active, testing::ElementsAre("a2"));
}

// What the check refuses must still not bring a server down.
TEST(ChartTest, UncheckedChartsRun) {
  for (const char* yaml : {"{}", "states: [{id: a, on: [{event: go, to: nowhere}]}]", "states: [{id: a}, {id: a}]",
                           "states: [{id: p, parallel: true}]", "states: [{id: h, history: deep}]",
                           "states: [{id: a, start: {to: a}, states: [{id: b, start: {to: a}}]}]", "{start: {to: nowhere}, states: [{id: a, start: {}}]}",
                           "states: [{id: p, start: {to: h}, states: [{id: h, history: deep, on: [{to: p}]}, {id: a}]}]",
                           "states: [{id: p, states: [{id: h, history: deep, on: [{to: p}]}], initial: h}]",
                           "states: [{id: p, initial: h, states: [{id: h, history: deep, on: [{to: p}]}, {id: a}]}]",
                           "states: [{id: a, on: [{event: go, when: {in: b}, to: [a, a]}]}]"}) {
    const auto chart = ReadChart(yaml);
    World world;
    Configuration configuration;
    chart->Start(configuration, world);
    EXPECT_NE(chart->Handle(configuration, {"go", {}}, world), Outcome::kLimit) << yaml;
  }
}

}  // namespace
}  // namespace arshjul::statechart
