// What only a file can do wrong: other people's files, other programs' versions, a second server, a process killed in
// the middle, a copy taken in between.
#include "store/page_sums.h"
#include "store/sqlite.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <spawn.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "absl/strings/str_split.h"
#include "store/conformance.h"
#include "store/verify.h"

namespace arshjul::store {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

absl::StatusOr<std::unique_ptr<Store>> Open(const std::string& path, const Schema& schema = SuiteSchema()) {
  return OpenSqliteStore({.path = path, .create = true}, schema);
}

// What another tool would do to a file that nobody has open.
void Tamper(const std::string& path, const std::string& sql) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, PageSumsVfs()), SQLITE_OK);
  char* error = nullptr;
  EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &error), SQLITE_OK) << error;
  sqlite3_close(database);
}

TEST(SqliteFile, IsMadeOnlyWhenAsked) {
  Place place;
  std::string path = place.File("store.db");
  EXPECT_EQ(OpenSqliteStore({.path = path}, SuiteSchema()).status().code(), absl::StatusCode::kNotFound);
  EXPECT_TRUE(std::filesystem::is_empty(place.path())) << "asking leaves nothing behind";
  ASSERT_TRUE(Open(path).ok());
  EXPECT_TRUE(OpenSqliteStore({.path = path}, SuiteSchema()).ok());
  struct stat found;
  ASSERT_EQ(stat(path.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0600u);
}

TEST(SqliteFile, ThatWasNeverFinishedIsFinished) {
  Place place;
  std::string path = place.File("store.db");
  std::ofstream(path).close();
  EXPECT_EQ(OpenSqliteStore({.path = path}, SuiteSchema()).status().code(), absl::StatusCode::kNotFound);
  auto store = Open(path);
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_TRUE((*store)->Commit(SomethingOfEveryKind(0)).ok());
}

TEST(SqliteFile, OfAnotherKindIsRefusedAndLeftAlone) {
  struct Case {
    const char* name;
    std::function<void(const std::string& path)> make;
    const char* says;
  };
  const std::vector<Case> cases = {
      {"a text", [](const std::string& path) { std::ofstream(path) << std::string(5000, 'x'); },
       "no file of this program"},
      {"another program's",
       [](const std::string& path) { Tamper(path, "CREATE TABLE theirs (a); PRAGMA application_id=7;"); },
       "another program"},
      {"an unmarked one", [](const std::string& path) { Tamper(path, "CREATE TABLE theirs (a);"); }, "another program"},
      {"a newer one",
       [](const std::string& path) {
         ASSERT_TRUE(Open(path).ok());
         Tamper(path, "PRAGMA user_version=1000;");
       },
       "newer program (version 1000"},
  };
  for (const Case& c : cases) {
    Place place;
    std::string path = place.File("store.db");
    c.make(path);
    auto bytes = [&] {
      std::ifstream file(path, std::ios::binary);
      return std::string(std::istreambuf_iterator<char>(file), {});
    };
    std::string before = bytes();
    absl::Status refused = Open(path).status();
    EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition) << c.name << ": " << refused;
    EXPECT_THAT(std::string(refused.message()), HasSubstr(c.says)) << c.name;
    EXPECT_TRUE(bytes() == before) << c.name;
  }
}

TEST(SqliteFile, OfAnotherSchemaIsRefusedWithTheDifference) {
  Place place;
  std::string path = place.File("store.db");
  ASSERT_TRUE(Open(path).ok());
  absl::Status refused = Open(path, {{"step", {"unit"}}, {"note", {}}, {"task", {}}}).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(refused.message()),
              HasSubstr("table 0: the file has step(unit,state), the program step(unit)"));
  EXPECT_THAT(std::string(refused.message()), HasSubstr("table 2: the file has nothing, the program task()"));
  EXPECT_TRUE(Open(path).ok());
}

