#include "statechart/message_reader.h"

#include <absl/strings/ascii.h>
#include <absl/strings/str_join.h>
#include <fmt/format.h>
#include <google/protobuf/descriptor.h>

#include <charconv>
#include <cmath>
#include <vector>

#include "statechart/limits.h"

namespace arshjul::statechart {

namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::OneofDescriptor;

// Parameter.Type's TYPE_DATE is written "date".
std::string ShortName(const EnumDescriptor& type, const std::string& value) {
  std::string prefix;
  for (char c : type.name()) {
    if (absl::ascii_isupper(c) && !prefix.empty()) prefix += '_';
    prefix += absl::ascii_toupper(c);
  }
  return absl::AsciiStrToLower(value.substr(prefix.size() + 1));
}

template <class Number> bool ParseNumber(const std::string& text, Number& number) {
  const char* end = text.data() + text.size();
  auto [stop, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && stop == end;
}

class Reader {
 public:
  Reader(Places& places, Problems& problems) : places_(places), problems_(problems) {}

  void Read(const YamlNode& node, const std::string& name, Message& message) {
    places_.Set(message, node.position);
    if (ReadShorthand(node, message)) return;
    const bool list = IsList(*message.GetDescriptor());
    if (list || node.kind != YamlNode::Kind::kMap) {
      for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
        places_.MarkBroken(message, message.GetDescriptor()->field(i)->number());
      }
      problems_.Add(node.position, list ? "list_expected" : "map_expected", {{"name", name}});
      return;
    }
    for (size_t i = 0; i < node.items.size(); ++i) ReadKey(node.keys[i], node.key_positions[i], node.items[i], message);
  }

 private:
  void Refuse(const Message& message, const FieldDescriptor& field, Position position, const char* key,
              Arguments arguments) {
    places_.MarkBroken(message, field.number());
    problems_.Add(position, key, std::move(arguments));
  }

  // Messages that are written as the list that they hold.
  static bool IsList(const Descriptor& type) {
    return type.name() == "Guards" || type.name() == "Actions" || type.name() == "Operands";
  }

  // A text in bokmål alone is its own scalar; all, any, block and list are lists.
  bool ReadShorthand(const YamlNode& node, Message& message) {
    const Descriptor& type = *message.GetDescriptor();
    const bool text = type.name() == "Text" && node.kind == YamlNode::Kind::kScalar;
    if (!text && !(IsList(type) && node.kind == YamlNode::Kind::kList)) return false;
    ReadField(node, *type.field(0), message);
    return true;
  }

  void ReadKey(const std::string& key, Position position, const YamlNode& value, Message& message) {
    const Descriptor& type = *message.GetDescriptor();
    const FieldDescriptor* field = type.FindFieldByName(key);
    if (field == nullptr) {
      std::vector<std::string> names;
      for (int i = 0; i < type.field_count(); ++i) names.push_back(type.field(i)->name());
      const std::string hint = problems_.full() ? "" : NearestName(key, names);
      problems_.Add(position, "unknown_key", {{"name", key}, {"hint", hint}, {"allowed", absl::StrJoin(names, ", ")}});
      return;
    }
    if (const OneofDescriptor* oneof = field->real_containing_oneof()) {
      if (const FieldDescriptor* other = message.GetReflection()->GetOneofFieldDescriptor(message, oneof)) {
        Refuse(message, *field, position, "only_one_of", {{"name", key}, {"other", other->name()}});
        return;
      }
    }
    if (value.kind == YamlNode::Kind::kNull) {
      Refuse(message, *field, position, "empty_value", {{"name", key}});
      return;
    }
    ReadField(value, *field, message);
  }

  void ReadField(const YamlNode& value, const FieldDescriptor& field, Message& message) {
    if (!field.is_repeated()) {
      places_.Set(message, field.number(), 0, value.position);
      ReadValue(value, field, message);
      return;
    }
    if (value.kind == YamlNode::Kind::kScalar && field.type() == FieldDescriptor::TYPE_STRING) {
      places_.Set(message, field.number(), 0, value.position);
      ReadValue(value, field, message);
      return;
    }
    if (value.kind != YamlNode::Kind::kList) {
      Refuse(message, field, value.position, "list_expected", {{"name", field.name()}});
      return;
    }
    if (value.items.size() > kMaxListLength) {
      Refuse(message, field, value.position, "list_too_long",
             {{"name", field.name()}, {"limit", std::to_string(kMaxListLength)}});
      return;
    }
    for (const YamlNode& item : value.items) {
      const int index = message.GetReflection()->FieldSize(message, &field);
      places_.Set(message, field.number(), index, item.position);
      if (item.kind == YamlNode::Kind::kNull) {
        Refuse(message, field, item.position, "empty_value", {{"name", field.name()}});
      } else {
        ReadValue(item, field, message);
      }
    }
  }

  void ReadValue(const YamlNode& value, const FieldDescriptor& field, Message& message) {
    const auto& reflection = *message.GetReflection();
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      Message& inner = field.is_repeated() ? *reflection.AddMessage(&message, &field)
                                           : *reflection.MutableMessage(&message, &field);
      Read(value, field.name(), inner);
      return;
    }
    if (value.kind != YamlNode::Kind::kScalar) {
      Refuse(message, field, value.position, "scalar_expected", {{"name", field.name()}});
      return;
    }
    if (field.cpp_type() != FieldDescriptor::CPPTYPE_STRING) {
      ReadTyped(value, field, message);
    } else if (field.is_repeated()) {
      reflection.AddString(&message, &field, value.text);
    } else {
      reflection.SetString(&message, &field, value.text);
    }
  }

