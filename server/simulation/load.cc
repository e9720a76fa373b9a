#include "simulation/load.h"

#include <algorithm>

namespace arshjul::simulation {
namespace {

using cycle::TaskState;

Date MondayOf(Date day) { return day - std::chrono::days(std::chrono::weekday(day).iso_encoding() - 1); }

class Counter {
 public:
  Counter(const Report& report) : first_(MondayOf(report.launched)), last_(report.last_day) {}

  std::vector<Week> Weeks() const {
    std::vector<Week> weeks;
    for (Date monday = first_; monday <= last_; monday += std::chrono::days(7)) weeks.push_back({monday});
    return weeks;
  }

  void Add(const TaskLife& task) {
    for (size_t i = 0; i < task.custody.size(); ++i) {
      const bool last = i + 1 == task.custody.size();
      const Date from = task.custody[i].from;
      // The day it left: done, withdrawn, or somebody else's; nothing while it is open.
      const std::optional<Date> left = last ? task.ended : std::optional(task.custody[i + 1].from);
      std::map<int, PersonWeek>& weeks = by_person_[task.custody[i].person];
      ++weeks[IndexOf(from)].received;
      const int final_week = IndexOf(left.value_or(last_));
      for (int week = IndexOf(from); week <= final_week; ++week) {
        PersonWeek& load = weeks[week];
        ++load.in_hand;
        if (left && week == final_week) continue;
        ++load.open;
        load.overdue += task.due < EndOf(week);
      }
      if (last && task.state == TaskState::kDone) ++by_person_[task.person][final_week].completed;
    }
  }
  void AddTalk(const std::string& person, Date day) {
    if (day <= last_) ++by_person_[person][IndexOf(day)].talks;
  }
  const std::map<std::string, std::map<int, PersonWeek>>& by_person() const { return by_person_; }

 private:
  int IndexOf(Date day) const { return static_cast<int>((std::clamp(day, first_, last_) - first_).count() / 7); }
  Date EndOf(int week) const { return std::min(first_ + std::chrono::days(7 * week + 6), last_); }

