// The address that browsers see, "https://arshjul.kommune.no" or, on one machine alone, "http://127.0.0.1:7480"; and what
// follows from it.
//
// Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace arshjul::gateway {

struct Origin {
  std::string text;  // as browsers write it in Origin
  std::string host;  // as they write it in Host: with the port unless it is the scheme's own
  bool tls = false;
  bool loopback = false;

  // Over TLS the browser itself sees to it that nobody but this host has set it.
  std::string_view cookie() const { return tls ? "__Host-arshjul" : "arshjul"; }
};

// Nothing for what is no origin: another scheme, a path, a user, no host, a port that is none.
std::optional<Origin> ParseOrigin(std::string_view text);

// Splits "127.0.0.1:7480" or "[::1]:7480".
struct Address {
  std::string host;
  int port = 0;
};
std::optional<Address> ParseAddress(std::string_view text);

// The host, without port and brackets, is this machine: 127.0.0.0/8, ::1, localhost.
bool IsLoopbackHost(std::string_view host);

}  // namespace arshjul::gateway
