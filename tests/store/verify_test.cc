#include "store/verify.h"

#include <gmock/gmock.h>
#include <sqlite3.h>

#include <filesystem>
#include <fstream>

#include "store/conformance.h"
#include "store/memory.h"
#include "store/page_sums.h"
#include "store/sqlite.h"

namespace arshjul::store {
namespace {

using testing::HasSubstr;

std::string Findings(Store& store) {
  std::string text;
  for (const Finding& finding : Taken(Verify(*store.NewReader().value()))) text += DescribeFinding(finding) + "\n";
  return text;
}

TEST(Verify, TimeThatRunsBackwards) {
  auto store = NewMemoryStore(SuiteSchema());
  Batch batch = Next(0);
  batch.log.push_back(Entry(2));
  batch.log[1].time = At(0);
  ASSERT_TRUE(store->Commit(batch).ok());
  EXPECT_EQ(Findings(*store),
            "log_time_backwards(before=2014-09-01T00:00:00.001Z, sequence=2, time=2014-09-01T00:00:00Z)\n");
}

TEST(Verify, FindsAllThatWasDoneToAFile) {
  struct Case {
    const char* sql;
    const char* findings;
  };
  const std::vector<Case> cases = {
      {"", ""},
      {"DELETE FROM log WHERE sequence IN (1, 3, 4)", "log_gap(after=0, found=2)\nlog_gap(after=2, found=5)\n"},
      {"CREATE TABLE theirs (a)", "store_object_foreign(name=theirs, type=table)\n"},
      {"CREATE TRIGGER t AFTER INSERT ON log BEGIN DELETE FROM log; END",
       "store_object_foreign(name=t, type=trigger)\n"},
      {"DROP INDEX \"step.unit\"", "store_object_missing(name=step.unit)\n"},
      {"DROP INDEX \"step.unit\"; CREATE INDEX \"step.unit\" ON step (state)",
       "store_object_changed(name=step.unit)\n"},
      {"DROP TABLE outbox; CREATE VIEW v AS SELECT 1",
       "store_object_missing(name=outbox)\nstore_object_missing(name=outbox_by_not_before)\n"
       "store_object_missing(name=sqlite_autoindex_outbox_1)\nstore_object_foreign(name=v, type=view)\n"},
  };
  for (const Case& c : cases) {
    Place place;
    std::string path = place.File("store.db");
    {
      auto store = OpenSqliteStore({.path = path, .create = true}, SuiteSchema()).value();
      for (int64_t sequence = 0; sequence < 5; ++sequence)
        ASSERT_TRUE(store->Commit(SomethingOfEveryKind(sequence)).ok());
    }
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, PageSumsVfs()), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(database, c.sql, nullptr, nullptr, nullptr), SQLITE_OK) << c.sql;
    sqlite3_close(database);
    auto store = OpenSqliteStore({.path = path}, SuiteSchema()).value();
    EXPECT_EQ(Findings(*store), c.findings) << c.sql;
    absl::Status backup = store->Backup(place.File("copy.db"));
    EXPECT_EQ(backup.code(), *c.findings == '\0' ? absl::StatusCode::kOk : absl::StatusCode::kDataLoss) << c.sql;
    EXPECT_EQ(std::filesystem::exists(place.File("copy.db")), backup.ok()) << c.sql;
  }
}

TEST(Verify, FindsBytesThatTheDiskChanged) {
  Place place;
  std::string path = place.File("store.db");
  {
    auto store = OpenSqliteStore({.path = path, .create = true}, SuiteSchema()).value();
    Batch batch = Next(0);
    for (int i = 0; i < 2000; ++i) batch.rows.push_back({kStep, "steps/" + std::to_string(i), "body", {"u", "s"}});
    ASSERT_TRUE(store->Commit(batch).ok());
  }
  // A page in the last part of the file, where only rows and their indexes lie.
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(static_cast<std::streamoff>(std::filesystem::file_size(path) / 4096 - 3) * 4096);
  file << std::string(4096, '\x5a');
  file.close();
  auto store = OpenSqliteStore({.path = path}, SuiteSchema()).value();
  EXPECT_THAT(Findings(*store), HasSubstr("store_damaged"));
}

// Wherever it lies: in a row that nothing else tells of as well, in a name, in an index, in what no row uses.
TEST(Verify, NoByteOfAFileChangesUnseen) {
  Place place;
  std::string path = place.File("store.db"), everything;
  {
    auto store = OpenSqliteStore({.path = path, .create = true}, SuiteSchema()).value();
    for (int64_t sequence = 0; sequence < 5; ++sequence) ASSERT_TRUE(store->Commit(SomethingOfEveryKind(sequence)).ok());
    everything = Everything(*store);
  }
  const auto size = static_cast<std::streamoff>(std::filesystem::file_size(path));
  int found = 0;
  // A stride that meets every part of a page.
  for (std::streamoff at = 100; at < size; at += 397) {
    auto flip = [&] {
      std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
      file.seekg(at);
      const char changed = static_cast<char>(file.get() ^ 0x10);
      file.seekp(at);
      file.put(changed);
    };
    flip();
    auto opened = OpenSqliteStore({.path = path}, SuiteSchema());
    const bool refused = !opened.ok();
    bool seen = refused;
    if (!refused) {
      auto findings = Verify(**(*opened)->NewReader());
      seen = !findings.ok() || !findings->empty();
    }
    found += seen;
    EXPECT_TRUE(seen) << "byte " << at;
    if (opened.ok()) opened->reset();
    flip();
  }
  EXPECT_GT(found, 100);
  auto store = OpenSqliteStore({.path = path}, SuiteSchema()).value();
  EXPECT_EQ(Findings(*store), "");
  EXPECT_EQ(Everything(*store), everything);
}

}  // namespace
}  // namespace arshjul::store
