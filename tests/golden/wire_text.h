// Bytes of the codec as text that people can compare line by line, and back: every field as number:value, whole numbers as
// they are on the wire, texts in quotes, structs in braces. Knows no type of ours, so it reads what any version has written.
//
//   20:{1:{1:34 2:"2015/ambition/lund" 7:1}}
//
// FromText(ToText(bytes)) == bytes, for all bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace arshjul::golden {

std::string ToText(std::string_view bytes);
// Nothing: it is no such text.
std::optional<std::string> FromText(std::string_view text);

}  // namespace arshjul::golden
