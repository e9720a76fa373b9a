#include "golden/wire_text.h"

#include <fmt/format.h>

#include <charconv>

#include "base/codec.h"

namespace arshjul::golden {
namespace {

constexpr uint64_t kHighestField = 1000;

std::optional<std::string> Fields(std::string_view bytes);

bool IsControl(unsigned char c) { return c < 0x20 || c == 0x7f; }

// Whole UTF-8 without control characters but line breaks.
bool IsText(std::string_view bytes) {
  int more = 0;
  for (unsigned char c : bytes) {
    if (more > 0) {
      if ((c & 0xC0) != 0x80) return false;
      --more;
    } else if (c >= 0xC2 && c <= 0xF4) {
      more = c < 0xE0 ? 1 : c < 0xF0 ? 2 : 3;
    } else if (c >= 0x80 || (IsControl(c) && c != '\n')) {
      return false;
    }
  }
  return more == 0;
}

std::string Quoted(std::string_view bytes) {
  const bool text = IsText(bytes);
  std::string out = "\"";
  for (unsigned char c : bytes) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
    } else if (IsControl(c) || (c >= 0x80 && !text)) {
      out += fmt::format("\\x{:02x}", c);
    } else {
      out += static_cast<char>(c);
    }
  }
  return out + "\"";
}

std::string Bytes(std::string_view bytes) {
  if (IsText(bytes)) return Quoted(bytes);
  const std::optional<std::string> inner = Fields(bytes);
  return inner ? "{" + *inner + "}" : Quoted(bytes);
}

std::optional<std::string> Fields(std::string_view bytes) {
  std::string out;
  const std::string_view all = bytes;
  while (!bytes.empty()) {
    uint64_t tag = 0, number = 0;
    if (!codec::GetVarint(bytes, tag) || tag >> 3 == 0 || tag >> 3 > kHighestField) return std::nullopt;
    if (!out.empty()) out += ' ';
    out += fmt::format("{}:", tag >> 3);
    std::string_view inner;
    switch (tag & 7) {
      case codec::kVarint:
        if (!codec::GetVarint(bytes, number)) return std::nullopt;
        out += std::to_string(number);
        break;
      case codec::kFixed64:
        if (bytes.size() < 8) return std::nullopt;
        out += "f";
        for (int i = 7; i >= 0; --i) out += fmt::format("{:02x}", static_cast<unsigned char>(bytes[i]));
        bytes.remove_prefix(8);
        break;
      case codec::kBytes:
        if (!codec::GetBytes(bytes, inner)) return std::nullopt;
        out += Bytes(inner);
        break;
      default: return std::nullopt;
    }
  }
  // What was not written as we write it would not come back as it was.
  return FromText(out) == all ? std::optional(out) : std::nullopt;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : left_(text) {}

  bool ReadFields(std::string& out) {
    while (!left_.empty() && left_.front() != '}') {
      uint64_t field = 0;
      if (!ReadNumber(field) || !Take(':') || !ReadValue(field, out)) return false;
      Take(' ');
    }
    return true;
  }
  bool ReadWhole(std::string& out) { return Take('"') && ReadQuoted(out); }
  bool AtEnd() const { return left_.empty(); }

 private:
  bool Take(char wanted) {
    if (left_.empty() || left_.front() != wanted) return false;
    left_.remove_prefix(1);
    return true;
  }

  bool ReadNumber(uint64_t& number, int base = 10) {
    const auto [end, error] = std::from_chars(left_.data(), left_.data() + left_.size(), number, base);
    if (error != std::errc()) return false;
    left_.remove_prefix(static_cast<size_t>(end - left_.data()));
    return true;
  }

  bool ReadValue(uint64_t field, std::string& out) {
    std::string inner;
    if (Take('"')) {
      if (!ReadQuoted(inner)) return false;
    } else if (Take('{')) {
      if (!ReadFields(inner) || !Take('}')) return false;
    } else if (Take('f')) {
      uint64_t bits = 0;
      if (!ReadNumber(bits, 16)) return false;
      codec::PutVarint(field << 3 | codec::kFixed64, out);
      for (int i = 0; i < 8; ++i) out.push_back(static_cast<char>(bits >> (8 * i)));
      return true;
    } else {
      uint64_t number = 0;
      if (!ReadNumber(number)) return false;
      codec::PutVarint(field << 3 | codec::kVarint, out);
      codec::PutVarint(number, out);
      return true;
    }
    codec::PutVarint(field << 3 | codec::kBytes, out);
    codec::PutBytes(inner, out);
    return true;
  }

  bool ReadQuoted(std::string& out) {
    while (!left_.empty() && left_.front() != '"') {
      char c = left_.front();
      left_.remove_prefix(1);
      if (c == '\\') {
        if (left_.empty()) return false;
        c = left_.front();
        left_.remove_prefix(1);
        if (c == 'x') {
          unsigned value = 0;
          const auto [end, error] = std::from_chars(left_.data(), left_.data() + std::min<size_t>(2, left_.size()), value, 16);
          if (error != std::errc() || end != left_.data() + 2) return false;
          left_.remove_prefix(2);
          c = static_cast<char>(value);
        }
      }
      out.push_back(c);
    }
    return Take('"');
  }

  std::string_view left_;
};

}  // namespace

std::string ToText(std::string_view bytes) {
  const std::optional<std::string> fields = Fields(bytes);
  return fields ? *fields : Quoted(bytes);
}

std::optional<std::string> FromText(std::string_view text) {
  std::string out;
  Reader reader(text);
  const bool read = text.starts_with('"') ? reader.ReadWhole(out) : reader.ReadFields(out);
  return read && reader.AtEnd() ? std::optional(out) : std::nullopt;
}

}  // namespace arshjul::golden
