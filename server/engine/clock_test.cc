// The real clock: it jumps, goes back, passes the nights when summer time begins and ends; and the server is started anew at
// any moment. Every timer fires once all the same, and event time never goes back.
#include <algorithm>
#include <random>
#include <set>

#include "engine/engine_testing.h"

namespace arshjul::engine {
namespace {

using std::chrono::days;
using std::chrono::hours;
using testing::ElementsAreArray;
using testing::IsEmpty;

class ClockTest : public testing::Test {
 protected:
  // Anew, when it runs.
  void Start() {
    engine_ = nullptr;
    Options options;
    options.data = folder_ / "data";
    options.keys = folder_ / "keys";
    options.demo = true;
    options.clock = [clock = clock_] { return clock->Now(); };
    auto started = Engine::Start(std::move(options));
    ASSERT_TRUE(started.ok()) << started.status();
    engine_ = *std::move(started);
  }
  void Begin(bool demo = false) {
    folder_.Empty();
    clock_->Set(At("2014-05-05T08:00:00Z"));
    ASSERT_NO_FATAL_FAILURE(Start());
    ASSERT_TRUE(Succeeded(engine_->Run(As("office", Creation("bygda", demo)))));
    ASSERT_TRUE(Succeeded(engine_->Run(As("office", Organisation()))));
    ASSERT_TRUE(Succeeded(engine_->Run(As("office", Launch()))));
  }
  // Until nothing is due: a command makes the municipality look at its timers.
  void Settle() {
    bool due = true;
    while (due) {
      ASSERT_TRUE(Succeeded(engine_->Run(As("office", Rename("Bygda")))));
      ASSERT_TRUE(engine_->Read("bygda", "", [&](View& view) {
        const cycle::Timer* first = view.state.timers.First();
        due = first != nullptr && first->at <= view.context.now;
      }).ok());
    }
  }
  void ExpectSound() {
    Instant last{};
    for (const store::LogEntry& entry : LogOf(*engine_)) {
      EXPECT_GE(entry.time, last) << entry.sequence;
      last = entry.time;
    }
    std::set<std::string> seen;
    for (const FiredTimer& fired : FiredTimers(LogOf(*engine_))) {
      EXPECT_TRUE(seen.insert(fired.timer.Key()).second) << fired.timer.Key() << " fired twice";
      EXPECT_LE(fired.timer.at, fired.time) << fired.timer.Key() << " fired too early";
    }
    auto findings = engine_->Verify("bygda");
    ASSERT_TRUE(findings.ok()) << findings.status();
    EXPECT_THAT(*findings, IsEmpty());
  }
  std::vector<std::string> Fired() {
    std::vector<std::string> fired;
    for (const FiredTimer& one : FiredTimers(LogOf(*engine_))) fired.push_back(one.timer.Key() + " at " + FormatInstant(one.time));
    return fired;
  }

