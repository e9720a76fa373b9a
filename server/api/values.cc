#include "api/values.h"

#include <cmath>

namespace arshjul::api {

Value ToValue(const google::protobuf::Struct& data) {
  Object object;
  for (const auto& [key, value] : data.fields()) object.emplace(key, ToValue(value));
  return object;
}

Value ToValue(const google::protobuf::Value& value) {
  switch (value.kind_case()) {
    case google::protobuf::Value::kBoolValue: return value.bool_value();
    case google::protobuf::Value::kNumberValue: {
      double number = value.number_value();
      if (std::isfinite(number)) return number;
      return std::isnan(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
    }
    case google::protobuf::Value::kStringValue: return value.string_value();
    case google::protobuf::Value::kListValue: {
      List list;
      for (const auto& element : value.list_value().values()) list.push_back(ToValue(element));
      return list;
    }
    case google::protobuf::Value::kStructValue: return ToValue(value.struct_value());
    default: return Value();
  }
}

void FillStruct(const Value& value, google::protobuf::Struct& out) {
  out.Clear();
  const Object* object = value.AsObject();
  if (object == nullptr) return;
  for (const auto& [key, member] : *object) FillValue(member, (*out.mutable_fields())[key]);
}

void FillValue(const Value& value, google::protobuf::Value& out) {
  if (const bool* b = value.AsBool()) {
    out.set_bool_value(*b);
  } else if (const double* d = value.AsNumber()) {
    out.set_number_value(*d);
  } else if (const std::string* s = value.AsString()) {
    out.set_string_value(*s);
  } else if (const List* list = value.AsList()) {
    out.mutable_list_value()->Clear();
    for (const Value& element : *list) FillValue(element, *out.mutable_list_value()->add_values());
  } else if (value.AsObject() != nullptr) {
    FillStruct(value, *out.mutable_struct_value());
  } else {
    out.set_null_value(google::protobuf::NULL_VALUE);
  }
}

void FillTimestamp(Instant instant, google::protobuf::Timestamp& out) {
  const int64_t milliseconds = instant.time_since_epoch().count();
  int64_t seconds = milliseconds / 1000, rest = milliseconds % 1000;
  if (rest < 0) {
    rest += 1000;
    --seconds;
  }
  out.set_seconds(seconds);
  out.set_nanos(static_cast<int32_t>(rest * 1'000'000));
}

}  // namespace arshjul::api
