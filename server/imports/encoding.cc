#include "imports/encoding.h"

#include <algorithm>
#include <array>

namespace arshjul::imports {
namespace {

constexpr std::string_view kReplacement = "\uFFFD";

// 0x80 to 0x9F of Windows-1252; 0 where it has nothing. From 0xA0 it is Latin-1.
constexpr std::array<char16_t, 32> kWindows1252 = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

// The length of the UTF-8 character that starts at `at`, 0 when none does (overlong forms and surrogates are none).
size_t CharacterLength(std::string_view text, size_t at) {
  auto byte = [&](size_t i) -> unsigned { return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0; };
  auto continues = [&](size_t i) { return (byte(i) & 0xC0) == 0x80; };
  unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return continues(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    bool fits = (lead != 0xE0 || byte(1) >= 0xA0) && (lead != 0xED || byte(1) < 0xA0);
    return fits && continues(1) && continues(2) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    bool fits = (lead != 0xF0 || byte(1) >= 0x90) && (lead != 0xF4 || byte(1) < 0x90);
    return fits && continues(1) && continues(2) && continues(3) ? 4 : 0;
  }
  return 0;
}

bool LooksLikeUtf8(std::string_view text) {
  size_t characters = 0, strays = 0;
  for (size_t at = 0; at < text.size();) {
    size_t length = CharacterLength(text, at);
    if (length == 0) ++strays;
    if (length > 1) ++characters;
    at += std::max<size_t>(length, 1);
  }
  return strays == 0 || characters > strays;
}

void AppendUtf8(char16_t character, std::string& out) {
  if (character < 0x800) {
    out += static_cast<char>(0xC0 | character >> 6);
  } else {
    out += static_cast<char>(0xE0 | character >> 12);
    out += static_cast<char>(0x80 | (character >> 6 & 0x3F));
  }
  out += static_cast<char>(0x80 | (character & 0x3F));
}

// Appends one byte above 0x7F that stands alone.
void AppendStray(unsigned char byte, bool windows, int line, std::string& out, ProblemList& problems) {
  char16_t character = 0;
  if (windows) character = byte >= 0xA0 ? byte : kWindows1252[byte - 0x80];
  if (character != 0) {
    AppendUtf8(character, out);
  } else {
    out += kReplacement;
    problems.AddOnce(line, "", "bad_character");
  }
}

}  // namespace

std::string DecodeText(std::string_view bytes, ProblemList& problems) {
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    problems.AddToFile("utf16");
    return "";
  }
  bool marked = bytes.starts_with("\xEF\xBB\xBF");
  if (marked) bytes.remove_prefix(3);
  bool windows = !marked && !LooksLikeUtf8(bytes);
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 16);
  int line = 1;
  for (size_t at = 0; at < bytes.size();) {
    char c = bytes[at];
    size_t length = windows && static_cast<unsigned char>(c) >= 0x80 ? 0 : CharacterLength(bytes, at);
    if (c == '\0') {
      problems.AddOnce(line, "", "nul_byte");
    } else if (c == '\n' || c == '\r') {
      if (c == '\r' && at + 1 < bytes.size() && bytes[at + 1] == '\n') ++at;
      out += '\n';
      ++line;
    } else if (length == 0) {
      AppendStray(static_cast<unsigned char>(c), windows, line, out, problems);
    } else {
      out.append(bytes.substr(at, length));
    }
    at += std::max<size_t>(length, 1);
  }
  return out;
}

}  // namespace arshjul::imports
