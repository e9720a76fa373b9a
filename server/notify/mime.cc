#include "notify/mime.h"

#include <algorithm>

#include "fmt/format.h"

namespace arshjul::notify {
namespace {

// "=?UTF-8?B?" and "?=" leave 63 of 75 characters: 60 of base64, 45 bytes.
constexpr size_t kBytesPerWord = 45;
constexpr size_t kLongestPlain = 60;
constexpr size_t kLongestLine = 75;  // and the "=" of a soft break

std::string Base64(std::string_view bytes) {
  constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (size_t i = 0; i < bytes.size(); i += 3) {
    size_t count = std::min<size_t>(3, bytes.size() - i);
    uint32_t group = 0;
    for (size_t k = 0; k < 3; ++k) group = group << 8 | (k < count ? static_cast<uint8_t>(bytes[i + k]) : 0);
    for (size_t k = 0; k < 4; ++k) out += k <= count ? kAlphabet[group >> (18 - 6 * k) & 63] : '=';
  }
  return out;
}

bool IsContinuation(char c) { return (static_cast<uint8_t>(c) & 0xc0) == 0x80; }

// Bytes of the next word: the most that fit without cutting a character in two (broken UTF-8 is cut anywhere).
size_t WordLength(std::string_view text) {
  if (text.size() <= kBytesPerWord) return text.size();
  for (size_t length = kBytesPerWord; length > kBytesPerWord - 4; --length) {
    if (!IsContinuation(text[length])) return length;
  }
  return kBytesPerWord;
}

}  // namespace

std::string EncodeName(std::string_view name) {
  std::string spaced(name);
  for (char& c : spaced) {
    if (static_cast<uint8_t>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  std::string_view text = spaced;
  std::string out;
  while (!text.empty()) {
    size_t length = WordLength(text);
    out += (out.empty() ? "" : "\r\n ") + ("=?UTF-8?B?" + Base64(text.substr(0, length)) + "?=");
    text.remove_prefix(length);
  }
  return out;
}

std::string EncodeHeader(std::string_view text) {
  bool plain = text.size() <= kLongestPlain && text.find("=?") == std::string_view::npos &&
               std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
  return plain ? std::string(text) : EncodeName(text);
}

std::string QuotedPrintable(std::string_view text) {
  std::string out;
  size_t column = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '\n') {
      out += "\r\n";
      column = 0;
      continue;
    }
    bool ends_line = i + 1 == text.size() || text[i + 1] == '\n';
    // A dot alone on its line ends a message for some mailers, and "From " at its start is changed by others.
    bool risky = column == 0 && (c == '.' || c == 'F');
    bool plain = (c > ' ' && c <= '~' && c != '=' && !risky) || (c == ' ' && !ends_line);
    std::string piece = plain ? std::string(1, c) : fmt::format("={:02X}", static_cast<uint8_t>(c));
    if (column + piece.size() > kLongestLine) {
      out += "=\r\n";
      column = 0;
    }
    out += piece;
    column += piece.size();
  }
  return out;
}

}  // namespace arshjul::notify
