#include "access/access.h"

namespace arshjul::access {

using organisation::Role;

bool MaySee(Relation relation, Audience audience) {
  using enum Relation;
  switch (audience) {
    case Audience::kNone: return false;
    case Audience::kPrivate: return relation == kAuthor || relation == kGranted;
    case Audience::kParties:
    case Audience::kCommitments: return relation == kAuthor || relation == kParty || relation == kConductor || relation == kGranted;
    case Audience::kPersonal: return relation == kAuthor || relation == kParty || relation == kGranted;
    case Audience::kLine:
      return relation != kPolitician && relation != kLeader && relation != kNobody;
    case Audience::kMunicipality: return relation != kNobody && relation != kPolitician;
  }
  return false;
}

StateDetail MaySeeState(Relation relation, bool personal) {
  using enum Relation;
  switch (relation) {
    case kAuthor:
    case kParty:
    case kConductor:
    case kAuditor:
    case kGranted: return StateDetail::kFull;
    case kHelper:
    case kDeputy: return personal ? StateDetail::kNothing : StateDetail::kFull;
    case kAbove:
    case kOffice:
    case kController: return personal ? StateDetail::kDoneOpen : StateDetail::kFull;
    case kSuccessor:
    case kLeader: return personal ? StateDetail::kNothing : StateDetail::kDoneOpen;
    case kPolitician: return StateDetail::kTotals;
    case kNobody: return StateDetail::kNothing;
  }
  return StateDetail::kNothing;
}

namespace {

// Who may do what to the municipality as a whole.
std::vector<Role> Holders(Operation operation) {
  switch (operation) {
    case Operation::kChangeMunicipality:
    case Operation::kImportOrganisation:
    case Operation::kChangeOrganisation:
    case Operation::kGrantRole:
    case Operation::kRegisterAbsence:
    case Operation::kPublishWorkflow:
    case Operation::kRunCycle:
    case Operation::kReassignTask:
    case Operation::kRemind:
    case Operation::kRepairIncident:
    case Operation::kOperate: return {Role::kOffice};
    case Operation::kSeeIncidents: return {Role::kOffice, Role::kAuditor};
    case Operation::kImportScorecards:
    case Operation::kSetDirection:
    case Operation::kSetFrame:
    case Operation::kRecordResult: return {Role::kOffice, Role::kController};
    case Operation::kChangeTarget: return {Role::kOffice, Role::kCouncil};
    case Operation::kExportCycle: return {Role::kOffice, Role::kController, Role::kAuditor};
    case Operation::kSeeOverview: return {Role::kOffice, Role::kController, Role::kAuditor, Role::kCouncil, Role::kMandate};
    case Operation::kSeeOrganisation: return {};
  }
  return {};
}

}  // namespace

std::string RolesFor(Operation operation) {
  std::string out;
  for (Role role : Holders(operation)) out += (out.empty() ? "" : ", ") + std::string(organisation::RoleName(role));
  return out;
}

bool MayDo(const organisation::Organisation& organisation, const std::string& person, Operation operation, Date day) {
  for (Role role : Holders(operation)) {
    if (organisation.HasRole(person, role, day)) return true;
  }
  // Leaders see where the year stands; whoever is known sees who leads what.
  if (operation == Operation::kSeeOverview) return !organisation.HeldBy(person, day).empty();
  return operation == Operation::kSeeOrganisation && organisation.FindPerson(person) != nullptr;
}

}  // namespace arshjul::access
