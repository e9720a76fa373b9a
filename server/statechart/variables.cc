#include "statechart/variables.h"

#include <algorithm>
#include <cmath>

#include "statechart/limits.h"

namespace arshjul::statechart {

using workflow::v1::Assign;
using workflow::v1::Compare;
using workflow::v1::Operand;

namespace {

std::string AsText(const Value& value) { return value.AsString() ? value.Text() : value.IsNull() ? "" : ToJson(value); }

const Value* Find(const Variables& variables, const std::string& name) {
  const auto found = variables.find(name);
  return found == variables.end() ? nullptr : &found->second;
}

const Value* FindField(const Value& data, const std::string& name) {
  const Object* object = data.AsObject();
  if (object == nullptr) return nullptr;
  const auto found = object->find(name);
  return found == object->end() ? nullptr : &found->second;
}

Value TextOrBlank(const std::string& text) { return text.empty() ? Value() : Value(text); }

Value PartOf(const Event& event, workflow::v1::EventPart part) {
  switch (part) {
    case workflow::v1::EVENT_PART_NAME: return TextOrBlank(event.name);
    case workflow::v1::EVENT_PART_TYPE: return event.name.empty() ? Value() : Value(NameOf(event.type));
    case workflow::v1::EVENT_PART_SEND_ID: return TextOrBlank(event.send_id);
    case workflow::v1::EVENT_PART_ORIGIN: return TextOrBlank(event.origin);
    case workflow::v1::EVENT_PART_DATA: return event.data;
    default: return {};
  }
}

Truth ToTruth(bool holds) { return holds ? Truth::kTrue : Truth::kFalse; }

template <class Test> Truth OfNumber(const Value& value, Test test) {
  if (const double* number = value.AsNumber()) return ToTruth(test(*number));
  return value.IsBlank() ? Truth::kFalse : Truth::kUnknown;
}

// Numbers with numbers, texts with texts by their bytes.
Truth Less(const Value& left, const Value& right) {
  if (left.IsBlank() || right.IsBlank()) return Truth::kFalse;
  if (left.AsNumber() && right.AsNumber()) return ToTruth(*left.AsNumber() < *right.AsNumber());
  if (left.AsString() && right.AsString()) return ToTruth(left.Text() < right.Text());
  return Truth::kUnknown;
}

Truth SomeRow(const Value& value, const workflow::v1::ColumnEquals& wanted) {
  const List* rows = value.AsList();
  if (rows == nullptr) return value.IsBlank() ? Truth::kFalse : Truth::kUnknown;
  return ToTruth(std::any_of(rows->begin(), rows->end(),
                             [&](const Value& row) { return AsText(row[wanted.column()]) == wanted.equals(); }));
}

Truth With(const Value& left, const Operand& operand, const Scope& scope, Compare::TestCase test) {
  const Worked right = Evaluate(operand, scope);
  // What was never set equals nothing and is no measure.
  if (right.fault != nullptr) return Truth::kFalse;
  if (test == Compare::kSameAs) return ToTruth(left == right.value);
  return test == Compare::kBelow ? Less(left, right.value) : Less(right.value, left);
}

Worked Added(const Value* before, double more) {
  if (before != nullptr && !before->IsBlank() && before->AsNumber() == nullptr) return {{}, kWrongKind};
  const double sum = (before != nullptr && before->AsNumber() != nullptr ? *before->AsNumber() : 0) + more;
  if (!(std::abs(sum) <= kMaxNumber)) return {{}, kTooLarge};
  return {sum};
}

Worked Appended(const Value* before, Worked element) {
  if (element.fault != nullptr) return element;
  List list;
  if (before != nullptr && !before->IsBlank()) {
    if (before->AsList() == nullptr) return {{}, kWrongKind};
    list = *before->AsList();
  }
  list.push_back(std::move(element.value));
  return {Value(std::move(list))};
}

Worked Checked(Worked worked) {
  if (worked.fault == nullptr && DepthOf(worked.value) > kMaxValueDepth) return {{}, kTooLarge};
  return worked;
}

}  // namespace

size_t SizeOf(const Value& value) {
  size_t size = sizeof(Value);
  if (const auto* text = value.AsString()) size += text->size();
  if (const auto* list = value.AsList()) {
    for (const Value& element : *list) size += SizeOf(element);
  }
  if (const auto* object = value.AsObject()) {
    for (const auto& [key, member] : *object) size += sizeof(Object::value_type) + key.size() + SizeOf(member);
  }
  return size;
}

int DepthOf(const Value& value) {
  int deepest = 0;
  if (const auto* list = value.AsList()) {
    for (const Value& element : *list) deepest = std::max(deepest, DepthOf(element));
  }
  if (const auto* object = value.AsObject()) {
    for (const auto& [key, member] : *object) deepest = std::max(deepest, DepthOf(member));
  }
  return deepest + 1;
}

Truth Holds(const Compare& compare, const Scope& scope) {
  static const Value kNull;
  const Value part = compare.event() == workflow::v1::EVENT_PART_UNSPECIFIED ? Value() : PartOf(scope.event, compare.event());
  const Value* found = &part;
  if (!compare.variable().empty()) found = Find(scope.variables, compare.variable());
  if (!compare.field().empty()) found = FindField(scope.event.data, compare.field());
  const Value& value = found == nullptr ? kNull : *found;
  switch (compare.test_case()) {
    case Compare::kEquals: return ToTruth(AsText(value) == compare.equals());
    case Compare::kIs: return ToTruth(value.AsNumber() != nullptr && *value.AsNumber() == compare.is());
    case Compare::kLessThan: return OfNumber(value, [&](double number) { return number < compare.less_than(); });
    case Compare::kGreaterThan: return OfNumber(value, [&](double number) { return number > compare.greater_than(); });
    case Compare::kPresent: return ToTruth(value.IsBlank() != compare.present());
    case Compare::kSomeRow: return SomeRow(value, compare.some_row());
    case Compare::kIsSet: {
      const bool set = found == &part ? !part.IsNull() : found != nullptr;
      return ToTruth(set == compare.is_set());
    }
    case Compare::kTruth:
      if (value.AsBool() != nullptr) return ToTruth(*value.AsBool() == compare.truth());
      return value.IsBlank() ? Truth::kFalse : Truth::kUnknown;
    case Compare::kSameAs: return found == nullptr ? Truth::kFalse : With(value, compare.same_as(), scope, Compare::kSameAs);
    case Compare::kBelow: return With(value, compare.below(), scope, Compare::kBelow);
    case Compare::kAbove: return With(value, compare.above(), scope, Compare::kAbove);
    case Compare::TEST_NOT_SET: return Truth::kFalse;
  }
  return Truth::kFalse;
}

Worked Evaluate(const Operand& operand, const Scope& scope) {
  const Value* found = nullptr;
  switch (operand.operand_case()) {
    case Operand::kText: return {operand.text()};
    case Operand::kNumber: return {operand.number()};
    case Operand::kTruth: return {operand.truth()};
    case Operand::kVariable: found = Find(scope.variables, operand.variable()); break;
    case Operand::kField: found = FindField(scope.event.data, operand.field()); break;
    case Operand::kEvent: return Checked({PartOf(scope.event, operand.event())});
    case Operand::kOwn: return {Value(operand.own() == workflow::v1::OWN_CHART ? scope.chart : scope.step)};
    case Operand::kList: {
      List list;
      for (const Operand& of : operand.list().of()) {
        Worked element = Evaluate(of, scope);
        if (element.fault != nullptr) return element;
        list.push_back(std::move(element.value));
      }
      return Checked({Value(std::move(list))});
    }
    case Operand::OPERAND_NOT_SET: break;
  }
  if (found == nullptr) return {{}, kNoValue};
  return Checked({*found});
}

Worked Assigned(const Assign& assign, const Scope& scope) {
  const Value* before = Find(scope.variables, assign.variable());
  switch (assign.value_case()) {
    case Assign::kText: return {assign.text()};
    case Assign::kNumber: return {assign.number()};
    case Assign::kTruth: return {assign.truth()};
    case Assign::kAdd: return Added(before, assign.add());
    case Assign::kFromField: {
      const Value* field = FindField(scope.event.data, assign.from_field());
      return field == nullptr ? Worked{{}, kNoValue} : Checked({*field});
    }
    case Assign::kFrom: return Evaluate(assign.from(), scope);
    case Assign::kAddFrom: {
      const Worked more = Evaluate(assign.add_from(), scope);
      if (more.fault != nullptr) return more;
      return more.value.AsNumber() == nullptr ? Worked{{}, kWrongKind} : Added(before, *more.value.AsNumber());
    }
    case Assign::kAppend: return Checked(Appended(before, Evaluate(assign.append(), scope)));
    case Assign::VALUE_NOT_SET: break;
  }
  return {{}, kNoValue};
}

}  // namespace arshjul::statechart
