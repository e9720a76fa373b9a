#include "scxml/translate.h"

#include <absl/strings/match.h>
#include <absl/strings/numbers.h>
#include <absl/strings/str_join.h>
#include <absl/strings/str_split.h>

#include <algorithm>
#include <optional>
#include <pugixml.hpp>
#include <set>

#include "scxml/vocabulary.h"

namespace arshjul::scxml {

namespace v1 = workflow::v1;

namespace {

using Actions = google::protobuf::RepeatedPtrField<v1::Action>;
using States = google::protobuf::RepeatedPtrField<v1::State>;

constexpr const char* kScxmlProcessor = "http://www.w3.org/TR/scxml/#SCXMLEventProcessor";

// What puts a whole test out of scope wherever it stands in it, in this order.
std::string WhollyOutOfScope(const pugi::xml_node& root) {
  struct Reason {
    const char* xpath;
    const char* reason;
  };
  static const Reason kReasons[] = {
      {"//*[local-name()='invoke']", "invoke"},
      {"//*[local-name()='script']", "script"},
      {"//@datamodel[.='xpath']", "XPath data"},
      {"//@*[local-name()='basicHTTPAccessURITarget' or contains(., 'BasicHTTP')]", "HTTP processor"},
      {"//@*[local-name()='invalidSendType' or local-name()='invalidSendTypeExpr' or local-name()='typeExpr' or local-name()='originTypeEq']",
       "processors of events"},
      {"//@*[.='invokeid' or .='origintype']", "parts of the event that no event here has"},
      {"//@*[.='_ioprocessors'] | //@*[local-name()='systemVarExpr' and .='_event']", "system variables as a whole"},
      {"//*[local-name()='concatVars'] | //@*[local-name()='quoteExpr' and starts-with(., '#_')]", "addresses as texts"},
      {"//data/@src", "data from files"},
  };
  for (const Reason& each : kReasons) {
    if (root.select_node(each.xpath)) return each.reason;
  }
  return "";
}

class Translator : private Vocabulary {
 public:
  Translation Run(const pugi::xml_node& root) {
    if (std::string reason = WhollyOutOfScope(root); !reason.empty()) return {{}, reason};
    for (const auto& found : root.select_nodes("//send/@*[local-name()='delayFromVar']")) delays_.insert(Variable(found.attribute().value()));
    late_ = root.attribute("binding").value() == std::string("late");
    Translation translation;
    const std::string name = root.attribute("name").value();
    translation.chart.set_id(name.empty() ? "test" : name);
    AddBeginning(root, translation.chart);
    AddStates(root, *translation.chart.mutable_states());
    translation.out_of_scope = out_of_scope();
    return translation;
  }

 private:
  // A document begins with all its data, wherever they stand (unless they come late), and goes to where `initial` says.
  void AddBeginning(const pugi::xml_node& root, v1::Chart& chart) {
    v1::Start& start = *chart.mutable_start();
    auto set = [&](const char* variable, const std::string& text) {
      v1::Assign& assign = *start.add_actions()->mutable_assign();
      assign.set_variable(variable);
      assign.set_text(text);
    };
    if (root.select_node("//@*[local-name()='nonBoolean']")) set(kNoTruth, "neither true nor false");
    if (const auto name = root.select_node("//@*[local-name()='nameVarVal']")) set(kExpectedName, name.attribute().value());
    for (const auto& found : root.select_nodes("//data")) {
      const bool now = !late_ || found.node().parent().parent() == root;
      if (now) AddData(found.node(), *start.mutable_actions());
    }
    const std::string initial = root.attribute("initial").value();
    AddTargets(initial.empty() ? FirstChild(root) : initial, start);
  }

  // Each on its own: one that cannot be worked out does not keep the others from it. Without a value the variable stays unset.
  void AddData(const pugi::xml_node& data, Actions& actions) {
    const bool given = std::distance(data.attributes_begin(), data.attributes_end()) > 1 || data.first_child();
    if (!given) return CheckAttributes(data, {"id", "conf:id"});
    v1::Assign& assign = *actions.Add()->mutable_block()->add_of()->mutable_assign();
    assign.set_variable(VariableOf(data));
    *assign.mutable_from() = Value(data, {"id", "conf:id"}, delays_.contains(assign.variable()));
  }

