// Timers: on the real clock, on a demo clock, and those that cannot fire.
#include <algorithm>

#include "engine/engine_testing.h"
#include "engine/reader_rows.h"
#include "store/sqlite.h"

namespace arshjul::engine {
namespace {

using testing::IsEmpty;

// Instants of the timers that are fired, in the order of the log, beside the times of the entries.
std::vector<std::pair<Instant, Instant>> Fired(Engine& engine) {
  std::vector<std::pair<Instant, Instant>> fired;
  for (const FiredTimer& one : FiredTimers(LogOf(engine))) fired.emplace_back(one.timer.at, one.time);
  return fired;
}

TEST_P(EngineTest, ADemoClockFiresWhatFallsDueOnTheWay) {
  Options options = OptionsHere();
  options.most_in_group = 7;  // so that it takes several transactions
  StartEngine(std::move(options));
  Settle();
  ASSERT_TRUE(Succeeded(engine_->Run(As("office", Launch()))));
  const Instant to = At("2014-10-15T10:00:00Z");
  ASSERT_TRUE(Succeeded(engine_->Run(As("office", cycle::SetClock{to}, "one"))));
  EXPECT_EQ(engine_->Now("bygda").value(), to);
  std::vector<std::pair<Instant, Instant>> fired = Fired(*engine_);
  EXPECT_GT(fired.size(), 40u);
  EXPECT_TRUE(std::is_sorted(fired.begin(), fired.end()));
  for (const auto& [at, time] : fired) EXPECT_EQ(at, time) << FormatInstant(at) << " " << FormatInstant(time);
  absl::Status read = engine_->Read("bygda", "", [&](View& view) {
    EXPECT_TRUE(view.state.cycles.Find("2015")->FindPhase("ambition")->open);
    EXPECT_GT(view.state.timers.First()->at, to);
  });
  EXPECT_TRUE(read.ok()) << read;
  EXPECT_EQ(LogOf(*engine_).back().command, "SetClock");
  ExpectClean();

  const int64_t sequence = SequenceOf(*engine_);
  EXPECT_TRUE(engine_->Run(As("office", cycle::SetClock{to}, "one")).repeated);
  EXPECT_TRUE(RefusedFor(engine_->Run(As("office", cycle::SetClock{to - std::chrono::hours(1)})), Reason::kClockBackwards));
  EXPECT_EQ(SequenceOf(*engine_), sequence) << "a refused clock fires nothing";
}

TEST_P(EngineTest, OthersComeBeforeAndAfterAClockNotInIt) {
  Options options = OptionsHere();
  options.most_in_group = 5;
  StartEngine(std::move(options));
  Settle();
  Settle("grenda");
  ASSERT_TRUE(Succeeded(engine_->Run(As("office", Launch()))));
  std::vector<std::string> order;
  std::mutex mutex;
  std::condition_variable changed;
  auto note = [&](const std::string& what) {
    return [&, what](Reply reply) {
      EXPECT_TRUE(Succeeded(reply));
      std::lock_guard lock(mutex);
      order.push_back(what);
      changed.notify_all();
    };
  };
  engine_->Submit(As("office", Rename("Før")), note("before"));
  engine_->Submit(As("office", cycle::SetClock{At("2014-11-01T10:00:00Z")}), note("clock"));
  engine_->Submit(As("office", Rename("Etter")), note("after"));
  EXPECT_TRUE(Succeeded(engine_->Run(As("office", Rename("Grenda"), "", "grenda"))));
  std::unique_lock lock(mutex);
  changed.wait(lock, [&] { return order.size() == 3; });
  EXPECT_THAT(order, testing::ElementsAre("before", "clock", "after"));
  std::vector<store::LogEntry> log = LogOf(*engine_);
  EXPECT_EQ(log.back().command, "ChangeMunicipality");
  EXPECT_EQ(log[log.size() - 2].command, "SetClock");
}

TEST_P(EngineTest, TheRealClockFiresByItself) {
  StartEngine();
  Settle("bygda", false);
  ASSERT_TRUE(Succeeded(engine_->Run(As("office", Launch()))));
  EXPECT_THAT(Fired(*engine_), IsEmpty());
  const Instant now = At("2014-08-18T10:00:00Z");
  clock_->Set(now);
  auto ambition_open = [&] {
    bool open = false;
    engine_->Read("bygda", "", [&](View& view) { open = view.state.cycles.Find("2015")->FindPhase("ambition")->open; })
        .IgnoreError();
    return open;
  };
  WaitUntil(*engine_, ambition_open);
  for (const auto& [at, time] : Fired(*engine_)) {
    EXPECT_LE(at, now);
    EXPECT_EQ(time, now) << "late is late: the time of the event is when it happened";
  }
  ExpectClean();
}

// Opens the municipality's own store, with the server stopped.
std::unique_ptr<store::Store> OpenFile(const std::string& path) {
  auto store = store::OpenSqliteStore({.path = path}, StoreSchema());
  EXPECT_TRUE(store.ok()) << store.status();
  return *std::move(store);
}

struct FaultyTimer {
  const char* what;
  const char* phase;  // of a cycle whose workflow does not know it; "": the cycle is not there
  const char* key;    // that the row lies under; "": its own
  int incidents;
};

class TimersTest : public testing::TestWithParam<FaultyTimer> {
 protected:
  void Start() {
    engine_ = nullptr;
    Options options;
    options.data = folder_ / "data";
    options.keys = folder_ / "keys";
    options.clock = [clock = clock_] { return clock->Now(); };
    engine_ = *Engine::Start(std::move(options));
  }
  // What an older or a faulty program may have left.
  void Forge() {
    cycle::Cycle launched;
    launched.year = 2015;
    launched.workflow = "annual-cycle@1";
    ASSERT_TRUE(engine_->Read("bygda", "", [&](View& view) {
      launched.workflow_hash = view.state.workflows.Find("annual-cycle@1")->hash;
    }).ok());
    launched.phases = {{GetParam().phase, MakeDate(2014, 5, 1), MakeDate(2014, 6, 1)}};
    cycle::Timer timer;
    timer.number = 900;
    timer.at = At("2014-05-01T08:00:00Z");
    timer.kind = cycle::Timer::Kind::kPhaseOpens;
    timer.cycle = *GetParam().phase == 0 ? "none" : "2015";
    timer.phase = GetParam().phase;
    engine_ = nullptr;
    std::unique_ptr<store::Store> store = OpenFile(folder_ / "data/bygda.db");
    store::Batch batch;
    batch.expected_sequence = *(*store->NewReader())->Sequence();
    Instant time = At("2014-05-05T08:00:00Z");
    batch.log = {{batch.expected_sequence + 1, time, "office", "Forged",
                  Encode(cycle::Entry{time, {cycle::CycleLaunched{launched}, cycle::TimerSet{timer}}})}};
    batch.rows = {{cycle::kCycleTable, launched.Key(), Encode(launched), launched.Columns()},
                  {cycle::kTimerTable, *GetParam().key ? GetParam().key : timer.Key(), Encode(timer), timer.Columns()}};
    absl::Status committed = store->Commit(batch);
    ASSERT_TRUE(committed.ok()) << committed;
  }
  int Incidents() {
    int count = 0;
    for (const store::LogEntry& logged : LogOf(*engine_)) {
      cycle::Entry entry;
      EXPECT_TRUE(Decode(logged.body, entry));
      for (const cycle::Event& event : entry.events) count += std::holds_alternative<cycle::IncidentOpened>(event);
    }
    return count;
  }

