// The measure beside which the real server is put: the same RPC shell (gRPC's callback API, the same request and
// response), and behind it nothing but one 200-byte INSERT and one UPDATE per call, committed in groups with one fsync. GetTask answers
// with the name it was asked for and does nothing.
#pragma once

#include <string>

namespace arshjul::bench {

// Listens on a free loopback port, prints "PORT <n>" on standard output, and serves until standard input closes.
int ServeBare(const std::string& database);

}  // namespace arshjul::bench
