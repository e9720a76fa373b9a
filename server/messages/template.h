// The small language of the catalogues' texts: {holes} and [parts that are left out].
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "messages/messages.h"

namespace arshjul::messages {

std::string Fill(std::string_view text, const Arguments& args);

// The names of the holes; those within brackets are written "[name]".
std::set<std::string> HolesOf(std::string_view text);

// "" when the text is well formed; else what is wrong with it (a bracket or brace without its other half, brackets in
// brackets, brackets without a hole, a hole whose name is not lower_snake_case).
std::string FaultOf(std::string_view text);

}  // namespace arshjul::messages
