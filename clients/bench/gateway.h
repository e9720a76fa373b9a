// What the gateway costs: the same call through it, as JSON over HTTP, and beside it in gRPC, of one run.
#pragma once

#include <filesystem>

#include "real_server.h"

namespace arshjul::bench {

// Starts `server` on a demo of its own and arshjul-gateway (`program`) before it; people are listed, as many as make an answer of
// about 850 bytes.
void MeasureGateway(const std::filesystem::path& program, RealServer& server);

}  // namespace arshjul::bench
