// One value written as text, in a path or a query, put into its field.
//
// Pure; any thread.
#pragma once

#include <google/protobuf/message.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "texts.h"

namespace arshjul::gateway {

// What is wrong with a value: a key below field. of the catalogues, and what fills its holes.
struct Fault {
  std::string key;
  Arguments arguments;
};

// The field that a caller may name so: in proto's or in JSON's way, dots for what is inside ("task.displayName"). Empty when
// there is none, or when the way leads through a repeated field or a map.
std::vector<const google::protobuf::FieldDescriptor*> NamedField(const google::protobuf::Descriptor& message, std::string_view name);

// Sets the field, or adds to it when it is repeated. Nothing when all is well.
std::optional<Fault> SetText(google::protobuf::Message& message, const std::vector<const google::protobuf::FieldDescriptor*>& field,
                             const std::string& text);

// Names of an enum's values but the unspecified one, "OPEN, CLOSED".
std::string OptionsOf(const google::protobuf::EnumDescriptor& type);

}  // namespace arshjul::gateway
