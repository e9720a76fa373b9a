#include "cycle/query_calendar.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <map>
#include <set>
#include <tuple>

#include "base/hash.h"
#include "cycle/form.h"
#include "cycle/query_task.h"

namespace arshjul::cycle {

using access::Relation;

namespace {

constexpr size_t kIdDigits = 32;
// How long a talk is, is nowhere said; the hour is what people set aside for one.
constexpr auto kTalkLasts = std::chrono::hours(1);

std::string UnitName(State& state, const std::string& id) {
  const organisation::Unit* unit = state.Organisation().FindUnit(id);
  return unit == nullptr ? id : unit->name;
}

// "10:00", "kl. 9.30", "13:00-14:30", "10": the hour it begins, as people write it. Nothing for any other text.
std::optional<std::pair<int, int>> HourIn(const std::string& text) {
  const size_t clock = text.find("kl");
  const size_t first = text.find_first_of("0123456789", clock == std::string::npos ? 0 : clock);
  if (first == std::string::npos) return std::nullopt;
  int hour = 0, minute = 0;
  const char* const end = text.data() + text.size();
  auto read = std::from_chars(text.data() + first, end, hour);
  if (read.ec != std::errc() || hour > 23) return std::nullopt;
  // A number alone is an hour; one among words may be anything.
  if (read.ptr == end) return std::pair(hour, 0);
  if (*read.ptr != ':' && *read.ptr != '.') return std::nullopt;
  const char* const minutes = read.ptr + 1;
  read = std::from_chars(minutes, end, minute);
  if (read.ec != std::errc() || read.ptr != minutes + 2 || minute < 0 || minute > 59) return std::nullopt;
  // "12.05.2015", "12.05.": a day.
  if (read.ptr != end && *read.ptr == '.') return std::nullopt;
  return std::pair(hour, minute);
}

std::string Recorded(const Step& step, const std::string& field) {
  auto found = step.recorded.find(field);
  return found == step.recorded.end() ? "" : found->second.Text();
}

// What was done for the talk: every change of its day or hour is one of these.
struct Work {
  int64_t sequence = 0;
  Instant changed{};
  const Task* newest = nullptr;  // of the reader's
};

Work WorkOn(State& state, const Step& step, const std::string& reader) {
  Work work{.sequence = 0, .changed = step.opened};
  for (const std::string& person : std::set<std::string>{step.leader, step.superior, reader}) {
    for (const Task* task : state.TasksOf(person, false)) {
      if (task->step != step.Key()) continue;
      // What is done, and not how often: a calendar of the one is not to tell what the other saves.
      if (task->ended) {
        ++work.sequence;
        work.changed = std::max(work.changed, *task->ended);
      }
      if (person == reader && (work.newest == nullptr || work.newest->number < task->number)) work.newest = task;
    }
  }
  return work;
}

std::optional<CalendarEntry> TalkIn(State& state, const Context& context, const Viewer& viewer, const Step& step, const std::string& language) {
  if (!IsPersonal(step) || step.state == StepState::kCancelled) return std::nullopt;
  const std::optional<Date> day = ParseDate(Recorded(step, "held_on"));
  if (!day || *day < viewer.today() - std::chrono::days(kTalkStays)) return std::nullopt;
  const Relations relations = viewer.To(step);
  if (!Has(relations, Relation::kParty) && !Has(relations, Relation::kConductor)) return std::nullopt;
  auto workflow = PinnedWorkflow(state, context, step);
  auto phase = workflow->phases.find(step.phase);
  if (phase == workflow->phases.end()) return std::nullopt;
  const Work work = WorkOn(state, step, viewer.person());
  CalendarEntry entry{.talk = true, .title = TextIn(phase->second->title(), language), .day = *day};
  // The key names the leader.
  entry.id = Sha256Hex(state.Self()->id + "/" + step.Key()).substr(0, kIdDigits);
  entry.unit = step.units.empty() ? "" : UnitName(state, step.units.front());
  if (const auto hour = HourIn(Recorded(step, "time"))) {
    entry.starts = context.calendar->At(*day, hour->first, hour->second);
    entry.ends = *entry.starts + kTalkLasts;
  }
  entry.sequence = work.sequence;
  entry.changed = work.changed;
  // The page of a talk is called by its leader's name: only the leader's own calendar may say it.
  if (step.leader == viewer.person()) {
    entry.resource = "talks/" + step.cycle + "/" + step.leader;
  } else if (work.newest != nullptr) {
    entry.resource = "tasks/" + std::to_string(work.newest->number);
  }
  return entry;
}

}  // namespace

std::vector<CalendarEntry> OwnCalendar(State& state, const Context& context, const std::string& language) {
  std::vector<CalendarEntry> entries;
  TaskFilter mine{.mine = true, .open_only = true};
  mine.most = std::numeric_limits<size_t>::max();
  for (const TaskShown& shown : ListTasks(state, context, mine, language).tasks) {
    const Task& task = *state.tasks.Find(Task::MakeKey(shown.number));
    const std::string number = std::to_string(shown.number);
    entries.push_back({.id = "task-" + number, .title = shown.title, .unit = shown.unit, .day = task.due, .starts = {}, .ends = {},
                       .sequence = task.revision, .changed = task.opened, .resource = "tasks/" + number});
  }
  const Viewer viewer(state, context);
  std::map<std::string, const Step*> steps;
  for (const Step* step : state.steps.By(Step::kByLeader, context.actor)) steps[step->Key()] = step;
  // Whoever else has a part in a talk has had a task in it.
  for (const Task* task : state.TasksOf(context.actor, false)) {
    if (const Step* step = state.steps.Find(task->step); step != nullptr) steps[task->step] = step;
  }
  for (const auto& [key, step] : steps) {
    if (std::optional<CalendarEntry> talk = TalkIn(state, context, viewer, *step, language)) entries.push_back(*std::move(talk));
  }
  std::sort(entries.begin(), entries.end(), [](const CalendarEntry& a, const CalendarEntry& b) {
    return std::tie(a.day, a.starts, a.id) < std::tie(b.day, b.starts, b.id);
  });
  return entries;
}

const CalendarLink* LinkWithHash(State& state, const std::string& hash) {
  const std::vector<const CalendarLink*> links = hash.empty() ? std::vector<const CalendarLink*>() : state.calendar_links.By(CalendarLink::kByHash, hash);
  return links.empty() ? nullptr : links.front();
}

}  // namespace arshjul::cycle
