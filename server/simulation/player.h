// Everybody of one municipality at once: looks at the open tasks as each person may, fills in their forms, and moves the
// demo clock from one working day to the next. Knows only what a client knows, and the workflow.
//
// What is done on a day follows from the seed and the log alone: a player made anew goes on where another stopped.
// Threads: one. The engine may have other callers meanwhile.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "cycle/query_task.h"
#include "engine/engine.h"
#include "simulation/chronicle.h"
#include "simulation/filling.h"
#include "simulation/habit.h"
#include "simulation/working_days.h"

namespace arshjul::simulation {

// A leader has a service to run: reading, deciding and writing for others takes this much of a day and no more.
inline constexpr int kMostTasksADay = 6;
// A talk takes an hour and a half, and is to be prepared and written down.
inline constexpr int kMostTalksADay = 2;

struct Manner {
  uint64_t seed = 1;
  Profile profile = Profile::kRealistic;
  std::string language = "nb";
  std::string text = "5";    // what is written in texts (Pen::text)
  bool notes_reads = false;  // personnel text that is read is noted: in a municipality that is not made up
};

class Player {
 public:
  // `engine` outlives this. The municipality exists and is in demo mode.
  Player(engine::Engine& engine, std::string municipality, Manner manner);

  // What happens beside the tasks.
  void Expect(std::vector<Turn> turns);
  // Looks at what there is already. Live does so too.
  absl::Status Begin();
  // Lives today and on, to the end of `last`. After each day `on` is asked whether to go on. What cannot be done is
  // counted (troubles); an error is the world breaking, and the same call may be made again.
  absl::Status Live(Date last, const std::function<bool(Date)>& on);

  const Chronicle& chronicle() const { return chronicle_; }
  Date today() const { return today_; }
  // What was refused again though the form offered it: "kind.action REASON field: problem" and how often.
  const std::map<std::string, int>& troubles() const { return troubles_; }
  // Tasks that nobody can do: no person, no action, or refused again and again.
  const std::set<int64_t>& stuck() const { return stuck_; }
  Habit HabitOf(const std::string& person) const;

 private:
  struct Asked {
    int64_t task = 0;  // 0: a turn
    std::string what;  // "kind.action"
  };
  class Answers;

  absl::Status LiveDay();
  absl::Status TakeTurns();
  absl::Status Round(bool& acted);
  absl::Status Look(engine::View& view);
  void LearnMeanings(engine::View& view);
  void Plan(int64_t task);
  void PlanFor(int64_t task, Date day);
  std::vector<int64_t> DueNow(engine::View& view);
  absl::Status Act(engine::View& view, int64_t task, std::vector<Asked>& asked, Answers& answers);
  const cycle::FormAction& Choose(const TaskLife& task, const std::vector<cycle::FormAction>& actions, bool plain) const;
  Pen PenFor(const TaskLife& task) const;
  Date FreeDayForTalk(engine::View& view, const std::string& person);
  absl::Status Take(const std::vector<Asked>& asked, const std::vector<engine::Reply>& replies);
  absl::Status MoveClock(Date day);

  engine::Engine& engine_;
  const std::string municipality_;
  const Manner manner_;
  Chronicle chronicle_;
  WorkingDays working_days_;
  Date today_{};
  std::string office_;                    // who holds it today
  std::set<std::string> office_holders_;  // ever
  std::vector<Turn> turns_;               // by day
  size_t next_turn_ = 0;
  std::set<std::string> workflows_known_;                // hashes
  std::set<std::string> appointments_, minutes_, refusals_;  // "kind.action" that mean so
  std::map<Date, std::set<int64_t>> plan_;
  std::unordered_map<int64_t, Date> planned_;
  std::map<std::string, int> done_today_, talks_today_;  // by person
  std::map<std::pair<std::string, Date>, int> pencilled_;  // talks asked for, not in the log yet
  std::unordered_map<int64_t, int> tries_;
  std::set<int64_t> missed_;
  std::set<int64_t> stuck_;
  std::map<std::string, int> troubles_;
};

}  // namespace arshjul::simulation
