// Rows of what is promised and what came of it: indicators, scorecards, commitments, agreements. Plain data, as rows.h.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cycle/rows.h"
#include "measurement/measurement.h"

namespace arshjul::cycle {

struct Indicator {
  static constexpr int kTable = kIndicatorTable;
  std::string id, name, unit_of_measure, perspective;
  bool common = false;
  measurement::Direction direction = measurement::Direction::kNotJudged;
  bool direction_set = false;  // by a person: imports no longer change it
  bool contradicted = false;   // operators of different rows said different things
  std::optional<measurement::Bands> bands;
  std::optional<double> tolerance;
  std::string Key() const { return id; }
  std::vector<std::string> Columns() const { return {}; }
  static void Fields(auto&& field) {
    field(1, "id", &Indicator::id);
    field(2, "name", &Indicator::name);
    field(3, "unit_of_measure", &Indicator::unit_of_measure);
    field(4, "perspective", &Indicator::perspective);
    field(5, "common", &Indicator::common);
    field(6, "direction", &Indicator::direction);
    field(7, "direction_set", &Indicator::direction_set);
    field(8, "contradicted", &Indicator::contradicted);
    field(9, "bands", &Indicator::bands);
    field(10, "tolerance", &Indicator::tolerance);
  }
};

enum class DecidedBy : int { kNobody = 0, kCouncil = 1, kAgreement = 2 };
const char* DecidedByName(DecidedBy by);

// One indicator of one unit for one year: the target from proposal to decision, and the result.
struct CardRow {
  std::string indicator;
  std::string group, perspective;
  measurement::Figure baseline;
  measurement::Target target;      // the one that binds now: decided, else agreed, else imported
  measurement::Target proposed, agreed, decided;
  std::string rationale, evidence, initiatives, warning_sign;
  bool capped = false;
  std::string cap_reason, cap_comment;
  std::string budget_answer, budget_cost;  // keep, change, cost
  DecidedBy decided_by = DecidedBy::kNobody;
  std::string case_number;
  measurement::Figure result;
  std::string result_source, cause, initiative;
  std::optional<Date> expected;  // a result that is not published yet
  std::string assessment;        // the result in words, of a target that is judged or a milestone
  bool before_time = false;      // result of a leader before the present one
  bool dropped = false;          // taken off the card by the owner
  measurement::Target next_target;  // as printed on an imported card
  std::optional<Instant> target_changed;  // by the council, after its decision
  std::string target_before;              // as it was written until then
  int result_revision = 0;                // how many times the result has been corrected
  bool operator==(const CardRow&) const = default;
  static void Fields(auto&& field) {
    field(1, "indicator", &CardRow::indicator);
    field(2, "group", &CardRow::group);
    field(3, "perspective", &CardRow::perspective);
    field(4, "baseline", &CardRow::baseline);
    field(5, "target", &CardRow::target);
    field(6, "proposed", &CardRow::proposed);
    field(7, "agreed", &CardRow::agreed);
    field(8, "decided", &CardRow::decided);
    field(9, "rationale", &CardRow::rationale);
    field(10, "evidence", &CardRow::evidence);
    field(11, "initiatives", &CardRow::initiatives);
    field(12, "warning_sign", &CardRow::warning_sign);
    field(13, "capped", &CardRow::capped);
    field(14, "cap_reason", &CardRow::cap_reason);
    field(15, "cap_comment", &CardRow::cap_comment);
    field(16, "budget_answer", &CardRow::budget_answer);
    field(17, "budget_cost", &CardRow::budget_cost);
    field(18, "decided_by", &CardRow::decided_by);
    field(19, "case_number", &CardRow::case_number);
    field(20, "result", &CardRow::result);
    field(21, "result_source", &CardRow::result_source);
    field(22, "cause", &CardRow::cause);
    field(23, "initiative", &CardRow::initiative);
    field(24, "expected", &CardRow::expected);
    field(25, "before_time", &CardRow::before_time);
    field(26, "dropped", &CardRow::dropped);
    field(27, "next_target", &CardRow::next_target);
    field(28, "assessment", &CardRow::assessment);
    field(29, "target_changed", &CardRow::target_changed);
    field(30, "target_before", &CardRow::target_before);
    field(31, "result_revision", &CardRow::result_revision);
  }
};

// A unit's scorecard of a year.
struct Card {
  static constexpr int kTable = kCardTable;
  std::string unit;
  int year = 0;
  std::vector<CardRow> rows;
  std::optional<double> frame;  // kr, for the year
  bool frame_preliminary = false;  // not handed down yet
  std::string zero_reason;      // why the unit has no targets
  static std::string MakeKey(const std::string& unit, int year) { return unit + "/" + std::to_string(year); }
  std::string Key() const { return MakeKey(unit, year); }
  std::vector<std::string> Columns() const { return {std::to_string(year)}; }
  const CardRow* FindRow(std::string_view indicator) const {
    for (const CardRow& row : rows) {
      if (row.indicator == indicator) return &row;
    }
    return nullptr;
  }
  static void Fields(auto&& field) {
    field(1, "unit", &Card::unit);
    field(2, "year", &Card::year);
    field(3, "rows", &Card::rows);
    field(4, "frame", &Card::frame);
    field(5, "zero_reason", &Card::zero_reason);
    field(6, "frame_preliminary", &Card::frame_preliminary);
  }
};

enum class CommitmentState : int { kOpen = 1, kKept = 2, kDropped = 3 };
const char* CommitmentStateName(CommitmentState state);

// A promise of either party, tracked to its end. Its text lies in the vault.
struct Commitment {
  static constexpr int kTable = kCommitmentTable;
  int64_t number = 0;
  std::string by, to;            // persons
  std::string leader, superior;  // the pair
  std::string cycle, step;
  std::optional<Date> due;
  std::string text;              // vault id
  CommitmentState state = CommitmentState::kOpen;
  std::optional<Instant> settled;
  std::string settled_by;
  std::string comment;  // vault id: what was said when it was settled
  bool of_unit = false; // about the unit, not the leader: its deputy and its next leader see it too
  std::optional<Date> reminded;  // the last day on which whoever was promised reminded the other of it
  std::string Key() const { return Task::MakeKey(number); }
  std::vector<std::string> Columns() const {
    return {leader + "~" + superior, state == CommitmentState::kOpen ? by : "", leader, superior, InState(cycle, state)};
  }
  // A cycle's column holds one of these: those that are open are found, and the others counted, alone.
  static std::string InState(const std::string& cycle, CommitmentState state) { return cycle + "/" + CommitmentStateName(state); }
  enum Column { kByPair = 0, kOpenByPromiser = 1, kByLeader = 2, kBySuperior = 3, kByState = 4 };
  static void Fields(auto&& field) {
    field(1, "number", &Commitment::number);
    field(2, "by", &Commitment::by);
    field(3, "to", &Commitment::to);
    field(4, "leader", &Commitment::leader);
    field(5, "superior", &Commitment::superior);
    field(6, "cycle", &Commitment::cycle);
    field(7, "step", &Commitment::step);
    field(8, "due", &Commitment::due);
    field(9, "text", &Commitment::text);
    field(10, "state", &Commitment::state);
    field(11, "settled", &Commitment::settled);
    field(12, "settled_by", &Commitment::settled_by);
    field(13, "comment", &Commitment::comment);
    field(14, "of_unit", &Commitment::of_unit);
    field(15, "reminded", &Commitment::reminded);
  }
};

enum class AgreementState : int {
  kDraft = 1, kReview = 2, kSigning = 3, kSigned = 4, kNotSigned = 5, kSuperseded = 6, kEnded = 7,
};
const char* AgreementStateName(AgreementState state);

struct Signature {
  std::string party;   // "leader", "superior"
  std::string person;
  Instant time{};
  std::string authority;      // case number, for a mandate
  std::string document_hash;  // of what was signed
  bool operator==(const Signature&) const = default;
  static void Fields(auto&& field) {
    field(1, "party", &Signature::party);
    field(2, "person", &Signature::person);
    field(3, "time", &Signature::time);
    field(4, "authority", &Signature::authority);
    field(5, "document_hash", &Signature::document_hash);
  }
};

struct Agreement {
  static constexpr int kTable = kAgreementTable;
  int64_t number = 0;
  std::string leader, superior;
  bool by_mandate = false;
  std::vector<std::string> units;
  std::string cycle, step;
  std::string kind;  // "annual", "start"
  int version = 1;   // 1, 2 … in the history of the pair
  AgreementState state = AgreementState::kDraft;
  std::string document;       // vault id: the whole text, as signed
  std::string document_hash;  // hex SHA-256 of the document, which holds a random salt; "" before the text is settled
  Value targets;              // what it binds the unit to: may be seen by the line
  std::vector<std::string> cards;  // keys of the scorecards that the targets are of
  std::vector<Signature> signatures;
  std::map<std::string, std::string> refusals;  // party -> vault id of the reason
  std::string supersedes;     // key of the version before
  Instant changed{};
  std::string Key() const { return Task::MakeKey(number); }
  std::vector<std::string> Columns() const {
    const std::string standing = state == AgreementState::kSigned ? "signed" : state == AgreementState::kNotSigned ? NotSignedIn(cycle) : "";
    return {cycle, leader + "~" + superior, leader, superior, units.empty() ? "" : units.front(), standing};
  }
  static std::string NotSignedIn(const std::string& cycle) { return "not signed/" + cycle; }
  // kByStanding: "signed", or NotSignedIn.
  enum Column { kByCycle = 0, kByPair = 1, kByLeader = 2, kBySuperior = 3, kByUnit = 4, kByStanding = 5 };
  const Signature* SignedBy(std::string_view party) const {
    for (const Signature& signature : signatures) {
      if (signature.party == party) return &signature;
    }
    return nullptr;
  }
  static void Fields(auto&& field) {
    field(1, "number", &Agreement::number);
    field(2, "leader", &Agreement::leader);
    field(3, "superior", &Agreement::superior);
    field(4, "by_mandate", &Agreement::by_mandate);
    field(5, "units", &Agreement::units);
    field(6, "cycle", &Agreement::cycle);
    field(7, "step", &Agreement::step);
    field(8, "kind", &Agreement::kind);
    field(9, "version", &Agreement::version);
    field(10, "state", &Agreement::state);
    field(11, "document", &Agreement::document);
    field(12, "document_hash", &Agreement::document_hash);
    field(13, "targets", &Agreement::targets);
    field(14, "signatures", &Agreement::signatures);
    field(15, "refusals", &Agreement::refusals);
    field(16, "supersedes", &Agreement::supersedes);
    field(17, "changed", &Agreement::changed);
    field(18, "cards", &Agreement::cards);
  }
};

}  // namespace arshjul::cycle
