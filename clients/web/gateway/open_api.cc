#include "open_api.h"

#include <algorithm>
#include <cctype>

#include "schemas.h"

namespace arshjul::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

constexpr char kAbout[] =
    "The management year of a municipality. Sign in with POST /session; the session's cookie is what every call goes by. A call "
    "that changes something carries the field Arshjul-Request: 1. What does not go as asked is told as application/problem+json "
    "(RFC 9457) in the language of Accept-Language.";

// "municipalities" -> "municipality"
std::string One(const std::string& many) {
  if (many.ends_with("ies")) return many.substr(0, many.size() - 3) + "y";
  return many.ends_with("s") ? many.substr(0, many.size() - 1) : many;
}

// What stands in the braces of each segment that is not a word: after what it follows, or the variable it is alone.
std::vector<std::string> SegmentNames(const PathTemplate& path) {
  std::vector<std::string> names;
  for (size_t i = 0; i < path.parts().size(); ++i) {
    const auto& part = path.parts()[i];
    if (part.kind == PathTemplate::Part::kLiteral) continue;
    std::string name = i > 0 ? One(path.parts()[i - 1].text) : "value";
    for (const auto& variable : path.variables()) {
      if (variable.first == i && variable.end == i + 1) name = variable.field;
    }
    if (part.kind == PathTemplate::Part::kRest) name = "resource";
    while (std::find(names.begin(), names.end(), name) != names.end()) name += "_";
    names.push_back(name);
  }
  return names;
}

Json Parameter(std::string_view name, std::string_view in, std::string_view words, Json schema, bool required) {
  Json out;
  out.Set("name", name).Set("in", in);
  if (!words.empty()) out.Set("description", words);
  if (required) out.Set("required", true);
  return out.Set("schema", std::move(schema));
}

Json Text() { return Json().Set("type", "string"); }

Json Content(std::string_view media_type, Json schema) { return Json().Set(media_type, Json().Set("schema", std::move(schema))); }

class Document {
 public:
  Document(const Routes& routes, const google::protobuf::FileDescriptorSet& files) : routes_(routes), comments_(files), schemas_(comments_) {}

