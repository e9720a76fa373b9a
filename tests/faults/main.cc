// Runs faults by the thousand and says what was found: see docs/testing.md.
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <set>
#include <string>

#include "faults/call_faults.h"
#include "faults/damage.h"
#include "faults/power_cuts.h"

using namespace arshjul::faults;

namespace {

constexpr char kUsage[] =
    "usage: fault_run [planted-bugs] [power-cuts] [call-faults] [damage] [--cuts N] [--minutes M] [--damages N] [--seed S] [--again K] [--kept FILE] [--keep FOLDER]\n"
    "  No kind named: every kind. Power cuts go on until N are done, or M minutes have passed.\n"
    "  --seed S    the first seed; the others follow it\n"
    "  --again K   each seed K times: threads may come in another order\n"
    "  --kept FILE seeds that were red once, run first\n"
    "  --keep FOLDER  where the disks of red seeds are copied to\n";
constexpr uint64_t kAtOnce = 400;
constexpr int64_t kReadsPassed = 50;

struct Wanted {
  std::set<std::string> kinds;
  int64_t cuts = 5'000, damages = 2'000, minutes = 0, again = 1;
  uint64_t seed = 1;
  std::string kept, keep;

  bool Kind(const std::string& kind) const { return kinds.empty() || kinds.contains(kind); }
};

std::optional<Wanted> Read(int argc, char** argv) {
  Wanted wanted;
  for (int i = 1; i < argc; ++i) {
    const std::string name = argv[i];
    if (name == "planted-bugs" || name == "power-cuts" || name == "call-faults" ||
        name == "damage") {
      wanted.kinds.insert(name);
      continue;
    }
    if (++i == argc) return std::nullopt;
    char* end = argv[i];
    const uint64_t number = strtoull(argv[i], &end, 10);
    const bool is_number = *end == '\0' && end != argv[i];
    if (name == "--kept") wanted.kept = argv[i];
    else if (name == "--keep") wanted.keep = argv[i];
    else if (!is_number) return std::nullopt;
    else if (name == "--cuts") wanted.cuts = static_cast<int64_t>(number);
    else if (name == "--damages") wanted.damages = static_cast<int64_t>(number);
    else if (name == "--minutes") wanted.minutes = static_cast<int64_t>(number);
    else if (name == "--seed") wanted.seed = number;
    else if (name == "--again") wanted.again = static_cast<int64_t>(number);
    else return std::nullopt;
  }
  return wanted;
}

// One number a line; what follows it says why it is kept.
std::vector<uint64_t> Kept(const std::string& path) {
  std::vector<uint64_t> seeds;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line[0] != '#') seeds.push_back(strtoull(line.c_str(), nullptr, 10));
  }
  return seeds;
}

Tally CutAsWanted(const Towns& towns, const Wanted& wanted) {
  Tally tally;
  if (!wanted.kept.empty()) tally.Add(CutPower(towns, Kept(wanted.kept), wanted.keep));
  const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(wanted.minutes);
  uint64_t seed = wanted.seed;
  for (int64_t done = 0; done < wanted.cuts && (wanted.minutes == 0 || std::chrono::steady_clock::now() < end);) {
    std::vector<uint64_t> seeds;
    for (uint64_t i = 0; i < kAtOnce && done < wanted.cuts; ++i, ++done, ++seed) {
      seeds.insert(seeds.end(), static_cast<size_t>(wanted.again), seed);
    }
    tally.Add(CutPower(towns, seeds, wanted.keep));
  }
  return tally;
}

}  // namespace

int main(int argc, char** argv) {
  std::optional<Wanted> wanted = Read(argc, argv);
  if (!wanted) {
    fmt::print(stderr, "{}", kUsage);
    return 2;
  }
  // What goes wrong here does so on purpose.
  spdlog::set_level(spdlog::level::off);
  const auto began = std::chrono::steady_clock::now();
  fmt::print("seed {}\n", wanted->seed);
  absl::StatusOr<Towns> towns = FoundTowns();
  if (!towns.ok()) {
    fmt::print(stderr, "the towns cannot be founded: {}\n", towns.status().ToString());
    return 1;
  }
  Tally tally;
  if (wanted->Kind("planted-bugs")) tally.Add(ProveOracle(*towns, wanted->seed));
  if (wanted->Kind("power-cuts")) tally.Add(CutAsWanted(*towns, *wanted));
  if (wanted->Kind("call-faults")) {
    tally.Add(FailEveryCall(*towns, kReadsPassed));
    tally.Add(FillDisk(*towns));
  }
  if (wanted->Kind("damage")) tally.Add(Damage(*towns, wanted->seed, wanted->damages));
  for (const std::string& red : tally.red) fmt::print("RED {}\n", red);
  for (const auto& [kind, count] : tally.fired) fmt::print("{}: {}\n", kind, count);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  fmt::print("{} red, {:.1f} s\n", tally.red.size(), took.count());
  return tally.red.empty() && !tally.fired.empty() ? 0 : 1;
}
