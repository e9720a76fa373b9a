#include "faults/durable_file.h"

#include <algorithm>
#include <map>

namespace arshjul::faults {
namespace {

// How a disk may have gone about its writes when the power went.
struct Manner {
  int64_t survives;  // percent of the sectors
  int64_t torn;      // percent of those that survive
  bool garbage;      // what the file grew by but was not written is not zeros
};

Manner MannerOf(Chance& chance) {
  static const std::vector<Manner> kManners = {{0, 0, false},  {100, 0, false}, {10, 5, false},
                                               {50, 10, true}, {90, 5, false},  {98, 50, true}};
  return chance.Of(kManners);
}

std::string SectorOf(const std::string& content, int64_t sector) {
  const size_t at = static_cast<size_t>(sector * kSector);
  std::string bytes = at < content.size() ? content.substr(at, kSector) : "";
  bytes.resize(kSector, '\0');
  return bytes;
}

std::string Left(const std::vector<std::string>& versions, const Manner& manner, Chance& chance) {
  if (!chance.Percent(manner.survives)) return versions.front();
  // The newest most often: an older one is a second write that did not reach the disk.
  const int64_t newest = static_cast<int64_t>(versions.size()) - 1;
  const int64_t chosen = chance.Once(3) ? 1 + chance.Below(newest) : newest;
  std::string bytes = versions[static_cast<size_t>(chosen)];
  if (chance.Percent(manner.torn)) {
    const std::string& older = versions[static_cast<size_t>(chosen - 1)];
    const size_t cut = static_cast<size_t>(1 + chance.Below(kSector - 1));
    bytes = chance.Once(2) ? bytes.substr(0, cut) + older.substr(cut) : older.substr(0, cut) + bytes.substr(cut);
  }
  return bytes;
}

}  // namespace

void DurableFile::Make(const Change& change, std::string& content) {
  const size_t at = static_cast<size_t>(change.at);
  if (change.truncates) {
    content.resize(at, '\0');
    return;
  }
  if (content.size() < at + change.bytes.size()) content.resize(at + change.bytes.size(), '\0');
  content.replace(at, change.bytes.size(), change.bytes);
}

void DurableFile::Write(int64_t at, std::string_view bytes) { pending_.push_back({at, std::string(bytes), false}); }

void DurableFile::Truncate(int64_t size) { pending_.push_back({size, "", true}); }

void DurableFile::Sync() {
  for (const Change& change : pending_) Make(change, durable_);
  pending_.clear();
}

std::string DurableFile::AfterPowerCut(Chance& chance) const {
  if (pending_.empty()) return durable_;
  const Manner manner = MannerOf(chance);
  // Every content that each sector has had since the sync; the first is the synced one.
  std::map<int64_t, std::vector<std::string>> versions;
  std::vector<size_t> sizes = {durable_.size()};
  std::string content = durable_;
  for (const Change& change : pending_) {
    const int64_t size = static_cast<int64_t>(content.size());
    const int64_t from = change.truncates ? std::min(change.at, size) : change.at;
    const int64_t to = change.truncates ? size : change.at + static_cast<int64_t>(change.bytes.size());
    for (int64_t sector = from / kSector; sector * kSector < to; ++sector) {
      std::vector<std::string>& known = versions[sector];
      if (known.empty()) known.push_back(SectorOf(content, sector));
    }
    Make(change, content);
    for (int64_t sector = from / kSector; sector * kSector < to; ++sector) versions[sector].push_back(SectorOf(content, sector));
    if (content.size() != sizes.back()) sizes.push_back(content.size());
  }
  const bool size_survives = chance.Percent(manner.survives);
  std::string left = durable_;
  left.resize(size_survives ? (chance.Once(3) ? chance.Of(sizes) : sizes.back()) : sizes.front(), '\0');
  for (size_t at = durable_.size(); manner.garbage && at < left.size(); ++at) left[at] = static_cast<char>(chance.Next());
  for (const auto& [sector, known] : versions) {
    const size_t at = static_cast<size_t>(sector * kSector);
    if (at >= left.size()) continue;
    if (manner.garbage && at >= durable_.size() && !chance.Percent(manner.survives)) continue;
    std::string bytes = Left(known, manner, chance);
    left.replace(at, kSector, bytes.substr(0, left.size() - at));
  }
  return left;
}

}  // namespace arshjul::faults
