// The gRPC server: every service on one address, with limits, a health service and an orderly end.
//
// Threads: Start and Stop from one thread; everything else is gRPC's own.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "api/services.h"
#include "engine/engine.h"

namespace arshjul::api {

struct ServerOptions {
  std::string listen;  // "127.0.0.1:7407", "[::1]:7407", "unix:/run/arshjul.sock"; port 0: a free one
  bool demo = false;   // believes what callers say of themselves; reflection is on
  ServerFacts facts;
  // How often the server asks itself whether it answers. Three times in vain, though its queues have room: the process ends.
  std::chrono::milliseconds probe_every{10'000};
};

class Server {
 public:
  // `engine` outlives the server. UNAVAILABLE: the address is taken or cannot be had.
  static absl::StatusOr<std::unique_ptr<Server>> Start(engine::Engine& engine, ServerOptions options);
  virtual ~Server() = default;
  // "127.0.0.1:7407", with the port that was really given.
  virtual std::string Address() const = 0;
  // No new calls; streams are ended; what was taken up is finished, at most for `patience`.
  virtual void Stop(std::chrono::seconds patience) = 0;
};

}  // namespace arshjul::api
