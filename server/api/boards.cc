#include "api/boards.h"

#include <utility>
#include <vector>

namespace arshjul::api {
namespace {

constexpr size_t kMostBoards = 64;  // some 10 MB each at 6,000 leaders
// Further behind than this, reading everything again is quicker.
constexpr int64_t kMostBehind = 5000;
constexpr size_t kMostEvents = 5000;

}  // namespace

absl::Status Boards::With(engine::View& view, const std::string& municipality, const std::string& cycle,
                          const std::function<void(cycle::Board&)>& use) {
  std::shared_ptr<Kept> kept;
  {
    std::lock_guard lock(mutex_);
    if (kept_.size() >= kMostBoards) kept_.clear();
    std::shared_ptr<Kept>& slot = kept_[{municipality, cycle}];
    if (slot == nullptr) slot = std::make_shared<Kept>(cycle);
    kept = slot;
  }
  std::lock_guard lock(kept->mutex);
  if (absl::Status status = CatchUp(view, *kept); !status.ok()) return status;
  use(kept->board);
  return absl::OkStatus();
}

absl::Status Boards::CatchUp(engine::View& view, Kept& kept) {
  absl::StatusOr<int64_t> now = view.reader.Sequence();
  if (!now.ok()) return now.status();
  if (*now <= kept.sequence) return absl::OkStatus();
  const int64_t behind = *now - kept.sequence;
  const int64_t seen = std::exchange(kept.sequence, 0);
  std::vector<cycle::Event> events;
  if (seen > 0 && behind <= kMostBehind) {
    absl::StatusOr<std::vector<store::LogEntry>> log = view.reader.Log(seen, 0);
    if (!log.ok()) return log.status();
    for (const store::LogEntry& entry : *log) {
      cycle::Entry decoded;
      if (!Decode(entry.body, decoded)) return absl::DataLossError("a log entry cannot be read");
      for (cycle::Event& event : decoded.events) events.push_back(std::move(event));
    }
  }
  if (seen == 0 || behind > kMostBehind || events.size() > kMostEvents) {
    kept.board.Load(view.state);
  } else {
    kept.board.Follow(view.state, events);
  }
  kept.sequence = *now;
  return absl::OkStatus();
}

}  // namespace arshjul::api
