// Refusals and failures as gRPC says them: a code, google.rpc details, texts in the caller's language. Pure; any thread.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "base/refusal.h"

namespace grpc {
class Status;
}

namespace arshjul::api {

// Trailers that a client takes without being set up for more: 8 KiB by default, of which the details are the most.
inline constexpr size_t kDetailsByDefault = 4500;
inline constexpr size_t kDetailsAtMost = 4 << 20;

// ErrorInfo {reason, domain "arshjul", the refusal's args}, LocalizedMessage, BadRequest with every field, RetryInfo where
// trying again helps. Fields that would make the details larger than `most_details` bytes are left out, and counted in a
// last one.
grpc::Status ToStatus(const Refusal& refusal, const std::string& language, size_t most_details = kDetailsByDefault);

// The world breaking. OK for OK. What is inside the server stays there: the text of an internal error goes to the log.
grpc::Status ToStatus(const absl::Status& status);

}  // namespace arshjul::api
