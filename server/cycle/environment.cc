#include "cycle/environment.h"

#include <algorithm>

#include "cycle/incidents.h"
#include "cycle/relation.h"
#include "statechart/variables.h"

namespace arshjul::cycle {

using namespace workflow::v1;

namespace {

// Events on their way to all steps of a municipality in one command, and what they carry: more than the largest tree could
// have told, and no more than memory can hold.
constexpr size_t kMaxSent = 1'000'000;
constexpr size_t kMaxSentBytes = 64'000'000;

}  // namespace

Environment::Environment(Decision& decision, const Step& step)
    : decision_(decision), key_(step.Key()), cycle_key_(step.cycle), workflow_(decision.WorkflowOf(cycle())),
      phase_(workflow_->phases.at(step.phase)), variables_(step.variables) {
  chart_ = workflow_->charts.at(phase_->chart()).get();
}

bool Environment::ReportsEnded() {
  for (const organisation::Unit* child : decision_.org().Children(step().subject, decision_.Today())) {
    const Step* below = NewestStep(decision_.state, step().cycle, step().phase, child->id);
    if (below != nullptr && !Ended(*below)) return false;
  }
  return true;
}

bool Environment::AllOthersEnded() {
  for (const PhaseRun& phase : cycle().phases) {
    for (const Step* other : decision_.state.steps.By(Step::kRunningByPhase, step().cycle + "/" + phase.id)) {
      if (other->Key() != key_) return false;
    }
  }
  return true;
}

bool Environment::Evaluate(Fact fact) {
  Date today = decision_.Today();
  const std::string unit = step().units.empty() ? "" : step().units.front();
  switch (fact) {
    case FACT_REPORTS_ENDED: return ReportsEnded();
    case FACT_HAS_REPORTS: return !decision_.org().Children(unit, today).empty();
    case FACT_IS_TOP: {
      const organisation::Unit* root = decision_.org().Root(today);
      return root != nullptr && root->id == unit;
    }
    case FACT_HAS_TARGETS: {
      const Card* card = decision_.state.cards.Find(Card::MakeKey(unit, cycle().year));
      return card != nullptr && !card->rows.empty();
    }
    case FACT_BOTH_SIGNED: {
      const Agreement* agreement = decision_.state.agreements.Find(step().agreement);
      return agreement != nullptr && agreement->SignedBy("leader") && agreement->SignedBy("superior");
    }
    case FACT_HAS_FRAME: {
      const Card* card = decision_.state.cards.Find(Card::MakeKey(unit, cycle().year));
      return card != nullptr && card->frame.has_value() && !card->frame_preliminary;
    }
    case FACT_ALL_OTHERS_ENDED: return AllOthersEnded();
    default: return false;
  }
}

void Environment::Push(const std::string& step, const statechart::Event& event) {
  if (!event.data.IsNull()) decision_.sent_bytes += statechart::SizeOf(event.data);
  if (decision_.sent.size() <= kMaxSent && decision_.sent_bytes <= kMaxSentBytes) decision_.sent.push_back({step, event});
}

bool Environment::Send(statechart::Sending sending) {
  const workflow::v1::Send& rule = sending.rule;
  const Step& self = step();
  switch (rule.to()) {
    case Send::TO_SELF:
      if (rule.has_after()) {
        SetTimer(rule.after(), sending.seconds, "", std::move(sending.event));
      } else {
        Push(key_, sending.event);
      }
      break;
    case Send::TO_SUPERIOR: {
      std::string above = SuperiorStep(decision_, self);
      if (!above.empty()) Push(above, sending.event);
      break;
    }
    case Send::TO_REPORTS:
      for (const organisation::Unit* child : decision_.org().Children(self.subject, decision_.Today())) {
        if (const Step* below = NewestStep(decision_.state, self.cycle, self.phase, child->id)) Push(below->Key(), sending.event);
      }
      break;
    case Send::TO_PHASE:
      for (const Step* other : decision_.state.steps.By(Step::kRunningByPhase, self.cycle + "/" + rule.phase())) Push(other->Key(), sending.event);
      break;
    case Send::TO_SENDER:
    case Send::TO_STEP: {
      const Step* named = decision_.state.steps.Find(sending.step);
      // This one is at work, though it may be about to begin.
      const bool at_work = named != nullptr && named->cycle == cycle_key_ && named->state == StepState::kActive;
      if (!at_work && sending.step != key_) return false;
      Push(sending.step, sending.event);
      break;
    }
    default: break;
  }
  return true;
}

void Environment::Cancel(const std::string& event, const std::string& send_id) {
  auto meant = [&](const cycle::Timer& timer) {
    return timer.state.empty() && (send_id.empty() ? timer.event == event : timer.send_id == send_id);
  };
  const std::vector<std::string> timers = step().timers;
  for (const std::string& key : timers) {
    const cycle::Timer* timer = decision_.state.timers.Find(key);
    if (timer != nullptr && meant(*timer)) decision_.Emit(TimerEnded{key, false});
  }
  OvertakeParked(decision_, key_, meant);
}

std::optional<statechart::Limit> Environment::Passed() const {
  const Step& self = *decision_.state.steps.Find(key_);
  if (self.timers.size() > statechart::kMaxTimers) return statechart::Limit::kTimers;
  if (self.open_tasks.size() > statechart::kMaxTasks) return statechart::Limit::kTasks;
  if (decision_.sent.size() > kMaxSent) return statechart::Limit::kQueue;
  if (decision_.sent_bytes > kMaxSentBytes) return statechart::Limit::kData;
  return std::nullopt;
}

void Environment::Execute(const Action& action, const statechart::Event&) {
  switch (action.action_case()) {
    case Action::kRecord: {
      static const Completed kNothing;
      RecordForm(decision_, step(), action.record(), decision_.completed != nullptr ? *decision_.completed : kNothing);
      break;
    }
    case Action::kNotify: {
      const Step self = step();
      organisation::Assignment to = AssignParty(decision_, self, action.notify().to());
      std::string unit = self.units.empty() ? "" : self.units.front();
      const organisation::Unit* found = decision_.org().FindUnit(unit);
      Args args{{"unit", found == nullptr ? "" : found->name}, {"by", decision_.org().NameOf(decision_.context.actor)}, {"cycle", std::to_string(Cycle::YearOf(self.cycle))}};
      if (IsPersonal(self)) {
        decision_.TellBetweenTwo(to.person, action.notify().message(), std::move(args));
      } else {
        decision_.Tell(to.person, action.notify().message(), std::move(args));
      }
      break;
    }
    // A log line is for tests of charts; the rest is the chart's own.
    default: break;
  }
}

Date Environment::ParameterDay(const std::string& parameter) {
  auto it = cycle().parameters.find(parameter);
  auto date = it == cycle().parameters.end() ? std::nullopt : ParseDate(it->second);
  return date.value_or(decision_.Today());
}

Date Environment::DueOf(const workflow::v1::Task& definition, const std::string& assignee, Date opened) {
  const calendar::Calendar& calendar = *decision_.context.calendar;
  Date today = decision_.Today();
  const PhaseRun& run = *cycle().FindPhase(phase_->id());
  const Due& rule = definition.due();
  Date due = calendar.PreviousWorkingDay(run.ends);
  if (rule.has_working_days()) {
    const int more = rule.reports_per_day() > 0 ? decision_.ReportsOf(assignee) / rule.reports_per_day() : 0;
    due = calendar.AddWorkingDays(opened, rule.working_days() + more);
  } else if (rule.slice_end()) {
    due = calendar.PreviousWorkingDay(SliceOf(decision_, run, step().subject).last);
  } else if (!rule.at().empty()) {
    due = calendar.PreviousWorkingDay(ParameterDay(rule.at()));
  }
  // Never earlier than five working days after opening, nor later than the phase's end; the latter wins, unless the
  // phase is over already: nobody is overdue the moment they are asked.
  Date least = calendar.AddWorkingDays(opened, kLeastWorkingDays);
  Date last = calendar.PreviousWorkingDay(run.ends);
  if (phase_->within_working_days() > 0 && (phase_->on_target_change() || last < today)) {
    last = calendar.AddWorkingDays(calendar.LocalDate(step().opened), phase_->within_working_days());
  }
  return last < today ? least : std::min(std::max(due, least), last);
}

void Environment::OpenTask(const workflow::v1::Task& definition, const std::string& state) {
  workflow::v1::Party party = definition.party();
  cycle::Task task;
  task.number = decision_.NextNumber();
  task.step = key_;
  task.cycle = step().cycle;
  task.phase = step().phase;
  task.kind = definition.id();
  task.from_state = state;
  task.unit = step().units.empty() ? "" : step().units.front();
  task.assignment = AssignParty(decision_, step(), party);
  task.opened = decision_.context.now;
  task.due = DueOf(definition, task.assignment.person, decision_.Today());
  decision_.Emit(TaskOpened{std::move(task)});
}

namespace {

std::string InWords(const workflow::v1::Timer& rule) {
  if (!rule.at().empty()) return "at " + rule.at();
  if (!rule.recorded().empty()) return "recorded " + rule.recorded();
  if (rule.slice_start()) return "slice_start";
  return rule.has_working_days() ? "working_days " + std::to_string(rule.working_days()) : "seconds";
}

}  // namespace

Instant Environment::InstantOf(const workflow::v1::Timer& rule, std::optional<double> seconds) {
  const calendar::Calendar& calendar = *decision_.context.calendar;
  if (!rule.at().empty()) return calendar.StartOfDay(ParameterDay(rule.at()));
  if (!rule.recorded().empty()) {
    const auto& recorded = step().recorded;
    auto day = recorded.find(rule.recorded());
    return calendar.StartOfDay((day == recorded.end() ? std::nullopt : ParseDate(day->second.Text())).value_or(decision_.Today()));
  }
  if (rule.slice_start()) return calendar.StartOfDay(SliceOf(decision_, *cycle().FindPhase(phase_->id()), step().subject).first);
  if (rule.has_working_days()) return calendar.StartOfDay(calendar.AddWorkingDays(decision_.Today(), rule.working_days()));
  return decision_.context.now + std::chrono::milliseconds(static_cast<int64_t>(seconds.value_or(rule.seconds()) * 1000));
}

void Environment::SetTimer(const workflow::v1::Timer& rule, std::optional<double> seconds, const std::string& state, statechart::Event event) {
  const Instant at = InstantOf(rule, seconds);
  // Due already: it comes as an event of its own right after this macrostep, as any timer would.
  if (at <= decision_.context.now) {
    Push(key_, event);
    return;
  }
  cycle::Timer timer;
  timer.number = decision_.NextNumber();
  timer.at = at;
  timer.rule = InWords(rule);
  timer.cycle = step().cycle;
  timer.phase = step().phase;
  timer.step = key_;
  timer.state = state;
  timer.event = event.name;
  timer.data = event.data;
  timer.send_id = event.send_id;
  timer.origin = event.origin;
  decision_.Emit(TimerSet{std::move(timer)});
}

void Environment::MoveTimer(const workflow::v1::Timer& rule, cycle::Timer timer, Instant at, const std::string& state, const std::string& event) {
  decision_.Emit(TimerEnded{timer.Key(), false});
  timer.at = at;
  timer.rule = InWords(rule);
  timer.state = state;
  timer.event = event;
  decision_.Emit(TimerSet{std::move(timer)});
}

void Environment::Entered(const workflow::v1::State& state) {
  for (const std::string& id : state.tasks()) OpenTask(*workflow_->tasks.at(id), state.id());
  int number = 0;
  for (const Transition& transition : state.on()) {
    if (!transition.has_after()) continue;
    statechart::Event event{statechart::Chart::TimerEvent(state.id(), number++), Value(), statechart::EventType::kPlatform};
    SetTimer(transition.after(), std::nullopt, state.id(), std::move(event));
  }
}

void Environment::Exited(const workflow::v1::State& state) {
  const std::vector<std::string> open_tasks = step().open_tasks, timers = step().timers;
  for (const std::string& key : open_tasks) {
    const cycle::Task* task = decision_.state.tasks.Find(key);
    if (task != nullptr && task->from_state == state.id()) decision_.Emit(TaskWithdrawn{key});
  }
  for (const std::string& key : timers) {
    const cycle::Timer* timer = decision_.state.timers.Find(key);
    if (timer != nullptr && timer->state == state.id()) decision_.Emit(TimerEnded{key, false});
  }
  OvertakeParked(decision_, key_, [&](const cycle::Timer& timer) { return timer.state == state.id(); });
}

}  // namespace arshjul::cycle
