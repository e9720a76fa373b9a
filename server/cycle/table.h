// A table of one municipality's state: rows by key, looked up by a few columns, with undo.
//
// The same table serves the writer, which keeps rows in memory and learns at the end which ones changed, and a reader,
// which sees committed rows only. Rows that are not in memory are fetched by key from a RowSource; a table that holds
// everything says so (Complete) and never asks. Pointers stay valid until the row itself is changed or dropped.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/codec.h"

namespace arshjul::cycle {

// Where rows lie that are not in memory. A failure to read is the world breaking: the implementation does not return.
class RowSource {
 public:
  using Rows = std::vector<std::pair<std::string, std::string>>;  // key, body
  virtual ~RowSource() = default;
  virtual std::optional<std::string> Get(int table, std::string_view key) = 0;
  virtual Rows Find(int table, int column, std::string_view value) = 0;
  virtual Rows Scan(int table) = 0;
  // A row was found that is none: corruption. Treated as absent it would be silently overwritten.
  [[noreturn]] virtual void Unreadable(int /*table*/, std::string_view /*key*/) { std::abort(); }
};

// What a Commit must write.
struct RowChange {
  int table = 0;
  std::string key;
  std::optional<std::string> body;  // nothing: the row is gone
  std::vector<std::string> columns;
};

template <class Row>
class Table {
 public:
  using RowType = Row;

  explicit Table(RowSource* source) : source_(source), complete_(source == nullptr) {}

  // Fetches everything at once; from now on nothing is asked of the source.
  void Complete() {
    if (complete_) return;
    for (auto& [key, body] : source_->Scan(Row::kTable)) {
      if (!rows_.contains(key)) Admit(key, body);
    }
    complete_ = true;
  }

  const Row* Find(std::string_view key) {
    auto it = rows_.find(key);
    if (it != rows_.end()) return it->second ? &*it->second : nullptr;
    if (complete_) return nullptr;
    auto body = source_->Get(Row::kTable, key);
    if (!body) {
      rows_.emplace(std::string(key), std::nullopt);
      return nullptr;
    }
    return Admit(std::string(key), *body);
  }

  // Rows whose column has the value, in key order.
  std::vector<const Row*> By(int column, const std::string& value) {
    if (!complete_) {
      for (auto& [key, body] : source_->Find(Row::kTable, column, value)) {
        if (!rows_.contains(key)) Admit(key, body);
      }
    }
    std::vector<const Row*> out;
    if (static_cast<size_t>(column) >= index_.size()) return out;
    auto keys = index_[static_cast<size_t>(column)].find(value);
    if (keys == index_[static_cast<size_t>(column)].end()) return out;
    out.reserve(keys->second.size());
    for (const std::string& key : keys->second) out.push_back(&*rows_.find(key)->second);
    return out;
  }

  // Every row, in key order. The whole table comes into memory.
  std::vector<const Row*> All() {
    Complete();
    std::vector<const Row*> out;
    for (auto& [key, row] : rows_) {
      if (row) out.push_back(&*row);
    }
    return out;
  }

  // The first row in key order, or null.
  const Row* First() {
    Complete();
    for (auto& [key, row] : rows_) {
      if (row) return &*row;
    }
    return nullptr;
  }

  void Put(Row row) {
    std::string key = row.Key();
    Change(key, std::optional<Row>(std::move(row)));
  }
  // A row under a key that was never used before: saves asking the source whether it is there.
  void Insert(Row row) {
    std::string key = row.Key();
    rows_.try_emplace(key);
    Change(key, std::optional<Row>(std::move(row)));
  }
  void Erase(const std::string& key) { Change(key, std::nullopt); }

  // --- for the engine ---------------------------------------------------------------------------------------------

  // What was changed since the last Accept or Undo is kept, or taken back.
  void Accept() { undo_.clear(); }
  void Undo() {
    while (!undo_.empty()) {
      Changed& last = undo_.back();
      std::optional<Row>& row = rows_[last.key];
      Reindex(last.key, row, last.before);
      row = std::move(last.before);
      if (!last.was_dirty) dirty_.erase(last.key);
      undo_.pop_back();
    }
  }
  // Appends what a Commit must write, and forgets it.
  void TakeChanges(std::vector<RowChange>& out) {
    for (const std::string& key : dirty_) {
      RowChange change{Row::kTable, key, std::nullopt, {}};
      if (const auto& row = rows_.find(key)->second) {
        change.body = Encode(*row);
        change.columns = row->Columns();
      } else if (complete_) {
        rows_.erase(key);  // a table that lives long must not fill with what is gone
      }
      out.push_back(std::move(change));
    }
    dirty_.clear();
  }
  // Drops what can be fetched again, when there is more of it than `most`. Only between commands, after TakeChanges.
  void Trim(size_t most) {
    if (source_ == nullptr || rows_.size() <= most) return;
    rows_.clear();
    index_.clear();
    complete_ = false;
  }
  size_t size() const { return rows_.size(); }

 private:
  struct Changed {
    std::string key;
    std::optional<Row> before;
    bool was_dirty;
  };

  const Row* Admit(const std::string& key, std::string_view body) {
    std::optional<Row> read(std::in_place);
    if (!Decode(body, *read)) source_->Unreadable(Row::kTable, key);
    Reindex(key, std::nullopt, read);
    std::optional<Row>& row = rows_[key];
    row = std::move(read);
    return &*row;
  }

  void Change(const std::string& key, std::optional<Row> row) {
    auto it = rows_.find(key);
    if (it == rows_.end()) {
      Find(key);
      it = rows_.try_emplace(key).first;
    }
    Reindex(key, it->second, row);
    undo_.push_back({key, std::move(it->second), !dirty_.insert(key).second});
    it->second = std::move(row);
  }

  // Only what differs: most changes of a row leave most of its columns alone.
  void Reindex(const std::string& key, const std::optional<Row>& before, const std::optional<Row>& after) {
    std::vector<std::string> old = before ? before->Columns() : std::vector<std::string>();
    std::vector<std::string> now = after ? after->Columns() : std::vector<std::string>();
    const size_t columns = std::max(old.size(), now.size());
    if (index_.size() < columns) index_.resize(columns);
    old.resize(columns);
    now.resize(columns);
    for (size_t i = 0; i < columns; ++i) {
      if (old[i] == now[i]) continue;
      // An empty value is never looked up.
      if (!old[i].empty()) {
        auto keys = index_[i].find(old[i]);
        keys->second.erase(key);
        if (keys->second.empty()) index_[i].erase(keys);
      }
      if (!now[i].empty()) index_[i][std::move(now[i])].insert(key);
    }
  }

  RowSource* source_;
  bool complete_;
  std::map<std::string, std::optional<Row>, std::less<>> rows_;
  std::vector<std::unordered_map<std::string, std::set<std::string>>> index_;  // by column: value, keys
  std::vector<Changed> undo_;
  std::set<std::string> dirty_;
};

}  // namespace arshjul::cycle
