// A table of one municipality's state: rows by key, looked up by a few columns, with undo.
//
// The same table serves the writer, which keeps rows in memory and learns at the end which ones changed, and a reader,
// which sees committed rows only. Rows that are not in memory are fetched by key from a RowSource; a table that holds
// everything says so (Complete) and never asks. Pointers stay valid until the row itself is changed or dropped.
#pragma once

#include <cstdlib>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
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
    auto from = index_.lower_bound({column, value, ""});
    for (; from != index_.end() && std::get<0>(*from) == column && std::get<1>(*from) == value; ++from) {
      out.push_back(&*rows_.find(std::get<2>(*from))->second);
    }
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
      auto& [key, before, was_dirty] = undo_.back();
      Set(key, std::move(before));
      if (!was_dirty) dirty_.erase(key);
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
  const Row* Admit(const std::string& key, std::string_view body) {
    Row row;
    if (!Decode(body, row)) source_->Unreadable(Row::kTable, key);
    Set(key, std::move(row));
    return &*rows_.find(key)->second;
  }

  void Change(const std::string& key, std::optional<Row> row) {
    auto it = rows_.find(key);
    if (it == rows_.end()) {
      Find(key);
      it = rows_.find(key);
    }
    undo_.emplace_back(key, it == rows_.end() ? std::nullopt : it->second, !dirty_.insert(key).second);
    Set(key, std::move(row));
  }

  void Set(const std::string& key, std::optional<Row> row) {
    auto [it, fresh] = rows_.try_emplace(key);
    if (it->second) Index(*it->second, key, false);
    it->second = std::move(row);
    if (it->second) Index(*it->second, key, true);
  }

  void Index(const Row& row, const std::string& key, bool add) {
    auto columns = row.Columns();
    for (size_t i = 0; i < columns.size(); ++i) {
      // An empty value is never looked up.
      if (columns[i].empty()) continue;
      if (add) {
        index_.emplace(static_cast<int>(i), columns[i], key);
      } else {
        index_.erase({static_cast<int>(i), columns[i], key});
      }
    }
  }

  RowSource* source_;
  bool complete_;
  std::map<std::string, std::optional<Row>, std::less<>> rows_;
  std::set<std::tuple<int, std::string, std::string>> index_;
  std::vector<std::tuple<std::string, std::optional<Row>, bool>> undo_;  // key, row before, was it dirty before
  std::set<std::string> dirty_;
};

}  // namespace arshjul::cycle
