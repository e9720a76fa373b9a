// What the machine itself can do, in the same run and in the same folder: the floor below every figure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace arshjul::bench {

// The middle one of 400 times that 4,096 bytes were appended to a new file and synced (fdatasync), in milliseconds.
double SyncProbe(const std::string& file);

// Rows of a table of a SQLite file that nobody has open.
int64_t CountRows(const std::string& file, const std::string& table);

// Which rows of a table: those a condition (SQL) holds for.
struct Part {
  std::string table, condition;
};

// Milliseconds for rows of a SQLite file that nobody has open, put into a new file with the same tables and indexes: one
// prepared INSERT a table, one transaction, one sync. Reading them first is not counted.
double RawInsert(const std::string& from, const std::string& to, const std::vector<Part>& parts);

}  // namespace arshjul::bench
