// What the engine asks of a place that keeps one municipality's history. Implementations: memory (a twin a user could
// run, and the tests'), sqlite. Every implementation passes tests/store (one conformance suite).
//
// A store knows nothing of the domain: rows are bytes under a table and a key, with a few texts beside them to look rows
// up by. The schema (which tables, which lookups) is handed in by the composition root.
//
// Threads: one writer calls Commit; any number of Readers may be used at once, each by one thread at a time; they may
// outlive the store, which then stays open behind them.
// Errors: absl::Status is the world breaking (disk, corruption). A failed fsync ends the process; it is never retried.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/time.h"

namespace arshjul::store {

// A table of rows. Column values are kept beside the row and indexed, each on its own, in the order (value, key).
struct TableSchema {
  std::string name;                  // SQL-safe: [a-z_]+, and none of the store's own tables (batch.h, CheckSchema)
  std::vector<std::string> columns;  // SQL-safe, neither "key" nor "body"
  bool operator==(const TableSchema&) const = default;
};
using Schema = std::vector<TableSchema>;

struct RowWrite {
  int table = 0;  // index in the schema
  std::string key;                   // never empty; ordered by its bytes
  std::optional<std::string> body;   // nothing: delete
  std::vector<std::string> columns;  // one per column of the table; ignored on delete
};

// One entry of the ordered history: what one command changed. `sequence` counts 1, 2, 3 … without gaps.
struct LogEntry {
  int64_t sequence = 0;
  Instant time;
  std::string actor;    // person id, or "system"
  std::string command;  // the name of the command, for people and audits
  std::string body;     // encoded events
};

// What must be told to the world after the commit, at least once, under a stable id.
struct OutboxEntry {
  std::string id;    // stable; the receiver may see it twice
  Instant not_before;
  int attempts = 0;
  std::string body;
};

// The answer to a request, kept so that the same request gets the same answer.
struct RequestRecord {
  std::string caller, id;  // the key
  std::string body_hash;
  std::string answer;      // resource name or encoded refusal; never personnel text
  Instant time;
};

// Personnel text, sealed with the key of a person (vault.h). The store sees ciphertext only.
struct VaultRecord {
  std::string id;
  std::string owner;  // person whose key seals it
  std::string sealed;
};

// "Who read what of a talk, when, as whom."
struct ReadRecord {
  Instant time;
  std::string reader;    // person id
  std::string resource;  // resource name
  std::string fields;    // which groups of text: "minutes", "private"
};

// Something wrong with a store. `problem` is a key of the message catalogues, `args` fill its holes.
struct Finding {
  std::string problem;
  std::map<std::string, std::string> args;
  bool operator==(const Finding&) const = default;
};

// Within a batch: rows are written in order (the last write of a key wins); requests are forgotten before new ones are
// kept; what is both written and deleted (outbox, vault) is deleted.
// INVALID_ARGUMENT: an unknown table, a wrong number of columns, an empty key, log entries that do not follow
// expected_sequence one by one. ALREADY_EXISTS: a request that has its answer already. Nothing is written then.
struct Batch {
  // The sequence of the newest log entry the writer knows. Commit fails with FAILED_PRECONDITION when the store is
  // elsewhere: somebody else wrote.
  int64_t expected_sequence = 0;
  std::vector<LogEntry> log;
  std::vector<RowWrite> rows;
  std::vector<OutboxEntry> outbox;                // upsert by id
  std::vector<std::string> outbox_done;           // ids delivered: deleted
  std::vector<RequestRecord> requests;
  std::vector<VaultRecord> vault;                 // upsert by id
  std::vector<std::string> vault_gone;            // ids erased
  std::vector<ReadRecord> reads;
  std::optional<Instant> forget_requests_before;  // idempotency records older than this may go
};

struct Row {
  std::string key;
  std::string body;
};

// One consistent picture of committed rows, from the moment of its first call until Refresh() or destruction.
class Reader {
 public:
  virtual ~Reader() = default;
  // Lets go of the picture; the next call sees a newer one.
  virtual void Refresh() = 0;
  virtual absl::StatusOr<int64_t> Sequence() = 0;
  virtual absl::StatusOr<std::optional<std::string>> Get(int table, std::string_view key) = 0;
  // Rows whose column holds exactly `value`, in key order, after `after_key`, at most `limit` (0: all).
  virtual absl::StatusOr<std::vector<Row>> Find(int table, int column, std::string_view value,
                                                std::string_view after_key, int limit) = 0;
  // How many rows have a column that holds exactly `value`, which is not empty. Costs what its index costs, not what the rows do.
  virtual absl::StatusOr<int64_t> Count(int table, int column, std::string_view value) = 0;
  // All rows of a table in key order, after `after_key`, at most `limit` (0: all).
  virtual absl::StatusOr<std::vector<Row>> Scan(int table, std::string_view after_key, int limit) = 0;
  // Log entries with sequence > `after`, at most `limit` (0: all).
  virtual absl::StatusOr<std::vector<LogEntry>> Log(int64_t after, int limit) = 0;
  virtual absl::StatusOr<std::optional<RequestRecord>> Request(std::string_view caller, std::string_view id) = 0;
  // Entries due at `now`, by not_before and then in the order they first came, at most `limit` (0: all).
  virtual absl::StatusOr<std::vector<OutboxEntry>> Outbox(Instant now, int limit) = 0;
  // The same of those that wait until `from` or later; and how many these are.
  virtual absl::StatusOr<std::vector<OutboxEntry>> OutboxFrom(Instant from, int limit) = 0;
  virtual absl::StatusOr<int64_t> CountOutboxFrom(Instant from) = 0;
  // The one entry, whenever it is due.
  virtual absl::StatusOr<std::optional<OutboxEntry>> FromOutbox(std::string_view id) = 0;
  virtual absl::StatusOr<std::optional<VaultRecord>> Vault(std::string_view id) = 0;
  // Newest first, at most `limit` (0: all).
  virtual absl::StatusOr<std::vector<ReadRecord>> Reads(std::string_view resource, int limit) = 0;
  // What is wrong with the medium itself: damage, things that are not ours. Reads everything; empty when all is well.
  virtual absl::StatusOr<std::vector<Finding>> Structure() = 0;
};

class Store {
 public:
  virtual ~Store() = default;
  // All of the batch or nothing; durable when it returns OK. RESOURCE_EXHAUSTED: the disk is full; reads go on.
  virtual absl::Status Commit(const Batch& batch) = 0;
  virtual absl::StatusOr<std::unique_ptr<Reader>> NewReader() = 0;
  // A copy of the whole store in a new SQLite file, consistent, while the store runs; checked before it gets its name.
  // ALREADY_EXISTS: there is a file of that name.
  virtual absl::Status Backup(const std::string& path) = 0;
};

}  // namespace arshjul::store
