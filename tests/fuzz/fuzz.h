// What the fuzz targets share: bytes read as choices, and promises that must hold whatever comes in. Each target is one file
// with one LLVMFuzzerTestOneInput, which clang's libFuzzer feeds and replay.cc feeds the corpus to.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "base/refusal.h"
#include "base/utf8.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace arshjul::fuzz {

inline void Require(bool holds, std::string_view promise) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %.*s\n", static_cast<int>(promise.size()), promise.data());
  std::abort();
}

inline std::string_view TextOf(const uint8_t* data, size_t size) { return {reinterpret_cast<const char*>(data), size}; }

// Bytes as choices, from the front. When they are used up every choice is the first one.
class Choices {
 public:
  Choices(const uint8_t* data, size_t size) : left_(TextOf(data, size)) {}
  bool Empty() const { return left_.empty(); }
  unsigned Byte();
  // 0 … count-1.
  unsigned Below(unsigned count) { return Byte() % count; }
  bool Coin() { return (Byte() & 1) != 0; }
  uint64_t Number();
  double Double();
  // Up to `most` bytes, as they are.
  std::string Text(unsigned most);
  std::string_view Rest();

 private:
  std::string_view left_;
};

// Each finding can be told in every language, and what it tells may go into a message.
void RequireTellable(const std::vector<FieldViolation>& findings);

}  // namespace arshjul::fuzz
