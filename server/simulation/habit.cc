#include "simulation/habit.h"

#include <algorithm>
#include <array>
#include <set>

namespace arshjul::simulation {
namespace {

using organisation::Organisation;

// Hundredths. Nobody has counted how Norwegian leaders keep deadlines; these are what the office of a municipality knows
// without counting: three of four are in time when they are reminded, and one in a dozen needs to be fetched.
struct Odds {
  std::array<int, 4> habits;  // by Habit
  int away, away_with_deputy, leaves, gap_after;
  int least_weeks, most_weeks;  // of an absence
  int sends_back, other_way;
};
constexpr Odds kRealistic{{30, 45, 17, 8}, 20, 70, 4, 25, 2, 4, 8, 10};
constexpr Odds kWorst{{10, 30, 35, 25}, 40, 40, 12, 50, 3, 8, 20, 20};

const Odds& OddsOf(Profile profile) { return profile == Profile::kWorst ? kWorst : kRealistic; }

constexpr int kMostDaysLate = 5;       // working days: late is until the superior is told
constexpr int kMostDaysVeryLate = 20;  // very late is until the office has rung twice
constexpr int kGapMonths = 1;          // a post stands empty so long when it is not filled at once
// Whoever leaves has come, and whoever comes has something left to do.
constexpr int kQuietDays = 30;

// Of somebody who mostly is `habit`, how this once goes.
Habit ThisTime(Draw& draw, Habit habit) {
  const int at = static_cast<int>(habit), chance = draw.Between(1, 100);
  if (chance <= 70) return habit;
  return static_cast<Habit>(std::clamp(chance <= 90 ? at - 1 : at + 1, 0, 3));
}

// Another leader of a unit beside the person's; "" where there is none.
std::string DeputyFor(const Organisation& org, const std::string& person, Date day, Draw& draw) {
  std::vector<std::string> beside;
  for (const organisation::Holding* holding : org.HeldBy(person, day)) {
    const organisation::Unit* unit = org.FindUnit(holding->unit);
    if (unit == nullptr || unit->parent.empty()) continue;
    for (const organisation::Unit* other : org.Children(unit->parent, day)) {
      const organisation::Holding* holder = org.HolderOf(other->id, day);
      if (holder != nullptr && holder->person != person) beside.push_back(holder->person);
    }
  }
  return beside.empty() ? "" : beside[static_cast<size_t>(draw.Between(0, static_cast<int>(beside.size()) - 1))];
}

struct Year {
  uint64_t seed;
  Profile profile;
  const Organisation& org;
  Date first, last;
  int days() const { return static_cast<int>((last - first).count()); }
};

void AddAbsence(const Year& year, const std::string& person, std::vector<Turn>& turns) {
  const Odds& odds = OddsOf(year.profile);
  Draw draw(year.seed, {"absence", person});
  if (!draw.Percent(odds.away) || year.org.AbsenceOf(person, year.first) != nullptr) return;
  // Away for whole weeks.
  const Date any = year.first + std::chrono::days(draw.Between(0, year.days()));
  const Date from = any - std::chrono::days(std::chrono::weekday(any).iso_encoding() - 1);
  const Date to = from + std::chrono::days(7 * draw.Between(odds.least_weeks, odds.most_weeks) - 1);
  cycle::RegisterAbsence away{person, std::nullopt, {from, to}};
  if (draw.Percent(odds.away_with_deputy)) {
    if (std::string deputy = DeputyFor(year.org, person, year.first, draw); !deputy.empty()) away.deputy = cycle::PersonGiven{deputy, "", ""};
  }
  // Announced by the person, when the year begins.
  turns.push_back({year.first, person, std::move(away)});
}

std::string FreeId(const Organisation& org, const std::string& person) {
  for (int number = 2;; ++number) {
    std::string id = person + "-" + std::to_string(number);
    if (org.FindPerson(id) == nullptr) return id;
  }
}

void AddSuccessor(const Year& year, const std::string& person, const std::string& name, std::vector<Turn>& turns) {
  const Odds& odds = OddsOf(year.profile);
  Draw draw(year.seed, {"leaves", person});
  if (!draw.Percent(odds.leaves) || year.days() < 2 * kQuietDays) return;
  // Who comes begins with a month, known a month before.
  const auto any = std::chrono::year_month_day(year.first + std::chrono::days(draw.Between(kQuietDays, year.days() - kQuietDays)));
  const auto month = any.year() / any.month();
  const bool gap = draw.Percent(odds.gap_after);
  const Date leaves = Date(month / 1), comes = Date((month + std::chrono::months(gap ? kGapMonths : 0)) / 1);
  const Date known = std::max(year.first, leaves - std::chrono::days(kQuietDays));
  const std::string successor = FreeId(year.org, person);
  for (const organisation::Holding* holding : year.org.HeldBy(person, year.first)) {
    // The top post is never left empty: there is nobody above to do its work.
    const organisation::Unit* unit = year.org.FindUnit(holding->unit);
    if (unit == nullptr || unit->parent.empty()) return;
    if (gap) turns.push_back({known, "", cycle::EndHolding{holding->unit, "simulation", leaves - std::chrono::days(1)}});
    turns.push_back({known, "", cycle::AssignHolding{holding->unit, holding->title, "simulation", {successor, name, ""}, {comes, std::nullopt}}});
  }
}

}  // namespace

std::optional<Profile> ProfileOf(std::string_view name) {
  if (name == "realistic") return Profile::kRealistic;
  if (name == "worst") return Profile::kWorst;
  return std::nullopt;
}

const char* ProfileName(Profile profile) { return profile == Profile::kWorst ? "worst" : "realistic"; }

const char* HabitName(Habit habit) {
  static constexpr const char* kNames[] = {"quick", "on_time", "late", "very_late"};
  return kNames[static_cast<int>(habit)];
}

Habit HabitOf(uint64_t seed, Profile profile, const std::string& person, bool office) {
  Draw draw(seed, {"habit", person});
  int chance = draw.Between(1, 100);
  const std::array<int, 4>& habits = OddsOf(profile).habits;
  int habit = 0;
  while (habit < 3 && chance > habits[static_cast<size_t>(habit)]) chance -= habits[static_cast<size_t>(habit++)];
  if (office && profile == Profile::kRealistic) habit = std::min(habit, static_cast<int>(Habit::kOnTime));
  return static_cast<Habit>(habit);
}

int DelayOf(Draw& draw, Habit habit, int window) {
  window = std::max(window, 1);
  switch (ThisTime(draw, habit)) {
    case Habit::kQuick: return draw.Between(1, std::max(1, window / 2));
    case Habit::kOnTime: return draw.Between((window + 1) / 2, window);
    case Habit::kLate: return window + draw.Between(1, kMostDaysLate);
    case Habit::kVeryLate: return window + draw.Between(kMostDaysLate + 1, kMostDaysVeryLate);
  }
  return window;
}

bool SendsBack(Draw& draw, Profile profile) { return draw.Percent(OddsOf(profile).sends_back); }
bool TakesOtherWay(Draw& draw, Profile profile) { return draw.Percent(OddsOf(profile).other_way); }

std::vector<Turn> TurnsOf(uint64_t seed, Profile profile, const Organisation& organisation, Date first, Date last,
                          const std::function<std::string(const std::string&)>& successor) {
  const Year year{seed, profile, organisation, first, last};
  std::vector<Turn> turns;
  std::set<std::string> met;
  for (const organisation::Unit* unit : organisation.Preorder(first)) {
    const organisation::Holding* holding = organisation.HolderOf(unit->id, first);
    if (holding == nullptr || !met.insert(holding->person).second) continue;
    AddAbsence(year, holding->person, turns);
    AddSuccessor(year, holding->person, successor(organisation.NameOf(holding->person)), turns);
  }
  std::stable_sort(turns.begin(), turns.end(), [](const Turn& a, const Turn& b) { return a.day < b.day; });
  return turns;
}

}  // namespace arshjul::simulation
