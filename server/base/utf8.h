// Pure; any thread.
#pragma once

#include <string_view>

namespace arshjul {

// No overlong forms, no surrogates, nothing beyond U+10FFFF, no NUL.
bool IsUtf8(std::string_view bytes);

}  // namespace arshjul
