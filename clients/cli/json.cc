#include "json.h"

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/json_util.h>

namespace arshjul::cli {
namespace {

using google::protobuf::Message;

std::string Print(const Message& message, bool indented) {
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  options.add_whitespace = indented;
  std::string text;
  const auto status = google::protobuf::util::MessageToJsonString(message, &text, options);
  // Only a Struct with a number that is no number (NaN) cannot be written; the server sends none.
  if (!status.ok()) return "null\n";
  if (!text.ends_with('\n')) text += '\n';
  return text;
}

}  // namespace

std::string ToJson(const Message& message) { return Print(message, true); }

std::string ToJsonLine(const Message& message) { return Print(message, false); }

std::string ListToJson(const Message& response) {
  const auto* descriptor = response.GetDescriptor();
  const google::protobuf::FieldDescriptor* list = nullptr;
  for (int i = 0; i < descriptor->field_count(); ++i) {
    if (descriptor->field(i)->is_repeated()) list = descriptor->field(i);
  }
  const auto* reflection = response.GetReflection();
  const int size = reflection->FieldSize(response, list);
  std::string out = fmt::format("{{\"{}\": [", list->json_name());
  for (int i = 0; i < size; ++i) {
    std::string element = Print(reflection->GetRepeatedMessage(response, list, i), false);
    element.pop_back();
    out += i == 0 ? "\n" : ",\n";
    out += element;
  }
  return out + (size == 0 ? "]}\n" : "\n]}\n");
}

}  // namespace arshjul::cli
