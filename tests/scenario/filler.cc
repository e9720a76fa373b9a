#include "scenario/filler.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <regex>

#include "base/words.h"

namespace arshjul::scenario {
namespace {

using cycle::FormField;

// What is typed becomes what the field holds; what cannot is left for the core to refuse.
Value Typed(const FormField& field, const std::string& text, Date today) {
  if (text == "tom") return "";
  if (field.type == "DATE" && text == "i dag") return FormatDate(today);
  if (field.type == "PERSON") return Slug(text);
  if (field.type == "NUMBER") {
    std::string digits = text;
    std::replace(digits.begin(), digits.end(), ',', '.');
    double number = 0;
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error == std::errc() && end == digits.data() + digits.size()) return number;
  }
  return text;
}

Value Standing(const FormField& field, Date today) {
  if (!field.standard.IsBlank()) return field.standard;
  if (field.type == "CHOICE") return field.options.empty() ? "" : field.options.front().value;
  if (field.type == "NUMBER") return field.min.AsNumber() ? field.min : Value(1);
  if (field.type != "DATE") return "tekst";
  std::string day = FormatDate(today);
  if (field.min.AsString()) day = std::max(day, field.min.Text());
  return day;
}

const FormField& FieldOf(const std::vector<FormField>& fields, const std::string& id, int line) {
  std::string known;
  for (const FormField& field : fields) {
    if (field.id == id) return field;
    known += (known.empty() ? "" : ", ") + field.id;
  }
  throw Unreadable(line, fmt::format("skjemaet har ikke feltet {}; det har {}", id, known));
}

void FillTable(const FormField& field, const std::vector<Assignment>& assignments, Date today, List& rows,
               bool& touched) {
  std::vector<bool> removed(rows.size(), false);
  for (const Assignment& given : assignments) {
    if (given.field != field.id) continue;
    touched = true;
    if (given.row.empty()) {
      if (given.value != "ingen")
        throw Unreadable(given.line, "en tabell fylles rad for rad: " + field.id + "[rad].kolonne = …");
      std::fill(removed.begin(), removed.end(), true);
      continue;
    }
    std::vector<size_t> named = RowsNamed(rows, given.row);
    if (named.empty() && field.open_rows && given.row != "*") {
      bool number = given.row.find_first_not_of("0123456789") == std::string::npos;
      rows.push_back(number ? Value(Object{}) : Value(Object{{field.columns.front().id, given.row}}));
      removed.push_back(false);
      named = {rows.size() - 1};
    }
    if (named.empty() && given.row != "*")
      throw Unreadable(given.line, fmt::format("{} har ingen rad {}", field.id, given.row));
    for (size_t at : named) {
      if (given.column.empty() && given.value == "fjernes") {
        removed[at] = true;
      } else {
        (*rows[at].AsObject())[given.column] =
            Typed(FieldOf(field.columns, given.column, given.line), given.value, today);
      }
    }
  }
  for (size_t at = rows.size(); at-- > 0;) {
    if (removed[at]) rows.erase(rows.begin() + static_cast<long>(at));
  }
}

// What the scenario leaves blank on purpose ("tom") stays blank.
bool FillRequiredColumns(const FormField& field, Date today, List& rows) {
  bool filled = false;
  for (Value& row : rows) {
    for (const FormField& column : field.columns) {
      if (!column.required || column.read_only || row.AsObject() == nullptr || row.AsObject()->contains(column.id))
        continue;
      if (!column.unless.empty() && !row[column.unless].IsBlank()) continue;
      (*row.AsObject())[column.id] = Standing(column, today);
      filled = true;
    }
  }
  return filled;
}

bool Among(const std::vector<std::string>& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

}  // namespace

Assignment ReadAssignment(const Line& line) {
  static const std::regex shape(R"(([a-z_]+)(?:\[(.+?)\])?(?:\.([a-z_]+))? = (.*))");
  std::smatch match;
  if (!std::regex_match(line.text, match, shape)) {
    throw Unreadable(
        line.number,
        fmt::format("forstår ikke «{}»: skriv felt = verdi, eller tabell[rad].kolonne = verdi", line.text));
  }
  return {line.number, match[1], match[2], match[3], match[4]};
}

std::vector<size_t> RowsNamed(const List& rows, const std::string& name) {
  std::vector<size_t> out;
  bool number = name.find_first_not_of("0123456789") == std::string::npos;
  for (size_t i = 0; i < rows.size(); ++i) {
    bool named = name == "*" || (number && std::to_string(i + 1) == name);
    if (!named && !number && rows[i].AsObject() != nullptr) {
      for (const auto& [column, value] : *rows[i].AsObject()) named |= value.Text() == name;
    }
    if (named) out.push_back(i);
  }
  return out;
}

Value FillForm(const cycle::Form& form, const cycle::FormAction* action, const std::vector<Assignment>& assignments,
               Date today) {
  Object data;
  for (const Assignment& given : assignments) FieldOf(form.fields, given.field, given.line);
  for (const FormField& field : form.fields) {
    auto saved = form.draft.find(field.id);
    if (field.type == "TABLE") {
      const Value& from = saved != form.draft.end() ? saved->second : field.standard;
      List rows = from.AsList() == nullptr ? List() : *from.AsList();
      bool touched = false;
      FillTable(field, assignments, today, rows, touched);
      if (action != nullptr && Among(action->fields, field.id)) touched |= FillRequiredColumns(field, today, rows);
      if (touched) data[field.id] = rows;
      continue;
    }
    auto given =
        std::find_if(assignments.begin(), assignments.end(), [&](const Assignment& a) { return a.field == field.id; });
    if (given != assignments.end()) {
      data[field.id] = Typed(field, given->value, today);
    } else if (action != nullptr && saved == form.draft.end() && Among(action->fields, field.id) &&
               (field.required || Among(action->required, field.id))) {
      data[field.id] = Standing(field, today);
    }
  }
  return data;
}

}  // namespace arshjul::scenario
