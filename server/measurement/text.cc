#include "measurement/text.h"

#include <algorithm>
#include <array>

namespace arshjul::measurement {
namespace {

struct Substitute {
  std::string_view from, to;
};
constexpr std::array<Substitute, 14> kSubstitutes = {{
    {"\u00A0", " "},  // no-break space
    {"\u2007", " "},  // figure space
    {"\u2009", " "},  // thin space
    {"\u202F", " "},  // narrow no-break space
    {"\u2212", "-"},  // minus
    {"\u2010", "-"},
    {"\u2011", "-"},
    {"\u2013", "-"},
    {"\u2014", "-"},
    {"Æ", "æ"},
    {"Ø", "ø"},
    {"Å", "å"},
    {"Ä", "ä"},
    {"Ö", "ö"},
}};
struct Comparison {
  std::string_view text;
  Operator op;
};
// The longer before the one it starts with. Words end in a space, so that "overtid" is no comparison.
constexpr std::array<Comparison, 35> kComparisons = {{
    {">=", Operator::kAtLeast},        {"=>", Operator::kAtLeast},      {"≥", Operator::kAtLeast},
    {"<=", Operator::kAtMost},         {"=<", Operator::kAtMost},       {"≤", Operator::kAtMost},
    {">", Operator::kAbove},           {"<", Operator::kBelow},         {"minst ", Operator::kAtLeast},
    {"minimum ", Operator::kAtLeast},  {"at least ", Operator::kAtLeast}, {"over ", Operator::kAbove},
    {"över ", Operator::kAbove},       {"mer enn ", Operator::kAbove},  {"meir enn ", Operator::kAbove},
    {"mer än ", Operator::kAbove},     {"høyere enn ", Operator::kAbove}, {"høgare enn ", Operator::kAbove},
    {"flere enn ", Operator::kAbove},  {"fleire enn ", Operator::kAbove}, {"under ", Operator::kBelow},
    {"mindre enn ", Operator::kBelow}, {"mindre än ", Operator::kBelow}, {"lavere enn ", Operator::kBelow},
    {"lågare enn ", Operator::kBelow}, {"færre enn ", Operator::kBelow}, {"maksimalt ", Operator::kAtMost},
    {"maksimum ", Operator::kAtMost},  {"maks. ", Operator::kAtMost},   {"maks ", Operator::kAtMost},
    {"høyst ", Operator::kAtMost},     {"høgst ", Operator::kAtMost},   {"högst ", Operator::kAtMost},
    {"inntil ", Operator::kAtMost},    {"at most ", Operator::kAtMost},
}};
constexpr std::string_view kWhite = " \t\r\n\v\f";
constexpr std::array<std::string_view, 4> kWideSpaces = {"\u00A0", "\u2007", "\u2009", "\u202F"};

}  // namespace

std::string_view Trim(std::string_view text) {
  for (bool changed = true; changed;) {
    changed = false;
    while (!text.empty() && kWhite.find(text.front()) != std::string_view::npos) text.remove_prefix(1);
    while (!text.empty() && kWhite.find(text.back()) != std::string_view::npos) text.remove_suffix(1);
    for (std::string_view space : kWideSpaces) {
      if (text.starts_with(space)) {
        text.remove_prefix(space.size());
        changed = true;
      }
      if (text.ends_with(space)) {
        text.remove_suffix(space.size());
        changed = true;
      }
    }
  }
  return text;
}

std::string Plain(std::string_view text) {
  text = Trim(text);
  std::string plain;
  plain.reserve(text.size());
  while (!text.empty()) {
    std::string_view next = text.substr(0, 1);
    size_t taken = 1;
    for (const Substitute& substitute : kSubstitutes) {
      if (text.starts_with(substitute.from)) {
        next = substitute.to;
        taken = substitute.from.size();
        break;
      }
    }
    text.remove_prefix(taken);
    if (next.size() == 1 && kWhite.find(next.front()) != std::string_view::npos) next = " ";
    if (next == " " && plain.ends_with(' ')) continue;
    if (next.size() == 1 && next.front() >= 'A' && next.front() <= 'Z') {
      plain += static_cast<char>(next.front() - 'A' + 'a');
    } else {
      plain += next;
    }
  }
  return plain;
}

bool HasDigit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Operator TakeOperator(std::string_view& plain) {
  for (const Comparison& comparison : kComparisons) {
    if (!plain.starts_with(comparison.text)) continue;
    plain.remove_prefix(comparison.text.size());
    if (plain.starts_with(' ')) plain.remove_prefix(1);
    return comparison.op;
  }
  return Operator::kNone;
}

}  // namespace arshjul::measurement