// The columns are then the first words of the body, as many as the table has.
absl::StatusOr<std::vector<std::string>> WordsOf(const Schema& schema, int table, std::string_view body) {
  std::vector<std::string> words = absl::StrSplit(std::string(body), ' ');
  if (words.size() < schema[table].columns.size()) return absl::DataLossError("too few words");
  words.resize(schema[table].columns.size());
  return words;
}

absl::StatusOr<std::unique_ptr<Store>> OpenFollowing(const std::string& path, const Schema& schema) {
  return OpenSqliteStore({.path = path, .columns_of = [=](int table, std::string_view body) { return WordsOf(schema, table, body); }},
                         schema);
}

TEST(SqliteFile, IsTakenToASchemaWithOtherColumnsAndMoreTables) {
  Place place;
  const std::string path = place.File("store.db");
  {
    auto before = Open(path, {{"step", {"unit", "state"}}, {"note", {}}});
    Batch batch;
    batch.rows = {{0, "a", "north busy", {"north", "busy"}}, {0, "b", "north done", {"north", "done"}}, {1, "n", "kept", {}}};
    ASSERT_TRUE((*before)->Commit(batch).ok());
  }
  const Schema wanted = {{"step", {"unit"}}, {"note", {"first"}}, {"task", {"person"}}};
  for (int times = 0; times < 2; ++times) {
    auto store = OpenFollowing(path, wanted);
    ASSERT_TRUE(store.ok()) << store.status();
    auto reader = *(*store)->NewReader();
    EXPECT_EQ(reader->Find(0, 0, "north", "", 0)->size(), 2u);
    EXPECT_EQ(reader->Find(1, 0, "kept", "", 0)->size(), 1u);
    EXPECT_TRUE(reader->Scan(2, "", 0)->empty());
    EXPECT_TRUE(reader->Structure()->empty());
  }
  EXPECT_EQ(Open(path).status().code(), absl::StatusCode::kFailedPrecondition) << "there is no way back";
}

TEST(SqliteFile, IsLeftAsItWasWhenARowCannotFollow) {
  Place place;
  const std::string path = place.File("store.db");
  const Schema before = {{"step", {}}, {"note", {}}};
  {
    Batch batch;
    batch.rows = {{0, "a", "one two", {}}, {0, "b", "one", {}}};
    ASSERT_TRUE((*Open(path, before))->Commit(batch).ok());
  }
  EXPECT_EQ(OpenFollowing(path, {{"step", {"unit", "state"}}, {"note", {}}}).status().code(), absl::StatusCode::kDataLoss);
  auto store = Open(path, before);
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_EQ((*(*store)->NewReader())->Scan(0, "", 0)->size(), 2u);
  EXPECT_TRUE((*(*store)->NewReader())->Structure()->empty());
}

TEST(SqliteFile, FollowsOnlyWhereTablesAreAddedAtTheEnd) {
  Place place;
  const std::string path = place.File("store.db");
  ASSERT_TRUE(Open(path).ok());
  for (const Schema& schema : {Schema{{"step", {"unit", "state"}}}, Schema{{"note", {}}, {"step", {"unit", "state"}}}}) {
    EXPECT_EQ(OpenFollowing(path, schema).status().code(), absl::StatusCode::kFailedPrecondition);
  }
  EXPECT_TRUE(Open(path).ok());
}

