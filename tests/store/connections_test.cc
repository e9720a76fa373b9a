// One connection writes and checkpoints, whatever happens around it: a second one that checkpoints during a commit corrupts
// the file (SQLite before 3.51.3, the WAL-reset bug). Every connection that the store makes is looked at here, below the store.
#include <gmock/gmock.h>
#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "store/conformance.h"
#include "store/sqlite.h"

namespace arshjul::store {
namespace {

// Every connection to one file that is made while this lives, in order; and the order in which they are closed.
class Connections {
 public:
  explicit Connections(std::string path) : path_(std::move(path)) {
    current = this;
    sqlite3_auto_extension(reinterpret_cast<void (*)()>(Opened));
  }
  ~Connections() {
    sqlite3_cancel_auto_extension(reinterpret_cast<void (*)()>(Opened));
    current = nullptr;
  }
  Connections(const Connections&) = delete;
  Connections& operator=(const Connections&) = delete;

  const std::vector<sqlite3*>& open() const { return open_; }
  std::vector<sqlite3*> Writers() const {
    std::vector<sqlite3*> writers;
    std::copy_if(open_.begin(), open_.end(), std::back_inserter(writers), [](sqlite3* c) { return sqlite3_db_readonly(c, "main") == 0; });
    return writers;
  }
  // Which of all that there have been, counted from 1.
  const std::vector<int>& closed() const { return closed_; }
  int NumberOf(sqlite3* connection) const {
    return static_cast<int>(std::find(all_.rbegin(), all_.rend(), connection).base() - all_.begin());
  }

 private:
  static int Opened(sqlite3* connection, const char**, const sqlite3_api_routines*) {
    const char* name = sqlite3_db_filename(connection, "main");
    if (name == nullptr || !std::filesystem::exists(current->path_) || !std::filesystem::equivalent(name, current->path_)) return SQLITE_OK;
    current->open_.push_back(connection);
    current->all_.push_back(connection);
    return sqlite3_trace_v2(connection, SQLITE_TRACE_CLOSE, Closed, nullptr);
  }
  static int Closed(unsigned, void*, void* connection, void*) {
    auto* closing = static_cast<sqlite3*>(connection);
    current->closed_.push_back(current->NumberOf(closing));
    std::erase(current->open_, closing);
    return 0;
  }

  static Connections* current;
  const std::string path_;
  std::vector<sqlite3*> all_, open_;
  std::vector<int> closed_;
};
Connections* Connections::current = nullptr;

int Number(sqlite3* connection, const char* sql) {
  int number = -1;
  auto note = [](void* into, int, char** values, char**) { return *static_cast<int*>(into) = std::atoi(values[0]), 0; };
  EXPECT_EQ(sqlite3_exec(connection, sql, note, &number, nullptr), SQLITE_OK) << sqlite3_errmsg(connection);
  return number;
}

std::string BytesOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

class OneConnection : public testing::Test {
 protected:
  Place place_;
  const std::string path_ = place_.File("store.db");
  Connections connections_{path_};
  std::unique_ptr<Store> store_ = OpenSqliteStore({.path = path_, .create = true}, SuiteSchema()).value();
};

TEST_F(OneConnection, Writes) {
  std::vector<std::unique_ptr<Reader>> readers;
  for (int64_t sequence = 0; sequence < 3; ++sequence) {
    ASSERT_TRUE(store_->Commit(SomethingOfEveryKind(sequence)).ok());
    readers.push_back(store_->NewReader().value());
    EXPECT_EQ(readers.back()->Sequence().value(), sequence + 1);
    EXPECT_TRUE(store_->Backup(place_.File("copy" + std::to_string(sequence) + ".db")).ok());
  }
  EXPECT_FALSE(OpenSqliteStore({.path = path_}, SuiteSchema()).ok()) << "a second store would be a second writer";
  EXPECT_EQ(connections_.Writers().size(), 1u);
  EXPECT_GT(connections_.open().size(), 3u);
}

TEST_F(OneConnection, CheckpointsAndByItsOwnHandAlone) {
  ASSERT_TRUE(store_->Commit(SomethingOfEveryKind(0)).ok());
  auto first = store_->NewReader().value(), second = store_->NewReader().value();
  ASSERT_EQ(first->Sequence().value() + second->Sequence().value(), 2);
  // One with its picture, one between two.
  second->Refresh();
  const std::string file = BytesOf(path_), log = BytesOf(path_ + "-wal");
  ASSERT_FALSE(log.empty());
  for (sqlite3* connection : connections_.open()) {
    EXPECT_EQ(Number(connection, "PRAGMA wal_autocheckpoint"), 0);
    const bool writes = sqlite3_db_readonly(connection, "main") == 0;
    int left_alone = -1;
    sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, -1, &left_alone);
    EXPECT_EQ(left_alone, writes ? 0 : 1) << "only the writer moves the log when it closes";
    if (writes) continue;
    EXPECT_NE(sqlite3_wal_checkpoint_v2(connection, "main", SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr), SQLITE_OK);
  }
  EXPECT_TRUE(BytesOf(path_) == file && BytesOf(path_ + "-wal") == log) << "readers have moved the log";
}

TEST_F(OneConnection, IsClosedAfterAllOthers) {
  ASSERT_TRUE(store_->Commit(SomethingOfEveryKind(0)).ok());
  const int writer = connections_.NumberOf(connections_.Writers().at(0));
  auto idle = store_->NewReader().value(), stays = store_->NewReader().value();
  ASSERT_EQ(idle->Sequence().value() + stays->Sequence().value(), 2);
  idle = nullptr;
  const size_t before = connections_.closed().size();
  store_ = nullptr;
  EXPECT_EQ(stays->Sequence().value(), 1) << "a reader outlives the store";
  stays = nullptr;
  ASSERT_GE(connections_.closed().size(), before + 3);
  EXPECT_EQ(connections_.closed().back(), writer);
  EXPECT_EQ(std::count(connections_.closed().begin(), connections_.closed().end(), writer), 1);
  EXPECT_TRUE(connections_.open().empty());
  EXPECT_FALSE(std::filesystem::exists(path_ + "-wal")) << "the writer moved the log into the file";
}

}  // namespace
}  // namespace arshjul::store
