// Workflows with a fault that somebody can take away, for tests of what is stuck until then.
#pragma once

namespace arshjul::incident {

// One step of the municipality's. It sends itself `one` after a day and `two` after two; `one` goes round in a circle as long as
// the fault is there. The office can take it away, call `one` off by its id, leave the state, or end the step.
inline constexpr const char* kTwoEvents = R"(id: two-events
language: 1
title: To hendelser
parameters:
  - {id: first, type: date, default: Y-01-05}
  - {id: last, type: date, default: Y-12-15}
phases:
  - {id: run, title: Kjøring, scope: municipality, chart: work, opens: first, ends: last}
tasks:
  - id: steer
    title: Styr
    party: office
    due: {working_days: 5}
    actions:
      - {id: mend, title: Rett, leads: forward}
      - {id: call_off, title: Ring av, leads: forward}
      - {id: leave, title: Gå videre, leads: forward}
      - {id: finish, title: Avslutt, leads: forward}
charts:
  - id: work
    states:
      - id: both
        parallel: true
        on:
          - {event: task.steer.finish, to: ended}
        states:
          - id: fault
            states:
              - id: broken
                tasks: steer
                on:
                  - {event: task.steer.mend, to: mended}
                  - {event: task.steer.leave, to: broken}
                  - {event: task.steer.call_off, to: broken, actions: [{cancel: {id: {text: the-first}}}]}
              - {id: mended}
          - id: clock
            entry:
              - {send: {event: one, to: self, id: the-first, after: {working_days: 1}}}
              - {send: {event: two, to: self, after: {working_days: 2}}}
            states:
              - id: waiting
                title: Venter
                on:
                  - {event: one, to: one_came}
                  - {event: two, to: two_came}
                  - {after: {working_days: 1}, to: day_came}
                  - {event: task.steer.leave, to: left}
              - id: one_came
                on:
                  - {when: {in: broken}, to: one_again}
                  - {event: two, to: both_came}
              - {id: one_again, on: [{when: {in: broken}, to: one_came}]}
              - {id: two_came, on: [{event: one, to: wrong_order}]}
              - {id: wrong_order}
              - {id: both_came}
              - {id: day_came, on: [{event: one, to: one_came}, {event: two, to: two_came}]}
              - {id: left, on: [{event: one, to: one_came}, {event: two, to: two_came}]}
      - {id: ended, final: true}
)";

// A step of each unit. Below the top it goes round in a circle from the start: whoever makes such a step is refused.
inline constexpr const char* kNoUnitsBelow = R"(id: no-units-below
language: 1
title: Ingen enheter under
parameters:
  - {id: first, type: date, default: Y-01-05}
  - {id: last, type: date, default: Y-12-15}
phases:
  - {id: run, title: Kjøring, scope: unit, chart: work, opens: first, ends: last}
tasks:
  - {id: wait, title: Vent, party: leader, due: {working_days: 5}, actions: [{id: end, title: Ferdig, leads: forward}]}
charts:
  - id: work
    states:
      - id: beginning
        on:
          - {when: {fact: is_top}, to: working}
          - {when: {not: {fact: is_top}}, to: beginning_again}
      - {id: beginning_again, on: [{when: {not: {fact: is_top}}, to: beginning}]}
      - {id: working, title: I arbeid, tasks: wait, on: [{event: task.wait.end, to: ended}]}
      - {id: ended, final: true}
)";

// Each leader has something to do; whoever leads from a later day than the start is welcomed, in a circle.
inline constexpr const char* kNewLeaders = R"(id: new-leaders
language: 1
title: Nye ledere
parameters:
  - {id: first, type: date, default: Y-01-05}
  - {id: last, type: date, default: Y-12-15}
phases:
  - {id: run, title: Kjøring, scope: unit, chart: work, opens: first, ends: last}
  - {id: welcome, title: Velkommen, scope: pair, chart: welcome, for_new_leaders: true, within_working_days: 20, opens: first, ends: last}
tasks:
  - {id: wait, title: Vent, party: leader, due: {working_days: 5}, actions: [{id: end, title: Ferdig, leads: forward}]}
charts:
  - id: work
    states:
      - {id: working, title: I arbeid, tasks: wait, on: [{event: task.wait.end, to: ended}]}
      - {id: ended, final: true}
  - id: welcome
    states:
      - id: beginning
        on:
          - {when: {fact: is_top}, to: welcomed}
          - {when: {not: {fact: is_top}}, to: beginning_again}
      - {id: beginning_again, on: [{when: {not: {fact: is_top}}, to: beginning}]}
      - {id: welcomed, final: true}
)";

// A step of each pair that goes round in a circle after a day.
inline constexpr const char* kBetweenTwo = R"(id: between-two
language: 1
title: Mellom to
parameters:
  - {id: first, type: date, default: Y-01-05}
  - {id: last, type: date, default: Y-12-15}
phases:
  - {id: talk, title: Samtale, scope: pair, chart: talk, opens: first, ends: last}
tasks:
  - {id: prepare, title: Forbered, party: leader, due: {working_days: 5}, actions: [{id: ready, title: Klar, leads: forward}]}
charts:
  - id: talk
    states:
      - id: preparing
        title: Forbereder
        tasks: prepare
        on:
          - {event: task.prepare.ready, to: held}
          - {after: {working_days: 1}, to: hesitating}
      - {id: hesitating, on: [{when: {not: {in: held}}, to: hesitating_again}]}
      - {id: hesitating_again, on: [{when: {not: {in: held}}, to: hesitating}]}
      - {id: held, final: true}
)";

// A step of the municipality's that says something to all talks after a day; a talk that hears it goes round in a circle.
inline constexpr const char* kNudge = R"(id: nudge
language: 1
title: Dytt
parameters:
  - {id: first, type: date, default: Y-01-05}
  - {id: last, type: date, default: Y-12-15}
phases:
  - {id: run, title: Kjøring, scope: municipality, chart: work, opens: first, ends: last}
  - {id: talk, title: Samtale, scope: pair, chart: talk, opens: first, ends: last}
tasks:
  - {id: steer, title: Styr, party: office, due: {working_days: 5}, actions: [{id: end, title: Ferdig, leads: forward}]}
  - {id: prepare, title: Forbered, party: leader, due: {working_days: 5}, actions: [{id: ready, title: Klar, leads: forward}]}
charts:
  - id: work
    states:
      - id: working
        title: I arbeid
        tasks: steer
        on:
          - {event: task.steer.end, to: ended}
          - {after: {working_days: 1}, actions: [{send: {event: nudge, to: phase, phase: talk}}]}
      - {id: ended, final: true}
  - id: talk
    states:
      - id: preparing
        title: Forbereder
        tasks: prepare
        on:
          - {event: task.prepare.ready, to: held}
          - {event: nudge, to: hesitating}
      - {id: hesitating, on: [{when: {not: {in: held}}, to: hesitating_again}]}
      - {id: hesitating_again, on: [{when: {not: {in: held}}, to: hesitating}]}
      - {id: held, final: true}
)";

}  // namespace arshjul::incident