  std::string Text() {
    Json paths, tags = Json::Array();
    const google::protobuf::ServiceDescriptor* last = nullptr;
    for (const Operation& operation : routes_.operations()) {
      const auto* service = operation.method->service();
      if (service != last) tags.Add(Json().Set("name", service->name()).Set("description", comments_.Of(*service)));
      last = service;
      std::string verb = operation.verb;
      std::transform(verb.begin(), verb.end(), verb.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
      paths.At(operation.path.Opened(SegmentNames(operation.path))).Set(verb, Describe(operation));
    }
    Json out;
    out.Set("openapi", "3.1.0");
    out.Set("info", Json().Set("title", "Årshjul").Set("version", "v1").Set("description", kAbout));
    Json servers = Json::Array();
    out.Set("servers", std::move(servers.Add(Json().Set("url", "/").Set("description", "Wherever this is read."))));
    Json security = Json::Array();
    out.Set("security", std::move(security.Add(Json().Set("session", Json::Array()))));
    out.Set("tags", std::move(tags)).Set("paths", std::move(paths)).Set("components", Components());
    return out.Text();
  }

 private:
  Json Describe(const Operation& operation) {
    const Descriptor& input = *operation.method->input_type();
    const std::string words = comments_.Of(*operation.method);
    Json out, tags = Json::Array();
    out.Set("operationId", operation.method->service()->name() + "_" + operation.method->name());
    out.Set("summary", words.substr(0, words.find(". ")));
    out.Set("description", words).Set("tags", std::move(tags.Add(operation.method->service()->name())));
    out.Set("parameters", Parameters(operation));
    std::set<std::string> in_path;
    for (const auto& variable : operation.path.variables()) in_path.insert(variable.field);
    if (operation.has_body()) {
      const Descriptor& body = operation.whole_body ? input : *operation.body->message_type();
      out.Set("requestBody", Json().Set("content", Content("application/json", schemas_.Request(body, operation.whole_body ? in_path : std::set<std::string>()))));
    }
    Json responses;
    responses.Set("200", Answer(operation));
    for (const char* status : {"4XX", "5XX"}) responses.Set(status, Json().Set("$ref", "#/components/responses/Problem"));
    return out.Set("responses", std::move(responses));
  }

  Json Parameters(const Operation& operation) {
    const Descriptor& input = *operation.method->input_type();
    Json out = Json::Array();
    std::set<const FieldDescriptor*> in_path;
    for (const std::string& name : SegmentNames(operation.path)) {
      const bool rest = name == "resource";
      out.Add(Parameter(name, "path", rest ? "The rest of a resource's name, which may hold slashes." : "", Json().Set("type", "string"), true));
    }
    for (const auto& variable : operation.path.variables()) in_path.insert(FieldsAt(input, variable.field).front());
    for (int i = 0; !operation.whole_body && i < input.field_count(); ++i) {
      const FieldDescriptor& field = *input.field(i);
      if (in_path.count(&field) > 0 || &field == operation.body || field.is_map()) continue;
      out.Add(Parameter(field.json_name(), "query", comments_.Of(field), schemas_.Value(field), false));
    }
    out.Add(Json().Set("$ref", "#/components/parameters/AcceptLanguage"));
    if (operation.verb != "GET") out.Add(Json().Set("$ref", "#/components/parameters/ArshjulRequest"));
    if (input.FindFieldByName("request_id") != nullptr) out.Add(Json().Set("$ref", "#/components/parameters/IdempotencyKey"));
    if (input.FindFieldByName("etag") != nullptr) out.Add(Json().Set("$ref", "#/components/parameters/IfMatch"));
    if (operation.stream.resume != nullptr) out.Add(Json().Set("$ref", "#/components/parameters/LastEventId"));
    return out;
  }

  Json Answer(const Operation& operation) {
    const Descriptor& output = operation.response_body != nullptr ? *operation.response_body->message_type() : *operation.method->output_type();
    const std::string words = comments_.Of(output);
    Json out;
    out.Set("description", words.empty() ? "The answer." : words);
    Json content;
    if (!operation.streams()) {
      content.Set("application/json", Json().Set("schema", schemas_.Response(output)));
    } else if (operation.stream.raw != nullptr) {
      content.Set(operation.stream.media_type, Json().Set("schema", Json()));
    } else {
      // Each line, and the data of each event, is one of these.
      content.Set("application/x-ndjson", Json().Set("schema", schemas_.Response(output)));
      content.Set("text/event-stream", Json().Set("schema", schemas_.Response(output)));
    }
    return out.Set("content", std::move(content));
  }

  Json Components() {
    Json out;
    Json parameters;
    parameters.Set("AcceptLanguage", Parameter("Accept-Language", "header", "Language of the answer: nb, nn, sv or en.", gateway::Text(), false));
    Json one = gateway::Text(), values = Json::Array();
    one.Set("enum", std::move(values.Add("1")));
    parameters.Set("ArshjulRequest", Parameter("Arshjul-Request", "header", "Says that a page of ours is asking.", std::move(one), true));
    parameters.Set("IdempotencyKey", Parameter("Idempotency-Key", "header", "Makes the call repeatable: requestId.", gateway::Text(), false));
    parameters.Set("IfMatch", Parameter("If-Match", "header", "The ETag read: etag.", gateway::Text(), false));
    parameters.Set("LastEventId", Parameter("Last-Event-ID", "header", "The id of the last event seen: the stream goes on after it.", gateway::Text(), false));
    Json problem = Content("application/problem+json", Json().Set("$ref", "#/components/schemas/Problem"));
    out.Set("parameters", std::move(parameters));
    out.Set("responses", Json().Set("Problem", Json().Set("description", "What did not go as asked.").Set("content", std::move(problem))));
    Json schemas = schemas_.All();
    out.Set("schemas", std::move(schemas.Set("Problem", ProblemSchema())));
    Json session;
    session.Set("type", "apiKey").Set("in", "cookie").Set("name", "__Host-arshjul").Set("description", "From POST /session. Without TLS, on one machine alone, it is called arshjul.");
    return out.Set("securitySchemes", Json().Set("session", std::move(session)));
  }

  static Json ProblemSchema() {
    Json error;
    error.Set("type", "object");
    error.At("properties").Set("pointer", gateway::Text()).Set("field", gateway::Text()).Set("detail", gateway::Text());
    Json of_error = Json::Array();
    error.Set("required", std::move(of_error.Add("field").Add("detail"))).Set("additionalProperties", false);
    Json out, required = Json::Array();
    out.Set("type", "object").Set("description", "RFC 9457. pointer (RFC 6901) leads into the body that was sent.");
    Json& properties = out.At("properties");
    for (const char* name : {"type", "title", "detail", "reason"}) properties.Set(name, gateway::Text());
    properties.Set("status", Json().Set("type", "integer"));
    properties.Set("metadata", Json().Set("type", "object").Set("additionalProperties", gateway::Text()));
    properties.Set("errors", Json().Set("type", "array").Set("items", std::move(error)));
    properties.Set("retryAfterMilliseconds", Json().Set("type", "integer"));
    for (const char* name : {"type", "title", "status", "detail", "reason", "metadata", "errors"}) required.Add(name);
    return out.Set("required", std::move(required)).Set("additionalProperties", false);
  }

  const Routes& routes_;
  const Comments comments_;
  Schemas schemas_;
};

}  // namespace

std::string OpenApi(const Routes& routes, const google::protobuf::FileDescriptorSet& files) { return Document(routes, files).Text(); }

}  // namespace arshjul::gateway
