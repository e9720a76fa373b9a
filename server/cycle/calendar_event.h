// Somebody lets a calendar fetch deadlines and talks, or ends that. Events, as event.h.
#pragma once

#include <string>

#include "cycle/state.h"

namespace arshjul::cycle {

// In the place of the one that the person had.
struct CalendarLinkCreated {
  static constexpr int kType = 110;
  static constexpr const char* kName = "CalendarLinkCreated";
  CalendarLink link;
  static void Fields(auto&& field) { field(1, "link", &CalendarLinkCreated::link); }
};
struct CalendarLinkRevoked {
  static constexpr int kType = 111;
  static constexpr const char* kName = "CalendarLinkRevoked";
  std::string person;
  static void Fields(auto&& field) { field(1, "person", &CalendarLinkRevoked::person); }
};

}  // namespace arshjul::cycle
