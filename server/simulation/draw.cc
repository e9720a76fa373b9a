#include "simulation/draw.h"

namespace arshjul::simulation {
namespace {

// FNV-1a, and SplitMix64 below: both public, both the same on every machine.
constexpr uint64_t kOffset = 14695981039346656037ULL, kPrime = 1099511628211ULL;

void Mix(uint64_t& hash, unsigned char byte) { hash = (hash ^ byte) * kPrime; }

}  // namespace

Draw::Draw(uint64_t seed, std::initializer_list<std::string_view> about) : state_(kOffset) {
  for (int shift = 0; shift < 64; shift += 8) Mix(state_, static_cast<unsigned char>(seed >> shift));
  for (std::string_view word : about) {
    for (char c : word) Mix(state_, static_cast<unsigned char>(c));
    // Two words are not their concatenation.
    Mix(state_, 0xff);
  }
}

int Draw::Between(int first, int last) {
  if (last <= first) return first;
  const uint64_t width = static_cast<uint64_t>(last) - static_cast<uint64_t>(first) + 1;
  // The high half multiplied: no bias worth the name at these widths, and no division.
  return first + static_cast<int>(((Next() >> 32) * width) >> 32);
}

uint64_t Draw::Next() {
  state_ += 0x9e3779b97f4a7c15ULL;
  uint64_t z = state_;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

}  // namespace arshjul::simulation
