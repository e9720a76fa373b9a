// Notices reach every notifier at least once, whatever fails on the way.
#include "engine/delivery.h"

#include <atomic>
#include <map>
#include <set>
#include <thread>

#include "engine/engine_testing.h"
#include "engine/reader_rows.h"
#include "engine/store_folder.h"
#include "store/memory.h"
#include "store/sqlite.h"

namespace arshjul::engine {
namespace {

using testing::SizeIs;

// Takes notices, or does not, as it is told.
class Letterbox : public notify::Notifier {
 public:
  const char* Name() const override { return "letterbox"; }
  absl::Status Deliver(const notify::Notice& notice) override {
    std::lock_guard lock(mutex_);
    ++tries_;
    changed_.notify_all();
    if (!answer_.ok()) return answer_;
    notices_.push_back(notice);
    return absl::OkStatus();
  }
  void AnswerWith(absl::Status answer) {
    std::lock_guard lock(mutex_);
    answer_ = std::move(answer);
  }
  int Tries() {
    std::lock_guard lock(mutex_);
    return tries_;
  }
  void WaitForTries(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return tries_ >= count; });
  }
  std::vector<notify::Notice> Notices() {
    std::lock_guard lock(mutex_);
    return notices_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  absl::Status answer_;
  int tries_ = 0;
  std::vector<notify::Notice> notices_;
};

std::vector<store::OutboxEntry> Outbox(Engine& engine) {
  std::vector<store::OutboxEntry> entries;
  engine.Read("bygda", "", [&](View& view) { entries = *view.reader.Outbox(kGivenUp, 0); }).IgnoreError();
  return entries;
}

// Moving a task to somebody is a notice to them.
Reply GiveTaskAway(Engine& engine, const std::string& to = "nurse") {
  int64_t task = 0;
  absl::Status read = engine.Read("bygda", "", [&](View& view) {
    for (const cycle::Task* open : view.state.tasks.By(cycle::Task::kOpen, "open")) {
      if (open->assignment.person != to && !open->unit.empty()) task = open->number;
    }
  });
  EXPECT_TRUE(read.ok()) << read;
  return engine.Run(As("office", cycle::ReassignTask{task, to, "kapasitet"}));
}

class DeliveryTest : public EngineTest {
 protected:
  void Begin(std::vector<std::shared_ptr<Letterbox>> boxes) {
    notifiers_.assign(boxes.begin(), boxes.end());
    Restart();
    Settle();
    ASSERT_TRUE(Succeeded(engine_->Run(As("office", Launch()))));
    ASSERT_TRUE(Succeeded(engine_->Run(As("office", cycle::SetClock{At("2014-08-15T09:00:00Z")}))));
  }
  void Restart() {
    Options options = OptionsHere();
    options.notifiers = notifiers_;
    StartEngine(std::move(options));
  }
  void WaitForEmptyOutbox() {
    while (!Outbox(*engine_).empty()) std::this_thread::yield();
  }
  std::vector<std::shared_ptr<notify::Notifier>> notifiers_;
};
INSTANTIATE_TEST_SUITE_P(Places, DeliveryTest, testing::Bool(), PlaceName);

TEST_P(DeliveryTest, EachNoticeComesOnceWithWhatItIsAbout) {
  auto box = std::make_shared<Letterbox>();
  Begin({box});
  ASSERT_TRUE(Succeeded(GiveTaskAway(*engine_)));
  ASSERT_TRUE(Succeeded(GiveTaskAway(*engine_, "office")));
  engine_->Drain();
  std::vector<notify::Notice> notices = box->Notices();
  std::set<std::string> ids;
  for (const notify::Notice& notice : notices) EXPECT_TRUE(ids.insert(notice.id).second) << notice.id << " came twice";
  ASSERT_GE(notices.size(), 2u);
  const notify::Notice& last = notices.back();
  EXPECT_EQ(last.municipality, "bygda");
  EXPECT_EQ(last.municipality_name, "Bygda");
  EXPECT_EQ(last.person, "office");
  EXPECT_EQ(last.person_name, "Kontoret");
  EXPECT_EQ(last.address, "office@bygda.example");
  EXPECT_EQ(last.language, "nb");
  EXPECT_EQ(last.time, At("2014-08-15T09:00:00Z"));
  ASSERT_THAT(last.items, SizeIs(1));
  EXPECT_TRUE(last.items[0].due.has_value());
  EXPECT_THAT(last.items[0].unit, testing::StartsWith("Enhet "));
  EXPECT_THAT(last.items[0].title, testing::HasSubstr(" ")) << "a title for people, not an id";
}

TEST_P(DeliveryTest, WhatFailsIsTriedAgainLaterAndOnlyWhereItFailed) {
  auto sound = std::make_shared<Letterbox>(), broken = std::make_shared<Letterbox>();
  Begin({sound, broken});
  WaitForEmptyOutbox();
  const size_t before = sound->Notices().size();
  broken->AnswerWith(absl::UnavailableError("no contact"));
  int tries = broken->Tries();
  ASSERT_TRUE(Succeeded(GiveTaskAway(*engine_)));
  for (int attempt = 1; attempt <= 4; ++attempt) {
    broken->WaitForTries(tries + attempt);
    // Once the failure is written down it has to wait for the clock.
    while (Outbox(*engine_).empty() || Outbox(*engine_).front().attempts < attempt) std::this_thread::yield();
    std::vector<store::OutboxEntry> waiting = Outbox(*engine_);
    ASSERT_THAT(waiting, SizeIs(1));
    EXPECT_EQ(waiting[0].attempts, attempt);
    EXPECT_EQ(waiting[0].not_before, clock_->Now() + WaitAfter(attempt));
    EXPECT_EQ(broken->Tries(), tries + attempt);
    clock_->Set(waiting[0].not_before);
  }
  broken->AnswerWith(absl::OkStatus());
  clock_->Set(clock_->Now() + WaitAfter(5));
  WaitForEmptyOutbox();
  EXPECT_EQ(sound->Notices().size(), before + 1);
  EXPECT_EQ(broken->Notices().size(), before + 1);
  EXPECT_EQ(broken->Notices().back(), sound->Notices().back());
}

TEST_P(DeliveryTest, WhatCanNeverBeDeliveredIsGivenUpAndStaysListed) {
  struct Row {
    absl::Status answer;
    int attempts;
  };
  for (const Row& row : {Row{absl::InvalidArgumentError("no address"), 1}, Row{absl::UnavailableError("down"), kMostAttempts}}) {
    SCOPED_TRACE(row.answer.ToString());
    auto box = std::make_shared<Letterbox>();
    Begin({box});
    WaitForEmptyOutbox();
    box->AnswerWith(row.answer);
    int tries = box->Tries();
    ASSERT_TRUE(Succeeded(GiveTaskAway(*engine_)));
    for (int attempt = 1; attempt <= row.attempts; ++attempt) {
      while (Outbox(*engine_).front().attempts < attempt) std::this_thread::yield();
      clock_->Set(clock_->Now() + WaitAfter(attempt));
    }
    ASSERT_THAT(Outbox(*engine_), SizeIs(1));
    EXPECT_EQ(Outbox(*engine_)[0].not_before, kGivenUp);
    clock_->Set(clock_->Now() + std::chrono::days(100));
    engine_->Drain();
    EXPECT_EQ(box->Tries(), tries + row.attempts);
    folder_.Empty();
  }
}

// Notices that were given up, as people find them.
std::vector<cycle::Incident> Incidents(Engine& engine) {
  std::vector<cycle::Incident> incidents;
  absl::Status read = engine.Read("bygda", "", [&](View& view) {
    for (const cycle::Incident* incident : view.state.incidents.All()) incidents.push_back(*incident);
  });
  EXPECT_TRUE(read.ok()) << read;
  return incidents;
}

TEST_P(DeliveryTest, WhatIsTriedAgainGoesToThoseAloneThatCouldNotTakeIt) {
  auto sound = std::make_shared<Letterbox>(), broken = std::make_shared<Letterbox>();
  Begin({sound, broken});
  WaitForEmptyOutbox();
  broken->AnswerWith(absl::InvalidArgumentError("no address"));
  const size_t had = sound->Notices().size(), missed = broken->Notices().size();
  ASSERT_TRUE(Succeeded(GiveTaskAway(*engine_)));
  while (Incidents(*engine_).empty()) std::this_thread::yield();
  EXPECT_EQ(sound->Notices().size(), had + 1);
  broken->AnswerWith(absl::OkStatus());
  ASSERT_TRUE(Succeeded(engine_->Run(As("office", cycle::RetryIncident{Incidents(*engine_)[0].number, {}}))));
  WaitForEmptyOutbox();
  EXPECT_EQ(sound->Notices().size(), had + 1) << "it came twice";
  EXPECT_EQ(broken->Notices().size(), missed + 1);
}

TEST_P(DeliveryTest, WhatIsGivenUpIsAnIncidentThatIsTriedAgainOrSkipped) {
  auto box = std::make_shared<Letterbox>();
  Begin({box});
  WaitForEmptyOutbox();
  box->AnswerWith(absl::InvalidArgumentError("no address"));
  ASSERT_TRUE(Succeeded(GiveTaskAway(*engine_)));
  while (Incidents(*engine_).empty()) std::this_thread::yield();
  const cycle::Incident incident = Incidents(*engine_).front();
  ASSERT_THAT(Outbox(*engine_), SizeIs(1));
  EXPECT_EQ(Outbox(*engine_)[0].not_before, kGivenUp);
  EXPECT_EQ(incident.notice, Outbox(*engine_)[0].id);
  EXPECT_EQ(incident.kind, cycle::IncidentKind::kNotice);
  EXPECT_EQ(incident.cause, "NOTICE_REFUSED");
  EXPECT_EQ(incident.message, "reassigned");
  EXPECT_EQ(incident.person, "nurse");
  EXPECT_EQ(incident.attempts, 1);

  // Still no address: one more incident, and the first is settled.
  ASSERT_TRUE(Succeeded(engine_->Run(As("office", cycle::RetryIncident{incident.number, incident.revision}))));
  while (Incidents(*engine_).size() < 2) std::this_thread::yield();
  EXPECT_EQ(Incidents(*engine_)[0].state, cycle::IncidentState::kRetried);
  EXPECT_EQ(Incidents(*engine_)[1].notice, incident.notice);
  EXPECT_TRUE(RefusedFor(engine_->Run(As("office", cycle::RetryIncident{incident.number, {}})), Reason::kIncidentSettled));

  cycle::ImportOrganisation with_address = Organisation();
  for (cycle::ImportedUnit& unit : with_address.units) {
    if (unit.leader == "nurse") unit.leader_email = "nurse@bygda.example";
  }
  ASSERT_TRUE(Succeeded(engine_->Run(As("office", with_address))));
  box->AnswerWith(absl::OkStatus());
  const size_t before = box->Notices().size();
  ASSERT_TRUE(Succeeded(engine_->Run(As("office", cycle::RetryIncident{Incidents(*engine_)[1].number, {}}))));
  WaitForEmptyOutbox();
  ASSERT_EQ(box->Notices().size(), before + 1);
  EXPECT_EQ(box->Notices().back().id, incident.notice) << "the same letter, under the same id";
  EXPECT_EQ(box->Notices().back().address, "nurse@bygda.example") << "to where the person is now";

  box->AnswerWith(absl::InvalidArgumentError("no address"));
  ASSERT_TRUE(Succeeded(GiveTaskAway(*engine_, "office")));
  while (Incidents(*engine_).size() < 3) std::this_thread::yield();
  const int tries = box->Tries();
  ASSERT_TRUE(Succeeded(engine_->Run(As("office", cycle::SkipIncident{Incidents(*engine_)[2].number, "sagt på telefon", {}}))));
  EXPECT_THAT(Outbox(*engine_), testing::IsEmpty());
  engine_->Drain();
  EXPECT_EQ(box->Tries(), tries);
}

// Takes a letter when it is opened, and not before.
class LockedLetterbox : public Letterbox {
 public:
  absl::Status Deliver(const notify::Notice& notice) override {
    absl::Status taken = Letterbox::Deliver(notice);
    open_.wait(false);
    return taken;
  }
  void Open() {
    open_ = true;
    open_.notify_all();
  }

