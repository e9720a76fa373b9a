// A server that runs does the work itself: nobody else may open its files. One thread.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "admin/stopped.h"

namespace arshjul::admin {

struct LiveServer {
  std::string address;
  std::string as;        // who asks
  std::string language;  // of what the server says
};

// Errors carry the server's own words; UNAVAILABLE: it cannot be reached.
absl::StatusOr<Verified> Verify(const LiveServer& server, const std::string& municipality);
// `to` is a file on the server's machine.
absl::Status Backup(const LiveServer& server, const std::string& municipality, const std::string& to);

}  // namespace arshjul::admin
