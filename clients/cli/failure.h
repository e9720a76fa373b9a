// What the server refuses, as a value; how it is told, and the exit code it gives.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "texts.h"

namespace arshjul::cli {

// Documented in docs/operating.md and `arshjul --help`; scripts rely on them.
constexpr int kExitOk = 0;
constexpr int kExitError = 1;
constexpr int kExitUsage = 2;
constexpr int kExitNotFound = 3;
constexpr int kExitLoginNeeded = 4;
constexpr int kExitDenied = 5;
constexpr int kExitConflict = 6;
constexpr int kExitPartial = 7;
constexpr int kExitUnreachable = 8;
constexpr int kExitInterrupted = 130;

struct Violation {
  std::string field, description;
};

struct Failure {
  int code = 0;              // gRPC's status code
  std::string reason;        // ErrorInfo.reason, "STALE_ETAG"; "" when the refusal is not the server's own
  std::string message;       // in the caller's language where the server has it
  std::vector<Violation> violations;
  int retry_after_ms = 0;    // 0: not worth trying again
  bool interrupted = false;  // by the user
};

// Of a status: its code, its message and its serialized google.rpc.Status.
Failure ReadFailure(int code, const std::string& message, const std::string& details);

int ExitCodeOf(const Failure& failure);

// Lines to tell it in: the message, each field on its own line, then what to do.
std::vector<std::string> Tell(const Texts& texts, const Failure& failure, const std::string& server);

}  // namespace arshjul::cli
