// How long the core itself takes for a launch of many leaders: decide, then encode what must be written. Prints rows;
// judges nothing. Usage: launch_benchmark [leaders] [span]
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "year/municipality.h"

namespace {

using Clock = std::chrono::steady_clock;

double MillisecondsSince(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

}  // namespace

int main(int argc, char** argv) {
  using namespace arshjul;
  int leaders = argc > 1 ? std::atoi(argv[1]) : 6000, span = argc > 2 ? std::atoi(argv[2]) : 10;
  year::Municipality large(MakeDate(2014, 8, 15));
  cycle::CreateMunicipality create{"stor", "Storby kommune", "nb", {}, true, {}, {}, "PS 1/14",
                                   {year::ReadFile(std::string(ARSHJUL_SOURCE_DIR) + "/workflows/annual-cycle/workflow.yaml")}};
  create.founders = {{organisation::Role::kOffice, {"office", "Stab", ""}}, {organisation::Role::kMandate, {"council", "Ordfører", ""}}};
  large.Do("office", create);
  auto start = Clock::now();
  large.Do("office", year::LargeOrganisation(leaders, span));
  std::printf("import   %8.1f ms\n", MillisecondsSince(start));
  std::vector<cycle::RowChange> rows;
  large.state().ForEach([&](auto& table) { table.TakeChanges(rows); });
  rows.clear();
  start = Clock::now();
  large.Do("office", cycle::LaunchCycle{"annual-cycle", 2015, {}, {}});
  std::printf("launch   %8.1f ms\n", MillisecondsSince(start));
  start = Clock::now();
  large.state().ForEach([&](auto& table) { table.TakeChanges(rows); });
  size_t bytes = 0;
  for (const auto& row : rows) bytes += row.body ? row.body->size() : 0;
  std::string entry = Encode(large.log().back());
  std::printf("encode   %8.1f ms   %zu rows, %zu bytes; log entry %zu bytes, %zu events\n", MillisecondsSince(start), rows.size(), bytes,
              entry.size(), large.log().back().events.size());
  start = Clock::now();
  large.Advance(MakeDate(2014, 9, 26));
  std::printf("to 26 September %8.1f ms\n", MillisecondsSince(start));
  return 0;
}
