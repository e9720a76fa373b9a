// What every store asks of a schema and of a batch before it touches anything. Pure.
#pragma once

#include "absl/status/status.h"
#include "store/store.h"

namespace arshjul::store {

// INVALID_ARGUMENT with everything that is wrong: names that are not SQL-safe, twice, or the store's own.
absl::Status CheckSchema(const Schema& schema);

// INVALID_ARGUMENT with the first thing that is wrong; see Batch. Whether the store is at expected_sequence, and
// whether a request has its answer already, only the store can tell.
absl::Status CheckBatch(const Schema& schema, const Batch& batch);

// The refusals that every store gives in the same words.
absl::Status WroteElsewhere(int64_t expected, int64_t found);
absl::Status AnsweredAlready(const RequestRecord& request);
absl::Status NoSuchTable(int table);
absl::Status NoSuchColumn(int table, int column);
// Empty values are in no index.
absl::Status NothingToCount(int table, int column);

}  // namespace arshjul::store
