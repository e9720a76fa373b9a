#include "file_name.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace arshjul::gateway {
namespace {

constexpr size_t kLongest = 100;  // octets; with the ending far below what a file system takes

// Without what a file system or a header would read as something else.
std::string Plain(std::string_view title) {
  std::string out;
  for (const char c : title) {
    const auto byte = static_cast<unsigned char>(c);
    out += byte < 0x20 || byte == 0x7f || std::string_view("\"\\/:*?<>|;%").find(c) != std::string_view::npos ? ' ' : c;
  }
  size_t end = std::min(out.size(), kLongest);
  while (end > 0 && end < out.size() && (static_cast<unsigned char>(out[end]) & 0xc0) == 0x80) --end;
  out.resize(end);
  // Hidden, or with an ending that Windows drops.
  while (out.starts_with('.') || out.starts_with(' ')) out.erase(0, 1);
  while (out.ends_with('.') || out.ends_with(' ')) out.pop_back();
  return out.empty() ? "arshjul" : out;
}

// For whoever reads no UTF-8 in a header.
std::string Ascii(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kLetters = {
      {{"æ", "ae"}, {"ø", "o"}, {"å", "a"}, {"ä", "a"}, {"ö", "o"}, {"Æ", "Ae"}, {"Ø", "O"}, {"Å", "A"}, {"Ä", "A"}, {"Ö", "O"}}};
  std::string out;
  while (!name.empty()) {
    size_t taken = 1;
    std::string_view written = name.substr(0, 1);
    if (static_cast<unsigned char>(name[0]) >= 0x80) {
      written = (static_cast<unsigned char>(name[0]) & 0xc0) == 0x80 ? "" : "_";
      for (const auto& [letter, plain] : kLetters) {
        if (!name.starts_with(letter)) continue;
        written = plain;
        taken = letter.size();
      }
    }
    out += written;
    name.remove_prefix(taken);
  }
  return out;
}

std::string Encoded(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

}  // namespace

std::string Attachment(std::string_view title, std::string_view ending) {
  const std::string name = fmt::format("{}.{}", Plain(title), ending);
  return fmt::format("attachment; filename=\"{}\"; filename*=UTF-8''{}", Ascii(name), Encoded(name));
}

}  // namespace arshjul::gateway
