// May this person see or do this? Two tables, and nothing else. Pure. Source: year.md, "Who sees what". Deny unless allowed.
#pragma once

#include "organisation/organisation.h"

namespace arshjul::access {

// Who may see what is written in a field. The numbers are those of arshjul.workflow.v1.Audience.
enum class Audience : int {
  kNone = 0,
  kPrivate = 1,       // whoever wrote it
  kParties = 2,       // both parties, the conductor while appointed
  kPersonal = 3,      // the parties alone
  kCommitments = 4,   // parties, conductor
  kLine = 5,          // the line upward, office, controller, auditor
  kMunicipality = 6,  // the municipality's leadership
};

// Personnel text lives in the vault and never in the log.
inline bool IsPersonnelText(Audience audience) {
  return audience == Audience::kPrivate || audience == Audience::kParties || audience == Audience::kPersonal ||
         audience == Audience::kCommitments;
}

// What somebody is to a step, strongest first.
enum class Relation : int {
  kAuthor,      // wrote this very text
  kParty,       // leader or superior of the pair; for unit work the leader and the reviewer
  kConductor,   // holds the talk, while appointed
  kDeputy,      // stands in for the leader of the unit
  kAbove,       // a leader further up the line
  kOffice,
  kController,
  kAuditor,
  kGranted,     // an auditor with a grant: days, purpose, case number; every read is logged
  kHelper,      // a supporter who was asked for help with a task of unit work
  kSuccessor,   // leads the unit now; the text is from before
  kPolitician,  // council, mandate holders where they are not a party
  kLeader,      // any other leader of the municipality
  kNobody,
};

bool MaySee(Relation relation, Audience audience);

// How much of a step's state somebody is told.
enum class StateDetail { kFull, kDoneOpen, kTotals, kNothing };
// `personal`: a step of a pair (talk, agreement), where outsiders see only done, open, not due.
StateDetail MaySeeState(Relation relation, bool personal);

// What is done to the municipality as a whole.
enum class Operation : int {
  kChangeMunicipality,
  kImportOrganisation,
  kChangeOrganisation,
  kGrantRole,
  kRegisterAbsence,
  kPublishWorkflow,
  kRunCycle,  // launch, suspend, resume, cancel, open a phase, close
  kReassignTask,
  kRemind,  // beside whoever is above
  kImportScorecards,
  kSetDirection,
  kRecordResult,
  kSetFrame,  // beside whoever is above the unit
  kChangeTarget,
  kExportCycle,
  kOperate,  // verify, backup
  kSeeIncidents,
  kRepairIncident,  // retry, skip
  kSeeOrganisation,
  kSeeOverview,
};

// The roles that may do it, for people: "OFFICE, CONTROLLER".
std::string RolesFor(Operation operation);

// By municipality role alone. Leaders' own rights (their unit, their reports) are asked for where the unit is known.
bool MayDo(const organisation::Organisation& organisation, const std::string& person, Operation operation, Date day);

}  // namespace arshjul::access