  TestFolder folder_;
  std::shared_ptr<TestClock> clock_ = std::make_shared<TestClock>();
  std::unique_ptr<Engine> engine_;
};

TEST_F(ClockTest, TimersFireOnceHoweverOftenTheServerIsStartedAnew) {
  for (uint32_t seed : {1u, 2u, 3u}) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::vector<std::vector<std::string>> fired;
    int starts = 0;
    for (bool restarted : {false, true}) {
      std::mt19937 chance(seed), moments(seed + 100);
      auto perhaps_anew = [&] {
        if (!restarted || moments() % 2 != 0) return;
        ++starts;
        Start();
      };
      ASSERT_NO_FATAL_FAILURE(Begin());
      for (Instant now = clock_->Now(); now < At("2016-08-01T00:00:00Z");) {
        now += hours(1 + chance() % (24 * 40));
        perhaps_anew();
        clock_->Set(now);
        // Now while timers are due, and perhaps half of them fired.
        perhaps_anew();
        ASSERT_NO_FATAL_FAILURE(Settle());
      }
      ExpectSound();
      fired.push_back(Fired());
    }
    EXPECT_GT(starts, 20);
    EXPECT_GT(fired[0].size(), 50u);
    EXPECT_THAT(fired[1], ElementsAreArray(fired[0]));
  }
}

TEST_F(ClockTest, WhatHasHappenedStaysBeforeWhatHappensNext) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  Instant now = clock_->Now(), latest = now;
  // A battery that ran out, an operator's slip, a leap and the way back.
  for (auto jump : {hours(24 * 120), hours(-24 * 3), hours(1), hours(-24 * 400), hours(24 * 500), hours(-1), hours(24 * 30)}) {
    clock_->Set(now += jump);
    latest = std::max(latest, now);
    ASSERT_NO_FATAL_FAILURE(Settle());
    EXPECT_EQ(engine_->Now("bygda").value(), latest);
    EXPECT_EQ(LogOf(*engine_).back().time, latest) << "a command is never earlier than what was before it";
    const std::vector<std::string> fired = Fired();
    Start();
    ASSERT_NO_FATAL_FAILURE(Settle());
    EXPECT_THAT(Fired(), ElementsAreArray(fired)) << "nothing fires again for a start";
    ExpectSound();
  }
  EXPECT_GT(Fired().size(), 10u);
}

// The daily round, at seven in the morning of Oslo on every working day.
struct Days {
  const char* name;
  const char* from;
  const char* to;
  std::vector<const char*> rounds;
};

class DailyRoundTest : public ClockTest, public testing::WithParamInterface<Days> {
 protected:
  std::vector<std::string> Rounds() {
    std::vector<std::string> rounds;
    for (const FiredTimer& fired : FiredTimers(LogOf(*engine_))) {
      const bool within = fired.timer.at > At(GetParam().from) && fired.timer.at <= At(GetParam().to);
      if (fired.timer.kind == cycle::Timer::Kind::kDailyRound && within) rounds.push_back(FormatInstant(fired.timer.at));
    }
    return rounds;
  }
};

TEST_P(DailyRoundTest, ComesOnceADayHourByHour) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  // From some days before: the round that is missed until then is made at once.
  for (Instant now = At(GetParam().from) - days(3); now <= At(GetParam().to); now += hours(1)) {
    clock_->Set(now);
    ASSERT_NO_FATAL_FAILURE(Settle());
  }
  EXPECT_THAT(Rounds(), ElementsAreArray(GetParam().rounds));
  ExpectSound();
}

TEST_P(DailyRoundTest, ComesOnceADayInOneLeap) {
  ASSERT_NO_FATAL_FAILURE(Begin(true));
  ASSERT_TRUE(Succeeded(engine_->Run(As("office", cycle::SetClock{At(GetParam().to)}))));
  EXPECT_THAT(Rounds(), ElementsAreArray(GetParam().rounds));
  ExpectSound();
}

INSTANTIATE_TEST_SUITE_P(
    OverEdges, DailyRoundTest,
    testing::Values(
        Days{"SummerTimeEnds", "2014-10-24T00:00:00Z", "2014-10-28T00:00:00Z", {"2014-10-24T05:00:00Z", "2014-10-27T06:00:00Z"}},
        Days{"SummerTimeBegins", "2015-03-27T00:00:00Z", "2015-03-31T00:00:00Z", {"2015-03-27T06:00:00Z", "2015-03-30T05:00:00Z"}},
        Days{"LeapDay", "2016-02-28T00:00:00Z", "2016-03-02T00:00:00Z", {"2016-02-29T06:00:00Z", "2016-03-01T06:00:00Z"}},
        Days{"Week53AndNewYear", "2015-12-30T00:00:00Z", "2016-01-05T00:00:00Z", {"2015-12-30T06:00:00Z", "2015-12-31T06:00:00Z", "2016-01-04T06:00:00Z"}},
        Days{"NewYear", "2014-12-31T00:00:00Z", "2015-01-03T00:00:00Z", {"2014-12-31T06:00:00Z", "2015-01-02T06:00:00Z"}}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace arshjul::engine
