// One writer and its store: what happens when the store says no, or somebody else has written; and what verification
// finds in a store that was changed behind the log's back.
#include "engine/writer.h"

#include "engine/engine_testing.h"
#include "engine/reader_rows.h"
#include "engine/verify.h"
#include "store/memory.h"

namespace arshjul::engine {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// A store that fails as it is told, once for each failure.
class FailingStore : public store::Store {
 public:
  explicit FailingStore(std::shared_ptr<store::Store> inner) : inner_(std::move(inner)) {}
  absl::Status Commit(const store::Batch& batch) override {
    ++commits;
    if (refuse && refuse(batch)) return absl::InvalidArgumentError("refused");
    if (!failures.empty()) {
      absl::Status failure = failures.front();
      failures.erase(failures.begin());
      return failure;
    }
    return inner_->Commit(batch);
  }
  absl::StatusOr<std::unique_ptr<store::Reader>> NewReader() override { return inner_->NewReader(); }
  absl::Status Backup(const std::string& path) override { return inner_->Backup(path); }

  std::vector<absl::Status> failures;
  std::function<bool(const store::Batch&)> refuse;
  int commits = 0;

 private:
  const std::shared_ptr<store::Store> inner_;
};

class WriterTest : public testing::Test {
 protected:
  WriterTest() {
    Options options;
    options.demo = true;
    options.clock = [] { return At("2014-05-05T08:00:00Z"); };
    ground_ = std::make_unique<Ground>(std::move(options), *StoreFolder::OpenFolder("", ""));
    keys_ = *store::KeyRing::Open("");
    memory_ = store::NewMemoryStore(StoreSchema());
    store_ = std::make_shared<FailingStore>(memory_);
    writer_ = std::make_unique<Writer>(*ground_, "bygda", [this](bool) { return OpenStore{store_, keys_}; });
    EXPECT_TRUE(Succeeded(Run(As("office", Creation("bygda")))));
    EXPECT_TRUE(Succeeded(Run(As("office", Organisation()))));
    store_->commits = 0;
  }
  GroupResult RunAll(std::vector<Request> requests) {
    std::vector<Work> works;
    for (Request& request : requests) works.emplace_back().request = std::move(request);
    return writer_->Run(works);
  }
  Reply Run(Request request) { return RunAll({std::move(request)}).replies.at(0); }
  std::unique_ptr<store::Reader> Reader() { return *memory_->NewReader(); }
  std::vector<std::string> Findings() { return *VerifyStore(*Reader(), *keys_); }
  std::string Name() {
    cycle::Municipality self;
    EXPECT_TRUE(Decode(**Reader()->Get(cycle::kMunicipalityTable, "m"), self));
    return self.name;
  }
  // Writes behind the writer's back.
  void Forge(store::Batch batch) {
    batch.expected_sequence = *Reader()->Sequence();
    absl::Status committed = memory_->Commit(batch);
    ASSERT_TRUE(committed.ok()) << committed;
  }

  std::unique_ptr<Ground> ground_;
  std::shared_ptr<store::KeyRing> keys_;
  std::shared_ptr<store::Store> memory_;
  std::shared_ptr<FailingStore> store_;
  std::unique_ptr<Writer> writer_;
};

TEST_F(WriterTest, SomebodyElseWroteAndItGoesOnFromThere) {
  Ground elsewhere(ground_->options, *StoreFolder::OpenFolder("", ""));
  Writer other(elsewhere, "bygda", [this](bool) { return OpenStore{memory_, keys_}; });
  for (int i = 0; i < 3; ++i) {
    std::vector<Work> works(1);
    works[0].request = As("office", cycle::GrantRole{organisation::Role::kController, {"other" + std::to_string(i), "Navn", ""}});
    EXPECT_TRUE(Succeeded(other.Run(works).replies.at(0)));
    EXPECT_TRUE(Succeeded(Run(As("office", Rename("Nr " + std::to_string(i))))));
  }
  EXPECT_EQ(Name(), "Nr 2");
  EXPECT_EQ(*Reader()->Sequence(), 8);
  EXPECT_THAT(Findings(), IsEmpty());
}

TEST_F(WriterTest, AFailedCommitIsSaidAndNothingIsHalfDone) {
  struct Row {
    absl::Status failure;
    absl::StatusCode said;
  };
  const std::vector<Row> rows = {
      {absl::UnavailableError("gone"), absl::StatusCode::kUnavailable},
      {absl::InternalError("broken"), absl::StatusCode::kUnavailable},
      {absl::DataLossError("closed"), absl::StatusCode::kUnavailable},
      {absl::ResourceExhaustedError("the disk is full"), absl::StatusCode::kResourceExhausted},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.failure.ToString());
    store_->failures = {row.failure};
    GroupResult result = RunAll({As("office", Rename("Aldri"), "one"), As("head", Rename("Aldri"))});
    ASSERT_EQ(result.replies.size(), 2u);
    for (const Reply& reply : result.replies) EXPECT_EQ(reply.status.code(), row.said);
    EXPECT_EQ(result.sequence, std::nullopt);
    EXPECT_EQ(Name(), "Bygda");
  }
  EXPECT_TRUE(Succeeded(Run(As("office", Rename("Ny"), "one"))));
  EXPECT_EQ(Name(), "Ny");
  EXPECT_THAT(Findings(), IsEmpty());
}

