// HTTP/1.1 on sockets: connections, framing, time limits, keep-alive, streams. What is asked and answered is the handler's
// matter. Boost's headers stay in server.cc and connection.*.
//
// Threads: Listen, Serve and Stop from one thread; the handler is called on the server's own.
#pragma once

#include <functional>
#include <memory>

#include "absl/status/statusor.h"
#include "http.h"
#include "metrics.h"
#include "origin.h"

namespace arshjul::gateway {

class Server {
 public:
  // Takes the address; port 0: a free one. Whoever connects waits until Serve. UNAVAILABLE: it is taken or cannot be had.
  static absl::StatusOr<std::unique_ptr<Server>> Listen(const Address& address);
  virtual ~Server() = default;
  // The port that was really given.
  virtual int port() const = 0;
  // Answers from now on, on threads of its own; `tick` is called every kSweep. Handler and metrics outlive the server.
  virtual void Serve(Handler& handler, Metrics& metrics, std::function<void()> tick) = 0;
  // No new connections; idle ones and streams end; requests under way are finished, at most for kPatience.
  virtual void Stop() = 0;
};

}  // namespace arshjul::gateway
