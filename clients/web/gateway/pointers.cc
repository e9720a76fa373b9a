#include "pointers.h"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <optional>

#include "bounds.h"

namespace arshjul::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Value;

struct Step {
  std::string name;
  bool is_index = false;
};

bool IsNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

// "rows[3].target"; nothing for what is written for people alone: "line 3, column parent".
std::optional<std::vector<Step>> Steps(std::string_view path) {
  std::vector<Step> steps;
  size_t at = 0;
  while (at < path.size()) {
    const bool index = path[at] == '[';
    if (index || (path[at] == '.' && !steps.empty())) ++at;
    const size_t start = at;
    while (at < path.size() && IsNameCharacter(path[at])) ++at;
    if (at == start) return std::nullopt;
    steps.push_back({std::string(path.substr(start, at - start)), index});
    if (index && (at == path.size() || path[at++] != ']')) return std::nullopt;
    if (at < path.size() && path[at] != '.' && path[at] != '[') return std::nullopt;
  }
  if (steps.empty() || steps.front().is_index) return std::nullopt;
  return steps;
}

bool IsFree(const Descriptor& type) {
  return type.full_name() == "google.protobuf.Struct" || type.full_name() == "google.protobuf.Value" ||
         type.full_name() == "google.protobuf.ListValue";
}

const FieldDescriptor* FieldOf(const Descriptor& type, const std::string& name) {
  const FieldDescriptor* field = type.FindFieldByName(name);
  return field != nullptr ? field : type.FindFieldByCamelcaseName(name);
}

const Value* Member(const Value* object, const std::string& name) {
  if (object == nullptr || !object->has_struct_value()) return nullptr;
  const auto found = object->struct_value().fields().find(name);
  return found == object->struct_value().fields().end() ? nullptr : &found->second;
}

// The name that the sender used of the two that a field has.
std::string SentName(const FieldDescriptor& field, const Value* object) {
  return Member(object, field.json_name()) == nullptr && Member(object, field.name()) != nullptr ? field.name() : field.json_name();
}

std::string Follow(const std::vector<Step>& steps, size_t from) {
  std::string pointer;
  for (size_t i = from; i < steps.size(); ++i) pointer += "/" + PointerSegment(steps[i].name);
  return pointer;
}

std::optional<std::string> PointerTo(const std::vector<Step>& steps, const Descriptor& root, const Value& body) {
  std::string pointer;
  const Descriptor* type = &root;
  const Value* value = &body;
  for (size_t i = 0; i < steps.size(); ++i) {
    if (type != nullptr && IsFree(*type)) return pointer + Follow(steps, i);
    if (steps[i].is_index) {
      pointer += "/" + steps[i].name;
      const int index = std::atoi(steps[i].name.c_str());
      const bool there = value != nullptr && value->has_list_value() && index >= 0 && index < value->list_value().values_size();
      value = there ? &value->list_value().values(index) : nullptr;
      continue;
    }
    const FieldDescriptor* field = type == nullptr ? nullptr : FieldOf(*type, steps[i].name);
    if (field == nullptr) return std::nullopt;
    const std::string name = SentName(*field, value);
    pointer += "/" + name;
    value = Member(value, name);
    if (field->is_map()) return pointer + Follow(steps, i + 1);
    type = field->message_type();
  }
  return pointer;
}

const FieldDescriptor* OnlyStruct(const Descriptor& type) {
  const FieldDescriptor* only = nullptr;
  for (int i = 0; i < type.field_count(); ++i) {
    const Descriptor* message = type.field(i)->message_type();
    if (message == nullptr || message->full_name() != "google.protobuf.Struct") continue;
    if (only != nullptr) return nullptr;
    only = type.field(i);
  }
  return only;
}

bool IsInPath(const Operation& operation, const std::string& name) {
  const auto& variables = operation.path.variables();
  return std::any_of(variables.begin(), variables.end(), [&](const auto& variable) { return variable.field == name; });
}

std::string PointerOf(const std::string& path, const Operation& operation, const Value& body) {
  std::optional<std::vector<Step>> steps = Steps(path);
  if (!steps) return "";
  const Descriptor& type = *operation.method->input_type();
  if (operation.body != nullptr) {
    if (steps->front().name != operation.body->name()) return "";
    steps->erase(steps->begin());
    return steps->empty() ? "" : PointerTo(*steps, *operation.body->message_type(), body).value_or("");
  }
  if (FieldOf(type, steps->front().name) != nullptr) {
    return IsInPath(operation, steps->front().name) ? "" : PointerTo(*steps, type, body).value_or("");
  }
  const FieldDescriptor* free = OnlyStruct(type);
  return free == nullptr ? "" : "/" + SentName(*free, &body) + Follow(*steps, 0);
}

}  // namespace

std::string PointerSegment(std::string_view name) {
  std::string out;
  for (char c : name) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out.push_back(c);
    }
  }
  return out;
}

void SetPointers(Problem& problem, const Operation& operation, std::string_view body) {
  if (!operation.has_body() || problem.errors.empty()) return;
  Value sent;
  if (body.size() > kLargestExplained || !google::protobuf::util::JsonStringToMessage({body.data(), body.size()}, &sent).ok()) sent.mutable_struct_value();
  for (FieldProblem& error : problem.errors) {
    if (error.pointer.empty()) error.pointer = PointerOf(error.field, operation, sent);
  }
}

}  // namespace arshjul::gateway
