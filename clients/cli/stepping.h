// A chart under way in `workflow step`: what a line sets going, and all that follows from it by itself.
#pragma once

#include <memory>
#include <string>

#include "rehearsal/rehearsal.h"
#include "step_line.h"

namespace arshjul::cli {

class Stepping {
 public:
  Stepping(std::shared_ptr<const statechart::Chart> chart, rehearsal::Facts facts) : rehearsal_(std::move(chart)), facts_(std::move(facts)) {}

  enum class Rest {
    kRested,
    kNoRest,  // one event was too much: passed() says what
    kNoEnd,   // events that follow from each other without end: rehearsal::kMaxInARow, kMaxInOneStretch
  };
  // What follows without rest is stopped; then there is no way on.
  Rest Start();
  Rest Take(const StepLine& line);

  const statechart::LimitPassed& passed() const { return passed_; }

  // {"configuration":[…],"effects":[…]}, with what was asked of the world since it was last told. No line break.
  std::string Tell();

 private:
  Rest Happen(const rehearsal::Ran& ran);
  Rest PassTime(std::chrono::milliseconds time);

  const rehearsal::Rehearsal rehearsal_;
  rehearsal::Facts facts_;
  rehearsal::Instance instance_;
  List effects_;
  statechart::LimitPassed passed_;
};

}  // namespace arshjul::cli
