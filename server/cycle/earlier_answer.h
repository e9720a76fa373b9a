// What was answered the last time the same was asked: of the same unit, between the same two, or of the office. Pure.
#pragma once

#include "cycle/form.h"

namespace arshjul::cycle {

// The task in which it was answered: of the same kind, completed, of the latest earlier year that was not called off. Null: none.
const Task* EarlierTask(State& state, const Context& context, const Task& task, const Step& step);

// May an answer of then be this field's now? Where it is written, and is of the same type.
bool SameQuestion(const workflow::v1::Field& now, const workflow::v1::Field& then);

// What a field holds before anybody has answered it, where the workflow names no source: of a choice about a unit, last
// time's, while it is still offered. Never a text, a day, a number, a person or a table: each must be said anew to be true;
// nor personnel text, which is shown and not assumed.
Value EarlierStandard(State& state, const Context& context, const Task& task, const Step& step, const workflow::v1::Field& field);

}  // namespace arshjul::cycle
