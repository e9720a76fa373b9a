#include "engine/verify.h"

#include <fmt/format.h>

#include <map>
#include <set>
#include <utility>

#include "cycle/apply.h"
#include "engine/reader_rows.h"
#include "engine/world_breaks.h"
#include "store/verify.h"

namespace arshjul::engine {
namespace {

constexpr int kPage = 1000;
// More than this nobody reads, and a store that is wrong altogether has millions.
constexpr size_t kMostFindings = 1000;

class Verification {
 public:
  Verification(store::Reader& reader, const store::KeyRing& keys)
      : reader_(reader), keys_(keys), schema_(StoreSchema()), state_(nullptr) {}

  std::vector<std::string> Run() {
    for (const store::Finding& finding : OrBreak(store::Verify(reader_))) {
      Find("The store itself: {}.", store::DescribeFinding(finding));
    }
    if (FoldLog()) {
      CompareCounters();
      CompareRows();
    }
    CompareTexts();
    return std::move(findings_);
  }

 private:
  struct Expected {
    std::string body;
    std::vector<std::string> columns;
  };
  using Rows = std::map<std::string, Expected>;  // by key

  template <class... Args>
  void Find(fmt::format_string<Args...> format, Args&&... args) {
    if (findings_.size() == kMostFindings) findings_.push_back("There is more; the list ends here.");
    if (findings_.size() < kMostFindings) findings_.push_back(fmt::format(format, std::forward<Args>(args)...));
  }

  bool FoldLog() {
    for (int64_t after = 0;;) {
      std::vector<store::LogEntry> entries = OrBreak(reader_.Log(after, kPage));
      if (entries.empty()) return true;
      for (const store::LogEntry& logged : entries) {
        // Only in a damaged file, which may give back the same entries for ever.
        if (logged.sequence <= after) {
          Find("The log does not come in order after entry {}; nothing after it was compared.", after);
          return false;
        }
        if (!Fold(logged)) return false;
        after = logged.sequence;
      }
    }
  }

  // False: nothing after this can be folded.
  bool Fold(const store::LogEntry& logged) {
    cycle::Entry entry;
    if (!Decode(logged.body, entry)) {
      Find("Log entry {} cannot be read; nothing after it was compared.", logged.sequence);
      return false;
    }
    if (entry.time != logged.time) {
      Find("Log entry {} says {} beside its events and {} in them.", logged.sequence, FormatInstant(logged.time),
           FormatInstant(entry.time));
    }
    for (const cycle::Event& event : entry.events) {
      // Events of a municipality that was never created have nothing to change.
      if (state_.Self() == nullptr && !std::holds_alternative<cycle::MunicipalityCreated>(event)) {
        Find("Log entry {} has {} before the municipality is created; nothing after it was compared.", logged.sequence,
             cycle::EventName(event));
        return false;
      }
      cycle::Apply(state_, event, entry.time);
      if (auto* sealed = std::get_if<cycle::TextSealed>(&event)) texts_[sealed->text] = *sealed;
    }
    state_.Accept();
    return true;
  }

  void CompareCounters() {
    std::map<std::string, cycle::Counter> counted;
    for (const cycle::Step* step : state_.steps.All()) {
      cycle::Counter& counter = counted[step->cycle + "/" + step->phase];
      ++counter.by_state[cycle::StepStateName(step->state)];
      if (!step->shown.empty()) ++counter.by_shown[step->shown];
    }
    for (const cycle::Counter* kept : state_.counters.All()) {
      const cycle::Counter& counter = counted[kept->Key()];
      if (counter.by_state != kept->by_state || counter.by_shown != kept->by_shown) {
        Find("The counter {} does not say what the steps say.", kept->Key());
      }
      counted.erase(kept->Key());
    }
    for (const auto& [key, counter] : counted) Find("The counter {} is missing.", key);
  }

