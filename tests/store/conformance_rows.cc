// The part of the suite that is about rows: what is found, in which order, in how many pages, how many and how large.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <map>
#include <random>

#include "store/conformance.h"

namespace arshjul::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::string_literals;

std::vector<std::string> Keys(const std::vector<Row>& rows) {
  std::vector<std::string> keys;
  for (const Row& row : rows) keys.push_back(row.key);
  return keys;
}

TEST_P(StoreConformance, ARowIsReplacedFoundAnewAndDeleted) {
  Batch batch = Next(0);
  batch.rows = {{kStep, "a", "one", {"units/skole", "open"}}, {kStep, "b", "two", {"units/skole", "open"}}};
  ASSERT_TRUE(store_->Commit(batch).ok());
  Batch change = Next(1);
  change.rows = {{kStep, "a", "three", {"units/skole", "done"}}, {kStep, "b", "four", {"units/skole", "open"}}};
  ASSERT_TRUE(store_->Commit(change).ok());
  auto reader = NewReader();
  EXPECT_EQ(reader->Get(kStep, "a").value(), "three");
  EXPECT_EQ(reader->Get(kStep, "b").value(), "four") << "a body changes though no lookup does";
  EXPECT_THAT(Keys(reader->Find(kStep, kByState, "open", "", 0).value()), ElementsAre("b"));
  EXPECT_THAT(Keys(reader->Find(kStep, kByState, "done", "", 0).value()), ElementsAre("a"));
  EXPECT_THAT(Keys(reader->Find(kStep, kByUnit, "units/skole", "", 0).value()), ElementsAre("a", "b"));
  EXPECT_EQ(reader->Count(kStep, kByUnit, "units/skole").value(), 2);
  EXPECT_EQ(reader->Count(kStep, kByState, "open").value(), 1);
  EXPECT_EQ(reader->Count(kStep, kByState, "ope").value(), 0) << "exactly this value";
  Batch removal = Next(2);
  removal.rows = {{kStep, "a", std::nullopt, {}}, {kStep, "never there", std::nullopt, {}}};
  ASSERT_TRUE(store_->Commit(removal).ok());
  reader->Refresh();
  EXPECT_FALSE(reader->Get(kStep, "a").value().has_value());
  EXPECT_THAT(reader->Find(kStep, kByState, "done", "", 0).value(), IsEmpty());
  EXPECT_THAT(Keys(reader->Scan(kStep, "", 0).value()), ElementsAre("b"));
}

TEST_P(StoreConformance, TheLastWriteOfABatchWins) {
  Batch batch = Next(0);
  batch.rows = {{kNote, "a", "one", {}},        {kNote, "a", "two", {}},        {kNote, "b", "one", {}},
                {kNote, "b", std::nullopt, {}}, {kNote, "c", std::nullopt, {}}, {kNote, "c", "three", {}}};
  ASSERT_TRUE(store_->Commit(batch).ok());
  auto reader = NewReader();
  EXPECT_EQ(reader->Get(kNote, "a").value(), "two");
  EXPECT_FALSE(reader->Get(kNote, "b").value().has_value());
  EXPECT_EQ(reader->Get(kNote, "c").value(), "three");
}

TEST_P(StoreConformance, TablesDoNotShareKeys) {
  Batch batch = Next(0);
  batch.rows = {{kStep, "a", "step", {"u", "s"}}, {kNote, "a", "note", {}}};
  ASSERT_TRUE(store_->Commit(batch).ok());
  auto reader = NewReader();
  EXPECT_EQ(reader->Get(kStep, "a").value(), "step");
  EXPECT_EQ(reader->Get(kNote, "a").value(), "note");
}

