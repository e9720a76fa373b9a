// From one version of a chart to another: where an instance of the old one stands in the new one, or why it cannot. Pure,
// as chart.h.
//
// A state lands on the state of the new chart that names it in `migrate_from`, else on the one of the same id. The new
// configuration is what is active when all of them are: a state between that is new is entered, and so are regions that
// nothing landed in. What landed was entered before: its entry actions do not run again, and no exit action of the old
// chart runs.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/refusal.h"
#include "statechart/chart.h"
#include "statechart/variables.h"

namespace arshjul::statechart {

struct Landing {
  // Legal in the new chart: of each compound state exactly one child is active, of each parallel one all are.
  Configuration configuration;
  std::vector<std::string> targets;           // states of the new chart that the innermost active ones land on
  std::map<std::string, std::string> became;  // active state of the old chart -> active state of the new one
  std::vector<std::string> entered;           // active states of the new chart that nothing became, in document order
  std::vector<std::string> done;              // states of the new chart that were done before: they do not tell again
  Variables variables;                        // with first values of the new chart's start where there were none
  std::vector<std::string> forgotten;         // histories of the old chart that cannot be remembered
  // Why it cannot land; then nothing else counts. No field; problem: a message key with args.
  std::vector<FieldViolation> reasons;
};

// `configuration` is of an instance of `from` that is not done; `step` is what others call it.
Landing Land(const Chart& from, const Chart& to, const Configuration& configuration, const Variables& variables, const std::string& step);

// Takes the instance up where it landed and runs it to rest: what is entered runs its entry actions, what is newly done says
// so, eventless transitions are asked. `configuration` is what it comes to.
Outcome TakeUp(const Chart& to, const Landing& landing, Configuration& configuration, Environment& environment);

// The state of `to` that a state of an earlier version lands on; null when there is none.
const workflow::v1::State* LandsOn(const Chart& to, const std::string& state);

}  // namespace arshjul::statechart