TEST_F(WriterTest, OneThatCannotBeCommittedDoesNotTakeTheOthersWithIt) {
  store_->refuse = [](const store::Batch& batch) {
    for (const store::RequestRecord& request : batch.requests) {
      if (request.id == "bad") return true;
    }
    return false;
  };
  GroupResult result = RunAll({As("office", Rename("En"), "good"), As("office", Rename("To"), "bad"),
                               As("office", cycle::GrantRole{organisation::Role::kController, {"new", "Navn", ""}}, "last")});
  ASSERT_EQ(result.replies.size(), 3u);
  EXPECT_TRUE(Succeeded(result.replies[0]));
  EXPECT_TRUE(absl::IsUnavailable(result.replies[1].status));
  EXPECT_TRUE(Succeeded(result.replies[2]));
  EXPECT_EQ(result.sequence, 4);
  EXPECT_EQ(Name(), "En");
  EXPECT_THAT(Findings(), IsEmpty());
}

TEST_F(WriterTest, ARowThatCannotBeReadIsSaidAndEndsNothingElse) {
  Forge({.rows = {{cycle::kUnitTable, "skole", "\xff", {}}}});
  writer_->Drop();
  absl::Status status = Run(As("office", Rename("Ny"))).status;
  EXPECT_TRUE(absl::IsDataLoss(status)) << status;
  EXPECT_EQ(status.message(), "table unit: the row skole cannot be read");
}

TEST_F(WriterTest, NothingToWriteIsNotCommitted) {
  Request rehearsal = As("office", Rename("Ny"), "one");
  rehearsal.validate_only = true;
  RunAll({rehearsal, As("head", Rename("Fremmed"), "two")});
  EXPECT_EQ(store_->commits, 0);
  RunAll({As("office", Rename("En")), As("office", Rename("To"))});
  EXPECT_EQ(store_->commits, 1);
}

TEST_F(WriterTest, TextsWrittenInTheGroupCanBeRead) {
  std::unique_ptr<store::Reader> reader = Reader();
  VaultTexts texts(reader.get(), keys_.get());
  EXPECT_EQ(texts.Commitment("head", "head/1", "Godt år"), "") << "nobody is given a key by a rehearsal";
  texts.MakeKeys(true);
  EXPECT_EQ(texts.Commitment("head", "head/1", "Godt år").size(), 64u);
  EXPECT_EQ(texts.Read("head", "head/1"), std::nullopt);
  store::VaultRecord record = texts.Write({"head/1", "head", "Godt år"});
  EXPECT_EQ(record.sealed.find("Godt"), std::string::npos);
  EXPECT_EQ(texts.Read("head", "head/1"), "Godt år");
  EXPECT_EQ(texts.Read("top", "head/1"), std::nullopt);
  texts.Forget();
  EXPECT_EQ(texts.Read("head", "head/1"), std::nullopt);
  Forge({.vault = {record}});
  reader->Refresh();
  EXPECT_EQ(texts.Read("head", "head/1"), "Godt år");
  EXPECT_EQ(texts.Read("top", "head/1"), std::nullopt);
  ASSERT_TRUE(keys_->Erase("head").ok());
  EXPECT_EQ(texts.Read("head", "head/1"), std::nullopt);
}

