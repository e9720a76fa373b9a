#include "simulation/place.h"

#include <fmt/format.h>

#include <filesystem>
#include <mutex>

#include "engine/reader_rows.h"
#include "store/sqlite.h"

namespace arshjul::simulation {
namespace {

// The one municipality's store in a folder; its keys lie elsewhere.
class OneStore : public engine::StoreFolder {
 public:
  OneStore(std::string folder, std::string keys) : file_(folder + "/" + Stage::kMunicipality + ".db"), keys_(std::move(keys)) {}

  absl::StatusOr<std::vector<std::string>> List() override {
    return std::filesystem::exists(file_) ? std::vector<std::string>{Stage::kMunicipality} : std::vector<std::string>();
  }
  absl::StatusOr<engine::OpenStore> Open(const std::string& municipality, bool create) override {
    std::lock_guard lock(mutex_);
    if (open_.store != nullptr) return open_;
    if (municipality != Stage::kMunicipality || (!create && !std::filesystem::exists(file_))) {
      return absl::NotFoundError("there is no municipality " + municipality);
    }
    // A disk without power ends the store; the year goes on with what is left.
    auto store = store::OpenSqliteStore({.path = file_, .create = create, .fatal = [](const std::string&) {}}, engine::StoreSchema());
    if (!store.ok()) return store.status();
    auto ring = store::KeyRing::Open(keys_ + "/" + Stage::kMunicipality + ".keys");
    if (!ring.ok()) return ring.status();
    open_ = {*std::move(store), *std::move(ring)};
    return open_;
  }

 private:
  const std::string file_, keys_;
  std::mutex mutex_;
  engine::OpenStore open_;
};

}  // namespace

Stage::Stores Place::Stores() {
  switch (kind_) {
    case Kind::kMemory: return nullptr;
    case Kind::kFolder: return [this] { return engine::StoreFolder::OpenFolder(folder_ + "/data", folder_ + "/keys"); };
    case Kind::kFaultyDisk: return [this] { return OpenDisk(); };
  }
  return nullptr;
}

absl::StatusOr<std::unique_ptr<engine::StoreFolder>> Place::OpenDisk() {
  const std::string keys = folder_ + "/keys", disk = fmt::format("{}/disk-{}", folder_, disks_.size());
  std::error_code error;
  std::filesystem::create_directories(keys, error);
  if (!error) std::filesystem::permissions(keys, std::filesystem::perms::owner_all, error);
  if (!error) std::filesystem::create_directories(disk, error);
  if (error) return absl::UnavailableError(error.message());
  if (!disks_.empty()) {
    disks_.back()->CutPower();
    faults::WriteImage(disks_.back()->Left(), disk);
  }
  disks_.push_back(std::make_unique<faults::FaultyDisk>(disk));
  disks_.back()->WatchPower(disks_.size());
  return std::make_unique<OneStore>(disk, keys);
}

void Place::CutPowerAfter(int64_t changes) {
  if (!disks_.empty()) disks_.back()->CutPowerAt(disks_.back()->Changes() + changes);
}

void Place::CutPower() {
  if (!disks_.empty()) disks_.back()->CutPower();
}

}  // namespace arshjul::simulation
