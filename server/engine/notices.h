// What a decision wants somebody to be told, made ready for the outbox: names, address and titles as they are now.
#pragma once

#include <string>

#include "cycle/decide.h"
#include "notify/notifier.h"

namespace arshjul::engine {

// `state` holds what the notice speaks of. The language is the municipality's. A task that is not there is left out.
notify::Notice MakeNotice(cycle::State& state, const cycle::Notice& notice, const cycle::Context& context,
                          const std::string& id);

}  // namespace arshjul::engine
