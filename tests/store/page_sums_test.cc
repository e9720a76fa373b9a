// The checksums at the end of every page: of new files, of copies, of files that had none.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sqlite3.h>

#include <filesystem>
#include <fstream>

#include "store/conformance.h"
#include "store/sqlite.h"
#include "store/verify.h"

namespace arshjul::store {
namespace {

using testing::IsEmpty;

absl::StatusOr<std::unique_ptr<Store>> Open(const std::string& path) { return OpenSqliteStore({.path = path, .create = true}, SuiteSchema()); }

// 8 MB of rows: more than SQLite keeps in memory.
Batch Large() {
  Batch batch = Next(0);
  batch.rows.clear();
  for (int i = 0; i < 4000; ++i) batch.rows.push_back({kNote, fmt::format("notes/{:06}", i), std::string(2000, static_cast<char>('a' + i % 26)), {}});
  return batch;
}

// The same file as it was before pages had checksums: made anew, row by row, by a connection that knows of none.
void WriteWithoutSums(const std::string& path, const std::string& to) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(to.c_str(), &database), SQLITE_OK);
  auto run = [&](const std::string& sql) { ASSERT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sql; };
  run("ATTACH '" + path + "' AS made");
  std::vector<std::string> statements;
  auto collect = [](void* into, int, char** values, char**) {
    static_cast<std::vector<std::string>*>(into)->push_back(values[0]);
    return 0;
  };
  const char* script =
      "SELECT sql FROM made.sqlite_schema WHERE sql IS NOT NULL "
      "UNION ALL SELECT 'INSERT INTO main.\"' || name || '\" SELECT * FROM made.\"' || name || '\"' FROM made.sqlite_schema "
      "WHERE type='table'";
  ASSERT_EQ(sqlite3_exec(database, script, collect, &statements, nullptr), SQLITE_OK) << sqlite3_errmsg(database);
  for (const std::string& sql : statements) run(sql);
  for (const std::string name : {"application_id", "user_version"}) {
    std::vector<std::string> value;
    ASSERT_EQ(sqlite3_exec(database, ("PRAGMA made." + name).c_str(), collect, &value, nullptr), SQLITE_OK);
    run("PRAGMA main." + name + "=" + value.at(0));
  }
  sqlite3_close(database);
}

TEST(PageSums, AFileGetsThemWhenItHasNone) {
  Place place;
  const std::string path = place.File("store.db"), old = place.File("old.db");
  std::string everything;
  {
    auto store = *Open(path);
    for (int64_t sequence = 0; sequence < 5; ++sequence) ASSERT_TRUE(store->Commit(SomethingOfEveryKind(sequence)).ok());
    everything = Everything(*store);
  }
  ASSERT_NO_FATAL_FAILURE(WriteWithoutSums(path, old));
  EXPECT_EQ(OpenSqliteStore({.path = old}, SuiteSchema()).status().code(), absl::StatusCode::kFailedPrecondition)
      << "who only looks changes nothing";
  for (int times = 0; times < 2; ++times) {
    auto store = Open(old);
    ASSERT_TRUE(store.ok()) << store.status();
    EXPECT_EQ(Everything(**store), everything);
    EXPECT_THAT(*Verify(**(*store)->NewReader()), IsEmpty());
  }
  std::fstream file(old, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(static_cast<std::streamoff>(std::filesystem::file_size(old)) - 4096 + 2000);
  file.put('\x5a');
  file.close();
  auto store = Open(old);
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_FALSE(Verify(**(*store)->NewReader())->empty());
}

// A cache that is full writes pages early, and not the first one first.
TEST(PageSums, AreInCopiesAndFilesTakenOverThatAreLargerThanTheCache) {
  Place place;
  const std::string path = place.File("store.db"), copy = place.File("copy.db"), old = place.File("old.db");
  std::string everything;
  {
    auto store = *Open(path);
    ASSERT_TRUE(store->Commit(Large()).ok());
    everything = Everything(*store);
    absl::Status copied = store->Backup(copy);
    ASSERT_TRUE(copied.ok()) << copied;
  }
  ASSERT_NO_FATAL_FAILURE(WriteWithoutSums(path, old));
  for (const std::string& each : {path, copy, old}) {
    auto store = Open(each);
    ASSERT_TRUE(store.ok()) << each << ": " << store.status();
    EXPECT_TRUE(Everything(**store) == everything) << each;
    EXPECT_THAT(*Verify(**(*store)->NewReader()), IsEmpty()) << each;
  }
}

// The page was read and found out: nothing was written, and nothing else is in doubt.
TEST(PageSums, ARottenPageFailsWhatNeedsItAndNotTheProcess) {
  Place place;
  const std::string path = place.File("store.db");
  ASSERT_TRUE((*Open(path))->Commit(Large()).ok());
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(static_cast<std::streamoff>(std::filesystem::file_size(path)) / 2 / 4096 * 4096 + 2000);
  file.put('\x5a');
  file.close();
  std::string reported;
  auto store = OpenSqliteStore({.path = path, .fatal = [&](const std::string& message) { reported = message; }}, SuiteSchema());
  ASSERT_TRUE(store.ok()) << store.status();
  Batch all = Next(1);
  all.rows = Large().rows;
  for (RowWrite& row : all.rows) row.body = "short";
  EXPECT_EQ((*store)->Commit(all).code(), absl::StatusCode::kDataLoss);
  Batch one = Next(1);
  one.rows = {{kNote, "notes/000000", "short", {}}};
  EXPECT_TRUE((*store)->Commit(one).ok()) << "the rest goes on";
  EXPECT_EQ(reported, "");
}

}  // namespace
}  // namespace arshjul::store
