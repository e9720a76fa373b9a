#include "scxml/translate.h"

#include <absl/strings/numbers.h>
#include <absl/strings/str_split.h>

#include <algorithm>
#include <optional>
#include <pugixml.hpp>
#include <set>

namespace arshjul::scxml {

namespace v1 = workflow::v1;

namespace {

using Actions = google::protobuf::RepeatedPtrField<v1::Action>;
using States = google::protobuf::RepeatedPtrField<v1::State>;

constexpr const char* kScxmlProcessor = "http://www.w3.org/TR/scxml/#SCXMLEventProcessor";

// The tests leave it to whoever runs them what this is.
constexpr const char* kSomeValue = "some value";

// What puts a whole test out of scope wherever it stands in it, in this order.
std::string WhollyOutOfScope(const pugi::xml_node& root) {
  struct Reason {
    const char* xpath;
    const char* reason;
  };
  static const Reason kReasons[] = {
      {"//*[local-name()='invoke']", "invoke"},
      {"//*[local-name()='foreach']", "foreach"},
      {"//*[local-name()='script']", "script"},
      {"//@datamodel[.='xpath']", "XPath data"},
      {"//@datamodel[.='ecmascript']", "ECMAScript data"},
      {"//@*[local-name()='basicHTTPAccessURITarget' or contains(., 'BasicHTTP')]", "HTTP processor"},
      {"//*[local-name()='donedata']", "data of done events"},
      {"//@*[local-name()='illegalTarget' or local-name()='unreachableTarget' or local-name()='invalidSessionID' or "
       "local-name()='invalidSendType' or local-name()='invalidSendTypeExpr']",
       "error events"},
      {"//@*[local-name()='illegalExpr' or local-name()='invalidLocation' or local-name()='invalidNamelist' or "
       "local-name()='nonBoolean']",
       "error events"},
      {"//@*[starts-with(local-name(), 'systemVar') or local-name()='scxmlEventIOLocation' or local-name()='originTypeEq'] | "
       "//*[local-name()='sendToSender']",
       "system variables"},
      {"//@*[starts-with(local-name(), 'event') and local-name()!='event'] | //@*[local-name()='idlocation']",
       "parts of the event but its form"},
      {"//*[local-name()='param' or local-name()='content'] | //@*[local-name()='namelist']", "data of sent events"},
      {"//@binding[.='late'] | //data/@src", "data that comes late"},
  };
  for (const Reason& each : kReasons) {
    if (root.select_node(each.xpath)) return each.reason;
  }
  return "";
}

class Translator {
 public:
  Translation Run(const pugi::xml_node& root) {
    if (std::string reason = WhollyOutOfScope(root); !reason.empty()) return {{}, reason};
    for (const auto& found : root.select_nodes("//send[@id]")) {
      sent_[found.node().attribute("id").value()] = found.node().attribute("event").value();
    }
    Translation translation;
    translation.chart.set_id("test");
    AddBeginning(root, translation.chart);
    AddStates(root, *translation.chart.mutable_states());
    translation.out_of_scope = out_of_scope_;
    return translation;
  }

 private:
  void GiveUp(const std::string& reason) {
    if (out_of_scope_.empty()) out_of_scope_ = reason;
  }

  // A document begins with all its data, wherever they stand, and goes to where `initial` says.
  void AddBeginning(const pugi::xml_node& root, v1::Chart& chart) {
    v1::Start& start = *chart.mutable_start();
    for (const auto& found : root.select_nodes("//data")) AddData(found.node(), *start.mutable_actions());
    const std::string initial = root.attribute("initial").value();
    AddTargets(initial.empty() ? FirstChild(root) : initial, start);
  }

  void AddData(const pugi::xml_node& data, Actions& actions) {
    v1::Assign assign;
    assign.set_variable(Variable(data));
    const bool content = data.first_child() != nullptr;
    if (content && std::string(data.first_child().name()) != "") return GiveUp("structured data");
    const bool given = content || !data.attribute("expr").empty() || !data.attribute("conf:expr").empty() ||
                       !data.attribute("conf:quoteExpr").empty();
    if (!given && data.attributes_begin() != data.attributes_end()) return CheckAttributes(data, {"id", "conf:id"});
    AddValue(data, assign, {"id", "conf:id"});
    *actions.Add()->mutable_assign() = assign;
  }

