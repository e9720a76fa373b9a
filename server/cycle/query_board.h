// Where every step of one cycle stands, kept between questions, so that thousands of leaders are summed in milliseconds:
// read whole once, then followed along the log. Pure; one thread at a time.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "cycle/event.h"
#include "cycle/state.h"

namespace arshjul::cycle {

// Does the event change what a board of the cycle is made of, or the organisation it is seen against? A log of many years is
// folded without the others for one board alone: rows that are not there are left alone by Apply.
bool ShapesBoard(const Event& event, const std::string& cycle);

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
  bool stuck = false;  // an incident holds up what comes to it by itself
};
using Standings = std::unordered_map<std::string, Standing>;  // by subject

// The units of a day in tree order, and what stands beside each.
struct Layout {
  std::vector<const organisation::Unit*> units;
  std::vector<int> above;  // index of the unit above; -1: none
  std::vector<int> depth;
  std::vector<const organisation::Holding*> holder;  // null: vacant
  std::unordered_map<std::string_view, int> index;   // by id
};

// A unit on the last day of a phase.
struct Seat {
  const organisation::Unit* unit = nullptr;
  bool held = false;  // somebody leads it that day
  int today = -1;     // its index in today's layout; -1: it is not there
};

// A leader and the superior on the last day of a phase.
struct PairSeat {
  const organisation::Pair* pair = nullptr;
  std::string subject;  // of their step
  bool away = false;    // the leader is absent that day
  int today = -1;       // of their first unit
};

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
  // Steps that wait for an incident to be settled.
  int64_t CountStuck() const;

  // Made once for each organisation and today, so that a question costs a walk along arrays: references are good until the
  // next question.
  const Layout& Today(State& state, Date today);
  const std::vector<Seat>& SeatsOn(State& state, Date day, Date today);
  const std::vector<PairSeat>& PairSeatsOn(State& state, Date day, Date today);
  // The steps of a phase beside those seats; null where there is none.
  const std::vector<const Standing*>& BesideSeats(State& state, const std::string& phase, Date day, Date today);
  const std::vector<const Standing*>& BesidePairs(State& state, const std::string& phase, Date day, Date today);

 private:
  // Steps of a phase in the order of a day's seats. A step is never taken away: their number says whether it is still so.
  struct Aligned {
    Date day{};
    size_t standings = 0;
    std::vector<const Standing*> beside;
  };

  void Read(State& state, const Step& step);
  void Keep(State& state, Date today);
  template <class Seats, class SubjectOf>
  const std::vector<const Standing*>& Align(Aligned& kept, const std::string& phase, Date day, const Seats& seats, SubjectOf subject_of);

  std::string cycle_;
  std::unordered_map<std::string, Standings> phases_;
  std::shared_ptr<const organisation::Organisation> organisation_;
  Date today_{};
  Layout layout_;
  std::map<Date, std::vector<Seat>> seats_;
  std::map<Date, std::vector<organisation::Pair>> pairs_;
  std::map<Date, std::vector<PairSeat>> pair_seats_;
  std::unordered_map<std::string, Aligned> by_unit_, by_pair_;  // by phase
};

}  // namespace arshjul::cycle
