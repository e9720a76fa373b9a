// Forms made of choices, and what comes back in them. What is taken once is taken again as it was kept.
#include <algorithm>

#include "cycle/form.h"
#include "cycle/state.h"
#include "fuzz/fuzz.h"

namespace arshjul::fuzz {
namespace {

using cycle::FormField;

constexpr unsigned kMostFields = 5;
constexpr const char* kNames[] = {"a", "b", "c", "d", "e"};
constexpr const char* kTypes[] = {"TEXT", "NUMBER", "DATE", "CHOICE", "PERSON", "TABLE"};

Value MakeValue(Choices& choices, unsigned depth) {
  switch (choices.Below(depth < 4 ? 9 : 6)) {
    case 0: return {};
    case 1: return choices.Coin();
    case 2: return choices.Double();
    case 3: return choices.Text(12);
    case 4: return choices.Coin() ? "x" : "2015-01-31";
    case 5: return choices.Coin() ? "y" : " ";
    case 6: {
      List list;
      for (unsigned count = choices.Below(4); count > 0; --count) list.push_back(MakeValue(choices, depth + 1));
      return list;
    }
    default: {
      Object object;
      for (unsigned count = choices.Below(5); count > 0; --count) object[kNames[choices.Below(kMostFields)]] = MakeValue(choices, depth + 1);
      return object;
    }
  }
}

FormField MakeField(Choices& choices, unsigned number, bool column) {
  FormField field;
  field.id = field.label = kNames[number];
  field.type = kTypes[choices.Below(column ? 5 : 6)];
  field.required = choices.Coin();
  field.read_only = choices.Below(4) == 0;
  field.open_rows = choices.Coin();
  if (field.type == "CHOICE") field.options = {{"x", "X"}, {"y", "Y"}};
  if (choices.Coin()) field.min = field.type == "DATE" ? Value("2014-12-31") : Value(0);
  if (choices.Coin()) field.max = field.type == "DATE" ? Value("2015-12-31") : Value(100);
  if (choices.Coin()) field.max_length = 5;
  if (choices.Below(4) == 0) field.unless = kNames[choices.Below(kMostFields)];
  if (field.type != "TABLE") {
    if (!column && choices.Coin()) field.standard = MakeValue(choices, 4);
    return field;
  }
  const unsigned columns = 1 + choices.Below(kMostFields);
  for (unsigned i = 0; i < columns; ++i) field.columns.push_back(MakeField(choices, i, true));
  // The rows of a source are told apart by their first column, which the source fills and nobody writes.
  if (!field.open_rows) {
    field.columns.front() = FormField();
    field.columns.front().id = field.columns.front().label = kNames[0];
    field.columns.front().type = "TEXT";
    field.columns.front().read_only = true;
  } else {
    // Rows that people add have nothing in them that only a source fills.
    for (FormField& each : field.columns) each.read_only = false;
  }
  List rows;
  for (unsigned count = choices.Below(4); count > 0; --count) {
    Object row;
    for (unsigned i = 0; i < columns; ++i) row[kNames[i]] = MakeValue(choices, 4);
    if (!field.open_rows) row[kNames[0]] = "row " + std::to_string(count);
    rows.push_back(std::move(row));
  }
  if (choices.Coin()) field.standard = std::move(rows);
  return field;
}

// What was kept, with what was left empty said to be so: what is not said at all stands at its standard.
Value SaidAgain(const std::vector<FormField>& fields, const Object& kept) {
  Object said = kept;
  for (const FormField& field : fields) {
    auto found = said.find(field.id);
    if (found == said.end()) {
      if (field.type != "TABLE") said[field.id] = "";
    } else if (List* rows = found->second.AsList(); rows != nullptr && field.type == "TABLE") {
      for (Value& row : *rows) row = SaidAgain(field.columns, *row.AsObject());
    }
  }
  return said;
}

void Check(Choices& choices) {
  cycle::Form form;
  const unsigned fields = 1 + choices.Below(kMostFields);
  for (unsigned i = 0; i < fields; ++i) form.fields.push_back(MakeField(choices, i, false));
  cycle::FormAction action{"send", "Send", false, {}, {}};
  for (unsigned i = 0; i < fields; ++i) {
    if (choices.Below(4) != 0) action.fields.push_back(kNames[i]);
    if (choices.Below(4) == 0) action.required.push_back(kNames[i]);
  }
  cycle::State state(nullptr);
  const Value given = MakeValue(choices, 0);
  for (const cycle::FormAction* with : {static_cast<const cycle::FormAction*>(nullptr), static_cast<const cycle::FormAction*>(&action)}) {
    const cycle::Checked checked = cycle::CheckForm(state, form, with, given);
    for (const auto& [id, value] : checked.data) {
      Require(std::any_of(form.fields.begin(), form.fields.end(), [&id = id](const FormField& field) { return field.id == id; }), "what is kept has a field");
    }
    for (const FieldViolation& violation : checked.violations) Require(!violation.problem.empty(), "a fault has a name");
    if (!checked.violations.empty()) continue;
    const cycle::Checked again = cycle::CheckForm(state, form, with, SaidAgain(form.fields, checked.data));
    if (!again.violations.empty()) {
      const FieldViolation& violation = again.violations.front();
      Require(false, "what was taken is taken again: " + ToJson(given) + " as " + ToJson(checked.data) + ": " + violation.field + " " + violation.problem);
    }
    Require(ToJson(again.data) == ToJson(checked.data), "what was kept is kept as it is");
  }
}

}  // namespace
}  // namespace arshjul::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  arshjul::fuzz::Choices choices(data, size);
  arshjul::fuzz::Check(choices);
  return 0;
}
