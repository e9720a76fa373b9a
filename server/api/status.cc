#include "api/status.h"

#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <grpcpp/support/status.h>

#include "messages/messages.h"

namespace arshjul::api {
namespace {

constexpr char kDomain[] = "arshjul";
constexpr int kRetryAfterMilliseconds = 500;

// Every reason has its code here and nowhere else.
grpc::StatusCode CodeOf(Reason reason) {
  switch (reason) {
    case Reason::kNone: return grpc::StatusCode::UNKNOWN;
    case Reason::kInvalidInput:
    case Reason::kInvalidFile:
    case Reason::kInvalidWorkflow:
    case Reason::kPlanCannotHold:
    case Reason::kAmbiguousName: return grpc::StatusCode::INVALID_ARGUMENT;
    case Reason::kMunicipalityNotFound:
    case Reason::kUnitNotFound:
    case Reason::kPersonNotFound:
    case Reason::kWorkflowNotFound:
    case Reason::kCycleNotFound:
    case Reason::kTaskNotFound:
    case Reason::kAgreementNotFound:
    case Reason::kIndicatorNotFound:
    case Reason::kPhaseNotFound:
    case Reason::kCommitmentNotFound:
    case Reason::kIncidentNotFound:
    case Reason::kCalendarLinkNotFound:
    case Reason::kTalkNotFound: return grpc::StatusCode::NOT_FOUND;
    case Reason::kNotYourTask:
    case Reason::kRoleMissing:
    case Reason::kPersonalStep:
    case Reason::kNotVisible: return grpc::StatusCode::PERMISSION_DENIED;
    case Reason::kUnauthenticated: return grpc::StatusCode::UNAUTHENTICATED;
    case Reason::kAlreadyExists:
    case Reason::kCycleLaunchedAlready: return grpc::StatusCode::ALREADY_EXISTS;
    case Reason::kStaleEtag:
    case Reason::kRequestReused: return grpc::StatusCode::ABORTED;
    case Reason::kTaskClosed:
    case Reason::kActionNotPossible:
    case Reason::kCycleNotRunning:
    case Reason::kCycleSuspended:
    case Reason::kPhaseAlreadyOpen:
    case Reason::kTargetLocked:
    case Reason::kUnexplainedGaps:
    case Reason::kClockBackwards:
    case Reason::kNotDemo:
    case Reason::kNoRoot:
    case Reason::kCorrectionUsed:
    case Reason::kWorkflowLimit:
    case Reason::kCannotMigrate:
    case Reason::kIncidentSettled:
    case Reason::kNotReminded:
    case Reason::kCommitmentClosed: return grpc::StatusCode::FAILED_PRECONDITION;
    case Reason::kQueueFull: return grpc::StatusCode::RESOURCE_EXHAUSTED;
  }
  return grpc::StatusCode::UNKNOWN;
}

// As many of the violations as `room` bytes take; the rest is counted.
google::rpc::BadRequest FieldsWithin(const std::vector<FieldViolation>& fields, const std::string& language, size_t room) {
  google::rpc::BadRequest request;
  size_t used = 0;
  for (size_t i = 0; i < fields.size(); ++i) {
    std::string description = messages::Render(language, fields[i]);
    // Tags and lengths of the message and its two texts.
    used += fields[i].field.size() + description.size() + 12;
    auto* violation = request.add_field_violations();
    if (used > room) {
      violation->set_description(
          messages::Render(language, FieldViolation{"", "more_problems", {{"count", std::to_string(fields.size() - i)}}}));
      break;
    }
    violation->set_field(fields[i].field);
    violation->set_description(std::move(description));
  }
  return request;
}

void Retry(google::rpc::Status& details) {
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_nanos(kRetryAfterMilliseconds * 1'000'000);
  details.add_details()->PackFrom(retry);
}

grpc::Status Sealed(google::rpc::Status details) {
  return grpc::Status(static_cast<grpc::StatusCode>(details.code()), details.message(), details.SerializeAsString());
}

}  // namespace

grpc::Status ToStatus(const Refusal& refusal, const std::string& language, size_t most_details) {
  google::rpc::Status details;
  details.set_code(CodeOf(refusal.reason));
  details.set_message(messages::Render("en", refusal));
  google::rpc::ErrorInfo info;
  info.set_reason(ReasonName(refusal.reason));
  info.set_domain(kDomain);
  for (const auto& [key, value] : refusal.args) (*info.mutable_metadata())[key] = value;
  details.add_details()->PackFrom(info);
  google::rpc::LocalizedMessage localized;
  localized.set_locale(language);
  localized.set_message(messages::Render(language, refusal));
  details.add_details()->PackFrom(localized);
  if (refusal.reason == Reason::kQueueFull) Retry(details);
  if (!refusal.fields.empty()) {
    size_t used = details.ByteSizeLong();
    details.add_details()->PackFrom(FieldsWithin(refusal.fields, language, most_details > used ? most_details - used : 0));
  }
  return Sealed(std::move(details));
}

grpc::Status ToStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  google::rpc::Status details;
  details.set_code(static_cast<int>(status.code()));
  const bool inside = absl::IsInternal(status) || absl::IsUnknown(status) || absl::IsDataLoss(status);
  details.set_message(inside ? "the server failed; its log says why" : std::string(status.message()));
  google::rpc::ErrorInfo info;
  info.set_reason(absl::StatusCodeToString(status.code()));
  info.set_domain(kDomain);
  details.add_details()->PackFrom(info);
  if (absl::IsResourceExhausted(status)) Retry(details);
  return Sealed(std::move(details));
}

}  // namespace arshjul::api
