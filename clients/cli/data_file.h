// What people fill in, from a file: JSON or YAML -> google.protobuf.Struct.
//
// Scalars: quoted are texts; unquoted true, false and null are what they say; unquoted numbers as JSON writes them are
// numbers; all else is text: 2015-01-31 (a date), NO, 4,5 and 007. Keys are given once. Errors say line and column.
#pragma once

#include <google/protobuf/struct.pb.h>

#include <optional>
#include <string>
#include <string_view>

#include "texts.h"

namespace arshjul::cli {

constexpr size_t kLargestFile = 64 << 20;

// The bytes of a file, or of standard input for "-". Nothing, and `problem` in words, when it cannot be read.
std::optional<std::string> ReadBytes(const Texts& texts, const std::string& path, std::string& problem);

// The data in `text`; nothing, and `problem` in words with line and column, when it cannot be read. White space alone is
// no data at all: an empty Struct.
std::optional<google::protobuf::Struct> ReadData(const Texts& texts, std::string_view text, std::string& problem);

}  // namespace arshjul::cli
