// A cohort file (A5): who takes part, and when the talk comes. Pure; any thread.
#pragma once

#include <string_view>
#include <vector>

#include "cycle/command.h"

namespace arshjul::api {

// Columns unit_id or unit (an id or an unambiguous name), takes_part (ja/nei, yes/no, true/false, 1/0; yes when empty) and
// talk_at; others are ignored. Violations: "line 3, column unit".
std::vector<cycle::CohortGiven> ReadCohort(std::string_view csv, const organisation::Organisation& organisation, Date today,
                                           std::vector<FieldViolation>& violations);

}  // namespace arshjul::api