  // Var1 of conf:id="1".
  static std::string Variable(const pugi::xml_node& node) {
    for (const char* name : {"conf:id", "conf:location"}) {
      if (const auto attribute = node.attribute(name)) return std::string("var") + attribute.value();
    }
    return node.attribute("id") ? node.attribute("id").value() : node.attribute("location").value();
  }

  void CheckAttributes(const pugi::xml_node& node, const std::set<std::string>& known) {
    for (const auto& attribute : node.attributes()) {
      if (!known.contains(attribute.name())) GiveUp(std::string("expressions: ") + attribute.name());
    }
  }

  void AddValue(const pugi::xml_node& node, v1::Assign& assign, std::set<std::string> known) {
    double number = 0;
    const std::string expression = node.attribute("conf:expr") ? node.attribute("conf:expr").value() : node.attribute("expr").value();
    if (const auto text = node.attribute("conf:quoteExpr")) {
      assign.set_text(text.value());
    } else if (absl::SimpleAtod(expression, &number)) {
      assign.set_number(number);
    } else if (expression.empty() && absl::SimpleAtod(node.child_value(), &number)) {
      assign.set_number(number);
    } else if (expression.empty() && node.child("conf:someInlineVal")) {
      assign.set_text(kSomeValue);
    } else {
      return GiveUp("expressions");
    }
    known.insert({"conf:expr", "expr", "conf:quoteExpr"});
    CheckAttributes(node, known);
  }

  static std::string FirstChild(const pugi::xml_node& parent) {
    for (const auto& child : parent.children()) {
      const std::string name = child.name();
      if (name == "state" || name == "parallel" || name == "final") return child.attribute("id").value();
    }
    return "";
  }

  // To a transition or a start.
  template <class Message> static void AddTargets(const std::string& targets, Message& message) {
    for (const auto& target : absl::StrSplit(targets, ' ', absl::SkipWhitespace())) message.add_to(std::string(target));
  }

  void AddStates(const pugi::xml_node& parent, States& states) {
    static const std::set<std::string> kElsewhere = {"datamodel", "onentry", "onexit", "transition", "initial", "donedata"};
    for (const auto& child : parent.children()) {
      const std::string name = child.name();
      if (name == "conf:pass" || name == "conf:fail") {
        v1::State& state = *states.Add();
        state.set_id(name.substr(5));
        state.set_final(true);
      } else if (name == "state" || name == "parallel" || name == "final" || name == "history") {
        AddState(child, name, *states.Add());
      } else if (child.type() == pugi::node_element && !kElsewhere.contains(name)) {
        GiveUp("element " + name);
      }
    }
  }

  void AddState(const pugi::xml_node& node, const std::string& kind, v1::State& state) {
    CheckAttributes(node, {"id", "initial", "type"});
    const std::string id = node.attribute("id").value();
    state.set_id(id.empty() ? "unnamed-" + std::to_string(++unnamed_) : id);
    state.set_parallel(kind == "parallel");
    state.set_final(kind == "final");
    if (kind == "history") {
      const bool deep = std::string(node.attribute("type").value()) == "deep";
      state.set_history(deep ? v1::HISTORY_DEEP : v1::HISTORY_SHALLOW);
    }
    AddInitial(node, state);
    for (const auto& child : node.children()) {
      const std::string name = child.name();
      if (name == "onentry") AddActions(child, state.id(), *state.mutable_entry());
      if (name == "onexit") AddActions(child, state.id(), *state.mutable_exit());
      if (name == "transition") AddTransition(child, state.id(), *state.add_on());
    }
    AddStates(node, *state.mutable_states());
  }

