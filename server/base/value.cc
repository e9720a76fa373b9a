#include "base/value.h"

#include <fmt/format.h>

#include <cmath>

namespace arshjul {

const Value& Value::operator[](std::string_view key) const {
  static const Value kNull;
  const Object* object = AsObject();
  if (object == nullptr) return kNull;
  auto it = object->find(key);
  return it == object->end() ? kNull : it->second;
}

const std::string& Value::Text() const {
  static const std::string kEmpty;
  const std::string* text = AsString();
  return text == nullptr ? kEmpty : *text;
}

bool Value::IsBlank() const {
  if (IsNull()) return true;
  if (const auto* text = AsString()) return text->find_first_not_of(" \t\r\n") == std::string::npos;
  if (const auto* list = AsList()) return list->empty();
  if (const auto* object = AsObject()) return object->empty();
  return false;
}

namespace {

void WriteString(std::string_view text, std::string& out) {
  out += '"';
  for (unsigned char c : text) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        if (c < 0x20) {
          out += fmt::format("\\u{:04x}", c);
        } else {
          out += static_cast<char>(c);
        }
    }
  }
  out += '"';
}

void Write(const Value& value, std::string& out) {
  if (value.IsNull()) {
    out += "null";
  } else if (const bool* b = value.AsBool()) {
    out += *b ? "true" : "false";
  } else if (const double* d = value.AsNumber()) {
    // Whole numbers without a fraction, as JSON readers expect of counts and years.
    if (std::floor(*d) == *d && std::abs(*d) < 1e15) {
      out += fmt::format("{}", static_cast<int64_t>(*d));
    } else if (std::isfinite(*d)) {
      out += fmt::format("{}", *d);
    } else {
      out += "null";
    }
  } else if (const std::string* s = value.AsString()) {
    WriteString(*s, out);
  } else if (const List* list = value.AsList()) {
    out += '[';
    for (size_t i = 0; i < list->size(); ++i) {
      if (i > 0) out += ',';
      Write((*list)[i], out);
    }
    out += ']';
  } else if (const Object* object = value.AsObject()) {
    out += '{';
    bool first = true;
    for (const auto& [key, member] : *object) {
      if (!first) out += ',';
      first = false;
      WriteString(key, out);
      out += ':';
      Write(member, out);
    }
    out += '}';
  }
}

}  // namespace

std::string ToJson(const Value& value) {
  std::string out;
  Write(value, out);
  return out;
}

}  // namespace arshjul
