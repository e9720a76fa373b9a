// What holds for every message of a kind, wherever it stands: what must be given, ids, texts, exactly one of.
#include <absl/strings/ascii.h>
#include <absl/strings/str_join.h>
#include <google/protobuf/descriptor.h>

#include <algorithm>

#include "statechart/check_context.h"

namespace arshjul::statechart {

namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr size_t kMaxIdLength = 64;

const std::map<std::string, std::vector<const char*>>& Required() {
  static const std::map<std::string, std::vector<const char*>> required = {
      {"Workflow", {"id", "language", "title", "phases", "charts"}},
      {"Parameter", {"id", "type", "default"}},
      {"Phase", {"id", "title", "scope", "chart", "ends"}},
      {"Chart", {"id", "states"}},
      {"State", {"id"}},
      {"Guards", {"of"}},
      {"Start", {"to"}},
      {"If", {"when", "then"}},
      {"ColumnEquals", {"column"}},
      {"Assign", {"variable"}},
      {"Send", {"to"}},
      {"Datum", {"id", "value"}},
      {"Cancel", {"id"}},
      {"ForEach", {"of", "do"}},
      {"Actions", {"of"}},
      {"Notify", {"to", "message"}},
      {"Task", {"id", "title", "party", "actions"}},
      {"TaskAction", {"id", "title"}},
      {"Field", {"id", "label", "type"}},
      {"Option", {"id", "label"}},
      {"Clause", {"id", "heading", "text"}},
  };
  return required;
}

bool IsGiven(const Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  return field.is_repeated() ? reflection.FieldSize(message, &field) > 0 : reflection.HasField(message, &field);
}

bool IsId(const std::string& type, const std::string& id) {
  if (id.empty() || id.size() > kMaxIdLength) return false;
  // Options are what a form stores: a number, a country's code.
  const bool option = type == "Option";
  if (!absl::ascii_islower(id[0]) && !(option && absl::ascii_isalnum(id[0]))) return false;
  return std::all_of(id.begin(), id.end(), [&](unsigned char c) {
    if (c == '_') return type != "Workflow";
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-' || (option && absl::ascii_isalnum(c));
  });
}

class ShapeCheck {
 public:
  explicit ShapeCheck(CheckContext& context) : context_(context) {}

  void Check(const Message& message) {
    const Descriptor& type = *message.GetDescriptor();
    CheckRequired(message, type);
    CheckOneofs(message, type);
    if (type.name() == "Text") CheckText(static_cast<const workflow::v1::Text&>(message));
    const auto& reflection = *message.GetReflection();
    std::vector<const FieldDescriptor*> fields;
    reflection.ListFields(message, &fields);
    for (const FieldDescriptor* field : fields) {
      if (field->name() == "id" && field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) CheckId(message, *field);
      if (field->is_repeated()) CheckUnique(message, *field);
      if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
      if (!field->is_repeated()) {
        Check(reflection.GetMessage(message, field));
      } else {
        for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
          Check(reflection.GetRepeatedMessage(message, field, i));
        }
      }
    }
  }

 private:
  void CheckRequired(const Message& message, const Descriptor& type) {
    auto it = Required().find(type.name());
    if (it == Required().end()) return;
    for (const char* name : it->second) {
      const FieldDescriptor& field = *type.FindFieldByName(name);
      if (IsGiven(message, field) || context_.places.IsBroken(message, field.number())) continue;
      context_.KeptIn(message, "missing").Add(context_.places.Of(message), "missing", {{"name", name}});
    }
  }

  void CheckOneofs(const Message& message, const Descriptor& type) {
    for (int i = 0; i < type.real_oneof_decl_count(); ++i) {
      const auto* oneof = type.oneof_decl(i);
      if (message.GetReflection()->HasOneof(message, oneof)) continue;
      std::vector<std::string> names;
      for (int j = 0; j < oneof->field_count(); ++j) names.push_back(oneof->field(j)->name());
      context_.Report(message, "exactly_one_of", {{"allowed", absl::StrJoin(names, ", ")}});
    }
  }

  void CheckText(const workflow::v1::Text& text) {
    if (absl::StripAsciiWhitespace(text.nb()).empty()) context_.Report(text, "text_without_nb");
  }

  void CheckId(const Message& message, const FieldDescriptor& field) {
    const std::string id = message.GetReflection()->GetString(message, &field);
    if (!IsId(message.GetDescriptor()->name(), id)) {
      context_.ReportField(message, field.number(), "bad_id", {{"name", id}});
    }
  }

  // Ids within their list, and the names in a list of names. States are unique in their whole chart: CheckChart's task.
  void CheckUnique(const Message& message, const FieldDescriptor& field) {
    const auto& reflection = *message.GetReflection();
    std::set<std::string> seen;
    for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
      if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
        const std::string name = reflection.GetRepeatedString(message, &field, i);
        if (!seen.insert(name).second) {
          context_.ReportField(message, field.number(), "duplicate_name", {{"name", name}}, i);
        }
        continue;
      }
      const Message& element = reflection.GetRepeatedMessage(message, &field, i);
      const FieldDescriptor* id = element.GetDescriptor()->FindFieldByName("id");
      if (id == nullptr || element.GetDescriptor()->name() == "State") continue;
      const std::string name = element.GetReflection()->GetString(element, id);
      if (!name.empty() && !seen.insert(name).second) {
        context_.ReportField(element, id->number(), "duplicate_id", {{"name", name}});
      }
    }
  }

  CheckContext& context_;
};

}  // namespace

void CheckShape(CheckContext& context) { ShapeCheck(context).Check(context.workflow); }

}  // namespace arshjul::statechart
