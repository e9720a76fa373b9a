#include "stepping.h"

namespace arshjul::cli {

Stepping::Rest Stepping::Start() {
  const Rest rest = Happen(rehearsal_.Start(instance_, facts_));
  return rest == Rest::kRested ? PassTime({}) : rest;
}

Stepping::Rest Stepping::Take(const StepLine& line) {
  if (const Rest rest = PassTime(line.after); rest != Rest::kRested) return rest;
  for (const auto& [fact, holds] : line.facts) {
    facts_.erase(fact);
    if (holds) facts_.insert(fact);
  }
  // Facts alone are the null event: no transition waits for it, but those without an event are asked again.
  if (!line.event.empty() || !line.facts.empty()) {
    const Rest rest = Happen(rehearsal_.Handle(instance_, {line.event, line.data}, facts_));
    if (rest != Rest::kRested) return rest;
  }
  return PassTime({});
}

Stepping::Rest Stepping::Happen(const rehearsal::Ran& ran) {
  if (ran.passed) {
    passed_ = *ran.passed;
    return Rest::kNoRest;
  }
  rehearsal::Apply(ran.changes, instance_);
  for (Value& effect : rehearsal::Effects(ran.changes)) effects_.push_back(std::move(effect));
  return Rest::kRested;
}

Stepping::Rest Stepping::PassTime(std::chrono::milliseconds time) {
  const Instant until = instance_.now + time;
  int in_a_row = 0;
  for (int in_all = 0; in_all < rehearsal::kMaxInOneStretch; ++in_all) {
    const Instant before = instance_.now;
    const auto next = rehearsal_.Next(instance_, until, facts_);
    if (!next.passed && next.changes.changes.empty()) return Rest::kRested;
    if (const Rest rest = Happen(next); rest != Rest::kRested) return rest;
    in_a_row = instance_.now == before ? in_a_row + 1 : 0;
    if (in_a_row == rehearsal::kMaxInARow) break;
  }
  return Rest::kNoEnd;
}

std::string Stepping::Tell() {
  List configuration;
  for (const std::string& state : instance_.configuration.active) configuration.push_back(state);
  std::string line = arshjul::ToJson(Object{{"configuration", std::move(configuration)}, {"effects", std::move(effects_)}});
  effects_.clear();
  return line;
}

}  // namespace arshjul::cli