  const Date first_, last_;
  std::map<std::string, std::map<int, PersonWeek>> by_person_;
};

// The unit nearest the root that the person held when the year began, or came to hold.
const organisation::Unit* UnitOf(const organisation::Organisation& org, const std::string& person, Date first, Date last) {
  const organisation::Unit* best = nullptr;
  for (Date day : {first, last}) {
    for (const organisation::Holding* holding : org.HeldBy(person, day)) {
      const organisation::Unit* unit = org.FindUnit(holding->unit);
      if (unit != nullptr && (best == nullptr || org.Depth(unit->id) < org.Depth(best->id))) best = unit;
    }
    if (best != nullptr) break;
  }
  return best;
}

// Weeks that a run of windows covers, joined where they touch.
struct Span {
  int first, last, count;
};

void AddTalkJams(const PersonLoad& person, Report& report) {
  std::vector<int> talks(report.weeks.size(), 0);
  for (const PersonWeek& week : person.weeks) talks[static_cast<size_t>(week.week)] = week.talks;
  const int weeks = static_cast<int>(talks.size());
  auto sum = [&](int first, int last) {
    int total = 0;
    for (int week = first; week <= last; ++week) total += talks[static_cast<size_t>(week)];
    return total;
  };
  std::vector<Span> spans;
  for (int first = 0; first + kTalkWeeks <= weeks; ++first) {
    const int last = first + kTalkWeeks - 1;
    if (sum(first, last) < kManyTalks) continue;
    if (!spans.empty() && first <= spans.back().last) {
      spans.back().last = last;
    } else {
      spans.push_back({first, last, 0});
    }
  }
  for (Span& span : spans) {
    while (talks[static_cast<size_t>(span.first)] == 0) ++span.first;
    while (talks[static_cast<size_t>(span.last)] == 0) --span.last;
    report.jams.push_back({JamKind::kTalks, person.person, person.name, person.unit, span.first, span.last, sum(span.first, span.last)});
  }
}

void AddTaskJams(const PersonLoad& person, JamKind kind, int PersonWeek::* count, int many, Report& report) {
  std::vector<Span> spans;
  for (const PersonWeek& week : person.weeks) {
    if (week.*count < many) continue;
    if (!spans.empty() && spans.back().last + 1 == week.week) {
      spans.back().last = week.week;
      spans.back().count = std::max(spans.back().count, week.*count);
    } else {
      spans.push_back({week.week, week.week, week.*count});
    }
  }
  for (const Span& span : spans) report.jams.push_back({kind, person.person, person.name, person.unit, span.first, span.last, span.count});
}

}  // namespace

bool IsLate(const TaskLife& task, Date last_day) {
  if (task.state == TaskState::kDone) return *task.ended > task.due;
  return task.state == TaskState::kOpen && last_day > task.due;
}

void CountLoads(const Chronicle& chronicle, const Player& player, const organisation::Organisation& organisation, const std::string& cycle,
                Report& report) {
  Counter counter(report);
  report.weeks = counter.Weeks();
  std::map<std::string, PersonLoad> loads;
  for (const auto& [number, task] : chronicle.tasks()) {
    if (task.cycle != cycle) continue;
    counter.Add(task);
    PersonLoad& load = loads[task.person];
    load.late += IsLate(task, report.last_day);
    load.escalated += task.rung > 0;
  }
  for (const auto& [key, step] : chronicle.steps()) {
    if (step.cycle == cycle && step.talk) counter.AddTalk(step.conductor, *step.talk);
  }
  for (const auto& [person, weeks] : counter.by_person()) {
    if (person.empty()) continue;
    PersonLoad load = loads[person];
    load.person = person;
    load.name = organisation.NameOf(person);
    load.habit = player.HabitOf(person);
    if (const organisation::Unit* unit = UnitOf(organisation, person, report.launched, report.last_day)) {
      load.unit_id = unit->id;
      load.unit = unit->name;
      load.depth = organisation.Depth(unit->id);
      for (const organisation::Unit* at = unit; at != nullptr && !at->parent.empty(); at = organisation.FindUnit(at->parent)) {
        load.branch_id = at->id;
        load.branch = at->name;
      }
    }
    for (auto [week, counted] : weeks) {
      counted.week = week;
      load.received += counted.received;
      load.completed += counted.completed;
      load.talks += counted.talks;
      load.most_in_hand = std::max(load.most_in_hand, counted.in_hand);
      load.weeks.push_back(counted);
    }
    report.talks += load.talks;
    report.persons.push_back(std::move(load));
  }
  std::map<std::string, size_t> place;
  for (const organisation::Unit* unit : organisation.Preorder(report.last_day)) place.emplace(unit->id, place.size());
  auto order = [&](const PersonLoad& load) {
    auto at = place.find(load.unit_id);
    return std::tuple(load.depth < 0, load.depth, at == place.end() ? place.size() : at->second, load.person);
  };
  std::sort(report.persons.begin(), report.persons.end(), [&](const PersonLoad& a, const PersonLoad& b) { return order(a) < order(b); });
}

void FindJams(Report& report) {
  for (const PersonLoad& person : report.persons) {
    AddTalkJams(person, report);
    AddTaskJams(person, JamKind::kInHand, &PersonWeek::in_hand, kManyInHand, report);
    AddTaskJams(person, JamKind::kOverdue, &PersonWeek::overdue, kManyOverdue, report);
  }
  // How many times over the limit it is makes the three comparable.
  auto weight = [](const Jam& jam) {
    const int limit = jam.kind == JamKind::kTalks ? kManyTalks : jam.kind == JamKind::kInHand ? kManyInHand : kManyOverdue;
    return jam.count * 1000 / limit;
  };
  std::stable_sort(report.jams.begin(), report.jams.end(), [&](const Jam& a, const Jam& b) { return weight(a) > weight(b); });
}

}  // namespace arshjul::simulation
