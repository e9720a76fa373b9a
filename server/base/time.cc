#include "base/time.h"

#include <fmt/format.h>

#include <charconv>

namespace arshjul {
namespace {

using std::chrono::milliseconds;

// Reads exactly `size` digits at `at`; nothing when any is missing.
std::optional<int> Digits(std::string_view text, size_t at, size_t size) {
  if (at + size > text.size()) return std::nullopt;
  int value = 0;
  auto [end, error] = std::from_chars(text.data() + at, text.data() + at + size, value);
  if (error != std::errc() || end != text.data() + at + size || text[at] == '-') return std::nullopt;
  return value;
}

}  // namespace

std::optional<Date> ParseDate(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  auto year = Digits(text, 0, 4), month = Digits(text, 5, 2), day = Digits(text, 8, 2);
  if (!year || !month || !day) return std::nullopt;
  std::chrono::year_month_day ymd{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                  std::chrono::day(static_cast<unsigned>(*day))};
  if (!ymd.ok()) return std::nullopt;
  return Date(ymd);
}

std::string FormatDate(Date date) {
  std::chrono::year_month_day ymd(date);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                     static_cast<unsigned>(ymd.day()));
}

std::string FormatInstant(Instant instant) {
  Date date = std::chrono::floor<std::chrono::days>(instant);
  auto rest = (instant - date).count();
  std::string text = fmt::format("{}T{:02}:{:02}:{:02}", FormatDate(date), rest / 3600000, rest / 60000 % 60,
                                 rest / 1000 % 60);
  if (rest % 1000 != 0) text += fmt::format(".{:03}", rest % 1000);
  return text + "Z";
}

std::optional<Instant> ParseInstant(std::string_view text) {
  if (text.size() < 20 || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text.back() != 'Z') {
    return std::nullopt;
  }
  auto date = ParseDate(text.substr(0, 10));
  auto hour = Digits(text, 11, 2), minute = Digits(text, 14, 2), second = Digits(text, 17, 2);
  if (!date || !hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  int millis = 0;
  if (text.size() > 20) {
    auto fraction = text.size() == 24 && text[19] == '.' ? Digits(text, 20, 3) : std::nullopt;
    if (!fraction) return std::nullopt;
    millis = *fraction;
  }
  return Instant(*date) + milliseconds(((*hour * 60 + *minute) * 60 + *second) * 1000LL + millis);
}

Date MakeDate(int year, unsigned month, unsigned day) {
  return Date(std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day));
}

int YearOf(Date date) { return static_cast<int>(std::chrono::year_month_day(date).year()); }

}  // namespace arshjul
