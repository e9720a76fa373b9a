// A chart lived as a step of a cycle, in the real core: commands, events, rows. After each command the log is folded and
// compared with the rows, and the next one runs on a state that was loaded from them (tests/scenario/world.h).
#pragma once

#include <string>

#include "arshjul/workflow/v1/workflow.pb.h"

namespace arshjul::scxml {

// As Live (ways.h). Tasks of states at the top are the office's, without forms.
std::string LiveAsStep(const workflow::v1::Chart& chart);

}  // namespace arshjul::scxml
