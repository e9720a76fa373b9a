// Callers that share out a pile of work, each with a connection of its own, waiting for its answer before it asks again.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "child.h"

namespace arshjul::bench {

// What was seen of one run. Times in milliseconds.
struct Measured {
  double per_second = 0;  // answers in the whole run, divided by its time
  double p50 = 0, p99 = 0;
  double cpu_microseconds = 0;  // of the server's process, per answer
};

// The middle, and so on, of what was seen: `share` of it is not above. 0 of nothing.
double Quantile(std::vector<double> seen, double share);

// Ends this process, saying what failed, unless the status is good.
void Must(const grpc::Status& status, const char* what);
// Says who calls.
void As(grpc::ClientContext& context, const std::string& person);

// A connection that is shared with nobody, already there. Ends this process when there is none within a minute.
std::shared_ptr<grpc::Channel> ConnectAlone(const std::string& address);

// Calls `one(channel, i)` for each i below `count`, by so many callers.
using Call = std::function<void(const std::shared_ptr<grpc::Channel>&, size_t)>;
Measured Run(const std::string& address, const Child& server, size_t count, int callers, const Call& one);

// The same callers ask again and again until `background` has ended: what they waited, while the server was busy with that.
Measured RunBeside(const std::string& address, const Child& server, int callers, const Call& one, const std::function<void()>& background);

}  // namespace arshjul::bench
