#include "faults/power_cuts.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "faults/trial.h"
#include "faults/workload.h"

namespace arshjul::faults {
namespace {

constexpr int kClients = 3;
constexpr int kCallsEach = 5;
constexpr size_t kTogether = 40;  // trials that share an engine
// Changes of the disk that the work of a trial makes at most, and closing after it; measured.
constexpr int64_t kChangesOfWork = 200;
constexpr int64_t kChangesOfClosing = 150;
constexpr int kMostTrialsOfBug = 400;
constexpr size_t kContradictionsShown = 5;

Trial TrialOf(const Towns& towns, uint64_t seed) {
  Chance chance(seed);
  Trial trial;
  trial.seed = seed;
  const int64_t town = chance.Below(10);
  trial.town = town == 0 ? &towns.long_log : town <= 3 ? &towns.winter : &towns.autumn;
  if (chance.Percent(75)) {
    // Most work is short.
    trial.cut_at = 1 + std::min(chance.Below(kChangesOfWork), chance.Below(kChangesOfWork));
  } else {
    trial.cut_while_closing = 1 + chance.Below(kChangesOfClosing);
  }
  trial.loses_power = true;
  trial.work = MakeWork(*trial.town, kClients, kCallsEach, chance);
  return trial;
}

bool NeedsPowerCut(Bug bug) { return bug == Bug::kUnsyncedLog || bug == Bug::kEarlyReply; }

std::string Describe(const Record& record) {
  const char* told = record.told == Told::kDone ? "done" : record.told == Told::kRefused ? record.refusal.c_str() : "unknown";
  return fmt::format("{} {} by {} {}: {}; sent {}, answered {}\n", record.call.request_id, cycle::CommandName(record.call.command),
                     record.call.actor, record.call.mark, told, record.sent, record.answered);
}

void Keep(const Trial& trial, const std::string& folder) {
  std::filesystem::create_directories(folder);
  WriteImage(trial.disk->Left(), folder);
  std::ofstream out(folder + "/history.txt");
  for (const Record& record : trial.history.records) out << Describe(record);
  for (const std::string& contradiction : trial.contradictions) out << contradiction << "\n";
}

std::string Shown(const std::vector<std::string>& contradictions) {
  std::vector<std::string> first(contradictions.begin(),
                                 contradictions.begin() + static_cast<std::ptrdiff_t>(std::min(contradictions.size(), kContradictionsShown)));
  return fmt::format("{}", fmt::join(first, "\n    "));
}

}  // namespace

absl::StatusOr<Towns> FoundTowns() {
  Towns towns;
  for (auto [town, season, long_log] : {std::tuple(&towns.spring, Season::kSpring, false),
                                        std::tuple(&towns.autumn, Season::kAutumn, false),
                                        std::tuple(&towns.winter, Season::kWinter, false),
                                        std::tuple(&towns.long_log, Season::kAutumn, true)}) {
    absl::StatusOr<Town> founded = FoundTown(season, long_log);
    if (!founded.ok()) return founded.status();
    *town = *std::move(founded);
  }
  return towns;
}

Tally CutPower(const Towns& towns, const std::vector<uint64_t>& seeds, const std::string& keep) {
  Tally tally;
  Folder place;
  for (size_t begin = 0; begin < seeds.size(); begin += kTogether) {
    std::vector<Trial> trials;
    for (size_t i = begin; i < std::min(seeds.size(), begin + kTogether); ++i) trials.push_back(TrialOf(towns, seeds[i]));
    Run(trials, place);
    for (const Trial& trial : trials) {
      ++tally.fired[fmt::format("power cuts, simulated, {}", trial.cut_at > 0 && trial.cut_at <= trial.changes_at_work ? "at work" : "closing")];
      if (trial.contradictions.empty()) continue;
      tally.red.push_back(fmt::format("power cut, --seed {} --cuts 1:\n    {}", trial.seed, Shown(trial.contradictions)));
      if (!keep.empty()) Keep(trial, fmt::format("{}/{}", keep, trial.seed));
    }
    trials.clear();
    place.Empty();
  }
  return tally;
}

Tally ProveOracle(const Towns& towns, uint64_t seed) {
  Tally tally;
  for (Bug bug : AllBugs()) {
    Folder place;
    int trials_run = 0, noticed = 0;
    std::string first;
    while (noticed == 0 && trials_run < kMostTrialsOfBug) {
      std::vector<Trial> trials;
      for (size_t i = 0; i < kTogether; ++i) {
        trials.push_back(TrialOf(towns, seed++));
        trials.back().bug = bug;
        // Those that lose nothing by power show when all is done.
        if (!NeedsPowerCut(bug)) trials.back().cut_at = 0;
      }
      Run(trials, place);
      for (const Trial& trial : trials) {
        if (!trial.contradictions.empty() && noticed++ == 0) first = trial.contradictions.front();
      }
      trials_run += static_cast<int>(kTogether);
      trials.clear();
      place.Empty();
    }
    tally.fired[fmt::format("planted bugs noticed: {}, in {} of {} trials ({})", BugName(bug), noticed, trials_run, first)] += noticed > 0;
    if (noticed == 0) tally.red.push_back(fmt::format("planted bug not noticed in {} trials: {}", trials_run, BugName(bug)));
  }
  return tally;
}

}  // namespace arshjul::faults