TEST_P(StoreConformance, KeysAreOrderedByTheirBytes) {
  const std::vector<std::string> ordered = {"\0"s, "A", "a", "a\0b"s, "aa", "a\xff", "z",
                                            "ä",   "å", "ø", "ﬁ",     "🌲", "\xff"};
  Batch batch = Next(0);
  for (auto key = ordered.rbegin(); key != ordered.rend(); ++key) {
    batch.rows.push_back({kStep, *key, "body of " + *key, {"units/å", *key}});
  }
  ASSERT_TRUE(store_->Commit(batch).ok());
  auto reader = NewReader();
  EXPECT_EQ(Keys(reader->Scan(kStep, "", 0).value()), ordered);
  EXPECT_EQ(Keys(reader->Find(kStep, kByUnit, "units/å", "", 0).value()), ordered);
  for (const std::string& key : ordered) {
    EXPECT_EQ(reader->Get(kStep, key).value(), "body of " + key);
    EXPECT_THAT(Keys(reader->Find(kStep, kByState, key, "", 0).value()), ElementsAre(key)) << "exactly this value";
  }
}

TEST_P(StoreConformance, EmptyTextsAreTexts) {
  Batch batch = Next(0);
  batch.rows = {{kStep, "a", "", {"", ""}}};
  batch.outbox = {{"", At(0), 0, ""}};
  batch.requests = {{"", "", "", "", At(0)}};
  batch.vault = {{"", "", ""}};
  batch.reads = {{At(0), "", "", ""}};
  ASSERT_TRUE(store_->Commit(batch).ok());
  auto reader = NewReader();
  EXPECT_EQ(reader->Get(kStep, "a").value(), "");
  EXPECT_EQ(reader->Find(kStep, kByUnit, {}, {}, 0).value().size(), 1u);
  EXPECT_EQ(reader->Outbox(At(0), 0).value().size(), 1u);
  EXPECT_TRUE(reader->Request({}, {}).value().has_value());
  EXPECT_TRUE(reader->Vault({}).value().has_value());
  EXPECT_EQ(reader->Reads({}, 0).value().size(), 1u);
  EXPECT_FALSE(reader->Get(kStep, {}).value().has_value());
}

TEST_P(StoreConformance, WhatIsNotInTheSchemaIsRefused) {
  auto reader = NewReader();
  for (int table : {-1, 2}) {
    EXPECT_EQ(reader->Get(table, "a").status().code(), absl::StatusCode::kInvalidArgument) << table;
    EXPECT_EQ(reader->Scan(table, "", 0).status().code(), absl::StatusCode::kInvalidArgument) << table;
    EXPECT_EQ(reader->Find(table, 0, "", "", 0).status().code(), absl::StatusCode::kInvalidArgument) << table;
    EXPECT_EQ(reader->Count(table, 0, "a").status().code(), absl::StatusCode::kInvalidArgument) << table;
  }
  for (auto [table, column] : {std::pair(kStep, -1), std::pair(kStep, 2), std::pair(kNote, 0)}) {
    EXPECT_EQ(reader->Find(table, column, "", "", 0).status().code(), absl::StatusCode::kInvalidArgument) << column;
    EXPECT_EQ(reader->Count(table, column, "a").status().code(), absl::StatusCode::kInvalidArgument) << column;
  }
  EXPECT_EQ(reader->Count(kStep, kByState, "").status().code(), absl::StatusCode::kInvalidArgument);
}

// The store against the plainest thing that could be right.
struct Model {
  struct Value {
    std::string body;
    std::vector<std::string> columns;
  };
  std::map<std::string, Value> rows;

  void Write(const RowWrite& write) {
    rows.erase(write.key);
    if (write.body) rows[write.key] = {*write.body, write.columns};
  }
  std::vector<std::string> Find(int column, const std::string& value, const std::string& after, size_t limit) const {
    std::vector<std::string> found;
    for (auto row = rows.upper_bound(after); row != rows.end() && found.size() < limit; ++row) {
      if (column < 0 || row->second.columns[column] == value) found.push_back(row->first + "=" + row->second.body);
    }
    return found;
  }
};

std::vector<std::string> Lines(const std::vector<Row>& rows) {
  std::vector<std::string> lines;
  for (const Row& row : rows) lines.push_back(row.key + "=" + row.body);
  return lines;
}

