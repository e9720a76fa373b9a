// Simulated years and played demos, as the API tells of them. Threads: the work's own, and reader threads.
#pragma once

#include <functional>

#include "api/frame.h"
#include "arshjul/v1/cycle_service.pb.h"
#include "arshjul/v1/demo_service.pb.h"

namespace arshjul::api {

using SimulateWork = std::function<Result(const std::function<bool(v1::SimulateCycleResponse)>&)>;
// Checks who asks and what, and takes the copy that is simulated; nothing of the municipality is read after that.
Result PrepareSimulation(Frame& frame, const grpc::CallbackServerContext& context, const v1::SimulateCycleRequest& request, SimulateWork& work);

using PlayWork = std::function<Result(const std::function<bool(v1::PlayDemoResponse)>&)>;
Result PreparePlay(Frame& frame, const grpc::CallbackServerContext& context, const v1::PlayDemoRequest& request, PlayWork& work);

}  // namespace arshjul::api
