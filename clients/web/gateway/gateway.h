// What answers every request: which door it is for, whether it may come in, and what every answer carries.
//
//   /v1        api.h              /session   session_door.h
//   /calendar  calendar_door.h     /export    export_door.h
//   /healthz   the gateway lives  /readyz    the server says that it serves
//   /metrics   metrics.h          /openapi.json
//   all else   static_files.h
//
// Threads: any.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "api.h"
#include "calendar_door.h"
#include "export_door.h"
#include "http.h"
#include "metrics.h"
#include "session_door.h"
#include "static_files.h"

namespace arshjul::gateway {

class Gateway final : public Handler {
 public:
  struct Rooms {
    const Origin& origin;
    const Routes& routes;
    Upstream& upstream;
    Sessions& sessions;
    LoginDoor& door;
    Metrics& metrics;
    const StaticFiles* pages = nullptr;  // null: none are installed
    std::shared_ptr<const std::string> open_api;
  };
  // Everything in `rooms` outlives it.
  explicit Gateway(Rooms rooms);

  size_t BodyLimit(const Head& head) override;
  void Handle(Request request, Reply reply) override;
  Answer Refuse(int status, const Head& head) override;

  // For what is counted and not told: sessions that have ended, gauges.
  void Tick();

 private:
  void Dispatch(Exchange exchange);
  void Pages(const Exchange& exchange) const;
  void Ready(Exchange exchange);
  void Complete(Answer& answer, bool personal) const;

  const Rooms rooms_;
  Api api_;
  SessionDoor session_door_;
  CalendarDoor calendar_door_;
  ExportDoor export_door_;
  std::atomic<size_t> under_way_ = 0;
};

}  // namespace arshjul::gateway
