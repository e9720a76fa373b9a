#include "simulation/chronicle.h"

#include <cstdlib>

namespace arshjul::simulation {

using namespace cycle;

// One entry of the log, told to the chronicle.
struct Teller {
  Chronicle& chronicle;
  Date day;
  int64_t completed = 0;  // the task whose completion all this is

  TaskLife* TaskOf(const std::string& key) {
    auto found = chronicle.tasks_.find(std::atoll(key.c_str()));
    return found == chronicle.tasks_.end() ? nullptr : &found->second;
  }
  StepLife* StepOf(const std::string& key) {
    auto found = chronicle.steps_.find(key);
    return found == chronicle.steps_.end() ? nullptr : &found->second;
  }
  void End(const std::string& key, TaskState state) {
    TaskLife* task = TaskOf(key);
    if (task == nullptr) return;
    task->state = state;
    task->ended = day;
    chronicle.open_.erase(task->number);
  }
  void EndStep(StepLife& step, StepState state) {
    step.state = state;
    step.ended = day;
    step.cause = completed;
  }

  void operator()(const CycleLaunched& e) { chronicle.cycles_[e.cycle.Key()] = {CycleState::kRunning, day, 0}; }
  void operator()(const CycleStateChanged& e) { chronicle.cycles_[e.cycle] = {e.state, day, completed}; }
  void operator()(const StepCreated& e) {
    StepLife step;
    step.cycle = e.step.cycle;
    step.phase = e.step.phase;
    step.subject = e.step.subject;
    step.leader = e.step.leader;
    step.superior = e.step.superior;
    step.opened = day;
    step.state = e.step.state;
    chronicle.steps_[e.step.Key()] = std::move(step);
  }
  void operator()(const StepMoved& e) {
    StepLife* step = StepOf(e.step);
    if (step == nullptr) return;
    step->shown = e.shown;
    step->state = e.state;
    if (e.state == StepState::kDone) EndStep(*step, e.state);
  }
  void operator()(const StepStopped& e) {
    if (StepLife* step = StepOf(e.step)) {
      step->explanation = e.reason;
      EndStep(*step, e.state);
    }
  }
  void operator()(const StepExplained& e) {
    if (StepLife* step = StepOf(e.step)) step->explanation = e.explanation;
  }
  // A talk's day stands with its step.
  void operator()(const StepRecorded& e) {
    StepLife* step = StepOf(e.step);
    auto held_on = e.recorded.find("held_on");
    if (step == nullptr || step->leader.empty() || held_on == e.recorded.end()) return;
    auto conductor = e.recorded.find("conductor");
    std::optional<Date> talk = ParseDate(held_on->second.Text());
    if (!talk) return;
    if (step->talk) --chronicle.talks_[{step->conductor, *step->talk}];
    step->talk = talk;
    step->conductor = conductor == e.recorded.end() || conductor->second.IsBlank() ? step->superior : conductor->second.Text();
    ++chronicle.talks_[{step->conductor, *talk}];
  }
  void operator()(const TaskOpened& e) {
    TaskLife task;
    task.number = e.task.number;
    task.kind = e.task.kind;
    task.step = e.task.step;
    task.cycle = e.task.cycle;
    task.phase = e.task.phase;
    task.unit = e.task.unit;
    task.person = e.task.assignment.person;
    task.came = task.opened = day;
    task.custody = {{task.person, day}};
    task.due = e.task.due;
    task.turn = ++chronicle.turns_[{task.kind, task.step}];
    task.cause = completed;
    if (StepLife* step = StepOf(task.step)) step->last_task = task.number;
    chronicle.open_.insert(task.number);
    chronicle.fresh_.push_back(task.number);
    chronicle.tasks_.emplace(task.number, std::move(task));
  }
  void operator()(const TaskCompleted& e) {
    End(e.task, TaskState::kDone);
    TaskLife* task = TaskOf(e.task);
    if (task == nullptr) return;
    task->action = e.action;
    task->person = e.by;
    completed = task->number;
  }
  void operator()(const TaskWithdrawn& e) { End(e.task, TaskState::kWithdrawn); }
  void operator()(const TaskReassigned& e) {
    TaskLife* task = TaskOf(e.task);
    if (task == nullptr || task->person == e.to.person) return;
    task->person = e.to.person;
    task->came = day;
    task->custody.push_back({task->person, day});
    chronicle.fresh_.push_back(task->number);
  }
  void operator()(const TaskEscalated& e) {
    if (TaskLife* task = TaskOf(e.task)) task->rung = e.rung;
  }
  void operator()(const IncidentRaised& e) { chronicle.incidents_.push_back({day, e.step, e.event, e.cause}); }
  void operator()(const IncidentOpened& e) {
    const std::string event = e.incident.timer ? e.incident.timer->event : e.incident.message;
    chronicle.incidents_.push_back({day, e.incident.step, event, e.incident.cause});
  }
  // Nothing of tasks and steps.
  void operator()(const auto&) {}
};

absl::Status Chronicle::Read(engine::View& view) {
  fresh_.clear();
  absl::StatusOr<std::vector<store::LogEntry>> log = view.reader.Log(sequence_, 0);
  if (!log.ok()) return log.status();
  for (const store::LogEntry& logged : *log) {
    Entry entry;
    if (!Decode(logged.body, entry)) return absl::DataLossError("a log entry cannot be read");
    Teller teller{*this, view.context.calendar->LocalDate(entry.time)};
    for (const Event& event : entry.events) std::visit(teller, event);
    sequence_ = logged.sequence;
  }
  return absl::OkStatus();
}

int Chronicle::TalksOn(const std::string& person, Date day) const {
  auto found = talks_.find({person, day});
  return found == talks_.end() ? 0 : found->second;
}

bool Chronicle::Running(const std::string& cycle) const {
  auto found = cycles_.find(cycle);
  return found != cycles_.end() && found->second.state == CycleState::kRunning;
}

std::optional<Date> Chronicle::Closed(const std::string& cycle) const {
  auto found = cycles_.find(cycle);
  if (found == cycles_.end() || found->second.state != CycleState::kClosed) return std::nullopt;
  return found->second.since;
}

int64_t Chronicle::ClosedBy(const std::string& cycle) const {
  auto found = cycles_.find(cycle);
  return found == cycles_.end() ? 0 : found->second.cause;
}

}  // namespace arshjul::simulation
