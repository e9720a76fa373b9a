// Plain structs to bytes and back, in protobuf's wire format, without a second copy of every type.
//
// A struct names its fields once, with numbers that never change meaning:
//
//   struct UnitClosed {
//     std::string unit;
//     Date on;
//     static void Fields(auto&& field) { field(1, "unit", &UnitClosed::unit); field(2, "on", &UnitClosed::on); }
//   };
//
// Decode(Encode(x)) == x for every x. Unknown fields are skipped (a newer writer), missing ones keep their default.
// Supported: bool, integers, double, enums, std::string, Date, Instant, Value, other such structs, std::optional,
// std::vector, std::map, and std::variant whose alternatives have `static constexpr int kType` (1 or more).
// Errors: Decode returns false on bytes that are not such a struct; it never crashes and never reads past the end.
#pragma once

#include <bit>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/time.h"
#include "base/value.h"

namespace arshjul {
namespace codec {

// --- primitives -------------------------------------------------------------------------------------------------

inline void PutVarint(uint64_t value, std::string& out) {
  while (value >= 0x80) {
    out.push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  out.push_back(static_cast<char>(value));
}

inline bool GetVarint(std::string_view& in, uint64_t& value) {
  value = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    if (in.empty()) return false;
    uint8_t byte = static_cast<uint8_t>(in.front());
    in.remove_prefix(1);
    value |= static_cast<uint64_t>(byte & 0x7f) << shift;
    if ((byte & 0x80) == 0) return true;
  }
  return false;
}

inline uint64_t ZigZag(int64_t v) { return (static_cast<uint64_t>(v) << 1) ^ static_cast<uint64_t>(v >> 63); }
inline int64_t UnZigZag(uint64_t v) { return static_cast<int64_t>(v >> 1) ^ -static_cast<int64_t>(v & 1); }

inline void PutBytes(std::string_view bytes, std::string& out) {
  PutVarint(bytes.size(), out);
  out.append(bytes);
}

inline bool GetBytes(std::string_view& in, std::string_view& bytes) {
  uint64_t size;
  if (!GetVarint(in, size) || size > in.size()) return false;
  bytes = in.substr(0, size);
  in.remove_prefix(size);
  return true;
}

enum Wire : uint64_t { kVarint = 0, kFixed64 = 1, kBytes = 2 };

template <class T> struct IsVector : std::false_type {};
template <class T> struct IsVector<std::vector<T>> : std::true_type {};
template <class T> struct IsOptional : std::false_type {};
template <class T> struct IsOptional<std::optional<T>> : std::true_type {};
template <class T> struct IsMap : std::false_type {};
template <class K, class V, class C> struct IsMap<std::map<K, V, C>> : std::true_type {};
template <class T> struct IsVariant : std::false_type {};
template <class... T> struct IsVariant<std::variant<T...>> : std::true_type {};
struct Probe { template <class M> void operator()(int, const char*, M) {} };
template <class T> concept Record = requires { T::Fields(Probe{}); };
// More than this many levels of nesting is not ours: nothing we write nests deeper, and hostile bytes must not exhaust
// the stack.
inline constexpr int kMaxDepth = 100;

template <class T> constexpr Wire WireOf() {
  if constexpr (std::is_same_v<T, double>) return kFixed64;
  else if constexpr (std::is_integral_v<T> || std::is_enum_v<T> || std::is_same_v<T, Date> || std::is_same_v<T, Instant>) return kVarint;
  else return kBytes;
}

template <class T> void PutBody(const T& value, std::string& out);
template <class T> bool GetBody(std::string_view in, T& value, int depth);

// --- one value, without its tag ---------------------------------------------------------------------------------

template <class T> void PutValue(const T& value, std::string& out) {
  if constexpr (std::is_same_v<T, double>) {
    uint64_t bits = std::bit_cast<uint64_t>(value);
    for (int i = 0; i < 8; ++i) out.push_back(static_cast<char>(bits >> (8 * i)));
  } else if constexpr (std::is_same_v<T, Date> || std::is_same_v<T, Instant>) {
    PutVarint(ZigZag(value.time_since_epoch().count()), out);
  } else if constexpr (std::is_enum_v<T>) {
    PutVarint(static_cast<uint64_t>(value), out);
  } else if constexpr (std::is_same_v<T, bool>) {
    PutVarint(value ? 1 : 0, out);
  } else if constexpr (std::is_signed_v<T>) {
    PutVarint(ZigZag(value), out);
  } else if constexpr (std::is_unsigned_v<T>) {
    PutVarint(value, out);
  } else if constexpr (std::is_same_v<T, std::string>) {
    PutBytes(value, out);
  } else {
    std::string body;
    PutBody(value, body);
    PutBytes(body, out);
  }
}

template <class T> bool GetValue(std::string_view& in, T& value, int depth) {
  if constexpr (std::is_same_v<T, double>) {
    if (in.size() < 8) return false;
    uint64_t bits = 0;
    for (int i = 0; i < 8; ++i) bits |= static_cast<uint64_t>(static_cast<uint8_t>(in[i])) << (8 * i);
    in.remove_prefix(8);
    value = std::bit_cast<double>(bits);
    return true;
  } else if constexpr (WireOf<T>() == kVarint) {
    uint64_t raw;
    if (!GetVarint(in, raw)) return false;
    if constexpr (std::is_same_v<T, Date> || std::is_same_v<T, Instant>) {
      value = T(typename T::duration(static_cast<typename T::duration::rep>(UnZigZag(raw))));
    } else if constexpr (std::is_same_v<T, bool>) {
      value = raw != 0;
    } else if constexpr (std::is_enum_v<T>) {
      value = static_cast<T>(raw);
    } else if constexpr (std::is_signed_v<T>) {
      value = static_cast<T>(UnZigZag(raw));
    } else {
      value = static_cast<T>(raw);
    }
    return true;
  } else {
    std::string_view bytes;
    if (!GetBytes(in, bytes)) return false;
    if constexpr (std::is_same_v<T, std::string>) {
      value.assign(bytes);
      return true;
    } else {
      return GetBody(bytes, value, depth + 1);
    }
  }
}

inline bool Skip(std::string_view& in, uint64_t wire) {
  uint64_t ignored;
  std::string_view bytes;
  switch (wire) {
    case kVarint: return GetVarint(in, ignored);
    case kFixed64:
      if (in.size() < 8) return false;
      in.remove_prefix(8);
      return true;
    case kBytes: return GetBytes(in, bytes);
    default: return false;
  }
}

// --- a field with its tag: absent when it holds the default of its struct, so that adding a field costs old rows nothing

template <class T> void PutField(int number, const T& value, std::string& out, const T* standard = nullptr) {
  if constexpr (IsVector<T>::value) {
    for (const auto& element : value) {
      using E = typename T::value_type;
      PutVarint(static_cast<uint64_t>(number) << 3 | WireOf<E>(), out);
      PutValue<E>(element, out);
    }
  } else if constexpr (IsOptional<T>::value) {
    if (value) {
      PutVarint(static_cast<uint64_t>(number) << 3 | WireOf<typename T::value_type>(), out);
      PutValue(*value, out);
    }
  } else if constexpr (IsMap<T>::value) {
    for (const auto& [key, mapped] : value) {
      std::string entry;
      PutVarint(1 << 3 | WireOf<typename T::key_type>(), entry);
      PutValue(key, entry);
      PutVarint(2 << 3 | WireOf<typename T::mapped_type>(), entry);
      PutValue(mapped, entry);
      PutVarint(static_cast<uint64_t>(number) << 3 | kBytes, out);
      PutBytes(entry, out);
    }
  } else {
    if constexpr (std::equality_comparable<T> && !IsVariant<T>::value) {
      // -0.0 equals 0.0 but is not the same value.
      bool same = standard != nullptr && value == *standard;
      if constexpr (std::is_same_v<T, double>) same = same && std::signbit(value) == std::signbit(*standard);
      if (same) return;
    }
    PutVarint(static_cast<uint64_t>(number) << 3 | WireOf<T>(), out);
    PutValue(value, out);
  }
}

template <class T> bool GetField(uint64_t wire, std::string_view& in, T& value, int depth) {
  if constexpr (IsVector<T>::value) {
    using E = typename T::value_type;
    if (wire != WireOf<E>()) return false;
    E element{};
    if (!GetValue<E>(in, element, depth)) return false;
    value.push_back(std::move(element));
    return true;
  } else if constexpr (IsOptional<T>::value) {
    using E = typename T::value_type;
    return wire == WireOf<E>() && GetValue<E>(in, value.emplace(), depth);
  } else if constexpr (IsMap<T>::value) {
    std::string_view entry;
    if (wire != kBytes || !GetBytes(in, entry)) return false;
    typename T::key_type key{};
    typename T::mapped_type mapped{};
    while (!entry.empty()) {
      uint64_t tag;
      if (!GetVarint(entry, tag)) return false;
      if (tag == (1 << 3 | WireOf<typename T::key_type>())) {
        if (!GetValue(entry, key, depth)) return false;
      } else if (tag == (2 << 3 | WireOf<typename T::mapped_type>())) {
        if (!GetValue(entry, mapped, depth)) return false;
      } else if (!Skip(entry, tag & 7)) {
        return false;
      }
    }
    value.insert_or_assign(std::move(key), std::move(mapped));
    return true;
  } else {
    return wire == WireOf<T>() && GetValue(in, value, depth);
  }
}

// --- bodies -----------------------------------------------------------------------------------------------------

inline void PutValueBody(const Value& value, std::string& out) {
  // 1 bool, 2 number, 3 text, 4 list element, 5 object member, 6 empty list, 7 empty object; null is nothing at all.
  if (const bool* b = value.AsBool()) {
    PutVarint(1 << 3 | kVarint, out);
    PutValue(*b, out);
  } else if (const double* d = value.AsNumber()) {
    PutVarint(2 << 3 | kFixed64, out);
    PutValue(*d, out);
  } else if (const std::string* s = value.AsString()) {
    PutVarint(3 << 3 | kBytes, out);
    PutBytes(*s, out);
  } else if (const List* list = value.AsList()) {
    if (list->empty()) {
      PutVarint(6 << 3 | kVarint, out);
      PutVarint(1, out);
    }
    PutField(4, *list, out);
  } else if (const Object* object = value.AsObject()) {
    if (object->empty()) {
      PutVarint(7 << 3 | kVarint, out);
      PutVarint(1, out);
    }
    PutField(5, *object, out);
  }
}

inline bool GetValueBody(std::string_view in, Value& value, int depth) {
  value = Value();
  while (!in.empty()) {
    uint64_t tag;
    if (!GetVarint(in, tag)) return false;
    bool ok = true;
    switch (tag) {
      case 1 << 3 | kVarint: {
        bool b = false;
        ok = GetValue(in, b, depth);
        value.v = b;
        break;
      }
      case 2 << 3 | kFixed64: {
        double d = 0;
        ok = GetValue(in, d, depth);
        value.v = d;
        break;
      }
      case 3 << 3 | kBytes: {
        std::string s;
        ok = GetValue(in, s, depth);
        value.v = std::move(s);
        break;
      }
      case 4 << 3 | kBytes:
        if (value.AsList() == nullptr) value.v = List();
        ok = GetField(kBytes, in, *value.AsList(), depth);
        break;
      case 5 << 3 | kBytes:
        if (value.AsObject() == nullptr) value.v = Object();
        ok = GetField(kBytes, in, *value.AsObject(), depth);
        break;
      case 6 << 3 | kVarint:
        value.v = List();
        ok = Skip(in, kVarint);
        break;
      case 7 << 3 | kVarint:
        value.v = Object();
        ok = Skip(in, kVarint);
        break;
      default: ok = Skip(in, tag & 7);
    }
    if (!ok) return false;
  }
  return true;
}

template <class Variant, size_t I = 0> bool EmplaceAlternative(uint64_t type, std::string_view bytes, Variant& value, int depth) {
  if constexpr (I < std::variant_size_v<Variant>) {
    using A = std::variant_alternative_t<I, Variant>;
    if (static_cast<uint64_t>(A::kType) == type) return GetBody(bytes, value.template emplace<I>(), depth + 1);
    return EmplaceAlternative<Variant, I + 1>(type, bytes, value, depth);
  }
  return false;
}

template <class T> void PutBody(const T& value, std::string& out) {
  if constexpr (std::is_same_v<T, Value>) {
    PutValueBody(value, out);
  } else if constexpr (IsVariant<T>::value) {
    std::visit([&](const auto& alternative) {
      std::string body;
      PutBody(alternative, body);
      PutVarint(static_cast<uint64_t>(std::decay_t<decltype(alternative)>::kType) << 3 | kBytes, out);
      PutBytes(body, out);
    }, value);
  } else {
    static_assert(Record<T>, "give the struct a static Fields()");
    static const T kStandard{};
    T::Fields([&](int number, const char*, auto member) {
      PutField(number, value.*member, out, &(kStandard.*member));
    });
  }
}

template <class T> bool GetBody(std::string_view in, T& value, int depth) {
  if (depth > kMaxDepth) return false;
  if constexpr (std::is_same_v<T, Value>) {
    return GetValueBody(in, value, depth);
  } else if constexpr (IsVariant<T>::value) {
    uint64_t tag;
    std::string_view bytes;
    if (!GetVarint(in, tag) || (tag & 7) != kBytes || !GetBytes(in, bytes) || !in.empty()) return false;
    return EmplaceAlternative(tag >> 3, bytes, value, depth);
  } else {
    while (!in.empty()) {
      uint64_t tag;
      if (!GetVarint(in, tag)) return false;
      bool known = false, ok = true;
      T::Fields([&](int number, const char*, auto member) {
        if (known || static_cast<uint64_t>(number) != tag >> 3) return;
        known = true;
        ok = GetField(tag & 7, in, value.*member, depth);
      });
      if (!known) ok = Skip(in, tag & 7);
      if (!ok) return false;
    }
    return true;
  }
}

}  // namespace codec

template <class T> std::string Encode(const T& value) {
  std::string out;
  codec::PutBody(value, out);
  return out;
}

template <class T> [[nodiscard]] bool Decode(std::string_view bytes, T& value) {
  value = T{};
  return codec::GetBody(bytes, value, 0);
}

}  // namespace arshjul
