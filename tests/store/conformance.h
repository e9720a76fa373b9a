// What every store must do, as one suite. An implementation instantiates StoreConformance, and DurableStoreConformance
// when it keeps its rows after it is closed (implementations.cc).
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "store/place.h"
#include "store/store.h"

namespace arshjul::store {

// The value itself. (`for (auto& row : reader.Scan(...).value())` would walk through what is gone already.)
template <class T>
T Taken(absl::StatusOr<T> result) {
  return std::move(result).value();
}

struct Implementation {
  std::string name;
  // Opens the store of a folder; makes it the first time.
  std::function<absl::StatusOr<std::unique_ptr<Store>>(const std::string& folder, const Schema& schema)> open;
};

// Tables of the suite.
inline constexpr int kStep = 0, kNote = 1;
inline constexpr int kByUnit = 0, kByState = 1;
Schema SuiteSchema();

// Milliseconds after 1 September 2014.
Instant At(int64_t milliseconds);

// A log entry that tells its own sequence.
LogEntry Entry(int64_t sequence);
// A batch that follows `sequence` by one log entry.
Batch Next(int64_t sequence);

// Everything that a reader sees, as text: two pictures are the same when their texts are.
std::string Everything(Reader& reader);
std::string Everything(Store& store);

// A batch with something of every kind, following `sequence`; the numbers make it unlike others.
Batch SomethingOfEveryKind(int64_t sequence);

class StoreConformance : public testing::TestWithParam<Implementation> {
 protected:
  void SetUp() override { Open(); }
  void Open();
  std::unique_ptr<Reader> NewReader();

  Place place_;
  std::unique_ptr<Store> store_;
};

class DurableStoreConformance : public StoreConformance {};

}  // namespace arshjul::store
