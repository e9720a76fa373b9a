// Work follows people: what happens to steps, tasks and agreements when the organisation changes.
#include <algorithm>
#include <map>
#include <memory>
#include <unordered_map>

#include "cycle/daily.h"
#include "cycle/delegation.h"
#include "cycle/plan.h"
#include "cycle/stepping.h"

namespace arshjul::cycle {
namespace {

using organisation::Pair;
using workflow::v1::Phase;

// The pairs of a day, found by their two and by the leader: thousands of steps and agreements each ask for theirs.
class PairsOfDay {
 public:
  explicit PairsOfDay(std::vector<Pair> pairs) : all_(std::move(pairs)) {
    for (const Pair& pair : all_) {
      by_two_.emplace(pair.leader + "~" + pair.superior, &pair);
      by_leader_[pair.leader].push_back(&pair);
    }
  }
  PairsOfDay(const PairsOfDay&) = delete;
  PairsOfDay& operator=(const PairsOfDay&) = delete;

  const std::vector<Pair>& all() const { return all_; }
  // Null: they are not leader and superior.
  const Pair* Of(const std::string& leader, const std::string& superior) const {
    auto found = by_two_.find(leader + "~" + superior);
    return found == by_two_.end() ? nullptr : found->second;
  }
  const std::vector<const Pair*>& OfLeader(const std::string& leader) const {
    static const std::vector<const Pair*> kNone;
    auto found = by_leader_.find(leader);
    return found == by_leader_.end() ? kNone : found->second;
  }

