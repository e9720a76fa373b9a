// A table of one municipality's state: rows by key, looked up by a few columns, with undo.
//
// The same table serves the writer, which keeps rows in memory and learns at the end which ones changed, and a reader,
// which sees committed rows only. Rows that are not in memory are fetched by key from a RowSource; a table that holds
// everything says so (Complete) and never asks. Pointers stay valid until the row itself is changed or dropped.
#pragma once

#include <algorithm>
#include <cstdint>
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
  // In key order, those after `after`, at most `most` of them (0: all).
  virtual Rows Find(int table, int column, std::string_view value, std::string_view after, size_t most) = 0;
  virtual Rows Scan(int table, std::string_view after, size_t most) = 0;
  // How many Find would give; `value` is not empty.
  virtual size_t Count(int table, int column, std::string_view value) = 0;
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
    for (auto& [key, body] : source_->Scan(Row::kTable, "", 0)) {
      if (!rows_.contains(key)) Admit(key, body);
    }
    complete_ = true;
  }

  const Row* Find(std::string_view key) {
    auto it = rows_.find(key);
    if (it != rows_.end()) return it->second.row ? &*it->second.row : nullptr;
    if (complete_) return nullptr;
    auto body = source_->Get(Row::kTable, key);
    if (!body) {
      rows_.try_emplace(std::string(key));
      return nullptr;
    }
    return Admit(std::string(key), *body);
  }

  // Rows whose column has the value, in key order.
  std::vector<const Row*> By(int column, const std::string& value) {
    Gather(column, value);
    std::vector<const Row*> out;
    if (static_cast<size_t>(column) >= index_.size()) return out;
    auto found = index_[static_cast<size_t>(column)].find(value);
    if (found == index_[static_cast<size_t>(column)].end()) return out;
    out.reserve(found->second.size());
    for (const Place* place : found->second) out.push_back(&*place->second.row);
    return out;
  }

  // Every row, in key order. The whole table comes into memory.
  std::vector<const Row*> All() {
    Complete();
    std::vector<const Row*> out;
    for (const auto& [key, slot] : rows_) {
      if (slot.row) out.push_back(&*slot.row);
    }
    return out;
  }

  // Which rows: every one, or those whose column has the value.
  struct Which {
    int column = -1;
    std::string value;
  };
  // Of those rows the first `most` after the key, in key order. They are not kept: a table of any length is gone through in the
  // memory of one such piece.
  std::vector<Row> After(const Which& which, const std::string& key, size_t most) {
    std::vector<Row> out;
    // What was changed and not yet written is not at the source.
    if (!complete_ && changes_ == 0) {
      for (auto& [found, body] : which.column < 0 ? source_->Scan(Row::kTable, key, most)
                                                  : source_->Find(Row::kTable, which.column, which.value, key, most)) {
        if (!Decode(body, out.emplace_back())) source_->Unreadable(Row::kTable, found);
      }
      return out;
    }
    for (const Row* row : which.column < 0 ? All() : By(which.column, which.value)) {
      if (out.size() == most) break;
      if (row->Key() > key) out.push_back(*row);
    }
    return out;
  }

  // How many By would give, without fetching them.
  size_t CountBy(int column, const std::string& value) {
    if (complete_ || changes_ != 0 || gathered_.contains({column, value})) return By(column, value).size();
    return source_->Count(Row::kTable, column, value);
  }

  // The first row in key order, or null.
  const Row* First() {
    Complete();
    for (const auto& [key, slot] : rows_) {
      if (slot.row) return &*slot.row;
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
  // Changes the row where it is; one that is not there is left alone. Its key stays. Only the first change of a row since the
  // last Accept keeps what was before: one command changes the same row many times.
  void Update(std::string_view key, auto&& change) {
    if (Find(key) == nullptr) return;
    Place& place = *rows_.find(key);
    Row& row = *place.second.row;
    if (place.second.round != round_) {
      undo_.push_back({place.first, place.second.row, !dirty_.insert(place.first).second});
      place.second.round = round_;
    }
    const std::vector<std::string> before = row.Columns();
    ++changes_;
    try {
      change(row);
    } catch (...) {
      // Half changed, it is found by what it is now: Undo takes it from there.
      Reindex(place, before, row.Columns());
      throw;
    }
    Reindex(place, before, row.Columns());
  }

  // --- for the engine ---------------------------------------------------------------------------------------------

  // What was changed since the last Accept or Undo is kept, or taken back.
  void Accept() {
    undo_.clear();
    ++round_;
  }
  void Undo() {
    while (!undo_.empty()) {
      Changed& last = undo_.back();
      Place& place = *rows_.try_emplace(last.key).first;
      Reindex(place, ColumnsOf(place.second.row), ColumnsOf(last.before));
      place.second.row = std::move(last.before);
      ++changes_;
      if (!last.was_dirty) {
        dirty_.erase(last.key);
        // As in TakeChanges: of a plan with many rows nothing must stay, least of all in front of the first timer.
        if (complete_ && !place.second.row) rows_.erase(last.key);
      }
      undo_.pop_back();
    }
    ++round_;
  }
  // Appends what a Commit must write, and forgets it.
  void TakeChanges(std::vector<RowChange>& out) {
    for (const std::string& key : dirty_) {
      RowChange change{Row::kTable, key, std::nullopt, {}};
      if (const auto& row = rows_.find(key)->second.row) {
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
    if (source_ == nullptr || rows_.size() + gathered_.size() <= most) return;
    rows_.clear();
    index_.clear();
    gathered_.clear();
    complete_ = false;
  }
  size_t size() const { return rows_.size(); }
  // Goes up with every row that is changed, or changed back: what was made of the rows is as good as when it was made for as
  // long as this stays.
  uint64_t changes() const { return changes_; }

 private:
  struct Slot {
    std::optional<Row> row;
    uint64_t round = 0;  // in which it was last changed
  };
  using Places = std::map<std::string, Slot, std::less<>>;
  using Place = typename Places::value_type;
  struct InKeyOrder {
    bool operator()(const Place* a, const Place* b) const { return a->first < b->first; }
  };
  struct Changed {
    std::string key;
    std::optional<Row> before;
    bool was_dirty;
  };

  // Asked of the source once: from then on every row with the value is here, and the index follows what changes.
  void Gather(int column, const std::string& value) {
    if (complete_ || gathered_.contains({column, value})) return;
    for (auto& [key, body] : source_->Find(Row::kTable, column, value, "", 0)) {
      if (!rows_.contains(key)) Admit(key, body);
    }
    gathered_.emplace(column, value);
  }

  const Row* Admit(const std::string& key, std::string_view body) {
    std::optional<Row> read(std::in_place);
    if (!Decode(body, *read)) source_->Unreadable(Row::kTable, key);
    Place& place = *rows_.try_emplace(key).first;
    Reindex(place, ColumnsOf(place.second.row), ColumnsOf(read));
    place.second.row = std::move(read);
    return &*place.second.row;
  }

  void Change(const std::string& key, std::optional<Row> row) {
    auto it = rows_.find(key);
    if (it == rows_.end()) {
      Find(key);
      it = rows_.try_emplace(key).first;
    }
    Slot& slot = it->second;
    Reindex(*it, ColumnsOf(slot.row), ColumnsOf(row));
    undo_.push_back({key, std::move(slot.row), !dirty_.insert(key).second});
    slot = {std::move(row), round_};
    ++changes_;
  }

  static std::vector<std::string> ColumnsOf(const std::optional<Row>& row) {
    return row ? row->Columns() : std::vector<std::string>();
  }

  // Only what differs: most changes of a row leave most of its columns alone.
  void Reindex(const Place& place, std::vector<std::string> old, std::vector<std::string> now) {
    const size_t columns = std::max(old.size(), now.size());
    if (index_.size() < columns) index_.resize(columns);
    old.resize(columns);
    now.resize(columns);
    for (size_t i = 0; i < columns; ++i) {
      if (old[i] == now[i]) continue;
      // An empty value is never looked up.
      if (!old[i].empty()) {
        auto places = index_[i].find(old[i]);
        places->second.erase(&place);
        if (places->second.empty()) index_[i].erase(places);
      }
      if (!now[i].empty()) index_[i][std::move(now[i])].insert(&place);
    }
  }

  RowSource* source_;
  bool complete_;
  Places rows_;
  std::vector<std::unordered_map<std::string, std::set<const Place*, InKeyOrder>>> index_;  // by column, by value
  std::set<std::pair<int, std::string>> gathered_;  // columns and values of which every row is here
  uint64_t changes_ = 0;
  uint64_t round_ = 1;  // counts Accept and Undo
  std::vector<Changed> undo_;
  std::set<std::string> dirty_;
};

}  // namespace arshjul::cycle
