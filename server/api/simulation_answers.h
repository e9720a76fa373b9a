// A simulation's report as the API shows it. Pure.
#pragma once

#include <string>

#include "arshjul/v1/simulation.pb.h"
#include "simulation/report.h"

namespace arshjul::api {

void FillReport(const simulation::Report& report, const std::string& language, v1::SimulationReport& out);

}  // namespace arshjul::api
