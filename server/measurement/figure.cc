#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>

#include "measurement/measurement.h"
#include "measurement/text.h"

namespace arshjul::measurement {
namespace {

constexpr std::array<std::string_view, 6> kNotMeasuredWords = {"ikke målt", "ikkje målt", "inte mätt",
                                                               "ej mätt",   "not measured", "måles ikke"};
constexpr std::array<std::string_view, 10> kSuppressedWords = {
    "for lav svarprosent", "for låg svarprosent", "for lav svarandel",    "for få svar",       "for få svarende",
    "for få respondenter", "for få respondentar", "för låg svarsfrekvens", "för få svar", "too few answers"};
constexpr std::array<std::string_view, 12> kNotPublishedWords = {
    "ikke publisert", "ikke publisert ennå", "ikkje publisert", "ikkje publisert enno",
    "ej publicerat",  "not published",       "kommer senere",   "kjem seinare",
    "kommer senare",  "resultat senere",     "res. senere",     "foreligger ikke ennå"};

// A double holds every whole number of this many digits; a longer one would silently become another.
constexpr size_t kMaximumDigits = 15;

template <size_t size>
bool IsOneOf(std::string_view word, const std::array<std::string_view, size>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

size_t CountDigits(std::string_view text, size_t at) {
  size_t count = 0;
  while (at + count < text.size() && IsDigit(text[at + count])) ++count;
  return count;
}

// Takes `word` (and a space beside it) from the end or the front.
bool TakeSuffix(std::string_view& text, std::string_view word) {
  if (!text.ends_with(word)) return false;
  text.remove_suffix(word.size());
  if (text.ends_with(' ')) text.remove_suffix(1);
  return true;
}

bool TakePrefix(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  if (text.starts_with(' ')) text.remove_prefix(1);
  return true;
}

// Percent and kroner say the unit, which the indicator knows already. At most one of them, and only once.
std::string_view WithoutUnit(std::string_view text) {
  if (TakePrefix(text, "kr.") || TakePrefix(text, "kr")) {
    TakeSuffix(text, ",-");
    return text;
  }
  for (std::string_view unit : {"%", "prosent", "procent", "pst.", "pst", ",- kr", "kr.", "kr", ",-"}) {
    if (TakeSuffix(text, unit)) break;
  }
  return text;
}

// The digits of a number in groups of three ("1 234 567", "1.234.567"). Empty when the groups are not such, or could
// mean another number: "1.234" may be a fraction, "1.234 567" mixes both.
std::string GroupedDigits(std::string_view text, bool has_fraction) {
  size_t first = CountDigits(text, 0);
  if (first == text.size()) return std::string(text);
  char separator = text[first];
  if (first < 1 || first > 3 || text[0] == '0' || (separator != ' ' && separator != '.')) return "";
  std::string digits(text.substr(0, first));
  int groups = 0;
  for (size_t at = first; at < text.size(); at += 4, ++groups) {
    if (text[at] != separator || CountDigits(text, at + 1) < 3) return "";
    digits += text.substr(at + 1, 3);
  }
  if (separator == '.' && groups == 1 && !has_fraction) return "";
  return digits;
}

// "4,5", "1 234,5", "4.9", "-3": text with nothing but a number in it.
std::optional<double> BareNumber(std::string_view text) {
  bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.starts_with(' ')) text.remove_prefix(1);
  if (text.empty() || !IsDigit(text.front()) || !IsDigit(text.back())) return std::nullopt;
  std::string whole, fraction;
  size_t comma = text.find(',');
  size_t dot = text.find('.');
  size_t leading = CountDigits(text, 0);
  if (comma != std::string_view::npos) {
    fraction = text.substr(comma + 1);
    whole = GroupedDigits(text.substr(0, comma), true);
  } else if (dot == leading && CountDigits(text, dot + 1) == text.size() - dot - 1 &&
             (text.size() - dot - 1 != 3 || leading > 3 || text[0] == '0')) {
    fraction = text.substr(dot + 1);
    whole = text.substr(0, dot);
  } else {
    whole = GroupedDigits(text, false);
  }
  if (whole.empty() || CountDigits(fraction, 0) != fraction.size()) return std::nullopt;
  if (whole.size() + fraction.size() > kMaximumDigits) return std::nullopt;
  std::string canonical = whole + (fraction.empty() ? "" : "." + fraction);
  double number = 0;
  auto [end, error] = std::from_chars(canonical.data(), canonical.data() + canonical.size(), number);
  if (error != std::errc() || end != canonical.data() + canonical.size()) return std::nullopt;
  return negative && number != 0 ? -number : number;
}

std::optional<double> Number(std::string_view plain) { return BareNumber(WithoutUnit(plain)); }

Missing MissingWord(std::string_view plain) {
  if (plain.find_first_not_of("- ") == std::string_view::npos) return Missing::kEmpty;
  if (plain.ends_with('.')) plain.remove_suffix(1);
  if (IsOneOf(plain, kNotMeasuredWords)) return Missing::kNotMeasured;
  if (IsOneOf(plain, kSuppressedWords)) return Missing::kSuppressed;
  if (IsOneOf(plain, kNotPublishedWords)) return Missing::kNotPublished;
  return Missing::kNone;
}

// A readable number with a mark behind it: "74,1(1)", "101,7%**", "49³".
bool IsFootnoted(std::string_view plain) {
  size_t mark = plain.find_first_of("([*");
  for (std::string_view sign : {"¹", "²", "³", "†", "‡"}) mark = std::min(mark, plain.find(sign));
  if (mark == std::string_view::npos) return false;
  std::string_view before = plain.substr(0, mark);
  if (before.ends_with(' ')) before.remove_suffix(1);
  return Number(before).has_value();
}

// A decimal comma or point with a space beside it, which would be a number without that space: "104, 2%", "4 ,5".
bool HasStraySpace(std::string_view plain) {
  for (size_t at = plain.find(' '); at != std::string_view::npos; at = plain.find(' ', at + 1)) {
    bool beside_decimal_sign = (at > 0 && (plain[at - 1] == ',' || plain[at - 1] == '.')) ||
                               (at + 1 < plain.size() && (plain[at + 1] == ',' || plain[at + 1] == '.'));
    if (!beside_decimal_sign) continue;
    std::string without(plain);
    without.erase(at, 1);
    return Number(without).has_value();
  }
  return false;
}

// More than one run of digits, decimal signs and groups of three being part of a run: "65/35", "4-5", "3 av 4".
bool HasTwoNumbers(std::string_view plain) {
  int runs = 0;
  for (size_t at = 0; at < plain.size();) {
    if (!IsDigit(plain[at])) {
      ++at;
      continue;
    }
    ++runs;
    while (at < plain.size() && (IsDigit(plain[at]) || plain[at] == ',' || plain[at] == '.' ||
                                 (plain[at] == ' ' && CountDigits(plain, at + 1) == 3))) {
      ++at;
    }
  }
  return runs > 1;
}

}  // namespace

Figure ReadFigure(std::string_view text) {
  Figure figure;
  figure.text = Trim(text);
  std::string plain = Plain(text);
  figure.missing = MissingWord(plain);
  if (figure.missing != Missing::kNone) return figure;
  if (auto number = Number(plain)) {
    figure.number = *number;
  } else {
    figure.missing = Missing::kUnreadable;
  }
  return figure;
}

std::string WriteFigure(double number) {
  // Never with an exponent, which nobody writes and ReadFigure does not read: up to 309 digits before the comma, and as many zeros after it.
  char digits[700];
  std::string text(digits, std::to_chars(std::begin(digits), std::end(digits), number, std::chars_format::fixed).ptr);
  std::replace(text.begin(), text.end(), '.', ',');
  return text;
}

std::string FigureProblem(const Figure& figure) {
  if (figure.missing != Missing::kUnreadable) return "";
  std::string whole = Plain(figure.text);
  std::string_view plain = whole;
  TakeOperator(plain);
  if (IsFootnoted(plain)) return "footnote";
  if (HasStraySpace(plain)) return "stray_space";
  if (HasTwoNumbers(plain)) return "two_numbers";
  return "not_a_number";
}

}  // namespace arshjul::measurement
