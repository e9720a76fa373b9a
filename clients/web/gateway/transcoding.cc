#include "transcoding.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <optional>
#include <set>

#include "base/utf8.h"
#include "body_check.h"
#include "field_text.h"
#include "pointers.h"
#include "texts.h"

namespace arshjul::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr char kResumeParameter[] = "lastEventId";

std::unique_ptr<Message> New(const Descriptor& type) {
  return std::unique_ptr<Message>(google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type)->New());
}

const FieldDescriptor* TextField(const Descriptor& type, const char* name) {
  const FieldDescriptor* field = type.FindFieldByName(name);
  return field != nullptr && field->type() == FieldDescriptor::TYPE_STRING && !field->is_repeated() ? field : nullptr;
}

std::string_view WithoutQuotes(std::string_view tag) {
  if (tag.starts_with("W/")) tag.remove_prefix(2);
  if (tag.size() >= 2 && tag.front() == '"' && tag.back() == '"') tag = tag.substr(1, tag.size() - 2);
  return tag;
}

class Builder {
 public:
  Builder(const Operation& operation, const Parts& parts, std::string_view language)
      : operation_(operation), parts_(parts), language_(language), message_(New(*operation.method->input_type())) {}

  std::variant<std::unique_ptr<Message>, Problem> Build() {
    if (std::optional<Problem> problem = ReadBody()) return std::move(*problem);
    for (const Binding& binding : parts_.bindings) Bind(binding);
    for (const auto& [name, value] : parts_.parameters) Take(name, value);
    if (!parts_.last_event_id.empty() && operation_.stream.resume != nullptr) Resume("Last-Event-ID", std::string(parts_.last_event_id));
    FromHead("request_id", "Idempotency-Key", parts_.idempotency_key);
    if (std::optional<Problem> problem = ReadIfMatch()) return std::move(*problem);
    if (errors_.empty()) return std::move(message_);
    return Wrong();
  }

 private:
  Problem Wrong() {
    Problem problem = OwnProblem(400, "invalid_input", language_);
    problem.errors = std::move(errors_);
    return problem;
  }

  void Tell(const std::string& field, const Fault& fault) {
    errors_.push_back({"", field, Say(language_, "field." + fault.key, fault.arguments)});
  }

  std::optional<Problem> ReadBody() {
    if (parts_.body.empty()) return std::nullopt;
    if (!operation_.has_body()) return OwnProblem(400, "malformed_request", language_);
    Message* target = message_.get();
    if (operation_.body != nullptr) target = target->GetReflection()->MutableMessage(target, operation_.body);
    const std::string_view body = parts_.body;
    if (google::protobuf::util::JsonStringToMessage({body.data(), body.size()}, target).ok()) return std::nullopt;
    std::vector<FieldProblem> faults;
    const bool readable = FindBodyFaults(body, *target->GetDescriptor(), language_, faults);
    if (!readable || faults.empty()) return OwnProblem(400, "unreadable_body", language_);
    errors_ = std::move(faults);
    return Wrong();
  }

  // The path's word is the last; a body may repeat it and nothing else.
  void Bind(const Binding& binding) {
    const std::vector<const FieldDescriptor*> field = FieldsAt(*message_->GetDescriptor(), binding.field);
    if (field.size() == 1 && field[0]->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      const std::string said = message_->GetReflection()->GetString(*message_, field[0]);
      if (!said.empty() && said != binding.value) {
        errors_.push_back({"/" + field[0]->json_name(), binding.field, Say(language_, "field.fixed_by_path", {{"name", binding.field}})});
        return;
      }
    }
    if (std::optional<Fault> fault = SetText(*message_, field, binding.value)) Tell(binding.field, *fault);
    bound_.insert(field.back());
  }

  void Take(const std::string& name, const std::string& value) {
    if (name == kResumeParameter && operation_.stream.resume != nullptr) return Resume(name, value);
    const std::vector<const FieldDescriptor*> field = NamedField(*message_->GetDescriptor(), name);
    if (operation_.whole_body || field.empty() || field.front() == operation_.body) return Tell(name, {"unknown_parameter", {{"name", name}}});
    if (bound_.count(field.back()) > 0) return Tell(name, {"fixed_by_path", {{"name", name}}});
    if (!field.back()->is_repeated() && !taken_.insert(field.back()).second) return Tell(name, {"said_twice", {{"name", name}}});
    if (std::optional<Fault> fault = SetText(*message_, field, value)) Tell(name, *fault);
  }

  void Resume(const std::string& name, const std::string& value) {
    if (std::optional<Fault> fault = SetText(*message_, {operation_.stream.resume}, value)) Tell(name, *fault);
  }

  void FromHead(const char* field_name, const std::string& head_name, std::string_view value) {
    const FieldDescriptor* field = TextField(*message_->GetDescriptor(), field_name);
    if (field == nullptr || value.empty()) return;
    if (!IsUtf8(value)) return Tell(head_name, {"not_a_text", {}});
    const std::string said = message_->GetReflection()->GetString(*message_, field);
    if (!said.empty() && said != value) {
      errors_.push_back({"/" + field->json_name(), field_name, Say(language_, "field.two_answers", {{"name", head_name}})});
      return;
    }
    message_->GetReflection()->SetString(message_.get(), field, std::string(value));
  }

  // Whoever sends it relies on it: a change that cannot depend on it must not be made.
  std::optional<Problem> ReadIfMatch() {
    if (parts_.if_match.empty() || parts_.if_match == "*" || operation_.verb == "GET") return std::nullopt;
    if (TextField(*message_->GetDescriptor(), "etag") == nullptr) return OwnProblem(400, "precondition_not_supported", language_);
    FromHead("etag", "If-Match", WithoutQuotes(parts_.if_match));
    return std::nullopt;
  }

  const Operation& operation_;
  const Parts& parts_;
  const std::string_view language_;
  std::unique_ptr<Message> message_;
  std::vector<FieldProblem> errors_;
  std::set<const FieldDescriptor*> bound_, taken_;
};

std::optional<std::string> Print(const Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  std::string text;
  if (!google::protobuf::util::MessageToJsonString(message, &text, options).ok()) return std::nullopt;
  return text;
}

}  // namespace

std::variant<std::unique_ptr<Message>, Problem> BuildRequest(const Operation& operation, const Parts& parts, std::string_view language) {
  return Builder(operation, parts, language).Build();
}

std::unique_ptr<Message> NewResponse(const Operation& operation) { return New(*operation.method->output_type()); }

std::optional<Answer> BuildAnswer(const Operation& operation, const Message& response) {
  const Message* shown = &response;
  if (operation.response_body != nullptr) shown = &response.GetReflection()->GetMessage(response, operation.response_body);
  std::optional<std::string> text = Print(*shown);
  if (!text) return std::nullopt;
  Answer answer{.status = 200, .body = std::move(*text)};
  answer.fields.push_back({"Content-Type", "application/json"});
  if (const FieldDescriptor* etag = TextField(*shown->GetDescriptor(), "etag")) {
    const std::string value = shown->GetReflection()->GetString(*shown, etag);
    if (!value.empty()) answer.fields.push_back({"ETag", "\"" + value + "\""});
  }
  return answer;
}

std::optional<std::string> JsonLine(const Message& response) { return Print(response); }

}  // namespace arshjul::gateway
