// Makes a store's file, or takes one to the newest version, and dies by its own hand on the way, as by kill -9.
// migration_test has it die in every place there is.
//
// Arguments: the file; "statement" or "change" (of a file: a write, a truncation, a deletion); how many of those come before its
// death. Ends with 0 when it was done before that.
#include <signal.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "store/sqlite.h"

namespace {

int left = 0;

void DieInTime() {
  if (left-- == 0) raise(SIGKILL);
}

int WatchStatements(sqlite3* connection, const char**, const sqlite3_api_routines*) {
  auto next = [](unsigned, void*, void*, void*) { return DieInTime(), 0; };
  return sqlite3_trace_v2(connection, SQLITE_TRACE_STMT, next, nullptr);
}

template <class Call>
void Replace(const char* name, Call* call) {
  sqlite3_vfs* files = sqlite3_vfs_find(nullptr);
  // A name that this SQLite was built without is not among its calls.
  files->xSetSystemCall(files, name, reinterpret_cast<sqlite3_syscall_ptr>(call));
}

void WatchChanges() {
  Replace("pwrite", +[](int file, const void* bytes, size_t size, off_t at) { return DieInTime(), pwrite(file, bytes, size, at); });
  Replace("pwrite64", +[](int file, const void* bytes, size_t size, off64_t at) { return DieInTime(), pwrite64(file, bytes, size, at); });
  Replace("write", +[](int file, const void* bytes, size_t size) { return DieInTime(), write(file, bytes, size); });
  Replace("ftruncate", +[](int file, off_t size) { return DieInTime(), ftruncate(file, size); });
  Replace("unlink", +[](const char* path) { return DieInTime(), unlink(path); });
}

// As migration_test has them: the two words of a body.
absl::StatusOr<std::vector<std::string>> ColumnsOfBody(int table, std::string_view body) {
  if (table != 0) return std::vector<std::string>();
  const size_t space = body.find(' ');
  return std::vector<std::string>{std::string(body.substr(0, space)), std::string(body.substr(space + 1))};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  left = std::atoi(argv[3]);
  if (std::strcmp(argv[2], "statement") == 0) {
    sqlite3_auto_extension(reinterpret_cast<void (*)()>(WatchStatements));
  } else {
    WatchChanges();
  }
  auto opened = arshjul::store::OpenSqliteStore({.path = argv[1], .create = true, .columns_of = ColumnsOfBody},
                                                {{"step", {"unit", "state"}}, {"note", {}}});
  if (!opened.ok()) std::fprintf(stderr, "%s\n", opened.status().ToString().c_str());
  return opened.ok() ? 0 : 3;
}
