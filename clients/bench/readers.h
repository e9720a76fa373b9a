// People who look at their tasks while others complete theirs.
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "callers.h"
#include "municipality.h"
#include "real_server.h"

namespace arshjul::bench {

constexpr int kReaders = 8, kWriters = 16;

// The same RPC shell with nothing behind it, and so many bytes there and back.
void Echo(const std::shared_ptr<grpc::Channel>& channel, const std::string& payload);

// What the readers waited: for echoes while the bare loop was writing, for their tasks while the server was.
struct Looked {
  Measured echo, mine;
};

// The writers complete all of `work`, first at the bare loop, then at the server; the echoes are as large as the answers.
Looked LookBeside(const RealServer& server, const Child& bare, const std::string& bare_address, const std::vector<Work>& work);

}  // namespace arshjul::bench
