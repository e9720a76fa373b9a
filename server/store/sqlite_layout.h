// What a SQLite file of ours looks like: its marks, its migrations, the tables made from a schema; and whether a given
// file is one.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "store/sqlite.h"
#include "store/store.h"

namespace arshjul::store {

class Connection;

// One script of store/migrations/sqlite. A file's user_version is the number of the last one it has been through.
struct Migration {
  int number = 0;
  const char* name = "";
  const char* sql = "";
};
// All, by number from 1 without gaps; written by the build.
std::vector<Migration> SqliteMigrations();

// "Arsj": what the file says it is, to us and to file(1).
inline constexpr int kApplicationId = 0x4172736a;

// The statements of one table of the schema.
struct TableStatements {
  std::string put;                // key, body, columns
  std::string replace_body;       // the same: changes a row whose columns are these already; nothing otherwise
  std::string columns;            // key: the columns as they are
  // By which columns differ, one bit each: key, body, and those columns alone.
  std::vector<std::string> change;
  std::string erase;              // key
  std::string get;                // key
  std::string scan;               // after_key, limit
  std::vector<std::string> find;  // per column: value, after_key, limit
  std::vector<std::string> count;  // per column: value, which is not empty
  std::vector<std::string> find_empty;  // the same where the value is empty: not from an index, for there is none
};

struct Layout {
  Schema schema;
  std::vector<TableStatements> tables;
};
std::shared_ptr<const Layout> MakeLayout(const Schema& schema);

// Takes an open file to the newest migration, makes the tables of the schema in a file that has none, and takes those of
// one with another schema to it, as SqliteOptions say: each step all of it or nothing, and once begun it can only be gone on
// with. `torn_log`: its write-ahead log ends in a commit that never was; it is begun anew.
// NOT_FOUND: an empty file, and not `create`. FAILED_PRECONDITION: not ours; newer than this program; another schema.
absl::Status PrepareFile(Connection& connection, const SqliteOptions& options, bool torn_log, const Schema& schema);

// What is wrong with the file as such: damage (integrity_check), tables, indexes, triggers and views that are missing,
// changed or not ours. Keys: store_damaged{detail}, store_object_missing{name}, store_object_changed{name},
// store_object_foreign{name, type}.
absl::StatusOr<std::vector<Finding>> StructureOf(Connection& connection, const Schema& schema);

}  // namespace arshjul::store