// --- verification ----------------------------------------------------------------------------------------------------

TEST_F(WriterTest, VerificationFindsWhatTheLogDoesNotMake) {
  EXPECT_TRUE(Succeeded(Run(As("office", Launch()))));
  EXPECT_TRUE(Succeeded(Run(As("office", cycle::SetClock{At("2014-08-20T08:00:00Z")}))));
  ASSERT_THAT(Findings(), IsEmpty());
  const std::string unit = **Reader()->Get(cycle::kUnitTable, "skole");
  store::Row step = Reader()->Scan(cycle::kStepTable, "", 1)->at(0);
  cycle::Step changed;
  ASSERT_TRUE(Decode(step.body, changed));
  struct Row {
    const char* what;
    store::RowWrite write;
    std::string finding;
  };
  cycle::UnitRow renamed;
  ASSERT_TRUE(Decode(unit, renamed));
  renamed.row.name = "Et annet navn";
  const std::vector<Row> rows = {
      {"a row more", {cycle::kUnitTable, "extra", unit, {}}, "the row extra is stored, but the log does not make it"},
      {"a row less", {cycle::kUnitTable, "skole", std::nullopt, {}}, "the row skole is missing"},
      {"the last row less", {cycle::kUnitTable, "oppvekst", std::nullopt, {}}, "the row oppvekst is missing"},
      {"a row changed", {cycle::kUnitTable, "skole", Encode(renamed), {}}, "the row skole is not what the log makes of it"},
      {"a row unreadable", {cycle::kUnitTable, "skole", "\xff", {}}, "the row skole is not what the log makes of it"},
      {"a lookup changed", {cycle::kStepTable, step.key, step.body, std::vector<std::string>(changed.Columns().size(), "x")}, "Table step: looking up"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.what);
    const std::optional<std::string> before = *Reader()->Get(row.write.table, row.write.key);
    Forge({.rows = {row.write}});
    EXPECT_THAT(Findings(), testing::Contains(testing::HasSubstr(row.finding)));
    std::vector<std::string> columns = row.write.table == cycle::kStepTable ? changed.Columns() : std::vector<std::string>();
    Forge({.rows = {{row.write.table, row.write.key, before, columns}}});
    ASSERT_THAT(Findings(), IsEmpty());
  }
}

TEST_F(WriterTest, VerificationFindsFaultsOfTheLogItself) {
  const Instant time = At("2014-05-05T08:00:00Z");
  auto forge = [&](std::string body) {
    int64_t next = *Reader()->Sequence() + 1;
    Forge({.log = {{next, time, "office", "Forged", std::move(body)}}});
  };
  // The log holds an event, and the row was not changed with it.
  forge(Encode(cycle::Entry{time, {cycle::MunicipalityChanged{"Ny", "nb", {}}}}));
  EXPECT_THAT(Findings(), ElementsAre("Table municipality: the row m is not what the log makes of it."));
  forge(Encode(cycle::Entry{time - std::chrono::hours(1), {}}));
  EXPECT_THAT(Findings(), testing::Contains(testing::HasSubstr("Log entry 4 says")));
  forge("\xff");
  EXPECT_THAT(Findings(), testing::Contains(testing::HasSubstr("Log entry 5 cannot be read")));

  std::shared_ptr<store::Store> headless = store::NewMemoryStore(StoreSchema());
  ASSERT_TRUE(headless->Commit({.log = {{1, time, "office", "Forged",
                                         Encode(cycle::Entry{time, {cycle::PersonNamed{{"a", "A", ""}}}})}}}).ok());
  EXPECT_THAT(*VerifyStore(**headless->NewReader(), *keys_),
              ElementsAre("Log entry 1 has PersonNamed before the municipality is created; nothing after it was compared."));
}

TEST_F(WriterTest, VerificationCountsTheStepsAgain) {
  const Instant time = At("2014-05-05T08:00:00Z");
  cycle::Step step;
  step.cycle = "2015";
  step.phase = "ambition";
  // The same step created twice counts twice.
  cycle::Entry entry{time, {cycle::StepCreated{step}, cycle::StepCreated{step}}};
  Forge({.log = {{3, time, "office", "Forged", Encode(entry)}}});
  EXPECT_THAT(Findings(), testing::Contains("The counter 2015/ambition does not say what the steps say."));
}