  // Everything the language types but strings is single.
  void ReadTyped(const YamlNode& value, const FieldDescriptor& field, Message& message) {
    const auto& reflection = *message.GetReflection();
    const Arguments arguments = {{"name", field.name()}, {"value", value.text}};
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_BOOL:
        if (value.text != "true" && value.text != "false") {
          Refuse(message, field, value.position, "bool_expected", arguments);
        } else {
          reflection.SetBool(&message, &field, value.text == "true");
        }
        return;
      case FieldDescriptor::CPPTYPE_INT32:
        if (int32_t number = 0; ParseNumber(value.text, number)) {
          reflection.SetInt32(&message, &field, number);
        } else {
          Refuse(message, field, value.position, "whole_number_expected", arguments);
        }
        return;
      case FieldDescriptor::CPPTYPE_DOUBLE:
        if (double number = 0; !ParseNumber(value.text, number) || !std::isfinite(number)) {
          Refuse(message, field, value.position, "number_expected", arguments);
        } else if (std::abs(number) > kMaxNumber) {
          Refuse(message, field, value.position, "number_too_large", {{"name", field.name()}, {"limit", fmt::format("{}", kMaxNumber)}});
        } else {
          reflection.SetDouble(&message, &field, number);
        }
        return;
      default: ReadEnum(value, field, message);
    }
  }

  void ReadEnum(const YamlNode& value, const FieldDescriptor& field, Message& message) {
    const EnumDescriptor& type = *field.enum_type();
    std::vector<std::string> names;
    for (int i = 0; i < type.value_count(); ++i) {
      if (type.value(i)->number() == 0) continue;
      names.push_back(ShortName(type, type.value(i)->name()));
      if (names.back() == value.text) {
        message.GetReflection()->SetEnum(&message, &field, type.value(i));
        return;
      }
    }
    const std::string hint = problems_.full() ? "" : NearestName(value.text, names);
    Refuse(message, field, value.position, "unknown_value",
           {{"name", field.name()}, {"value", value.text}, {"hint", hint}, {"allowed", absl::StrJoin(names, ", ")}});
  }

  Places& places_;
  Problems& problems_;
};

}  // namespace

void ReadMessage(const YamlNode& node, Message& message, Places& places, Problems& problems) {
  Reader(places, problems).Read(node, message.GetDescriptor()->name(), message);
}

}  // namespace arshjul::statechart
