// Whose deadlines and talks a calendar may fetch, by a secret. Plain data, as rows.h.
#pragma once

#include <string>
#include <vector>

#include "base/time.h"
#include "cycle/rows.h"

namespace arshjul::cycle {

// A person has one at most.
struct CalendarLink {
  static constexpr int kTable = kCalendarLinkTable;
  std::string person;
  std::string hash;  // of the secret: Sha256Hex
  std::string language;
  Instant created{};
  std::string Key() const { return person; }
  std::vector<std::string> Columns() const { return {hash}; }
  enum Column { kByHash = 0 };
  static void Fields(auto&& field) {
    field(1, "person", &CalendarLink::person);
    field(2, "hash", &CalendarLink::hash);
    field(3, "language", &CalendarLink::language);
    field(4, "created", &CalendarLink::created);
  }
};

}  // namespace arshjul::cycle
