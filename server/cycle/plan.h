// A launch before it happens: days, what each phase asks of how many, and where it cannot hold. Inside server/cycle only.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "cycle/decision.h"

namespace arshjul::cycle {

// The cycle that the command would launch, with every parameter resolved; violations name "params.<id>", "cohort line 3".
Cycle ResolveCycle(Decision& decision, const LaunchCycle& command, const WorkflowRow& row, const statechart::Workflow& workflow,
                   std::vector<FieldViolation>& violations);

// The newest version of the name, or the one asked for as name@version; null where there is none.
const WorkflowRow* FindWorkflow(State& state, const std::string& text);

// The cycle as it would be under another version. A phase that anybody has begun keeps its days; parameters that somebody
// chose are kept, too, and the rest follows the version. Violations as in ResolveCycle.
Cycle ResolveMigration(Decision& decision, const MigrateCycle& command, const Cycle& running, const statechart::Workflow& from,
                       const WorkflowRow& row, const statechart::Workflow& to, std::vector<FieldViolation>& violations);

// Has anybody a step of the phase, or is it open or over? Then it is no more a plan.
bool Begun(State& state, const Cycle& cycle, const PhaseRun& run);

void SetPhaseTimer(Decision& decision, const std::string& cycle, const std::string& phase, Timer::Kind kind, Instant at);

// What cannot hold (windows too short, ends before openings) of phases that nobody has begun: field "params.<id>".
std::vector<FieldViolation> PlanProblems(Decision& decision, const Cycle& cycle, const statechart::Workflow& workflow);

// The plan as the caller is shown it: tasks, leaders, phases, vacancies, holidays hit, warnings.
Value DescribePlan(Decision& decision, const Cycle& cycle, const statechart::Workflow& workflow);

// With a cohort file, who is not named in it does not take part.
bool InCohort(const Cycle& cycle, const std::string& unit);

// Are steps of the phase made by what happens, beside or instead of its opening?
inline bool ByOccasion(const workflow::v1::Phase& phase) { return phase.for_new_leaders() || phase.on_target_change(); }

// Does the pair or unit take part in the phase, by cohort and condition?
bool TakesPart(const Cycle& cycle, const workflow::v1::Phase& phase, std::span<const std::string> units);

}  // namespace arshjul::cycle
