// Bytes as they may lie in a damaged file or come from a newer program: they are read or refused, and what was read is
// written and read again as the same.
#include "base/codec.h"

#include "cycle/event.h"
#include "fuzz/fuzz.h"
#include "rehearsal/instance.h"

namespace arshjul::fuzz {
namespace {

template <class T>
void RoundTrip(std::string_view bytes) {
  T first;
  if (!Decode(bytes, first)) return;
  const std::string written = Encode(first);
  T second;
  Require(Decode(written, second), "what was written can be read");
  Require(Encode(second) == written, "what was read is written as it was");
}

using Kind = void (*)(std::string_view bytes);
constexpr Kind kKinds[] = {
    RoundTrip<cycle::Entry>,     RoundTrip<cycle::Event>,     RoundTrip<Value>,           RoundTrip<cycle::Municipality>,
    RoundTrip<cycle::UnitRow>,   RoundTrip<cycle::Cycle>,     RoundTrip<cycle::Step>,     RoundTrip<cycle::Task>,
    RoundTrip<cycle::Timer>,     RoundTrip<cycle::Card>,      RoundTrip<cycle::Indicator>, RoundTrip<cycle::Agreement>,
    RoundTrip<cycle::Commitment>, RoundTrip<rehearsal::Changes>, RoundTrip<rehearsal::Instance>,
};

}  // namespace
}  // namespace arshjul::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  arshjul::fuzz::Choices choices(data, size);
  const unsigned kind = choices.Below(std::size(arshjul::fuzz::kKinds));
  arshjul::fuzz::kKinds[kind](choices.Rest());
  return 0;
}
