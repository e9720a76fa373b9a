#include "rehearsal/instance.h"

#include <algorithm>

namespace arshjul::rehearsal {
namespace {

struct Applier {
  Instance& instance;

  void operator()(const Moved& change) {
    instance.started = true;
    instance.configuration = change.configuration;
  }
  void operator()(const VariableSet& change) { instance.variables[change.variable] = change.value; }
  void operator()(const Queued& change) { instance.queue.push_back(change.event); }
  void operator()(const Dequeued&) { instance.queue.erase(instance.queue.begin()); }
  void operator()(const TimerSet& change) {
    instance.timers.push_back(change.timer);
    instance.next_timer = change.timer.number + 1;
  }
  void operator()(const TimerEnded& change) {
    std::erase_if(instance.timers, [&](const Timer& timer) { return timer.number == change.number; });
  }
  void operator()(const TaskOpened& change) { instance.tasks.push_back(change.task); }
  void operator()(const TaskEnded& change) {
    const auto ended = std::find(instance.tasks.begin(), instance.tasks.end(), change.task);
    if (ended != instance.tasks.end()) instance.tasks.erase(ended);
  }
  void operator()(const ClockSet& change) { instance.now = change.now; }
  void operator()(const Asked&) {}
};

}  // namespace

void Apply(const Change& change, Instance& instance) { std::visit(Applier{instance}, change); }

void Apply(const Changes& changes, Instance& instance) {
  for (const Change& change : changes.changes) Apply(change, instance);
}

List Effects(const Changes& changes) {
  List effects;
  for (const Change& change : changes.changes) {
    if (const auto* asked = std::get_if<Asked>(&change)) {
      effects.push_back(asked->effect);
    } else if (const auto* opened = std::get_if<TaskOpened>(&change)) {
      effects.push_back(Object{{"task_opened", opened->task.task}});
    } else if (const auto* ended = std::get_if<TaskEnded>(&change)) {
      effects.push_back(Object{{ended->completed ? "task_completed" : "task_withdrawn", ended->task.task}});
    }
  }
  return effects;
}

}  // namespace arshjul::rehearsal
