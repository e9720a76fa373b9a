// What stands in a person's calendar: the open tasks on their last day, the talks at their hour. Pure. It holds no more than a
// letter may say (notify): what, which unit, when; never who the other is, and nothing that was written.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cycle/decide.h"

namespace arshjul::cycle {

struct CalendarEntry {
  bool talk = false;
  std::string id;     // the same for as long as it is about the same thing
  std::string title;  // of the task, or of the phase of a talk
  std::string unit;   // name; "" for the municipality's own
  Date day{};
  std::optional<Instant> starts, ends;  // of a talk whose hour is set
  int64_t sequence = 0;                 // never goes down
  Instant changed{};
  std::string resource;  // where it is opened: "tasks/17", "talks/2015/<the reader>"
};

// A talk that was held stays for so many days; a task that is done is gone.
inline constexpr int kTalkStays = 90;

// Of the actor, by day. A person without a post sees what such a person sees: nothing, mostly.
std::vector<CalendarEntry> OwnCalendar(State& state, const Context& context, const std::string& language);

// The link with that hash, or null.
const CalendarLink* LinkWithHash(State& state, const std::string& hash);

}  // namespace arshjul::cycle
