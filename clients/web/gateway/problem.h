// What did not go as asked, as RFC 9457 tells it: application/problem+json with the server's reason, its localised message
// and a JSON pointer for each field.
//
// Pure; any thread.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "http.h"

namespace arshjul::gateway {

struct FieldProblem {
  std::string pointer;  // "/data/rows/3/target" into the body as it was sent; "" when it has no place there
  std::string field;    // "rows[3].target", as the server names it; "" when it is of no field
  std::string detail;   // localised
};

struct Problem {
  int status = 500;    // HTTP
  std::string reason;  // "STALE_ETAG"
  std::string title;   // localised: the status in words
  std::string detail;  // localised: what is wrong
  std::map<std::string, std::string> metadata;
  std::vector<FieldProblem> errors;
  int retry_after_milliseconds = 0;  // 0: not said
};

// The gateway's own: `reason` is a key below detail. of the catalogues, in small letters: "cross_site".
Problem OwnProblem(int status, std::string_view reason, std::string_view language,
                   const std::map<std::string, std::string>& arguments = {});

// How a call ended, in gRPC's words.
struct CallStatus {
  int code = 0;         // google.rpc.Code
  std::string message;  // for developers
  std::string details;  // a serialized google.rpc.Status; "" when there is none
  bool ok() const { return code == 0; }
};

// As google.rpc.Code says.
int HttpStatusOf(int code);

// What the server refused, or that it did not answer. Pointers are not set (pointers.h).
Problem ReadProblem(const CallStatus& status, std::string_view language);

std::string ToJson(const Problem& problem);
Answer ToAnswer(const Problem& problem, std::string_view language);

// The text as a JSON string, with its quotation marks. Also safe within HTML.
std::string Quoted(std::string_view text);

}  // namespace arshjul::gateway
