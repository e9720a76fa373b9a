#include "statechart/variables.h"

#include <algorithm>

namespace arshjul::statechart {

using workflow::v1::Assign;
using workflow::v1::Compare;

namespace {

std::string AsText(const Value& value) { return value.AsString() ? value.Text() : value.IsNull() ? "" : ToJson(value); }

const Value& Find(const Variables& variables, const std::string& name) {
  static const Value kNull;
  const auto found = variables.find(name);
  return found == variables.end() ? kNull : found->second;
}

}  // namespace

bool Holds(const Compare& compare, const Value& data, const Variables& variables) {
  const Value& value = compare.field().empty() ? Find(variables, compare.variable()) : data[compare.field()];
  const double* number = value.AsNumber();
  switch (compare.test_case()) {
    case Compare::kEquals: return AsText(value) == compare.equals();
    case Compare::kIs: return number != nullptr && *number == compare.is();
    case Compare::kLessThan: return number != nullptr && *number < compare.less_than();
    case Compare::kGreaterThan: return number != nullptr && *number > compare.greater_than();
    case Compare::kPresent: return value.IsBlank() != compare.present();
    case Compare::kSomeRow: {
      const List* rows = value.AsList();
      return rows != nullptr && std::any_of(rows->begin(), rows->end(), [&](const Value& row) {
        return AsText(row[compare.some_row().column()]) == compare.some_row().equals();
      });
    }
    case Compare::TEST_NOT_SET: return false;
  }
  return false;
}

Value Assigned(const Assign& assign, const Value& data, const Variables& variables) {
  const Value& before = Find(variables, assign.variable());
  switch (assign.value_case()) {
    case Assign::kText: return assign.text();
    case Assign::kNumber: return assign.number();
    case Assign::kAdd: return (before.AsNumber() != nullptr ? *before.AsNumber() : 0) + assign.add();
    case Assign::kFromField: return data[assign.from_field()];
    case Assign::VALUE_NOT_SET: return before;
  }
  return before;
}

}  // namespace arshjul::statechart
