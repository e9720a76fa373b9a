// Years of made-up municipalities, each on a file of its own, with the server stopped and started again at random days. After
// each year: the file is clean, the log folded gives what is stored, no open task is lost, the cycle is closed.
//
// With --faults the stops are power cuts in the middle of a change of the disk, which keeps what was synced and any part of the
// rest: what had been seen by then is still there, and the year goes on.
//
// Usage: years_run [--years N] [--seed S] [--in-memory | --faults] [--keep FOLDER]
// Year number i has the seed S + i; a red one runs alone with --years 1 --seed. Exit code 1 when any is red.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string_view>

#include "messages/messages.h"
#include "simulation/place.h"
#include "simulation/simulate.h"
#include "simulation/towns.h"

namespace {

using namespace arshjul;
using simulation::Player;
using simulation::Stage;

// Of the disk, between two power cuts: a morning's work, or some months.
constexpr int kFewestChanges = 50, kMostChanges = 20'000;

struct Wish {
  int years = 100;
  uint64_t seed = 1;
  simulation::Place::Kind kind = simulation::Place::Kind::kFolder;
  std::string folder;  // "" for one that goes away again
};

std::optional<Wish> Read(int count, char** words) {
  Wish wish;
  auto number = [](std::string_view text, auto& into) {
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), into);
    return error == std::errc() && end == text.data() + text.size();
  };
  for (int i = 1; i < count; ++i) {
    const std::string_view word = words[i], next = i + 1 < count ? words[i + 1] : "";
    if (word == "--in-memory") {
      wish.kind = simulation::Place::Kind::kMemory;
    } else if (word == "--faults") {
      wish.kind = simulation::Place::Kind::kFaultyDisk;
    } else if (word == "--years" && number(next, wish.years)) {
      ++i;
    } else if (word == "--seed" && number(next, wish.seed)) {
      ++i;
    } else if (word == "--keep" && !next.empty()) {
      wish.folder = next;
      ++i;
    } else {
      return std::nullopt;
    }
  }
  return wish;
}

// What the rows say and what the chronicle was told must be the same.
void CompareTasks(engine::View& view, const simulation::Chronicle& chronicle, std::vector<std::string>& wrong) {
  for (const cycle::Task* task : view.state.tasks.All()) {
    auto told = chronicle.tasks().find(task->number);
    if (told == chronicle.tasks().end()) {
      wrong.push_back(fmt::format("task {} was never told of", task->number));
    } else if (told->second.state != task->state || told->second.person != (task->state == cycle::TaskState::kDone ? task->completed_by : task->assignment.person)) {
      wrong.push_back(fmt::format("task {} is another than the log told", task->number));
    }
    const cycle::Step* step = view.state.steps.Find(task->step);
    const bool open = task->state == cycle::TaskState::kOpen;
    const bool listed = step != nullptr && std::count(step->open_tasks.begin(), step->open_tasks.end(), task->Key()) == 1;
    if (open != listed) wrong.push_back(fmt::format("task {} of {} is {}, and its step says otherwise", task->number, task->step, open ? "open" : "closed"));
  }
}

class Year {
 public:
  Year(uint64_t seed, const std::string& folder, simulation::Place::Kind kind)
      : seed_(seed), faulty_(kind == simulation::Place::Kind::kFaultyDisk), place_(kind, folder) {}

  // What is wrong; empty when all is well.
  std::vector<std::string> Live() {
    const simulation::Setting setting = simulation::RandomTown(seed_);
    what_ = simulation::Describe(setting);
    Stage::Built built = Stage::Build(setting, place_.Stores());
    // A window that is too short for so deep a tree is refused; that is a year as well, of another sort.
    if (built.refusal && built.refusal->reason == Reason::kPlanCannotHold) {
      refused_ = true;
      return {};
    }
    if (built.stage == nullptr) return {built.refusal ? ReasonName(built.refusal->reason) : built.status.ToString()};
    stage_ = std::move(built.stage);
    std::vector<std::string> wrong;
    Play(wrong);
    if (wrong.empty()) Judge(wrong);
    return wrong;
  }
  const std::string& what() const { return what_; }
  bool refused() const { return refused_; }
  int restarts() const { return restarts_; }
  int tasks() const { return tasks_; }

