// Where every step of one cycle stands, kept between questions, so that thousands of leaders are summed in milliseconds:
// read whole once, then followed along the log. Pure; one thread at a time.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "cycle/event.h"
#include "cycle/state.h"

namespace arshjul::cycle {

struct OpenTask {
  std::string person;
  Date due{};
};

// What an overview needs of a step.
struct Standing {
  std::string leader, superior, conductor;  // of a pair; conductor while appointed
  std::vector<std::string> units;
  StepState state = StepState::kWaiting;
  std::string shown;
  std::vector<OpenTask> tasks;  // by due day
  int round = 0;
};
using Standings = std::unordered_map<std::string, Standing>;  // by subject

class Board {
 public:
  explicit Board(std::string cycle) : cycle_(std::move(cycle)) {}

  const std::string& cycle() const { return cycle_; }
  // Steps of the phase; empty for one that has none.
  const Standings& Of(const std::string& phase) const;

  // Reads every step and every open task of the cycle. The cycle is there.
  void Load(State& state);
  // Reads again what these events touched; `state` is as it was after them, or later.
  void Follow(State& state, const std::vector<Event>& events);

  // Open tasks of the cycle, and how many of them are overdue.
  std::pair<int, int> CountTasks(Date today) const;

  // Units, and pairs, of a day; made once for each organisation.
  const std::vector<const organisation::Unit*>& UnitsOn(State& state, Date day);
  const std::vector<organisation::Pair>& PairsOn(State& state, Date day);

 private:
  void Read(State& state, const Step& step);
  void KeepOrganisation(State& state);

  std::string cycle_;
  std::unordered_map<std::string, Standings> phases_;
  std::shared_ptr<const organisation::Organisation> organisation_;
  std::map<Date, std::vector<const organisation::Unit*>> units_;
  std::map<Date, std::vector<organisation::Pair>> pairs_;
};

}  // namespace arshjul::cycle
