#include "faults/trial.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "engine/reader_rows.h"
#include "engine/store_folder.h"
#include "faults/clients.h"
#include "faults/oracle.h"
#include "store/sqlite.h"

namespace arshjul::faults {
namespace {

// The towns' stores, by the municipality's id on the engine.
class TrialStores : public engine::StoreFolder {
 public:
  using Opener = std::function<absl::StatusOr<engine::OpenStore>()>;
  explicit TrialStores(std::map<std::string, Opener> openers) : openers_(std::move(openers)) {}

  absl::StatusOr<std::vector<std::string>> List() override {
    std::vector<std::string> ids;
    for (const auto& [id, opener] : openers_) ids.push_back(id);
    return ids;
  }
  absl::StatusOr<engine::OpenStore> Open(const std::string& municipality, bool) override {
    std::lock_guard lock(mutex_);
    auto found = open_.find(municipality);
    if (found != open_.end()) return found->second;
    auto opener = openers_.find(municipality);
    if (opener == openers_.end()) return absl::NotFoundError("there is no municipality " + municipality);
    absl::StatusOr<engine::OpenStore> opened = opener->second();
    if (opened.ok()) open_[municipality] = *opened;
    return opened;
  }

 private:
  const std::map<std::string, Opener> openers_;
  std::mutex mutex_;
  std::map<std::string, engine::OpenStore> open_;
};

// Somebody to tell, so that there is an outbox.
class Postbox : public notify::Notifier {
 public:
  const char* Name() const override { return "postbox"; }
  absl::Status Deliver(const notify::Notice&) override { return absl::OkStatus(); }
};

void MakeFolder(const std::string& path) {
  if (mkdir(path.c_str(), 0700) != 0) std::abort();
}

absl::StatusOr<engine::OpenStore> OpenTown(const std::string& folder, const std::string& keys, std::function<void(const std::string&)> fatal) {
  auto store = store::OpenSqliteStore({.path = folder + "/town.db", .fatal = std::move(fatal)}, engine::StoreSchema());
  if (!store.ok()) return store.status();
  auto ring = store::KeyRing::Open(keys + "/town.keys");
  if (!ring.ok()) return ring.status();
  return engine::OpenStore{*std::move(store), *std::move(ring)};
}

std::unique_ptr<engine::Engine> StartOn(std::map<std::string, TrialStores::Opener> openers) {
  engine::Options options;
  options.demo = true;
  options.clock = StandingClock;
  options.notifiers = {std::make_shared<Postbox>()};
  auto started = engine::Engine::Start(std::move(options), std::make_unique<TrialStores>(std::move(openers)));
  if (!started.ok()) std::abort();
  return *std::move(started);
}

// Counts down, for who waits for the end.
class Latch {
 public:
  explicit Latch(size_t left) : left_(left) {}
  void Down() {
    std::lock_guard lock(mutex_);
    if (--left_ == 0) changed_.notify_all();
  }
  void Wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return left_ == 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  size_t left_;
};

// A disk with a copy of the town, and a folder for the keys, which lie elsewhere.
void Prepare(Trial& trial, const std::string& folder) {
  trial.folder = folder;
  MakeFolder(folder);
  MakeFolder(folder + "/disk");
  MakeFolder(folder + "/keys");
  WriteImage(trial.town->files, folder + "/disk");
  WriteImage({{"town.keys", trial.town->keys}}, folder + "/keys");
  if (chmod((folder + "/keys/town.keys").c_str(), 0600) != 0) std::abort();
  trial.disk = std::make_unique<FaultyDisk>(folder + "/disk");
  if (trial.loses_power) trial.disk->WatchPower(trial.seed);
  if (trial.cut_at > 0) trial.disk->CutPowerAt(trial.cut_at);
  if (trial.fail_at > 0) trial.disk->FailCall(trial.fail_at, trial.failure);
}

absl::StatusOr<engine::OpenStore> OpenWithBug(Trial& trial) {
  auto fatal = [&trial](const std::string& message) { trial.fatal = message; };
  absl::StatusOr<engine::OpenStore> open = OpenTown(trial.folder + "/disk", trial.folder + "/keys", fatal);
  if (open.ok()) open->store = Plant(trial.bug, open->store, *trial.disk, trial.folder + "/disk/town.db");
  return open;
}

void Work(std::vector<Trial>& trials) {
  std::map<std::string, TrialStores::Opener> openers;
  for (Trial& trial : trials) openers[trial.id] = [&trial] { return OpenWithBug(trial); };
  std::unique_ptr<engine::Engine> engine = StartOn(std::move(openers));
  Latch latch(trials.size());
  for (Trial& trial : trials) {
    SetToWork(*engine, trial.id, trial.work, trial.history, [&latch] { latch.Down(); });
  }
  latch.Wait();
  for (Trial& trial : trials) {
    if (trial.afterwards) trial.afterwards(*engine, trial);
    trial.changes_at_work = trial.disk->Changes();
    trial.calls_at_work = trial.disk->Calls().size();
    if (trial.loses_power && trial.cut_at == 0) trial.disk->CutPowerAt(trial.changes_at_work + trial.cut_while_closing);
  }
}

void JudgeAll(std::vector<Trial>& trials) {
  std::map<std::string, TrialStores::Opener> openers;
  for (Trial& trial : trials) {
    std::string after = trial.folder + "/disk";
    if (trial.loses_power) {
      after = trial.folder + "/after";
      MakeFolder(after);
      WriteImage(trial.disk->Left(), after);
    }
    openers[trial.id] = [&trial, after] {
      return OpenTown(after, trial.folder + "/keys", [&trial](const std::string& message) {
        trial.contradictions.push_back("the store ended on a sound disk: " + message);
      });
    };
  }
  std::unique_ptr<engine::Engine> engine = StartOn(std::move(openers));
  std::atomic<size_t> next = 0;
  auto judge = [&] {
    for (size_t i = next++; i < trials.size(); i = next++) {
      std::vector<std::string> found = Judge(*engine, trials[i].id, *trials[i].town, trials[i].history);
      trials[i].contradictions.insert(trials[i].contradictions.end(), found.begin(), found.end());
    }
  };
  std::thread beside(judge);
  judge();
  beside.join();
}

}  // namespace

void Run(std::vector<Trial>& trials, const Folder& place) {
  for (size_t i = 0; i < trials.size(); ++i) {
    trials[i].id = fmt::format("town-{}", i);
    Prepare(trials[i], place / fmt::format("{}", i));
  }
  Work(trials);
  for (Trial& trial : trials) {
    trial.disk->SetHarmless();
    trial.syncs_after_failure = trial.disk->SyncsSinceFailure();
    // Whoever has not lost the power yet loses it at rest.
    if (trial.loses_power) trial.disk->CutPower();
  }
  JudgeAll(trials);
}

}  // namespace arshjul::faults
