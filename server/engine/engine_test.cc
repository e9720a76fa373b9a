#include "engine/engine.h"

#include <set>

#include "engine/engine_testing.h"

namespace arshjul::engine {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

INSTANTIATE_TEST_SUITE_P(Places, EngineTest, testing::Bool(), PlaceName);

TEST_P(EngineTest, WhatIsDoneCanBeReadAtOnce) {
  StartEngine();
  EXPECT_THAT(engine_->Municipalities(), IsEmpty());
  Settle();
  EXPECT_THAT(engine_->Municipalities(), ElementsAre("bygda"));
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(Succeeded(engine_->Run(As("office", Rename("Bygd " + std::to_string(i))))));
    EXPECT_EQ(NameOf(*engine_), "Bygd " + std::to_string(i));
  }
  absl::Status read = engine_->Read("bygda", "head", [](View& view) {
    EXPECT_EQ(view.context.actor, "head");
    EXPECT_EQ(view.context.now, At("2014-05-05T08:00:00Z"));
    EXPECT_TRUE(view.context.calendar->IsWorkingDay(MakeDate(2014, 5, 5)));
    EXPECT_NE(view.state.Organisation().HolderOf("skole", MakeDate(2014, 5, 5)), nullptr);
    EXPECT_EQ(view.context.texts->Read("head", "head/none"), std::nullopt);
    const cycle::WorkflowRow* row = view.state.workflows.First();
    ASSERT_NE(row, nullptr);
    EXPECT_NE(view.context.workflows(row->hash, row->source), nullptr);
  });
  EXPECT_TRUE(read.ok()) << read;
  ExpectClean();
}

TEST_P(EngineTest, TheLogSaysWhoDidWhatAndWhen) {
  StartEngine();
  Settle();
  clock_->Set(At("2031-01-01T00:00:00Z"));
  ASSERT_TRUE(Succeeded(engine_->Run(As("office", Rename("Ny")))));
  std::vector<store::LogEntry> log = LogOf(*engine_);
  ASSERT_EQ(log.size(), 3u);
  for (const store::LogEntry& entry : log) {
    EXPECT_EQ(entry.actor, "office");
    // A demo municipality lives by its own clock.
    EXPECT_EQ(entry.time, At("2014-05-05T08:00:00Z"));
  }
  EXPECT_EQ(log[0].command, "CreateMunicipality");
  EXPECT_EQ(log[2].command, "ChangeMunicipality");
  cycle::Entry entry;
  ASSERT_TRUE(Decode(log[2].body, entry));
  ASSERT_EQ(entry.events.size(), 1u);
  EXPECT_STREQ(cycle::EventName(entry.events[0]), "MunicipalityChanged");
}

TEST_P(EngineTest, EventTimeNeverGoesBack) {
  StartEngine();
  Settle("bygda", false);
  ASSERT_EQ(engine_->Now("bygda").value(), At("2014-05-05T08:00:00Z"));
  clock_->Set(At("2014-05-04T08:00:00Z"));
  EXPECT_EQ(engine_->Now("bygda").value(), At("2014-05-05T08:00:00Z"));
  ASSERT_TRUE(Succeeded(engine_->Run(As("office", Rename("Ny")))));
  EXPECT_EQ(LogOf(*engine_).back().time, At("2014-05-05T08:00:00Z"));
  clock_->Set(At("2014-05-06T08:00:00Z"));
  EXPECT_EQ(engine_->Now("bygda").value(), At("2014-05-06T08:00:00Z"));
}

