#include "base/refusal.h"

namespace arshjul {

const char* ReasonName(Reason reason) {
  switch (reason) {
    case Reason::kNone: return "NONE";
    case Reason::kInvalidInput: return "INVALID_INPUT";
    case Reason::kInvalidFile: return "INVALID_FILE";
    case Reason::kInvalidWorkflow: return "INVALID_WORKFLOW";
    case Reason::kPlanCannotHold: return "PLAN_CANNOT_HOLD";
    case Reason::kMunicipalityNotFound: return "MUNICIPALITY_NOT_FOUND";
    case Reason::kUnitNotFound: return "UNIT_NOT_FOUND";
    case Reason::kPersonNotFound: return "PERSON_NOT_FOUND";
    case Reason::kWorkflowNotFound: return "WORKFLOW_NOT_FOUND";
    case Reason::kCycleNotFound: return "CYCLE_NOT_FOUND";
    case Reason::kTaskNotFound: return "TASK_NOT_FOUND";
    case Reason::kAgreementNotFound: return "AGREEMENT_NOT_FOUND";
    case Reason::kIndicatorNotFound: return "INDICATOR_NOT_FOUND";
    case Reason::kPhaseNotFound: return "PHASE_NOT_FOUND";
    case Reason::kCommitmentNotFound: return "COMMITMENT_NOT_FOUND";
    case Reason::kTalkNotFound: return "TALK_NOT_FOUND";
    case Reason::kIncidentNotFound: return "INCIDENT_NOT_FOUND";
    case Reason::kCalendarLinkNotFound: return "CALENDAR_LINK_NOT_FOUND";
    case Reason::kNotYourTask: return "NOT_YOUR_TASK";
    case Reason::kRoleMissing: return "ROLE_MISSING";
    case Reason::kPersonalStep: return "PERSONAL_STEP";
    case Reason::kNotVisible: return "NOT_VISIBLE";
    case Reason::kUnauthenticated: return "UNAUTHENTICATED";
    case Reason::kAmbiguousName: return "AMBIGUOUS_NAME";
    case Reason::kTaskClosed: return "TASK_CLOSED";
    case Reason::kStaleEtag: return "STALE_ETAG";
    case Reason::kRequestReused: return "REQUEST_REUSED";
    case Reason::kAlreadyExists: return "ALREADY_EXISTS";
    case Reason::kActionNotPossible: return "ACTION_NOT_POSSIBLE";
    case Reason::kCycleNotRunning: return "CYCLE_NOT_RUNNING";
    case Reason::kCycleSuspended: return "CYCLE_SUSPENDED";
    case Reason::kPhaseAlreadyOpen: return "PHASE_ALREADY_OPEN";
    case Reason::kTargetLocked: return "TARGET_LOCKED";
    case Reason::kUnexplainedGaps: return "UNEXPLAINED_GAPS";
    case Reason::kClockBackwards: return "CLOCK_BACKWARDS";
    case Reason::kNotDemo: return "NOT_DEMO";
    case Reason::kNoRoot: return "NO_ROOT";
    case Reason::kCycleLaunchedAlready: return "CYCLE_LAUNCHED_ALREADY";
    case Reason::kCorrectionUsed: return "CORRECTION_USED";
    case Reason::kWorkflowLimit: return "WORKFLOW_LIMIT";
    case Reason::kCommitmentClosed: return "COMMITMENT_CLOSED";
    case Reason::kCannotMigrate: return "CANNOT_MIGRATE";
    case Reason::kNotReminded: return "NOT_REMINDED";
    case Reason::kIncidentSettled: return "INCIDENT_SETTLED";
    case Reason::kQueueFull: return "QUEUE_FULL";
  }
  return "UNKNOWN";
}

}  // namespace arshjul