 private:
  std::atomic<bool> open_ = false;
};

TEST_P(DeliveryTest, StoppingDoesNotWaitForHundredsOfLetters) {
  auto box = std::make_shared<LockedLetterbox>();
  Begin({box});
  for (int i = 0; i < 200; ++i) {
    ASSERT_TRUE(Succeeded(GiveTaskAway(*engine_)));
    ASSERT_TRUE(Succeeded(GiveTaskAway(*engine_, "office")));
  }
  box->WaitForTries(1);
  const size_t waiting = Outbox(*engine_).size();
  ASSERT_GE(waiting, 400u);
  std::thread stopping([&] { engine_->Drain(); });
  // Whoever comes now is turned away: the stop has begun.
  while (engine_->Read("bygda", "", [](View&) {}).ok()) std::this_thread::yield();
  box->Open();
  stopping.join();
  EXPECT_LE(box->Notices().size(), 200u) << "the round that was begun, and one more";
}

TEST_P(DeliveryTest, WaitsGrowToAnEnd) {
  EXPECT_EQ(WaitAfter(1), std::chrono::seconds(30));
  EXPECT_EQ(WaitAfter(2), std::chrono::seconds(60));
  EXPECT_EQ(WaitAfter(5), std::chrono::minutes(8));
  EXPECT_EQ(WaitAfter(kMostAttempts), std::chrono::hours(6));
  EXPECT_EQ(WaitAfter(1000000), std::chrono::hours(6));
}

// A store in which nothing leaves the outbox, as a damaged index may have it.
class StuckOutbox : public store::Store {
 public:
  absl::Status Commit(const store::Batch& batch) override {
    store::Batch stuck = batch;
    stuck.outbox_done.clear();
    return inner_->Commit(stuck);
  }
  absl::StatusOr<std::unique_ptr<store::Reader>> NewReader() override { return inner_->NewReader(); }
  absl::Status Backup(const std::string& path) override { return inner_->Backup(path); }