// The log of a store that was killed, in which `commits` lie one after the other; how long it was after each.
class SqliteLog : public testing::Test {
 protected:
  void Write(int commits) {
    auto store = *Open(made_.File("store.db"));
    for (int64_t sequence = 0; sequence < commits; ++sequence) {
      ASSERT_TRUE(store->Commit(SomethingOfEveryKind(sequence)).ok());
      ends_.push_back(static_cast<std::streamoff>(std::filesystem::file_size(made_.File("store.db-wal"))));
    }
    Take(made_);
  }
  // As a disk has it when the process that has it open is killed.
  void Take(const Place& from) {
    for (const char* name : {"store.db", "store.db-wal"}) {
      std::filesystem::copy_file(from.File(name), killed_.File(name), std::filesystem::copy_options::overwrite_existing);
    }
  }
  void FlipAt(std::streamoff at) {
    std::fstream file(killed_.File("store.db-wal"), std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(at);
    const char changed = static_cast<char>(file.get() ^ 1);
    file.seekp(at);
    file.put(changed);
  }
  absl::StatusOr<std::unique_ptr<Store>> Killed() { return Open(killed_.File("store.db")); }

  Place made_, killed_;
  std::vector<std::streamoff> ends_;
};

TEST_F(SqliteLog, DamageBeforeTheLastCommitIsRefused) {
  Write(4);
  FlipAt(ends_[1] - 2000);
  absl::Status refused = Killed().status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kDataLoss) << refused;
  EXPECT_THAT(std::string(refused.message()), HasSubstr("3 commits that follow cannot be read"));
  FlipAt(ends_[1] - 2000);
  EXPECT_EQ(Taken((*Killed())->NewReader())->Sequence().value(), 4);
}

TEST_F(SqliteLog, ATornLastCommitIsForgottenAndLeavesNoTrace) {
  Write(4);
  FlipAt(ends_[2] + 2000);
  auto store = Killed();
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_EQ(Taken((*store)->NewReader())->Sequence().value(), 3);
  ASSERT_TRUE((*store)->Commit(Next(3)).ok());
  // What was torn would else stand behind the new commit.
  EXPECT_LT(std::filesystem::file_size(killed_.File("store.db-wal")), static_cast<uintmax_t>(ends_[0]));
}

TEST(SqliteFile, ASchemaWithUnsafeNamesIsRefused) {
  const std::vector<Schema> schemas = {
      {{"Step", {}}},   {{"", {}}},        {{"a\"b", {}}},      {{"log", {}}},          {{"sqlite_master", {}}},
      {{"a", {"key"}}}, {{"a", {"body"}}}, {{"a", {"b", "b"}}}, {{"a", {}}, {"a", {}}}, {{"a", {"b; c"}}}};
  for (const Schema& schema : schemas) {
    Place place;
    EXPECT_EQ(Open(place.File("store.db"), schema).status().code(), absl::StatusCode::kInvalidArgument)
        << schema.back().name;
  }
}

TEST(SqliteFile, IsHeldByOneServer) {
  Place place;
  std::string path = place.File("store.db");
  auto first = Open(path);
  ASSERT_TRUE(first.ok());
  absl::Status second = Open(path).status();
  EXPECT_EQ(second.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(second.message()), HasSubstr(fmt::format("process {}", getpid())));
  EXPECT_TRUE((*first)->Commit(Next(0)).ok());
  *first = nullptr;
  EXPECT_TRUE(Open(path).ok());
}

TEST(SqliteFile, AFileThatIsNoLongerTheSameEndsTheStore) {
  struct Case {
    const char* name;
    std::function<void(const std::string& path)> harm;
  };
  const std::vector<Case> cases = {
      {"file deleted", [](const std::string& path) { std::filesystem::remove(path); }},
      {"log deleted", [](const std::string& path) { std::filesystem::remove(path + "-wal"); }},
      {"file swapped",
       [](const std::string& path) {
         std::filesystem::copy_file(path, path + ".copy");
         std::filesystem::rename(path + ".copy", path);
       }},
  };
  for (const Case& c : cases) {
    Place place;
    std::string path = place.File("store.db"), reported;
    int reports = 0;
    auto fatal = [&](const std::string& message) { reported = message, ++reports; };
    auto store = OpenSqliteStore({.path = path, .create = true, .fatal = fatal}, SuiteSchema());
    ASSERT_TRUE((*store)->Commit(Next(0)).ok());
    c.harm(path);
    EXPECT_EQ((*store)->Commit(Next(1)).code(), absl::StatusCode::kDataLoss) << c.name;
    EXPECT_THAT(reported, HasSubstr("deleted or replaced")) << c.name;
    EXPECT_FALSE((*store)->Commit(Next(1)).ok()) << c.name;
    EXPECT_FALSE((*store)->NewReader().ok()) << c.name;
    EXPECT_EQ(reports, 1) << c.name;
  }
}