TEST_P(StoreConformance, ManySmallChangesAgreeWithAMap) {
  constexpr unsigned kSeed = 20140901;
  SCOPED_TRACE(fmt::format("seed {}", kSeed));
  std::mt19937 random(kSeed);
  auto pick = [&](int most) { return static_cast<int>(random() % most); };
  Model model;
  auto reader = NewReader();
  for (int64_t sequence = 0; sequence < 60; ++sequence) {
    Batch batch = Next(sequence);
    for (int i = 0; i < 20; ++i) {
      RowWrite write{kStep, fmt::format("steps/{}", pick(80)), std::nullopt, {}};
      if (pick(4) > 0) {
        write.body = fmt::format("body {}", random());
        write.columns = {fmt::format("u{}", pick(5)), fmt::format("s{}", pick(3))};
      }
      model.Write(write);
      batch.rows.push_back(write);
    }
    ASSERT_TRUE(store_->Commit(batch).ok());
    reader->Refresh();
    int limit = 1 + pick(10);
    std::string after = pick(3) == 0 ? "" : fmt::format("steps/{}", pick(80));
    ASSERT_EQ(Lines(reader->Scan(kStep, after, limit).value()), model.Find(-1, "", after, limit));
    ASSERT_EQ(Lines(reader->Scan(kStep, "", 0).value()), model.Find(-1, "", "", 1000));
    for (int value = 0; value < 5; ++value) {
      std::string unit = fmt::format("u{}", value), state = fmt::format("s{}", value);
      ASSERT_EQ(Lines(reader->Find(kStep, kByUnit, unit, after, limit).value()), model.Find(0, unit, after, limit));
      ASSERT_EQ(Lines(reader->Find(kStep, kByState, state, "", 0).value()), model.Find(1, state, "", 1000));
    }
  }
}

TEST_P(StoreConformance, LargeBodiesComeBackWhole) {
  std::string large(1 << 20, '\0');
  for (size_t i = 0; i < large.size(); ++i) large[i] = static_cast<char>(i * 31 + i / 256);
  Batch batch = Next(0);
  batch.log[0].body = large;
  batch.rows = {{kStep, "a", large, {"u", "s"}}};
  batch.outbox = {{"a", At(0), 0, large}};
  batch.vault = {{"a", "persons/7", large}};
  batch.requests = {{"c", "a", "h", large, At(0)}};
  ASSERT_TRUE(store_->Commit(batch).ok());
  auto reader = NewReader();
  EXPECT_TRUE(reader->Log(0, 0).value()[0].body == large);
  EXPECT_TRUE(reader->Get(kStep, "a").value() == large);
  EXPECT_TRUE(reader->Find(kStep, kByUnit, "u", "", 0).value()[0].body == large);
  EXPECT_TRUE(reader->Outbox(At(0), 0).value()[0].body == large);
  EXPECT_TRUE(reader->Vault("a").value()->sealed == large);
  EXPECT_TRUE(reader->Request("c", "a").value()->answer == large);
}

TEST_P(StoreConformance, AHundredThousandRowsInOneBatch) {
  constexpr int kRows = 100'000;
  Batch batch = Next(0);
  for (int i = 0; i < kRows; ++i) {
    batch.rows.push_back({kStep,
                          fmt::format("steps/{:06}", i),
                          fmt::format("body {}", i),
                          {fmt::format("units/{}", i % 1000), i % 2 == 0 ? "open" : "done"}});
  }
  ASSERT_TRUE(store_->Commit(batch).ok());
  auto reader = NewReader();
  int count = 0;
  std::string last;
  while (true) {
    auto page = reader->Scan(kStep, last, 7000).value();
    if (page.empty()) break;
    for (const Row& row : page) {
      ASSERT_EQ(row.key, fmt::format("steps/{:06}", count));
      ASSERT_EQ(row.body, fmt::format("body {}", count));
      ++count;
    }
    last = page.back().key;
  }
  EXPECT_EQ(count, kRows);
  EXPECT_EQ(reader->Find(kStep, kByUnit, "units/17", "", 0).value().size(), 100u);
  EXPECT_EQ(reader->Find(kStep, kByState, "done", "", 0).value().size(), 50'000u);
}

}  // namespace
}  // namespace arshjul::store
