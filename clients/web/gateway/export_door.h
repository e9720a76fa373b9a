// /export: a table that somebody sees, as a file. What is sent comes back in another form, to whoever is signed in; nothing is added,
// asked for or kept.
//
// Threads: any.
#pragma once

#include "exchange.h"
#include "sessions.h"
#include "worker.h"

namespace arshjul::gateway {

class ExportDoor {
 public:
  // `sessions` outlives it.
  explicit ExportDoor(Sessions& sessions);

  void Handle(Exchange exchange);

 private:
  Sessions& sessions_;
  Worker worker_;
};

}  // namespace arshjul::gateway
