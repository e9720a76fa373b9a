// A file that is made, or taken to the newest version, by a process that is killed on the way: after every statement, and at
// every change of a file. The next program to open it finishes the work.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <spawn.h>
#include <sqlite3.h>
#include <sys/wait.h>

#include "absl/strings/str_split.h"
#include "store/conformance.h"
#include "store/sqlite.h"
#include "store/sqlite_layout.h"
#include "store/verify.h"

namespace arshjul::store {
namespace {

using testing::IsEmpty;

// A file as the program of that version left it, before it made the tables of a schema.
void MakeOfVersion(const std::string& path, int version) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
  for (const Migration& migration : SqliteMigrations()) {
    if (migration.number > version) break;
    std::string script = fmt::format("BEGIN; {} PRAGMA application_id={}; PRAGMA user_version={}; COMMIT", migration.sql,
                                     kApplicationId, migration.number);
    EXPECT_EQ(sqlite3_exec(database, script.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(database);
  }
  sqlite3_close(database);
}

// A file whose only table is looked up by nothing, with rows that the schema's columns are made of.
constexpr int kOldRows = 30;
void MakeOfOlderSchema(const std::string& path) {
  auto store = OpenSqliteStore({.path = path, .create = true}, {{"step", {}}});
  ASSERT_TRUE(store.ok()) << store.status();
  Batch batch;
  for (int i = 0; i < kOldRows; ++i) batch.rows.push_back({kStep, fmt::format("steps/old{}", i), "units/heim done", {}});
  ASSERT_TRUE((*store)->Commit(batch).ok());
}

absl::StatusOr<std::vector<std::string>> ColumnsOfBody(int table, std::string_view body) {
  if (table != kStep) return std::vector<std::string>();
  return std::vector<std::string>(absl::StrSplit(std::string(body), ' '));
}

enum class Ended { kDone, kKilled, kOtherwise };

Ended RunChild(const std::string& path, const std::string& what, int before) {
  std::string program = MIGRATION_CHILD, file = path, kind = what, count = fmt::to_string(before);
  char* arguments[] = {program.data(), file.data(), kind.data(), count.data(), nullptr};
  pid_t child = 0;
  if (posix_spawn(&child, program.c_str(), nullptr, nullptr, arguments, environ) != 0) return Ended::kOtherwise;
  int ended = 0;
  if (waitpid(child, &ended, 0) != child) return Ended::kOtherwise;
  if (WIFSIGNALED(ended) && WTERMSIG(ended) == SIGKILL) return Ended::kKilled;
  return WIFEXITED(ended) && WEXITSTATUS(ended) == 0 ? Ended::kDone : Ended::kOtherwise;
}

void ExpectFinished(const std::string& path, size_t rows) {
  absl::Status without = OpenSqliteStore({.path = path, .columns_of = ColumnsOfBody}, SuiteSchema()).status();
  EXPECT_TRUE(without.ok() || absl::IsNotFound(without)) << without;
  auto store = OpenSqliteStore({.path = path, .create = true, .columns_of = ColumnsOfBody}, SuiteSchema());
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_TRUE((*store)->Commit(SomethingOfEveryKind(0)).ok());
  auto reader = (*store)->NewReader().value();
  EXPECT_EQ(reader->Sequence().value(), 1);
  EXPECT_EQ(reader->Find(kStep, kByUnit, "units/heim", "", 0).value().size(), rows);
  EXPECT_THAT(Verify(*reader).value(), IsEmpty());
}

constexpr int kOlderSchema = -1;

class MigrationKilled : public testing::TestWithParam<std::tuple<const char*, int>> {};

TEST_P(MigrationKilled, IsFinishedByTheNext) {
  const auto& [what, version] = GetParam();
  int deaths = 0;
  for (Ended ended = Ended::kKilled; ended == Ended::kKilled; deaths += ended == Ended::kKilled) {
    SCOPED_TRACE(fmt::format("killed after {} of: {}", deaths, what));
    Place place;
    std::string path = place.File("store.db");
    if (version > 0) MakeOfVersion(path, version);
    if (version == kOlderSchema) MakeOfOlderSchema(path);
    ended = RunChild(path, what, deaths);
    ASSERT_NE(ended, Ended::kOtherwise);
    ExpectFinished(path, version == kOlderSchema ? kOldRows : 0);
    if (HasFatalFailure()) return;
  }
  EXPECT_GT(deaths, 15) << "the child dies nowhere";
  RecordProperty("kills", deaths);
}

std::vector<int> OlderVersions() {
  std::vector<int> versions = {kOlderSchema};
  for (int version = 0; version < SqliteMigrations().back().number; ++version) versions.push_back(version);
  return versions;
}

std::string NameOf(const testing::TestParamInfo<std::tuple<const char*, int>>& info) {
  const auto& [what, version] = info.param;
  return version == kOlderSchema ? fmt::format("{}FromOlderSchema", what) : fmt::format("{}From{}", what, version);
}

INSTANTIATE_TEST_SUITE_P(Everywhere, MigrationKilled,
                         testing::Combine(testing::Values("statement", "change"), testing::ValuesIn(OlderVersions())), NameOf);

}  // namespace
}  // namespace arshjul::store
