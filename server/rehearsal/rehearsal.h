// Trying a chart without a municipality around it: the real chart and the real algorithm, in a world whose clock moves
// when it is told to, whose facts are what they are said to be, and where whatever is asked of anybody is only noted.
// docs/workflow-language.md, "Trying a chart", says what a timer is worth here. Pure; any thread.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>

#include "rehearsal/instance.h"
#include "statechart/chart.h"

namespace arshjul::rehearsal {

using Facts = std::set<workflow::v1::Fact>;

// So many macrosteps in a row without the clock moving: a chart that sends itself events for ever.
inline constexpr int kMaxInARow = 1000;
// So many macrosteps in one stretch of time: a year of timers that come every minute.
inline constexpr int kMaxInOneStretch = 600'000;

// What this step is called by itself; there are no others.
inline constexpr const char* kSelf = "rehearsal";

// One macrostep: what it did, or where it was stopped.
struct Ran {
  Changes changes;
  std::optional<statechart::LimitPassed> passed;
};

class Rehearsal {
 public:
  explicit Rehearsal(std::shared_ptr<const statechart::Chart> chart) : chart_(std::move(chart)) {}

  // Each decides one macrostep on `instance`, which stays as it is: Apply makes it happen.
  Ran Start(const Instance& instance, const Facts& facts) const;
  // An event from outside. "task.<task>.<action>" completes that task, if it is open.
  Ran Handle(const Instance& instance, const statechart::Event& event, const Facts& facts) const;
  // The next that comes by itself, not later than `until`: the first of the queue, else the first timer that is due, at its
  // own instant. Then the clock is set to `until`; after that no changes at all.
  Ran Next(const Instance& instance, Instant until, const Facts& facts) const;

 private:
  Ran Run(const Instance& instance, const statechart::Event* event, const Facts& facts, Changes before) const;

  std::shared_ptr<const statechart::Chart> chart_;
};

// "reports_ended"; nothing for what is no fact.
std::optional<workflow::v1::Fact> FactNamed(const std::string& name);

}  // namespace arshjul::rehearsal
