#include "store/sqlite_layout.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "store/page_sums.h"
#include "store/sqlite_connection.h"

namespace arshjul::store {
namespace {

// The key and a row's own number are two trees: WITHOUT ROWID would be one, but with bodies in it was measured 1.3 to 2
// times slower to fill at 200 to 2,000 bytes, and no faster to change once replace_body spares the indexes.
std::string TableSql(const TableSchema& table) {
  std::string sql = fmt::format("CREATE TABLE \"{}\" (key TEXT NOT NULL PRIMARY KEY", table.name);
  for (const std::string& column : table.columns) sql += fmt::format(", \"{}\" TEXT NOT NULL", column);
  sql += ", body BLOB NOT NULL) STRICT;";
  // An empty value is never looked up, and most rows that are done with have several.
  for (const std::string& column : table.columns) {
    sql += fmt::format("CREATE INDEX \"{0}.{1}\" ON \"{0}\" (\"{1}\", key) WHERE \"{1}\"<>'';", table.name, column);
  }
  return sql;
}

TableStatements StatementsOf(const TableSchema& table) {
  std::string names, places, changes, same;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const std::string& column = table.columns[i];
    names += fmt::format(", \"{}\"", column);
    places += fmt::format(", ?{}", i + 3);
    changes += fmt::format(", \"{0}\"=excluded.\"{0}\"", column);
    same += fmt::format(" AND \"{}\"=?{}", column, i + 3);
  }
  TableStatements statements;
  statements.put = fmt::format(
      "INSERT INTO \"{}\" (key, body{}) VALUES (?1, ?2{}) ON CONFLICT (key) DO UPDATE SET body=excluded.body{}",
      table.name, names, places, changes);
  statements.replace_body = fmt::format("UPDATE \"{}\" SET body=?2 WHERE key=?1{}", table.name, same);
  statements.columns = "SELECT key";
  for (const std::string& column : table.columns) statements.columns += fmt::format(", \"{}\"", column);
  statements.columns += fmt::format(" FROM \"{}\" WHERE key=?1", table.name);
  for (size_t differ = 0; differ < size_t{1} << table.columns.size(); ++differ) {
    std::string sets;
    int place = 3;
    for (size_t i = 0; i < table.columns.size(); ++i) {
      if ((differ >> i & 1) != 0) sets += fmt::format(", \"{}\"=?{}", table.columns[i], place++);
    }
    statements.change.push_back(fmt::format("UPDATE \"{}\" SET body=?2{} WHERE key=?1", table.name, sets));
  }
  statements.erase = fmt::format("DELETE FROM \"{}\" WHERE key=?1", table.name);
  statements.get = fmt::format("SELECT body FROM \"{}\" WHERE key=?1", table.name);
  statements.scan = fmt::format("SELECT key, body FROM \"{}\" WHERE key>?1 ORDER BY key LIMIT ?2", table.name);
  for (const std::string& column : table.columns) {
    statements.find.push_back(fmt::format(
        // The second says what the index holds, which a value that is not known yet does not.
        "SELECT key, body FROM \"{0}\" WHERE \"{1}\"=?1 AND \"{1}\"<>'' AND key>?2 ORDER BY key LIMIT ?3", table.name, column));
    statements.count.push_back(fmt::format("SELECT count(*) FROM \"{0}\" WHERE \"{1}\"=?1 AND \"{1}\"<>''", table.name, column));
    statements.find_empty.push_back(fmt::format(
        "SELECT key, body FROM \"{0}\" WHERE \"{1}\"=?1 AND key>?2 ORDER BY key LIMIT ?3", table.name, column));
  }
  return statements;
}

// Runs `steps` as one transaction.
template <class Steps>
absl::Status Together(Connection& connection, Steps steps) {
  absl::Status done = connection.Run("BEGIN IMMEDIATE");
  if (done.ok()) done = steps();
  if (done.ok()) done = connection.Run("COMMIT");
  if (!done.ok()) connection.Rollback().IgnoreError();
  return done;
}

absl::Status Migrate(Connection& connection, int64_t version) {
  for (const Migration& migration : SqliteMigrations()) {
    if (migration.number <= version) continue;
    absl::Status done = Together(connection, [&] {
      return connection.Script(fmt::format("{}\nPRAGMA application_id={}; PRAGMA user_version={};", migration.sql,
                                           kApplicationId, migration.number));
    });
    if (!done.ok())
      return absl::Status(done.code(), fmt::format("migration {}: {}", migration.name, std::string(done.message())));
  }
  return absl::OkStatus();
}

// Every page is written anew, with its checksum, in one transaction: what is not yet in the file when the power goes is in
// the write-ahead log, and it is done again. Not with a journal: that is put back into a file that says already that it has
// checksums, and what a full cache writes early goes into one that does not say so yet.
absl::Status GiveSums(Connection& connection) {
  absl::StatusOr<std::string> mode = connection.Text("PRAGMA journal_mode=WAL");
  if (!mode.ok()) return mode.status();
  if (*mode != "wal") return absl::FailedPreconditionError("the file cannot have a write-ahead log (journal mode " + *mode + ")");
  // VACUUM attaches a file of its own.
  const int attached = sqlite3_limit(connection.raw(), SQLITE_LIMIT_ATTACHED, 1);
  absl::Status done = connection.Script("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
  sqlite3_limit(connection.raw(), SQLITE_LIMIT_ATTACHED, attached);
  if (done.ok() && !HasPageSums(connection.raw())) return absl::InternalError("the pages did not get their checksums");
  return done;
}

absl::Status MakeTable(Connection& connection, size_t position, const TableSchema& table) {
  absl::Status made = connection.Script(TableSql(table));
  if (!made.ok()) return made;
  return connection.Run("INSERT INTO schema_table (position, name, columns) VALUES (?, ?, ?)",
                        static_cast<int64_t>(position), table.name, fmt::format("{}", fmt::join(table.columns, ",")));
}

absl::Status MakeTables(Connection& connection, const Schema& schema) {
  return Together(connection, [&] {
    absl::Status made = absl::OkStatus();
    for (size_t i = 0; i < schema.size() && made.ok(); ++i) made = MakeTable(connection, i, schema[i]);
    return made;
  });
}

// The rows of a table, moved to one with other columns.
absl::Status MakeTableAnew(Connection& connection, size_t position, const TableSchema& there, const TableSchema& wanted,
                           const ColumnsOf& columns_of) {
  std::string aside;
  for (const std::string& column : there.columns) aside += fmt::format("DROP INDEX \"{}.{}\";", there.name, column);
  aside += fmt::format("ALTER TABLE \"{0}\" RENAME TO \"{0}.before\";", there.name);
  absl::Status done = connection.Script(aside);
  if (done.ok()) done = connection.Run("DELETE FROM schema_table WHERE position=?", static_cast<int64_t>(position));
  if (done.ok()) done = MakeTable(connection, position, wanted);
  if (!done.ok()) return done;
  const std::string put = StatementsOf(wanted).put;
  absl::Status moved = absl::OkStatus();
  done = connection.Each(fmt::format("SELECT key, body FROM \"{}.before\"", there.name), [&](const Columns& row) {
    if (!moved.ok()) return;
    const std::string body = row.Bytes(1);
    auto columns = columns_of(static_cast<int>(position), body);
    moved = columns.ok() ? connection.Run(put, row.Text(0), Blob{body}, *columns) : columns.status();
  });
  if (!moved.ok()) return moved;
  if (!done.ok()) return done;
  return connection.Script(fmt::format("DROP TABLE \"{}.before\";", there.name));
}

// Tables are only added to, at the end; what a row is looked up by may change.
bool CanFollow(const Schema& recorded, const Schema& schema) {
  if (recorded.size() > schema.size()) return false;
  for (size_t i = 0; i < recorded.size(); ++i) {
    if (recorded[i].name != schema[i].name) return false;
  }
  return true;
}

absl::Status Follow(Connection& connection, const Schema& recorded, const Schema& schema, const ColumnsOf& columns_of) {
  return Together(connection, [&] {
    absl::Status done = absl::OkStatus();
    for (size_t i = 0; i < schema.size() && done.ok(); ++i) {
      if (i >= recorded.size()) {
        done = MakeTable(connection, i, schema[i]);
      } else if (recorded[i] != schema[i]) {
        done = MakeTableAnew(connection, i, recorded[i], schema[i], columns_of);
      }
    }
    return done;
  });
}

std::string Describe(const TableSchema* table) {
  return table == nullptr ? "nothing" : fmt::format("{}({})", table->name, fmt::join(table->columns, ","));
}

absl::StatusOr<Schema> RecordedSchema(Connection& connection) {
  Schema schema;
  absl::Status read =
      connection.Each("SELECT name, columns FROM schema_table ORDER BY position", [&](const Columns& row) {
        TableSchema& table = schema.emplace_back();
        table.name = row.Text(0);
        std::string columns = row.Text(1);
        for (size_t at = 0; at < columns.size();) {
          size_t end = std::min(columns.find(',', at), columns.size());
          table.columns.push_back(columns.substr(at, end - at));
          at = end + 1;
        }
      });
  if (!read.ok()) return read;
  return schema;
}

absl::Status AnotherSchema(const std::string& path, const Schema& recorded, const Schema& schema) {
  std::string differences;
  for (size_t i = 0; i < std::max(recorded.size(), schema.size()); ++i) {
    const TableSchema* there = i < recorded.size() ? &recorded[i] : nullptr;
    const TableSchema* wanted = i < schema.size() ? &schema[i] : nullptr;
    if (there != nullptr && wanted != nullptr && *there == *wanted) continue;
    differences += fmt::format("; table {}: the file has {}, the program {}", i, Describe(there), Describe(wanted));
  }
  return absl::FailedPreconditionError(fmt::format(
      "{} was made with another schema than this program's{}; use the program that made it, or let this one's server take the file over when it opens it", path, differences));
}

struct Mark {
  int64_t application = 0, version = 0, objects = 0;
};

absl::StatusOr<Mark> ReadMark(Connection& connection, const std::string& path) {
  Mark mark;
  for (auto [sql, number] :
       {std::pair("PRAGMA application_id", &mark.application), std::pair("PRAGMA user_version", &mark.version),
        std::pair("SELECT count(*) FROM sqlite_schema", &mark.objects)}) {
    absl::StatusOr<int64_t> read = connection.Number(sql);
    if (absl::IsDataLoss(read.status())) {
      return absl::FailedPreconditionError(
          fmt::format("{} is damaged or no file of this program: {}", path, std::string(read.status().message())));
    }
    if (!read.ok()) return read.status();
    *number = *read;
  }
  return mark;
}

absl::Status CheckMark(const Mark& mark, const std::string& path, bool create) {
  if (mark.application == 0 && mark.version == 0 && mark.objects == 0) {
    return create ? absl::OkStatus() : absl::NotFoundError(fmt::format("{} is empty: it was never finished", path));
  }
  if (mark.application != kApplicationId) {
    return absl::FailedPreconditionError(fmt::format(
        "{} is a database of another program (application id {}); it is left alone", path, mark.application));
  }
  int newest = SqliteMigrations().back().number;
  if (mark.version > newest) {
    return absl::FailedPreconditionError(
        fmt::format("{} was written by a newer program (version {}, this one knows {}); use that or a newer one", path,
                    mark.version, newest));
  }
  return absl::OkStatus();
}

// Name to (type, SQL) of everything in a database.
using Objects = std::map<std::string, std::pair<std::string, std::string>>;

absl::StatusOr<Objects> ObjectsOf(Connection& connection) {
  Objects objects;
  absl::Status read =
      connection.Each("SELECT name, type, coalesce(sql, '') FROM sqlite_schema", [&](const Columns& row) {
        objects[row.Text(0)] = {row.Text(1), row.Text(2)};
      });
  if (!read.ok()) return read;
  return objects;
}

absl::StatusOr<Objects> ExpectedObjects(const Schema& schema) {
  auto ideal = Connection::OpenInMemory();
  if (!ideal.ok()) return ideal.status();
  absl::Status made = Migrate(**ideal, 0);
  if (made.ok()) made = MakeTables(**ideal, schema);
  if (!made.ok()) return made;
  return ObjectsOf(**ideal);
}

}  // namespace

std::shared_ptr<const Layout> MakeLayout(const Schema& schema) {
  auto layout = std::make_shared<Layout>();
  layout->schema = schema;
  for (const TableSchema& table : schema) layout->tables.push_back(StatementsOf(table));
  return layout;
}

absl::Status PrepareFile(Connection& connection, const SqliteOptions& options, bool torn_log, const Schema& schema) {
  const std::string& path = options.path;
  absl::StatusOr<Mark> mark = ReadMark(connection, path);
  if (!mark.ok()) return mark.status();
  if (absl::Status checked = CheckMark(*mark, path, options.create); !checked.ok()) return checked;
  // Not before: SQLite reads the file to obey.
  if (absl::Status set = connection.Script("PRAGMA synchronous=FULL"); !set.ok()) return set;
  // What is written over a torn end could leave more of it behind than a torn end has.
  if (torn_log) {
    if (absl::Status moved = connection.Script("PRAGMA wal_checkpoint(TRUNCATE)"); !moved.ok()) return moved;
  }
  if (mark->objects > 0 && !HasPageSums(connection.raw()) && !options.columns_of && !options.create) {
    return absl::FailedPreconditionError(fmt::format(
        "{} was made by an earlier version of this program: its pages have no checksums yet, and a server gives it them", path));
  }
  // First, for it keeps older programs away, which would write pages without checksums.
  if (absl::Status migrated = Migrate(connection, mark->version); !migrated.ok()) return migrated;
  if (!HasPageSums(connection.raw())) {
    if (absl::Status given = GiveSums(connection); !given.ok()) return given;
  }
  absl::StatusOr<Schema> recorded = RecordedSchema(connection);
  if (!recorded.ok()) return recorded.status();
  absl::StatusOr<int64_t> entries = connection.Number("SELECT count(*) FROM (SELECT 1 FROM log LIMIT 1)");
  if (!entries.ok()) return entries.status();
  // A crash between the migration and the tables leaves a file without tables, which is not another schema.
  if (recorded->empty() && *entries == 0) return MakeTables(connection, schema);
  if (*recorded == schema) return absl::OkStatus();
  if (!options.columns_of || !CanFollow(*recorded, schema)) return AnotherSchema(path, *recorded, schema);
  return Follow(connection, *recorded, schema, options.columns_of);
}

absl::StatusOr<std::vector<Finding>> StructureOf(Connection& connection, const Schema& schema) {
  std::vector<Finding> findings;
  absl::Status checked = connection.Each("PRAGMA integrity_check", [&](const Columns& row) {
    if (std::string detail = row.Text(0); detail != "ok") findings.push_back({"store_damaged", {{"detail", detail}}});
  });
  if (absl::IsDataLoss(checked)) {
    // Too damaged even to be examined: that is a finding, not a failure to look.
    findings.push_back({"store_damaged", {{"detail", std::string(checked.message())}}});
    return findings;
  }
  if (!checked.ok()) return checked;
  absl::StatusOr<Objects> expected = ExpectedObjects(schema);
  if (!expected.ok()) return expected.status();
  absl::StatusOr<Objects> found = ObjectsOf(connection);
  if (!found.ok()) return found.status();
  for (const auto& [name, object] : *expected) {
    auto there = found->find(name);
    if (there == found->end()) {
      findings.push_back({"store_object_missing", {{"name", name}}});
    } else if (there->second != object) {
      findings.push_back({"store_object_changed", {{"name", name}}});
    }
  }
  for (const auto& [name, object] : *found) {
    if (!expected->contains(name))
      findings.push_back({"store_object_foreign", {{"name", name}, {"type", object.first}}});
  }
  return findings;
}

}  // namespace arshjul::store