  void CompareRows() {
    std::vector<cycle::RowChange> changes;
    state_.ForEach([&](auto& table) { table.TakeChanges(changes); });
    std::vector<Rows> tables(schema_.size());
    for (cycle::RowChange& change : changes) {
      if (change.body) tables[change.table][change.key] = {*std::move(change.body), std::move(change.columns)};
    }
    for (size_t table = 0; table < tables.size(); ++table) {
      CompareBodies(static_cast<int>(table), tables[table]);
      CompareColumns(static_cast<int>(table), tables[table]);
    }
  }

  void CompareBodies(int table, const Rows& expected) {
    const std::string& name = schema_[table].name;
    auto missing = [&](const std::string& key) { Find("Table {}: the row {} is missing.", name, key); };
    auto next = expected.begin();
    std::string after;
    while (true) {
      std::vector<store::Row> rows = OrBreak(reader_.Scan(table, after, kPage));
      if (rows.empty()) break;
      for (const store::Row& row : rows) {
        for (; next != expected.end() && next->first < row.key; ++next) missing(next->first);
        if (next == expected.end() || next->first != row.key) {
          Find("Table {}: the row {} is stored, but the log does not make it.", name, row.key);
          continue;
        }
        if (next->second.body != row.body) Find("Table {}: the row {} is not what the log makes of it.", name, row.key);
        ++next;
      }
      if (rows.back().key <= after) return Disorder(name);
      after = rows.back().key;
    }
    for (; next != expected.end(); ++next) missing(next->first);
  }

  // Only in a damaged file, which may give back the same rows for ever.
  void Disorder(const std::string& table) { Find("Table {}: the rows do not come in order; the rest was not compared.", table); }

  // Every row is found by each of its values, and nothing else is.
  void CompareColumns(int table, const Rows& expected) {
    for (size_t column = 0; column < schema_[table].columns.size(); ++column) {
      std::map<std::string, std::set<std::string>> by_value;
      for (const auto& [key, row] : expected) {
        if (!row.columns[column].empty()) by_value[row.columns[column]].insert(key);
      }
      for (const auto& [value, keys] : by_value) CompareLookup(table, static_cast<int>(column), value, keys);
    }
  }

  void CompareLookup(int table, int column, const std::string& value, const std::set<std::string>& keys) {
    std::set<std::string> found;
    std::string after;
    while (true) {
      std::vector<store::Row> rows = OrBreak(reader_.Find(table, column, value, after, kPage));
      if (rows.empty()) break;
      for (store::Row& row : rows) found.insert(row.key);
      if (rows.back().key <= after) return Disorder(schema_[table].name);
      after = rows.back().key;
    }
    if (found != keys) {
      Find("Table {}: looking up {} '{}' does not find the rows that the log makes.", schema_[table].name,
           schema_[table].columns[column], value);
    }
  }

  void CompareTexts() {
    for (const auto& [id, sealed] : texts_) {
      // An erased key is an erased text: nothing is left to compare.
      absl::StatusOr<std::string> has_key = keys_.Commitment(sealed.owner, id, "");
      if (absl::IsNotFound(has_key.status())) continue;
      OrBreak(has_key.status());
      std::optional<store::VaultRecord> record = OrBreak(reader_.Vault(id));
      if (!record) {
        Find("The text {} is not in the vault, and its owner's key was not erased.", id);
        continue;
      }
      absl::StatusOr<std::string> text = keys_.Open(sealed.owner, id, record->sealed);
      if (!text.ok()) {
        Find("The text {} does not open with its owner's key.", id);
      } else if (OrBreak(keys_.Commitment(sealed.owner, id, *text)) != sealed.commitment) {
        Find("The text {} is not the one that the log was told of.", id);
      }
    }
  }

  store::Reader& reader_;
  const store::KeyRing& keys_;
  const store::Schema schema_;
  cycle::State state_;
  std::map<std::string, cycle::TextSealed> texts_;  // the newest of each id
  std::vector<std::string> findings_;
};

}  // namespace

absl::StatusOr<std::vector<std::string>> VerifyStore(store::Reader& reader, const store::KeyRing& keys) {
  try {
    return Verification(reader, keys).Run();
  } catch (const WorldBreaks& broken) {
    return broken.status;
  }
}

}  // namespace arshjul::engine
