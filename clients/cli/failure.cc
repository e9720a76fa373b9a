#include "failure.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace arshjul::cli {
namespace {

struct CodeRow {
  int code;          // gRPC
  const char* name;  // key of what to say and do when the server says nothing itself
  int exit_code;
};

constexpr CodeRow kCodes[] = {
    {1, "cancelled", kExitError},
    {2, "unknown", kExitError},
    {3, "invalid_argument", kExitError},
    {4, "deadline_exceeded", kExitUnreachable},
    {5, "not_found", kExitNotFound},
    {6, "already_exists", kExitConflict},
    {7, "permission_denied", kExitDenied},
    {8, "resource_exhausted", kExitError},
    {9, "failed_precondition", kExitConflict},
    {10, "aborted", kExitConflict},
    {11, "out_of_range", kExitError},
    {12, "unimplemented", kExitError},
    {13, "internal", kExitError},
    {14, "unavailable", kExitUnreachable},
    {15, "data_loss", kExitError},
    {16, "unauthenticated", kExitLoginNeeded},
};

const CodeRow& RowOf(int code) {
  const auto found = std::find_if(std::begin(kCodes), std::end(kCodes), [code](auto& row) { return row.code == code; });
  return found == std::end(kCodes) ? kCodes[1] : *found;
}

std::string Lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

}  // namespace

Failure ReadFailure(int code, const std::string& message, const std::string& details) {
  Failure failure{.code = code, .message = message};
  google::rpc::Status status;
  if (details.empty() || !status.ParseFromString(details)) return failure;
  for (const auto& detail : status.details()) {
    google::rpc::ErrorInfo info;
    google::rpc::BadRequest request;
    google::rpc::LocalizedMessage localized;
    google::rpc::RetryInfo retry;
    if (detail.UnpackTo(&info)) {
      failure.reason = info.reason();
    } else if (detail.UnpackTo(&request)) {
      for (const auto& field : request.field_violations()) {
        failure.violations.push_back({field.field(), field.description()});
      }
    } else if (detail.UnpackTo(&localized)) {
      failure.message = localized.message();
    } else if (detail.UnpackTo(&retry)) {
      failure.retry_after_ms =
          static_cast<int>(retry.retry_delay().seconds() * 1000 + retry.retry_delay().nanos() / 1'000'000);
    }
  }
  return failure;
}

int ExitCodeOf(const Failure& failure) {
  return failure.interrupted ? kExitInterrupted : RowOf(failure.code).exit_code;
}

std::vector<std::string> Tell(const Texts& texts, const Failure& failure, const std::string& server) {
  if (failure.interrupted) return {texts.Get("failure.interrupted")};
  const CodeRow& row = RowOf(failure.code);
  const Arguments arguments = {{"server", server}, {"message", failure.message}};
  std::vector<std::string> lines;
  if (failure.reason.empty()) {
    lines.push_back(texts.Get(fmt::format("failure.code.{}", row.name), arguments));
  } else {
    lines.push_back(texts.Get("failure.refused", {{"message", failure.message}, {"reason", failure.reason}}));
  }
  for (const Violation& violation : failure.violations) {
    lines.push_back(violation.field.empty() ? fmt::format("  {}", violation.description)
                                            : fmt::format("  {}: {}", violation.field, violation.description));
  }
  const std::string of_reason = "failure.advice." + Lower(failure.reason);
  const std::string of_code = fmt::format("failure.advice.{}", row.name);
  const std::string& key = texts.Has(of_reason) ? of_reason : of_code;
  if (texts.Has(key)) lines.push_back(texts.Get(key, arguments));
  return lines;
}

}  // namespace arshjul::cli
