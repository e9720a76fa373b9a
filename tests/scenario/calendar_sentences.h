// Sentences about the calendars that people subscribe to.
#pragma once

#include "scenario/teller.h"

namespace arshjul::scenario {

struct CalendarSentences {
  static void Link(Teller& t, const Told& told);
  static void Revoke(Teller& t, const Told& told);
  static void Shows(Teller& t, const Told& told);
  static void IsClosed(Teller& t, const Told& told);
};

}  // namespace arshjul::scenario
