// May the reader ask this of the municipality at all? Pure.
#pragma once

#include <optional>

#include "access/access.h"
#include "cycle/decide.h"

namespace arshjul::cycle {

// kNotVisible unless the actor's roles allow it today.
inline std::optional<Refusal> Denied(State& state, const Context& context, access::Operation operation) {
  const Date today = context.calendar->LocalDate(context.now);
  if (access::MayDo(state.Organisation(), context.actor, operation, today)) return std::nullopt;
  return Refusal{Reason::kNotVisible, {}, {}};
}

}  // namespace arshjul::cycle
