// SHA-256, from libsodium.
#pragma once

#include <string>
#include <string_view>

namespace arshjul {

std::string Sha256Hex(std::string_view bytes);

}  // namespace arshjul
