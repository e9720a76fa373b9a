// Somebody reminds somebody, beside the daily round. Events, as event.h.
#pragma once

#include <string>
#include <vector>

#include "cycle/state.h"

namespace arshjul::cycle {

// One letter to one person about all these tasks.
struct TasksReminded {
  static constexpr int kType = 98;
  static constexpr const char* kName = "TasksReminded";
  std::string by, person;
  std::vector<std::string> tasks;
  Date day{};
  static void Fields(auto&& field) {
    field(1, "by", &TasksReminded::by);
    field(2, "person", &TasksReminded::person);
    field(3, "tasks", &TasksReminded::tasks);
    field(4, "day", &TasksReminded::day);
  }
};
struct CommitmentReminded {
  static constexpr int kType = 99;
  static constexpr const char* kName = "CommitmentReminded";
  std::string commitment, by;
  Date day{};
  static void Fields(auto&& field) {
    field(1, "commitment", &CommitmentReminded::commitment);
    field(2, "by", &CommitmentReminded::by);
    field(3, "day", &CommitmentReminded::day);
  }
};

}  // namespace arshjul::cycle
