#include "faults/damage.h"

#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "base/hash.h"
#include "engine/reader_rows.h"
#include "engine/verify.h"
#include "faults/trial.h"
#include "faults/workload.h"
#include "store/page_sums.h"
#include "store/sqlite.h"

namespace arshjul::faults {
namespace {

constexpr size_t kOriginals = 12;
constexpr int64_t kFrameHeader = 24, kLogHeader = 32, kPage = 4096;

// A town at rest, or one whose server was killed when everything had been synced: its log is full.
std::vector<DiskImage> Originals(const Towns& towns, uint64_t seed) {
  std::vector<DiskImage> images = {towns.spring.files, towns.autumn.files, towns.winter.files};
  Folder place;
  std::vector<Trial> trials(kOriginals);
  for (Trial& trial : trials) {
    Chance chance(seed);
    trial.seed = seed++;
    trial.town = chance.Once(2) ? &towns.autumn : &towns.winter;
    trial.loses_power = true;
    trial.cut_while_closing = 1;
    // One client: each commit is followed by the next.
    trial.work = MakeWork(*trial.town, 1, 12, chance);
  }
  Run(trials, place);
  for (const Trial& trial : trials) images.push_back(trial.disk->Left());
  return images;
}

// What cannot be told from a commit that was under way begins here: the last frame of the last commit but one. 0: there is
// nothing else.
int64_t EndOfWhatIsCertain(const std::string& log) {
  std::vector<int64_t> ends;
  for (int64_t at = kLogHeader; at + kFrameHeader + kPage <= static_cast<int64_t>(log.size()); at += kFrameHeader + kPage) {
    if (log.compare(static_cast<size_t>(at + 8), 8, log, 16, 8) != 0) break;
    if (log.compare(static_cast<size_t>(at + 4), 4, std::string(4, '\0')) != 0) ends.push_back(at + kFrameHeader + kPage);
  }
  return ends.size() < 3 ? 0 : ends[ends.size() - 2] - kFrameHeader - kPage;
}

struct Harm {
  std::string kind, file;
};

Harm Do(DiskImage& image, Chance& chance) {
  const bool has_log = image.contains("town.db-wal") && EndOfWhatIsCertain(image["town.db-wal"]) > 0;
  const bool log = has_log && chance.Once(2);
  Harm harm{"", log ? "town.db-wal" : "town.db"};
  std::string& content = image[harm.file];
  const int64_t begin = log ? kLogHeader : 0;
  const int64_t end = log ? EndOfWhatIsCertain(content) : static_cast<int64_t>(content.size());
  const size_t at = static_cast<size_t>(begin + chance.Below(end - begin));
  switch (chance.Below(log ? 2 : 3)) {
    case 0:
      harm.kind = "bit flipped";
      content[at] = static_cast<char>(content[at] ^ 1 << chance.Below(8));
      break;
    case 1:
      harm.kind = "sector of zeros";
      content.replace(at, std::min<size_t>(kSector, static_cast<size_t>(end) - at), std::min<size_t>(kSector, static_cast<size_t>(end) - at), '\0');
      break;
    default:
      harm.kind = "cut short";
      content.resize(at);
  }
  harm.kind += log ? ", log" : ", database";
  return harm;
}

// Every value of every row, as somebody who knows nothing of the store reads them; "" when they cannot be read.
std::string EverythingIn(const std::string& path) {
  sqlite3* database = nullptr;
  std::string all;
  bool read = sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READWRITE, store::PageSumsVfs()) == SQLITE_OK;
  auto append = [](void* into, int columns, char** values, char**) {
    for (int i = 0; i < columns; ++i) *static_cast<std::string*>(into) += fmt::format("{}\x1f", values[i] == nullptr ? "-" : values[i]);
    return 0;
  };
  std::vector<std::string> tables;
  auto collect = [](void* into, int, char** values, char**) {
    static_cast<std::vector<std::string>*>(into)->push_back(values[0]);
    return 0;
  };
  read = read && sqlite3_exec(database, "SELECT name FROM sqlite_schema WHERE type='table' ORDER BY name", collect, &tables, nullptr) == SQLITE_OK;
  for (const std::string& table : tables) {
    std::vector<std::string> columns;
    const std::string names = fmt::format("SELECT 'hex(\"' || name || '\")' FROM pragma_table_info('{}')", table);
    read = read && sqlite3_exec(database, names.c_str(), collect, &columns, nullptr) == SQLITE_OK;
    std::string list;
    for (const std::string& column : columns) list += (list.empty() ? "" : ",") + column;
    read = read && sqlite3_exec(database, fmt::format("SELECT {} FROM \"{}\" ORDER BY 1", list, table).c_str(), append, &all, nullptr) == SQLITE_OK;
  }
  sqlite3_close(database);
  return read ? Sha256Hex(all) : "";
}

enum class Seen { kAtOpen, kByVerify, kNowhere };

Seen Examine(const std::string& folder, const std::string& keys, std::string& ended) {
  auto opened = store::OpenSqliteStore({.path = folder + "/town.db", .fatal = [&](const std::string& message) { ended = message; }},
                                       engine::StoreSchema());
  if (!opened.ok()) return Seen::kAtOpen;
  auto ring = store::KeyRing::Open(keys);
  auto reader = (*opened)->NewReader();
  if (!ring.ok() || !reader.ok()) return Seen::kAtOpen;
  auto findings = engine::VerifyStore(**reader, **ring);
  return findings.ok() && findings->empty() ? Seen::kNowhere : Seen::kByVerify;
}

void MakeFolder(const std::string& path) {
  if (mkdir(path.c_str(), 0700) != 0) std::abort();
}

std::string SumOf(const DiskImage& image, const Folder& place) {
  place.Empty();
  MakeFolder(place / "disk");
  WriteImage(image, place / "disk");
  return EverythingIn(place / "disk/town.db");
}

}  // namespace

Tally Damage(const Towns& towns, uint64_t seed, int64_t count) {
  Tally tally;
  Folder place;
  // The same for every seed, so that one can be run alone.
  const std::vector<DiskImage> originals = Originals(towns, 1);
  std::vector<std::string> sums;
  for (const DiskImage& original : originals) sums.push_back(SumOf(original, place));
  for (int64_t i = 0; i < count; ++i, ++seed) {
    Chance chance(seed);
    const size_t chosen = static_cast<size_t>(chance.Below(static_cast<int64_t>(originals.size())));
    DiskImage image = originals[chosen];
    const Harm harm = Do(image, chance);
    if (image == originals[chosen]) continue;
    place.Empty();
    MakeFolder(place / "disk");
    WriteImage(image, place / "disk");
    std::string ended;
    const Seen seen = Examine(place / "disk", place / "keys/town.keys", ended);
    const char* name = seen == Seen::kAtOpen ? "found at open" : seen == Seen::kByVerify ? "found by verify" : "harmless";
    if (seen == Seen::kNowhere && EverythingIn(place / "disk/town.db") != sums[chosen]) {
      name = "NOT SEEN";
      tally.red.push_back(fmt::format("damage, --seed {} --damages 1: {}: other contents, and nobody says so", seed, harm.kind));
    }
    ++tally.fired[fmt::format("damages, simulated: {}: {}", harm.kind, name)];
  }
  return tally;
}

}  // namespace arshjul::faults
