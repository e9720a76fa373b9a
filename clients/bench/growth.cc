#include "growth.h"

#include <algorithm>
#include <cstdio>
#include <vector>

#include "callers.h"
#include "municipality.h"
#include "probes.h"
#include "readers.h"

namespace arshjul::bench {
namespace {

namespace fs = std::filesystem;

constexpr int kFirstYear = 2015;
constexpr int kCallers = 64;
constexpr size_t kCompleted = 400;
constexpr size_t kLooks = 2000;

struct Row {
  int64_t tasks = 0;
  int years = 0;
  double launch = 0, completed = 0, ratio = 0, looks_p50 = 0, looks_p99 = 0, overview = 0, start = 0, memory = 0, file = 0;
  Looked beside;
};

void Print(const Row& row) {
  std::printf("%9lld %6d %10.0f %12.0f %7.2f %9.2f %9.2f %11.2f %7.2f %11.1f %9.0f %9.0f %9.0f\n", static_cast<long long>(row.tasks),
              row.years, row.launch, row.completed, row.ratio, row.looks_p50, row.looks_p99, row.beside.mine.p99,
              row.beside.mine.p99 / row.beside.echo.p99, row.overview, row.start, row.memory, row.file);
  std::fflush(stdout);
}

// Tasks stored. The copy is the server's own, and goes again.
int64_t CountTasks(RealServer& server, const fs::path& copy, double& megabytes) {
  Backup(server.channel(), copy);
  const int64_t tasks = CountRows(copy, "task");
  megabytes = static_cast<double>(fs::file_size(copy)) / (1 << 20);
  fs::remove(copy);
  return tasks;
}

void Measure(RealServer& server, const Child& bare, const std::string& bare_address, int year, Row& row) {
  row.overview = Overview(server.channel(), year, false);
  std::vector<Work> work = FirstTasks(server.channel(), year);
  server.Stop();
  row.start = server.Start(work.front().person);
  row.memory = server.child().Megabytes();
  Measured looks = Run(server.address(), server.child(), kLooks, 1,
                       [&](auto& channel, size_t i) { MyTasks(channel, work[i % work.size()].person); });
  row.looks_p50 = looks.p50;
  row.looks_p99 = looks.p99;
  const auto rest = work.begin() + static_cast<long>(std::min(work.size() - 1, kCompleted));
  const std::vector<Work> later(rest, work.end());
  work.erase(rest, work.end());
  Call complete = [&](auto& channel, size_t i) { Complete(channel, work[i]); };
  const Measured base = Run(bare_address, bare, work.size(), kCallers, complete);
  row.completed = Run(server.address(), server.child(), work.size(), kCallers, complete).per_second;
  row.ratio = row.completed / base.per_second;
  row.beside = LookBeside(server, bare, bare_address, later);
}

}  // namespace

void Grow(RealServer& server, const Child& bare, const std::string& bare_address, const fs::path& folder, const Grown& grown) {
  std::printf("%9s %6s %10s %12s %7s %9s %9s %11s %9s %9s %9s\n", "tasks", "years", "launch ms", "complete /s", "ratio", "mine p50", "mine p99",
              "overview ms", "start ms", "MB then", "file MB");
  server.Start();
  double launch = Found(server.channel(), grown.leaders).launch;
  int64_t next = 1000;
  for (int year = kFirstYear;; ++year) {
    Row row{.years = year - kFirstYear, .launch = launch};
    row.tasks = CountTasks(server, folder / "counted.db", row.file);
    if (row.tasks >= next) {
      Measure(server, bare, bare_address, year, row);
      Print(row);
      while (next <= row.tasks) next *= 10;
    }
    if (row.tasks >= grown.most_tasks) return;
    // The next year is launched on the day of the year that this one was.
    Play(server.channel(), std::to_string(year) + "-08-15");
    launch = Launch(server.channel(), year + 1);
  }
}

}  // namespace arshjul::bench