TEST_F(WriterTest, VerificationLooksForTexts) {
  const Instant time = At("2014-05-05T08:00:00Z");
  ASSERT_TRUE(keys_->Ensure("head").ok());
  auto sealed = [&](const std::string& id, const std::string& text) {
    return cycle::TextSealed{id, "head", *keys_->Commitment("head", id, text)};
  };
  auto record = [&](const std::string& id, const std::string& text) {
    return store::VaultRecord{id, "head", *keys_->Seal("head", id, text)};
  };
  cycle::Entry entry{time, {sealed("head/1", "som skrevet"), sealed("head/2", "borte"), sealed("head/3", "byttet"),
                            sealed("head/4", "ødelagt"), sealed("head/1", "som rettet")}};
  Forge({.log = {{3, time, "office", "Forged", Encode(entry)}},
         .vault = {record("head/1", "som rettet"), record("head/3", "noe annet"), {"head/4", "head", "x"}}});
  EXPECT_THAT(Findings(), ElementsAre("The text head/2 is not in the vault, and its owner's key was not erased.",
                                      "The text head/3 is not the one that the log was told of.",
                                      "The text head/4 does not open with its owner's key."));
  ASSERT_TRUE(keys_->Erase("head").ok());
  EXPECT_THAT(Findings(), IsEmpty());
}

// Begins anew whenever it is asked for what comes next, as a damaged tree may.
class CirclingReader : public store::Reader {
 public:
  explicit CirclingReader(std::unique_ptr<store::Reader> inner) : inner_(std::move(inner)) {}
  void Refresh() override { inner_->Refresh(); }
  absl::StatusOr<int64_t> Sequence() override { return inner_->Sequence(); }
  absl::StatusOr<std::optional<std::string>> Get(int table, std::string_view key) override { return inner_->Get(table, key); }
  absl::StatusOr<std::vector<store::Row>> Find(int table, int column, std::string_view value, std::string_view, int limit) override {
    return inner_->Find(table, column, value, "", limit);
  }
  absl::StatusOr<int64_t> Count(int table, int column, std::string_view value) override { return inner_->Count(table, column, value); }
  absl::StatusOr<std::vector<store::Row>> Scan(int table, std::string_view, int limit) override { return inner_->Scan(table, "", limit); }
  absl::StatusOr<std::vector<store::LogEntry>> Log(int64_t after, int limit) override { return inner_->Log(log_circles ? 0 : after, limit); }
  absl::StatusOr<std::optional<store::RequestRecord>> Request(std::string_view caller, std::string_view id) override {
    return inner_->Request(caller, id);
  }
  absl::StatusOr<std::vector<store::OutboxEntry>> Outbox(Instant now, int limit) override { return inner_->Outbox(now, limit); }
  absl::StatusOr<std::vector<store::OutboxEntry>> OutboxFrom(Instant from, int limit) override { return inner_->OutboxFrom(from, limit); }
  absl::StatusOr<int64_t> CountOutboxFrom(Instant from) override { return inner_->CountOutboxFrom(from); }
  absl::StatusOr<std::optional<store::OutboxEntry>> FromOutbox(std::string_view id) override { return inner_->FromOutbox(id); }
  absl::StatusOr<std::optional<store::VaultRecord>> Vault(std::string_view id) override { return inner_->Vault(id); }
  absl::StatusOr<std::vector<store::ReadRecord>> Reads(std::string_view resource, int limit) override { return inner_->Reads(resource, limit); }
  absl::StatusOr<std::vector<store::Finding>> Structure() override { return inner_->Structure(); }

  bool log_circles = false;

 private:
  const std::unique_ptr<store::Reader> inner_;
};

TEST_F(WriterTest, VerificationEndsHoweverDamagedTheStoreIs) {
  CirclingReader circling(Reader());
  EXPECT_THAT(*VerifyStore(circling, *keys_), testing::Contains(testing::HasSubstr("do not come in order")));
  circling.log_circles = true;
  EXPECT_THAT(*VerifyStore(circling, *keys_), testing::Contains(testing::HasSubstr("does not come in order")));
}

}  // namespace
}  // namespace arshjul::engine
