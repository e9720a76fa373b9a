#include "json_value.h"

#include "problem.h"

namespace arshjul::gateway {

Json::Json(std::string_view text) : kind_(Kind::kWord), word_(Quoted(text)) {}
Json::Json(bool value) : kind_(Kind::kWord), word_(value ? "true" : "false") {}

Json& Json::Set(std::string_view name, Json value) {
  At(name) = std::move(value);
  return *this;
}

Json& Json::At(std::string_view name) {
  for (auto& [key, value] : members_) {
    if (key == name) return value;
  }
  return members_.emplace_back(name, Json()).second;
}

Json& Json::Add(Json value) {
  members_.emplace_back("", std::move(value));
  return *this;
}

std::string Json::Text() const {
  std::string out;
  Print(out);
  return out;
}

void Json::Print(std::string& out) const {
  if (kind_ == Kind::kWord) {
    out += word_;
    return;
  }
  out += kind_ == Kind::kArray ? "[" : "{";
  bool first = true;
  for (const auto& [key, value] : members_) {
    if (!std::exchange(first, false)) out += ",";
    if (kind_ == Kind::kObject) out += Quoted(key) + ":";
    value.Print(out);
  }
  out += kind_ == Kind::kArray ? "]" : "}";
}

}  // namespace arshjul::gateway
