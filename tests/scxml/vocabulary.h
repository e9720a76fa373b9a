// What the W3C's tests say in their conf: markup of values and conditions, in the words of the workflow language. What it
// has no word for is kept as the reason why the test is out of scope.
#pragma once

#include <optional>
#include <pugixml.hpp>
#include <set>
#include <string>
#include <utility>

#include "arshjul/workflow/v1/workflow.pb.h"

namespace arshjul::scxml {

// The tests leave it to whoever runs them what this is.
inline constexpr const char* kSomeValue = "some value";
// Variables of our own: one that is neither true nor false, and one that holds what the chart should be called.
inline constexpr const char* kNoTruth = "no-truth";
inline constexpr const char* kExpectedName = "expected-name";

class Vocabulary {
 public:
  using Operand = workflow::v1::Operand;
  using Guard = workflow::v1::Guard;

  const std::string& out_of_scope() const { return out_of_scope_; }
  // The first reason stands.
  void GiveUp(const std::string& reason);
  void CheckAttributes(const pugi::xml_node& node, const std::set<std::string>& known);

  // What the node's attributes but the `known` ones, or else its content, say. `is_delay`: as a time.
  Operand Value(const pugi::xml_node& node, std::set<std::string> known, bool is_delay = false);
  // Of an attribute of a transition or an <if> that stands in `source`.
  void AddGuard(const std::string& name, const std::string& value, const std::string& source, Guard& guard);

  // Var1 of "1".
  static std::string Variable(const std::string& number);
  // Of a node that names one.
  static std::string VariableOf(const pugi::xml_node& node);
  static Operand Text(const std::string& text);
  static Operand Number(double number);
  static Operand OfVariable(const std::string& number);
  // Nothing that can be worked out: a field that no event has.
  static Operand Impossible();
  // 1.5 of "1.5s".
  static std::optional<double> Seconds(const std::string& text);

 private:
  static Operand OfEvent(workflow::v1::EventPart part);
  static Operand OfField(const std::string& field);
  std::optional<workflow::v1::EventPart> Part(const std::string& name);
  Operand SystemVariable(const std::string& name);
  Operand Constant(const std::string& text, bool is_delay);
  std::optional<Operand> ValueOfAttribute(const std::string& name, const std::string& value, bool is_delay);
  Operand Content(const pugi::xml_node& node);
  static workflow::v1::Compare& OnVariable(Guard& guard, const std::string& number);
  static workflow::v1::Compare& OnEvent(Guard& guard, workflow::v1::EventPart part);
  bool AddGuardOnStates(const std::string& name, const std::string& value, const std::string& source, Guard& guard);
  bool AddGuardOnVariable(const std::string& name, const std::string& value, Guard& guard);
  bool AddGuardOnEvent(const std::string& name, const std::string& value, Guard& guard);
  bool AddCondition(const std::string& text, Guard& guard);
  static std::pair<std::string, std::string> Sides(const std::string& value);

  std::string out_of_scope_;
};

}  // namespace arshjul::scxml
