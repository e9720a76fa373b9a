#include "engine/ground.h"

#include <sodium.h>

#include <array>

namespace arshjul::engine {
namespace {

std::string FreshRandom() {
  std::array<unsigned char, 16> bytes;
  randombytes_buf(bytes.data(), bytes.size());
  std::string hex(2 * bytes.size() + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), bytes.data(), bytes.size());
  hex.pop_back();
  return hex;
}

}  // namespace

absl::StatusOr<cycle::Context> Ground::ContextFor(cycle::State& state, const std::string& actor, Instant now,
                                                  std::shared_ptr<const calendar::Calendar>& calendar) {
  const cycle::Municipality* self = state.Self();
  const cycle::Municipality standard;
  if (self == nullptr) self = &standard;
  auto made = calendars.Of(self->zone, self->closed);
  if (!made.ok()) return made.status();
  calendar = *std::move(made);
  cycle::Context context;
  context.now = now;
  context.actor = actor;
  context.random = FreshRandom();
  context.calendar = calendar.get();
  context.workflows = [this](const std::string& hash, const std::string& source) { return workflows.Of(hash, source); };
  return context;
}

}  // namespace arshjul::engine
