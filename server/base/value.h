// A JSON-shaped value: what a form holds, what an event of a statechart carries. Plain data, no owner, any thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace arshjul {

struct Value;
using List = std::vector<Value>;
using Object = std::map<std::string, Value, std::less<>>;

struct Value {
  std::variant<std::monostate, bool, double, std::string, List, Object> v;

  Value() = default;
  Value(bool b) : v(b) {}
  Value(double d) : v(d) {}
  Value(int i) : v(static_cast<double>(i)) {}
  Value(int64_t i) : v(static_cast<double>(i)) {}
  Value(const char* s) : v(std::string(s)) {}
  Value(std::string s) : v(std::move(s)) {}
  Value(std::string_view s) : v(std::string(s)) {}
  Value(List l) : v(std::move(l)) {}
  Value(Object o) : v(std::move(o)) {}

  bool IsNull() const { return std::holds_alternative<std::monostate>(v); }
  const bool* AsBool() const { return std::get_if<bool>(&v); }
  const double* AsNumber() const { return std::get_if<double>(&v); }
  const std::string* AsString() const { return std::get_if<std::string>(&v); }
  const List* AsList() const { return std::get_if<List>(&v); }
  const Object* AsObject() const { return std::get_if<Object>(&v); }
  List* AsList() { return std::get_if<List>(&v); }
  Object* AsObject() { return std::get_if<Object>(&v); }

  // The member of an object; null for anything else or when it is not there.
  const Value& operator[](std::string_view key) const;
  // The text of a string; "" for anything else.
  const std::string& Text() const;
  // Null, an empty string (white space counts as empty), an empty list or an empty object.
  bool IsBlank() const;

  bool operator==(const Value&) const = default;
};

// JSON with keys in alphabetical order and shortest round-trip numbers: the same value always gives the same bytes, so
// a hash of it can be signed.
std::string ToJson(const Value& value);

}  // namespace arshjul
