// Times that run for a step on its way to another version: which come when they would have come, which are counted anew.
#include <algorithm>

#include "cycle/migrate.h"

namespace arshjul::cycle {
namespace {

using Rule = workflow::v1::Timer;
using Actions = google::protobuf::RepeatedPtrField<workflow::v1::Action>;

// The rules of a state's transitions with `after`, as Chart::TimerEvent counts them.
std::vector<const Rule*> RulesOf(const workflow::v1::State& state) {
  std::vector<const Rule*> rules;
  for (const auto& transition : state.on()) {
    if (transition.has_after()) rules.push_back(&transition.after());
  }
  return rules;
}

bool SameRule(const Rule& a, const Rule& b) {
  Rule first = a, second = b;
  first.clear_on_migration();
  second.clear_on_migration();
  return first.SerializeAsString() == second.SerializeAsString();
}

// Which rule of the new state is which of the old one: the same ones first, then what is left in its order. -1: none.
std::vector<int> Matched(const std::vector<const Rule*>& before, const std::vector<const Rule*>& now) {
  std::vector<int> match(now.size(), -1);
  std::vector<bool> used(before.size(), false);
  for (const bool same : {true, false}) {
    for (size_t i = 0; i < now.size(); ++i) {
      for (size_t j = 0; j < before.size() && match[i] < 0; ++j) {
        if (used[j] || (same && !SameRule(*before[j], *now[i]))) continue;
        match[i] = static_cast<int>(j);
        used[j] = true;
      }
    }
  }
  return match;
}

const Rule* FindSent(const Actions& actions, const std::string& event) {
  for (const auto& action : actions) {
    if (action.has_send() && action.send().has_after() && action.send().event() == event) return &action.send().after();
    for (const Actions* inner : {&action.if_().then(), &action.if_().else_(), &action.block().of(), &action.for_each().do_()}) {
      if (const Rule* rule = FindSent(*inner, event)) return rule;
    }
  }
  return nullptr;
}

// The rule by which a state, or one below it, sends its step the event later.
const Rule* FindSent(const workflow::v1::State& state, const std::string& event) {
  for (const Actions* actions : {&state.entry(), &state.exit(), &state.start().actions()}) {
    if (const Rule* rule = FindSent(*actions, event)) return rule;
  }
  for (const auto& transition : state.on()) {
    if (const Rule* rule = FindSent(transition.actions(), event)) return rule;
  }
  for (const auto& child : state.states()) {
    if (const Rule* rule = FindSent(child, event)) return rule;
  }
  return nullptr;
}

const Rule* FindSent(const statechart::Workflow& workflow, const std::string& phase, const std::string& event) {
  for (const auto& chart : workflow.definition.charts()) {
    if (chart.id() != workflow.phases.at(phase)->chart()) continue;
    if (const Rule* rule = FindSent(chart.start().actions(), event)) return rule;
    for (const auto& state : chart.states()) {
      if (const Rule* rule = FindSent(state, event)) return rule;
    }
  }
  return nullptr;
}

// Of the step as it was, those of one state that have not been dealt with.
std::vector<Timer> RunningIn(Decision& decision, const StepMove& move, const std::string& state) {
  std::vector<Timer> out;
  for (const std::string& key : move.step.timers) {
    const Timer* timer = decision.state.timers.Find(key);
    if (timer != nullptr && timer->state == state) out.push_back(*timer);
  }
  return out;
}

class Timers {
 public:
  Timers(Decision& decision, Environment& environment, std::vector<FieldViolation>& remarks)
      : decision_(decision), environment_(environment), remarks_(remarks) {}

  void Drop(const Timer& timer) {
    decision_.Emit(TimerEnded{timer.Key(), false});
    remarks_.push_back({"", "migration_timer_dropped", {{"date", DayOf(timer.at)}}});
  }

  void Move(const Timer& timer, const Rule& before, const Rule& now, const std::string& state, const std::string& event) {
    const Instant at = InstantNow(timer, before, now);
    if (now.on_migration() == workflow::v1::ON_MIGRATION_RESTART) {
      decision_.Emit(TimerEnded{timer.Key(), false});
      environment_.SetTimer(now, std::nullopt, state, Carried(timer, event));
    } else if (at != timer.at || state != timer.state || event != timer.event) {
      environment_.MoveTimer(now, timer, at, state, event);
    }
    if (now.on_migration() != workflow::v1::ON_MIGRATION_RESTART && at == timer.at) return;
    remarks_.push_back({"", "migration_timer_moved", {{"from", DayOf(timer.at)}}});
  }

