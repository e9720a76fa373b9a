#include "cycle/stepping.h"

#include <algorithm>
#include <map>

#include "cycle/environment.h"
#include "cycle/incidents.h"
#include "cycle/plan.h"

namespace arshjul::cycle {
namespace {

using workflow::v1::Phase;

// So many events to one step in one command: every unit of a large county may have told it something, but a chart that sends
// itself events for ever must not hold the writer.
constexpr int kMaxSettled = 100'000;

// The event that means "see whether this step can start, or go on, now"; no chart can wait for it, for it has no name.
statechart::Event StartSignal() { return {}; }

bool Overlaps(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::any_of(a.begin(), a.end(), [&](const std::string& x) { return std::find(b.begin(), b.end(), x) != b.end(); });
}

// Steps of `phase` that a step of `units` (with `subject`, of `scope`) may be holding up.
std::vector<std::string> Successors(Decision& decision, const Step& ended, const Phase& from, const Phase& to) {
  using namespace workflow::v1;
  if (to.scope() == SCOPE_MUNICIPALITY || from.scope() == to.scope()) {
    const Step* next = NewestStep(decision.state, ended.cycle, to.id(), to.scope() == SCOPE_MUNICIPALITY ? "" : ended.subject);
    return next == nullptr ? std::vector<std::string>() : std::vector<std::string>{next->Key()};
  }
  std::vector<std::string> out;
  auto add = [&](const std::vector<const Step*>& steps) {
    for (const Step* step : steps) {
      if (step->cycle == ended.cycle && step->phase == to.id() && (from.scope() == SCOPE_MUNICIPALITY || Overlaps(step->units, ended.units))) {
        out.push_back(step->Key());
      }
    }
  };
  if (from.scope() == SCOPE_UNIT) {
    // The pair of whoever leads the unit today.
    if (const organisation::Holding* holder = decision.org().HolderOf(ended.subject, decision.Today())) {
      add(decision.state.steps.By(Step::kByLeader, holder->person));
    }
  } else {
    add(decision.state.steps.By(Step::kRunningByPhase, ended.cycle + "/" + to.id()));
  }
  return out;
}

// A step has come to its end: the unit above is told, what was overtaken stops, and what waited for it may start.
void FollowEnd(Decision& decision, const Step& ended) {
  const Cycle* cycle = decision.state.cycles.Find(ended.cycle);
  if (cycle == nullptr || cycle->state == CycleState::kCancelled || cycle->state == CycleState::kClosed) return;
  auto workflow = decision.WorkflowOf(*cycle);
  const Phase& own = *workflow->phases.at(ended.phase);
  if (own.scope() == workflow::v1::SCOPE_UNIT) {
    std::string above = SuperiorStep(decision, ended);
    if (!above.empty()) {
      decision.sent.push_back({above, {"report.ended", Value(), statechart::EventType::kPlatform, "", ended.Key()}});
    }
  }
  for (const Phase& phase : workflow->definition.phases()) {
    if (phase.overtaken_by() == ended.phase) {
      std::vector<std::string> late;
      for (const Step* step : decision.state.steps.By(Step::kRunningByPhase, ended.cycle + "/" + phase.id())) late.push_back(step->Key());
      for (const std::string& key : late) Stop(decision, key, StepState::kOvertaken, "");
    }
    if (std::find(phase.after().begin(), phase.after().end(), ended.phase) == phase.after().end()) continue;
    for (const std::string& key : Successors(decision, ended, own, phase)) decision.sent.push_back({key, StartSignal()});
  }
}

// Does what the step builds on still go on (or is it yet to come)?
bool HeldUp(Decision& decision, const Step& step, const Cycle& cycle, const statechart::Workflow& workflow) {
  using namespace workflow::v1;
  const Phase& own = *workflow.phases.at(step.phase);
  for (const std::string& id : own.after()) {
    const PhaseRun* run = cycle.FindPhase(id);
    const Phase& before = *workflow.phases.at(id);
    if (run == nullptr) continue;
    std::vector<std::string> subjects;
    if (before.scope() == SCOPE_MUNICIPALITY) {
      subjects = {""};
    } else if (before.scope() == own.scope()) {
      subjects = {step.subject};
    } else {
      subjects = step.units;
    }
    for (const std::string& subject : subjects) {
      const Step* found = NewestStep(decision.state, step.cycle, id, subject);
      if (found != nullptr ? !Ended(*found) : !run->open && !run->ended && TakesPart(cycle, before, step.units)) return true;
    }
  }
  return false;
}

StepMoved Moved(const std::string& key, const statechart::Chart& chart, const statechart::Configuration& configuration,
                statechart::Variables variables) {
  return {key, configuration.done ? StepState::kDone : StepState::kActive, configuration, Shown(chart, configuration), std::move(variables)};
}

}  // namespace

void RefuseAt(Decision& decision, const std::string& key, const statechart::LimitPassed& passed) {
  Args args{{"step", key}, {"limit", NameOf(passed.limit)}, {"most", std::to_string(MostOf(passed.limit))}};
  if (!passed.state.empty()) args.emplace("state", passed.state);
  decision.Refuse(Reason::kWorkflowLimit, std::move(args));
}

std::string Shown(const statechart::Chart& chart, const statechart::Configuration& configuration) {
  std::string final_one;
  for (const std::string& id : configuration.active) {
    const workflow::v1::State* state = chart.FindState(id);
    if (state == nullptr) continue;
    if (!state->final()) return id;
    if (final_one.empty()) final_one = id;
  }
  return final_one;
}

void Arrive(Decision& decision, const std::string& key, Event where) {
  decision.Emit(std::move(where));
  FollowArrival(decision, key);
}

void FollowArrival(Decision& decision, const std::string& key) {
  const Step* found = decision.state.steps.Find(key);
  if (found->state != StepState::kDone) return;
  const Step arrived = *found;
  // What the chart sent itself for later belongs to no state and ends with the chart.
  for (const std::string& timer : arrived.timers) decision.Emit(TimerEnded{timer, false});
  EndParked(decision, key);
  FollowEnd(decision, arrived);
}

Taken Deliver(Decision& decision, const std::string& key, const statechart::Event& event) {
  const Step* found = decision.state.steps.Find(key);
  if (found == nullptr || found->state != StepState::kActive) return Taken::kIgnored;
  Environment environment(decision, *found);
  if (environment.chart() == nullptr) return Taken::kIgnored;
  statechart::Configuration configuration = found->configuration;
  switch (environment.chart()->Handle(configuration, event, environment)) {
    case statechart::Outcome::kIgnored: return Taken::kIgnored;
    case statechart::Outcome::kLimit:
      RefuseAt(decision, key, environment.given_up());
      return Taken::kLimit;
    case statechart::Outcome::kHandled: break;
  }
  Arrive(decision, key, Moved(key, *environment.chart(), configuration, environment.TakeVariables()));
  return Taken::kHandled;
}

void StartWhenReady(Decision& decision, const std::string& key) {
  const Step* found = decision.state.steps.Find(key);
  if (found == nullptr || found->state != StepState::kWaiting) return;
  const Cycle* cycle = decision.state.cycles.Find(found->cycle);
  auto workflow = decision.WorkflowOf(*cycle);
  if (HeldUp(decision, *found, *cycle, *workflow)) return;
  Environment environment(decision, *found);
  statechart::Configuration configuration;
  if (environment.chart()->Start(configuration, environment) == statechart::Outcome::kLimit) {
    RefuseAt(decision, key, environment.given_up());
    return;
  }
  Arrive(decision, key, Moved(key, *environment.chart(), configuration, environment.TakeVariables()));
}

void Stop(Decision& decision, const std::string& key, StepState how, const std::string& reason) {
  const Step* found = decision.state.steps.Find(key);
  if (found == nullptr || Ended(*found)) return;
  Step step = *found;
  for (const std::string& task : step.open_tasks) decision.Emit(TaskWithdrawn{task});
  for (const std::string& timer : step.timers) decision.Emit(TimerEnded{timer, false});
  EndParked(decision, key);
  if (!step.agreement.empty()) decision.Emit(AgreementStateChanged{step.agreement, AgreementState::kEnded});
  decision.Emit(StepStopped{key, how, reason});
  FollowEnd(decision, step);
}

void Settle(Decision& decision) {
  std::map<std::string, int> named;  // events by the step they came to
  while (!decision.sent.empty() && !decision.refused()) {
    auto [step, event] = std::move(decision.sent.front());
    decision.sent.pop_front();
    if (!event.name.empty() && ++named[step] > kMaxSettled) {
      decision.Refuse(Reason::kWorkflowLimit, {{"step", step}, {"limit", "events_in_a_row"}, {"most", std::to_string(kMaxSettled)}});
      return;
    }
    const Step* found = decision.state.steps.Find(step);
    if (found != nullptr && found->state == StepState::kWaiting) {
      // Events do not reach what has not begun.
      if (event.name.empty()) StartWhenReady(decision, step);
    } else {
      Deliver(decision, step, event);
    }
  }
}

const Step* NewestStep(State& state, const std::string& cycle, const std::string& phase, const std::string& subject) {
  const Step* newest = state.steps.Find(Step::MakeKey(cycle, phase, subject));
  while (newest != nullptr) {
    const Step* next = state.steps.Find(Step::MakeKey(cycle, phase, subject, newest->round + 1));
    if (next == nullptr) break;
    newest = next;
  }
  return newest;
}

std::string CreateStep(Decision& decision, Step step) {
  if (const Step* before = NewestStep(decision.state, step.cycle, step.phase, step.subject)) {
    // A unit that has come back, two who lead and are led again: what was called off begins anew.
    if (before->round >= step.round && before->state != StepState::kCancelled) return before->Key();
    step.round = std::max(step.round, before->round + 1);
  }
  step.opened = decision.context.now;
  std::string key = step.Key();
  decision.Emit(StepCreated{std::move(step)});
  decision.sent.push_back({key, StartSignal()});
  return key;
}

void OpenPhaseNow(Decision& decision, const std::string& key, const std::string& id, const std::string& within, const std::string& reason) {
  using namespace workflow::v1;
  const Cycle cycle = *decision.state.cycles.Find(key);
  auto workflow = decision.WorkflowOf(cycle);
  const Phase& phase = *workflow->phases.at(id);
  decision.Emit(PhaseOpened{key, id, reason, within});
  Date today = decision.Today();
  auto inside = [&](const std::string& unit) { return within.empty() || decision.org().IsWithin(unit, within); };
  std::vector<Step> steps;
  if (phase.scope() == SCOPE_MUNICIPALITY) {
    steps.push_back({.cycle = key, .phase = id});
  } else if (phase.scope() == SCOPE_UNIT) {
    for (const organisation::Unit* unit : decision.org().Preorder(today)) {
      if (inside(unit->id) && TakesPart(cycle, phase, {&unit->id, 1})) {
        steps.push_back({.cycle = key, .phase = id, .subject = unit->id, .units = {unit->id}});
      }
    }
    // Leaves first, so that a unit above finds the steps below it when it starts.
    std::reverse(steps.begin(), steps.end());
  } else {
    for (organisation::Pair& pair : organisation::Pairs(decision.org(), today)) {
      std::erase_if(pair.units, [&](const std::string& unit) { return !inside(unit) || !TakesPart(cycle, phase, {&unit, 1}); });
      if (pair.units.empty()) continue;
      const Step* begun = NewestStep(decision.state, key, id, pair.leader + "~" + pair.superior);
      // Opened for a part of the municipality before: the talk is about all of the leader's units.
      if (begun != nullptr && !Ended(*begun) && begun->units != pair.units) decision.Emit(StepUnitsChanged{begun->Key(), pair.units});
      steps.push_back({.cycle = key, .phase = id, .subject = pair.leader + "~" + pair.superior, .leader = pair.leader,
                       .superior = pair.superior, .by_mandate = pair.by_mandate, .units = pair.units});
    }
  }
  for (Step& step : steps) CreateStep(decision, std::move(step));
}

std::string SuperiorStep(Decision& decision, const Step& step) {
  const organisation::Unit* unit = decision.org().FindUnit(step.subject);
  if (unit == nullptr || unit->parent.empty()) return "";
  const Step* above = NewestStep(decision.state, step.cycle, step.phase, unit->parent);
  return above == nullptr ? "" : above->Key();
}

organisation::Assignment AssignParty(Decision& decision, const Step& step, workflow::v1::Party party) {
  using namespace workflow::v1;
  const organisation::Organisation& org = decision.org();
  Date today = decision.Today();
  bool pair = !step.leader.empty();
  if (party == PARTY_OFFICE || (!pair && step.subject.empty())) {
    return organisation::WithRole(org, organisation::Role::kOffice, today);
  }
  if (!pair) return party == PARTY_LEADER ? organisation::UnitWork(org, step.subject, today) : organisation::Review(org, step.subject, today);
  if (party == PARTY_LEADER) return {step.leader, "", organisation::Because::kHolder};
  if (party == PARTY_CONDUCTOR) {
    auto named = step.recorded.find("conductor");
    bool here = named != step.recorded.end() && !named->second.IsBlank() && !org.HasLeft(named->second.Text(), today);
    if (here) return {named->second.Text(), "", organisation::Because::kConductor};
  }
  return {step.superior, "", step.by_mandate ? organisation::Because::kMandate : organisation::Because::kHolder};
}

int SliceStep(int working_days, int levels) {
  const int side_by_side = working_days / levels;
  return side_by_side >= kLeastWorkingDays || levels == 1 ? side_by_side : (working_days - kLeastWorkingDays) / (levels - 1);
}

Window SliceOf(Decision& decision, const PhaseRun& phase, const std::string& unit) {
  const calendar::Calendar& calendar = *decision.context.calendar;
  const int height = decision.HeightOf(unit), levels = decision.TopHeight() + 1;
  const int days = calendar.WorkingDaysBetween(phase.opens, phase.ends);
  const bool side_by_side = days / levels >= kLeastWorkingDays || levels == 1;
  auto first = [&](int level) {
    return calendar.AddWorkingDays(phase.opens, side_by_side ? days * level / levels : (days - kLeastWorkingDays) * level / (levels - 1));
  };
  Window window{height == 0 ? phase.opens : first(height), phase.ends};
  if (height + 1 < levels) window.last = side_by_side ? first(height + 1) : std::min(phase.ends, calendar.AddWorkingDays(window.first, kLeastWorkingDays));
  return window;
}

}  // namespace arshjul::cycle
