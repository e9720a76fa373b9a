#include "cycle/query_board.h"

#include <algorithm>
#include <unordered_set>

#include "cycle/relation.h"

namespace arshjul::cycle {
namespace {

// Keys of the steps that an event changed, or "" for none.
struct TouchedStep {
  State& state;

  std::string OfTask(const std::string& key) const {
    const Task* task = state.tasks.Find(key);
    return task == nullptr ? "" : task->step;
  }
  std::string operator()(const StepCreated& event) const { return event.step.Key(); }
  std::string operator()(const StepMoved& event) const { return event.step; }
  std::string operator()(const StepMigrated& event) const { return event.step; }
  std::string operator()(const StepRecorded& event) const { return event.step; }
  std::string operator()(const StepStopped& event) const { return event.step; }
  std::string operator()(const StepUnitsChanged& event) const { return event.step; }
  std::string operator()(const TaskOpened& event) const { return event.task.step; }
  std::string operator()(const TaskCompleted& event) const { return OfTask(event.task); }
  std::string operator()(const TaskWithdrawn& event) const { return OfTask(event.task); }
  std::string operator()(const TaskReassigned& event) const { return OfTask(event.task); }
  std::string operator()(const TaskMigrated& event) const { return OfTask(event.task); }
  std::string operator()(const auto&) const { return ""; }
};

}  // namespace

const Standings& Board::Of(const std::string& phase) const {
  static const Standings kNone;
  auto found = phases_.find(phase);
  return found == phases_.end() ? kNone : found->second;
}

void Board::Load(State& state) {
  phases_.clear();
  // One look-up instead of one for each task.
  state.tasks.By(Task::kOpen, "open");
  const Cycle* cycle = state.cycles.Find(cycle_);
  if (cycle == nullptr) return;
  for (const PhaseRun& phase : cycle->phases) {
    for (const Step* step : state.steps.By(Step::kByPhase, cycle_ + "/" + phase.id)) Read(state, *step);
  }
}

void Board::Follow(State& state, const std::vector<Event>& events) {
  std::unordered_set<std::string> touched;
  for (const Event& event : events) {
    std::string step = std::visit(TouchedStep{state}, event);
    if (step.starts_with(cycle_ + "/")) touched.insert(std::move(step));
  }
  for (const std::string& key : touched) {
    if (const Step* step = state.steps.Find(key)) Read(state, *step);
  }
}

void Board::Read(State& state, const Step& step) {
  Standing standing{step.leader, step.superior, ConductorOf(step), step.units, step.state, step.shown, {}, step.round};
  for (const std::string& key : step.open_tasks) {
    if (const Task* task = state.tasks.Find(key)) standing.tasks.push_back({task->assignment.person, task->due});
  }
  std::stable_sort(standing.tasks.begin(), standing.tasks.end(), [](const OpenTask& a, const OpenTask& b) { return a.due < b.due; });
  Standing& kept = phases_[step.phase][step.subject];
  // Of what has come again, the newest is what stands.
  if (kept.round <= standing.round) kept = std::move(standing);
}

std::pair<int, int> Board::CountTasks(Date today) const {
  std::pair<int, int> counts;
  for (const auto& [phase, standings] : phases_) {
    for (const auto& [subject, standing] : standings) {
      for (const OpenTask& task : standing.tasks) {
        ++counts.first;
        counts.second += task.due < today ? 1 : 0;
      }
    }
  }
  return counts;
}

void Board::KeepOrganisation(State& state) {
  auto now = state.SharedOrganisation();
  if (now == organisation_) return;
  units_.clear();
  pairs_.clear();
  organisation_ = std::move(now);
}

const std::vector<const organisation::Unit*>& Board::UnitsOn(State& state, Date day) {
  KeepOrganisation(state);
  auto [it, fresh] = units_.try_emplace(day);
  if (fresh) it->second = organisation_->Preorder(day);
  return it->second;
}

const std::vector<organisation::Pair>& Board::PairsOn(State& state, Date day) {
  KeepOrganisation(state);
  auto [it, fresh] = pairs_.try_emplace(day);
  if (fresh) it->second = organisation::Pairs(*organisation_, day);
  return it->second;
}

}  // namespace arshjul::cycle
