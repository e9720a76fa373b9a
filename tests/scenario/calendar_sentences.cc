#include "scenario/calendar_sentences.h"

#include "base/hash.h"
#include "cycle/query_calendar.h"

namespace arshjul::scenario {

using namespace cycle;

namespace {

std::string Shown(const CalendarEntry& entry) {
  const std::string when = entry.starts ? FormatInstant(*entry.starts) : FormatDate(entry.day);
  return when + ": " + entry.title + (entry.unit.empty() ? "" : ", " + entry.unit);
}

}  // namespace

void CalendarSentences::Link(Teller& t, const Told& told) {
  const std::string who = t.Person(told, told.holes[0]);
  const CalendarLink* before = t.world_->state().calendar_links.Find(who);
  const std::string old = before == nullptr ? "" : before->hash;
  t.Act(told, CreateCalendarLink{Sha256Hex(who + old), "nb"}, who);
  if (LinkWithHash(t.world_->state(), old) != nullptr) t.Problems(told.line, "lenken fra før virker fortsatt");
}

void CalendarSentences::Revoke(Teller& t, const Told& told) { t.Act(told, RevokeCalendarLink{}, t.Person(told, told.holes[0])); }

void CalendarSentences::Shows(Teller& t, const Told& told) {
  const std::string who = t.Person(told, told.holes[0]);
  State& state = t.world(told.line).state();
  const CalendarLink* link = state.calendar_links.Find(who);
  if (link == nullptr || LinkWithHash(state, link->hash) != link) return t.Problems(told.line, "har ingen lenke");
  std::vector<std::string> found, wanted;
  for (const CalendarEntry& entry : OwnCalendar(state, t.world_->ContextOf(who), "nb")) found.push_back(Shown(entry));
  for (const scenario::Line& line : told.block) wanted.push_back(line.text);
  if (found.empty()) found.push_back("ingenting");
  if (found == wanted) return;
  t.Problems(told.line, "kalenderen viser:");
  for (const std::string& line : found) t.Problems(told.line, "  " + line);
}

void CalendarSentences::IsClosed(Teller& t, const Told& told) {
  const std::string who = t.Person(told, told.holes[0]);
  if (t.world(told.line).state().calendar_links.Find(who) != nullptr) t.Problems(told.line, "har en lenke");
}

}  // namespace arshjul::scenario
