#include "head_check.h"

#include <algorithm>
#include <cstddef>

#include "http.h"
#include "bounds.h"

namespace arshjul::gateway {
namespace {

constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";

bool IsTokenCharacter(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || kMarks.find(c) != std::string_view::npos;
}

bool IsToken(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), IsTokenCharacter); }

bool IsVisible(char c) { return c > 0x20 && c < 0x7f; }

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool IsRequestLine(std::string_view line, bool& old) {
  const size_t first = line.find(' ');
  if (first == std::string_view::npos || !IsToken(line.substr(0, first))) return false;
  const size_t second = line.find(' ', first + 1);
  if (second == std::string_view::npos) return false;
  const std::string_view target = line.substr(first + 1, second - first - 1), version = line.substr(second + 1);
  old = version == "HTTP/1.0";
  return !target.empty() && target.front() == '/' && std::all_of(target.begin(), target.end(), IsVisible) &&
         (old || version == "HTTP/1.1");
}

struct Seen {
  int hosts = 0, lengths = 0, encodings = 0;
};

HeadFault CheckField(std::string_view line, Seen& seen) {
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos || !IsToken(line.substr(0, colon))) return HeadFault::kField;
  const std::string_view name = line.substr(0, colon), value = Trimmed(line.substr(colon + 1));
  if (SameWord(name, "host")) {
    if (++seen.hosts > 1) return HeadFault::kHost;
  } else if (SameWord(name, "content-length")) {
    const bool number = !value.empty() && value.size() <= 12 && std::all_of(value.begin(), value.end(), IsDigit);
    if (++seen.lengths > 1 || !number) return HeadFault::kLength;
  } else if (SameWord(name, "transfer-encoding")) {
    if (++seen.encodings > 1 || !SameWord(value, "chunked")) return HeadFault::kEncoding;
  }
  return HeadFault::kNone;
}

bool IsForbidden(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; }

}  // namespace

HeadFault CheckHead(std::string_view head) {
  Seen seen;
  bool old = false;
  for (size_t count = 0; !head.empty(); ++count) {
    const size_t end = head.find("\r\n");
    if (end == std::string_view::npos) return HeadFault::kLineEnding;
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(end + 2);
    if (std::any_of(line.begin(), line.end(), IsForbidden)) return HeadFault::kLineEnding;
    if (count == 0) {
      if (!IsRequestLine(line, old)) return HeadFault::kLine;
      continue;
    }
    if (line.empty()) break;
    if (count > kMostFields) return HeadFault::kTooManyFields;
    if (HeadFault fault = CheckField(line, seen); fault != HeadFault::kNone) return fault;
  }
  if (seen.hosts == 0 && !old) return HeadFault::kHost;
  if (seen.encodings > 0 && (seen.lengths > 0 || old)) return HeadFault::kEncoding;
  return HeadFault::kNone;
}

}  // namespace arshjul::gateway
