// Where the year stands, as one reader may see it. Pure. Access is decided here: office, controller and auditor see all;
// leaders their own units and those below; politicians totals, and none of fewer than three. What of a talk or an
// agreement stands between its parties is "open" or "done" to everybody else.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cycle/decide.h"
#include "cycle/query_board.h"

namespace arshjul::cycle {

// A group smaller than this is not counted for politicians.
inline constexpr int kLeastCounted = 3;

// Steps that should end and how far they have come. Vacant, excused and out of the cohort stand beside `due`, never
// inside.
struct Tally {
  int due = 0;      // with a leader on the phase's last day
  int ended = 0;    // of those
  int reached = 0;  // of those, not ended without what it was for (an agreement that nobody signed)
  int overdue = 0;  // of those due, with an overdue task
  int vacant = 0, excused = 0, out_of_cohort = 0;
  bool withheld = false;  // too few to be told: all numbers are 0
};

struct PhaseTally {
  PhaseRun run;
  Tally tally;
  // Steps there are, by what is shown of them: a state of the chart, "waiting", "overtaken", "cancelled", "open", "done".
  std::map<std::string, int> counts;
};

struct UnitInPhase {
  std::string phase;
  std::string shown;  // as in counts; "" when the unit has no step of its own
  bool done = false, overdue = false;
  bool stuck = false;  // what comes to its step by itself waits for an incident to be settled
  std::string waiting_for;  // person id
  std::optional<Date> due;
  int total_due = 0, total_done = 0, total_overdue = 0;  // with the units below
};

struct UnitStanding {
  std::string id, name, parent;
  int depth = 0;
  std::string leader;  // person id; "": vacant
  std::vector<UnitInPhase> phases;
};

struct Overview {
  std::optional<Refusal> refusal;  // kCycleNotFound, kUnitNotFound, kNotVisible
  std::vector<PhaseTally> phases;
  std::vector<UnitStanding> units;  // in tree order; none for politicians
  int max_span = 0;
  std::string max_span_unit;
  int open_tasks = 0, overdue_tasks = 0;
  std::optional<int> open_incidents;  // of the cycle; nothing for those who may not see incidents
};

struct OverviewWish {
  std::string unit;  // id: it and those below; "": all that the reader may see
  bool omit_units = false;
};

// `board` is of the cycle, and as new as the state.
Overview SummarizeCycle(State& state, const Context& context, Board& board, const OverviewWish& wish);
// The same as it stood at an earlier time: `past` and `then` are of that time, and so is the board. What the reader may see
// is decided by what the reader is now: `state` and `context` are of the present.
Overview SummarizePast(State& past, const Context& then, Board& board, const OverviewWish& wish, State& state, const Context& context);

}  // namespace arshjul::cycle
