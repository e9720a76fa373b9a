#include "cycle/daily.h"

#include <algorithm>

#include "cycle/incidents.h"
#include "cycle/stepping.h"

namespace arshjul::cycle {
namespace {

using organisation::Because;

constexpr int kRoundHour = 7;           // local time: before the working day begins
constexpr int kRemindAhead = 5;         // working days before the due day
constexpr int kTellSuperiorAfter = 5;   // working days overdue: the first rung
constexpr int kTellOfficeAfter = 10;    // the second

// `since`: the day of the first round that could not be made, when there is one; its timer carries it.
void SetDailyTimer(Decision& decision, Date day, Value since = {}) {
  Timer timer;
  timer.number = decision.NextNumber();
  timer.at = decision.context.calendar->At(day, kRoundHour, 0);
  timer.kind = Timer::Kind::kDailyRound;
  timer.rule = "every working day";
  timer.data = std::move(since);
  decision.Emit(TimerSet{std::move(timer)});
}

struct Bundle {
  std::vector<std::string> overdue, today, soon, fresh;
};

bool Remindable(Decision& decision, const Task& task, Date today) {
  const Cycle* cycle = decision.state.cycles.Find(task.cycle);
  return cycle != nullptr && cycle->state == CycleState::kRunning && !task.assignment.person.empty() &&
         decision.org().AbsenceOf(task.assignment.person, today) == nullptr;
}

// One letter a morning: what is late, what is due, and what has come since the round of `last`. Whatever a round that was
// missed should have said is said now.
void Remind(Decision& decision, const std::vector<const Task*>& open, Date last, Date today) {
  const calendar::Calendar& calendar = *decision.context.calendar;
  const Date told = calendar.AddWorkingDays(last, kRemindAhead), ahead = calendar.AddWorkingDays(today, kRemindAhead);
  const Instant last_round = calendar.At(last, kRoundHour, 0);
  std::map<std::string, Bundle> bundles;
  for (const Task* task : open) {
    std::vector<std::string> Bundle::* list = task->due < today              ? task->due >= last ? &Bundle::overdue : nullptr
                                              : task->due == today           ? &Bundle::today
                                              : task->due <= ahead && task->due > told ? &Bundle::soon
                                              : task->opened > last_round    ? &Bundle::fresh
                                                                             : nullptr;
    if (list != nullptr && Remindable(decision, *task, today)) (bundles[task->assignment.person].*list).push_back(task->Key());
  }
  for (auto& [person, bundle] : bundles) {
    std::vector<std::string> tasks;
    for (const auto* list : {&bundle.overdue, &bundle.today, &bundle.soon, &bundle.fresh}) tasks.insert(tasks.end(), list->begin(), list->end());
    const bool late = !bundle.overdue.empty(), due = !bundle.today.empty() || !bundle.soon.empty();
    decision.Tell(person, late ? "overdue" : due ? "reminder" : "task_opened", {}, std::move(tasks));
  }
}

// The leader above whoever has the task, in the line of its unit; "" where there is none.
std::string SuperiorOf(Decision& decision, const Task& task, Date today) {
  const organisation::Organisation& org = decision.org();
  const std::string& person = task.assignment.person;
  for (const organisation::Unit* at = org.FindUnit(task.unit); at != nullptr; at = org.FindUnit(at->parent)) {
    const organisation::Holding* holder = org.HolderOf(at->id, today);
    if (holder != nullptr && holder->person == person) return organisation::Superior(org, at->id, today).person;
  }
  for (const organisation::Holding* held : org.HeldBy(person, today)) {
    organisation::Assignment above = organisation::Superior(org, held->unit, today);
    if (above.because != Because::kNobody) return above.person;
  }
  return "";
}

// Tells and lists; the task stays with whoever has it.
void Escalate(Decision& decision, const std::vector<const Task*>& open, Date today) {
  const calendar::Calendar& calendar = *decision.context.calendar;
  const Date due[] = {calendar.AddWorkingDays(today, -kTellSuperiorAfter), calendar.AddWorkingDays(today, -kTellOfficeAfter)};
  // By rung. Nobody climbs two in one day, and what an absence or a pause hid is told when it is over.
  std::vector<std::pair<std::string, std::string>> late[2];
  for (const Task* task : open) {
    if (task->rung > 1 || task->due > due[task->rung] || !Remindable(decision, *task, today)) continue;
    std::string whom = task->rung == 0 ? SuperiorOf(decision, *task, today) : "";
    if (whom.empty()) whom = organisation::WithRole(decision.org(), organisation::Role::kOffice, today).person;
    if (!whom.empty() && whom != task->assignment.person) late[task->rung].push_back({task->Key(), whom});
  }
  std::map<std::pair<std::string, int>, std::vector<std::string>> told;
  for (int rung : {2, 1}) {
    for (const auto& [task, whom] : late[rung - 1]) {
      decision.Emit(TaskEscalated{task, whom, rung});
      told[{whom, rung}].push_back(task);
    }
  }
  for (auto& [to, tasks] : told) {
    Args args{{"count", std::to_string(tasks.size())}};
    decision.Tell(to.first, to.second == 1 ? "escalation_superior" : "escalation_office", std::move(args), std::move(tasks));
  }
}

// Work follows what begins or ends in the organisation between the last round and this one.
void FollowSpans(Decision& decision, Date last, Date today) {
  static constexpr char kReason[] = "takes effect today";
  auto touched = [&](const organisation::Span& span) {
    return (span.from && *span.from > last && *span.from <= today) || (span.to && *span.to >= last && *span.to < today);
  };
  auto any = [&](const auto& rows) { return std::any_of(rows.begin(), rows.end(), [&](const auto* row) { return touched(row->row.span); }); };
  if (any(decision.state.holdings.All()) || any(decision.state.units.All()) || any(decision.state.roles.All())) {
    FollowOrganisation(decision, kReason);
  } else if (any(decision.state.absences.All())) {
    FollowAbsences(decision, kReason);
  }
}

// The day the round was to be made, or the first of those that could not be.
Date DayOfRound(Decision& decision, const Timer& timer) {
  return ParseDate(timer.data.Text()).value_or(decision.context.calendar->LocalDate(timer.at));
}

// `due`: the day the round was to be made, which is before today where nothing ran then.
void DailyRound(Decision& decision, Date due) {
  OvertakeRound(decision);
  Date today = decision.Today();
  bool running = false;
  for (const Cycle* cycle : decision.state.cycles.All()) {
    running |= cycle->state == CycleState::kRunning || cycle->state == CycleState::kSuspended;
  }
  // Nothing to go round for: the next launch sets the timer again.
  if (!running) return;
  Date last = decision.context.calendar->AddWorkingDays(due, -1);
  FollowSpans(decision, last, today);
  const std::vector<const Task*> open = decision.state.tasks.By(Task::kOpen, "open");
  Remind(decision, open, last, today);
  Escalate(decision, open, today);
  SetDailyTimer(decision, decision.context.calendar->AddWorkingDays(today, 1));
}

// A suspended cycle stands still: what falls due waits a day at a time.
void Postpone(Decision& decision, Timer timer) {
  timer.number = decision.NextNumber();
  timer.at = decision.context.calendar->StartOfDay(decision.Today() + std::chrono::days(1));
  decision.Emit(TimerSet{std::move(timer)});
}

void FireInCycle(Decision& decision, const Timer& timer, const Cycle& cycle) {
  switch (timer.kind) {
    case Timer::Kind::kPhaseOpens: {
      const PhaseRun* phase = cycle.FindPhase(timer.phase);
      if (phase != nullptr && !phase->open) OpenPhaseNow(decision, timer.cycle, timer.phase, "", "");
      break;
    }
    case Timer::Kind::kPhaseEnds: decision.Emit(PhaseEnded{timer.cycle, timer.phase}); break;
    default: {
      const auto type = timer.state.empty() ? statechart::EventType::kExternal : statechart::EventType::kPlatform;
      Deliver(decision, timer.step, {timer.event, timer.data, type, timer.send_id, timer.origin});
    }
  }
}

}  // namespace

void EnsureDailyRound(Decision& decision) {
  for (const Timer* timer : decision.state.timers.All()) {
    if (timer->kind == Timer::Kind::kDailyRound) return;
  }
  SetDailyTimer(decision, decision.context.calendar->AddWorkingDays(decision.Today(), 1));
}

void SetRoundAfter(Decision& decision, const Timer& failed) {
  const Date next = decision.context.calendar->AddWorkingDays(decision.Today(), 1);
  SetDailyTimer(decision, next, FormatDate(DayOfRound(decision, failed)));
}

void FireAgain(Decision& decision, const Timer& timer) {
  if (timer.kind != Timer::Kind::kDailyRound) {
    FireInCycle(decision, timer, *decision.state.cycles.Find(timer.cycle));
    return;
  }
  // The round sets the next one itself.
  std::vector<std::string> rounds;
  for (const Timer* set : decision.state.timers.All()) {
    if (set->kind == Timer::Kind::kDailyRound) rounds.push_back(set->Key());
  }
  for (const std::string& round : rounds) decision.Emit(TimerEnded{round, false});
  DailyRound(decision, DayOfRound(decision, timer));
}

void DecideTimer(Decision& decision, const FireTimer& command) {
  const Timer* found = decision.state.timers.Find(command.timer);
  // Cancelled in the meantime: nothing is left to do.
  if (found == nullptr) return;
  const Timer timer = *found;
  const Cycle* cycle = decision.state.cycles.Find(timer.cycle);
  if (cycle != nullptr && cycle->state == CycleState::kRunning && JoinIncident(decision, timer)) return;
  decision.Emit(TimerEnded{command.timer, true});
  if (timer.kind == Timer::Kind::kDailyRound) {
    DailyRound(decision, DayOfRound(decision, timer));
  } else if (cycle != nullptr && cycle->state == CycleState::kSuspended) {
    Postpone(decision, timer);
  } else if (cycle != nullptr && cycle->state == CycleState::kRunning) {
    FireInCycle(decision, timer, *cycle);
  }
}

}  // namespace arshjul::cycle
