// A set of state numbers of one chart, as bits: iterating it is document order.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

namespace arshjul::statechart {

class StateSet {
 public:
  explicit StateSet(int size) : size_(size), words_((static_cast<size_t>(size) + 63) / 64) {}

  bool Has(int state) const { return (words_[state >> 6] >> (state & 63) & 1) != 0; }
  void Add(int state) { words_[state >> 6] |= uint64_t{1} << (state & 63); }
  void Remove(int state) { words_[state >> 6] &= ~(uint64_t{1} << (state & 63)); }
  bool AnyIn(int first, int end) const { return Next(first) < end; }

  // The first member not below `state`; the set's size when there is none.
  int Next(int state) const {
    if (state >= size_) return size_;
    size_t word = static_cast<size_t>(state) >> 6;
    uint64_t bits = words_[word] & (~uint64_t{0} << (state & 63));
    while (bits == 0) {
      if (++word == words_.size()) return size_;
      bits = words_[word];
    }
    return static_cast<int>(word * 64) + std::countr_zero(bits);
  }

  // The last member not above `state`; -1 when there is none.
  int Previous(int state) const {
    if (state < 0) return -1;
    size_t word = static_cast<size_t>(state) >> 6;
    uint64_t bits = words_[word] & (~uint64_t{0} >> (63 - (state & 63)));
    while (bits == 0) {
      if (word-- == 0) return -1;
      bits = words_[word];
    }
    return static_cast<int>(word * 64) + 63 - std::countl_zero(bits);
  }

  int size() const { return size_; }

 private:
  int size_;
  std::vector<uint64_t> words_;
};

}  // namespace arshjul::statechart