 private:
  // What it brings when it comes: the same, under the name it has now.
  static statechart::Event Carried(const Timer& timer, const std::string& event) {
    return {event, timer.data, timer.state.empty() ? statechart::EventType::kExternal : statechart::EventType::kPlatform, timer.send_id,
            timer.origin};
  }

  std::string DayOf(Instant at) { return FormatDate(decision_.context.calendar->LocalDate(at)); }

  // From when it began, by the new rule. A rule of another kind has nothing in common with the old one.
  Instant InstantNow(const Timer& timer, const Rule& before, const Rule& now) {
    if (now.on_migration() != workflow::v1::ON_MIGRATION_KEEP_REMAINDER) return timer.at;
    const calendar::Calendar& calendar = *decision_.context.calendar;
    if (before.has_working_days() && now.has_working_days()) {
      const Date due = calendar.LocalDate(timer.at);
      const int more = now.working_days() - before.working_days();
      return more == 0 ? timer.at : calendar.StartOfDay(calendar.AddWorkingDays(due, more));
    }
    if (before.has_seconds() && now.has_seconds()) {
      return timer.at + std::chrono::milliseconds(static_cast<int64_t>((now.seconds() - before.seconds()) * 1000));
    }
    return timer.at;
  }

  Decision& decision_;
  Environment& environment_;
  std::vector<FieldViolation>& remarks_;
};

// The number among `rules` of the one that the timer comes by now; as many as there are: none.
int RuleNow(const Timer& timer, const std::string& before, const std::vector<int>& match) {
  int number = 0;
  auto is_this = [&](int i) { return i >= 0 && timer.event == statechart::Chart::TimerEvent(before, i); };
  while (number < static_cast<int>(match.size()) && !is_this(match[number])) ++number;
  return number;
}

void MoveOfState(Decision& decision, const StepMove& move, const std::string& before, const std::string& now, Timers& timers,
                 Environment& environment) {
  const auto old_rules = RulesOf(*move.from->FindState(before)), rules = RulesOf(*move.to->FindState(now));
  const std::vector<int> match = Matched(old_rules, rules);
  for (const Timer& timer : RunningIn(decision, move, before)) {
    const int number = RuleNow(timer, before, match);
    if (number == static_cast<int>(match.size())) {
      timers.Drop(timer);
    } else {
      timers.Move(timer, *old_rules[match[number]], *rules[number], now, statechart::Chart::TimerEvent(now, number));
    }
  }
  // One that the old state had and that runs no more has come already.
  for (int number = 0; number < static_cast<int>(match.size()); ++number) {
    if (match[number] < 0) environment.SetTimer(*rules[number], std::nullopt, now, {statechart::Chart::TimerEvent(now, number), Value(), statechart::EventType::kPlatform});
  }
}

// Where two states have become one, its times are those of the first.
bool IsFirst(const std::map<std::string, std::string>& became, const std::string& state) {
  const std::string& now = became.at(state);
  return std::find_if(became.begin(), became.end(), [&](const auto& entry) { return entry.second == now; })->first == state;
}

}  // namespace

bool TimerStays(const StepMove& move, const Timer& timer) {
  if (timer.state.empty()) return true;
  auto became = move.landing.became.find(timer.state);
  if (became == move.landing.became.end() || !IsFirst(move.landing.became, timer.state)) return false;
  const std::vector<int> match = Matched(RulesOf(*move.from->FindState(timer.state)), RulesOf(*move.to->FindState(became->second)));
  return RuleNow(timer, timer.state, match) < static_cast<int>(match.size());
}

void MoveTimers(Decision& decision, const Versions& versions, const StepMove& move, Environment& environment,
                std::vector<FieldViolation>& remarks) {
  Timers timers(decision, environment, remarks);
  for (const auto& [before, now] : move.landing.became) {
    if (!IsFirst(move.landing.became, before)) {
      for (const Timer& timer : RunningIn(decision, move, before)) timers.Drop(timer);
      continue;
    }
    MoveOfState(decision, move, before, now, timers, environment);
  }
  // A state that has become nothing takes its times with it. What the chart sent itself for later is sent still, by this
  // version's rule for it where there is one.
  for (const std::string& key : move.step.timers) {
    const Timer* found = decision.state.timers.Find(key);
    if (found == nullptr || move.landing.became.contains(found->state)) continue;
    const Timer timer = *found;
    if (!timer.state.empty()) {
      timers.Drop(timer);
      continue;
    }
    const Rule* before = FindSent(*versions.from, move.step.phase, timer.event);
    const Rule* now = FindSent(*versions.to, move.step.phase, timer.event);
    if (before != nullptr && now != nullptr) timers.Move(timer, *before, *now, "", timer.event);
  }
}

}  // namespace arshjul::cycle
