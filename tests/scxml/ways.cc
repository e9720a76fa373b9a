#include "scxml/ways.h"

#include <absl/strings/str_join.h>

#include "base/codec.h"
#include "rehearsal/rehearsal.h"
#include "store/place.h"
#include "store/sqlite.h"

namespace arshjul::scxml {
namespace {

using rehearsal::Changes;
using rehearsal::Instance;

// Longer than any delay of the tests.
constexpr Instant kEnd{std::chrono::hours(1)};
constexpr int kMaxMacrosteps = 1000;
constexpr const char* kKey = "instance";

// Where an instance and its log are between two macrosteps.
class Keeper {
 public:
  virtual ~Keeper() = default;
  // Keeps what happened; the state as it is kept. Something wrong goes to `problem`.
  virtual Instance Keep(const Instance& before, const Changes& changes, std::string& problem) = 0;
  virtual std::vector<std::string> Log(std::string& problem) = 0;
};

class MemoryKeeper : public Keeper {
 public:
  Instance Keep(const Instance& before, const Changes& changes, std::string&) override {
    log_.push_back(Encode(changes));
    Instance after = before;
    rehearsal::Apply(changes, after);
    return after;
  }
  std::vector<std::string> Log(std::string&) override { return log_; }

 private:
  std::vector<std::string> log_;
};

class StoreKeeper : public Keeper {
 public:
  explicit StoreKeeper(std::string& problem) {
    auto store = store::OpenSqliteStore({.path = place_.File("instance.db"), .create = true}, {{"instances", {}}});
    if (!store.ok()) {
      problem = store.status().ToString();
      return;
    }
    store_ = *std::move(store);
  }

  Instance Keep(const Instance& before, const Changes& changes, std::string& problem) override {
    Instance after = before;
    rehearsal::Apply(changes, after);
    store::Batch batch;
    batch.expected_sequence = sequence_++;
    batch.log = {{sequence_, after.now, "system", "macrostep", Encode(changes)}};
    batch.rows = {{0, kKey, Encode(after), {}}};
    if (const absl::Status status = store_->Commit(batch); !status.ok()) problem = status.ToString();
    return Reload(problem);
  }

  std::vector<std::string> Log(std::string& problem) override {
    std::vector<std::string> bodies;
    auto reader = store_->NewReader();
    auto log = reader.ok() ? (*reader)->Log(0, 0) : absl::StatusOr<std::vector<store::LogEntry>>(reader.status());
    if (!log.ok()) {
      problem = log.status().ToString();
      return {};
    }
    for (const auto& entry : *log) bodies.push_back(entry.body);
    return bodies;
  }

 private:
  Instance Reload(std::string& problem) {
    Instance read;
    auto reader = store_->NewReader();
    if (!reader.ok()) {
      problem = reader.status().ToString();
      return read;
    }
    const auto body = (*reader)->Get(0, kKey);
    if (!body.ok() || !body->has_value() || !Decode(**body, read)) problem = "what was written cannot be read";
    return read;
  }

  store::Place place_;
  std::unique_ptr<store::Store> store_;
  int64_t sequence_ = 0;
};

std::string CompareWithLog(Keeper& keeper, const Instance& instance) {
  std::string problem;
  Instance folded;
  for (const std::string& body : keeper.Log(problem)) {
    Changes changes;
    if (!Decode(body, changes)) return "the log cannot be read";
    rehearsal::Apply(changes, folded);
  }
  if (problem.empty() && !(folded == instance)) problem = "the log folded is not the state";
  return problem;
}

}  // namespace

const char* NameOf(Way way) {
  switch (way) {
    case Way::kMemory: return "in memory";
    case Way::kMemoryFolded: return "in memory, log folded";
    case Way::kStore: return "through the store";
    case Way::kStoreFolded: return "through the store, log folded";
  }
  return "";
}

std::string Live(const std::shared_ptr<const statechart::Chart>& chart, Way way) {
  const bool stored = way == Way::kStore || way == Way::kStoreFolded, folded = way == Way::kMemoryFolded || way == Way::kStoreFolded;
  std::string problem;
  std::unique_ptr<Keeper> keeper;
  if (stored) {
    keeper = std::make_unique<StoreKeeper>(problem);
  } else {
    keeper = std::make_unique<MemoryKeeper>();
  }
  const rehearsal::Rehearsal rehearsal(chart);
  Instance instance;
  rehearsal::Ran ran = rehearsal.Start(instance, {});
  auto goes_on = [&] { return problem.empty() && !ran.passed && !ran.changes.changes.empty(); };
  for (int i = 0; i < kMaxMacrosteps && goes_on(); ++i) {
    instance = keeper->Keep(instance, ran.changes, problem);
    if (problem.empty() && folded) problem = CompareWithLog(*keeper, instance);
    if (instance.configuration.done) break;
    ran = rehearsal.Next(instance, kEnd, {});
  }
  if (!problem.empty()) return problem;
  if (instance.configuration.done) return absl::StrJoin(instance.configuration.active, " ");
  if (goes_on() || ran.passed) return "never rests";
  return "rests in " + absl::StrJoin(instance.configuration.active, " ");
}

}  // namespace arshjul::scxml
