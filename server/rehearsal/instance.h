// One chart at work in a world that is only imagined: everything there is to know of it, and what can happen to it. Plain
// data; the state is what Apply makes of the changes and of nothing else.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "base/time.h"
#include "statechart/chart.h"

namespace arshjul::rehearsal {

// An event to come: of a state's own transition, or one that the chart sent itself for later.
struct Timer {
  int64_t number = 0;  // of timers due at the same instant the lower comes first
  Instant at{};
  std::string state;  // whose timer it is, and ends with; "" for one that was sent
  statechart::Event event;
  bool operator==(const Timer&) const = default;
  // 4 was the event's name alone.
  static void Fields(auto&& field) {
    field(1, "number", &Timer::number);
    field(2, "at", &Timer::at);
    field(3, "state", &Timer::state);
    field(5, "event", &Timer::event);
  }
};

struct OpenTask {
  std::string task;
  std::string state;
  bool operator==(const OpenTask&) const = default;
  static void Fields(auto&& field) {
    field(1, "task", &OpenTask::task);
    field(2, "state", &OpenTask::state);
  }
};

struct Instance {
  bool started = false;
  statechart::Configuration configuration;
  statechart::Variables variables;
  std::vector<statechart::Event> queue;  // sent by the chart to itself and not yet handled, the first first
  std::vector<Timer> timers;       // in the order they were set
  std::vector<OpenTask> tasks;
  Instant now{};                   // the world begins at zero
  int64_t next_timer = 1;
  bool operator==(const Instance&) const = default;
  // 4 was the names in the queue alone.
  static void Fields(auto&& field) {
    field(1, "started", &Instance::started);
    field(2, "configuration", &Instance::configuration);
    field(3, "variables", &Instance::variables);
    field(5, "timers", &Instance::timers);
    field(6, "tasks", &Instance::tasks);
    field(7, "now", &Instance::now);
    field(8, "next_timer", &Instance::next_timer);
    field(9, "queue", &Instance::queue);
  }
};

struct Moved {
  static constexpr int kType = 1;
  statechart::Configuration configuration;
  static void Fields(auto&& field) { field(1, "configuration", &Moved::configuration); }
};
struct VariableSet {
  static constexpr int kType = 2;
  std::string variable;
  Value value;
  static void Fields(auto&& field) {
    field(1, "variable", &VariableSet::variable);
    field(2, "value", &VariableSet::value);
  }
};
struct Queued {
  static constexpr int kType = 3;
  statechart::Event event;
  // 1 was the event's name alone.
  static void Fields(auto&& field) { field(2, "event", &Queued::event); }
};
// The first of the queue is being handled.
struct Dequeued {
  static constexpr int kType = 4;
  static void Fields(auto&&) {}
};
struct TimerSet {
  static constexpr int kType = 5;
  Timer timer;
  static void Fields(auto&& field) { field(1, "timer", &TimerSet::timer); }
};
struct TimerEnded {
  static constexpr int kType = 6;
  int64_t number = 0;
  static void Fields(auto&& field) { field(1, "number", &TimerEnded::number); }
};
struct TaskOpened {
  static constexpr int kType = 7;
  OpenTask task;
  static void Fields(auto&& field) { field(1, "task", &TaskOpened::task); }
};
struct TaskEnded {
  static constexpr int kType = 8;
  OpenTask task;
  bool completed = false;  // otherwise withdrawn
  static void Fields(auto&& field) {
    field(1, "task", &TaskEnded::task);
    field(2, "completed", &TaskEnded::completed);
  }
};
struct ClockSet {
  static constexpr int kType = 9;
  Instant now{};
  static void Fields(auto&& field) { field(1, "now", &ClockSet::now); }
};
// Asked of the world, and of no consequence for the instance: a notification, a record, a send to others, a log line.
struct Asked {
  static constexpr int kType = 10;
  Value effect;  // {"notify": {"to": "superior", "message": "task_opened"}}, as docs/workflow-language.md has it
  static void Fields(auto&& field) { field(1, "effect", &Asked::effect); }
};

using Change = std::variant<Moved, VariableSet, Queued, Dequeued, TimerSet, TimerEnded, TaskOpened, TaskEnded, ClockSet, Asked>;

// What one macrostep did, in order.
struct Changes {
  std::vector<Change> changes;
  static void Fields(auto&& field) { field(1, "changes", &Changes::changes); }
};

void Apply(const Change& change, Instance& instance);
void Apply(const Changes& changes, Instance& instance);

// What the macrostep asked of the world, as JSON: docs/workflow-language.md, "Trying a chart".
List Effects(const Changes& changes);

}  // namespace arshjul::rehearsal
