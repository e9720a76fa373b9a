#include "body_check.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <map>
#include <memory>

#include "field_text.h"
#include "bounds.h"
#include "pointers.h"
#include "texts.h"

namespace arshjul::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Value;

// Where in the body, in both ways of saying it.
struct Place {
  std::string pointer, path;
  Place Member(const std::string& name) const {
    return {pointer + "/" + PointerSegment(name), path.empty() ? name : path + "." + name};
  }
  Place Element(int index) const {
    const std::string number = std::to_string(index);
    return {pointer + "/" + number, path + "[" + number + "]"};
  }
};

bool IsPlainMessage(const Descriptor* type) { return type != nullptr && type->file()->package() != "google.protobuf"; }

const char* KindFault(const FieldDescriptor& field) {
  switch (field.type()) {
    case FieldDescriptor::TYPE_BOOL: return "not_a_truth";
    case FieldDescriptor::TYPE_STRING: return "not_a_text";
    case FieldDescriptor::TYPE_BYTES: return "not_base64";
    case FieldDescriptor::TYPE_ENUM: return "not_a_choice";
    case FieldDescriptor::TYPE_DOUBLE:
    case FieldDescriptor::TYPE_FLOAT: return "not_a_number";
    case FieldDescriptor::TYPE_MESSAGE: return field.message_type()->name() == "Struct" ? "not_an_object" : "not_in_form";
    default: return "not_a_whole_number";
  }
}

std::string Shown(const Value& value) {
  constexpr size_t kLongest = 60;
  std::string text;
  if (value.kind_case() == Value::kStringValue) {
    text = value.string_value();
  } else if (!google::protobuf::util::MessageToJsonString(value, &text).ok()) {
    return "?";
  }
  if (text.size() <= kLongest) return text;
  size_t end = kLongest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;  // not within a character
  return text.substr(0, end) + "…";
}

class Finder {
 public:
  Finder(std::string_view language, std::vector<FieldProblem>& problems) : language_(language), problems_(problems) {}

  void Object(const Descriptor& type, const Value& value, const Place& place) {
    if (!value.has_struct_value()) return Tell(place, "not_an_object", {});
    // In an order that does not change from one time to the next.
    std::map<std::string_view, const Value*> members;
    for (const auto& [name, member] : value.struct_value().fields()) members.emplace(name, &member);
    for (const auto& [key, found] : members) {
      if (Full()) return;
      const std::string name(key);
      const Value& member = *found;
      const FieldDescriptor* field = nullptr;
      if (name.find('.') == std::string::npos) {
        for (int i = 0; i < type.field_count(); ++i) {
          if (type.field(i)->name() == name || type.field(i)->json_name() == name) field = type.field(i);
        }
      }
      if (field == nullptr) {
        Tell(place.Member(name), "unknown_field", {{"name", name}});
      } else if (!member.has_null_value()) {
        Member(type, *field, member, place.Member(name));
      }
    }
  }

 private:
  void Member(const Descriptor& type, const FieldDescriptor& field, const Value& value, const Place& place) {
    if (field.is_map()) {
      if (!value.has_struct_value()) return Tell(place, "not_an_object", {});
      if (Fits(type, field, value)) return;
      for (const auto& [key, mapped] : value.struct_value().fields()) {
        if (Full()) return;
        Value entry;
        (*entry.mutable_struct_value()->mutable_fields())[key] = mapped;
        const FieldDescriptor& inner = *field.message_type()->FindFieldByNumber(2);
        if (IsPlainMessage(inner.message_type())) {
          Object(*inner.message_type(), mapped, place.Member(key));
        } else if (!Fits(type, field, entry)) {
          TellKind(inner, mapped, place.Member(key));
        }
      }
    } else if (field.is_repeated()) {
      if (!value.has_list_value()) return Tell(place, "not_a_list", {});
      const auto& list = value.list_value();
      if (!IsPlainMessage(field.message_type())) return Elements(type, field, list, 0, list.values_size(), place);
      for (int i = 0; i < list.values_size() && !Full(); ++i) Object(*field.message_type(), list.values(i), place.Element(i));
    } else if (IsPlainMessage(field.message_type())) {
      Object(*field.message_type(), value, place);
    } else if (!Fits(type, field, value)) {
      TellKind(field, value, place);
    }
  }

  // Those of a list that do not fit: halves that fit are not looked at one by one, for there may be very many.
  void Elements(const Descriptor& type, const FieldDescriptor& field, const google::protobuf::ListValue& list, int from, int end, const Place& place) {
    if (from == end || Full()) return;
    Value part;
    for (int i = from; i < end; ++i) *part.mutable_list_value()->add_values() = list.values(i);
    if (Fits(type, field, part)) return;
    if (end - from == 1) return TellKind(field, list.values(from), place.Element(from));
    const int middle = from + (end - from) / 2;
    Elements(type, field, list, from, middle, place);
    Elements(type, field, list, middle, end, place);
  }

  bool Full() const { return problems_.size() >= kMostFieldProblems; }

  // Does the library take this value for this field?
  static bool Fits(const Descriptor& type, const FieldDescriptor& field, const Value& value) {
    Value object;
    (*object.mutable_struct_value()->mutable_fields())[field.json_name()] = value;
    std::string text;
    if (!google::protobuf::util::MessageToJsonString(object, &text).ok()) return false;
    std::unique_ptr<Message> message(google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type)->New());
    return google::protobuf::util::JsonStringToMessage(text, message.get()).ok();
  }

  void TellKind(const FieldDescriptor& field, const Value& value, const Place& place) {
    Arguments arguments = {{"value", Shown(value)}};
    if (field.enum_type() != nullptr) arguments["options"] = OptionsOf(*field.enum_type());
    Tell(place, KindFault(field), arguments);
  }

  void Tell(const Place& place, const std::string& fault, const Arguments& arguments) {
    if (!Full()) problems_.push_back({place.pointer, place.path, Say(language_, "field." + fault, arguments)});
  }

  const std::string language_;
  std::vector<FieldProblem>& problems_;
};

}  // namespace

bool FindBodyFaults(std::string_view body, const Descriptor& type, std::string_view language, std::vector<FieldProblem>& problems) {
  Value sent;
  if (body.size() > kLargestExplained || !google::protobuf::util::JsonStringToMessage({body.data(), body.size()}, &sent).ok()) return false;
  Finder(language, problems).Object(type, sent, {});
  return true;
}

}  // namespace arshjul::gateway
