// Steps: how they are made, start, take events, end, and what their ending sets going. Inside server/cycle only.
#pragma once

#include <string>
#include <vector>

#include "cycle/decision.h"

namespace arshjul::cycle {

// How a chart took an event.
enum class Taken { kHandled, kIgnored, kLimit };

// Runs the chart of an active step on one event. A chart that never comes to rest is parked as an incident.
Taken Deliver(Decision& decision, const std::string& step, const statechart::Event& event);

// Where the step stands after its chart has run: `where` says so and was not emitted yet. A step that has come to its end is
// followed by what its end sets going.
void Arrive(Decision& decision, const std::string& step, Event where);

// What the end of a step sets going, where the step has come to its end: the second half of Arrive, for whom its first half is
// not enough.
void FollowArrival(Decision& decision, const std::string& step);

// Refuses: the chart of the step passed a limit.
void RefuseAt(Decision& decision, const std::string& step, const statechart::LimitPassed& passed);

// What people see: the first active state, an unfinished region before a finished one.
std::string Shown(const statechart::Chart& chart, const statechart::Configuration& configuration);

// Starts a waiting step whose predecessors have ended; leaves any other as it is.
void StartWhenReady(Decision& decision, const std::string& step);

// Ends a step from outside: overtaken or cancelled. Its tasks are withdrawn and its timers cancelled.
void Stop(Decision& decision, const std::string& step, StepState how, const std::string& reason);

// Delivers what was sent, and what that sends, until nothing is left.
void Settle(Decision& decision);

// Opens a phase: makes a step for each subject that takes part (`within` a subtree, or "" for everybody) and starts those
// that can start.
void OpenPhaseNow(Decision& decision, const std::string& cycle, const std::string& phase, const std::string& within,
                  const std::string& reason);

// The newest step of the phase for the subject, or null: one that was cancelled may have come again.
const Step* NewestStep(State& state, const std::string& cycle, const std::string& phase, const std::string& subject);

// Makes and starts one step, unless there is one already that was not cancelled. Returns its key.
std::string CreateStep(Decision& decision, Step step);

// Who must do it: the routing of a task of this step by party, today.
organisation::Assignment AssignParty(Decision& decision, const Step& step, workflow::v1::Party party);

// The transitions that `task`'s actions would take now, guards on the step's variables asked and those on form data not.
bool ActionPossible(const statechart::Workflow& workflow, const Step& step, const Task& task, const std::string& action);

// Whoever is asked has this many working days, and a phase is no shorter (year.md rule 1).
inline constexpr int kLeastWorkingDays = 5;

// The unit's own slice of a phase that is cut by height. Where there are more levels than the window has room for side by
// side, slices overlap, so that each still has its kLeastWorkingDays before the phase ends.
struct Window {
  Date first, last;
};
// Working days from one level's opening to the next one's, of a window of that many; less than 1: several open on one.
int SliceStep(int working_days, int levels);
Window SliceOf(Decision& decision, const PhaseRun& phase, const std::string& unit);

// The step of the same phase of the unit above, or "".
std::string SuperiorStep(Decision& decision, const Step& step);

inline bool Ended(const Step& step) {
  return step.state != StepState::kWaiting && step.state != StepState::kActive;
}

}  // namespace arshjul::cycle
