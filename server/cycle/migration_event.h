// What happens when a cycle moves to another version of its workflow. Events, as event.h.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "cycle/state.h"

namespace arshjul::cycle {

// The cycle runs another version from now on. What had ended keeps the one it ended under.
struct CycleMigrated {
  static constexpr int kType = 90;
  static constexpr const char* kName = "CycleMigrated";
  std::string cycle, workflow, workflow_hash, reason;
  std::map<std::string, std::string> parameters;
  std::vector<PhaseRun> phases;
  static void Fields(auto&& field) {
    field(1, "cycle", &CycleMigrated::cycle);
    field(2, "workflow", &CycleMigrated::workflow);
    field(3, "workflow_hash", &CycleMigrated::workflow_hash);
    field(4, "reason", &CycleMigrated::reason);
    field(5, "parameters", &CycleMigrated::parameters);
    field(6, "phases", &CycleMigrated::phases);
  }
};
// Where the step stands in the chart of the cycle's new version.
struct StepMigrated {
  static constexpr int kType = 91;
  static constexpr const char* kName = "StepMigrated";
  std::string step;
  StepState state = StepState::kActive;
  statechart::Configuration configuration;
  std::string shown;
  std::map<std::string, Value> variables;
  std::map<std::string, std::string> texts;
  static void Fields(auto&& field) {
    field(1, "step", &StepMigrated::step);
    field(2, "state", &StepMigrated::state);
    field(3, "configuration", &StepMigrated::configuration);
    field(4, "shown", &StepMigrated::shown);
    field(5, "variables", &StepMigrated::variables);
    field(6, "texts", &StepMigrated::texts);
  }
};
// An open task under the cycle's new version.
struct TaskMigrated {
  static constexpr int kType = 92;
  static constexpr const char* kName = "TaskMigrated";
  std::string task, kind, from_state;
  Date due{};
  Value draft;
  std::map<std::string, std::string> draft_texts;
  static void Fields(auto&& field) {
    field(1, "task", &TaskMigrated::task);
    field(2, "kind", &TaskMigrated::kind);
    field(3, "from_state", &TaskMigrated::from_state);
    field(4, "due", &TaskMigrated::due);
    field(5, "draft", &TaskMigrated::draft);
    field(6, "draft_texts", &TaskMigrated::draft_texts);
  }
};

}  // namespace arshjul::cycle
