// How closely a workflow is looked at.
#pragma once

namespace arshjul::statechart {

// kYear: everything, as for a workflow that a municipality lives by. kChart: as charts alone, to be tried out: what is
// wrong with the year around them (phases, dates, tasks and their forms, what may never happen) is a warning.
enum class Scrutiny { kYear, kChart };

}  // namespace arshjul::statechart
