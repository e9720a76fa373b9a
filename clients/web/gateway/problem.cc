#include "problem.h"

#include <fmt/format.h>
#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>

#include <algorithm>

#include "texts.h"

namespace arshjul::gateway {
namespace {

constexpr int kUnavailable = 14;
constexpr int kDeadlineExceeded = 4;
constexpr int kInternal = 13;
constexpr int kRetryWhenAway = 1000;  // milliseconds; a server is back within some seconds

struct CodeRow {
  int code;
  const char* name;
  int http;
};

constexpr CodeRow kCodes[] = {
    {0, "OK", 200},
    {1, "CANCELLED", 499},
    {2, "UNKNOWN", 500},
    {3, "INVALID_ARGUMENT", 400},
    {kDeadlineExceeded, "DEADLINE_EXCEEDED", 504},
    {5, "NOT_FOUND", 404},
    {6, "ALREADY_EXISTS", 409},
    {7, "PERMISSION_DENIED", 403},
    {8, "RESOURCE_EXHAUSTED", 429},
    {9, "FAILED_PRECONDITION", 400},
    {10, "ABORTED", 409},
    {11, "OUT_OF_RANGE", 400},
    {12, "UNIMPLEMENTED", 501},
    {kInternal, "INTERNAL", 500},
    {kUnavailable, "UNAVAILABLE", 503},
    {15, "DATA_LOSS", 500},
    {16, "UNAUTHENTICATED", 401},
};

const CodeRow& RowOf(int code) {
  const auto found = std::find_if(std::begin(kCodes), std::end(kCodes), [code](const CodeRow& row) { return row.code == code; });
  return found == std::end(kCodes) ? kCodes[2] : *found;
}

std::string Upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return out;
}

// What there is to say when no refusal came with the status: the server is away, slow, or has failed.
void TellWithoutReason(const CodeRow& row, std::string_view language, Problem& problem) {
  problem.reason = row.code == kUnavailable ? "SERVER_AWAY" : row.name;
  const char* key = row.code == kUnavailable ? "server_away" : row.code == kDeadlineExceeded ? "deadline_exceeded" : "internal";
  problem.detail = Say(language, std::string("detail.") + key);
  if (row.code == kUnavailable) problem.retry_after_milliseconds = kRetryWhenAway;
}

void AppendMember(std::string& out, std::string_view name, std::string_view value) {
  if (out.back() != '{') out += ",";
  out += Quoted(name) + ":" + Quoted(value);
}

}  // namespace

int HttpStatusOf(int code) { return RowOf(code).http; }

Problem OwnProblem(int status, std::string_view reason, std::string_view language, const std::map<std::string, std::string>& arguments) {
  Problem problem{.status = status, .reason = Upper(reason)};
  problem.title = Say(language, fmt::format("title.{}", status));
  problem.detail = Say(language, fmt::format("detail.{}", reason), arguments);
  if (status == 503 || status == 429) problem.retry_after_milliseconds = kRetryWhenAway;
  return problem;
}

Problem ReadProblem(const CallStatus& status, std::string_view language) {
  const CodeRow& row = RowOf(status.code);
  Problem problem{.status = row.http, .title = Say(language, fmt::format("title.{}", row.http)), .detail = status.message};
  google::rpc::Status details;
  if (!status.details.empty() && !details.ParseFromString(status.details)) details.Clear();
  for (const auto& detail : details.details()) {
    google::rpc::ErrorInfo info;
    google::rpc::BadRequest request;
    google::rpc::LocalizedMessage localized;
    google::rpc::RetryInfo retry;
    if (detail.UnpackTo(&info)) {
      problem.reason = info.reason();
      problem.metadata = {info.metadata().begin(), info.metadata().end()};
    } else if (detail.UnpackTo(&request)) {
      for (const auto& field : request.field_violations()) problem.errors.push_back({"", field.field(), field.description()});
    } else if (detail.UnpackTo(&localized)) {
      problem.detail = localized.message();
    } else if (detail.UnpackTo(&retry)) {
      problem.retry_after_milliseconds =
          static_cast<int>(retry.retry_delay().seconds() * 1000 + retry.retry_delay().nanos() / 1'000'000);
    }
  }
  if (row.http == 429 && problem.retry_after_milliseconds == 0) problem.retry_after_milliseconds = kRetryWhenAway;
  // Without a refusal of its own the message is for developers, and perhaps of the machine's insides.
  if (problem.reason.empty() || row.http == 500) TellWithoutReason(row, language, problem);
  return problem;
}

std::string ToJson(const Problem& problem) {
  std::string out = "{";
  AppendMember(out, "type", "urn:arshjul:problem:" + problem.reason);
  AppendMember(out, "title", problem.title);
  out += fmt::format(",\"status\":{}", problem.status);
  AppendMember(out, "detail", problem.detail);
  AppendMember(out, "reason", problem.reason);
  out += ",\"metadata\":{";
  for (const auto& [key, value] : problem.metadata) AppendMember(out, key, value);
  out += "},\"errors\":[";
  for (const FieldProblem& error : problem.errors) {
    out += out.back() == '[' ? "{" : ",{";
    if (!error.pointer.empty()) AppendMember(out, "pointer", error.pointer);
    AppendMember(out, "field", error.field);
    AppendMember(out, "detail", error.detail);
    out += "}";
  }
  out += "]";
  if (problem.retry_after_milliseconds > 0) out += fmt::format(",\"retryAfterMilliseconds\":{}", problem.retry_after_milliseconds);
  return out + "}";
}

Answer ToAnswer(const Problem& problem, std::string_view language) {
  Answer answer{.status = problem.status, .body = ToJson(problem)};
  answer.fields = {{"Content-Type", "application/problem+json"}, {"Content-Language", std::string(language)}, {"Vary", "Accept-Language, Cookie"}};
  // Whole seconds are all that the field can say.
  if (problem.retry_after_milliseconds > 0) {
    answer.fields.push_back({"Retry-After", std::to_string((problem.retry_after_milliseconds + 999) / 1000)});
  }
  return answer;
}

std::string Quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '<':
      case '>':
      case '&':
      case 0x7f: out += fmt::format("\\u{:04x}", static_cast<unsigned char>(c)); break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
        } else {
          out.push_back(c);
        }
    }
  }
  return out + "\"";
}

}  // namespace arshjul::gateway
