// Very many timers due at once: they fire once each, in order, and whoever asks for something meanwhile does not wait for them.
#include <algorithm>
#include <set>
#include <thread>

#include "cycle/apply.h"
#include "engine/engine_testing.h"
#include "engine/reader_rows.h"
#include "store/sqlite.h"

namespace arshjul::engine {
namespace {

constexpr int kTimers = 100'000;
constexpr int kRounds = 8;
constexpr int kBetweenRounds = 5000;
constexpr int kCommands = 5;
// The writer looks at its queue after at most so many timers (writer.cc).
constexpr int kTimersInGroup = 100;

// Can stop the writer in the middle of its timers: it asks for the time before each.
class StoppingClock {
 public:
  Instant Now() {
    std::unique_lock lock(mutex_);
    if (std::this_thread::get_id() != writer_ || ++asked_ < stop_at_) return now_;
    stop_at_ = kNever;
    stopped_ = true;
    changed_.notify_all();
    changed_.wait(lock, [this] { return !stopped_; });
    return now_;
  }
  void Watch(std::thread::id writer) {
    std::lock_guard lock(mutex_);
    writer_ = writer;
  }
  void StopAfter(int64_t more) {
    std::lock_guard lock(mutex_);
    stop_at_ = asked_ + more;
  }
  int64_t WaitUntilStopped() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return stopped_; });
    return asked_;
  }
  void Set(Instant now) {
    std::lock_guard lock(mutex_);
    now_ = now;
  }
  void GoOn() {
    std::lock_guard lock(mutex_);
    stopped_ = false;
    changed_.notify_all();
  }
  int64_t asked() {
    std::lock_guard lock(mutex_);
    return asked_;
  }

 private:
  static constexpr int64_t kNever = INT64_MAX;
  std::mutex mutex_;
  std::condition_variable changed_;
  Instant now_ = At("2014-05-05T08:00:00Z");
  std::thread::id writer_;
  int64_t asked_ = 0, stop_at_ = kNever;
  bool stopped_ = false;
};

class DueTest : public testing::Test {
 protected:
  void Start() {
    engine_ = nullptr;
    Options options;
    options.data = folder_ / "data";
    options.keys = folder_ / "keys";
    options.writers = 1;
    options.clock = [clock = clock_] { return clock->Now(); };
    engine_ = *Engine::Start(std::move(options));
  }
  // All within one second, several at each millisecond.
  void Forge(Instant from) {
    engine_ = nullptr;
    auto store = store::OpenSqliteStore({.path = folder_ / "data/bygda.db"}, StoreSchema());
    ASSERT_TRUE(store.ok()) << store.status();
    auto reader = *(*store)->NewReader();
    ReaderRows rows(*reader);
    cycle::State state(&rows);
    store::Batch batch;
    batch.expected_sequence = *reader->Sequence();
    const Instant time = At("2014-05-05T08:00:00Z");
    cycle::Entry entry{time, {}};
    for (int i = 0; i < kTimers; ++i) {
      cycle::Timer timer;
      timer.number = 1000 + i;
      timer.at = from + std::chrono::milliseconds(i % 1000);
      timer.kind = cycle::Timer::Kind::kPhaseOpens;
      timer.cycle = "none";
      entry.events.push_back(cycle::TimerSet{std::move(timer)});
      cycle::Apply(state, entry.events.back(), time);
    }
    state.Accept();
    std::vector<cycle::RowChange> changes;
    state.ForEach([&](auto& table) { table.TakeChanges(changes); });
    for (cycle::RowChange& change : changes) {
      batch.rows.push_back({change.table, std::move(change.key), std::move(change.body), std::move(change.columns)});
    }
    batch.log = {{batch.expected_sequence + 1, time, "office", "Forged", Encode(entry)}};
    absl::Status committed = (*store)->Commit(batch);
    ASSERT_TRUE(committed.ok()) << committed;
  }
  void FindWriter() {
    Request request = As("office", Rename("Ny"));
    std::thread::id writer;
    request.look = [&](cycle::State&, const cycle::Context&) { writer = std::this_thread::get_id(); };
    ASSERT_TRUE(Succeeded(engine_->Run(std::move(request))));
    clock_->Watch(writer);
  }
  bool TimersLeft() {
    bool left = true;
    engine_->Read("bygda", "", [&](View& view) { left = view.state.timers.First() != nullptr; }).IgnoreError();
    return left;
  }

  TestFolder folder_;
  std::shared_ptr<StoppingClock> clock_ = std::make_shared<StoppingClock>();
  std::unique_ptr<Engine> engine_;
};

// Every timer once, in order of its time; the entries of commands by name.
struct Told {
  std::vector<std::string> fired;
  std::map<std::string, int> timers_before;  // by the name a command gave: since the clock was last set
};

Told Read(const std::vector<store::LogEntry>& log) {
  Told told;
  Instant time{};
  int since = 0;
  for (const store::LogEntry& logged : log) {
    if (logged.time != time) since = 0;
    time = logged.time;
    cycle::Entry entry;
    EXPECT_TRUE(Decode(logged.body, entry));
    for (const cycle::Event& event : entry.events) {
      if (auto* ended = std::get_if<cycle::TimerEnded>(&event)) {
        told.fired.push_back(ended->timer);
        ++since;
      } else if (auto* changed = std::get_if<cycle::MunicipalityChanged>(&event)) {
        told.timers_before[changed->name] = since;
      }
    }
  }
  return told;
}