TEST_P(EngineTest, ARefusedCreationLeavesNothingBehind) {
  StartEngine();
  struct Row {
    const char* what;
    std::string id;
    std::function<void(cycle::CreateMunicipality&)> spoil;
    Reason reason;
  };
  auto nothing = [](cycle::CreateMunicipality&) {};
  const std::vector<Row> rows = {
      {"no name", "bygda", [](auto& c) { c.name = ""; }, Reason::kInvalidInput},
      {"no such language", "bygda", [](auto& c) { c.language = "xx"; }, Reason::kInvalidInput},
      {"no workflow", "bygda", [](auto& c) { c.workflows = {"id: 7"}; }, Reason::kInvalidWorkflow},
      {"empty id", "", nothing, Reason::kInvalidInput},
      {"a path", "../bygda", nothing, Reason::kInvalidInput},
      {"capitals", "Bygda", nothing, Reason::kInvalidInput},
      {"a digit first", "1bygda", nothing, Reason::kInvalidInput},
      {"too long", std::string(64, 'a'), nothing, Reason::kInvalidInput},
      {"not ASCII", "bygdå", nothing, Reason::kInvalidInput},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.what);
    cycle::CreateMunicipality creation = Creation(row.id);
    row.spoil(creation);
    EXPECT_TRUE(RefusedFor(engine_->Run(As("office", creation, "again", row.id)), row.reason));
    EXPECT_THAT(engine_->Municipalities(), IsEmpty());
  }
  if (GetParam()) {
    EXPECT_TRUE(std::filesystem::is_empty(folder_ / "data"));
    EXPECT_TRUE(std::filesystem::is_empty(folder_ / "keys"));
  }
  Settle();
  EXPECT_TRUE(RefusedFor(engine_->Run(As("office", Creation("bygda"))), Reason::kAlreadyExists));
  cycle::CreateMunicipality other = Creation("annen");
  EXPECT_TRUE(absl::IsInvalidArgument(engine_->Run(As("office", other)).status));
  EXPECT_TRUE(Succeeded(engine_->Run(As("office", Creation(std::string(63, 'a')), "", std::string(63, 'a')))));
}

TEST_P(EngineTest, DemoMunicipalitiesAreForDemoMode) {
  Options options = OptionsHere();
  options.demo = false;
  StartEngine(std::move(options));
  EXPECT_TRUE(RefusedFor(engine_->Run(As("office", Creation("bygda", true))), Reason::kNotDemo));
  EXPECT_TRUE(Succeeded(engine_->Run(As("office", Creation("bygda", false)))));
  EXPECT_TRUE(RefusedFor(engine_->Run(As("office", cycle::SetClock{At("2015-01-01T00:00:00Z")})), Reason::kNotDemo));
}

TEST_P(EngineTest, WhatIsNotThereIsNotFound) {
  StartEngine();
  Settle();
  EXPECT_TRUE(RefusedFor(engine_->Run(As("office", Rename("x"), "", "annen")), Reason::kMunicipalityNotFound));
  EXPECT_TRUE(absl::IsNotFound(engine_->Read("annen", "", [](View&) { FAIL(); })));
  EXPECT_TRUE(absl::IsNotFound(engine_->NoteReads("annen", "office", {{"talks/1", "minutes"}})));
  EXPECT_TRUE(absl::IsNotFound(engine_->Now("annen").status()));
  EXPECT_TRUE(absl::IsNotFound(engine_->Verify("annen").status()));
  EXPECT_TRUE(absl::IsNotFound(engine_->Backup("annen", folder_ / "copy.db")));
  EXPECT_EQ(engine_->Watch("annen", [](int64_t) {}), nullptr);
  EXPECT_THAT(engine_->Municipalities(), ElementsAre("bygda"));
}

TEST_P(EngineTest, TheSameRequestGetsTheSameAnswer) {
  StartEngine();
  Settle();
  Reply first = engine_->Run(As("office", Launch(), "one"));
  ASSERT_TRUE(Succeeded(first));
  EXPECT_FALSE(first.repeated);
  EXPECT_EQ(first.resource, "cycles/2015");
  EXPECT_FALSE(first.answer.IsBlank());
  const int64_t sequence = SequenceOf(*engine_);

  Reply again = engine_->Run(As("office", Launch(), "one"));
  ASSERT_TRUE(Succeeded(again));
  EXPECT_TRUE(again.repeated);
  EXPECT_EQ(again.resource, first.resource);
  EXPECT_EQ(again.answer, first.answer);
  EXPECT_EQ(SequenceOf(*engine_), sequence);

  Request other = As("office", Launch(2016), "one");
  other.body_hash = "another";
  EXPECT_TRUE(RefusedFor(engine_->Run(other), Reason::kRequestReused));
  // Another caller has ids of its own, and a request without an id is always new.
  EXPECT_TRUE(RefusedFor(engine_->Run(As("head", Launch(), "one")), Reason::kRoleMissing));
  EXPECT_TRUE(RefusedFor(engine_->Run(As("office", Launch())), Reason::kCycleLaunchedAlready));
}

TEST_P(EngineTest, RefusalsAreNotKept) {
  StartEngine();
  Settle();
  EXPECT_TRUE(RefusedFor(engine_->Run(As("office", cycle::ChangeMunicipality{.language = "xx"}, "one")), Reason::kInvalidInput));
  EXPECT_TRUE(Succeeded(engine_->Run(As("office", Rename("Ny"), "one"))));
}

