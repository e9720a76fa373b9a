#include "api/past.h"

#include <utility>
#include <vector>

#include "cycle/apply.h"
#include "cycle/query_board.h"

namespace arshjul::api {
namespace {

constexpr int kEntriesAtOnce = 200;
// A state of more than this is some hundred megabytes: it is made again rather than kept.
constexpr size_t kMostKept = 200'000;

}  // namespace

Result Past::With(engine::View& view, const std::string& municipality, const std::string& cycle, Instant then,
                  const std::function<bool()>& cancelled, const std::function<void(cycle::State&)>& use) {
  std::unique_lock lock(mutex_, std::try_to_lock);
  if (!lock.owns_lock()) return Refusal{Reason::kQueueFull, {}, {}};
  Folded folded = std::exchange(kept_, Folded());
  if (folded.state == nullptr || folded.municipality != municipality || folded.cycle != cycle || folded.time > then) {
    folded = {municipality, cycle, 0, Instant(), 0, std::make_unique<cycle::State>(nullptr)};
  }
  if (Result result = FoldOn(view, then, cancelled, folded); !result.ok()) return result;
  use(*folded.state);
  if (folded.events <= kMostKept) kept_ = std::move(folded);
  return {};
}

Result Past::FoldOn(engine::View& view, Instant then, const std::function<bool()>& cancelled, Folded& folded) {
  while (true) {
    if (cancelled()) return absl::CancelledError("the caller has gone");
    absl::StatusOr<std::vector<store::LogEntry>> log = view.reader.Log(folded.sequence, kEntriesAtOnce);
    if (!log.ok()) return log.status();
    for (const store::LogEntry& entry : *log) {
      // Time never goes back in a log.
      if (entry.time > then) return {};
      cycle::Entry decoded;
      if (!Decode(entry.body, decoded)) return absl::DataLossError("a log entry cannot be read");
      for (const cycle::Event& event : decoded.events) {
        if (!cycle::ShapesBoard(event, folded.cycle)) continue;
        cycle::Apply(*folded.state, event, decoded.time);
        ++folded.events;
      }
      folded.state->Accept();
      folded.sequence = entry.sequence;
      folded.time = entry.time;
    }
    if (log->size() < static_cast<size_t>(kEntriesAtOnce)) return {};
  }
}

}  // namespace arshjul::api
