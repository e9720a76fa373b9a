#include "engine/store_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
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

}  // namespace

bool IsMunicipalityId(std::string_view id) {
  auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
  auto rest = [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '-'; };
  return !id.empty() && id.size() <= kLongestId && letter(id.front()) && std::all_of(id.begin(), id.end(), rest);
}

absl::StatusOr<std::unique_ptr<StoreFolder>> StoreFolder::OpenFolder(const std::string& data, const std::string& keys) {
  if (!data.empty()) {
    if (keys.empty()) return absl::InvalidArgumentError("files of municipalities need a folder for their keys");
    for (const std::string& path : {data, keys}) {
      if (absl::Status made = MakePrivateFolder(path); !made.ok()) return made;
    }
  }
  return std::unique_ptr<StoreFolder>(new StoreFolder(data, keys));
}

absl::StatusOr<std::vector<std::string>> StoreFolder::List() {
  std::vector<std::string> ids;
  if (data_.empty()) return ids;
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

absl::StatusOr<OpenStore> StoreFolder::Open(const std::string& municipality, bool create) {
  if (data_.empty()) {
    std::lock_guard lock(mutex_);
    auto found = in_memory_.find(municipality);
    if (found != in_memory_.end()) return found->second;
    if (!create) return absl::NotFoundError("there is no municipality " + municipality);
    absl::StatusOr<std::unique_ptr<store::KeyRing>> keys = store::KeyRing::Open("");
    if (!keys.ok()) return keys.status();
    OpenStore made{store::NewMemoryStore(StoreSchema()), std::shared_ptr<store::KeyRing>(*std::move(keys))};
    return in_memory_.emplace(municipality, std::move(made)).first->second;
  }
  absl::StatusOr<std::unique_ptr<store::Store>> store = store::OpenSqliteStore(
      {.path = fmt::format("{}/{}{}", data_, municipality, kEnding), .create = create}, StoreSchema());
  if (!store.ok()) return store.status();
  absl::StatusOr<std::unique_ptr<store::KeyRing>> keys =
      store::KeyRing::Open(fmt::format("{}/{}.keys", keys_, municipality));
  if (!keys.ok()) return keys.status();
  return OpenStore{std::shared_ptr<store::Store>(*std::move(store)), std::shared_ptr<store::KeyRing>(*std::move(keys))};
}

}  // namespace arshjul::engine
