// The demo's door: a page of people to be. It believes whoever asks; the server only plays along in demo mode.
#pragma once

#include <memory>

#include "login.h"
#include "upstream.h"

namespace arshjul::gateway {

// `upstream` outlives it.
std::unique_ptr<LoginDoor> MakeDemoLogin(Upstream& upstream);

}  // namespace arshjul::gateway
