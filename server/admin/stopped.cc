#include "admin/stopped.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "engine/reader_rows.h"
#include "engine/verify.h"
#include "store/sqlite.h"
#include "store/vault.h"

namespace arshjul::admin {
namespace {

constexpr char kEnding[] = ".db";

absl::StatusOr<std::unique_ptr<store::Store>> Open(const Place& place) {
  return store::OpenSqliteStore({.path = place.file, .create = false}, engine::StoreSchema());
}

bool Exists(const std::string& path) {
  std::error_code error;
  return std::filesystem::exists(path, error);
}

}  // namespace

absl::StatusOr<std::vector<Place>> PlacesIn(const std::string& data, const std::string& keys, const std::string& municipality) {
  std::vector<Place> places;
  std::error_code error;
  for (std::filesystem::directory_iterator at(data, error), end; !error && at != end; at.increment(error)) {
    if (at->path().extension() != kEnding) continue;
    const std::string id = at->path().stem().string();
    if (!municipality.empty() && id != municipality) continue;
    const std::string key_file = fmt::format("{}/{}.keys", keys, id);
    const bool at_hand = Exists(key_file);
    places.push_back({at->path().string(), at_hand ? key_file : "", at_hand ? "" : key_file});
  }
  if (error) return absl::NotFoundError(fmt::format("cannot read the folder {}: {}", data, error.message()));
  if (places.empty()) return absl::NotFoundError(fmt::format("there is no municipality {} in {}", municipality, data));
  std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) { return a.file < b.file; });
  return places;
}

absl::StatusOr<Verified> Verify(const Place& place) {
  absl::StatusOr<std::unique_ptr<store::Store>> opened = Open(place);
  if (!opened.ok()) return opened.status();
  absl::StatusOr<std::unique_ptr<store::KeyRing>> keys = store::KeyRing::Open(place.keys);
  if (!keys.ok()) return keys.status();
  absl::StatusOr<std::unique_ptr<store::Reader>> reader = (*opened)->NewReader();
  if (!reader.ok()) return reader.status();
  absl::StatusOr<std::vector<std::string>> findings = engine::VerifyStore(**reader, **keys);
  if (!findings.ok()) return findings.status();
  absl::StatusOr<int64_t> entries = (*reader)->Sequence();
  if (!entries.ok()) return entries.status();
  return Verified{*entries, *std::move(findings)};
}

absl::Status Backup(const Place& place, const std::string& to) {
  absl::StatusOr<std::unique_ptr<store::Store>> opened = Open(place);
  return opened.ok() ? (*opened)->Backup(to) : opened.status();
}

}  // namespace arshjul::admin