 private:
  const std::vector<Pair> all_;
  std::unordered_map<std::string, const Pair*> by_two_;
  std::unordered_map<std::string, std::vector<const Pair*>> by_leader_;
};

// What a leader has given away stays so for as long as it would be that leader's, who may still lean on whoever has it. That one of
// the two is away changes nothing: whoever gave it can take it back.
bool StaysGivenAway(Decision& decision, const Task& task, const organisation::Assignment& routed) {
  const organisation::Assignment& has = task.assignment;
  if (has.because != organisation::Because::kDelegated) return false;
  const bool still_the_leaders = routed.person == has.on_behalf_of || routed.on_behalf_of == has.on_behalf_of;
  if (!still_the_leaders) return false;
  const std::vector<std::string> persons = LeansOn(decision.org(), has.on_behalf_of, decision.Today());
  return std::find(persons.begin(), persons.end(), has.person) != persons.end() && MayBeGiven(decision.state, decision.context, task, has.person);
}

void FollowTasks(Decision& decision, const std::string& reason) {
  std::map<std::string, std::shared_ptr<const statechart::Workflow>> workflows;  // by cycle
  // Giving one task to somebody else changes that row alone: the others stay where they are.
  for (const Task* task : decision.state.tasks.By(Task::kOpen, "open")) {
    const Step* step = decision.state.steps.Find(task->step);
    const Cycle* cycle = decision.state.cycles.Find(task->cycle);
    if (step == nullptr || cycle == nullptr) continue;
    // Given to somebody by hand, it stays there for as long as that person does.
    const bool given = task->assignment.because == organisation::Because::kReassigned;
    const bool stays = given && !decision.org().HasLeft(task->assignment.person, decision.Today());
    if (stays && MayBeGiven(decision.state, decision.context, *task, task->assignment.person)) continue;
    auto& workflow = workflows[task->cycle];
    if (workflow == nullptr) workflow = decision.WorkflowOf(*cycle);
    organisation::Assignment to = AssignParty(decision, *step, workflow->tasks.at(task->kind)->party());
    if (to == task->assignment || StaysGivenAway(decision, *task, to)) continue;
    const std::string key = task->Key(), before = task->assignment.person;
    decision.Emit(TaskReassigned{key, before, to, reason});
    if (to.person != before) decision.Tell(to.person, "reassigned", {{"reason", reason}}, {key});
  }
}

void FollowUnits(Decision& decision, const Cycle& cycle, const PhaseRun& run, const Phase& phase, const std::string& reason) {
  Date today = decision.Today();
  std::vector<std::string> gone;
  for (const Step* step : decision.state.steps.By(Step::kRunningByPhase, cycle.Key() + "/" + run.id)) {
    const organisation::Unit* unit = decision.org().FindUnit(step->subject);
    if (unit == nullptr || !decision.org().Exists(*unit, today)) gone.push_back(step->Key());
  }
  for (const std::string& key : gone) Stop(decision, key, StepState::kCancelled, reason);
  // A phase that a decision has overtaken, or that is over, takes nobody in any more.
  if (!run.open || run.ended || ByOccasion(phase) || (!phase.overtaken_by().empty() && cycle.decided_on) || !cycle.cohort.empty()) return;
  for (const organisation::Unit* unit : decision.org().Preorder(today)) {
    CreateStep(decision, {.cycle = cycle.Key(), .phase = run.id, .subject = unit->id, .units = {unit->id}});
  }
}

// A unit that has moved or come is missing from, or new to, what the unit above waits for; nothing else would tell it.
void AskAgain(Decision& decision, const Cycle& cycle, const PhaseRun& run) {
  for (const Step* step : decision.state.steps.By(Step::kRunningByPhase, cycle.Key() + "/" + run.id)) {
    if (step->state == StepState::kActive) decision.sent.push_back({step->Key(), {}});
  }
}

// Of the units that the leader holds under the superior, those that take part in the phase.
std::vector<std::string> UnitsOf(const Cycle& cycle, const Phase& phase, const Pair& pair) {
  std::vector<std::string> units = pair.units;
  std::erase_if(units, [&](const std::string& unit) {
    return ByOccasion(phase) ? !InCohort(cycle, unit) : !TakesPart(cycle, phase, {&unit, 1});
  });
  return units;
}

void CreatePairStep(Decision& decision, const Cycle& cycle, const Phase& phase, const Pair& pair, int about_year = 0) {
  std::vector<std::string> units = UnitsOf(cycle, phase, pair);
  if (units.empty()) return;
  CreateStep(decision, {.cycle = cycle.Key(), .phase = phase.id(), .subject = pair.leader + "~" + pair.superior, .leader = pair.leader,
                        .superior = pair.superior, .by_mandate = pair.by_mandate, .units = std::move(units), .about_year = about_year});
}


// Talk and agreement are bound to persons: what two had going ends when they are no longer leader and superior, and the
// leader goes on with the new superior. Between two who still are, it is about the units that the leader holds now.
void FollowPairs(Decision& decision, const Cycle& cycle, const PhaseRun& run, const Phase& phase, const PairsOfDay& pairs,
                 const std::string& reason) {
  std::vector<Step> gone;
  std::vector<StepUnitsChanged> changed;
  for (const Step* step : decision.state.steps.By(Step::kRunningByPhase, cycle.Key() + "/" + run.id)) {
    const Pair* pair = pairs.Of(step->leader, step->superior);
    std::vector<std::string> units = pair == nullptr ? std::vector<std::string>() : UnitsOf(cycle, phase, *pair);
    // A phase that is open for a part of the municipality alone takes in no more of it.
    if (!run.open && !ByOccasion(phase)) {
      std::erase_if(units, [&](const std::string& unit) { return std::find(step->units.begin(), step->units.end(), unit) == step->units.end(); });
    }
    if (units.empty()) {
      gone.push_back(*step);
    } else if (units != step->units) {
      changed.push_back({step->Key(), std::move(units)});
    }
  }
  for (StepUnitsChanged& change : changed) {
    const std::string key = change.step;
    decision.Emit(std::move(change));
    // What it waited for may be among the units that left.
    decision.sent.push_back({key, {}});
  }
  for (const Step& step : gone) {
    Stop(decision, step.Key(), StepState::kCancelled, reason);
    for (const Pair* pair : pairs.OfLeader(step.leader)) {
      // What was made by an occasion concerns those units alone.
      bool concerned = !ByOccasion(phase) || std::any_of(pair->units.begin(), pair->units.end(), [&](const std::string& unit) {
                         return std::find(step.units.begin(), step.units.end(), unit) != step.units.end();
                       });
      if (concerned) CreatePairStep(decision, cycle, phase, *pair, step.about_year);
    }
  }
}

// Agreements of two who are no longer leader and superior are kept, ended.
void EndAgreements(Decision& decision, const PairsOfDay& pairs) {
  std::vector<std::string> ended;
  for (const Agreement* agreement : decision.state.agreements.By(Agreement::kByStanding, "signed")) {
    if (pairs.Of(agreement->leader, agreement->superior) == nullptr) ended.push_back(agreement->Key());
  }
  for (const std::string& key : ended) decision.Emit(AgreementStateChanged{key, AgreementState::kEnded});
}

// A leader who has come while the cycle runs gets a start agreement.
void WelcomeLeaders(Decision& decision, const Cycle& cycle, const statechart::Workflow& workflow, const PairsOfDay& pairs) {
  const Phase* phase = nullptr;
  for (const Phase& candidate : workflow.definition.phases()) {
    if (candidate.for_new_leaders() && cycle.FindPhase(candidate.id()) != nullptr) phase = &candidate;
  }
  if (phase == nullptr) return;
  Date launched = decision.context.calendar->LocalDate(cycle.launched);
  for (const Pair& pair : pairs.all()) {
    bool fresh = std::any_of(pair.units.begin(), pair.units.end(), [&](const std::string& unit) {
      const organisation::Holding* holding = decision.org().HolderOf(unit, decision.Today());
      return holding != nullptr && holding->span.from && *holding->span.from > launched;
    });
    if (fresh && decision.state.agreements.By(Agreement::kByPair, pair.leader + "~" + pair.superior).empty()) {
      CreatePairStep(decision, cycle, *phase, pair);
    }
  }
}

}  // namespace

void FollowAbsences(Decision& decision, const std::string& reason) {
  auto cycles = decision.state.cycles.All();
  const bool running = std::any_of(cycles.begin(), cycles.end(), [](const Cycle* cycle) {
    return cycle->state == CycleState::kRunning || cycle->state == CycleState::kSuspended;
  });
  if (running) FollowTasks(decision, reason);
}

void FollowOrganisation(Decision& decision, const std::string& reason) {
  std::vector<Cycle> running;
  for (const Cycle* cycle : decision.state.cycles.All()) {
    if (cycle->state == CycleState::kRunning || cycle->state == CycleState::kSuspended) running.push_back(*cycle);
  }
  const PairsOfDay pairs(organisation::Pairs(decision.org(), decision.Today()));
  EndAgreements(decision, pairs);
  if (running.empty()) return;
  bool tree_changed = std::any_of(decision.outcome.events.begin(), decision.outcome.events.end(),
                                  [](const Event& event) { return std::holds_alternative<UnitChanged>(event); });
  for (const Cycle& cycle : running) {
    auto workflow = decision.WorkflowOf(cycle);
    for (const PhaseRun& run : cycle.phases) {
      const Phase& phase = *workflow->phases.at(run.id);
      if (phase.scope() == workflow::v1::SCOPE_PAIR) FollowPairs(decision, cycle, run, phase, pairs, reason);
      if (phase.scope() != workflow::v1::SCOPE_UNIT) continue;
      FollowUnits(decision, cycle, run, phase, reason);
      if (tree_changed) AskAgain(decision, cycle, run);
    }
  }
  // Into the newest cycle whose targets are decided: there is nothing to agree on before that.
  const Cycle* into = &running.back();
  for (const Cycle& cycle : running) {
    if (cycle.decided_on && !running.back().decided_on) into = &cycle;
  }
  WelcomeLeaders(decision, *into, *decision.WorkflowOf(*into), pairs);
  FollowTasks(decision, reason);
}

}  // namespace arshjul::cycle
