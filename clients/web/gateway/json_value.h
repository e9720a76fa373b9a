// JSON put together by hand, where no message stands behind it: members keep the order they were set in.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace arshjul::gateway {

class Json {
 public:
  Json() : Json(Kind::kObject) {}  // {}
  Json(std::string_view text);
  Json(const std::string& text) : Json(std::string_view(text)) {}
  Json(const char* text) : Json(std::string_view(text)) {}
  Json(bool value);
  static Json Array() { return Json(Kind::kArray); }

  // Of an object: sets or replaces a member.
  Json& Set(std::string_view name, Json value);
  // The member, made as an object when it is not there.
  Json& At(std::string_view name);
  // Of an array.
  Json& Add(Json value);
  bool empty() const { return members_.empty(); }

  std::string Text() const;

 private:
  enum class Kind { kObject, kArray, kWord };
  explicit Json(Kind kind) : kind_(kind) {}
  void Print(std::string& out) const;

  Kind kind_;
  std::string word_;  // as it is written
  std::vector<std::pair<std::string, Json>> members_;
};

}  // namespace arshjul::gateway
