// Bytes of a file -> UTF-8 with plain line ends. Private to the room.
#pragma once

#include <string>
#include <string_view>

#include "imports/problem_list.h"

namespace arshjul::imports {

// UTF-8 without BOM, every line ending in "\n". What is not UTF-8 is taken for Windows-1252, unless most of it is
// UTF-8 (then it is damaged). Problems: "utf16" (nothing is read), "nul_byte" and "bad_character" per line; a bad byte
// becomes U+FFFD, a NUL nothing.
std::string DecodeText(std::string_view bytes, ProblemList& problems);

}  // namespace arshjul::imports
