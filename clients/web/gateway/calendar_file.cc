#include "calendar_file.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/time.h"
#include "texts.h"

namespace arshjul::gateway {
namespace {

constexpr size_t kLongestLine = 75;  // octets, without the line's end
// How often it is worth fetching: what changes in a year's plan changes by the day.
constexpr char kPace[] = "PT4H";

std::string DigitsOf(Date day) {
  std::string text = FormatDate(day);
  std::erase(text, '-');
  return text;
}

std::string InUtc(const google::protobuf::Timestamp& time) {
  return fmt::format("{:%Y%m%dT%H%M%SZ}", fmt::gmtime(static_cast<std::time_t>(time.seconds())));
}

// The page of a resource below the municipality; "" where there is none.
std::string PageOf(std::string_view resource) {
  for (const auto& [collection, page] : {std::pair<std::string_view, std::string_view>{"tasks/", "/oppgaver/"}, {"talks/", "/samtaleark/"}}) {
    if (resource.starts_with(collection)) return std::string(page) + std::string(resource.substr(collection.size()));
  }
  return "";
}

class Writer {
 public:
  void Line(std::string_view line) { out_ += FoldedLine(line); }
  void Text(std::string_view name, std::string_view value) { Line(fmt::format("{}:{}", name, EscapedText(value))); }
  std::string Take() { return std::move(out_); }

 private:
  std::string out_;
};

void WriteWhen(const v1::CalendarEntry& entry, Writer& writer) {
  const std::optional<Date> day = ParseDate(entry.day());
  if (day) {
    writer.Line("DTSTART;VALUE=DATE:" + DigitsOf(*day));
    // The end is the first day that is not of it any more.
    writer.Line("DTEND;VALUE=DATE:" + DigitsOf(*day + std::chrono::days(1)));
    // A last day is not a day that is taken.
    writer.Line("TRANSP:TRANSPARENT");
  } else {
    writer.Line("DTSTART:" + InUtc(entry.start_time()));
    writer.Line("DTEND:" + InUtc(entry.end_time()));
  }
}

void WriteEntry(const v1::CalendarEntry& entry, const std::string& language, std::string_view origin, Writer& writer) {
  writer.Line("BEGIN:VEVENT");
  writer.Text("UID", entry.uid());
  // Without a method this says when it was last changed: the same calendar is then the same file.
  writer.Line("DTSTAMP:" + InUtc(entry.update_time()));
  writer.Line("LAST-MODIFIED:" + InUtc(entry.update_time()));
  writer.Line(fmt::format("SEQUENCE:{}", entry.sequence()));
  WriteWhen(entry, writer);
  writer.Text("SUMMARY", entry.summary());
  if (const std::string page = PageOf(entry.resource()); !page.empty()) {
    const std::string address = std::string(origin) + page;
    writer.Text("DESCRIPTION", Say(language, "calendar.open", {{"address", address}}));
    writer.Line("URL:" + address);
  }
  // Whoever is shown the owner's calendar at work sees that time is taken, and not by what.
  writer.Line("CLASS:PRIVATE");
  writer.Line("END:VEVENT");
}

}  // namespace

std::string EscapedText(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\\' || c == ';' || c == ',') {
      out += {'\\', c};
    } else if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) {
      out += c;
    }
  }
  return out;
}

std::string FoldedLine(std::string_view line) {
  std::string out;
  for (size_t room = kLongestLine; !line.empty(); room = kLongestLine - 1) {
    size_t take = std::min(room, line.size());
    // Not between the octets of one character.
    while (take > 1 && take < line.size() && (static_cast<unsigned char>(line[take]) & 0xc0) == 0x80) --take;
    if (!out.empty()) out += "\r\n ";
    out += line.substr(0, take);
    line.remove_prefix(take);
  }
  return out + "\r\n";
}

std::string CalendarFile(const v1::ReadCalendarResponse& calendar, std::string_view origin) {
  Writer writer;
  writer.Line("BEGIN:VCALENDAR");
  writer.Line("VERSION:2.0");
  writer.Line("PRODID:-//Arshjul//Arshjul//" + std::string(calendar.language() == "en" ? "EN" : "NO"));
  writer.Line("CALSCALE:GREGORIAN");
  // Outlook and Google know the older names.
  for (const char* name : {"NAME", "X-WR-CALNAME"}) writer.Text(name, calendar.title());
  writer.Line(std::string("REFRESH-INTERVAL;VALUE=DURATION:") + kPace);
  writer.Line(std::string("X-PUBLISHED-TTL:") + kPace);
  for (const v1::CalendarEntry& entry : calendar.entries()) WriteEntry(entry, calendar.language(), origin, writer);
  writer.Line("END:VCALENDAR");
  return writer.Take();
}

}  // namespace arshjul::gateway
