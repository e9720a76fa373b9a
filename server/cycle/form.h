// A task's form: all that a client needs to render and fill it without knowing the workflow; and the check of what comes
// back. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "access/access.h"
#include "base/refusal.h"
#include "cycle/decide.h"

namespace arshjul::cycle {

struct FormOption {
  std::string value, label;
};

// What was answered the last time the same was asked: of the same unit, or between the same two.
struct EarlierAnswer {
  int year = 0;       // of the cycle it was answered in
  Value value;        // as it would be sent now
  std::string words;  // as it was shown: the option's or the person's name; "" where the value says it itself
};

struct FormField {
  std::string id, label, help, never, purpose, unit;
  std::string type;      // TEXT, NUMBER, DATE, CHOICE, PERSON, TABLE
  bool required = false, read_only = false, open_rows = false;
  access::Audience audience = access::Audience::kNone;
  std::vector<FormOption> options;
  std::vector<FormField> columns;
  Value min, max;        // number, or date as text; null: no limit
  Value standard;        // what it holds before anybody writes: last year's answer, today, the rows of a table
  int max_length = 0;    // characters
  std::optional<EarlierAnswer> earlier;
  std::string unless;    // a required one need not be filled where this other field, or column of the row, is
};

struct Form {
  std::vector<FormField> fields;
  Object draft;  // what was saved, or submitted when the task is done
};

struct FormAction {
  std::string id, title;
  bool back = false;
  std::vector<std::string> fields;    // what it takes
  std::vector<std::string> required;  // of those, what it cannot do without
};

const workflow::v1::Task* FindTaskDefinition(State& state, const Context& context, const Task& task);

// The open task that closes the cycle, or null.
const Task* FindClosingTask(State& state, const Context& context, const Cycle& cycle);

// The form as it stands for the task now. `saved` is what the limits that look across fields are taken from. Texts in
// `language`. Fields whose audience `may_see` denies are left out.
Form BuildForm(State& state, const Context& context, const Task& task, const Object& saved, const std::string& language,
               const std::function<bool(const workflow::v1::Field&)>& may_see);

// The actions that the task's step would take now.
std::vector<FormAction> ActionsOf(State& state, const Context& context, const Task& task, const std::string& language);

// Checks `given` against the form for one action and fills in what was left at its standard. All that is wrong at once.
struct Checked {
  Object data;
  std::vector<FieldViolation> violations;
};
Checked CheckForm(State& state, const Form& form, const FormAction* action, const Value& given);

// The first rows of a table, or the first value of a field.
Value SourceValue(State& state, const Context& context, const Task& task, const workflow::v1::Field& field, const std::string& language);

std::string TextIn(const workflow::v1::Text& text, const std::string& language);

// Saved fields of the task: the draft and, where `may_see` allows, its personnel text.
Object SavedFields(const Context& context, const Task& task, const workflow::v1::Task& definition,
                   const std::function<bool(const workflow::v1::Field&)>& may_see);

}  // namespace arshjul::cycle
