// Messages as JSON: protobuf's mapping, with fields that have their default value written out, so that `overdue` and empty
// lists are always there. Enum values by name.
#pragma once

#include <google/protobuf/message.h>

#include <string>

namespace arshjul::cli {

// Indented, ending in a line break.
std::string ToJson(const google::protobuf::Message& message);
// On one line, ending in a line break.
std::string ToJsonLine(const google::protobuf::Message& message);
// A list response as {"tasks":[…]}: its one repeated field, without the token of a next page.
std::string ListToJson(const google::protobuf::Message& response);

}  // namespace arshjul::cli
