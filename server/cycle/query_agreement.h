// Agreements, commitments and talks as one reader may see them. Pure. Access is decided here, by relation to the pair.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cycle/relation.h"

namespace arshjul::cycle {

struct AgreementShown {
  int64_t number = 0;
  std::string unit, unit_id, leader, leader_name, superior, superior_name, cycle;
  bool start = false;  // a start agreement
  // Nothing: not told. To those outside who are told only done or open, whatever is not done is kDraft.
  std::optional<AgreementState> state;
  int version = 1;
  std::vector<Signature> signatures;
  std::string document_hash;
  std::vector<std::string> units;  // names
  // Only GetAgreement fills these: as much of the document as the reader may see.
  Value document;
  int64_t supersedes = 0;          // number; 0: none
  std::optional<Instant> changed;
  std::map<std::string, std::string> persons;  // names by id, of those who signed
  std::string phase;      // of its step; "" when that is gone
  int64_t open_task = 0;  // number of the one that the reader must do; 0: none
};

struct AgreementPage {
  std::vector<AgreementShown> agreements;  // the newest cycle first; in each by unit, then version
  std::string next;                        // "" on the last page
  // How many ended without signatures; to office, controller and auditor only.
  std::optional<int64_t> not_signed;
};

// `cycle` "" is every one.
AgreementPage ListAgreements(State& state, const Context& context, const std::string& cycle, size_t most, const std::string& after);

struct AgreementAnswer {
  std::optional<Refusal> refusal;  // kAgreementNotFound, kNotVisible
  AgreementShown agreement;
  std::vector<TextRead> reads;  // to be noted before the answer goes out
};
AgreementAnswer GetAgreement(State& state, const Context& context, int64_t number);

bool MaySeeAgreement(State& state, const Context& context, const Agreement& agreement);

struct CommitmentShown {
  int64_t number = 0;
  std::string by, by_name, to, to_name, text, comment, cycle, leader;
  std::optional<Date> due;
  CommitmentState state = CommitmentState::kOpen;
  bool overdue = false;
  std::optional<Instant> settled;
  std::optional<Date> reminded;  // only for the parties
};

// What those outside a pair are told of its commitments.
struct CommitmentCounts {
  int64_t open = 0, overdue = 0, kept = 0, dropped = 0;
};

struct CommitmentPage {
  std::vector<CommitmentShown> commitments;  // by last day; those without one last
  std::string next;
  // Of all that the reader is told of, the listed ones too. Whoever is only above is told `overdue` alone.
  CommitmentCounts counts;
  std::vector<TextRead> reads;
};

CommitmentPage ListCommitments(State& state, const Context& context, const std::string& cycle, bool open_only, size_t most,
                               const std::string& after);

struct CommitmentAnswer {
  std::optional<Refusal> refusal;  // kCommitmentNotFound
  CommitmentShown commitment;
  std::vector<TextRead> reads;
};
CommitmentAnswer GetCommitment(State& state, const Context& context, int64_t number);

// A result that changed colour after the talk.
struct TalkAddendum {
  Date day{};
  std::string unit, indicator;  // names
  std::string from, to;         // ColourName
};

struct TalkShown {
  std::string cycle, unit, unit_id, leader, leader_name, superior, superior_name, conductor, conductor_name;
  std::string state, state_title;  // of the chart; "open" or "done" to those outside
  std::string date, time, place;
  bool confirmed = false;
  Object minutes;  // by field id
  std::vector<TalkAddendum> addenda;
  std::string remark;
  Instant changed{};
  std::string phase;
  int64_t open_task = 0;  // number of the one that the reader must do; 0: none
};

struct TalkPage {
  std::vector<TalkShown> talks;  // the newest cycle first; in each by unit
  std::string next;
};
TalkPage ListTalks(State& state, const Context& context, const std::string& cycle, size_t most, const std::string& after,
                   const std::string& language);

struct TalkAnswer {
  std::optional<Refusal> refusal;  // kCycleNotFound, kTalkNotFound, kNotVisible
  TalkShown talk;
  std::vector<TextRead> reads;
};
// The leader's newest talk of the cycle.
TalkAnswer GetTalk(State& state, const Context& context, const std::string& cycle, const std::string& leader, const std::string& language);

}  // namespace arshjul::cycle
