// Links to one's own calendar. Everybody has the say of the own one, and of no other.
#include <algorithm>

#include "cycle/decision.h"

namespace arshjul::cycle {
namespace {

constexpr size_t kHashDigits = 64;

bool IsHash(const std::string& text) {
  const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  return text.size() == kHashDigits && std::all_of(text.begin(), text.end(), is_digit);
}

}  // namespace

void DecideCalendar(Decision& decision, const CreateCalendarLink& command) {
  const std::string& actor = decision.context.actor;
  if (decision.org().FindPerson(actor) == nullptr) {
    decision.Refuse(Reason::kPersonNotFound, {{"name", actor}});
    return;
  }
  if (!IsHash(command.hash)) {
    decision.Refuse(Reason::kInvalidInput, {}, {{"hash", "required", {{"label", "hash"}}}});
    return;
  }
  decision.Emit(CalendarLinkCreated{{actor, command.hash, command.language, decision.context.now}});
  decision.outcome.resource = "calendarLink";
}

void DecideCalendar(Decision& decision, const RevokeCalendarLink&) {
  const std::string& actor = decision.context.actor;
  if (decision.state.calendar_links.Find(actor) == nullptr) {
    decision.Refuse(Reason::kCalendarLinkNotFound);
    return;
  }
  decision.Emit(CalendarLinkRevoked{actor});
  decision.outcome.resource = "calendarLink";
}

}  // namespace arshjul::cycle
