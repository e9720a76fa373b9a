// The lines of an iCalendar file, octet by octet.
#include "calendar_file.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "texts.h"

namespace arshjul::gateway {
namespace {

std::string Times(const std::string& what, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += what;
  return out;
}

TEST(CalendarFile, EscapesText) {
  struct Row {
    std::string text, written;
  };
  for (const Row& row : std::vector<Row>{{"Frist: mål, tiltak; 10\\20", "Frist: mål\\, tiltak\\; 10\\\\20"},
                                         {"en\nto", "en\\nto"},
                                         {"en\r\nto", "en\\nto"},
                                         {std::string("a\tb\0c\x7f", 6), "abc"},
                                         {"BEGIN:VEVENT\nEND:VEVENT", "BEGIN:VEVENT\\nEND:VEVENT"},
                                         {"", ""}}) {
    EXPECT_EQ(EscapedText(row.text), row.written);
  }
}

TEST(CalendarFile, FoldsAt75OctetsAndThroughNoCharacter) {
  EXPECT_EQ(FoldedLine("SUMMARY:x"), "SUMMARY:x\r\n");
  EXPECT_EQ(FoldedLine(Times("a", 75)), Times("a", 75) + "\r\n");
  EXPECT_EQ(FoldedLine(Times("a", 76)), Times("a", 75) + "\r\n a\r\n");
  EXPECT_EQ(FoldedLine(Times("a", 75 + 74 + 1)), Times("a", 75) + "\r\n " + Times("a", 74) + "\r\n a\r\n");
  EXPECT_EQ(FoldedLine(Times("a", 74) + "å"), Times("a", 74) + "\r\n å\r\n");
  EXPECT_EQ(FoldedLine(Times("a", 73) + "å"), Times("a", 73) + "å\r\n");
  EXPECT_EQ(FoldedLine(Times("a", 72) + "🌲b"), Times("a", 72) + "\r\n 🌲b\r\n");
  for (int length = 1; length < 400; ++length) {
    const std::string line = Times("å", length), folded = FoldedLine(line);
    std::string joined;
    size_t at = 0;
    for (size_t end = folded.find("\r\n"); end != std::string::npos; at = end + 2, end = folded.find("\r\n", at)) {
      const std::string piece = folded.substr(at, end - at);
      ASSERT_LE(piece.size(), 75u) << length;
      joined += at == 0 ? piece : piece.substr(1);
    }
    ASSERT_EQ(at, folded.size());
    ASSERT_EQ(joined, line);
  }
}

v1::CalendarEntry Entry(const std::string& uid, const std::string& summary) {
  v1::CalendarEntry entry;
  entry.set_uid(uid);
  entry.set_sequence(3);
  entry.set_summary(summary);
  entry.mutable_update_time()->set_seconds(1'408'082'400);  // 2014-08-15T06:00:00Z
  return entry;
}

TEST(CalendarFile, WritesWhatCalendarsShow) {
  v1::ReadCalendarResponse calendar;
  calendar.set_title("Årshjul, Løten kommune");
  calendar.set_language("nb");
  v1::CalendarEntry task = Entry("task-17@loten.arshjul", "Frist: Registrer medvirkningsdialogen, Lund skole");
  task.set_day("2014-08-31");
  task.set_resource("tasks/17");
  *calendar.add_entries() = task;
  v1::CalendarEntry talk = Entry("0af3@loten.arshjul", "Resultatdialog, Lund skole");
  talk.mutable_start_time()->set_seconds(1'455'094'800);  // 2016-02-10T09:00:00Z
  talk.mutable_end_time()->set_seconds(1'455'098'400);
  *calendar.add_entries() = talk;
  EXPECT_EQ(CalendarFile(calendar, "https://a.no"),
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Arshjul//Arshjul//NO\r\nCALSCALE:GREGORIAN\r\n"
            "NAME:Årshjul\\, Løten kommune\r\nX-WR-CALNAME:Årshjul\\, Løten kommune\r\n"
            "REFRESH-INTERVAL;VALUE=DURATION:PT4H\r\nX-PUBLISHED-TTL:PT4H\r\n"
            "BEGIN:VEVENT\r\nUID:task-17@loten.arshjul\r\nDTSTAMP:20140815T060000Z\r\nLAST-MODIFIED:20140815T060000Z\r\nSEQUENCE:3\r\n"
            "DTSTART;VALUE=DATE:20140831\r\nDTEND;VALUE=DATE:20140901\r\nTRANSP:TRANSPARENT\r\n"
            "SUMMARY:Frist: Registrer medvirkningsdialogen\\, Lund skole\r\n"
            "DESCRIPTION:Åpne i Årshjul: https://a.no/oppgaver/17\r\nURL:https://a.no/oppgaver/17\r\nCLASS:PRIVATE\r\nEND:VEVENT\r\n"
            "BEGIN:VEVENT\r\nUID:0af3@loten.arshjul\r\nDTSTAMP:20140815T060000Z\r\nLAST-MODIFIED:20140815T060000Z\r\nSEQUENCE:3\r\n"
            "DTSTART:20160210T090000Z\r\nDTEND:20160210T100000Z\r\nSUMMARY:Resultatdialog\\, Lund skole\r\nCLASS:PRIVATE\r\nEND:VEVENT\r\n"
            "END:VCALENDAR\r\n");
}

TEST(CalendarFile, LeadsToThePageOfEach) {
  struct Row {
    const char *resource, *url;
  };
  for (const Row& row : std::vector<Row>{{"tasks/17", "URL:https://a.no/oppgaver/17\r\n"}, {"talks/2015/tor-sunde", "URL:https://a.no/samtaleark/2015/tor-sunde\r\n"},
                                         {"", ""}, {"persons/x", ""}}) {
    v1::ReadCalendarResponse calendar;
    v1::CalendarEntry entry = Entry("x", "y");
    entry.set_day("2014-08-31");
    entry.set_resource(row.resource);
    *calendar.add_entries() = entry;
    const std::string file = CalendarFile(calendar, "https://a.no");
    EXPECT_NE(file.find(row.url), std::string::npos) << row.resource;
    EXPECT_EQ(file.find("URL") == std::string::npos, *row.url == '\0') << row.resource;
  }
}

}  // namespace
}  // namespace arshjul::gateway
