#include "access/access.h"

namespace arshjul::access {

using organisation::Role;

bool MaySee(Relation relation, Audience audience) {
  using enum Relation;
  switch (audience) {
    case Audience::kNone: return false;
    case Audience::kPrivate: return relation == kAuthor;
    case Audience::kParties:
    case Audience::kCommitments: return relation == kAuthor || relation == kParty || relation == kConductor;
    case Audience::kPersonal: return relation == kAuthor || relation == kParty;
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
    case kAuditor: return StateDetail::kFull;
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

bool MayDo(const organisation::Organisation& organisation, const std::string& person, Operation operation, Date day) {
  auto is = [&](Role role) { return organisation.HasRole(person, role, day); };
  switch (operation) {
    case Operation::kChangeMunicipality:
    case Operation::kImportOrganisation:
    case Operation::kChangeOrganisation:
    case Operation::kGrantRole:
    case Operation::kRegisterAbsence:
    case Operation::kPublishWorkflow:
    case Operation::kRunCycle:
    case Operation::kReassignTask:
    case Operation::kOperate: return is(Role::kOffice);
    case Operation::kImportScorecards:
    case Operation::kSetDirection:
    case Operation::kRecordResult: return is(Role::kOffice) || is(Role::kController);
    case Operation::kChangeTarget: return is(Role::kOffice) || is(Role::kCouncil);
    case Operation::kExportCycle: return is(Role::kOffice) || is(Role::kController) || is(Role::kAuditor);
    case Operation::kSeeOrganisation: return organisation.FindPerson(person) != nullptr;
    case Operation::kSeeOverview:
      return is(Role::kOffice) || is(Role::kController) || is(Role::kAuditor) || is(Role::kCouncil) ||
             is(Role::kMandate) || !organisation.HeldBy(person, day).empty();
  }
  return false;
}

}  // namespace arshjul::access
