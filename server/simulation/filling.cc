#include "simulation/filling.h"

#include <algorithm>
#include <cmath>

#include "measurement/measurement.h"

namespace arshjul::simulation {
namespace {

using cycle::FormField;

// Characters. A title, a figure and a case number are shorter than what somebody has to say.
constexpr int kLittleRoom = 60, kLittleRoomInRow = 200;

Value DayFor(const FormField& field, const Pen& pen) {
  std::optional<Date> day = pen.ahead, least = ParseDate(field.min.Text()), most = ParseDate(field.max.Text());
  if (!day) day = least ? least : most;
  if (!day) return {};
  if (least) day = std::max(*day, *least);
  if (most) day = std::min(*day, *most);
  return FormatDate(*day);
}

Value FieldFor(const FormField& field, const Pen& pen, int little_room) {
  if (!field.standard.IsBlank()) return field.standard;
  if (field.type == "CHOICE") return field.options.empty() ? Value() : Value(field.options.front().value);
  if (field.type == "NUMBER" && field.unit == "kr") return pen.money;
  if (field.type == "NUMBER") return field.min.IsNull() ? Value(1) : field.min;
  if (field.type == "DATE") return DayFor(field, pen);
  if (field.type == "TEXT") return field.max_length <= little_room ? pen.figure : pen.text;
  return {};
}

// Is the column the other of two that do not go together? A result and why it is missing, with the day it is expected; an
// agreed target and its cap. The form says it of the first pair alone ("unless").
bool StandsIn(const FormField& table, const FormField& column) {
  return column.id == "expected" || column.id == "capped_target" ||
         std::any_of(table.columns.begin(), table.columns.end(), [&](const FormField& other) { return other.unless == column.id; });
}

// The figure that stands in the row for the eyes alone: a result is asked for beside its target.
std::optional<double> FigureBeside(const FormField& table, const Value& row) {
  std::optional<double> out;
  for (const FormField& column : table.columns) {
    if (!column.read_only || row[column.id].IsBlank()) continue;
    const measurement::Target target = measurement::ReadTarget(row[column.id].Text());
    if (target.kind == measurement::TargetKind::kNumeric && target.figure.missing == measurement::Missing::kNone) out = target.figure.number;
  }
  return out;
}

Value CellFor(const FormField& table, const FormField& column, const Value& row, const Pen& pen) {
  if (column.type == "NUMBER" && column.unit != "kr") {
    // One decimal: as precise as what is measured in a municipality mostly is.
    if (std::optional<double> beside = FigureBeside(table, row)) return std::round(*beside * (100 + pen.off) / 10) / 10;
  }
  return FieldFor(column, pen, kLittleRoomInRow);
}

List RowsFor(const FormField& table, const Pen& pen) {
  const List* standard = table.standard.AsList();
  List rows = standard == nullptr ? List() : *standard;
  for (Value& row : rows) {
    for (const FormField& column : table.columns) {
      if (column.read_only || !row[column.id].IsBlank() || StandsIn(table, column)) continue;
      (*row.AsObject())[column.id] = CellFor(table, column, row, pen);
    }
  }
  return rows;
}

}  // namespace

Object FillForm(const cycle::Form& form, const cycle::FormAction& action, const Pen& pen, Object given) {
  auto among = [](const std::vector<std::string>& ids, const std::string& id) { return std::find(ids.begin(), ids.end(), id) != ids.end(); };
  Object data = std::move(given);
  for (const FormField& field : form.fields) {
    if (!among(action.fields, field.id) || field.read_only || data.contains(field.id) || field.type == "PERSON") continue;
    if (field.type == "TABLE") {
      data[field.id] = RowsFor(field, pen);
      continue;
    }
    auto other = data.find(field.unless);
    const bool excused = other != data.end() && !other->second.IsBlank();
    const bool wanted = among(action.required, field.id) || (field.required && !excused);
    if (wanted || !field.standard.IsBlank()) data[field.id] = FieldFor(field, pen, kLittleRoom);
  }
  return data;
}

}  // namespace arshjul::simulation
