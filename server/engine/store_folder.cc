#include "engine/store_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <system_error>
#include <utility>

#include "engine/reader_rows.h"
#include "store/memory.h"
#include "store/sqlite.h"

namespace arshjul::engine {
namespace {

constexpr size_t kLongestId = 63;
constexpr std::string_view kEnding = ".db";

absl::Status MakePrivateFolder(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code error;
  bool made = fs::create_directories(path, error);
  if (!error && made) fs::permissions(path, fs::perms::owner_all, error);
  if (!error && !fs::is_directory(path, error)) return absl::FailedPreconditionError(path + " is not a folder");
  if (error) return absl::UnavailableError(fmt::format("cannot make the folder {}: {}", path, error.message()));
  return absl::OkStatus();
}

// What is open, by municipality. A file is locked from before it is open until after it is closed, and all that time it is
// taken: whoever wants it waits, or shares it.
class OpenFiles : public std::enable_shared_from_this<OpenFiles> {
 public:
  absl::StatusOr<OpenStore> Share(const std::string& municipality, const std::function<absl::StatusOr<OpenStore>()>& open) {
    {
      std::unique_lock lock(mutex_);
      for (auto at = taken_.find(municipality); at != taken_.end(); at = taken_.find(municipality)) {
        if (std::shared_ptr<OpenStore> there = at->second.lock()) return Shared(there);
        changed_.wait(lock);
      }
      taken_[municipality];
    }
    absl::StatusOr<OpenStore> opened = open();
    if (!opened.ok()) {
      LetGo(municipality);
      return opened.status();
    }
    std::shared_ptr<OpenStore> held(new OpenStore(*std::move(opened)), [self = shared_from_this(), municipality](OpenStore* closing) {
      delete closing;
      self->LetGo(municipality);
    });
    std::lock_guard lock(mutex_);
    taken_[municipality] = held;
    changed_.notify_all();
    return Shared(held);
  }

 private:
  // Each of the two keeps both.
  static OpenStore Shared(const std::shared_ptr<OpenStore>& held) {
    return {std::shared_ptr<store::Store>(held, held->store.get()), std::shared_ptr<store::KeyRing>(held, held->keys.get())};
  }

  void LetGo(const std::string& municipality) {
    std::lock_guard lock(mutex_);
    taken_.erase(municipality);
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, std::weak_ptr<OpenStore>> taken_;
};

class FolderInMemory : public StoreFolder {
 public:
  absl::StatusOr<std::vector<std::string>> List() override { return std::vector<std::string>(); }
  absl::StatusOr<OpenStore> Open(const std::string& municipality, bool create) override;

 private:
  std::mutex mutex_;
  std::map<std::string, OpenStore> open_;
};

absl::StatusOr<OpenStore> FolderInMemory::Open(const std::string& municipality, bool create) {
  std::lock_guard lock(mutex_);
  auto found = open_.find(municipality);
  if (found != open_.end()) return found->second;
  if (!create) return absl::NotFoundError("there is no municipality " + municipality);
  absl::StatusOr<std::unique_ptr<store::KeyRing>> keys = store::KeyRing::Open("");
  if (!keys.ok()) return keys.status();
  OpenStore made{store::NewMemoryStore(StoreSchema()), std::shared_ptr<store::KeyRing>(*std::move(keys))};
  return open_.emplace(municipality, std::move(made)).first->second;
}

class FolderOfFiles : public StoreFolder {
 public:
  FolderOfFiles(std::string data, std::string keys)
      : data_(std::move(data)), keys_(std::move(keys)), files_(std::make_shared<OpenFiles>()) {}
  absl::StatusOr<std::vector<std::string>> List() override;
  absl::StatusOr<OpenStore> Open(const std::string& municipality, bool create) override {
    return files_->Share(municipality, [&] { return OpenFilesOf(municipality, create); });
  }

 private:
  absl::StatusOr<OpenStore> OpenFilesOf(const std::string& municipality, bool create);

  const std::string data_, keys_;
  const std::shared_ptr<OpenFiles> files_;
};

absl::StatusOr<std::vector<std::string>> FolderOfFiles::List() {
  std::vector<std::string> ids;
  std::error_code error;
  std::filesystem::directory_iterator at(data_, error), end;
  for (; !error && at != end; at.increment(error)) {
    std::string name = at->path().filename().string();
    if (!name.ends_with(kEnding)) continue;
    name.resize(name.size() - kEnding.size());
    if (IsMunicipalityId(name)) ids.push_back(std::move(name));
  }
  if (error) return absl::UnavailableError(fmt::format("cannot read the folder {}: {}", data_, error.message()));
  std::sort(ids.begin(), ids.end());
  return ids;
}

absl::StatusOr<OpenStore> FolderOfFiles::OpenFilesOf(const std::string& municipality, bool create) {
  absl::StatusOr<std::unique_ptr<store::Store>> store = store::OpenSqliteStore(
      {.path = fmt::format("{}/{}{}", data_, municipality, kEnding), .create = create, .columns_of = StoreColumns}, StoreSchema());
  if (!store.ok()) return store.status();
  absl::StatusOr<std::unique_ptr<store::KeyRing>> keys =
      store::KeyRing::Open(fmt::format("{}/{}.keys", keys_, municipality));
  if (!keys.ok()) return keys.status();
  return OpenStore{std::shared_ptr<store::Store>(*std::move(store)), std::shared_ptr<store::KeyRing>(*std::move(keys))};
}

}  // namespace

bool IsMunicipalityId(std::string_view id) {
  auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
  auto rest = [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '-'; };
  return !id.empty() && id.size() <= kLongestId && letter(id.front()) && std::all_of(id.begin(), id.end(), rest);
}

absl::StatusOr<std::unique_ptr<StoreFolder>> StoreFolder::OpenFolder(const std::string& data, const std::string& keys) {
  if (data.empty()) return std::make_unique<FolderInMemory>();
  if (keys.empty()) return absl::InvalidArgumentError("files of municipalities need a folder for their keys");
  for (const std::string& path : {data, keys}) {
    if (absl::Status made = MakePrivateFolder(path); !made.ok()) return made;
  }
  return std::make_unique<FolderOfFiles>(data, keys);
}

}  // namespace arshjul::engine