  // As a document begins, but when the state is entered first.
  void AddLateData(const pugi::xml_node& node, v1::State& state) {
    for (const auto& data : node.child("datamodel").children("data")) {
      v1::If& unset = *state.add_entry()->mutable_if_();
      v1::Compare& compare = *unset.mutable_when()->mutable_compare();
      compare.set_variable(VariableOf(data));
      compare.set_is_set(false);
      AddData(data, *unset.mutable_then());
    }
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
    if (late_) AddLateData(node, state);
    AddBlocks(node, "onentry", state.id(), *state.mutable_entry());
    AddBlocks(node, "onexit", state.id(), *state.mutable_exit());
    if (const auto donedata = node.child("donedata")) AddCarried(donedata, state);
    for (const auto& child : node.children()) {
      const std::string name = child.name();
      if (name == "transition") AddTransition(child, state.id(), *state.add_on());
    }
    AddStates(node, *state.mutable_states());
  }

  // An error in one handler does not keep the next from being done.
  void AddBlocks(const pugi::xml_node& node, const char* name, const std::string& source, Actions& actions) {
    const auto blocks = node.children(name);
    const bool several = std::distance(blocks.begin(), blocks.end()) > 1;
    for (const auto& block : blocks) AddActions(block, source, several ? *actions.Add()->mutable_block()->mutable_of() : actions);
  }

  // What <donedata> or <send> gives an event.
  template <class Message> void AddCarried(const pugi::xml_node& node, Message& message) {
    for (const auto& child : node.children()) {
      const std::string name = child.name();
      if (name == "param") {
        const std::string own = child.attribute("conf:name") ? Variable(child.attribute("conf:name").value()) : child.attribute("name").value();
        v1::Datum& datum = *message.add_data();
        datum.set_id(own);
        *datum.mutable_value() = Value(child, {"name", "conf:name"});
      } else if (name == "content") {
        *message.mutable_content() = Value(child, {});
      } else if (name == "conf:contentFoo") {
        *message.mutable_content() = Text("foo");
      } else if (child.type() == pugi::node_element) {
        GiveUp("element " + name);
      }
    }
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
    // Two ways to write all events.
    const std::string event = node.attribute("event").value();
    transition.set_event(event == ".*" ? "*" : event);
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
      AddAssign(node, *actions.Add()->mutable_assign());
    } else if (name == "conf:incrementID") {
      v1::Assign& assign = *actions.Add()->mutable_assign();
      assign.set_variable(Variable(node.attribute("id").value()));
      assign.set_add(1);
    } else if (name == "conf:sumVars") {
      v1::Assign& assign = *actions.Add()->mutable_assign();
      assign.set_variable(Variable(node.attribute("id1").value()));
      *assign.mutable_add_from() = OfVariable(node.attribute("id2").value());
    } else if (name == "conf:extendArray") {
      v1::Assign& assign = *actions.Add()->mutable_assign();
      assign.set_variable(Variable(node.attribute("id").value()));
      *assign.mutable_append() = Number(4);
    } else if (name == "foreach") {
      AddForEach(node, source, *actions.Add()->mutable_for_each());
    } else if (name == "conf:sendToSender") {
      v1::Send& send = *actions.Add()->mutable_send();
      send.set_event(node.attribute("name").value());
      send.set_to(v1::Send::TO_SENDER);
    } else if (name == "send") {
      AddSend(node, actions);
    } else if (name == "cancel") {
      AddCancel(node, actions);
    } else {
      GiveUp("element " + name);
    }
  }