  TestFolder folder_;
  std::shared_ptr<TestClock> clock_ = std::make_shared<TestClock>();
  std::unique_ptr<Engine> engine_;
};

TEST_P(TimersTest, OneThatCannotFireStopsNothing) {
  Start();
  ASSERT_TRUE(Succeeded(engine_->Run(As("office", Creation("bygda", false)))));
  Forge();
  Start();
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(Succeeded(engine_->Run(As("office", Rename("Ny")))));
  EXPECT_EQ(Incidents(), GetParam().incidents);
  const int64_t sequence = SequenceOf(*engine_);
  Start();
  ASSERT_TRUE(Succeeded(engine_->Run(As("office", Rename("Ny")))));
  EXPECT_EQ(SequenceOf(*engine_), sequence + 1);
  auto findings = engine_->Verify("bygda");
  ASSERT_TRUE(findings.ok()) << findings.status();
  const bool told = std::any_of(findings->begin(), findings->end(), [](const std::string& one) { return one.find("timer: the row 0000") != std::string::npos; });
  EXPECT_EQ(told, *GetParam().key != 0) << "a row that nobody can park is for verify to tell";
}

INSTANTIATE_TEST_SUITE_P(Faults, TimersTest,
                         testing::Values(FaultyTimer{"of no cycle", "", "", 0},
                                         FaultyTimer{"the workflow knows no such phase", "nowhere", "", 1},
                                         // It cannot be taken away by its key.
                                         FaultyTimer{"under another key", "nowhere", "0000", 0}),
                         [](const auto& info) { return "Fault" + std::to_string(info.index); });

}  // namespace
}  // namespace arshjul::engine
