// arshjul-bench: the server beside what the same machine can do at best, in one run. Prints rows; judges nothing.
//
//   arshjul-bench [--leaders 6000]
//   arshjul-bench --growth [--leaders 1000] [--tasks 1000000]
//   arshjul-bench --simulate [--leaders 6000]
//   arshjul-bench --gateway
//
// The machine's name and load decide the milliseconds; the ratios are what can be compared.
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <optional>

#include "bare_server.h"
#include "callers.h"
#include "gateway.h"
#include "growth.h"
#include "municipality.h"
#include "probes.h"
#include "readers.h"
#include "real_server.h"
#include "simulated.h"

namespace arshjul::bench {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

// A figure beside its limit of the same run, and how far apart the aim lets them be.
void Row(const std::string& what, double value, const char* unit, const std::string& limit, double floor, double aim) {
  std::printf("%-44s %9.2f %-3s", what.c_str(), value, unit);
  if (floor > 0) std::printf("  %5.2f x %s (%.2f); aim: %.2f", value / floor, limit.c_str(), floor, aim);
  if (floor <= 0 && aim > 0) std::printf("  aim: %.0f", aim);
  std::printf("\n");
  std::fflush(stdout);
}

class Bench {
 public:
  Bench(const fs::path& self, const fs::path& folder)
      : folder_(folder), bare_({self, "--serve-bare", folder / "bare.db"}), server_(self.parent_path() / "arshjuld", folder / "data") {
    bare_address_ = "127.0.0.1:" + bare_.Line().substr(5);
  }

  void Grow(const Grown& grown) { bench::Grow(server_, bare_, bare_address_, folder_, grown); }

  void Gateway(const fs::path& self) { MeasureGateway(self.parent_path() / "arshjul-gateway", server_); }

  void Simulate(int leaders) { SimulateYears(server_, bare_, bare_address_, leaders); }

  void Run(int leaders) {
    sync_ = SyncProbe(folder_ / "sync");
    Row("sync of 4 KB (fdatasync), p50", sync_, "ms", "", 0, 0);
    server_.Start();
    Founded founded = Found(server_.channel(), leaders);
    Backup(server_.channel(), folder_ / "copy.db");
    const double raw = RawInsert(folder_ / "copy.db", folder_ / "raw.db",
                                 {{"log", "sequence = (SELECT max(sequence) FROM log)"}, {"cycle", "1"}, {"step", "1"}, {"task", "1"},
                                  {"timer", "1"}, {"counter", "1"}, {"outbox", "1"}});
    Row("import of " + std::to_string(leaders) + " posts", founded.import, "ms", "", 0, 0);
    Row("launch for " + std::to_string(leaders) + " leaders", founded.launch, "ms", "raw insert", raw, 2);
    Row("overview, every unit", Overview(server_.channel(), 2015, true), "ms", "", 0, 5);
    Row("overview, phases alone", Overview(server_.channel(), 2015, false), "ms", "", 0, 5);
    work_ = FirstTasks(server_.channel(), 2015);
    Starts();
    std::printf("\n%-16s %7s %12s %9s %9s %15s\n", "CompleteTask", "callers", "per second", "p50 ms", "p99 ms", "server CPU µs");
    Complete(1, work_.size() / 10);
    Complete(16, work_.size() / 4);
    Complete(64, work_.size() / 3);
    Readers();
  }

 private:
  // Both servers complete the same tasks.
  void Complete(int callers, size_t count) {
    const std::vector<Work> slice = Take(count);
    Call complete = [&](const std::shared_ptr<grpc::Channel>& channel, size_t i) { bench::Complete(channel, slice[i]); };
    Measured base = bench::Run(bare_address_, bare_, slice.size(), callers, complete);
    Measured own = bench::Run(server_.address(), server_.child(), slice.size(), callers, complete);
    auto row = [&](const char* what, const Measured& seen, int digits) {
      std::printf("%-16s %7d %12.*f %9.2f %9.2f %15.*f\n", what, callers, digits, seen.per_second, seen.p50, seen.p99, digits,
                  seen.cpu_microseconds);
    };
    row("bare loop", base, 0);
    row("arshjuld", own, 0);
    row("ratio", {own.per_second / base.per_second, own.p50 / base.p50, own.p99 / base.p99, own.cpu_microseconds / base.cpu_microseconds}, 2);
    if (callers != 1) return;
    Measured echo = bench::Run(bare_address_, bare_, 2000, 1, [&](auto& channel, size_t) { Echo(channel, std::string(850, 'x')); });
    Row("  p50 of one caller", own.p50, "ms", "echo + sync", echo.p50 + sync_, 1.5);
  }

