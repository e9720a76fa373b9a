#include "cycle/late_change.h"

#include <algorithm>
#include <set>

#include "cycle/cards.h"
#include "cycle/plan.h"
#include "cycle/stepping.h"

namespace arshjul::cycle {
namespace {

using workflow::v1::Phase;

// Written to every agreement's step that is not at its end: the text must name the target as it is now.
constexpr char kTargetsChanged[] = "targets.changed";

bool Contains(const std::vector<std::string>& values, const std::string& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

// The running cycle whose own targets these are; else the newest that runs.
const Cycle* CycleFor(State& state, int year) {
  const Cycle* newest = nullptr;
  for (const Cycle* cycle : state.cycles.All()) {
    if (cycle->state != CycleState::kRunning) continue;
    if (cycle->year == year) return cycle;
    newest = cycle;
  }
  return newest;
}

// One more step of the phase for the subject, unless one is still open: that one shows what has changed since, too.
bool Again(Decision& decision, Step step) {
  if (const Step* before = NewestStep(decision.state, step.cycle, step.phase, step.subject)) {
    if (!Ended(*before)) return false;
    step.round = before->round + 1;
  }
  CreateStep(decision, std::move(step));
  return true;
}

void AskLeader(Decision& decision, const Cycle& cycle, const Phase& phase, const std::string& unit, int year) {
  Again(decision, {.cycle = cycle.Key(), .phase = phase.id(), .subject = unit, .units = {unit}, .about_year = year});
}

void WriteAnew(Decision& decision, const Cycle& cycle, const Phase& phase, const std::string& unit, int year) {
  const std::string card = Card::MakeKey(unit, year);
  for (const organisation::Pair& pair : organisation::Pairs(decision.org(), decision.Today())) {
    if (!Contains(pair.units, unit)) continue;
    const std::string subject = pair.leader + "~" + pair.superior;
    bool signed_already = false;
    for (const Agreement* agreement : decision.state.agreements.By(Agreement::kByPair, subject)) {
      if (!Contains(agreement->cards, card)) continue;
      signed_already |= agreement->state == AgreementState::kSigned;
      bool underway = agreement->state == AgreementState::kReview || agreement->state == AgreementState::kSigning;
      if (underway) decision.sent.push_back({agreement->step, {kTargetsChanged, Value()}});
    }
    std::vector<std::string> units = pair.units;
    std::erase_if(units, [&](const std::string& own) { return !InCohort(cycle, own); });
    if (!signed_already || units.empty()) continue;
    bool made = Again(decision, {.cycle = cycle.Key(), .phase = phase.id(), .subject = subject, .leader = pair.leader, .superior = pair.superior,
                                 .by_mandate = pair.by_mandate, .units = std::move(units), .about_year = year});
    if (!made) continue;
    const organisation::Unit* named = decision.org().FindUnit(unit);
    for (const std::string& party : {pair.leader, pair.superior}) decision.TellBetweenTwo(party, "agreement_new_version", {{"unit", named == nullptr ? unit : named->name}});
  }
}

// Talks about that year's results of the unit, with whoever led it, that are over.
std::vector<std::string> TalksHeld(Decision& decision, const std::string& unit, int year) {
  std::set<std::string> held, leaders;
  for (const organisation::Holding* holding : decision.org().HoldingsOfUnit(unit)) leaders.insert(holding->person);
  for (const std::string& leader : leaders) {
    for (const Step* step : decision.state.steps.By(Step::kByLeader, leader)) {
      // A talk before the year was over was not about its results.
      bool about = Cycle::YearOf(step->cycle) == year && Contains(step->units, unit) && step->state == StepState::kDone && step->ended &&
                   decision.context.calendar->LocalDate(*step->ended) > MakeDate(year, 12, 31);
      if (about && step->texts.contains("minutes.minutes")) held.insert(step->Key());
    }
  }
  return {held.begin(), held.end()};
}

}  // namespace

void FollowChangedTarget(Decision& decision, const std::string& unit, int year) {
  const Cycle* found = CycleFor(decision.state, year);
  if (found == nullptr) return;
  const Cycle cycle = *found;
  auto workflow = decision.WorkflowOf(cycle);
  for (const PhaseRun& run : cycle.phases) {
    const Phase& phase = *workflow->phases.at(run.id);
    if (!phase.on_target_change()) continue;
    if (phase.scope() == workflow::v1::SCOPE_UNIT) AskLeader(decision, cycle, phase, unit, year);
    if (phase.scope() == workflow::v1::SCOPE_PAIR) WriteAnew(decision, cycle, phase, unit, year);
  }
}

void FollowNewColour(Decision& decision, const std::string& unit, int year, const std::string& indicator,
                     measurement::Colour from, measurement::Colour to) {
  std::set<std::string> told{organisation::UnitWork(decision.org(), unit, decision.Today()).person,
                             organisation::Review(decision.org(), unit, decision.Today()).person};
  for (const std::string& key : TalksHeld(decision, unit, year)) {
    const Step* step = decision.state.steps.Find(key);
    told.insert({step->leader, step->superior});
    decision.Emit(MinutesAdded{key, {decision.context.now, unit, indicator, measurement::ColourName(from), measurement::ColourName(to)}});
  }
  for (const std::string& person : told) {
    decision.Tell(person, "colour_changed", {{"indicator", NameOfIndicator(decision.state, indicator)},
                                             {"from", measurement::ColourName(from)}, {"to", measurement::ColourName(to)}});
  }
}

}  // namespace arshjul::cycle