  void AddInitial(const pugi::xml_node& node, v1::State& state) {
    const pugi::xml_node element = node.child("initial").child("transition");
    const std::string targets = element ? element.attribute("target").value() : node.attribute("initial").value();
    if (targets.empty()) return;
    const bool child = node.find_child([&](const pugi::xml_node& each) { return targets == each.attribute("id").value(); });
    if (child && !element.first_child()) {
      state.set_initial(targets);
      return;
    }
    AddTargets(targets, *state.mutable_start());
    if (element) AddActions(element, state.id(), *state.mutable_start()->mutable_actions());
  }

  void AddTransition(const pugi::xml_node& node, const std::string& source, v1::Transition& transition) {
    transition.set_event(node.attribute("event").value());
    transition.set_internal(std::string(node.attribute("type").value()) == "internal");
    AddTargets(node.attribute("target").value(), transition);
    for (const auto& attribute : node.attributes()) {
      static const std::set<std::string> kKnown = {"event", "type", "target"};
      const std::string name = attribute.name();
      if (kKnown.contains(name)) continue;
      if (name == "conf:targetpass" || name == "conf:targetfail") {
        transition.add_to(name.substr(11));
      } else if (transition.has_when()) {
        GiveUp("expressions");
      } else {
        AddGuard(name, attribute.value(), source, *transition.mutable_when());
      }
    }
    AddActions(node, source, *transition.mutable_actions());
  }

  void AddGuard(const std::string& name, const std::string& value, const std::string& source, v1::Guard& guard) {
    const std::vector<std::string> sides = absl::StrSplit(value, '=');
    if (name == "conf:inState") {
      guard.set_in(value);
    } else if (name == "conf:false") {
      // Whoever asks is active.
      guard.mutable_not_()->set_in(source);
    } else if (name == "conf:true") {
      guard.set_in(source);
    } else if (name == "conf:isBound") {
      guard.mutable_compare()->set_variable("var" + value);
      guard.mutable_compare()->set_present(true);
    } else if (name == "conf:idSomeVal") {
      guard.mutable_compare()->set_variable("var" + value);
      guard.mutable_compare()->set_equals(kSomeValue);
    } else if ((name == "conf:idVal" || name == "conf:idQuoteVal") && sides.size() == 2) {
      v1::Compare& compare = *guard.mutable_compare();
      compare.set_variable("var" + sides[0]);
      double number = 0;
      if (name == "conf:idQuoteVal") {
        compare.set_equals(sides[1]);
      } else if (absl::SimpleAtod(sides[1], &number)) {
        compare.set_is(number);
      } else {
        GiveUp("expressions");
      }
    } else {
      GiveUp("expressions: " + name);
    }
  }

  // Of a block that stands in `source`.
  void AddActions(const pugi::xml_node& block, const std::string& source, Actions& actions) {
    for (const auto& node : block.children()) {
      if (node.type() == pugi::node_element) AddAction(node, source, actions);
    }
  }

  void AddAction(const pugi::xml_node& node, const std::string& source, Actions& actions) {
    const std::string name = node.name();
    if (name == "if") {
      AddIf(node, source, actions);
    } else if (name == "raise") {
      actions.Add()->set_raise(node.attribute("event").value());
    } else if (name == "log") {
      actions.Add()->set_log("log");
    } else if (name == "assign") {
      v1::Assign& assign = *actions.Add()->mutable_assign();
      assign.set_variable(Variable(node));
      AddValue(node, assign, {"conf:location", "location"});
    } else if (name == "conf:incrementID") {
      v1::Assign& assign = *actions.Add()->mutable_assign();
      assign.set_variable(std::string("var") + node.attribute("id").value());
      assign.set_add(1);
    } else if (name == "send") {
      AddSend(node, actions);
    } else if (name == "cancel") {
      AddCancel(node, actions);
    } else {
      GiveUp("element " + name);
    }
  }

