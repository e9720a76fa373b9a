#include "probes.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "callers.h"

namespace arshjul::bench {
namespace {

using Clock = std::chrono::steady_clock;

double Since(Clock::time_point start) { return std::chrono::duration<double, std::milli>(Clock::now() - start).count(); }

struct Database {
  explicit Database(const std::string& path) { Must(sqlite3_open(path.c_str(), &handle)); }
  ~Database() { sqlite3_close(handle); }
  void Must(int code) {
    if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW) return;
    std::fprintf(stderr, "probe: %s\n", sqlite3_errmsg(handle));
    std::exit(1);
  }
  void Run(const std::string& sql) { Must(sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr)); }
  sqlite3_stmt* Prepare(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    Must(sqlite3_prepare_v2(handle, sql.c_str(), -1, &statement, nullptr));
    return statement;
  }
  sqlite3* handle = nullptr;
};

// A table's rows, and the statement that puts one in.
struct Rows {
  std::string insert;
  int columns = 0;
  std::vector<sqlite3_value*> values;
};

Rows ReadPart(Database& from, const Part& part) {
  Rows rows;
  sqlite3_stmt* all = from.Prepare("SELECT * FROM \"" + part.table + "\" WHERE " + part.condition);
  rows.columns = sqlite3_column_count(all);
  rows.insert = "INSERT INTO \"" + part.table + "\" VALUES (?";
  for (int i = 1; i < rows.columns; ++i) rows.insert += ", ?";
  rows.insert += ")";
  while (sqlite3_step(all) == SQLITE_ROW) {
    for (int i = 0; i < rows.columns; ++i) rows.values.push_back(sqlite3_value_dup(sqlite3_column_value(all, i)));
  }
  sqlite3_finalize(all);
  return rows;
}

void PutRows(Database& to, const Rows& rows) {
  sqlite3_stmt* put = to.Prepare(rows.insert);
  for (size_t at = 0; at < rows.values.size(); at += static_cast<size_t>(rows.columns)) {
    for (int i = 0; i < rows.columns; ++i) to.Must(sqlite3_bind_value(put, i + 1, rows.values[at + static_cast<size_t>(i)]));
    to.Must(sqlite3_step(put));
    sqlite3_reset(put);
  }
  sqlite3_finalize(put);
}

}  // namespace

double SyncProbe(const std::string& file) {
  int descriptor = open(file.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
  const std::string page(4096, 'x');
  std::vector<double> times;
  for (int i = 0; i < 400; ++i) {
    auto start = Clock::now();
    if (write(descriptor, page.data(), page.size()) != static_cast<ssize_t>(page.size()) || fdatasync(descriptor) != 0) {
      std::perror(file.c_str());
      std::exit(1);
    }
    times.push_back(Since(start));
  }
  close(descriptor);
  return Quantile(times, 0.5);
}

int64_t CountRows(const std::string& file, const std::string& table) {
  Database database(file);
  sqlite3_stmt* count = database.Prepare("SELECT count(*) FROM \"" + table + "\"");
  database.Must(sqlite3_step(count));
  const int64_t rows = sqlite3_column_int64(count, 0);
  sqlite3_finalize(count);
  return rows;
}

double RawInsert(const std::string& from, const std::string& to, const std::vector<Part>& parts) {
  Database source(from), target(to);
  target.Run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL");
  sqlite3_stmt* objects = source.Prepare("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type DESC");
  while (sqlite3_step(objects) == SQLITE_ROW) {
    auto text = [&](int column) { return std::string(reinterpret_cast<const char*>(sqlite3_column_text(objects, column))); };
    if (!text(0).starts_with("sqlite_")) target.Run(text(1));
  }
  sqlite3_finalize(objects);
  std::vector<Rows> rows_of;
  for (const Part& part : parts) rows_of.push_back(ReadPart(source, part));
  auto start = Clock::now();
  target.Run("BEGIN IMMEDIATE");
  for (const Rows& rows : rows_of) PutRows(target, rows);
  target.Run("COMMIT");
  const double milliseconds = Since(start);
  for (Rows& rows : rows_of) {
    for (sqlite3_value* value : rows.values) sqlite3_value_free(value);
  }
  return milliseconds;
}

}  // namespace arshjul::bench
