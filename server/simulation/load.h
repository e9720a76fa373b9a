// Who had how much in which week, and where it was too much. Inside server/simulation only. Pure.
#pragma once

#include <string>

#include "simulation/report.h"

namespace arshjul::simulation {

// Done after the due day; or not done on `last_day`, though due.
bool IsLate(const TaskLife& task, Date last_day);

// Fills weeks, persons and talks.
void CountLoads(const Chronicle& chronicle, const Player& player, const organisation::Organisation& organisation, const std::string& cycle,
                Report& report);
// From persons.
void FindJams(Report& report);

}  // namespace arshjul::simulation
