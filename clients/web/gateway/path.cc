#include "path.h"

#include <algorithm>

#include "base/utf8.h"
#include "bounds.h"

namespace arshjul::gateway {
namespace {

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> Decoded(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_space) {
      out.push_back(' ');
    } else if (text[i] != '%') {
      out.push_back(text[i]);
    } else {
      if (text.size() - i < 3) return std::nullopt;
      const int high = HexDigit(text[i + 1]), low = HexDigit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      out.push_back(static_cast<char>(high << 4 | low));
      i += 2;
    }
  }
  if (!IsUtf8(out)) return std::nullopt;
  return out;
}

bool IsControl(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

std::optional<std::string> Segment(std::string_view raw) {
  std::optional<std::string> text = Decoded(raw, false);
  if (!text || text->empty() || *text == "." || *text == "..") return std::nullopt;
  if (text->find_first_of("/\\") != std::string::npos || std::any_of(text->begin(), text->end(), IsControl)) return std::nullopt;
  return text;
}

}  // namespace

std::string Path::Joined() const {
  std::string out;
  for (const std::string& segment : segments) out += "/" + segment;
  if (!verb.empty()) out += ":" + verb;
  return out.empty() ? "/" : out;
}

std::optional<Path> ParsePath(std::string_view target) {
  std::string_view raw = target.substr(0, target.find('?'));
  if (raw.empty() || raw.front() != '/' || raw.find('#') != std::string_view::npos) return std::nullopt;
  raw.remove_prefix(1);
  if (raw.size() > 1 && raw.ends_with('/')) raw.remove_suffix(1);
  Path path;
  while (!raw.empty()) {
    const size_t slash = raw.find('/');
    std::string_view segment = raw.substr(0, slash);
    const bool last = slash == std::string_view::npos;
    if (last) {
      if (const size_t colon = segment.rfind(':'); colon != std::string_view::npos) {
        std::optional<std::string> verb = Segment(segment.substr(colon + 1));
        if (!verb) return std::nullopt;
        path.verb = std::move(*verb);
        segment = segment.substr(0, colon);
      }
    }
    std::optional<std::string> text = Segment(segment);
    if (!text) return std::nullopt;
    path.segments.push_back(std::move(*text));
    if (last) break;
    raw.remove_prefix(slash + 1);
    if (raw.empty()) return std::nullopt;
  }
  return path;
}

std::optional<Parameters> ParseQuery(std::string_view target) {
  Parameters parameters;
  const size_t mark = target.find('?');
  if (mark == std::string_view::npos) return parameters;
  std::string_view rest = target.substr(mark + 1);
  while (!rest.empty()) {
    const size_t end = rest.find('&');
    const std::string_view one = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (one.empty()) continue;
    const size_t equals = one.find('=');
    std::optional<std::string> name = Decoded(one.substr(0, equals), true);
    std::optional<std::string> value =
        equals == std::string_view::npos ? std::string() : Decoded(one.substr(equals + 1), true);
    if (!name || !value || parameters.size() == kMostParameters) return std::nullopt;
    parameters.emplace_back(std::move(*name), std::move(*value));
  }
  return parameters;
}

}  // namespace arshjul::gateway
