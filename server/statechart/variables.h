// What guards and actions do with variables and with what an event carries: the part of the vocabulary that asks nothing
// of the year.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "arshjul/workflow/v1/workflow.pb.h"
#include "statechart/chart.h"

namespace arshjul::statechart {

// What operands can name.
struct Scope {
  const Event& event;
  const Variables& variables;
  const std::string& chart;  // OWN_CHART
  const std::string& step;   // OWN_STEP
};

// Why something cannot be had or done: a word that "error.execution" carries as `fault`.
inline constexpr const char* kNoValue = "no_value";      // a variable that was never set, a field that the event does not have
inline constexpr const char* kWrongKind = "wrong_kind";  // a number where a text is wanted, and so on
inline constexpr const char* kTooLarge = "too_large";    // kMaxNumber, kMaxSeconds, kMaxValueDepth
inline constexpr const char* kReserved = "reserved";     // a variable of the platform, which no chart sets
inline constexpr const char* kNoTarget = "no_target";    // nobody to send to

// A value, or why there is none.
struct Worked {
  Value value;
  const char* fault = nullptr;
};

enum class Truth { kFalse, kTrue, kUnknown /* it cannot be asked of such a value */ };

// What is not there, or blank, is neither below nor above anything and is no truth value; what is there and of the wrong
// kind for the test makes it unknown.
Truth Holds(const workflow::v1::Compare& compare, const Scope& scope);

Worked Evaluate(const workflow::v1::Operand& operand, const Scope& scope);

// What the variable is to be.
Worked Assigned(const workflow::v1::Assign& assign, const Scope& scope);

// What an event carries, of a Send or a final State: null where nothing is said.
template <class Message> Worked Carried(const Message& message, const Scope& scope) {
  if (message.has_content()) return Evaluate(message.content(), scope);
  if (message.data().empty()) return {};
  Object data;
  for (const auto& datum : message.data()) {
    Worked worked = Evaluate(datum.value(), scope);
    if (worked.fault != nullptr) return worked;
    data[datum.id()] = std::move(worked.value);
  }
  return {Value(std::move(data))};
}

// Names that begin with "_" are the platform's.
inline bool IsReserved(std::string_view variable) { return variable.starts_with('_'); }

// Roughly the memory that a value takes, and how deep it is: 1 for what holds nothing.
size_t SizeOf(const Value& value);
int DepthOf(const Value& value);

}  // namespace arshjul::statechart
