#include "cycle/daily.h"

#include <algorithm>

#include "cycle/stepping.h"

namespace arshjul::cycle {
namespace {

using organisation::Because;

constexpr int kRoundHour = 7;           // local time: before the working day begins
constexpr int kRemindAhead = 5;         // working days before the due day
constexpr int kTellSuperiorAfter = 5;   // working days overdue: the first rung
constexpr int kTellOfficeAfter = 10;    // the second

void SetDailyTimer(Decision& decision, Date day) {
  Timer timer;
  timer.number = decision.NextNumber();
  timer.at = decision.context.calendar->At(day, kRoundHour, 0);
  timer.kind = Timer::Kind::kDailyRound;
  timer.rule = "every working day";
  decision.Emit(TimerSet{std::move(timer)});
}

struct Bundle {
  std::vector<std::string> soon, today, overdue;
};

bool Remindable(Decision& decision, const Task& task, Date today) {
  const Cycle* cycle = decision.state.cycles.Find(task.cycle);
  return cycle != nullptr && cycle->state == CycleState::kRunning && !task.assignment.person.empty() &&
         decision.org().AbsenceOf(task.assignment.person, today) == nullptr;
}

void Remind(Decision& decision, Date today) {
  const calendar::Calendar& calendar = *decision.context.calendar;
  std::map<std::string, Bundle> bundles;
  auto collect = [&](Date due, std::vector<std::string> Bundle::* list) {
    for (const Task* task : decision.state.tasks.By(Task::kOpenByDue, FormatDate(due))) {
      if (Remindable(decision, *task, today)) (bundles[task->assignment.person].*list).push_back(task->Key());
    }
  };
  collect(calendar.AddWorkingDays(today, kRemindAhead), &Bundle::soon);
  collect(today, &Bundle::today);
  collect(calendar.AddWorkingDays(today, -1), &Bundle::overdue);
  for (auto& [person, bundle] : bundles) {
    Args counts{{"soon", std::to_string(bundle.soon.size())}, {"today", std::to_string(bundle.today.size())}, {"overdue", std::to_string(bundle.overdue.size())}};
    std::vector<std::string> tasks = bundle.overdue;
    tasks.insert(tasks.end(), bundle.today.begin(), bundle.today.end());
    tasks.insert(tasks.end(), bundle.soon.begin(), bundle.soon.end());
    decision.Tell(person, "reminder", counts, std::move(tasks));
  }
}

// The leader above whoever has the task; "" where there is none.
std::string SuperiorOf(Decision& decision, const std::string& person, Date today) {
  for (const organisation::Holding* held : decision.org().HeldBy(person, today)) {
    organisation::Assignment above = organisation::Superior(decision.org(), held->unit, today);
    if (above.because != Because::kNobody) return above.person;
  }
  return "";
}

// Tells and lists; the task stays with whoever has it.
void Escalate(Decision& decision, Date today) {
  const calendar::Calendar& calendar = *decision.context.calendar;
  std::map<std::pair<std::string, int>, std::vector<std::string>> told;
  for (int rung : {1, 2}) {
    Date due = calendar.AddWorkingDays(today, rung == 1 ? -kTellSuperiorAfter : -kTellOfficeAfter);
    std::vector<std::pair<std::string, std::string>> late;
    for (const Task* task : decision.state.tasks.By(Task::kOpenByDue, FormatDate(due))) {
      if (!Remindable(decision, *task, today) || task->rung >= rung) continue;
      std::string whom = rung == 1 ? SuperiorOf(decision, task->assignment.person, today) : "";
      if (whom.empty()) whom = organisation::WithRole(decision.org(), organisation::Role::kOffice, today).person;
      if (!whom.empty() && whom != task->assignment.person) late.push_back({task->Key(), whom});
    }
    for (const auto& [task, whom] : late) {
      decision.Emit(TaskEscalated{task, whom, rung});
      told[{whom, rung}].push_back(task);
    }
  }
  for (auto& [to, tasks] : told) {
    Args args{{"count", std::to_string(tasks.size())}};
    decision.Tell(to.first, to.second == 1 ? "escalation_superior" : "escalation_office", std::move(args), std::move(tasks));
  }
}

// Does any span of the organisation begin or end between the last round and this one?
bool ChangesTakeEffect(Decision& decision, Date last, Date today) {
  auto touched = [&](const organisation::Span& span) {
    return (span.from && *span.from > last && *span.from <= today) || (span.to && *span.to >= last && *span.to < today);
  };
  auto any = [&](const auto& rows) { return std::any_of(rows.begin(), rows.end(), [&](const auto* row) { return touched(row->row.span); }); };
  return any(decision.state.holdings.All()) || any(decision.state.absences.All()) || any(decision.state.units.All()) || any(decision.state.roles.All());
}

void DailyRound(Decision& decision) {
  Date today = decision.Today();
  bool running = false;
  for (const Cycle* cycle : decision.state.cycles.All()) {
    running |= cycle->state == CycleState::kRunning || cycle->state == CycleState::kSuspended;
  }
  // Nothing to go round for: the next launch sets the timer again.
  if (!running) return;
  Date last = decision.context.calendar->AddWorkingDays(today, -1);
  if (ChangesTakeEffect(decision, last, today)) FollowOrganisation(decision, "takes effect today");
  Remind(decision, today);
  Escalate(decision, today);
  SetDailyTimer(decision, decision.context.calendar->AddWorkingDays(today, 1));
}

// A suspended cycle stands still: what falls due waits a day at a time.
void Postpone(Decision& decision, Timer timer) {
  timer.number = decision.NextNumber();
  timer.at = decision.context.calendar->StartOfDay(decision.Today() + std::chrono::days(1));
  decision.Emit(TimerSet{std::move(timer)});
}

}  // namespace

void EnsureDailyRound(Decision& decision) {
  for (const Timer* timer : decision.state.timers.All()) {
    if (timer->kind == Timer::Kind::kDailyRound) return;
  }
  SetDailyTimer(decision, decision.context.calendar->AddWorkingDays(decision.Today(), 1));
}

void DecideTimer(Decision& decision, const FireTimer& command) {
  const Timer* found = decision.state.timers.Find(command.timer);
  // Cancelled in the meantime: nothing is left to do.
  if (found == nullptr) return;
  const Timer timer = *found;
  decision.Emit(TimerEnded{command.timer, true});
  if (timer.kind == Timer::Kind::kDailyRound) {
    DailyRound(decision);
    return;
  }
  const Cycle* cycle = decision.state.cycles.Find(timer.cycle);
  if (cycle == nullptr || cycle->state == CycleState::kCancelled || cycle->state == CycleState::kClosed) return;
  if (cycle->state == CycleState::kSuspended) {
    Postpone(decision, timer);
    return;
  }
  switch (timer.kind) {
    case Timer::Kind::kPhaseOpens: {
      const PhaseRun* phase = cycle->FindPhase(timer.phase);
      if (phase != nullptr && !phase->open) OpenPhaseNow(decision, timer.cycle, timer.phase, "", "");
      break;
    }
    case Timer::Kind::kPhaseEnds: decision.Emit(PhaseEnded{timer.cycle, timer.phase}); break;
    default: Deliver(decision, timer.step, {timer.event, Value()});
  }
}

namespace {

void FollowTasks(Decision& decision, const std::string& reason) {
  std::vector<std::string> keys;
  for (const Task* task : decision.state.tasks.By(Task::kOpen, "open")) keys.push_back(task->Key());
  for (const std::string& key : keys) {
    const Task task = *decision.state.tasks.Find(key);
    const Step* step = decision.state.steps.Find(task.step);
    const Cycle* cycle = decision.state.cycles.Find(task.cycle);
    if (step == nullptr || cycle == nullptr || task.assignment.because == Because::kReassigned) continue;
    auto workflow = decision.WorkflowOf(*cycle);
    organisation::Assignment to = AssignParty(decision, *step, workflow->tasks.at(task.kind)->party());
    if (to == task.assignment) continue;
    decision.Emit(TaskReassigned{key, task.assignment.person, to, reason});
    if (to.person != task.assignment.person) decision.Tell(to.person, "reassigned", {{"reason", reason}}, {key});
  }
}

void FollowUnits(Decision& decision, const Cycle& cycle, const statechart::Workflow& workflow, const std::string& reason) {
  Date today = decision.Today();
  for (const PhaseRun& phase : cycle.phases) {
    if (!phase.open || workflow.phases.at(phase.id)->scope() != workflow::v1::SCOPE_UNIT) continue;
    std::vector<std::string> gone;
    for (const Step* step : decision.state.steps.By(Step::kRunningByPhase, cycle.Key() + "/" + phase.id)) {
      const organisation::Unit* unit = decision.org().FindUnit(step->subject);
      if (unit == nullptr || !decision.org().Exists(*unit, today)) gone.push_back(step->Key());
    }
    for (const std::string& key : gone) Stop(decision, key, StepState::kCancelled, reason);
    // A phase that a decision has overtaken, or that is over, takes nobody in any more.
    if (phase.ended || (!workflow.phases.at(phase.id)->overtaken_by().empty() && cycle.decided_on) || !cycle.cohort.empty()) continue;
    for (const organisation::Unit* unit : decision.org().Preorder(today)) {
      CreateStep(decision, {.cycle = cycle.Key(), .phase = phase.id, .subject = unit->id, .units = {unit->id}});
    }
  }
}

Step PairStep(const Cycle& cycle, const std::string& phase, const organisation::Pair& pair) {
  return {.cycle = cycle.Key(), .phase = phase, .subject = pair.leader + "~" + pair.superior, .leader = pair.leader,
          .superior = pair.superior, .by_mandate = pair.by_mandate, .units = pair.units};
}

// Talk and agreement are bound to persons: what two had going ends when they are no longer leader and superior, and the
// leader goes on with the new superior.
void FollowPairs(Decision& decision, const Cycle& cycle, const statechart::Workflow& workflow, const std::vector<organisation::Pair>& pairs,
                 const std::string& reason) {
  for (const PhaseRun& phase : cycle.phases) {
    if (!phase.open || workflow.phases.at(phase.id)->scope() != workflow::v1::SCOPE_PAIR) continue;
    std::vector<std::pair<std::string, std::string>> gone;
    for (const Step* step : decision.state.steps.By(Step::kRunningByPhase, cycle.Key() + "/" + phase.id)) {
      bool still = std::any_of(pairs.begin(), pairs.end(), [&](const auto& pair) { return pair.leader == step->leader && pair.superior == step->superior; });
      if (!still) gone.push_back({step->Key(), step->leader});
    }
    for (const auto& [key, leader] : gone) {
      Stop(decision, key, StepState::kCancelled, reason);
      for (const organisation::Pair& pair : pairs) {
        if (pair.leader == leader) CreateStep(decision, PairStep(cycle, phase.id, pair));
      }
    }
  }
}

// Agreements of two who are no longer leader and superior are kept, ended.
void EndAgreements(Decision& decision, const std::vector<organisation::Pair>& pairs) {
  std::vector<std::string> ended;
  for (const Agreement* agreement : decision.state.agreements.All()) {
    bool still = std::any_of(pairs.begin(), pairs.end(), [&](const auto& pair) { return pair.leader == agreement->leader && pair.superior == agreement->superior; });
    if (agreement->state == AgreementState::kSigned && !still) ended.push_back(agreement->Key());
  }
  for (const std::string& key : ended) decision.Emit(AgreementStateChanged{key, AgreementState::kEnded});
}

// A leader who has come while the cycle runs gets a start agreement.
void WelcomeLeaders(Decision& decision, const Cycle& cycle, const statechart::Workflow& workflow, const std::vector<organisation::Pair>& pairs) {
  std::string phase;
  for (const workflow::v1::Phase& candidate : workflow.definition.phases()) {
    if (candidate.for_new_leaders() && cycle.FindPhase(candidate.id()) != nullptr) phase = candidate.id();
  }
  if (phase.empty()) return;
  Date launched = decision.context.calendar->LocalDate(cycle.launched);
  for (const organisation::Pair& pair : pairs) {
    for (const std::string& unit : pair.units) {
      const organisation::Holding* holding = decision.org().HolderOf(unit, decision.Today());
      bool fresh = holding != nullptr && holding->span.from && *holding->span.from > launched;
      if (fresh && decision.state.agreements.By(Agreement::kByPair, pair.leader + "~" + pair.superior).empty()) {
        CreateStep(decision, PairStep(cycle, phase, pair));
        break;
      }
    }
  }
}

}  // namespace

void FollowOrganisation(Decision& decision, const std::string& reason) {
  std::vector<Cycle> running;
  for (const Cycle* cycle : decision.state.cycles.All()) {
    if (cycle->state == CycleState::kRunning || cycle->state == CycleState::kSuspended) running.push_back(*cycle);
  }
  if (running.empty()) return;
  auto pairs = organisation::Pairs(decision.org(), decision.Today());
  for (const Cycle& cycle : running) {
    auto workflow = decision.WorkflowOf(cycle);
    FollowUnits(decision, cycle, *workflow, reason);
    FollowPairs(decision, cycle, *workflow, pairs, reason);
  }
  // Into the newest cycle whose targets are decided: there is nothing to agree on before that.
  const Cycle* into = &running.back();
  for (const Cycle& cycle : running) {
    if (cycle.decided_on && !running.back().decided_on) into = &cycle;
  }
  WelcomeLeaders(decision, *into, *decision.WorkflowOf(*into), pairs);
  EndAgreements(decision, pairs);
  FollowTasks(decision, reason);
}

}  // namespace arshjul::cycle
