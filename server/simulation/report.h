// What a year asked of whom, where it jammed, and why it took the time it took. Plain data; the same year gives the same
// report. Pure.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "simulation/player.h"
#include "simulation/stage.h"

namespace arshjul::simulation {

// ISO 8601: a week belongs to the year of its Thursday.
struct Week {
  Date monday{};
  int year() const;
  int number() const;
};

struct PersonWeek {
  int week = 0;      // index in Report::weeks
  int received = 0;  // tasks that came
  int in_hand = 0;   // tasks that the person had on any day of it
  int open = 0;      // at its end
  int overdue = 0;   // of those
  int completed = 0;
  int talks = 0;     // to hold
};

struct PersonLoad {
  std::string person, name;
  std::string unit_id, unit;  // the highest one held; "" for who holds none
  int depth = -1;             // of that unit: 0 for the root; -1 for none
  std::string branch_id, branch;  // the unit right below the root that it is, or is below; "" at the root and for none
  Habit habit = Habit::kOnTime;
  int received = 0, completed = 0;
  int late = 0;               // completed after the due day, or never and overdue
  int escalated = 0, talks = 0, most_in_hand = 0;
  std::vector<PersonWeek> weeks;  // those that have something to tell
};

// More than somebody can be expected to bear beside their other work.
enum class JamKind {
  kTalks,    // to hold, in kTalkWeeks weeks
  kInHand,   // tasks in one week
  kOverdue,  // tasks at the end of one week
};
const char* JamKindName(JamKind kind);  // "talks", "in_hand", "overdue"

// Half a day each, with what is prepared and written: two a week beside a service to run is what leaders say they manage.
inline constexpr int kTalkWeeks = 4, kManyTalks = 8;
// Three new things for each working day.
inline constexpr int kManyInHand = 15;
// One can be a bad week; so many are no longer caught up with.
inline constexpr int kManyOverdue = 5;

struct Jam {
  JamKind kind = JamKind::kTalks;
  std::string person, name, unit;
  int first_week = 0, last_week = 0;  // indices in Report::weeks
  int count = 0;                      // of talks in all; of tasks in the worst week
};

// A date of the plan on which nobody works.
struct DayOff {
  Date date{}, moved_to{};
  std::string id;     // "good_friday", "weekend", "closed"
  std::string phase;  // id
};

// One who was waited for.
struct PathLink {
  int64_t task = 0;
  std::string title, unit, person, name;
  Date from{}, due{}, to{};
  int working_days = 0, days_late = 0;  // working days waited; of those after the due day
};

struct PhaseOutcome {
  std::string id, title;
  Date opens{}, ends{};
  int steps = 0, done = 0, in_time = 0;    // in time: done by the phase's last day
  int overtaken = 0, cancelled = 0;
  int unfinished = 0;                      // when the cycle was closed, or the simulation ended
  std::optional<Date> last_done;
  int tasks = 0, late = 0;
  int median_days_late = 0, most_days_late = 0;  // working days, of the late ones
  int returned = 0;                        // tasks that came back
  std::array<int, 2> escalated{};          // to the superior; to the office
  std::vector<PathLink> path;              // to the step that was done last: who was waited for, in order
};

struct Unfinished {
  std::string phase, unit, leader, state;  // titles and names
  std::string waiting_for, task;           // name and title, of the task that was open; "" for none
  std::optional<Date> due;
};

struct Report {
  std::string municipality, workflow;
  int year = 0;
  uint64_t seed = 0;
  Profile profile = Profile::kRealistic;
  Date launched{}, last_day{};
  std::optional<Date> closed;
  int leaders = 0, units = 0;
  int absences = 0, successors = 0;
  std::array<int, 4> habits{};  // leaders, by Habit
  int tasks = 0, completed = 0, withdrawn = 0, late = 0, talks = 0;
  std::vector<Week> weeks;
  std::vector<PhaseOutcome> phases;
  std::vector<PersonLoad> persons;  // by depth, then in tree order; last those without a unit
  std::vector<Jam> jams;            // the worst first
  std::vector<DayOff> days_off;
  std::vector<Unfinished> unfinished;
  std::map<std::string, int> troubles;  // Player::troubles
  std::vector<Incident> incidents;
};

// Texts of the workflow in `language`. `seen` is of the day the play ended.
Report MakeReport(engine::View& seen, Stage& stage, const Player& player, const Manner& manner, const std::vector<Turn>& turns);

}  // namespace arshjul::simulation
