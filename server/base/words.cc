#include "base/words.h"

#include <algorithm>
#include <array>
#include <utility>

namespace arshjul {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

constexpr std::array<Pair, 15> kLowerCase = {{{"Æ", "æ"}, {"Ø", "ø"}, {"Å", "å"}, {"Ä", "ä"}, {"Ö", "ö"},
                                              {"É", "é"}, {"È", "è"}, {"Ü", "ü"}, {"Á", "á"}, {"Č", "č"},
                                              {"Đ", "đ"}, {"Ŋ", "ŋ"}, {"Š", "š"}, {"Ŧ", "ŧ"}, {"Ž", "ž"}}};
// Sámi and Swedish letters as well: many municipalities have names in both languages.
constexpr std::array<Pair, 23> kPlainLetters = {
    {{"æ", "ae"}, {"ø", "o"}, {"å", "a"}, {"ä", "a"}, {"ö", "o"}, {"é", "e"}, {"è", "e"}, {"ê", "e"},
     {"ü", "u"},  {"ó", "o"}, {"ò", "o"}, {"ô", "o"}, {"á", "a"}, {"à", "a"}, {"č", "c"}, {"đ", "d"},
     {"ŋ", "n"},  {"š", "s"}, {"ŧ", "t"}, {"ž", "z"}, {"ï", "i"}, {"ñ", "n"}, {"ç", "c"}}};
constexpr size_t kLongestAddress = 254;  // RFC 5321
constexpr std::string_view kWhite = " \t\r\n\v\f";
constexpr std::string_view kNoBreakSpace = "\u00A0";

template <size_t size>
const Pair* StartOf(std::string_view text, const std::array<Pair, size>& pairs) {
  for (const Pair& pair : pairs) {
    if (text.starts_with(pair.first)) return &pair;
  }
  return nullptr;
}

}  // namespace

std::string_view Trimmed(std::string_view text) {
  while (!text.empty()) {
    if (kWhite.find(text.front()) != std::string_view::npos) {
      text.remove_prefix(1);
    } else if (text.starts_with(kNoBreakSpace)) {
      text.remove_prefix(kNoBreakSpace.size());
    } else {
      break;
    }
  }
  while (!text.empty()) {
    if (kWhite.find(text.back()) != std::string_view::npos) {
      text.remove_suffix(1);
    } else if (text.ends_with(kNoBreakSpace)) {
      text.remove_suffix(kNoBreakSpace.size());
    } else {
      break;
    }
  }
  return text;
}

std::string Lower(std::string_view text) {
  std::string lower;
  lower.reserve(text.size());
  while (!text.empty()) {
    char c = text.front();
    const Pair* pair = static_cast<unsigned char>(c) < 0x80 ? nullptr : StartOf(text, kLowerCase);
    if (pair != nullptr) {
      lower += pair->second;
      text.remove_prefix(pair->first.size());
      continue;
    }
    lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    text.remove_prefix(1);
  }
  return lower;
}

std::string Slug(std::string_view name) {
  std::string lower = Lower(name);
  std::string slug;
  bool gap = false;
  for (std::string_view rest = lower; !rest.empty();) {
    char c = rest.front();
    const Pair* pair = static_cast<unsigned char>(c) < 0x80 ? nullptr : StartOf(rest, kPlainLetters);
    std::string_view letters;
    if (pair != nullptr) {
      letters = pair->second;
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      letters = rest.substr(0, 1);
    }
    rest.remove_prefix(pair == nullptr ? 1 : pair->first.size());
    if (letters.empty()) {
      gap = true;
      continue;
    }
    if (gap && !slug.empty()) slug += '-';
    gap = false;
    slug += letters;
  }
  // A name without a single letter or digit still needs an id; two of them collide, which the reader reports.
  return slug.empty() ? "unnamed" : slug;
}

bool IsMailAddress(std::string_view text) {
  size_t at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at + 1 == text.size() || text.size() > kLongestAddress) return false;
  if (text.find('@', at + 1) != std::string_view::npos) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return c > ' ' && c <= '~' && std::string_view("<>(),;:\\\"[]").find(c) == std::string_view::npos;
  });
}

}  // namespace arshjul