TEST(SqliteFile, AReaderFindsThatTheFileIsGone) {
  Place place;
  std::string path = place.File("store.db"), reported;
  auto fatal = [&](const std::string& message) { reported = message; };
  auto store = OpenSqliteStore({.path = path, .create = true, .fatal = fatal}, SuiteSchema());
  ASSERT_TRUE((*store)->Commit(Next(0)).ok());
  std::filesystem::remove(path);
  EXPECT_EQ((*store)->NewReader().status().code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(reported, HasSubstr("deleted or replaced"));
  EXPECT_FALSE((*store)->Commit(Next(1)).ok());
}

TEST(SqliteFileDeathTest, EndsTheProcessUnlessToldOtherwise) {
  Place place;
  auto store = Open(place.File("store.db"));
  ASSERT_TRUE(store.ok());
  std::filesystem::remove(place.File("store.db"));
  EXPECT_DEATH(store->get()->Commit(Next(0)).IgnoreError(), "deleted or replaced");
}

TEST(SqliteFile, TheLogIsMovedIntoTheFileAndUsedAgain) {
  Place place;
  std::string path = place.File("store.db");
  auto store = Open(path);
  uintmax_t largest = 0;
  for (int64_t sequence = 0; sequence < 400; ++sequence) {
    Batch batch = Next(sequence);
    batch.rows = {{kNote, fmt::format("notes/{}", sequence), std::string(200'000, 'x'), {}}};
    ASSERT_TRUE((*store)->Commit(batch).ok());
    largest = std::max(largest, std::filesystem::file_size(path + "-wal"));
  }
  EXPECT_LT(largest, 20u << 20) << "80 MB went through the log";
  EXPECT_GT(std::filesystem::file_size(path), 60u << 20);
}

TEST(SqliteFile, AReaderThatStaysDoesNotStopTheWriter) {
  Place place;
  std::string path = place.File("store.db");
  auto store = Open(path);
  auto reader = (*store)->NewReader().value();
  ASSERT_EQ(reader->Sequence().value(), 0);
  int64_t sequence = 0;
  auto write = [&](int commits) {
    for (int i = 0; i < commits; ++i, ++sequence) {
      Batch batch = Next(sequence);
      // Not the same letter each time: SQLite leaves alone what is there already.
      batch.rows = {{kNote, "note", std::string(1'000'000, static_cast<char>('a' + sequence % 26)), {}}};
      ASSERT_TRUE((*store)->Commit(batch).ok());
    }
  };
  write(100);
  EXPECT_EQ(reader->Sequence().value(), 0);
  EXPECT_GT(std::filesystem::file_size(path + "-wal"), 90u << 20) << "the picture has to lie somewhere";
  reader = nullptr;
  write(20);
  EXPECT_LT(std::filesystem::file_size(path + "-wal"), 30u << 20) << "and is let go with its reader";
}

// A child that commits until it is killed; what it acknowledged.
int64_t KilledAfter(const std::string& path, int acknowledgements) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return -1;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  std::string program = CRASH_CHILD, argument = path;
  char* arguments[] = {program.data(), argument.data(), nullptr};
  pid_t child = 0;
  int spawned = posix_spawn(&child, program.c_str(), &actions, nullptr, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  int64_t last = -1, sequence = 0;
  for (int i = 0; spawned == 0 && read(ends[0], &sequence, sizeof sequence) == sizeof sequence; last = sequence) {
    if (++i == acknowledgements) kill(child, SIGKILL);
  }
  close(ends[0]);
  int ended = 0;
  if (spawned != 0 || waitpid(child, &ended, 0) != child || !WIFSIGNALED(ended)) return -1;
  return last;
}

TEST(SqliteFile, AKilledServerHasLostNothingAndHalvedNothing) {
  Place place;
  std::string path = place.File("store.db");
  // Uneven counts, so that the kills fall before, in and after checkpoints.
  for (int acknowledgements : {1, 7, 40, 333, 2, 391, 77, 512}) {
    int64_t acknowledged = KilledAfter(path, acknowledgements);
    ASSERT_GT(acknowledged, 0);
    auto store = Open(path);
    ASSERT_TRUE(store.ok()) << store.status();
    auto reader = (*store)->NewReader().value();
    int64_t sequence = reader->Sequence().value();
    EXPECT_GE(sequence, acknowledged);
    EXPECT_LE(sequence, acknowledged + 1) << "one commit may have been on its way";
    std::string number = fmt::to_string(sequence);
    EXPECT_EQ(reader->Get(kStep, "counter").value(), number);
    EXPECT_EQ(reader->Find(kStep, kByState, number, "", 0).value().size(), 1u);
    EXPECT_TRUE(reader->Get(kStep, "steps/" + number).value().has_value());
    EXPECT_EQ(reader->Get(kNote, "counter").value(), number);
    EXPECT_TRUE(reader->Request("c", number).value().has_value());
    EXPECT_FALSE(reader->Request("c", fmt::to_string(sequence + 1)).value().has_value());
    EXPECT_EQ(reader->Vault("counter").value()->sealed, number);
    EXPECT_EQ(reader->Scan(kStep, "", 0).value().size(), static_cast<size_t>(sequence) + 1);
    EXPECT_THAT(Verify(*reader).value(), IsEmpty());
  }
}

TEST(SqliteFile, ABackupTakenWhileWritingIsOneMoment) {
  Place place;
  auto store = Open(place.File("store.db"));
  std::atomic<bool> done = false;
  std::atomic<int> failed = 0;
  std::thread writer([&] {
    for (int64_t sequence = 0; !done || sequence < 50; ++sequence) {
      if (!(*store)->Commit(SomethingOfEveryKind(sequence)).ok()) ++failed;
    }
  });
  for (int i = 0; i < 5; ++i) {
    std::string path = place.File(fmt::format("copy-{}.db", i));
    absl::Status taken = (*store)->Backup(path);
    EXPECT_TRUE(taken.ok()) << taken;
    EXPECT_FALSE(std::filesystem::exists(path + ".partial"));
    auto copy = Open(path);
    if (!copy.ok()) {
      ADD_FAILURE() << copy.status();
      continue;
    }
    auto reader = (*copy)->NewReader().value();
    std::string n = fmt::to_string(reader->Sequence().value());
    EXPECT_EQ(reader->Get(kNote, "notes/" + n).value().has_value(), n != "0");
    EXPECT_EQ(fmt::to_string(reader->Scan(kNote, "", 0).value().size()), n);
    EXPECT_EQ(fmt::to_string(reader->Reads("talks/3", 0).value().size()), n);
  }
  done = true;
  writer.join();
  EXPECT_EQ(failed, 0);
}

TEST(SqliteFile, ABackupThatCannotBeMadeLeavesNothing) {
  Place place;
  auto store = Open(place.File("store.db"));
  EXPECT_FALSE((*store)->Backup(place.File("nowhere/copy.db")).ok());
  std::ofstream(place.File("taken.db")) << "theirs";
  EXPECT_EQ((*store)->Backup(place.File("taken.db")).code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(std::filesystem::file_size(place.File("taken.db")), 6u);
  EXPECT_FALSE(std::filesystem::exists(place.File("taken.db.partial")));
}

}  // namespace
}  // namespace arshjul::store
