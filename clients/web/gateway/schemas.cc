#include "schemas.h"

#include <algorithm>

namespace arshjul::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

constexpr std::string_view kPackage = "arshjul.v1.";

Json Typed(std::string_view type, std::string_view format = "") {
  Json schema;
  schema.Set("type", type);
  if (!format.empty()) schema.Set("format", format);
  return schema;
}

Json WholeNumberAsText() {
  Json schema = Typed("string", "int64");
  return schema.Set("pattern", "^-?[0-9]+$");
}

// Those that JSON writes in a way of their own.
bool WellKnown(const Descriptor& message, Json& schema) {
  const std::string& name = message.full_name();
  if (name == "google.protobuf.Timestamp") schema = Typed("string", "date-time");
  else if (name == "google.protobuf.Duration" || name == "google.protobuf.FieldMask") schema = Typed("string");
  else if (name == "google.protobuf.Struct") schema = Typed("object");
  else if (name == "google.protobuf.ListValue") schema = Typed("array");
  else if (name == "google.protobuf.Value") schema = Json();
  else return false;
  return true;
}

}  // namespace

std::string ShortName(const std::string& full_name) {
  return full_name.starts_with(kPackage) ? full_name.substr(kPackage.size()) : full_name;
}

Comments::Comments(const google::protobuf::FileDescriptorSet& files) {
  // protoc writes each after those that it imports.
  for (const auto& file : files.file()) pool_.BuildFile(file);
}

const google::protobuf::MethodDescriptor* Comments::Same(const google::protobuf::MethodDescriptor& method) const {
  return pool_.FindMethodByName(method.full_name());
}
const google::protobuf::ServiceDescriptor* Comments::Same(const google::protobuf::ServiceDescriptor& service) const {
  return pool_.FindServiceByName(service.full_name());
}
const Descriptor* Comments::Same(const Descriptor& message) const { return pool_.FindMessageTypeByName(message.full_name()); }
const FieldDescriptor* Comments::Same(const FieldDescriptor& field) const { return pool_.FindFieldByName(field.full_name()); }
const EnumDescriptor* Comments::Same(const EnumDescriptor& type) const { return pool_.FindEnumTypeByName(type.full_name()); }

std::string Comments::Tidied(const std::string& comment) {
  std::string out;
  for (char c : comment) {
    const char plain = c == '\n' ? ' ' : c;
    if (plain != ' ' || (!out.empty() && out.back() != ' ')) out.push_back(plain);
  }
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

Json Schemas::Request(const Descriptor& message, const std::set<std::string>& without) { return Object(message, without, false); }

Json Schemas::Response(const Descriptor& message) { return Reference(message, true); }

Json Schemas::Value(const FieldDescriptor& field) { return FieldSchema(field, false); }

Json Schemas::All() {
  std::sort(all_.begin(), all_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  Json out;
  for (auto& [name, schema] : all_) out.Set(name, std::move(schema));
  return out;
}

Json Schemas::Object(const Descriptor& message, const std::set<std::string>& without, bool answer) {
  Json schema = Typed("object"), properties, required = Json::Array();
  if (const std::string words = comments_.Of(message); !words.empty()) schema.Set("description", words);
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor& field = *message.field(i);
    if (without.count(field.name()) > 0) continue;
    Json property = FieldSchema(field, answer);
    if (const std::string words = comments_.Of(field); !words.empty()) property.Set("description", words);
    properties.Set(field.json_name(), std::move(property));
    const bool always = field.is_repeated() || (field.message_type() == nullptr && field.containing_oneof() == nullptr);
    if (answer && always) required.Add(field.json_name());
  }
  schema.Set("properties", std::move(properties));
  if (!required.empty()) schema.Set("required", std::move(required));
  return schema.Set("additionalProperties", false);
}

// A message that is both sent and answered has two schemas: only answers hold every plain field.
Json Schemas::Reference(const Descriptor& message, bool answer) {
  Json known;
  if (WellKnown(message, known)) return known;
  const std::string name = ShortName(message.full_name()) + (answer ? "" : ".Sent");
  if (named_.insert(name).second) {
    Json schema = Object(message, {}, answer);
    all_.emplace_back(name, std::move(schema));
  }
  return Json().Set("$ref", "#/components/schemas/" + name);
}

Json Schemas::Reference(const EnumDescriptor& type) {
  const std::string name = ShortName(type.full_name());
  if (named_.insert(name).second) {
    Json schema = Typed("string"), values = Json::Array();
    if (const std::string words = comments_.Of(type); !words.empty()) schema.Set("description", words);
    for (int i = 0; i < type.value_count(); ++i) values.Add(type.value(i)->name());
    all_.emplace_back(name, std::move(schema.Set("enum", std::move(values))));
  }
  return Json().Set("$ref", "#/components/schemas/" + name);
}

Json Schemas::FieldSchema(const FieldDescriptor& field, bool answer) {
  if (field.is_map()) {
    Json schema = Typed("object");
    return schema.Set("additionalProperties", ValueSchema(*field.message_type()->FindFieldByNumber(2), answer));
  }
  if (!field.is_repeated()) return ValueSchema(field, answer);
  Json schema = Typed("array");
  return schema.Set("items", ValueSchema(field, answer));
}

Json Schemas::ValueSchema(const FieldDescriptor& field, bool answer) {
  switch (field.type()) {
    case FieldDescriptor::TYPE_BOOL: return Typed("boolean");
    case FieldDescriptor::TYPE_STRING: return Typed("string");
    case FieldDescriptor::TYPE_BYTES: {
      Json schema = Typed("string");
      return schema.Set("contentEncoding", "base64");
    }
    case FieldDescriptor::TYPE_ENUM: return Reference(*field.enum_type());
    case FieldDescriptor::TYPE_MESSAGE: return Reference(*field.message_type(), answer);
    case FieldDescriptor::TYPE_DOUBLE: return Typed("number", "double");
    case FieldDescriptor::TYPE_FLOAT: return Typed("number", "float");
    case FieldDescriptor::TYPE_INT64:
    case FieldDescriptor::TYPE_UINT64:
    case FieldDescriptor::TYPE_SINT64:
    case FieldDescriptor::TYPE_FIXED64:
    case FieldDescriptor::TYPE_SFIXED64: return WholeNumberAsText();
    default: return Typed("integer", "int32");
  }
}

}  // namespace arshjul::gateway
