// A small municipality on an engine, for tests: a clock that is set by hand, a folder of its own, and few words.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <mutex>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "engine/engine.h"

namespace arshjul::engine {

inline Instant At(const std::string& text) { return *ParseInstant(text); }

// Stands still until it is set. While the gate is closed whoever asks must wait: a writer asks before it commits.
class TestClock {
 public:
  Instant Now() {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
    --waiting_;
    return now_;
  }
  void Set(Instant now) {
    std::lock_guard lock(mutex_);
    now_ = now;
  }
  void CloseGate() {
    std::lock_guard lock(mutex_);
    open_ = false;
  }
  void OpenGate() {
    std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  void WaitForAsking(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_ >= count; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  Instant now_ = At("2014-05-05T08:00:00Z");
  bool open_ = true;
  int waiting_ = 0;
};

// A folder that goes away again.
class TestFolder {
 public:
  TestFolder() {
    static std::atomic<int> count = 0;
    path_ = std::filesystem::path(testing::TempDir()) /
            ("engine_" + std::to_string(::getpid()) + "_" + std::to_string(++count));
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~TestFolder() {
    std::error_code error;
    std::filesystem::remove_all(path_, error);
  }
  void Empty() {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  std::string operator/(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

inline std::string AnnualCycle() {
  std::ifstream in(ARSHJUL_SOURCE_DIR "/workflows/annual-cycle/workflow.yaml");
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

inline cycle::CreateMunicipality Creation(const std::string& id, bool demo = true) {
  cycle::CreateMunicipality creation;
  creation.id = id;
  creation.name = "Bygda";
  creation.demo = demo;
  creation.demo_now = At("2014-05-05T08:00:00Z");
  creation.founders = {{organisation::Role::kOffice, {"office", "Kontoret", "office@bygda.example"}},
                       {organisation::Role::kMandate, {"mayor", "Ordfører", ""}}};
  creation.authority = "14/1";
  creation.workflows = {AnnualCycle()};
  return creation;
}

inline cycle::ImportOrganisation Organisation() {
  cycle::ImportOrganisation command;
  auto add = [&](const char* id, const char* parent, const char* level, const char* leader) {
    cycle::ImportedUnit unit;
    unit.line = static_cast<int>(command.units.size()) + 2;
    unit.id = id;
    unit.name = std::string("Enhet ") + id;
    unit.parent = parent;
    unit.level = level;
    unit.leader = leader;
    unit.leader_name = std::string("Leder ") + leader;
    command.units.push_back(unit);
  };
  add("kommune", "", "0", "top");
  add("oppvekst", "kommune", "1", "chief");
  add("skole", "oppvekst", "2", "head");
  add("barnehage", "oppvekst", "2", "nurse");
  return command;
}

inline cycle::LaunchCycle Launch(int year = 2015) {
  cycle::LaunchCycle launch;
  launch.workflow = "annual-cycle";
  launch.year = year;
  return launch;
}

inline cycle::ChangeMunicipality Rename(const std::string& name) { return {.name = name}; }

inline Request As(const std::string& actor, cycle::Command command, const std::string& id = "",
                  const std::string& municipality = "bygda") {
  return {municipality, actor, id, id.empty() ? "" : "hash", std::move(command), false};
}

inline testing::AssertionResult Succeeded(const Reply& reply) {
  if (!reply.status.ok()) return testing::AssertionFailure() << reply.status.ToString();
  if (!reply.refusal) return testing::AssertionSuccess();
  auto failure = testing::AssertionFailure() << ReasonName(reply.refusal->reason);
  for (const auto& [name, value] : reply.refusal->args) failure << " " << name << "=" << value;
  for (const FieldViolation& field : reply.refusal->fields) failure << "; " << field.field << ": " << field.problem;
  return failure;
}

inline testing::AssertionResult RefusedFor(const Reply& reply, Reason reason) {
  if (!reply.status.ok()) return testing::AssertionFailure() << reply.status.ToString();
  if (!reply.refusal) return testing::AssertionFailure() << "it was done";
  if (reply.refusal->reason == reason) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "refused with " << ReasonName(reply.refusal->reason);
}

inline std::string NameOf(Engine& engine, const std::string& municipality = "bygda") {
  std::string name;
  absl::Status read = engine.Read(municipality, "", [&](View& view) { name = view.state.Self()->name; });
  return read.ok() ? name : read.ToString();
}

inline int64_t SequenceOf(Engine& engine, const std::string& municipality = "bygda") {
  int64_t sequence = -1;
  engine.Read(municipality, "", [&](View& view) { sequence = *view.reader.Sequence(); }).IgnoreError();
  return sequence;
}

inline std::vector<store::LogEntry> LogOf(Engine& engine, const std::string& municipality = "bygda") {
  std::vector<store::LogEntry> log;
  engine.Read(municipality, "", [&](View& view) { log = *view.reader.Log(0, 0); }).IgnoreError();
  return log;
}

// A timer that fired: what it was, and the time of the log entry.
struct FiredTimer {
  cycle::Timer timer;
  Instant time;
};

// In the order of the log.
inline std::vector<FiredTimer> FiredTimers(const std::vector<store::LogEntry>& log) {
  std::map<std::string, cycle::Timer> set;
  std::vector<FiredTimer> fired;
  for (const store::LogEntry& logged : log) {
    cycle::Entry entry;
    EXPECT_TRUE(Decode(logged.body, entry));
    for (const cycle::Event& event : entry.events) {
      if (auto* timer = std::get_if<cycle::TimerSet>(&event)) set[timer->timer.Key()] = timer->timer;
      auto* ended = std::get_if<cycle::TimerEnded>(&event);
      if (ended != nullptr && ended->fired) fired.push_back({set.at(ended->timer), entry.time});
    }
  }
  return fired;
}

// Calls `look` after each commit until it says true; the test's own time limit ends it otherwise.
inline void WaitUntil(Engine& engine, const std::function<bool()>& look, const std::string& municipality = "bygda") {
  std::mutex mutex;
  std::condition_variable changed;
  int commits = 0;
  auto watch = engine.Watch(municipality, [&](int64_t) {
    std::lock_guard lock(mutex);
    ++commits;
    changed.notify_all();
  });
  while (true) {
    int seen;
    {
      std::lock_guard lock(mutex);
      seen = commits;
    }
    if (look()) return;
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return commits != seen; });
  }
}

// In memory, and in files.
class EngineTest : public testing::TestWithParam<bool> {
 protected:
  Options OptionsHere() {
    Options options;
    if (GetParam()) {
      options.data = folder_ / "data";
      options.keys = folder_ / "keys";
    }
    options.demo = true;
    options.clock = [clock = clock_] { return clock->Now(); };
    return options;
  }
  void StartEngine() { StartEngine(OptionsHere()); }
  void StartEngine(Options options) {
    engine_ = nullptr;
    auto started = Engine::Start(std::move(options));
    ASSERT_TRUE(started.ok()) << started.status();
    engine_ = *std::move(started);
  }
  // A municipality with an organisation.
  void Settle(const std::string& municipality = "bygda", bool demo = true) {
    ASSERT_TRUE(Succeeded(engine_->Run(As("office", Creation(municipality, demo), "", municipality))));
    ASSERT_TRUE(Succeeded(engine_->Run(As("office", Organisation(), "", municipality))));
  }
  void ExpectClean(const std::string& municipality = "bygda") {
    auto findings = engine_->Verify(municipality);
    ASSERT_TRUE(findings.ok()) << findings.status();
    EXPECT_THAT(*findings, testing::IsEmpty());
  }

  TestFolder folder_;
  std::shared_ptr<TestClock> clock_ = std::make_shared<TestClock>();
  std::unique_ptr<Engine> engine_;
};

inline std::string PlaceName(const testing::TestParamInfo<bool>& info) { return info.param ? "Files" : "Memory"; }

}  // namespace arshjul::engine
