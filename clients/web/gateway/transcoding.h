// From an HTTP request to a call's request message, and from its response to what HTTP answers: by reflection on the
// generated messages, for every method alike.
//
// Pure; any thread.
#pragma once

#include <google/protobuf/message.h>

#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "http.h"
#include "path.h"
#include "problem.h"
#include "routes.h"

namespace arshjul::gateway {

// What of a request makes a message.
struct Parts {
  std::vector<Binding> bindings;
  Parameters parameters;
  std::string_view body;
  std::string_view idempotency_key;  // -> request_id, where the message has that field
  std::string_view if_match;         // -> etag; refused where a change cannot depend on it
  std::string_view last_event_id;    // -> the stream's resume field
};

// The message, or everything that is wrong with the request.
std::variant<std::unique_ptr<google::protobuf::Message>, Problem> BuildRequest(const Operation& operation, const Parts& parts,
                                                                               std::string_view language);

// A new message for the method's responses.
std::unique_ptr<google::protobuf::Message> NewResponse(const Operation& operation);

// 200 with the response (or the part of it that response_body names) as JSON, and its etag as ETag. Nothing when it cannot be
// written as JSON.
std::optional<Answer> BuildAnswer(const Operation& operation, const google::protobuf::Message& response);

// The response as JSON on one line; nothing when it cannot be written.
std::optional<std::string> JsonLine(const google::protobuf::Message& response);

}  // namespace arshjul::gateway
