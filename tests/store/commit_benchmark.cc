// What the store's Commit costs against a bare loop that does the least a store could: both in one run, on one disk.
// Prints rows; judge the ratio. Argument: a folder on the disk to measure (default: the current one).
#include <fmt/format.h>
#include <sqlite3.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "store/sqlite.h"

using namespace arshjul;

namespace {

constexpr int kCommands = 19'200;  // a multiple of every group
constexpr int kRowsPerCommand = 6;
constexpr int kRows = 20'000;

void Check(bool ok, const char* what) {
  if (ok) return;
  fmt::print(stderr, "failed: {}\n", what);
  std::exit(1);
}

void Remove(const std::string& path) {
  for (const char* end : {"", "-wal", "-shm", ".lock"}) std::filesystem::remove(path + end);
}

// Fewer commands where each pays a sync of its own.
int CommandsFor(int group) { return group == 1 ? kCommands / 8 : kCommands; }

template <class Work>
double PerSecond(int commands, Work work) {
  auto start = std::chrono::steady_clock::now();
  work();
  return commands / std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// One 200-byte INSERT and one UPDATE per command.
double Bare(const std::string& path, int group) {
  Remove(path);
  sqlite3* database = nullptr;
  Check(sqlite3_open(path.c_str(), &database) == SQLITE_OK, "open");
  auto run = [&](const char* sql) { Check(sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK, sql); };
  run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=2000;"
      "CREATE TABLE log (sequence INTEGER PRIMARY KEY, body BLOB); CREATE TABLE counter (id INTEGER PRIMARY KEY, n "
      "INTEGER);"
      "INSERT INTO counter VALUES (1, 0)");
  sqlite3_stmt *insert = nullptr, *update = nullptr;
  sqlite3_prepare_v2(database, "INSERT INTO log (body) VALUES (?)", -1, &insert, nullptr);
  sqlite3_prepare_v2(database, "UPDATE counter SET n=n+1 WHERE id=1", -1, &update, nullptr);
  const std::string body(200, 'x');
  double rate = PerSecond(CommandsFor(group), [&] {
    for (int done = 0; done < CommandsFor(group); done += group) {
      run("BEGIN IMMEDIATE");
      for (int i = 0; i < group; ++i) {
        sqlite3_bind_blob(insert, 1, body.data(), static_cast<int>(body.size()), SQLITE_STATIC);
        Check(sqlite3_step(insert) == SQLITE_DONE && sqlite3_reset(insert) == SQLITE_OK, "insert");
        Check(sqlite3_step(update) == SQLITE_DONE && sqlite3_reset(update) == SQLITE_OK, "update");
      }
      run("COMMIT");
    }
  });
  sqlite3_finalize(insert);
  sqlite3_finalize(update);
  sqlite3_close(database);
  Remove(path);
  return rate;
}

store::RowWrite Step(unsigned number, const char* state) {
  number %= kRows;
  return {
      0, fmt::format("cycles/2014/steps/{}", number), std::string(300, 'x'), {fmt::format("u{}", number / 40), state}};
}

// One log entry, six rows (two of them change what they are looked up by) and one request per command.
double Full(const std::string& path, int group) {
  Remove(path);
  auto store = store::OpenSqliteStore({.path = path, .create = true}, {{"step", {"unit", "state"}}}).value();
  store::Batch fill;
  for (unsigned i = 0; i < kRows; ++i) fill.rows.push_back(Step(i, "open"));
  Check(store->Commit(fill).ok(), "fill");
  int64_t sequence = 0;
  double rate = PerSecond(CommandsFor(group), [&] {
    while (sequence < CommandsFor(group)) {
      store::Batch batch;
      batch.expected_sequence = sequence;
      for (int i = 0; i < group; ++i) {
        ++sequence;
        Instant now{std::chrono::milliseconds(sequence)};
        batch.log.push_back({sequence, now, "persons/1234", "CompleteTask", std::string(200, 'x')});
        for (int row = 0; row < kRowsPerCommand; ++row) {
          unsigned scattered = static_cast<unsigned>(sequence * kRowsPerCommand + row) * 2654435761u;
          batch.rows.push_back(Step(scattered, row < 2 && sequence % 2 == 0 ? "done" : "open"));
        }
        batch.requests.push_back(
            {"persons/1234", fmt::format("request-{}", sequence), std::string(32, 'h'), "tasks/1", now});
      }
      Check(store->Commit(batch).ok(), "commit");
    }
  });
  store = nullptr;
  Remove(path);
  return rate;
}

}  // namespace

int main(int argc, char** argv) {
  std::string folder = argc > 1 ? argv[1] : ".";
  std::string path = folder + "/commit_benchmark.db";
  fmt::print("{:>5} {:>16} {:>16} {:>6}\n", "group", "bare commands/s", "store commands/s", "ratio");
  for (int group : {1, 16, 64}) {
    double bare = Bare(path, group), full = Full(path, group);
    fmt::print("{:>5} {:>16.0f} {:>16.0f} {:>6.2f}\n", group, bare, full, full / bare);
  }
}
