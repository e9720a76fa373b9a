// One file as a disk has it: what has been synced, and what was written since, of which a power cut leaves any part.
// Threads: one at a time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "faults/chance.h"

namespace arshjul::faults {

// The disk writes no less than this at once, unless the power goes in the middle.
inline constexpr int64_t kSector = 512;

class DurableFile {
 public:
  explicit DurableFile(std::string content) : durable_(std::move(content)) {}

  void Write(int64_t at, std::string_view bytes);
  void Truncate(int64_t size);
  void Sync();
  bool AllSynced() const { return pending_.empty(); }

  // What a power cut leaves: each sector written since the last sync is as before it, as after any of its writes, or torn
  // between two of them, whatever becomes of the others; the size is any that the file has had since.
  std::string AfterPowerCut(Chance& chance) const;

 private:
  struct Change {
    int64_t at = 0;         // of a write; of a truncation: the new size
    std::string bytes;
    bool truncates = false;
  };
  static void Make(const Change& change, std::string& content);

  std::string durable_;
  std::vector<Change> pending_;
};

}  // namespace arshjul::faults
