// What has happened. Events carry resolved facts, never rules to look up; folding them gives the state (apply.h). They
// are never edited: a new meaning is a new type. kType and field numbers are what the log holds on disk.
#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "cycle/calendar_event.h"
#include "cycle/incident_event.h"
#include "cycle/migration_event.h"
#include "cycle/state.h"
#include "cycle/reminder_event.h"

namespace arshjul::cycle {

struct MunicipalityCreated {
  static constexpr int kType = 1;
  static constexpr const char* kName = "MunicipalityCreated";
  Municipality municipality;
  static void Fields(auto&& field) { field(1, "municipality", &MunicipalityCreated::municipality); }
};
struct MunicipalityChanged {
  static constexpr int kType = 2;
  static constexpr const char* kName = "MunicipalityChanged";
  std::string name, language;
  std::vector<calendar::ClosedSpan> closed;
  static void Fields(auto&& field) {
    field(1, "name", &MunicipalityChanged::name);
    field(2, "language", &MunicipalityChanged::language);
    field(3, "closed", &MunicipalityChanged::closed);
  }
};
struct ClockSet {
  static constexpr int kType = 3;
  static constexpr const char* kName = "ClockSet";
  Instant now{};
  static void Fields(auto&& field) { field(1, "now", &ClockSet::now); }
};

enum class UnitChange : int { kAdded = 1, kRenamed = 2, kMoved = 3, kClosed = 4 };
struct UnitChanged {
  static constexpr int kType = 4;
  static constexpr const char* kName = "UnitChanged";
  organisation::Unit unit;  // as it is after the change
  UnitChange change = UnitChange::kAdded;
  std::string reason;
  static void Fields(auto&& field) {
    field(1, "unit", &UnitChanged::unit);
    field(2, "change", &UnitChanged::change);
    field(3, "reason", &UnitChanged::reason);
  }
};
struct PersonNamed {
  static constexpr int kType = 5;
  static constexpr const char* kName = "PersonNamed";
  organisation::Person person;
  static void Fields(auto&& field) { field(1, "person", &PersonNamed::person); }
};
struct HoldingChanged {
  static constexpr int kType = 6;
  static constexpr const char* kName = "HoldingChanged";
  organisation::Holding holding;
  std::string reason;
  static void Fields(auto&& field) {
    field(1, "holding", &HoldingChanged::holding);
    field(2, "reason", &HoldingChanged::reason);
  }
};
struct RoleChanged {
  static constexpr int kType = 7;
  static constexpr const char* kName = "RoleChanged";
  organisation::RoleBinding binding;
  static void Fields(auto&& field) { field(1, "binding", &RoleChanged::binding); }
};
struct AbsenceRegistered {
  static constexpr int kType = 8;
  static constexpr const char* kName = "AbsenceRegistered";
  organisation::Absence absence;
  static void Fields(auto&& field) { field(1, "absence", &AbsenceRegistered::absence); }
};
struct WorkflowPublished {
  static constexpr int kType = 9;
  static constexpr const char* kName = "WorkflowPublished";
  WorkflowRow workflow;
  static void Fields(auto&& field) { field(1, "workflow", &WorkflowPublished::workflow); }
};
struct CycleLaunched {
  static constexpr int kType = 10;
  static constexpr const char* kName = "CycleLaunched";
  Cycle cycle;
  static void Fields(auto&& field) { field(1, "cycle", &CycleLaunched::cycle); }
};
struct CycleStateChanged {
  static constexpr int kType = 11;
  static constexpr const char* kName = "CycleStateChanged";
  std::string cycle;
  CycleState state = CycleState::kRunning;
  std::string reason;
  static void Fields(auto&& field) {
    field(1, "cycle", &CycleStateChanged::cycle);
    field(2, "state", &CycleStateChanged::state);
    field(3, "reason", &CycleStateChanged::reason);
  }
};
struct PhaseOpened {
  static constexpr int kType = 12;
  static constexpr const char* kName = "PhaseOpened";
  std::string cycle, phase, reason;
  std::string within;  // a subtree alone; "": everybody
  static void Fields(auto&& field) {
    field(1, "cycle", &PhaseOpened::cycle);
    field(2, "phase", &PhaseOpened::phase);
    field(3, "reason", &PhaseOpened::reason);
    field(4, "within", &PhaseOpened::within);
  }
};
struct PhaseEnded {
  static constexpr int kType = 13;
  static constexpr const char* kName = "PhaseEnded";
  std::string cycle, phase;
  static void Fields(auto&& field) {
    field(1, "cycle", &PhaseEnded::cycle);
    field(2, "phase", &PhaseEnded::phase);
  }
};
struct StepCreated {
  static constexpr int kType = 14;
  static constexpr const char* kName = "StepCreated";
  Step step;
  static void Fields(auto&& field) { field(1, "step", &StepCreated::step); }
};
// Where the step stands after a macrostep.
struct StepMoved {
  static constexpr int kType = 15;
  static constexpr const char* kName = "StepMoved";
  std::string step;
  StepState state = StepState::kActive;
  statechart::Configuration configuration;
  std::string shown;
  std::map<std::string, Value> variables;
  static void Fields(auto&& field) {
    field(1, "step", &StepMoved::step);
    field(2, "state", &StepMoved::state);
    field(3, "configuration", &StepMoved::configuration);
    field(4, "shown", &StepMoved::shown);
    field(5, "variables", &StepMoved::variables);
  }
};
// Fields of a completed form, merged into what the step has recorded.
struct StepRecorded {
  static constexpr int kType = 16;
  static constexpr const char* kName = "StepRecorded";
  std::string step;
  std::map<std::string, Value> recorded;
  std::map<std::string, std::string> texts;
  static void Fields(auto&& field) {
    field(1, "step", &StepRecorded::step);
    field(2, "recorded", &StepRecorded::recorded);
    field(3, "texts", &StepRecorded::texts);
  }
};
// Overtaken or cancelled; a step that comes to its own end is moved to kDone.
struct StepStopped {
  static constexpr int kType = 17;
  static constexpr const char* kName = "StepStopped";
  std::string step;
  StepState state = StepState::kCancelled;
  std::string reason;
  static void Fields(auto&& field) {
    field(1, "step", &StepStopped::step);
    field(2, "state", &StepStopped::state);
    field(3, "reason", &StepStopped::reason);
  }
};
struct StepExplained {
  static constexpr int kType = 18;
  static constexpr const char* kName = "StepExplained";
  std::string step, explanation;
  static void Fields(auto&& field) {
    field(1, "step", &StepExplained::step);
    field(2, "explanation", &StepExplained::explanation);
  }
};
// The units that the leader of a pair holds under the superior are others now.
struct StepUnitsChanged {
  static constexpr int kType = 19;
  static constexpr const char* kName = "StepUnitsChanged";
  std::string step;
  std::vector<std::string> units;
  static void Fields(auto&& field) {
    field(1, "step", &StepUnitsChanged::step);
    field(2, "units", &StepUnitsChanged::units);
  }
};
struct TaskOpened {
  static constexpr int kType = 20;
  static constexpr const char* kName = "TaskOpened";
  Task task;
  static void Fields(auto&& field) { field(1, "task", &TaskOpened::task); }
};
struct TaskSaved {
  static constexpr int kType = 21;
  static constexpr const char* kName = "TaskSaved";
  std::string task;
  Value draft;
  std::map<std::string, std::string> draft_texts;
  static void Fields(auto&& field) {
    field(1, "task", &TaskSaved::task);
    field(2, "draft", &TaskSaved::draft);
    field(3, "draft_texts", &TaskSaved::draft_texts);
  }
};
struct TaskCompleted {
  static constexpr int kType = 22;
  static constexpr const char* kName = "TaskCompleted";
  std::string task, action, by, on_behalf_of;
  static void Fields(auto&& field) {
    field(1, "task", &TaskCompleted::task);
    field(2, "action", &TaskCompleted::action);
    field(3, "by", &TaskCompleted::by);
    field(4, "on_behalf_of", &TaskCompleted::on_behalf_of);
  }
};
struct TaskWithdrawn {
  static constexpr int kType = 23;
  static constexpr const char* kName = "TaskWithdrawn";
  std::string task;
  static void Fields(auto&& field) { field(1, "task", &TaskWithdrawn::task); }
};
struct TaskReassigned {
  static constexpr int kType = 24;
  static constexpr const char* kName = "TaskReassigned";
  std::string task, from;
  organisation::Assignment to;
  std::string reason;
  static void Fields(auto&& field) {
    field(1, "task", &TaskReassigned::task);
    field(2, "from", &TaskReassigned::from);
    field(3, "to", &TaskReassigned::to);
    field(4, "reason", &TaskReassigned::reason);
  }
};
struct TaskCommented {
  static constexpr int kType = 25;
  static constexpr const char* kName = "TaskCommented";
  std::string task;
  Comment comment;
  static void Fields(auto&& field) {
    field(1, "task", &TaskCommented::task);
    field(2, "comment", &TaskCommented::comment);
  }
};
struct TaskEscalated {
  static constexpr int kType = 26;
  static constexpr const char* kName = "TaskEscalated";
  std::string task, told;
  int rung = 0;
  static void Fields(auto&& field) {
    field(1, "task", &TaskEscalated::task);
    field(2, "told", &TaskEscalated::told);
    field(3, "rung", &TaskEscalated::rung);
  }
};
struct TimerSet {
  static constexpr int kType = 30;
  static constexpr const char* kName = "TimerSet";
  Timer timer;
  static void Fields(auto&& field) { field(1, "timer", &TimerSet::timer); }
};
struct TimerEnded {
  static constexpr int kType = 31;
  static constexpr const char* kName = "TimerEnded";
  std::string timer;
  bool fired = false;  // else cancelled
  static void Fields(auto&& field) {
    field(1, "timer", &TimerEnded::timer);
    field(2, "fired", &TimerEnded::fired);
  }
};
struct IndicatorDefined {
  static constexpr int kType = 40;
  static constexpr const char* kName = "IndicatorDefined";
  Indicator indicator;
  static void Fields(auto&& field) { field(1, "indicator", &IndicatorDefined::indicator); }
};
enum class CardCause : int { kImport = 1, kProposal = 2, kReview = 3, kBudget = 4, kDecision = 5, kResult = 6, kCouncilChange = 7, kAgreement = 8, kNewLeader = 9 };
// Rows as they are after the change; rows not named are as before.
struct CardChanged {
  static constexpr int kType = 41;
  static constexpr const char* kName = "CardChanged";
  std::string unit;
  int year = 0;
  CardCause cause = CardCause::kImport;
  std::vector<CardRow> rows;
  std::string zero_reason, reason;
  static void Fields(auto&& field) {
    field(1, "unit", &CardChanged::unit);
    field(2, "year", &CardChanged::year);
    field(3, "cause", &CardChanged::cause);
    field(4, "rows", &CardChanged::rows);
    field(5, "zero_reason", &CardChanged::zero_reason);
    field(6, "reason", &CardChanged::reason);
  }
};
// The standing targets of these indicators are decided: from now on only whoever decided may change them.
struct TargetsLocked {
  static constexpr int kType = 44;
  static constexpr const char* kName = "TargetsLocked";
  std::string unit, case_number;
  int year = 0;
  DecidedBy by = DecidedBy::kNobody;
  std::vector<std::string> indicators;  // empty: every row of the card that nobody has decided
  static void Fields(auto&& field) {
    field(1, "unit", &TargetsLocked::unit);
    field(2, "case_number", &TargetsLocked::case_number);
    field(3, "year", &TargetsLocked::year);
    field(4, "by", &TargetsLocked::by);
    field(5, "indicators", &TargetsLocked::indicators);
  }
};
struct FrameHandedDown {
  static constexpr int kType = 42;
  static constexpr const char* kName = "FrameHandedDown";
  std::string unit;
  int year = 0;
  double amount = 0;  // kr
  bool preliminary = false;
  static void Fields(auto&& field) {
    field(1, "unit", &FrameHandedDown::unit);
    field(2, "year", &FrameHandedDown::year);
    field(3, "amount", &FrameHandedDown::amount);
    field(4, "preliminary", &FrameHandedDown::preliminary);
  }
};
struct CouncilDecided {
  static constexpr int kType = 43;
  static constexpr const char* kName = "CouncilDecided";
  std::string cycle, case_number;
  Date on{};
  static void Fields(auto&& field) {
    field(1, "cycle", &CouncilDecided::cycle);
    field(2, "case_number", &CouncilDecided::case_number);
    field(3, "on", &CouncilDecided::on);
  }
};
struct CommitmentMade {
  static constexpr int kType = 50;
  static constexpr const char* kName = "CommitmentMade";
  Commitment commitment;
  static void Fields(auto&& field) { field(1, "commitment", &CommitmentMade::commitment); }
};
struct CommitmentSettled {
  static constexpr int kType = 51;
  static constexpr const char* kName = "CommitmentSettled";
  std::string commitment, by;
  CommitmentState state = CommitmentState::kKept;
  std::string comment;  // vault id
  static void Fields(auto&& field) {
    field(1, "commitment", &CommitmentSettled::commitment);
    field(2, "by", &CommitmentSettled::by);
    field(3, "state", &CommitmentSettled::state);
    field(4, "comment", &CommitmentSettled::comment);
  }
};
struct AgreementDrafted {
  static constexpr int kType = 60;
  static constexpr const char* kName = "AgreementDrafted";
  Agreement agreement;
  static void Fields(auto&& field) { field(1, "agreement", &AgreementDrafted::agreement); }
};
struct AgreementWritten {
  static constexpr int kType = 61;
  static constexpr const char* kName = "AgreementWritten";
  std::string agreement, document, document_hash, commitment;  // commitment: keyed, to the text in the vault
  Value targets;
  std::vector<std::string> cards;
  static void Fields(auto&& field) {
    field(1, "agreement", &AgreementWritten::agreement);
    field(2, "document", &AgreementWritten::document);
    field(3, "document_hash", &AgreementWritten::document_hash);
    field(4, "commitment", &AgreementWritten::commitment);
    field(5, "targets", &AgreementWritten::targets);
    field(6, "cards", &AgreementWritten::cards);
  }
};
struct AgreementSigned {
  static constexpr int kType = 62;
  static constexpr const char* kName = "AgreementSigned";
  std::string agreement;
  Signature signature;
  static void Fields(auto&& field) {
    field(1, "agreement", &AgreementSigned::agreement);
    field(2, "signature", &AgreementSigned::signature);
  }
};
struct AgreementRefused {
  static constexpr int kType = 63;
  static constexpr const char* kName = "AgreementRefused";
  std::string agreement, party, reason;  // reason: vault id
  static void Fields(auto&& field) {
    field(1, "agreement", &AgreementRefused::agreement);
    field(2, "party", &AgreementRefused::party);
    field(3, "reason", &AgreementRefused::reason);
  }
};
struct AgreementStateChanged {
  static constexpr int kType = 64;
  static constexpr const char* kName = "AgreementStateChanged";
  std::string agreement;
  AgreementState state = AgreementState::kDraft;
  static void Fields(auto&& field) {
    field(1, "agreement", &AgreementStateChanged::agreement);
    field(2, "state", &AgreementStateChanged::state);
  }
};
// Personnel text was written to the vault: which, whose, and a keyed commitment to what it says.
struct TextSealed {
  static constexpr int kType = 70;
  static constexpr const char* kName = "TextSealed";
  std::string text, owner, commitment;
  static void Fields(auto&& field) {
    field(1, "text", &TextSealed::text);
    field(2, "owner", &TextSealed::owner);
    field(3, "commitment", &TextSealed::commitment);
  }
};
// A result changed colour after the talk was confirmed.
struct MinutesAdded {
  static constexpr int kType = 52;
  static constexpr const char* kName = "MinutesAdded";
  std::string step;
  Addendum addendum;
  static void Fields(auto&& field) {
    field(1, "step", &MinutesAdded::step);
    field(2, "addendum", &MinutesAdded::addendum);
  }
};
// Of histories from before incidents were rows: a timer that could not fire ended with this.
struct IncidentRaised {
  static constexpr int kType = 80;
  static constexpr const char* kName = "IncidentRaised";
  std::string step, event, cause;
  static void Fields(auto&& field) {
    field(1, "step", &IncidentRaised::step);
    field(2, "event", &IncidentRaised::event);
    field(3, "cause", &IncidentRaised::cause);
  }
};

using Event = std::variant<
    MunicipalityCreated, MunicipalityChanged, ClockSet, UnitChanged, PersonNamed, HoldingChanged, RoleChanged,
    AbsenceRegistered, WorkflowPublished, CycleLaunched, CycleStateChanged, PhaseOpened, PhaseEnded, StepCreated, StepMoved,
    StepRecorded, StepStopped, StepExplained, StepUnitsChanged, TaskOpened, TaskSaved, TaskCompleted, TaskWithdrawn, TaskReassigned,
    TaskCommented, TaskEscalated, TimerSet, TimerEnded, IndicatorDefined, CardChanged, FrameHandedDown, TargetsLocked, CouncilDecided,
    CommitmentMade, CommitmentSettled, AgreementDrafted, AgreementWritten, AgreementSigned, AgreementRefused,
    AgreementStateChanged, TextSealed, IncidentRaised, MinutesAdded,
    CycleMigrated, StepMigrated, TaskMigrated,
    IncidentOpened, IncidentSettled, IncidentRepeated, IncidentJoined, IncidentLeft,
    TasksReminded, CommitmentReminded,
    CalendarLinkCreated, CalendarLinkRevoked>;

// What one command changed: the body of a log entry.
struct Entry {
  Instant time{};
  std::vector<Event> events;
  static void Fields(auto&& field) {
    field(1, "time", &Entry::time);
    field(2, "events", &Entry::events);
  }
};

// "TaskCompleted" and so on: for watches, exports and people.
const char* EventName(const Event& event);

}  // namespace arshjul::cycle
