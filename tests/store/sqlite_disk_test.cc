// A disk that is full, and a disk that fails.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <filesystem>

#include "faults/faulty_disk.h"
#include "store/conformance.h"
#include "store/sqlite.h"

namespace arshjul::store {
namespace {

using testing::HasSubstr;

class SqliteDisk : public testing::Test {
 protected:
  SqliteDisk() { Open(); }
  ~SqliteDisk() override { store_ = nullptr; }

  void Open() {
    store_ = nullptr;
    auto fatal = [this](const std::string& message) { reported_ += message; };
    store_ = OpenSqliteStore({.path = place_.File("store.db"), .create = true, .fatal = fatal}, SuiteSchema()).value();
  }

  Place place_;
  faults::FaultyDisk disk_{place_.path()};
  std::string reported_;
  std::unique_ptr<Store> store_;
};

TEST_F(SqliteDisk, EveryCommitIsSyncedBeforeItIsAcknowledged) {
  for (int64_t sequence = 0; sequence < 10; ++sequence) {
    int64_t before = disk_.Syncs();
    ASSERT_TRUE(store_->Commit(Next(sequence)).ok());
    EXPECT_GT(disk_.Syncs(), before);
  }
}

TEST_F(SqliteDisk, AFullDiskRefusesTheWriteAndReadsGoOn) {
  ASSERT_TRUE(store_->Commit(SomethingOfEveryKind(0)).ok());
  std::string before = Everything(*store_);
  disk_.SetFull(true);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(store_->Commit(SomethingOfEveryKind(1)).code(), absl::StatusCode::kResourceExhausted);
    EXPECT_EQ(Everything(*store_), before);
  }
  EXPECT_FALSE(store_->Backup(place_.File("copy.db")).ok());
  EXPECT_FALSE(std::filesystem::exists(place_.File("copy.db")));
  disk_.SetFull(false);
  EXPECT_TRUE(store_->Commit(SomethingOfEveryKind(1)).ok()) << "room was made";
  std::string after = Everything(*store_);
  Open();
  EXPECT_EQ(Everything(*store_), after);
  EXPECT_EQ(reported_, "");
}

TEST_F(SqliteDisk, AFailedSyncEndsTheStoreAndIsNotTriedAgain) {
  ASSERT_TRUE(store_->Commit(Next(0)).ok());
  disk_.SetSyncsFail(true);
  EXPECT_EQ(store_->Commit(Next(1)).code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(reported_, HasSubstr("whether it is on the disk is unknown"));
  disk_.SetSyncsFail(false);
  int64_t syncs = disk_.Syncs();
  EXPECT_FALSE(store_->Commit(Next(1)).ok());
  EXPECT_FALSE(store_->Commit(Next(2)).ok());
  store_ = nullptr;
  EXPECT_EQ(disk_.Syncs(), syncs) << "not even when closing";
}

TEST_F(SqliteDisk, AFailedCheckpointEndsTheStoreButNotWhatWasCommitted) {
  int64_t sequence = 0;
  auto commit = [&] {
    Batch batch = Next(sequence);
    batch.rows = {{kNote, fmt::format("notes/{}", sequence), std::string(1'100'000, 'x'), {}}};
    return store_->Commit(batch);
  };
  for (; sequence < 7; ++sequence) ASSERT_TRUE(commit().ok());
  // Some 1,930 pages lie in the log, of the 2,000 after which it is moved into the file. The next commit needs one
  // sync; the checkpoint that follows it needs more.
  disk_.FailSyncsAfter(1);
  EXPECT_TRUE(commit().ok());
  EXPECT_THAT(reported_, HasSubstr("checkpoint"));
  EXPECT_FALSE(store_->Commit(Next(8)).ok());
  disk_.SetSyncsFail(false);
  Open();
  EXPECT_EQ(store_->NewReader().value()->Sequence().value(), 8);
}

}  // namespace
}  // namespace arshjul::store
