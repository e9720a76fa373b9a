#include "dates.h"

#include <fmt/format.h>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace arshjul::cli {
namespace {

const absl::TimeZone& Oslo() {
  static const absl::TimeZone zone = [] {
    absl::TimeZone found;
    // Without a zone database central European winter time is nearer than UTC.
    return absl::LoadTimeZone("Europe/Oslo", &found) ? found : absl::FixedTimeZone(3600);
  }();
  return zone;
}

std::string Written(const Texts& texts, absl::CivilDay day) {
  return texts.Get("date.day", {{"day", std::to_string(day.day())},
                                {"month", texts.Get(fmt::format("date.month.{}", day.month()))},
                                {"year", std::to_string(day.year())}});
}

}  // namespace

std::string DateText(const Texts& texts, std::string_view date) {
  const bool shaped = date.size() == 10 && date[4] == '-' && date[7] == '-';
  absl::CivilDay day;
  const absl::string_view text(date.data(), date.size());
  // ParseCivilTime rolls no date over: 2015-02-30 is no date.
  if (!shaped || !absl::ParseCivilTime(text, &day)) return std::string(date);
  return Written(texts, day);
}

std::string DayText(const Texts& texts, int64_t seconds) {
  return Written(texts, absl::ToCivilDay(absl::FromUnixSeconds(seconds), Oslo()));
}

std::string MomentText(const Texts& texts, int64_t seconds) {
  const absl::CivilSecond at = absl::ToCivilSecond(absl::FromUnixSeconds(seconds), Oslo());
  return texts.Get("date.moment", {{"date", Written(texts, absl::CivilDay(at))},
                                   {"time", fmt::format("{:02}:{:02}", at.hour(), at.minute())}});
}

}  // namespace arshjul::cli
