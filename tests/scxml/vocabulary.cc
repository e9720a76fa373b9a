#include "scxml/vocabulary.h"

#include <absl/strings/match.h>
#include <absl/strings/numbers.h>
#include <absl/strings/str_join.h>
#include <absl/strings/str_split.h>

#include <map>
#include <regex>

namespace arshjul::scxml {

namespace v1 = workflow::v1;

void Vocabulary::GiveUp(const std::string& reason) {
  if (out_of_scope_.empty()) out_of_scope_ = reason;
}

// Var1 of "1".
std::string Vocabulary::Variable(const std::string& number) { return "Var" + number; }

// Of a node that names one.
std::string Vocabulary::VariableOf(const pugi::xml_node& node) {
  for (const char* name : {"conf:id", "conf:location"}) {
    if (const auto attribute = node.attribute(name)) return Variable(attribute.value());
  }
  return node.attribute("id") ? node.attribute("id").value() : node.attribute("location").value();
}

void Vocabulary::CheckAttributes(const pugi::xml_node& node, const std::set<std::string>& known) {
  for (const auto& attribute : node.attributes()) {
    if (!known.contains(attribute.name())) GiveUp(std::string("expressions: ") + attribute.name());
  }
}

v1::Operand Vocabulary::Text(const std::string& text) {
  v1::Operand operand;
  operand.set_text(text);
  return operand;
}
v1::Operand Vocabulary::Number(double number) {
  v1::Operand operand;
  operand.set_number(number);
  return operand;
}
v1::Operand Vocabulary::OfVariable(const std::string& number) {
  v1::Operand operand;
  operand.set_variable(Variable(number));
  return operand;
}
v1::Operand Vocabulary::OfEvent(v1::EventPart part) {
  v1::Operand operand;
  operand.set_event(part);
  return operand;
}
v1::Operand Vocabulary::OfField(const std::string& field) {
  v1::Operand operand;
  operand.set_field(field);
  return operand;
}
// Nothing that can be worked out: a field that no event has.
v1::Operand Vocabulary::Impossible() { return OfField("no-such-field"); }

std::optional<v1::EventPart> Vocabulary::Part(const std::string& name) {
  static const std::map<std::string, v1::EventPart> kParts = {{"name", v1::EVENT_PART_NAME}, {"type", v1::EVENT_PART_TYPE},
                                                              {"sendid", v1::EVENT_PART_SEND_ID}, {"origin", v1::EVENT_PART_ORIGIN}};
  const auto found = kParts.find(name);
  if (found != kParts.end()) return found->second;
  GiveUp("parts of the event that no event here has");
  return std::nullopt;
}

// Of conf:systemVarExpr and the like.
v1::Operand Vocabulary::SystemVariable(const std::string& name) {
  v1::Operand operand;
  operand.set_own(name == "_name" ? v1::OWN_CHART : v1::OWN_STEP);
  if (name != "_name" && name != "_sessionid") GiveUp("system variables as a whole");
  return operand;
}

// A time where a variable is used as one: 1.5 of "1.5s".
v1::Operand Vocabulary::Constant(const std::string& text, bool is_delay) {
  const auto seconds = is_delay ? Seconds(text) : std::nullopt;
  return seconds ? Number(*seconds) : Text(text);
}

// What one attribute says of a value; nothing where it is about something else.
std::optional<v1::Operand> Vocabulary::ValueOfAttribute(const std::string& name, const std::string& value, bool is_delay) {
  double number = 0;
  if (name == "conf:expr" || name == "expr") {
    if (absl::SimpleAtod(value, &number)) return Number(number);
    if (value.size() > 1 && value.front() == '\'' && value.back() == '\'') return Text(value.substr(1, value.size() - 2));
    GiveUp("expressions");
    return Text("");
  }
  if (name == "conf:quoteExpr") return Constant(value, is_delay);
  if (name == "conf:varExpr") return OfVariable(value);
  if (name == "conf:eventDataFieldValue" || name == "conf:eventDataParamValue") return OfField(value);
  if (name == "conf:eventDataNamelistValue") return OfField(Variable(value));
  if (name == "conf:eventName") return OfEvent(v1::EVENT_PART_NAME);
  if (name == "conf:eventType") return OfEvent(v1::EVENT_PART_TYPE);
  if (name == "conf:eventSendid") return OfEvent(v1::EVENT_PART_SEND_ID);
  if (name == "conf:eventField") return OfEvent(Part(value).value_or(v1::EVENT_PART_NAME));
  if (name == "conf:systemVarExpr") return SystemVariable(value);
  // Where this step can be sent to.
  if (name == "conf:scxmlEventIOLocation") return SystemVariable("_sessionid");
  if (name == "conf:invalidSessionID") return Text("no such step");
  if (name == "conf:illegalExpr" || name == "conf:invalidLocation") return Impossible();
  if (name == "conf:illegalArray") return Number(7);
  return std::nullopt;
}

// What stands in the node as its content.
v1::Operand Vocabulary::Content(const pugi::xml_node& node) {
  double number = 0;
  if (const auto element = node.find_child([](const pugi::xml_node& child) { return child.type() == pugi::node_element; })) {
    const std::string name = element.name();
    if (name == "conf:someInlineVal") return Text(kSomeValue);
    if (name == "conf:array123") {
      v1::Operand list;
      for (int i = 1; i <= 3; ++i) *list.mutable_list()->add_of() = Number(i);
      return list;
    }
    GiveUp("structured data");
    return {};
  }
  const std::string text = node.child_value();
  if (absl::SimpleAtod(text, &number)) return Number(number);
  if (absl::StrContains(text, '{') || absl::StrContains(text, '[')) GiveUp("structured data");
  // As the specification says of text: each stretch of white space is one.
  return Text(absl::StrJoin(absl::StrSplit(text, absl::ByAnyChar(" \t\r\n"), absl::SkipEmpty()), " "));
}

v1::Operand Vocabulary::Value(const pugi::xml_node& node, std::set<std::string> known, bool is_delay) {
  std::optional<v1::Operand> found;
  for (const auto& attribute : node.attributes()) {
    if (known.contains(attribute.name())) continue;
    if (const auto value = ValueOfAttribute(attribute.name(), attribute.value(), is_delay)) {
      if (found) GiveUp("expressions");
      found = value;
      known.insert(attribute.name());
    }
  }
  CheckAttributes(node, known);
  return found ? *found : Content(node);
}

v1::Compare& Vocabulary::OnVariable(v1::Guard& guard, const std::string& number) {
  guard.mutable_compare()->set_variable(Variable(number));
  return *guard.mutable_compare();
}
v1::Compare& Vocabulary::OnEvent(v1::Guard& guard, v1::EventPart part) {
  guard.mutable_compare()->set_event(part);
  return *guard.mutable_compare();
}

void Vocabulary::AddGuard(const std::string& name, const std::string& value, const std::string& source, v1::Guard& guard) {
  if (AddGuardOnStates(name, value, source, guard) || AddGuardOnVariable(name, value, guard) || AddGuardOnEvent(name, value, guard)) return;
  GiveUp("expressions: " + name);
}

bool Vocabulary::AddGuardOnStates(const std::string& name, const std::string& value, const std::string& source, v1::Guard& guard) {
  if (name == "conf:inState") {
    guard.set_in(value);
  } else if (name == "conf:false") {
    // Whoever asks is active.
    guard.mutable_not_()->set_in(source);
  } else if (name == "conf:true") {
    guard.set_in(source);
  } else if (name == "conf:nonBoolean") {
    guard.mutable_compare()->set_variable(kNoTruth);
    guard.mutable_compare()->set_truth(true);
  } else {
    return false;
  }
  return true;
}

// "1=2", "1 2", "1<2".
std::pair<std::string, std::string> Vocabulary::Sides(const std::string& value) {
  const size_t at = value.find_first_of("=< ");
  return {value.substr(0, at), at == std::string::npos ? "" : value.substr(at + 1)};
}

bool Vocabulary::AddGuardOnVariable(const std::string& name, const std::string& value, v1::Guard& guard) {
  const auto [left, right] = Sides(value);
  if (name == "conf:isBound" || name == "conf:unboundVar") {
    OnVariable(guard, value).set_is_set(name == "conf:isBound");
  } else if (name == "conf:noValue") {
    OnVariable(guard, value).set_present(false);
  } else if (name == "conf:idSomeVal") {
    *OnVariable(guard, value).mutable_same_as() = Text(kSomeValue);
  } else if (name == "conf:idQuoteVal") {
    *OnVariable(guard, left).mutable_same_as() = Text(right);
  } else if (double number = 0; name == "conf:idVal" && absl::SimpleAtod(right, &number)) {
    OnVariable(guard, left).set_is(number);
  } else if (name == "conf:VarEqVar") {
    *OnVariable(guard, left).mutable_same_as() = OfVariable(right);
  } else if (name == "conf:compareIDVal" && absl::StrContains(value, '<')) {
    *OnVariable(guard, left).mutable_below() = OfVariable(right);
  } else if (name == "conf:idSystemVarVal") {
    *OnVariable(guard, left).mutable_same_as() = SystemVariable(right);
  } else if (name == "conf:nameVarVal") {
    guard.mutable_compare()->set_variable(kExpectedName);
    guard.mutable_compare()->mutable_same_as()->set_own(v1::OWN_CHART);
  } else {
    return name == "cond" && AddCondition(value, guard);
  }
  return true;
}

bool Vocabulary::AddGuardOnEvent(const std::string& name, const std::string& value, v1::Guard& guard) {
  const auto [left, right] = Sides(value);
  if (name == "conf:eventNameVal") {
    *OnEvent(guard, v1::EVENT_PART_NAME).mutable_same_as() = Text(value);
  } else if (name == "conf:eventFieldsAreBound") {
    OnEvent(*guard.mutable_all()->add_of(), v1::EVENT_PART_NAME).set_is_set(true);
    OnEvent(*guard.mutable_all()->add_of(), v1::EVENT_PART_TYPE).set_is_set(true);
  } else if (name == "conf:eventFieldHasNoValue") {
    OnEvent(guard, Part(value).value_or(v1::EVENT_PART_NAME)).set_is_set(false);
  } else if (name == "conf:systemVarIsBound" && value == "_event") {
    OnEvent(guard, v1::EVENT_PART_NAME).set_is_set(true);
  } else if (name == "conf:emptyEventData") {
    OnEvent(guard, v1::EVENT_PART_DATA).set_present(false);
  } else if (name == "conf:eventdataSomeVal") {
    *OnEvent(guard, v1::EVENT_PART_DATA).mutable_same_as() = Text(kSomeValue);
  } else if (name == "conf:eventdataVal") {
    const auto wanted = ValueOfAttribute("expr", value, false);
    *OnEvent(guard, v1::EVENT_PART_DATA).mutable_same_as() = *wanted;
  } else if (double number = 0; name == "conf:eventvarVal" && absl::SimpleAtod(right, &number)) {
    guard.mutable_compare()->set_field(Variable(left));
    guard.mutable_compare()->set_is(number);
  } else {
    return false;
  }
  return true;
}

// Of ECMAScript, what compares one thing with one constant.
bool Vocabulary::AddCondition(const std::string& text, v1::Guard& guard) {
  static const std::regex kIn(R"(In\('(\w+)'\))"), kEqual(R"((\w+) ?== ?(undefined|\d+))"), kData(R"(_event\.data(\.(\w+))? ?== ?(\d+|'[^']*'))");
  std::smatch found;
  if (std::regex_match(text, found, kIn)) {
    guard.set_in(found[1]);
  } else if (std::regex_match(text, found, kData)) {
    v1::Compare& compare = *guard.mutable_compare();
    if (found[1].matched) {
      compare.set_field(found[2]);
    } else {
      compare.set_event(v1::EVENT_PART_DATA);
    }
    *compare.mutable_same_as() = *ValueOfAttribute("expr", found[3], false);
  } else if (std::regex_match(text, found, kEqual)) {
    v1::Compare& compare = *guard.mutable_compare();
    compare.set_variable(found[1]);
    if (found[2] == "undefined") {
      compare.set_is_set(false);
    } else {
      compare.set_is(std::stod(found[2]));
    }
  } else {
    return false;
  }
  return true;
}

std::optional<double> Vocabulary::Seconds(const std::string& text) {
  double number = 0;
  if (text.ends_with("ms") && absl::SimpleAtod(text.substr(0, text.size() - 2), &number)) return number / 1000;
  if (text.ends_with("s") && absl::SimpleAtod(text.substr(0, text.size() - 1), &number)) return number;
  return std::nullopt;
}

}  // namespace arshjul::scxml
