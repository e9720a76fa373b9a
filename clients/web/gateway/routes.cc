#include "routes.h"

#include <fmt/format.h>

#include "arshjul/v1/reach.pb.h"
#include "arshjul/v1/stream.pb.h"
#include "google/api/annotations.pb.h"

namespace arshjul::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;

absl::Status Fault(const MethodDescriptor& method, std::string_view what) {
  return absl::InvalidArgumentError(fmt::format("{}: {}", method.full_name(), what));
}

std::pair<std::string, std::string> VerbAndPath(const google::api::HttpRule& rule) {
  switch (rule.pattern_case()) {
    case google::api::HttpRule::kGet: return {"GET", rule.get()};
    case google::api::HttpRule::kPut: return {"PUT", rule.put()};
    case google::api::HttpRule::kPost: return {"POST", rule.post()};
    case google::api::HttpRule::kDelete: return {"DELETE", rule.delete_()};
    case google::api::HttpRule::kPatch: return {"PATCH", rule.patch()};
    case google::api::HttpRule::kCustom: return {rule.custom().kind(), rule.custom().path()};
    default: return {"", ""};
  }
}

absl::Status ReadShape(const MethodDescriptor& method, StreamShape& shape) {
  if (!method.options().HasExtension(v1::stream)) return absl::OkStatus();
  const v1::StreamShape& said = method.options().GetExtension(v1::stream);
  shape.id = FieldsAt(*method.output_type(), said.id_field());
  shape.resume = method.input_type()->FindFieldByName(said.resume_field());
  shape.raw = method.output_type()->FindFieldByName(said.raw_field());
  shape.media_type = said.media_type();
  if (!method.server_streaming()) return Fault(method, "says how it streams, and does not stream");
  if (!said.id_field().empty() && shape.id.empty()) return Fault(method, "no field " + said.id_field());
  if (!said.resume_field().empty() && shape.resume == nullptr) return Fault(method, "no field " + said.resume_field());
  if (!said.raw_field().empty() && (shape.raw == nullptr || shape.raw->type() != FieldDescriptor::TYPE_BYTES)) {
    return Fault(method, "no bytes field " + said.raw_field());
  }
  if ((shape.raw != nullptr) != !shape.media_type.empty()) return Fault(method, "raw_field and media_type go together");
  return absl::OkStatus();
}

absl::Status ReadFields(const google::api::HttpRule& rule, Operation& operation) {
  const MethodDescriptor& method = *operation.method;
  for (const PathTemplate::Variable& variable : operation.path.variables()) {
    auto fields = FieldsAt(*method.input_type(), variable.field);
    if (fields.empty() || fields.back()->is_repeated() || fields.back()->message_type() != nullptr) {
      return Fault(method, "no plain field " + variable.field);
    }
  }
  operation.whole_body = rule.body() == "*";
  for (int i = 0; i < method.input_type()->field_count(); ++i) {
    if (method.input_type()->field(i)->type() == FieldDescriptor::TYPE_BYTES) operation.takes_file = true;
  }
  if (!rule.body().empty() && !operation.whole_body) {
    operation.body = method.input_type()->FindFieldByName(rule.body());
    if (operation.body == nullptr || operation.body->message_type() == nullptr || operation.body->is_repeated()) {
      return Fault(method, "no message field " + rule.body() + " for the body");
    }
  }
  if (!rule.response_body().empty()) {
    operation.response_body = method.output_type()->FindFieldByName(rule.response_body());
    if (operation.response_body == nullptr || operation.response_body->message_type() == nullptr ||
        operation.response_body->is_repeated()) {
      return Fault(method, "no message field " + rule.response_body() + " in the response");
    }
  }
  return ReadShape(method, operation.stream);
}

// Whether one path could be for both.
bool Overlap(const PathTemplate& a, const PathTemplate& b) {
  if (a.verb() != b.verb()) return false;
  using Part = PathTemplate::Part;
  for (size_t i = 0;; ++i) {
    const bool a_ends = i == a.parts().size(), b_ends = i == b.parts().size();
    if (a_ends && b_ends) return true;
    if ((!a_ends && a.parts()[i].kind == Part::kRest) || (!b_ends && b.parts()[i].kind == Part::kRest)) return true;
    if (a_ends || b_ends) return false;
    const Part &one = a.parts()[i], &other = b.parts()[i];
    if (one.kind == Part::kLiteral && other.kind == Part::kLiteral && one.text != other.text) return false;
  }
}

}  // namespace

std::vector<const FieldDescriptor*> FieldsAt(const Descriptor& message, std::string_view path) {
  std::vector<const FieldDescriptor*> fields;
  const Descriptor* inside = &message;
  while (!path.empty()) {
    const size_t dot = path.find('.');
    const FieldDescriptor* field = inside == nullptr ? nullptr : inside->FindFieldByName(std::string(path.substr(0, dot)));
    if (field == nullptr) return {};
    fields.push_back(field);
    inside = field->is_repeated() ? nullptr : field->message_type();
    path.remove_prefix(dot == std::string_view::npos ? path.size() : dot + 1);
  }
  return fields;
}

absl::StatusOr<Routes> Routes::Build(const std::vector<const google::protobuf::ServiceDescriptor*>& services) {
  Routes routes;
  for (const auto* service : services) {
    for (int m = 0; m < service->method_count(); ++m) {
      const MethodDescriptor* method = service->method(m);
      const google::api::HttpRule& annotated = method->options().GetExtension(google::api::http);
      if (method->options().GetExtension(v1::not_for_browsers)) {
        if (!VerbAndPath(annotated).first.empty()) return Fault(*method, "is not for browsers, and has a google.api.http annotation");
        continue;
      }
      std::vector<google::api::HttpRule> rules = {annotated};
      rules.insert(rules.end(), annotated.additional_bindings().begin(), annotated.additional_bindings().end());
      for (const google::api::HttpRule& rule : rules) {
        auto [verb, path] = VerbAndPath(rule);
        if (verb.empty()) return Fault(*method, "has no google.api.http annotation");
        if (method->client_streaming()) return Fault(*method, "a stream of requests has no place in HTTP");
        absl::StatusOr<PathTemplate> parsed = PathTemplate::Parse(path);
        if (!parsed.ok()) return Fault(*method, std::string(parsed.status().message()));
        Operation operation{.method = method, .rpc = "/" + service->full_name() + "/" + method->name(), .verb = verb, .route = path};
        operation.path = std::move(*parsed);
        if (absl::Status status = ReadFields(rule, operation); !status.ok()) return status;
        for (const Operation& other : routes.operations_) {
          if (other.verb == verb && Overlap(other.path, operation.path)) {
            return Fault(*method, fmt::format("{} {} is also a path of {}", verb, path, other.method->full_name()));
          }
        }
        routes.operations_.push_back(std::move(operation));
      }
    }
  }
  return routes;
}

Routes::Found Routes::Find(std::string_view verb, const Path& path) const {
  Found found;
  for (const Operation& operation : operations_) {
    if (!operation.path.Match(path, found.bindings)) continue;
    if (operation.verb == verb) {
      found.operation = &operation;
      found.allowed.clear();
      return found;
    }
    if (found.allowed.find(operation.verb) == std::string::npos) {
      found.allowed += (found.allowed.empty() ? "" : ", ") + operation.verb;
    }
  }
  return found;
}

}  // namespace arshjul::gateway
