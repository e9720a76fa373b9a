// A VFS above the disk's: every page of a database file ends in a checksum of itself and of where it lies, and is checked
// whenever it is read. What a disk has changed by itself is then an error and never a row.
//
// The last kPageSumBytes of each page are reserved for it, which the file's header says; a file without them is passed
// through as it is, one that is empty is to have them. Write-ahead logs and journals have checksums of SQLite's own. Threads: as SQLite's.
#pragma once

struct sqlite3;

namespace arshjul::store {

inline constexpr int kPageSumBytes = 8;

// Whether the pages of a database that was opened through the VFS, and is not empty, have checksums.
bool HasPageSums(sqlite3* database);

// The name of the VFS, which is registered when this is first called. It opens its files through the VFS that is the
// default at that moment. Not for memory mapping.
const char* PageSumsVfs();

}  // namespace arshjul::store