  // What stands after an elseif belongs to an if in the other way, and so on.
  void AddIf(const pugi::xml_node& node, const std::string& source, Actions& actions) {
    v1::If* condition = actions.Add()->mutable_if_();
    AddOnlyGuard(node, source, *condition->mutable_when());
    Actions* way = condition->mutable_then();
    for (const auto& child : node.children()) {
      const std::string name = child.name();
      if (name == "elseif") {
        condition = condition->add_else_()->mutable_if_();
        AddOnlyGuard(child, source, *condition->mutable_when());
        way = condition->mutable_then();
      } else if (name == "else") {
        way = condition->mutable_else_();
      } else if (child.type() == pugi::node_element) {
        AddAction(child, source, *way);
      }
    }
  }

  void AddOnlyGuard(const pugi::xml_node& node, const std::string& source, v1::Guard& guard) {
    if (std::distance(node.attributes_begin(), node.attributes_end()) != 1) return GiveUp("expressions");
    AddGuard(node.first_attribute().name(), node.first_attribute().value(), source, guard);
  }

  void AddSend(const pugi::xml_node& node, Actions& actions) {
    CheckAttributes(node, {"event", "id", "delay", "conf:delay", "type", "target"});
    const std::string type = node.attribute("type").value(), target = node.attribute("target").value();
    if (!type.empty() && type != kScxmlProcessor) return GiveUp("other processors");
    const std::string delay = node.attribute("conf:delay") ? node.attribute("conf:delay").value() + std::string("s")
                                                           : node.attribute("delay").value();
    if (target == "#_internal" && delay.empty()) {
      actions.Add()->set_raise(node.attribute("event").value());
      return;
    }
    if (!target.empty()) return GiveUp("other sessions");
    v1::Send& send = *actions.Add()->mutable_send();
    send.set_event(node.attribute("event").value());
    send.set_to(v1::Send::TO_SELF);
    if (delay.empty()) return;
    const auto seconds = Seconds(delay);
    if (!seconds) return GiveUp("expressions: delay");
    send.mutable_after()->set_seconds(*seconds);
  }

  static std::optional<double> Seconds(const std::string& text) {
    double number = 0;
    if (text.ends_with("ms") && absl::SimpleAtod(text.substr(0, text.size() - 2), &number)) return number / 1000;
    if (text.ends_with("s") && absl::SimpleAtod(text.substr(0, text.size() - 1), &number)) return number;
    return std::nullopt;
  }

  // The language takes back by the event's name: the same, where all that is sent under the name has the id.
  void AddCancel(const pugi::xml_node& node, Actions& actions) {
    CheckAttributes(node, {"sendid"});
    const auto event = sent_.find(node.attribute("sendid").value());
    if (event == sent_.end()) return GiveUp("expressions: sendid");
    const pugi::xml_node root = node.root();
    for (const auto& found : root.select_nodes("//send")) {
      const bool same_name = event->second == found.node().attribute("event").value();
      if (same_name && event->first != found.node().attribute("id").value()) return GiveUp("sends told apart by id");
    }
    v1::Send& send = *actions.Add()->mutable_send();
    send.set_event(event->second);
    send.set_to(v1::Send::TO_SELF);
    send.set_cancel(true);
  }

  std::map<std::string, std::string> sent_;  // event by the id of its send
  std::string out_of_scope_;
  int unnamed_ = 0;
};

}  // namespace

Translation Translate(const std::string& xml) {
  pugi::xml_document document;
  if (!document.load_buffer(xml.data(), xml.size(), pugi::parse_default, pugi::encoding_utf8)) return {{}, "not XML"};
  return Translator().Run(document.document_element());
}

std::vector<ListedTest> ReadManifest(const std::string& xml) {
  pugi::xml_document document;
  if (!document.load_buffer(xml.data(), xml.size())) return {};
  std::vector<ListedTest> tests;
  for (const auto& found : document.select_nodes("//test")) {
    ListedTest& test = tests.emplace_back();
    test.id = found.node().attribute("id").value();
    test.manual = found.node().attribute("manual").as_bool();
    for (const auto& start : found.node().children("start")) {
      const std::string uri = start.attribute("uri").value();
      test.files.push_back(uri.substr(uri.rfind('/') + 1));
    }
  }
  return tests;
}

}  // namespace arshjul::scxml
