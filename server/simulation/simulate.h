// A whole year before it is launched: built, lived and told. Threads: each call has an engine of its own.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "simulation/report.h"

namespace arshjul::simulation {

// Days after the last phase until nobody waits for the closing any more.
inline constexpr int kDaysBeyond = 120;

struct Progress {
  Date first{}, day{}, last{};  // of what may be simulated; the day reached
  int tasks = 0, open = 0;
};

struct Simulated {
  absl::Status status;             // CANCELLED: `on` said so
  std::optional<Refusal> refusal;  // of the organisation, the workflow or the launch
  Report report;
  std::map<std::string, std::string> parameters;  // of the launch, all of them, dates as days
};

// `on` is told after each day, and says whether to go on.
Simulated Simulate(const Setting& setting, const Manner& manner, const std::function<bool(const Progress&)>& on);

// What if: calendar days by which phases are moved, opening and end, by phase id. Phases that share a parameter move
// together. Violations name "shifts.<phase>".
using Shifts = std::map<std::string, int>;
std::vector<FieldViolation> CheckShifts(const Shifts& shifts, const std::string& workflow);
// The setting of `simulated`, moved. The workflow can be read and the shifts are right.
Setting Shifted(Setting setting, const Simulated& simulated, const Shifts& shifts);

}  // namespace arshjul::simulation
