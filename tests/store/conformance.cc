#include "store/conformance.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "store/sqlite.h"

namespace arshjul::store {

using testing::ElementsAre;
using testing::IsEmpty;

Schema SuiteSchema() { return {{"step", {"unit", "state"}}, {"note", {}}}; }

Instant At(int64_t milliseconds) { return Instant(MakeDate(2014, 9, 1)) + std::chrono::milliseconds(milliseconds); }

LogEntry Entry(int64_t sequence) {
  return {sequence, At(sequence), "persons/7", "CompleteTask", fmt::format("events of {}", sequence)};
}

Batch Next(int64_t sequence) {
  Batch batch;
  batch.expected_sequence = sequence;
  batch.log = {Entry(sequence + 1)};
  return batch;
}

Batch SomethingOfEveryKind(int64_t sequence) {
  Batch batch = Next(sequence);
  std::string n = fmt::to_string(sequence + 1);
  batch.rows = {{kStep, "steps/" + n, "a step " + n, {"units/skole", "open"}},
                {kNote, "notes/" + n, "a note " + n, {}}};
  batch.outbox = {{"mail-" + n, At(sequence), 0, "to whom " + n}};
  batch.requests = {{"persons/7", "request-" + n, "hash", "tasks/" + n, At(sequence)}};
  batch.vault = {{"text-" + n, "persons/7", "sealed " + n}};
  batch.reads = {{At(sequence), "persons/8", "talks/3", "minutes"}};
  return batch;
}

std::string Everything(Reader& reader) {
  std::string text = fmt::format("sequence {}\n", reader.Sequence().value());
  for (int table = 0; table < 2; ++table) {
    for (const Row& row : Taken(reader.Scan(table, "", 0)))
      text += fmt::format("row {} {}={}\n", table, row.key, row.body);
  }
  for (int column : {kByUnit, kByState}) {
    for (const char* value : {"units/skole", "units/heim", "open", "done"}) {
      const std::vector<Row> found = Taken(reader.Find(kStep, column, value, "", 0));
      EXPECT_EQ(reader.Count(kStep, column, value).value(), static_cast<int64_t>(found.size())) << value;
      for (const Row& row : found) {
        text += fmt::format("found {} {} {}={}\n", column, value, row.key, row.body);
      }
    }
  }
  for (const LogEntry& e : Taken(reader.Log(0, 0))) {
    text += fmt::format("log {} {} {} {} {}\n", e.sequence, FormatInstant(e.time), e.actor, e.command, e.body);
    std::string n = fmt::to_string(e.sequence);
    if (auto request = reader.Request("persons/7", "request-" + n).value()) {
      text += fmt::format("request {} {} {} {}\n", request->id, request->body_hash, request->answer,
                          FormatInstant(request->time));
    }
    if (auto sealed = reader.Vault("text-" + n).value()) {
      text += fmt::format("vault {} {} {}\n", sealed->id, sealed->owner, sealed->sealed);
    }
  }
  for (const OutboxEntry& e : Taken(reader.Outbox(At(1LL << 40), 0))) {
    text += fmt::format("outbox {} {} {} {}\n", e.id, FormatInstant(e.not_before), e.attempts, e.body);
  }
  for (const ReadRecord& r : Taken(reader.Reads("talks/3", 0))) {
    text += fmt::format("read {} {} {}\n", FormatInstant(r.time), r.reader, r.fields);
  }
  return text;
}

std::string Everything(Store& store) { return Everything(*store.NewReader().value()); }

void StoreConformance::Open() {
  store_ = nullptr;
  absl::StatusOr<std::unique_ptr<Store>> opened = GetParam().open(place_.path(), SuiteSchema());
  ASSERT_TRUE(opened.ok()) << opened.status();
  store_ = std::move(*opened);
}

std::unique_ptr<Reader> StoreConformance::NewReader() { return store_->NewReader().value(); }

namespace {

std::vector<std::string> Ids(const std::vector<OutboxEntry>& entries) {
  std::vector<std::string> ids;
  for (const OutboxEntry& entry : entries) ids.push_back(entry.id);
  return ids;
}

TEST_P(StoreConformance, AnEmptyStoreHasNothing) { EXPECT_EQ(Everything(*store_), "sequence 0\n"); }

TEST_P(StoreConformance, WhatWasCommittedIsThere) {
  ASSERT_TRUE(store_->Commit(SomethingOfEveryKind(0)).ok());
  EXPECT_EQ(Everything(*store_),
            "sequence 1\n"
            "row 0 steps/1=a step 1\n"
            "row 1 notes/1=a note 1\n"
            "found 0 units/skole steps/1=a step 1\n"
            "found 1 open steps/1=a step 1\n"
            "log 1 2014-09-01T00:00:00.001Z persons/7 CompleteTask events of 1\n"
            "request request-1 hash tasks/1 2014-09-01T00:00:00Z\n"
            "vault text-1 persons/7 sealed 1\n"
            "outbox mail-1 2014-09-01T00:00:00Z 0 to whom 1\n"
            "read 2014-09-01T00:00:00Z persons/8 minutes\n");
}

TEST_P(StoreConformance, ARefusedBatchLeavesNothing) {
  ASSERT_TRUE(store_->Commit(SomethingOfEveryKind(0)).ok());
  std::string before = Everything(*store_);
  struct Case {
    const char* name;
    std::function<void(Batch&)> spoil;
    absl::StatusCode code;
  };
  const std::vector<Case> cases = {
      {"behind", [](Batch& b) { b = SomethingOfEveryKind(0); }, absl::StatusCode::kFailedPrecondition},
      {"ahead", [](Batch& b) { b = SomethingOfEveryKind(2); }, absl::StatusCode::kFailedPrecondition},
      {"without log, behind", [](Batch& b) { b.log.clear(), b.expected_sequence = 0; },
       absl::StatusCode::kFailedPrecondition},
      {"a gap in the log", [](Batch& b) { b.log.push_back(Entry(4)); }, absl::StatusCode::kInvalidArgument},
      {"an entry twice", [](Batch& b) { b.log.push_back(Entry(2)); }, absl::StatusCode::kInvalidArgument},
      {"no such table",
       [](Batch& b) {
         b.rows.push_back({2, "a", "b", {}});
       },
       absl::StatusCode::kInvalidArgument},
      {"a negative table",
       [](Batch& b) {
         b.rows.push_back({-1, "a", "b", {}});
       },
       absl::StatusCode::kInvalidArgument},
      {"a column too few",
       [](Batch& b) {
         b.rows.push_back({kStep, "a", "b", {"u"}});
       },
       absl::StatusCode::kInvalidArgument},
      {"a column too many",
       [](Batch& b) {
         b.rows.push_back({kNote, "a", "b", {"u"}});
       },
       absl::StatusCode::kInvalidArgument},
      {"an empty key",
       [](Batch& b) {
         b.rows.push_back({kNote, "", "b", {}});
       },
       absl::StatusCode::kInvalidArgument},
      {"a request answered before",
       [](Batch& b) {
         b.requests.push_back({"persons/7", "request-1", "", "", At(0)});
       },
       absl::StatusCode::kAlreadyExists},
      {"a request twice", [](Batch& b) { b.requests.push_back(b.requests[0]); }, absl::StatusCode::kAlreadyExists},
  };
  for (const Case& c : cases) {
    Batch batch = SomethingOfEveryKind(1);
    c.spoil(batch);
    EXPECT_EQ(store_->Commit(batch).code(), c.code) << c.name;
    EXPECT_EQ(Everything(*store_), before) << c.name;
  }
  EXPECT_TRUE(store_->Commit(SomethingOfEveryKind(1)).ok()) << "the store goes on after refusals";
}

TEST_P(StoreConformance, ABatchWithoutLogKeepsTheSequence) {
  Batch batch;
  batch.vault = {{"text-1", "persons/7", "sealed"}};
  ASSERT_TRUE(store_->Commit(batch).ok());
  auto reader = NewReader();
  EXPECT_EQ(reader->Sequence().value(), 0);
  EXPECT_TRUE(reader->Vault("text-1").value().has_value());
}

TEST_P(StoreConformance, TheLogIsReadInPages) {
  Batch batch;
  for (int64_t sequence = 1; sequence <= 10; ++sequence) batch.log.push_back(Entry(sequence));
  ASSERT_TRUE(store_->Commit(batch).ok());
  auto reader = NewReader();
  std::vector<int64_t> seen;
  for (int64_t after = 0;;) {
    auto page = reader->Log(after, 3).value();
    if (page.empty()) break;
    EXPECT_LE(page.size(), 3u);
    for (const LogEntry& entry : page) seen.push_back(entry.sequence);
    after = page.back().sequence;
  }
  EXPECT_THAT(seen, ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
  EXPECT_EQ(reader->Log(0, 0).value().size(), 10u);
}

TEST_P(StoreConformance, APictureIsTakenAtTheFirstCallAndKeptUntilRefresh) {
  auto early = NewReader(), late = NewReader();
  ASSERT_TRUE(store_->Commit(SomethingOfEveryKind(0)).ok());
  EXPECT_EQ(early->Sequence().value(), 1) << "made before the commit, but first asked after it";
  std::string one = Everything(*early);
  Batch second = SomethingOfEveryKind(1);
  second.rows.push_back({kStep, "steps/1", std::nullopt, {}});
  second.outbox_done = {"mail-1"};
  second.vault_gone = {"text-1"};
  second.forget_requests_before = At(1);
  ASSERT_TRUE(store_->Commit(second).ok());
  EXPECT_EQ(Everything(*early), one);
  std::string two = Everything(*late);
  EXPECT_NE(two, one);
  early->Refresh();
  EXPECT_EQ(Everything(*early), two);
}

TEST_P(StoreConformance, ReadersSeeWholeCommitsWhileTheWriterGoesOn) {
  constexpr int kCommits = 300;
  std::atomic<bool> done = false;
  std::atomic<int> torn = 0, backwards = 0, failed = 0;
  auto read = [&] {
    auto reader = store_->NewReader();
    if (!reader.ok()) return void(++failed);
    for (int64_t last = 0; !done || last < kCommits;) {
      auto sequence = (*reader)->Sequence();
      auto step = (*reader)->Get(kStep, "counter");
      auto note = (*reader)->Get(kNote, "counter");
      auto log = (*reader)->Log(0, 0);
      if (!sequence.ok() || !step.ok() || !note.ok() || !log.ok()) return void(++failed);
      std::string expected = fmt::to_string(*sequence);
      bool whole = *sequence == 0 || (step->value_or("") == expected && note->value_or("") == expected);
      if (!whole || log->size() != static_cast<size_t>(*sequence)) ++torn;
      if (*sequence < last) ++backwards;
      last = *sequence;
      (*reader)->Refresh();
    }
  };
  std::thread first(read), second(read);
  for (int64_t sequence = 0; sequence < kCommits; ++sequence) {
    Batch batch = Next(sequence);
    std::string n = fmt::to_string(sequence + 1);
    batch.rows = {{kStep, "counter", n, {"units/skole", "open"}}, {kNote, "counter", n, {}}};
    if (!store_->Commit(batch).ok()) ++failed;
  }
  done = true;
  first.join();
  second.join();
  EXPECT_EQ(torn, 0);
  EXPECT_EQ(backwards, 0);
  EXPECT_EQ(failed, 0);
}

TEST_P(StoreConformance, AReaderMayOutliveItsStore) {
  ASSERT_TRUE(store_->Commit(SomethingOfEveryKind(0)).ok());
  auto reader = NewReader();
  store_ = nullptr;
  EXPECT_EQ(reader->Get(kNote, "notes/1").value(), "a note 1");
}

TEST_P(StoreConformance, TheOutboxGivesWhatIsDueOldestFirst) {
  Batch batch = Next(0);
  batch.outbox = {{"b", At(20), 0, ""}, {"z", At(10), 0, ""}, {"a", At(10), 0, ""}, {"later", At(31), 0, ""}};
  ASSERT_TRUE(store_->Commit(batch).ok());
  auto reader = NewReader();
  EXPECT_THAT(Ids(reader->Outbox(At(30), 0).value()), ElementsAre("z", "a", "b")) << "same instant: as they came";
  EXPECT_THAT(Ids(reader->Outbox(At(30), 2).value()), ElementsAre("z", "a"));
  EXPECT_THAT(Ids(reader->Outbox(At(31), 0).value()), ElementsAre("z", "a", "b", "later")) << "due at its very instant";
  EXPECT_THAT(reader->Outbox(At(9), 0).value(), IsEmpty());
  EXPECT_THAT(Ids(reader->OutboxFrom(At(10), 2).value()), ElementsAre("z", "a"));
  EXPECT_THAT(Ids(reader->OutboxFrom(At(11), 0).value()), ElementsAre("b", "later"));
  EXPECT_THAT(reader->OutboxFrom(At(32), 0).value(), IsEmpty());
  EXPECT_EQ(reader->CountOutboxFrom(At(11)).value(), 2);
  EXPECT_EQ(reader->CountOutboxFrom(At(31)).value(), 1) << "at its very instant";
  EXPECT_EQ(reader->CountOutboxFrom(At(32)).value(), 0);
}

TEST_P(StoreConformance, AnOutboxEntryIsPutOffUntilItIsDone) {
  Batch batch = Next(0);
  batch.outbox = {{"a", At(10), 0, "letter"}, {"b", At(10), 0, "letter"}};
  ASSERT_TRUE(store_->Commit(batch).ok());
  Batch retry;
  retry.expected_sequence = 1;
  retry.outbox = {{"a", At(500), 1, "letter"}};
  ASSERT_TRUE(store_->Commit(retry).ok());
  auto reader = NewReader();
  EXPECT_THAT(Ids(reader->Outbox(At(499), 0).value()), ElementsAre("b"));
  auto due = reader->Outbox(At(500), 0).value();
  ASSERT_THAT(Ids(due), ElementsAre("b", "a"));
  EXPECT_EQ(due[1].attempts, 1);
  EXPECT_EQ(due[1].body, "letter");
  const auto put_off = reader->FromOutbox("a").value();
  ASSERT_TRUE(put_off);
  EXPECT_EQ(put_off->id, "a");
  EXPECT_EQ(put_off->not_before, At(500));
  EXPECT_EQ(put_off->attempts, 1);
  EXPECT_EQ(put_off->body, "letter");
  EXPECT_FALSE(reader->FromOutbox("never there").value());
  Batch delivered;
  delivered.expected_sequence = 1;
  delivered.outbox = {{"c", At(0), 0, ""}};
  delivered.outbox_done = {"a", "b", "c", "never there"};
  ASSERT_TRUE(store_->Commit(delivered).ok());
  reader->Refresh();
  EXPECT_THAT(reader->Outbox(At(500), 0).value(), IsEmpty());
  EXPECT_FALSE(reader->FromOutbox("a").value());
}

TEST_P(StoreConformance, RequestsAreKeptPerCallerAndForgottenByAge) {
  Batch batch = Next(0);
  batch.requests = {{"persons/7", "r", "h", "old", At(10)}, {"persons/8", "r", "h", "young", At(20)}};
  ASSERT_TRUE(store_->Commit(batch).ok());
  auto reader = NewReader();
  EXPECT_EQ(reader->Request("persons/7", "r").value()->answer, "old");
  EXPECT_EQ(reader->Request("persons/8", "r").value()->answer, "young");
  EXPECT_FALSE(reader->Request("persons/9", "r").value().has_value());
  Batch forget = Next(1);
  forget.forget_requests_before = At(20);
  forget.requests = {{"persons/7", "r", "h", "again", At(30)}};
  ASSERT_TRUE(store_->Commit(forget).ok()) << "forgotten first, so the id is free";
  reader->Refresh();
  EXPECT_EQ(reader->Request("persons/7", "r").value()->answer, "again");
  EXPECT_TRUE(reader->Request("persons/8", "r").value().has_value()) << "not older than the instant given";
}

TEST_P(StoreConformance, SealedTextsAreReplacedAndErased) {
  Batch batch = Next(0);
  batch.vault = {{"a", "persons/7", "one"}, {"b", "persons/7", "two"}};
  ASSERT_TRUE(store_->Commit(batch).ok());
  Batch change = Next(1);
  change.vault = {{"a", "persons/8", "three"}, {"c", "persons/8", "written and erased"}};
  change.vault_gone = {"b", "c", "never there"};
  ASSERT_TRUE(store_->Commit(change).ok());
  auto reader = NewReader();
  EXPECT_EQ(reader->Vault("a").value()->sealed, "three");
  EXPECT_EQ(reader->Vault("a").value()->owner, "persons/8");
  EXPECT_FALSE(reader->Vault("b").value().has_value());
  EXPECT_FALSE(reader->Vault("c").value().has_value());
}

TEST_P(StoreConformance, ReadsAreToldNewestFirst) {
  Batch batch = Next(0);
  for (int i = 1; i <= 3; ++i) batch.reads.push_back({At(5), fmt::format("persons/{}", i), "talks/3", "minutes"});
  batch.reads.push_back({At(6), "persons/9", "talks/30", "private"});
  ASSERT_TRUE(store_->Commit(batch).ok());
  auto reader = NewReader();
  auto reads = reader->Reads("talks/3", 2).value();
  ASSERT_EQ(reads.size(), 2u);
  EXPECT_EQ(reads[0].reader, "persons/3");
  EXPECT_EQ(reads[1].reader, "persons/2");
  EXPECT_EQ(reader->Reads("talks/3", 0).value().size(), 3u);
  EXPECT_EQ(reader->Reads("talks/30", 0).value()[0].fields, "private");
  EXPECT_THAT(reader->Reads("talks/", 0).value(), IsEmpty());
}

TEST_P(StoreConformance, ABackupIsTheWholePictureInANewFile) {
  for (int64_t sequence = 0; sequence < 3; ++sequence) {
    ASSERT_TRUE(store_->Commit(SomethingOfEveryKind(sequence)).ok());
  }
  std::string path = place_.File("copy.db");
  ASSERT_TRUE(store_->Backup(path).ok());
  EXPECT_EQ(store_->Backup(path).code(), absl::StatusCode::kAlreadyExists);
  auto copy = OpenSqliteStore({.path = path}, SuiteSchema());
  ASSERT_TRUE(copy.ok()) << copy.status();
  EXPECT_EQ(Everything(**copy), Everything(*store_));
  EXPECT_TRUE((*copy)->Commit(SomethingOfEveryKind(3)).ok()) << "a copy is a store";
}

TEST_P(DurableStoreConformance, ReopeningKeepsEverything) {
  for (int64_t sequence = 0; sequence < 5; ++sequence) {
    ASSERT_TRUE(store_->Commit(SomethingOfEveryKind(sequence)).ok());
    std::string before = Everything(*store_);
    Open();
    EXPECT_EQ(Everything(*store_), before);
  }
}

}  // namespace
}  // namespace arshjul::store
