// How people are with deadlines, and what happens to them in a year. Everything follows from the seed and the person's id.
// Pure.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cycle/command.h"
#include "organisation/organisation.h"
#include "simulation/draw.h"

namespace arshjul::simulation {

// kRealistic: most are in time, some late, a few very late. kWorst: a bad year in a tired municipality.
enum class Profile { kRealistic, kWorst };
std::optional<Profile> ProfileOf(std::string_view name);  // "realistic", "worst"
const char* ProfileName(Profile profile);

enum class Habit { kQuick, kOnTime, kLate, kVeryLate };
const char* HabitName(Habit habit);

// What the person mostly is. Whoever runs the year for the municipality is never worse than on time in a realistic year.
Habit HabitOf(uint64_t seed, Profile profile, const std::string& person, bool office);

// Working days from the day a task came until it is taken up, of one whose due day lies `window` working days ahead. Nobody
// is the same every day.
int DelayOf(Draw& draw, Habit habit, int window);

// Does the person send it back where that is possible; do they take another way forward than the first?
bool SendsBack(Draw& draw, Profile profile);
bool TakesOtherWay(Draw& draw, Profile profile);

// What somebody does to the organisation on a day of the year.
struct Turn {
  Date day;
  std::string actor;  // "": whoever holds the office
  cycle::Command command;
};

// Absences, and leaders who leave and are followed by somebody else, from `first` to `last`; by day. Successors are named
// by `successor`, given the leader's name.
std::vector<Turn> TurnsOf(uint64_t seed, Profile profile, const organisation::Organisation& organisation, Date first, Date last,
                          const std::function<std::string(const std::string&)>& successor);

}  // namespace arshjul::simulation
