// What the language asks of a workflow beyond its shape: everything wrong is found in one pass over all of it.
#pragma once

#include "arshjul/workflow/v1/workflow.pb.h"
#include "statechart/message_reader.h"
#include "statechart/problems.h"
#include "statechart/scrutiny.h"

namespace arshjul::statechart {

inline constexpr int kMaxStates = 500;           // per chart
inline constexpr int kMaxTargets = 20;           // per transition
inline constexpr int kManyRequiredFields = 10;   // more than that in one form is a warning (year.md, rule 12)

void CheckWorkflow(const workflow::v1::Workflow& workflow, const Places& places, Scrutiny scrutiny, Problems& problems,
                   Problems& warnings);

}  // namespace arshjul::statechart
