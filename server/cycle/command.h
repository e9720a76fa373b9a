// What can be asked of a municipality. Plain data, checked by Decide (decide.h).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "cycle/state.h"

namespace arshjul::cycle {

struct PersonGiven {
  std::string id, name, email;
};

struct CreateMunicipality {
  static constexpr const char* kName = "CreateMunicipality";
  std::string id, name, language;
  std::vector<calendar::ClosedSpan> closed;
  bool demo = false;
  Instant demo_now{};                // the demo clock starts here
  std::vector<std::pair<organisation::Role, PersonGiven>> founders;  // the first holders of roles
  std::string authority;             // of the mandate among them
  std::vector<std::string> workflows;  // sources of the built-in ones
};
struct ChangeMunicipality {
  static constexpr const char* kName = "ChangeMunicipality";
  std::string name, language;  // "": as it is
  std::optional<std::vector<calendar::ClosedSpan>> closed;
};
// Demo mode: the engine fires what falls due on the way before it sets the clock.
struct SetClock {
  static constexpr const char* kName = "SetClock";
  Instant to{};
};

struct ImportedUnit {
  int line = 0;
  std::string id, name, parent, level, leader, leader_name, title;
  std::optional<Date> from, to;
  std::string leader_email{};  // "": as it is
};
// The whole organisation as it is from now on: what is not named is closed.
struct ImportOrganisation {
  static constexpr const char* kName = "ImportOrganisation";
  std::vector<ImportedUnit> units;  // parents before children
};
struct GrantRole {
  static constexpr const char* kName = "GrantRole";
  organisation::Role role{};
  PersonGiven person;
  std::string authority;
  organisation::Span span;
  std::string purpose{};  // of an auditor's grant to read personnel text; needs a last day
};
struct RevokeRole {
  static constexpr const char* kName = "RevokeRole";
  std::string binding;
};
struct AssignHolding {
  static constexpr const char* kName = "AssignHolding";
  std::string unit, title, reason;
  PersonGiven person;
  organisation::Span span;  // no beginning: today
};
struct EndHolding {
  static constexpr const char* kName = "EndHolding";
  std::string unit, reason;
  std::optional<Date> last;  // last day; nothing: yesterday, i.e. vacant from now
};
struct MoveUnit {
  static constexpr const char* kName = "MoveUnit";
  std::string unit, parent, reason;
};
struct CloseUnit {
  static constexpr const char* kName = "CloseUnit";
  std::string unit, reason;
};
struct RegisterAbsence {
  static constexpr const char* kName = "RegisterAbsence";
  std::string person;
  std::optional<PersonGiven> deputy;
  organisation::Span span;
};

struct PublishWorkflow {
  static constexpr const char* kName = "PublishWorkflow";
  std::string source;
};

struct CohortGiven {
  int line = 0;
  std::string unit;
  bool takes_part = true;
  std::string talk_at;
};
struct LaunchCycle {
  static constexpr const char* kName = "LaunchCycle";
  std::string workflow;  // name, or name@version
  int year = 0;
  std::map<std::string, std::string> parameters;
  std::vector<CohortGiven> cohort;
};
struct ChangeCycle {
  static constexpr const char* kName = "ChangeCycle";
  enum class To { kSuspend, kResume, kCancel } to = To::kSuspend;
  std::string cycle, reason;
};
// To another version of its workflow: every step that runs goes along, or nothing is changed.
struct MigrateCycle {
  static constexpr const char* kName = "MigrateCycle";
  std::string cycle, reason;
  std::string workflow;  // name, or name@version
  std::string source;    // instead: published as by PublishWorkflow, in the same go
  std::map<std::string, std::string> parameters;  // of what has not opened; else the version's defaults
  // Says what would happen, also where it cannot. Whoever decides it takes the state back.
  bool plan_only = false;
};
struct OpenPhase {
  static constexpr const char* kName = "OpenPhase";
  std::string cycle, phase, within, reason;
};
// Completes the closing task, whoever of the office holds it.
struct CloseCycle {
  static constexpr const char* kName = "CloseCycle";
  std::string cycle;
  Value data;
};

struct SaveTask {
  static constexpr const char* kName = "SaveTask";
  int64_t task = 0;
  Value data;
  std::optional<int64_t> revision;  // the etag the caller saw
};
struct CompleteTask {
  static constexpr const char* kName = "CompleteTask";
  int64_t task = 0;
  std::string action;
  Value data;
  std::optional<int64_t> revision;
};
struct ReassignTask {
  static constexpr const char* kName = "ReassignTask";
  int64_t task = 0;
  std::string person, reason;
};
struct CommentTask {
  static constexpr const char* kName = "CommentTask";
  int64_t task = 0;
  std::string text;
  std::string ask{};  // a supporter, who is asked for help and may see the task from then on; "" for nobody
  std::optional<Date> answer_by{};  // only where somebody is asked
};

struct ImportedCardRow {
  int line = 0;
  std::string unit, group, perspective, indicator, unit_of_measure, source;
  int year = 0;
  measurement::Figure baseline, result;
  measurement::Target target, next_target;
};
struct ImportScorecards {
  static constexpr const char* kName = "ImportScorecards";
  std::vector<ImportedCardRow> rows;
};
struct SetDirection {
  static constexpr const char* kName = "SetDirection";
  std::string indicator;  // id or name
  std::optional<measurement::Direction> direction;  // nothing: as it is
  std::optional<measurement::Bands> bands;          // nothing: none
  std::optional<double> tolerance;                  // nothing: none
};
struct RecordResult {
  static constexpr const char* kName = "RecordResult";
  std::string unit, indicator, text, source, reason;
  int year = 0;
  measurement::Missing missing = measurement::Missing::kNone;
};
// A later change by the council (year.md rule 6).
struct ChangeTarget {
  static constexpr const char* kName = "ChangeTarget";
  std::string unit, indicator, target, case_number;
  int year = 0;
};
// Before frames are handed down; whoever is above the unit, or the office.
struct SetFrame {
  static constexpr const char* kName = "SetFrame";
  std::string unit;
  int year = 0;
  double amount = 0;  // kr
};
struct SettleCommitment {
  static constexpr const char* kName = "SettleCommitment";
  int64_t commitment = 0;
  bool kept = true;
  std::string comment;
};

// One letter to each who has such tasks open, beside the daily round. The office reminds anybody, a leader those below; nobody
// twice in a day, nobody who is away, and nobody on a day off.
struct RemindTasks {
  static constexpr const char* kName = "RemindTasks";
  std::string cycle;
  std::string phase, within;  // "": every phase, every unit
  bool overdue_only = false;
  std::vector<std::string> persons;  // only these; none: everybody
};
// Whoever was promised reminds the other of it.
struct RemindCommitment {
  static constexpr const char* kName = "RemindCommitment";
  int64_t commitment = 0;
};

// The actor's own calendar, for whoever has the secret; an earlier link ends.
struct CreateCalendarLink {
  static constexpr const char* kName = "CreateCalendarLink";
  std::string hash;  // of the secret, which nothing of this house keeps: Sha256Hex
  std::string language;
};
struct RevokeCalendarLink {
  static constexpr const char* kName = "RevokeCalendarLink";
};

// The engine's own: a timer has come due.
struct FireTimer {
  static constexpr const char* kName = "FireTimer";
  std::string timer;
};

// The engine's own: the timer came due and cannot fire. It is put where people can try it again, and the rest goes on.
struct ParkTimer {
  static constexpr const char* kName = "ParkTimer";
  std::string timer, cause;
  std::map<std::string, std::string> args;
};
// The engine's own: an entry of the outbox is given up.
struct ParkNotice {
  static constexpr const char* kName = "ParkNotice";
  std::string notice, message, person, cause;
  int attempts = 0;
};
// What could not happen happens now, as it would have then, or is refused with why it still cannot.
struct RetryIncident {
  static constexpr const char* kName = "RetryIncident";
  int64_t incident = 0;
  std::optional<int64_t> revision;  // the etag the caller saw
};
// It never happens; what waited behind it comes.
struct SkipIncident {
  static constexpr const char* kName = "SkipIncident";
  int64_t incident = 0;
  std::string reason;
  std::optional<int64_t> revision;
};

using Command =
    std::variant<CreateMunicipality, ChangeMunicipality, SetClock, ImportOrganisation, GrantRole, RevokeRole, AssignHolding,
                 EndHolding, MoveUnit, CloseUnit, RegisterAbsence, PublishWorkflow, LaunchCycle, ChangeCycle, MigrateCycle, OpenPhase,
                 CloseCycle, SaveTask, CompleteTask, ReassignTask, CommentTask, ImportScorecards, SetDirection,
                 RecordResult, ChangeTarget, SetFrame, SettleCommitment, RemindTasks, RemindCommitment, FireTimer, ParkTimer,
                 ParkNotice, RetryIncident, SkipIncident, CreateCalendarLink, RevokeCalendarLink>;

inline const char* CommandName(const Command& command) {
  return std::visit([](const auto& c) { return std::decay_t<decltype(c)>::kName; }, command);
}

}  // namespace arshjul::cycle
