// What stands in whose calendar, row by row, and that it keeps its name.
#include <gtest/gtest.h>

#include <algorithm>

#include "base/hash.h"
#include "cycle/query_calendar.h"
#include "year/small_town.h"

namespace arshjul::year {
namespace {

using namespace cycle;

std::vector<CalendarEntry> Of(SmallTown& town, const std::string& person) { return OwnCalendar(town.state(), town.ContextOf(person), "nb"); }

const CalendarEntry* Talk(const std::vector<CalendarEntry>& entries) {
  auto found = std::find_if(entries.begin(), entries.end(), [](const CalendarEntry& entry) { return entry.talk; });
  return found == entries.end() ? nullptr : &*found;
}

void Appoint(SmallTown& town, const std::string& time) {
  town.LiveUntil(MakeDate(2016, 2, 1));
  town.Complete("appoint", "rektor", "invite", {{"held_on", "2016-02-10"}, {"time", time}, {"place", "Rådhuset"}, {"conductor", "adviser"}});
}

// Up to the leader's confirmation.
void Hold(SmallTown& town) {
  town.Complete("prepare_as_leader", "rektor", "ready", {{"achieved", "Trivselen økte"}, {"own_notes", "Husk lønn"}});
  town.Complete("prepare_as_superior", "rektor", "ready", {{"achieved", "Godt år"}, {"own_notes", "Vær tydelig"}});
  town.Complete("minutes", "rektor", "send", {{"minutes", "Vi er enige"}});
}

TEST(Calendar, ShowsATalkToItsPartsAlone) {
  SmallTown town;
  Appoint(town, "10:00");
  struct Row {
    const char *person, *resource;
  };
  for (const Row& row : std::vector<Row>{{"rektor", "talks/2015/rektor"}, {"chief", "tasks/"}}) {
    const std::vector<CalendarEntry> entries = Of(town, row.person);
    const CalendarEntry* talk = Talk(entries);
    ASSERT_NE(talk, nullptr) << row.person;
    EXPECT_EQ(FormatInstant(*talk->starts), "2016-02-10T09:00:00Z") << "winter in Oslo";
    EXPECT_EQ(FormatInstant(*talk->ends), "2016-02-10T10:00:00Z");
    EXPECT_EQ(talk->unit, "Lund skole");
    EXPECT_TRUE(talk->resource.starts_with(row.resource)) << talk->resource;
  }
  for (const char* person : {"top", "stand_in", "office", "controller", "mayor", "auditor", "health", "stranger"}) {
    EXPECT_EQ(Talk(Of(town, person)), nullptr) << person;
  }
}

TEST(Calendar, SaysNothingOfWhoTheOtherIsNorWhatWasWritten) {
  SmallTown town;
  Appoint(town, "10:00");
  Hold(town);
  for (const char* person : {"chief", "adviser"}) {
    for (const CalendarEntry& entry : Of(town, person)) {
      for (const std::string& text : {entry.id, entry.title, entry.unit, entry.resource}) {
        for (const char* secret : {"rektor", "Rektoren", "Rådhuset", "Trivselen", "Sjefen"}) {
          EXPECT_EQ(text.find(secret), std::string::npos) << person << " reads " << text;
        }
      }
    }
  }
}

TEST(Calendar, ReadsTheHourAsPeopleWriteIt) {
  struct Row {
    const char *written, *starts;
  };
  for (const Row& row : std::vector<Row>{{"10:00", "2016-02-10T09:00:00Z"}, {"kl. 9.30", "2016-02-10T08:30:00Z"}, {"13:00-14:30", "2016-02-10T12:00:00Z"},
                                         {"14", "2016-02-10T13:00:00Z"}, {"", ""}, {"etter lunsj", ""}, {"25:00", ""}, {"10:75", ""}, {"10:5", ""},
                                         {"10 eller 11", ""}, {"99999999999", ""}, {"12.05.2015", ""},
                                         {"12.05.", ""}, {"15.03 kl. 10:30", "2016-02-10T09:30:00Z"}}) {
    SmallTown town;
    Appoint(town, row.written);
    const std::vector<CalendarEntry> entries = Of(town, "rektor");
    const CalendarEntry* talk = Talk(entries);
    ASSERT_NE(talk, nullptr) << row.written;
    EXPECT_EQ(talk->starts ? FormatInstant(*talk->starts) : "", row.starts) << row.written;
    EXPECT_EQ(FormatDate(talk->day), "2016-02-10");
  }
}

TEST(Calendar, KeepsANameOfAThingAndCountsItsChanges) {
  SmallTown town;
  Appoint(town, "10:00");
  const std::vector<CalendarEntry> before = Of(town, "rektor");
  const CalendarEntry* talk = Talk(before);
  const int64_t task = town.TaskOf("prepare_as_leader", "rektor").number;
  const std::string name = "task-" + std::to_string(task);
  auto named = [](const std::vector<CalendarEntry>& entries, const std::string& id) {
    return std::find_if(entries.begin(), entries.end(), [&](const CalendarEntry& entry) { return entry.id == id; });
  };
  ASSERT_NE(named(before, name), before.end());
  town.Must("rektor", SaveTask{task, Object{}, {}});
  const std::vector<CalendarEntry> saved = Of(town, "rektor");
  ASSERT_NE(named(saved, name), saved.end());
  EXPECT_GT(named(saved, name)->sequence, named(before, name)->sequence);
  EXPECT_EQ(Talk(saved)->sequence, talk->sequence) << "a draft is the writer's own";
  Hold(town);
  town.Complete("confirm", "rektor", "confirm");
  const std::vector<CalendarEntry> after = Of(town, "rektor");
  EXPECT_EQ(named(after, name), after.end()) << "what is done is gone";
  ASSERT_NE(Talk(after), nullptr) << "what was held stays for a while";
  EXPECT_EQ(Talk(after)->id, talk->id);
  EXPECT_GT(Talk(after)->sequence, talk->sequence);
  EXPECT_GE(Talk(after)->changed, talk->changed);
  town.CompleteAll();
  town.Advance(MakeDate(2016, 2, 10) + std::chrono::days(kTalkStays));
  ASSERT_NE(Talk(Of(town, "rektor")), nullptr);
  town.Advance(MakeDate(2016, 2, 11) + std::chrono::days(kTalkStays));
  EXPECT_EQ(Talk(Of(town, "rektor")), nullptr);
}

TEST(Calendar, IsFoundByItsHashAlone) {
  SmallTown town;
  const std::string one = Sha256Hex("one"), other = Sha256Hex("other");
  EXPECT_EQ(LinkWithHash(town.state(), ""), nullptr);
  town.Must("rektor", CreateCalendarLink{one, "nn"});
  town.Must("chief", CreateCalendarLink{other, "nb"});
  ASSERT_NE(LinkWithHash(town.state(), one), nullptr);
  EXPECT_EQ(LinkWithHash(town.state(), one)->person, "rektor");
  EXPECT_EQ(LinkWithHash(town.state(), one)->language, "nn");
  town.Must("rektor", CreateCalendarLink{Sha256Hex("again"), "nb"});
  EXPECT_EQ(LinkWithHash(town.state(), one), nullptr);
  town.Must("rektor", RevokeCalendarLink{});
  EXPECT_EQ(LinkWithHash(town.state(), Sha256Hex("again")), nullptr);
  EXPECT_EQ(LinkWithHash(town.state(), other)->person, "chief");
  for (const char* wrong : {"", "abc", "G000000000000000000000000000000000000000000000000000000000000000"}) {
    const Outcome outcome = town.Do("rektor", CreateCalendarLink{wrong, "nb"});
    ASSERT_TRUE(outcome.refusal) << wrong;
    EXPECT_EQ(outcome.refusal->reason, Reason::kInvalidInput);
  }
  EXPECT_EQ(town.Do("nobody", CreateCalendarLink{one, "nb"}).refusal->reason, Reason::kPersonNotFound);
}

}  // namespace
}  // namespace arshjul::year