TEST_F(DueTest, AHundredThousandInOneSecondKeepNobodyWaiting) {
  Start();
  for (const char* id : {"bygda", "grenda"}) ASSERT_TRUE(Succeeded(engine_->Run(As("office", Creation(id, false), "", id))));
  const Instant from = At("2014-05-05T09:00:00Z");
  ASSERT_NO_FATAL_FAILURE(Forge(from));
  Start();
  ASSERT_NO_FATAL_FAILURE(FindWriter());
  // What each round waited for beside its own municipality's timers, as asks of the clock: one a timer.
  std::atomic<int64_t> asked_before_other[kRounds] = {};
  int64_t stopped_at[kRounds] = {};
  std::atomic<int> answers = 0, failures = 0;
  auto answered = [&](Reply reply) {
    if (!Succeeded(reply)) ++failures;
    ++answers;
  };
  Instant now = from + std::chrono::hours(1);
  clock_->StopAfter(kBetweenRounds);
  clock_->Set(now);
  for (int round = 0; round < kRounds; ++round) {
    stopped_at[round] = clock_->WaitUntilStopped();
    for (int i = 0; i < kCommands; ++i) engine_->Submit(As("office", Rename("r" + std::to_string(round) + "-" + std::to_string(i))), answered);
    Request other = As("office", Rename("Grenda " + std::to_string(round)), "", "grenda");
    other.look = [&, round](cycle::State&, const cycle::Context&) { asked_before_other[round] = clock_->asked(); };
    engine_->Submit(std::move(other), answered);
    if (round + 1 < kRounds) clock_->StopAfter(kBetweenRounds);
    // What comes from here on is seen by its time.
    clock_->Set(now += std::chrono::minutes(1));
    clock_->GoOn();
  }
  WaitUntil(*engine_, [&] { return !TimersLeft(); });
  engine_->Drain();
  EXPECT_EQ(answers, kRounds * (kCommands + 1));
  EXPECT_EQ(failures, 0);
  Start();
  const Told told = Read(LogOf(*engine_));
  EXPECT_EQ(told.fired.size(), static_cast<size_t>(kTimers));
  EXPECT_EQ(std::set<std::string>(told.fired.begin(), told.fired.end()).size(), static_cast<size_t>(kTimers)) << "each once";
  EXPECT_TRUE(std::is_sorted(told.fired.begin(), told.fired.end())) << "the key begins with the instant";
  for (int round = 0; round < kRounds; ++round) {
    for (int i = 0; i < kCommands; ++i) {
      const std::string name = "r" + std::to_string(round) + "-" + std::to_string(i);
      ASSERT_TRUE(told.timers_before.contains(name)) << name;
      // Only what was left of the group that stood.
      EXPECT_LE(told.timers_before.at(name), kTimersInGroup) << name;
    }
    EXPECT_LE(asked_before_other[round] - stopped_at[round], 3 * kTimersInGroup) << "another municipality waits no longer";
  }
  auto findings = engine_->Verify("bygda");
  ASSERT_TRUE(findings.ok()) << findings.status();
  EXPECT_THAT(*findings, testing::IsEmpty());
}

// They are rows: the next to start fires what is left. A server that is asked to stop does not make others wait for them.
TEST_F(DueTest, DrainingDoesNotWaitForTimers) {
  Start();
  ASSERT_TRUE(Succeeded(engine_->Run(As("office", Creation("bygda", false)))));
  const Instant from = At("2014-05-05T09:00:00Z");
  ASSERT_NO_FATAL_FAILURE(Forge(from));
  Start();
  ASSERT_NO_FATAL_FAILURE(FindWriter());
  clock_->StopAfter(kBetweenRounds);
  clock_->Set(from + std::chrono::hours(1));
  clock_->WaitUntilStopped();
  std::atomic<bool> answered = false;
  engine_->Submit(As("office", Rename("Siste")), [&](Reply reply) { answered = Succeeded(reply); });
  std::thread draining([&] { engine_->Drain(); });
  // It has begun when nothing new is taken.
  while (!absl::IsUnavailable(engine_->Now("bygda").status())) std::this_thread::yield();
  clock_->GoOn();
  draining.join();
  EXPECT_TRUE(answered) << "what was queued is finished";
  engine_ = nullptr;
  auto store = store::OpenSqliteStore({.path = folder_ / "data/bygda.db"}, StoreSchema());
  ASSERT_TRUE(store.ok()) << store.status();
  const Told told = Read(*(*(*store)->NewReader())->Log(0, 0));
  EXPECT_GE(told.fired.size(), static_cast<size_t>(kBetweenRounds - kTimersInGroup));
  EXPECT_LE(told.fired.size(), static_cast<size_t>(kBetweenRounds + 3 * kTimersInGroup));
}

}  // namespace
}  // namespace arshjul::engine
