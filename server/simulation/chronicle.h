// What the log tells of tasks and steps: when each came, whose it was, when it ended and what brought it about. Threads: one.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "cycle/event.h"
#include "engine/engine.h"

namespace arshjul::simulation {

// From that day on the task was the person's.
struct Custody {
  std::string person;
  Date from{};
};

struct TaskLife {
  int64_t number = 0;
  std::string kind, step, cycle, phase, unit;
  std::string person;       // who has it, or had it last
  Date came{};              // to that person
  std::vector<Custody> custody;  // in order; the last one is the person's
  Date opened{}, due{};
  std::optional<Date> ended;
  cycle::TaskState state = cycle::TaskState::kOpen;
  std::string action;       // it was completed with
  int turn = 1;             // of that kind in its step: 2 when it came back
  int rung = 0;             // of the escalation ladder, the highest
  int64_t cause = 0;        // the task whose completion opened it; 0: its day had come
};

struct StepLife {
  std::string cycle, phase, subject, leader, superior;
  Date opened{};
  std::optional<Date> ended;
  cycle::StepState state = cycle::StepState::kWaiting;
  std::string shown, explanation;
  int64_t cause = 0;        // the task whose completion ended it
  int64_t last_task = 0;
  std::optional<Date> talk;  // the day appointed
  std::string conductor;     // who holds it
};

// A step that could not go on: the workflow's fault.
struct Incident {
  Date day;
  std::string step, event, cause;
};

class Chronicle {
 public:
  // Reads what has come since the last call. DATA_LOSS: an entry cannot be read.
  absl::Status Read(engine::View& view);

  const std::map<int64_t, TaskLife>& tasks() const { return tasks_; }
  const std::map<std::string, StepLife>& steps() const { return steps_; }
  const std::set<int64_t>& open() const { return open_; }
  const std::vector<Incident>& incidents() const { return incidents_; }
  const TaskLife& Task(int64_t number) const { return tasks_.at(number); }
  // Tasks that have come, or come to somebody else, in the last Read.
  const std::vector<int64_t>& fresh() const { return fresh_; }
  // Talks appointed for a person and a day.
  int TalksOn(const std::string& person, Date day) const;
  bool Running(const std::string& cycle) const;
  // The day a cycle was closed, and the task that closed it.
  std::optional<Date> Closed(const std::string& cycle) const;
  int64_t ClosedBy(const std::string& cycle) const;
  int64_t sequence() const { return sequence_; }

 private:
  friend struct Teller;

  std::map<int64_t, TaskLife> tasks_;
  std::map<std::string, StepLife> steps_;
  std::set<int64_t> open_;
  std::vector<int64_t> fresh_;
  std::vector<Incident> incidents_;
  std::map<std::pair<std::string, std::string>, int> turns_;  // kind, step
  std::map<std::pair<std::string, Date>, int> talks_;         // person, day
  struct CycleLife {
    cycle::CycleState state = cycle::CycleState::kRunning;
    Date since{};
    int64_t cause = 0;
  };
  std::map<std::string, CycleLife> cycles_;
  int64_t sequence_ = 0;
};

}  // namespace arshjul::simulation
