#include "simulated.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "arshjul/v1/cycle_service.grpc.pb.h"
#include "callers.h"
#include "municipality.h"

namespace arshjul::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kCallers = 64;
constexpr size_t kCompleted = 20'000;
// Thousands of leaders, each with the weeks of a year.
constexpr int kLargestReport = 256 << 20;

struct Year {
  int leaders = 0, tasks = 0;
  double seconds = 0, cpu_seconds = 0;
  double per_leader() const { return cpu_seconds * 1e3 / leaders; }
};

Year Simulate(const RealServer& server, int leaders) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kLargestReport);
  auto stub = v1::CycleService::NewStub(grpc::CreateCustomChannel(server.address(), grpc::InsecureChannelCredentials(), arguments));
  v1::SimulateCycleRequest request;
  request.set_parent("municipalities/bench");
  request.set_workflow("annual-cycle");
  request.set_year(2027);
  request.set_organisation_csv(OrganisationFile(leaders));
  grpc::ClientContext context;
  As(context, "office");
  Year year;
  const double cpu = server.child().CpuSeconds();
  const auto start = Clock::now();
  auto pieces = stub->SimulateCycle(&context, request);
  v1::SimulateCycleResponse piece;
  while (pieces->Read(&piece)) {
    if (!piece.has_report()) continue;
    year.leaders = piece.report().leader_count();
    year.tasks = piece.report().task_count();
  }
  Must(pieces->Finish(), "SimulateCycle");
  year.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  year.cpu_seconds = server.child().CpuSeconds() - cpu;
  return year;
}

void Print(const Year& year) {
  std::printf("%8d %9d %9.1f %9.1f %16.2f %12.0f\n", year.leaders, year.tasks, year.seconds, year.cpu_seconds, year.per_leader(),
              year.tasks / year.seconds);
  std::fflush(stdout);
}

}  // namespace

void SimulateYears(RealServer& server, const Child& bare, const std::string& bare_address, int leaders) {
  server.Start();
  Found(server.channel(), 10);
  std::printf("%8s %9s %9s %9s %16s %12s\n", "leaders", "tasks", "seconds", "CPU s", "CPU ms a leader", "tasks a s");
  const Year few = Simulate(server, std::max(leaders / 6, 10));
  Print(few);
  const Year all = Simulate(server, leaders);
  Print(all);
  const Measured base = Run(bare_address, bare, kCompleted, kCallers,
                            [](auto& channel, size_t i) { Complete(channel, {"municipalities/bench/tasks/" + std::to_string(i), "p0"}); });
  std::printf("a leader among so many, beside one among a sixth   %5.2f\n", all.per_leader() / few.per_leader());
  std::printf("tasks a second, beside the bare loop's             %5.2f  (%.0f, %d callers)\n", all.tasks / all.seconds / base.per_second,
              base.per_second, kCallers);
  std::printf("memory then                                        %5.0f MB\n", server.child().Megabytes());
}

}  // namespace arshjul::bench
