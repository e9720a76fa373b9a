#include "base/utf8.h"

#include <cstdint>

namespace arshjul {
namespace {

bool Continues(std::string_view bytes, size_t at, size_t count) {
  for (size_t i = 1; i <= count; ++i) {
    if (at + i >= bytes.size() || (static_cast<uint8_t>(bytes[at + i]) & 0xc0) != 0x80) return false;
  }
  return true;
}

}  // namespace

bool IsUtf8(std::string_view bytes) {
  for (size_t i = 0; i < bytes.size();) {
    const uint8_t first = static_cast<uint8_t>(bytes[i]);
    const uint8_t second = i + 1 < bytes.size() ? static_cast<uint8_t>(bytes[i + 1]) : 0;
    size_t more = first < 0x80 ? 0 : first >= 0xc2 && first < 0xe0 ? 1 : first >= 0xe0 && first < 0xf0 ? 2 : first >= 0xf0 && first < 0xf5 ? 3 : 9;
    if (first == 0 || more == 9 || !Continues(bytes, i, more)) return false;
    if (first == 0xe0 && second < 0xa0) return false;
    if (first == 0xed && second >= 0xa0) return false;
    if (first == 0xf0 && second < 0x90) return false;
    if (first == 0xf4 && second >= 0x90) return false;
    i += more + 1;
  }
  return true;
}

}  // namespace arshjul