TEST_P(EngineTest, RequestsAreForgottenAfterAWeek) {
  StartEngine();
  Settle();
  ASSERT_TRUE(Succeeded(engine_->Run(As("office", Rename("En"), "one"))));
  clock_->Set(At("2014-05-12T07:00:00Z"));
  ASSERT_TRUE(Succeeded(engine_->Run(As("office", Rename("To"), "two"))));
  EXPECT_TRUE(engine_->Run(As("office", Rename("En"), "one")).repeated);
  clock_->Set(At("2014-05-12T09:00:00Z"));
  ASSERT_TRUE(Succeeded(engine_->Run(As("office", Rename("Tre"), "three"))));
  EXPECT_FALSE(engine_->Run(As("office", Rename("En"), "one")).repeated);
  EXPECT_TRUE(engine_->Run(As("office", Rename("To"), "two")).repeated);
}

TEST_P(EngineTest, ARehearsalLeavesNothing) {
  StartEngine();
  Settle();
  const int64_t sequence = SequenceOf(*engine_);
  auto rehearse = [&](cycle::Command command) {
    Request request = As("office", std::move(command), "one");
    request.validate_only = true;
    return engine_->Run(request);
  };
  Reply plan = rehearse(Launch());
  ASSERT_TRUE(Succeeded(plan));
  EXPECT_FALSE(plan.answer.IsBlank());
  EXPECT_TRUE(Succeeded(rehearse(Rename("Ny"))));
  EXPECT_TRUE(Succeeded(rehearse(cycle::SetClock{At("2016-01-01T00:00:00Z")})));
  EXPECT_TRUE(RefusedFor(rehearse(Launch(1)), Reason::kInvalidInput));
  EXPECT_EQ(SequenceOf(*engine_), sequence);
  EXPECT_EQ(NameOf(*engine_), "Bygda");
  EXPECT_EQ(engine_->Now("bygda").value(), At("2014-05-05T08:00:00Z"));
  // The id is still free, and what comes next is stored as if there had been no rehearsal.
  Reply real = engine_->Run(As("office", Launch(), "one"));
  ASSERT_TRUE(Succeeded(real));
  EXPECT_FALSE(real.repeated);
  EXPECT_EQ(real.answer, plan.answer);
  ExpectClean();

  Request creation = As("office", Creation("annen"), "", "annen");
  creation.validate_only = true;
  EXPECT_TRUE(Succeeded(engine_->Run(creation)));
  EXPECT_THAT(engine_->Municipalities(), ElementsAre("bygda"));
}

TEST_P(EngineTest, ReadsOfPersonnelTextAreNoted) {
  StartEngine();
  Settle();
  const int64_t sequence = SequenceOf(*engine_);
  ASSERT_TRUE(engine_->NoteReads("bygda", "top", {{"talks/7", "minutes"}, {"talks/8", "private"}}).ok());
  ASSERT_TRUE(engine_->NoteReads("bygda", "top", {}).ok());
  absl::Status read = engine_->Read("bygda", "", [](View& view) {
    auto noted = view.reader.Reads("talks/7", 0);
    ASSERT_TRUE(noted.ok());
    ASSERT_EQ(noted->size(), 1u);
    EXPECT_EQ(noted->front().reader, "top");
    EXPECT_EQ(noted->front().fields, "minutes");
    EXPECT_EQ(noted->front().time, At("2014-05-05T08:00:00Z"));
  });
  EXPECT_TRUE(read.ok()) << read;
  EXPECT_EQ(SequenceOf(*engine_), sequence) << "reading is no event";
}

TEST_P(EngineTest, AViewIsOneMoment) {
  StartEngine();
  Settle();
  absl::Status read = engine_->Read("bygda", "", [&](View& view) {
    EXPECT_EQ(view.state.Self()->name, "Bygda");
    ASSERT_TRUE(Succeeded(engine_->Run(As("office", cycle::CloseUnit{"skole", "lagt ned"}))));
    // Never looked at before the change, and still as it was then.
    EXPECT_EQ(view.state.units.Find("skole")->row.span.to, std::nullopt);
  });
  EXPECT_TRUE(read.ok()) << read;
  read = engine_->Read("bygda", "", [&](View& view) { EXPECT_NE(view.state.units.Find("skole")->row.span.to, std::nullopt); });
  EXPECT_TRUE(read.ok()) << read;
}