 private:
  const std::unique_ptr<store::Store> inner_ = store::NewMemoryStore(StoreSchema());
};

class OneStore : public StoreFolder {
 public:
  absl::StatusOr<std::vector<std::string>> List() override { return std::vector<std::string>(); }
  absl::StatusOr<OpenStore> Open(const std::string&, bool create) override {
    if (create) created_ = true;
    if (!created_) return absl::NotFoundError("not created");
    return open_;
  }

 private:
  std::atomic<bool> created_ = false;
  const OpenStore open_{std::make_shared<StuckOutbox>(), *store::KeyRing::Open("")};
};

TEST(Delivery, WhatDoesNotLeaveTheOutboxIsNotToldForEver) {
  Options options;
  options.demo = true;
  options.clock = [] { return At("2014-05-05T08:00:00Z"); };
  auto box = std::make_shared<Letterbox>();
  options.notifiers = {box};
  auto started = Engine::Start(std::move(options), std::make_unique<OneStore>());
  ASSERT_TRUE(started.ok()) << started.status();
  std::unique_ptr<Engine> engine = *std::move(started);
  for (cycle::Command command : {cycle::Command(Creation("bygda")), cycle::Command(Organisation()), cycle::Command(Launch()),
                                 cycle::Command(cycle::SetClock{At("2014-09-01T08:00:00Z")})}) {
    ASSERT_TRUE(Succeeded(engine->Run(As("office", command))));
  }
  ASSERT_TRUE(Succeeded(GiveTaskAway(*engine)));
  box->WaitForTries(1);
  engine->Drain();
  std::map<std::string, int> told;
  for (const notify::Notice& notice : box->Notices()) ++told[notice.id];
  for (const auto& [id, times] : told) EXPECT_LE(times, 20) << id << ": once after each commit, and at the start";
}

class DeliveryFilesTest : public DeliveryTest {};
INSTANTIATE_TEST_SUITE_P(Places, DeliveryFilesTest, testing::Values(true), PlaceName);

TEST_P(DeliveryFilesTest, WhatWaitedGoesOutAfterARestart) {
  auto box = std::make_shared<Letterbox>();
  Begin({box});
  WaitForEmptyOutbox();
  box->AnswerWith(absl::UnavailableError("down"));
  const size_t before = box->Notices().size();
  ASSERT_TRUE(Succeeded(GiveTaskAway(*engine_)));
  engine_->Drain();
  box->AnswerWith(absl::OkStatus());
  clock_->Set(clock_->Now() + WaitAfter(1));
  Restart();
  WaitForEmptyOutbox();
  EXPECT_EQ(box->Notices().size(), before + 1);
}

// Whatever stands between giving up and telling: after every start there is one incident for each.
TEST_P(DeliveryFilesTest, WhatWasGivenUpHasOneIncidentAfterEveryRestart) {
  auto box = std::make_shared<Letterbox>();
  Begin({box});
  WaitForEmptyOutbox();
  box->AnswerWith(absl::InvalidArgumentError("no address"));
  ASSERT_TRUE(Succeeded(GiveTaskAway(*engine_)));
  engine_ = nullptr;
  {
    // As a program left it that knew no incidents.
    auto store = store::OpenSqliteStore({.path = folder_ / "data/bygda.db"}, StoreSchema());
    ASSERT_TRUE(store.ok()) << store.status();
    store::Batch batch;
    batch.expected_sequence = *(*(*store)->NewReader())->Sequence();
    notify::Notice notice;
    notice.id = "old-1";
    notice.person = "head";
    notice.message = "overdue";
    batch.outbox = {{"old-1", kGivenUp, kMostAttempts, Encode(notice)}, {"old-2", kGivenUp, kMostAttempts, "no notice"}};
    ASSERT_TRUE((*store)->Commit(batch).ok());
  }
  for (int start = 0; start < 3; ++start) {
    Restart();
    while (Incidents(*engine_).size() < 3) std::this_thread::yield();
    ASSERT_TRUE(Succeeded(GiveTaskAway(*engine_, start % 2 == 0 ? "office" : "nurse")));
    engine_->Drain();
    Restart();
    std::map<std::string, int> by_notice;
    for (const cycle::Incident& incident : Incidents(*engine_)) ++by_notice[incident.notice];
    EXPECT_EQ(by_notice.size(), 4u + start) << "one more was given up";
    for (const auto& [notice, count] : by_notice) EXPECT_EQ(count, 1) << notice;
    ExpectClean();
  }
  for (const cycle::Incident& incident : Incidents(*engine_)) {
    if (incident.notice == "old-1") {
      EXPECT_EQ(incident.person, "head");
    }
    if (incident.notice == "old-2") {
      EXPECT_EQ(incident.person, "");
    }
  }
}

}  // namespace
}  // namespace arshjul::engine