  void Readers() {
    const Looked looked = LookBeside(server_, bare_, bare_address_, Take(work_.size()));
    std::printf("\n%d readers beside %d who complete tasks\n", kReaders, kWriters);
    Row("  my tasks, p50", looked.mine.p50, "ms", "echo", looked.echo.p50, 1.5);
    Row("  my tasks, p99", looked.mine.p99, "ms", "echo", looked.echo.p99, 1.5);
  }

  void Starts() {
    server_.Stop();
    Row("start until somebody's tasks are answered", server_.Start(work_.front().person), "ms", "", 0, 1000);
    Row("memory then", server_.child().Megabytes(), "MB", "", 0, 60);
    server_.Kill();
    Row("the same after kill -9", server_.Start(work_.front().person), "ms", "", 0, 2000);
  }

  std::vector<Work> Take(size_t count) {
    count = std::min(count, work_.size() - taken_);
    auto from = work_.begin() + static_cast<long>(taken_);
    taken_ += count;
    return {from, from + static_cast<long>(count)};
  }

  const fs::path folder_;
  Child bare_;
  std::string bare_address_;
  RealServer server_;
  double sync_ = 0;
  std::vector<Work> work_;
  size_t taken_ = 0;
};

struct Wish {
  std::optional<int> leaders;
  std::optional<Grown> growth;
  bool simulate = false, gateway = false;
};

int Measure(const Wish& wish) {
  const fs::path folder = fs::temp_directory_path() / ("arshjul-bench-" + std::to_string(getpid()));
  fs::create_directories(folder);
  {
    const fs::path self = fs::read_symlink("/proc/self/exe");
    Bench bench(self, folder);
    if (wish.gateway) {
      bench.Gateway(self);
    } else if (wish.growth) {
      bench.Grow(*wish.growth);
    } else if (wish.simulate) {
      bench.Simulate(wish.leaders.value_or(6000));
    } else {
      bench.Run(wish.leaders.value_or(6000));
    }
  }
  fs::remove_all(folder);
  return 0;
}

// Nothing: told wrongly.
std::optional<Wish> ReadWish(int argc, char** argv) {
  Wish wish;
  int64_t tasks = Grown().most_tasks;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--growth") {
      wish.growth.emplace();
      continue;
    }
    if (word == "--simulate" || word == "--gateway") {
      (word == "--simulate" ? wish.simulate : wish.gateway) = true;
      continue;
    }
    const int64_t number = i + 1 < argc ? std::atoll(argv[++i]) : 0;
    if (number < 10 || (word != "--leaders" && word != "--tasks")) return std::nullopt;
    if (word == "--leaders") wish.leaders = static_cast<int>(number);
    if (word == "--tasks") tasks = number;
  }
  if (wish.growth.has_value() + wish.simulate + wish.gateway > 1) return std::nullopt;
  if (wish.growth) wish.growth = Grown{wish.leaders.value_or(Grown().leaders), tasks};
  return wish;
}

}  // namespace
}  // namespace arshjul::bench

int main(int argc, char** argv) {
  using namespace arshjul::bench;
  if (argc == 3 && std::strcmp(argv[1], "--serve-bare") == 0) return ServeBare(argv[2]);
  if (auto wish = ReadWish(argc, argv)) return Measure(*wish);
  std::fprintf(stderr,
               "usage: arshjul-bench [--leaders N]\n"
               "       arshjul-bench --growth [--leaders N] [--tasks N]\n"
               "       arshjul-bench --simulate [--leaders N]\n"
               "       arshjul-bench --gateway\n"
               "Numbers are 10 or more. Without them: 6000 leaders; 1000 and a million tasks for --growth.\n");
  return 2;
}
