// One municipality that lives in memory, run by the real core. After every command it is proved that
//   - the log folded from nothing gives the rows that are stored,
//   - the next command runs on a state that was loaded from those rows again,
//   - the counters say what the steps say,
//   - every open task has an owner, and tasks, timers and incidents belong to steps that know them,
//   - no personnel text stands in the log or in what people are told.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "cycle/decide.h"

namespace arshjul::scenario {

// Rows as a store would hold them.
class StoredRows : public cycle::RowSource {
 public:
  struct Row {
    std::string body;
    std::vector<std::string> columns;
    bool operator==(const Row&) const = default;
  };
  using Tables = std::map<int, std::map<std::string, Row, std::less<>>>;

  std::optional<std::string> Get(int table, std::string_view key) override;
  Rows Find(int table, int column, std::string_view value, std::string_view after, size_t most) override;
  size_t Count(int table, int column, std::string_view value) override;
  Rows Scan(int table, std::string_view after, size_t most) override;
  void Write(const cycle::RowChange& change);
  const Tables& tables() const { return tables_; }

 private:
  void Index(int table, const std::string& key, const Row& row, bool add);
  Tables tables_;
  std::map<std::tuple<int, int, std::string>, std::set<std::string>> index_;
};

// The vault: texts by id, and a commitment that hides what it commits to.
class Vault : public cycle::PersonnelText {
 public:
  std::optional<std::string> Read(const std::string& owner, const std::string& id) override;
  std::string Commitment(const std::string& owner, const std::string& id, const std::string& text) override;
  void Write(const cycle::VaultText& text) { texts_[text.id] = text.text; }

 private:
  std::map<std::string, std::string> texts_;
};

class World {
 public:
  explicit World(Instant start);

  // Refused: nothing has happened. Otherwise it has, and everything above was proved; findings go to `findings`.
  std::optional<Refusal> Run(const cycle::Command& command, const std::string& actor);
  // Decided, and taken back.
  cycle::Outcome Rehearse(const cycle::Command& command, const std::string& actor);
  // Fires what falls due on the way, in order, each at its own instant, and parks what cannot; then sets the clock.
  void AdvanceTo(Instant to);
  // Folds the whole log from nothing, and compares every row.
  void CompareWithLog();

  cycle::State& state() { return *state_; }
  cycle::Context ContextOf(const std::string& actor);
  const calendar::Calendar& calendar();
  Instant now() const { return now_; }
  Date Today() { return calendar().LocalDate(now_); }

  // Where workflows are had from by their hash; compiled from their sources unless this is set.
  cycle::WorkflowLibrary library;

  // What the sentence now being read has set going; emptied by ForgetRecent.
  void ForgetRecent();
  std::vector<std::string> recent_events;
  std::vector<cycle::Notice> recent_notices;
  std::vector<cycle::Incident> recent_incidents;  // of timers: opened, in that order

  std::vector<std::string> findings;

 private:
  void Keep(const cycle::Outcome& outcome);
  void KeepSecrets(const cycle::Outcome& outcome, const std::string& logged);
  void Reload();
  void CheckTasks();
  void CheckIncidents();
  void CheckCounters();

  Instant now_;
  int64_t commands_ = 0;
  std::unique_ptr<calendar::Calendar> calendar_;
  std::vector<calendar::ClosedSpan> closed_;
  StoredRows rows_;
  Vault vault_;
  std::unique_ptr<cycle::State> state_, folded_;
  StoredRows folded_rows_;
  std::vector<std::string> log_;
  std::set<std::string> secrets_;
};

}  // namespace arshjul::scenario
