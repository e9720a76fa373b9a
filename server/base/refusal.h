// What can be refused? This enum. A refusal is a value a user can read; an absl::Status is for the world breaking.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace arshjul {

// Each reason is an ErrorInfo.reason in the API (the name without k, in UPPER_SNAKE_CASE) and a message in every catalogue.
enum class Reason : int {
  kNone = 0,
  // Input: something in the request is wrong; `fields` says what and where.
  kInvalidInput = 1,
  kInvalidFile = 2,       // an imported file; fields are "line 3, column parent"
  kInvalidWorkflow = 3,   // a workflow source; fields are "line:column"
  kPlanCannotHold = 4,    // a launch whose dates cannot hold
  // Not there.
  kMunicipalityNotFound = 10,
  kUnitNotFound = 11,
  kPersonNotFound = 12,
  kWorkflowNotFound = 13,
  kCycleNotFound = 14,
  kTaskNotFound = 15,
  kAgreementNotFound = 16,
  kIndicatorNotFound = 17,
  kPhaseNotFound = 18,
  kCommitmentNotFound = 19,
  kTalkNotFound = 20,
  kIncidentNotFound = 21,
  kCalendarLinkNotFound = 22,
  // Not allowed.
  kNotYourTask = 30,
  kRoleMissing = 31,          // needs a municipality role, e.g. office
  kPersonalStep = 32,         // preparing, confirming and signing are never deputed
  kNotVisible = 33,
  kUnauthenticated = 34,
  kAmbiguousName = 35,
  // Conflict with the state of things.
  kTaskClosed = 50,
  kStaleEtag = 51,
  kRequestReused = 52,        // same request id, other body
  kAlreadyExists = 53,
  kActionNotPossible = 54,
  kCycleNotRunning = 55,
  kCycleSuspended = 56,
  kPhaseAlreadyOpen = 57,
  kTargetLocked = 58,
  kUnexplainedGaps = 59,
  kClockBackwards = 60,
  kNotDemo = 61,
  kNoRoot = 62,               // a launch without an organisation
  kCycleLaunchedAlready = 63,
  kCorrectionUsed = 64,       // minutes are corrected once
  kWorkflowLimit = 65,        // a chart that never comes to rest
  kCommitmentClosed = 66,
  kCannotMigrate = 67,        // steps that cannot go along to another version
  kIncidentSettled = 68,
  kNotReminded = 69,          // a reminder that must not be sent now: see its argument `why`
  // Try later.
  kQueueFull = 80,
};

// The UPPER_SNAKE_CASE name, e.g. "STALE_ETAG".
const char* ReasonName(Reason reason);

// One thing wrong with one field. `field` is a path in the caller's own terms: "rows[3].target", "line 7, column parent",
// "params.talk_at". `problem` is a key of the message catalogues ("required", "after_min", …); `args` fill its holes.
struct FieldViolation {
  std::string field;
  std::string problem;
  std::map<std::string, std::string> args;
  bool operator==(const FieldViolation&) const = default;
};

struct Refusal {
  Reason reason = Reason::kNone;
  std::map<std::string, std::string> args;
  std::vector<FieldViolation> fields;
  bool operator==(const Refusal&) const = default;
};

}  // namespace arshjul