  void AddAssign(const pugi::xml_node& node, v1::Assign& assign) {
    const std::set<std::string> places = {"conf:location", "location", "conf:systemVarLocation", "conf:invalidLocation"};
    if (node.attribute("conf:invalidLocation")) {
      // A chart has no place for a variable that is not one; what cannot be done here is the platform's own.
      assign.set_variable("_nowhere");
    } else if (node.attribute("conf:systemVarLocation")) {
      assign.set_variable(node.attribute("conf:systemVarLocation").value());
    } else {
      assign.set_variable(VariableOf(node));
    }
    *assign.mutable_from() = Value(node, places, delays_.contains(assign.variable()));
  }

  void AddForEach(const pugi::xml_node& node, const std::string& source, v1::ForEach& loop) {
    const std::string array = node.attribute("conf:arrayVar") ? node.attribute("conf:arrayVar").value() : node.attribute("conf:arrayTextVar").value();
    CheckAttributes(node, {"conf:item", "conf:illegalItem", "conf:index", "conf:arrayVar", "conf:arrayTextVar"});
    *loop.mutable_of() = OfVariable(array);
    loop.set_as(node.attribute("conf:illegalItem") ? "_nowhere" : Variable(node.attribute("conf:item").value()));
    if (const auto index = node.attribute("conf:index")) loop.set_index(Variable(index.value()));
    AddActions(node, source, *loop.mutable_do_());
    // Here a loop does something, if only to note that it went round.
    if (loop.do_().empty()) loop.add_do_()->set_log("round");
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
    const std::string type = node.attribute("type").value();
    if (!type.empty() && type != kScxmlProcessor) return GiveUp("processors of events");
    v1::Send& send = *actions.Add()->mutable_send();
    send.set_to(v1::Send::TO_SELF);
    for (const auto& attribute : node.attributes()) AddToSend(attribute.name(), attribute.value(), send);
    AddCarried(node, send);
  }

  void AddToSend(const std::string& name, const std::string& value, v1::Send& send) {
    if (name == "event") {
      send.set_event(value);
    } else if (name == "conf:eventExpr") {
      *send.mutable_event_from() = OfVariable(value);
    } else if (name == "id") {
      send.set_id(value);
    } else if (name == "conf:idlocation") {
      send.set_id_to(Variable(value));
    } else if (name == "delay" || name == "conf:delay") {
      const auto seconds = Seconds(name == "delay" ? value : value + "s");
      if (!seconds) return GiveUp("expressions: delay");
      send.mutable_after()->set_seconds(*seconds);
    } else if (name == "conf:delayFromVar") {
      *send.mutable_after()->mutable_seconds_from() = OfVariable(value);
    } else if (name == "target" && value == "#_internal") {
      send.set_to(v1::Send::TO_INTERNAL);
    } else if (name == "conf:illegalTarget") {
      AddressStep(send, Impossible());
    } else if (name == "conf:unreachableTarget") {
      AddressStep(send, Text("no such step"));
    } else if (name == "conf:targetVar" || name == "conf:targetExpr") {
      AddressStep(send, OfVariable(value));
    } else if (name == "conf:namelist") {
      v1::Datum& datum = *send.add_data();
      datum.set_id(Variable(value));
      *datum.mutable_value() = OfVariable(value);
    } else if (name == "conf:invalidNamelist") {
      v1::Datum& datum = *send.add_data();
      datum.set_id("unset");
      *datum.mutable_value() = Impossible();
    } else if (name == "target") {
      GiveUp("other sessions");
    } else if (name != "type") {
      GiveUp("expressions: " + name);
    }
  }

  static void AddressStep(v1::Send& send, const v1::Operand& step) {
    send.set_to(v1::Send::TO_STEP);
    *send.mutable_step() = step;
  }

  void AddCancel(const pugi::xml_node& node, Actions& actions) {
    CheckAttributes(node, {"sendid", "conf:sendIDExpr"});
    v1::Operand& id = *actions.Add()->mutable_cancel()->mutable_id();
    const auto variable = node.attribute("conf:sendIDExpr");
    id = variable ? OfVariable(variable.value()) : Text(node.attribute("sendid").value());
  }

  std::set<std::string> delays_;  // variables that are used as times
  bool late_ = false;             // data come when their state is entered
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