TEST_P(EngineTest, WatchersAreWokenUntilTheyLetGo) {
  StartEngine();
  Settle();
  std::mutex mutex;
  std::vector<int64_t> woken;
  int woken_once = 0;
  auto watch = engine_->Watch("bygda", [&](int64_t sequence) {
    std::lock_guard lock(mutex);
    woken.push_back(sequence);
  });
  std::shared_ptr<void> once;
  {
    std::lock_guard lock(mutex);
    once = engine_->Watch("bygda", [&](int64_t) {
      std::lock_guard lock(mutex);
      ++woken_once;
      once = nullptr;
    });
  }
  ASSERT_TRUE(Succeeded(engine_->Run(As("office", Rename("En")))));
  ASSERT_TRUE(Succeeded(engine_->Run(As("office", Rename("To")))));
  EXPECT_TRUE(RefusedFor(engine_->Run(As("head", Rename("Tre"))), Reason::kRoleMissing));
  ASSERT_TRUE(engine_->NoteReads("bygda", "top", {{"talks/7", "minutes"}}).ok());
  const int64_t sequence = SequenceOf(*engine_);
  WaitUntil(*engine_, [&] {
    std::lock_guard lock(mutex);
    // Two calls may come in either order: each says how far the log has come, not what is new.
    return std::count_if(woken.begin(), woken.end(), [&](int64_t heard) { return heard >= sequence - 1; }) == 2;
  });
  watch = nullptr;
  const size_t before = woken.size();
  ASSERT_TRUE(Succeeded(engine_->Run(As("office", Rename("Fire")))));
  engine_->Drain();
  EXPECT_EQ(woken.size(), before);
  // Who begins to watch may still hear of what was committed before.
  std::erase_if(woken, [&](int64_t heard) { return heard <= sequence - 2; });
  EXPECT_THAT(woken, testing::UnorderedElementsAre(sequence - 1, sequence));
  EXPECT_EQ(woken_once, 1);
}

TEST_P(EngineTest, ACopyIsWhole) {
  StartEngine();
  Settle();
  ASSERT_TRUE(engine_->Backup("bygda", folder_ / "annen.db").ok());
  const int64_t sequence = SequenceOf(*engine_);
  std::filesystem::create_directories(folder_ / "copy");
  std::filesystem::rename(folder_ / "annen.db", folder_ / "copy/bygda.db");
  Options options = OptionsHere();
  options.data = folder_ / "copy";
  options.keys = folder_ / "copy-keys";
  StartEngine(std::move(options));
  EXPECT_EQ(SequenceOf(*engine_), sequence);
  ExpectClean();
}

// A picture that somebody holds through the commits would make it grow, and each commit wait.
TEST(Engine, TheLogOfAFileBeginsAnewUnderLoad) {
  TestFolder folder;
  Options options;
  options.data = folder / "data";
  options.keys = folder / "keys";
  options.demo = true;
  options.clock = [] { return At("2014-05-05T08:00:00Z"); };
  auto engine = Engine::Start(std::move(options));
  ASSERT_TRUE(engine.ok()) << engine.status();
  ASSERT_TRUE(Succeeded((*engine)->Run(As("office", Creation("bygda")))));
  for (int i = 0; i < 1'000; ++i) {
    ASSERT_TRUE(Succeeded((*engine)->Run(As("office", Rename("Nr " + std::to_string(i)), "request " + std::to_string(i)))));
  }
  uintmax_t log = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder / "data")) {
    if (entry.path().string().ends_with("-wal")) log += entry.file_size();
  }
  EXPECT_GT(log, 0u);
  EXPECT_LT(log, 12u << 20);
}

TEST(Engine, OptionsAreChecked) {
  struct Row {
    const char* what;
    std::function<void(Options&)> spoil;
  };
  const std::vector<Row> rows = {
      {"no clock", [](Options& o) { o.clock = nullptr; }},
      {"no writer", [](Options& o) { o.writers = 0; }},
      {"no room", [](Options& o) { o.most_queued = 0; }},
      {"no group", [](Options& o) { o.most_in_group = 0; }},
      {"no notifier", [](Options& o) { o.notifiers = {nullptr}; }},
      {"no keys", [](Options& o) { o.data = testing::TempDir(); }},
  };
  for (const Row& row : rows) {
    Options options;
    options.clock = [] { return Instant(); };
    row.spoil(options);
    EXPECT_TRUE(absl::IsInvalidArgument(Engine::Start(std::move(options)).status())) << row.what;
  }
}

}  // namespace
}  // namespace arshjul::engine
