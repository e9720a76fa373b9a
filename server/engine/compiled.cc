#include "engine/compiled.h"

#include <utility>

#include <fmt/format.h>

#include "base/codec.h"
#include "engine/world_breaks.h"

namespace arshjul::engine {
namespace {

// Municipalities times the changes of their closed weeks; beyond it everything is made again.
constexpr size_t kMostCalendars = 4096;
// A handful of workflows, in a few versions each.
constexpr size_t kMostWorkflows = 256;

struct CalendarKey {
  std::string zone;
  std::vector<calendar::ClosedSpan> closed;
  static void Fields(auto&& field) {
    field(1, "zone", &CalendarKey::zone);
    field(2, "closed", &CalendarKey::closed);
  }
};

// What was handed out stays alive with whoever holds it.
template <class Map>
auto Keep(Map& made, size_t most, const std::string& key, typename Map::mapped_type value) {
  if (made.size() >= most) made.clear();
  return made.try_emplace(key, std::move(value)).first->second;
}

}  // namespace

absl::StatusOr<std::shared_ptr<const calendar::Calendar>> Calendars::Of(
    const std::string& zone, const std::vector<calendar::ClosedSpan>& closed) {
  const std::string key = Encode(CalendarKey{zone, closed});
  std::lock_guard lock(mutex_);
  auto found = made_.find(key);
  if (found != made_.end()) return found->second;
  absl::StatusOr<absl::TimeZone> loaded = calendar::LoadZone(zone);
  if (!loaded.ok()) return loaded.status();
  return Keep(made_, kMostCalendars, key, std::make_shared<calendar::Calendar>(*loaded, closed));
}

std::shared_ptr<const statechart::Workflow> Workflows::Of(const std::string& hash, const std::string& source) {
  {
    std::lock_guard lock(mutex_);
    auto found = made_.find(hash);
    if (found != made_.end()) return found->second;
  }
  // Compiling takes long: not under the lock, even if two should do it at once.
  std::shared_ptr<const statechart::Workflow> compiled = statechart::LoadWorkflow(source).workflow;
  // It was checked when it was published: what lies in the store now is damaged, or of another version of the language.
  if (compiled == nullptr) throw WorldBreaks{absl::DataLossError(fmt::format("the workflow {} cannot be read", hash))};
  std::lock_guard lock(mutex_);
  return Keep(made_, kMostWorkflows, hash, std::move(compiled));
}

}  // namespace arshjul::engine
