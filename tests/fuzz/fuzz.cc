#include "fuzz/fuzz.h"

#include <bit>

#include "messages/messages.h"

namespace arshjul::fuzz {

unsigned Choices::Byte() {
  if (left_.empty()) return 0;
  const auto byte = static_cast<uint8_t>(left_.front());
  left_.remove_prefix(1);
  return byte;
}

uint64_t Choices::Number() {
  uint64_t number = 0;
  for (int i = 0; i < 8; ++i) number = number << 8 | Byte();
  return number;
}

double Choices::Double() {
  switch (Below(4)) {
    case 0: return static_cast<double>(static_cast<int8_t>(Byte()));
    case 1: return static_cast<double>(static_cast<int64_t>(Number())) / 1000;
    case 2: return static_cast<double>(Byte()) / 10;
    default: return std::bit_cast<double>(Number());
  }
}

std::string Choices::Text(unsigned most) {
  const unsigned wanted = Below(most + 1);  // takes a byte itself
  const size_t size = std::min<size_t>(wanted, left_.size());
  std::string text(left_.substr(0, size));
  left_.remove_prefix(size);
  return text;
}

std::string_view Choices::Rest() {
  std::string_view rest = left_;
  left_ = {};
  return rest;
}

void RequireTellable(const std::vector<FieldViolation>& findings) {
  // Files with thousands of faults tell the same few things.
  constexpr size_t kLookedAt = 200;
  for (size_t i = 0; i < findings.size() && i < kLookedAt; ++i) {
    const FieldViolation& finding = findings[i];
    Require(IsUtf8(finding.field), "where a fault lies is told in UTF-8");
    for (const std::string& language : messages::Languages()) {
      Require(messages::CatalogueOf(language).contains("problem." + finding.problem), "no text for problem." + finding.problem);
      Require(IsUtf8(messages::Render(language, finding)), "a fault is told in UTF-8: " + finding.problem);
    }
  }
}

}  // namespace arshjul::fuzz
