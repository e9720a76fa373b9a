// /calendar/<secret>.ics: somebody's deadlines and talks, for whoever has the secret, which is a password in an address. No session;
// how often an address asks is limited, and a wrong one costs more.
//
// Threads: any.
#pragma once

#include <memory>

#include "exchange.h"
#include "origin.h"
#include "throttle.h"
#include "upstream.h"

namespace arshjul::gateway {

class CalendarDoor {
 public:
  // Both outlive it.
  CalendarDoor(const Origin& origin, Upstream& upstream);

  void Handle(Exchange exchange);

 private:
  const Origin& origin_;
  Upstream& upstream_;
  // Shared with the calls, which may outlive this by a moment.
  const std::shared_ptr<Throttle> throttle_;
};

}  // namespace arshjul::gateway