 private:
  std::unique_ptr<Player> NewPlayer(const std::vector<simulation::Turn>& turns) {
    simulation::Draw draw(seed_, {"manner"});
    simulation::Manner manner;
    manner.seed = seed_;
    manner.profile = draw.Percent(50) ? simulation::Profile::kRealistic : simulation::Profile::kWorst;
    auto player = std::make_unique<Player>(stage_->engine(), Stage::kMunicipality, manner);
    player->Expect(turns);
    return player;
  }

  std::vector<simulation::Turn> Turns() {
    simulation::Draw draw(seed_, {"manner"});
    const auto profile = draw.Percent(50) ? simulation::Profile::kRealistic : simulation::Profile::kWorst;
    std::vector<simulation::Turn> turns;
    absl::Status read = stage_->engine().Read(Stage::kMunicipality, "", [&](engine::View& view) {
      turns = simulation::TurnsOf(seed_, profile, view.state.Organisation(), stage_->launched(), stage_->ends(),
                                  [](const std::string& name) { return "Etterfølger for " + name; });
    });
    return read.ok() ? turns : std::vector<simulation::Turn>();
  }

  void Play(std::vector<std::string>& wrong) {
    const std::vector<simulation::Turn> turns = Turns();
    const Date last = stage_->ends() + std::chrono::days(simulation::kDaysBeyond);
    player_ = NewPlayer(turns);
    simulation::Draw draw(seed_, {"restarts"});
    Date stop = NextStop(draw, stage_->launched());
    if (faulty_) place_.CutPowerAfter(draw.Between(kFewestChanges, kMostChanges));
    while (true) {
      bool stopped = false;
      absl::Status lived = player_->Live(last, [&](Date day) {
        stopped = day >= stop && place_.lasts() && !faulty_;
        return !stopped && !player_->chronicle().Closed(stage_->cycle());
      });
      stopped |= place_.Powerless();
      if (!lived.ok() && !stopped) wrong.push_back("on " + FormatDate(player_->today()) + ": " + lived.ToString());
      if (!stopped || player_->chronicle().Closed(stage_->cycle())) return;
      const Date day = player_->today();
      if (!GoOn(turns, wrong)) return;
      stop = NextStop(draw, day);
      if (faulty_) place_.CutPowerAfter(draw.Between(kFewestChanges, kMostChanges));
    }
  }

  // Another server, and somebody who knows nothing but the log. What was to happen until the evening has happened, or never will.
  bool GoOn(const std::vector<simulation::Turn>& turns, std::vector<std::string>& wrong) {
    const std::unique_ptr<Player> before = std::move(player_);
    const Date day = before->today();
    absl::Status restarted = stage_->Restart();
    std::vector<simulation::Turn> ahead;
    std::copy_if(turns.begin(), turns.end(), std::back_inserter(ahead), [&](const simulation::Turn& turn) { return turn.day > day; });
    if (restarted.ok()) {
      player_ = NewPlayer(ahead);
      restarted = player_->Begin();
    }
    if (!restarted.ok()) {
      wrong.push_back("after the stop on " + FormatDate(day) + ": " + restarted.ToString());
      return false;
    }
    ++restarts_;
    const simulation::Chronicle &known = before->chronicle(), &left = player_->chronicle();
    if (left.sequence() < known.sequence()) wrong.push_back(fmt::format("the log ended at {} and ends at {}", known.sequence(), left.sequence()));
    for (const auto& [number, task] : known.tasks()) {
      auto still = left.tasks().find(number);
      const bool lost = still == left.tasks().end() || (task.state != cycle::TaskState::kOpen && (still->second.state != task.state || still->second.action != task.action));
      if (lost) wrong.push_back(fmt::format("task {}, known on {}, is lost or another", number, FormatDate(day)));
    }
    return wrong.empty();
  }

  static Date NextStop(simulation::Draw& draw, Date day) { return day + std::chrono::days(draw.Between(20, 300)); }

