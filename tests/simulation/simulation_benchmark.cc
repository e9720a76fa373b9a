// How long a year of many leaders takes to simulate, in memory. Prints; judges nothing.
// Usage: simulation_benchmark [leaders] [span] [realistic|worst]
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "simulation/simulate.h"
#include "simulation/towns.h"

int main(int argc, char** argv) {
  using namespace arshjul;
  const int leaders = argc > 1 ? std::atoi(argv[1]) : 6000, span = argc > 2 ? std::atoi(argv[2]) : 10;
  simulation::Manner manner;
  manner.profile = simulation::ProfileOf(argc > 3 ? argv[3] : "realistic").value_or(simulation::Profile::kRealistic);
  const auto start = std::chrono::steady_clock::now();
  simulation::Simulated simulated =
      simulation::Simulate(simulation::EvenTown(leaders, span, 2027), manner, [](const simulation::Progress&) { return true; });
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const double processor = static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                           static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
  if (!simulated.status.ok() || simulated.refusal) {
    std::printf("failed: %s %s\n", simulated.status.ToString().c_str(), simulated.refusal ? ReasonName(simulated.refusal->reason) : "");
    return 1;
  }
  const simulation::Report& report = simulated.report;
  std::printf("%d leaders, %d tasks, %d completed, %d late, %zu jams, closed %s\n", report.leaders, report.tasks, report.completed, report.late,
              report.jams.size(), report.closed ? FormatDate(*report.closed).c_str() : "never");
  for (const auto& [what, count] : report.troubles) std::printf("trouble: %s (%d)\n", what.c_str(), count);
  std::printf("%.1f s, %.1f s of processor time, %ld MB\n", seconds, processor, usage.ru_maxrss / 1024);
  return 0;
}
