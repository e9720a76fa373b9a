// What guards and actions do with variables and with what an event carries: the part of the vocabulary that asks nothing
// of the year.
#pragma once

#include <map>
#include <string>

#include "arshjul/workflow/v1/workflow.pb.h"
#include "base/value.h"

namespace arshjul::statechart {

using Variables = std::map<std::string, Value>;

// `data` is the event's; a field or variable that is not there is null.
bool Holds(const workflow::v1::Compare& compare, const Value& data, const Variables& variables);

// What the variable is to be.
Value Assigned(const workflow::v1::Assign& assign, const Value& data, const Variables& variables);

}  // namespace arshjul::statechart