  void Judge(std::vector<std::string>& wrong) {
    tasks_ = static_cast<int>(player_->chronicle().tasks().size());
    if (!player_->chronicle().Closed(stage_->cycle())) wrong.push_back("the cycle was never closed, until " + FormatDate(player_->today()));
    for (const auto& [what, count] : player_->troubles()) wrong.push_back(fmt::format("refused {} times: {}", count, what));
    for (const simulation::Incident& incident : player_->chronicle().incidents()) {
      wrong.push_back(fmt::format("incident on {}: {} {} {}", FormatDate(incident.day), incident.step, incident.event, incident.cause));
    }
    for (int64_t task : player_->stuck()) {
      const simulation::TaskLife& life = player_->chronicle().Task(task);
      wrong.push_back(fmt::format("nobody could do task {}: {} of {}, with '{}'", task, life.kind, life.step, life.person));
    }
    absl::Status read = stage_->engine().Read(Stage::kMunicipality, "", [&](engine::View& view) { CompareTasks(view, player_->chronicle(), wrong); });
    if (!read.ok()) wrong.push_back(read.ToString());
    if (place_.lasts()) {
      player_.reset();
      place_.CutPower();
      if (absl::Status restarted = stage_->Restart(); !restarted.ok()) wrong.push_back(restarted.ToString());
    }
    auto findings = stage_->engine().Verify(Stage::kMunicipality);
    if (!findings.ok()) wrong.push_back(findings.status().ToString());
    if (findings.ok()) wrong.insert(wrong.end(), findings->begin(), findings->end());
  }

  const uint64_t seed_;
  const bool faulty_;
  simulation::Place place_;  // outlives the stage
  std::string what_;
  std::unique_ptr<Stage> stage_;
  std::unique_ptr<Player> player_;  // of the stage's engine
  bool refused_ = false;
  int restarts_ = 0, tasks_ = 0;
};

const char* OptionOf(simulation::Place::Kind kind) {
  switch (kind) {
    case simulation::Place::Kind::kMemory: return " --in-memory";
    case simulation::Place::Kind::kFolder: return "";
    case simulation::Place::Kind::kFaultyDisk: return " --faults";
  }
  return "";
}

int Run(const Wish& wish) {
  const std::string folder = wish.folder.empty() ? fmt::format("{}/years_run_{}", std::filesystem::temp_directory_path().string(), ::getpid()) : wish.folder;
  int lived = 0, refused = 0, restarts = 0, tasks = 0;
  std::vector<uint64_t> red;
  // As many years as were asked for are lived; those whose plan cannot hold are counted beside them.
  for (uint64_t seed = wish.seed; lived < wish.years && refused <= wish.years; ++seed) {
    const std::string place = fmt::format("{}/{}", folder, seed);
    std::filesystem::create_directories(place);
    std::string what;
    std::vector<std::string> wrong;
    {
      Year year(seed, place, wish.kind);
      wrong = year.Live();
      what = year.what();
      restarts += year.restarts();
      tasks += year.tasks();
      ++(year.refused() ? refused : lived);
    }
    if (wrong.empty()) {
      if (wish.folder.empty()) std::filesystem::remove_all(place);
      continue;
    }
    red.push_back(seed);
    fmt::print("seed {}: {}\n", seed, what);
    for (const std::string& what : wrong) fmt::print("  {}\n", what);
    fmt::print("  alone: years_run --years 1 --seed {}{}; its file: {}\n", seed, OptionOf(wish.kind), place);
    std::fflush(stdout);
  }
  fmt::print("simulated years: {}\nseeds: from {}; plans that could not hold: {}; restarts: {}; tasks: {}; red: {}\n", lived, wish.seed, refused, restarts,
             tasks, red.size());
  if (red.empty() && wish.folder.empty()) std::filesystem::remove_all(folder);
  return red.empty() ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
  const std::optional<Wish> wish = Read(count, words);
  if (!wish) {
    fmt::print(stderr, "usage: years_run [--years N] [--seed S] [--in-memory | --faults] [--keep FOLDER]\n");
    return 2;
  }
  return Run(*wish);
}
