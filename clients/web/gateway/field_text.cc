#include "field_text.h"

#include <absl/strings/escaping.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/json_util.h>

#include <charconv>
#include <cmath>

#include "problem.h"

namespace arshjul::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

template <class Number>
std::optional<Number> NumberIn(const std::string& text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

Fault Wrong(const char* key, const std::string& text) { return {key, {{"value", text}}}; }

// Sets or adds: Set##Kind, Add##Kind.
#define ARSHJUL_PUT(Kind, value)                                             \
  do {                                                                       \
    if (field.is_repeated()) {                                               \
      message.GetReflection()->Add##Kind(&message, &field, value);           \
    } else {                                                                 \
      message.GetReflection()->Set##Kind(&message, &field, value);           \
    }                                                                        \
  } while (false)

std::optional<Fault> SetNumber(Message& message, const FieldDescriptor& field, const std::string& text) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      if (const auto number = NumberIn<int32_t>(text)) {
        ARSHJUL_PUT(Int32, *number);
        return std::nullopt;
      }
      return Wrong("not_a_whole_number", text);
    case FieldDescriptor::CPPTYPE_INT64:
      if (const auto number = NumberIn<int64_t>(text)) {
        ARSHJUL_PUT(Int64, *number);
        return std::nullopt;
      }
      return Wrong("not_a_whole_number", text);
    case FieldDescriptor::CPPTYPE_UINT32:
      if (const auto number = NumberIn<uint32_t>(text)) {
        ARSHJUL_PUT(UInt32, *number);
        return std::nullopt;
      }
      return Wrong("not_a_whole_number", text);
    case FieldDescriptor::CPPTYPE_UINT64:
      if (const auto number = NumberIn<uint64_t>(text)) {
        ARSHJUL_PUT(UInt64, *number);
        return std::nullopt;
      }
      return Wrong("not_a_whole_number", text);
    default: break;
  }
  const auto number = NumberIn<double>(text);
  if (!number || !std::isfinite(*number)) return Wrong("not_a_number", text);
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_FLOAT) {
    ARSHJUL_PUT(Float, static_cast<float>(*number));
  } else {
    ARSHJUL_PUT(Double, *number);
  }
  return std::nullopt;
}

std::optional<Fault> SetEnum(Message& message, const FieldDescriptor& field, const std::string& text) {
  const EnumDescriptor& type = *field.enum_type();
  const auto* value = type.FindValueByName(text);
  if (const auto number = NumberIn<int>(text); value == nullptr && number) value = type.FindValueByNumber(*number);
  if (value == nullptr) return Fault{"not_a_choice", {{"value", text}, {"options", OptionsOf(type)}}};
  ARSHJUL_PUT(EnumValue, value->number());
  return std::nullopt;
}

// A timestamp, a duration, a field mask, a wrapped value: whatever JSON writes as one text.
std::optional<Fault> SetMessage(Message& message, const FieldDescriptor& field, const std::string& text) {
  Message* inside = field.is_repeated() ? message.GetReflection()->AddMessage(&message, &field)
                                        : message.GetReflection()->MutableMessage(&message, &field);
  if (!google::protobuf::util::JsonStringToMessage(Quoted(text), inside).ok()) return Wrong("not_in_form", text);
  return std::nullopt;
}

std::optional<Fault> SetOne(Message& message, const FieldDescriptor& field, const std::string& text) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      if (text != "true" && text != "false") return Wrong("not_a_truth", text);
      ARSHJUL_PUT(Bool, text == "true");
      return std::nullopt;
    case FieldDescriptor::CPPTYPE_ENUM: return SetEnum(message, field, text);
    case FieldDescriptor::CPPTYPE_MESSAGE: return SetMessage(message, field, text);
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string value = text;
      const bool bytes = field.type() == FieldDescriptor::TYPE_BYTES;
      if (bytes && !absl::Base64Unescape(text, &value) && !absl::WebSafeBase64Unescape(text, &value)) return Fault{"not_base64", {}};
      ARSHJUL_PUT(String, value);
      return std::nullopt;
    }
    default: return SetNumber(message, field, text);
  }
}

#undef ARSHJUL_PUT

}  // namespace

std::string OptionsOf(const EnumDescriptor& type) {
  std::string out;
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->number() != 0) out += (out.empty() ? "" : ", ") + type.value(i)->name();
  }
  return out;
}

std::vector<const FieldDescriptor*> NamedField(const Descriptor& message, std::string_view name) {
  std::vector<const FieldDescriptor*> fields;
  const Descriptor* inside = &message;
  while (!name.empty()) {
    const size_t dot = name.find('.');
    const std::string word(name.substr(0, dot));
    const FieldDescriptor* field = inside == nullptr ? nullptr : inside->FindFieldByName(word);
    for (int i = 0; inside != nullptr && field == nullptr && i < inside->field_count(); ++i) {
      if (inside->field(i)->json_name() == word) field = inside->field(i);
    }
    if (field == nullptr || field->is_map()) return {};
    fields.push_back(field);
    inside = field->is_repeated() ? nullptr : field->message_type();
    name.remove_prefix(dot == std::string_view::npos ? name.size() : dot + 1);
  }
  return fields;
}

std::optional<Fault> SetText(Message& message, const std::vector<const FieldDescriptor*>& field, const std::string& text) {
  Message* inside = &message;
  for (size_t i = 0; i + 1 < field.size(); ++i) inside = inside->GetReflection()->MutableMessage(inside, field[i]);
  return SetOne(*inside, *field.back(), text);
}

}  // namespace arshjul::gateway
