// What a new municipality begins with in demo mode. Pure.
#pragma once

#include <string>

#include "cycle/command.h"

namespace arshjul::api {

// With the built-in workflows, and with "office", "controller", "council" (who holds the mandate too) and "auditor" in
// their roles. The demo clock starts at `demo_now`.
cycle::CreateMunicipality FoundInDemo(const std::string& id, const std::string& name, Instant demo_now);

}  // namespace arshjul::api
