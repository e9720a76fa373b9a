// /v1: the API, every method by its annotation, as whoever the session is.
//
// Threads: any.
#pragma once

#include <atomic>
#include <memory>

#include "exchange.h"
#include "routes.h"
#include "sessions.h"
#include "upstream.h"

namespace arshjul::gateway {

class Api {
 public:
  // All outlive it.
  Api(const Routes& routes, Upstream& upstream, Sessions& sessions) : routes_(routes), upstream_(upstream), sessions_(sessions) {}

  void Handle(Exchange exchange);

  // The largest body for this: where the call takes a file, more than elsewhere.
  size_t BodyLimit(const Head& head) const;

  size_t OpenStreams() const { return *open_streams_; }

 private:
  void CallOnce(const Operation& operation, const Sessions::View& session, const google::protobuf::Message& request, Exchange exchange);
  void OpenStream(const Operation& operation, const Sessions::View& session, const google::protobuf::Message& request, Exchange exchange);

  const Routes& routes_;
  Upstream& upstream_;
  Sessions& sessions_;
  // Shared with the streams, which may outlive this by a moment.
  const std::shared_ptr<std::atomic<size_t>> open_streams_ = std::make_shared<std::atomic<size_t>>(0);
};

}  // namespace arshjul::gateway
