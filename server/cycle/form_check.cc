#include <algorithm>
#include <set>

#include "base/value.h"
#include "cycle/form.h"

namespace arshjul::cycle {
namespace {

size_t Characters(const std::string& text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

std::string Shown(const Value& value) { return value.AsString() ? value.Text() : ToJson(value); }

// Another field stands in for this one: by what is kept of it, or by what was meant, where that is told to be put right.
bool Excused(const FormField& field, const Object& kept, const std::set<std::string>& wrong) {
  if (field.unless.empty()) return false;
  auto other = kept.find(field.unless);
  return wrong.contains(field.unless) || (other != kept.end() && !other->second.IsBlank());
}

class Checker {
 public:
  // A draft may be unfinished; what is there must be right all the same.
  Checker(State& state, bool draft, std::vector<FieldViolation>& violations)
      : state_(state), draft_(draft), violations_(violations) {}

  void Problem(const std::string& path, std::string problem, std::map<std::string, std::string> args = {}) {
    violations_.push_back({path, std::move(problem), std::move(args)});
  }

  // The value as it is kept, or null when it is wrong or blank.
  Value Scalar(const FormField& field, const std::string& path, const Value& given) {
    if (given.IsBlank()) return {};
    if (field.type == "TEXT") return Text(field, path, given);
    if (field.type == "NUMBER") return Number(field, path, given);
    if (field.type == "DATE") return DateOf(field, path, given);
    if (field.type == "CHOICE") return Choice(field, path, given);
    return Person(path, given);
  }

  Value Table(const FormField& field, const std::string& path, const Value& given) {
    const List* rows = given.AsList();
    if (rows == nullptr) {
      Problem(path, "not_a_table");
      return {};
    }
    return field.open_rows ? OpenRows(field, path, *rows) : FixedRows(field, path, *rows);
  }

 private:
  Value Text(const FormField& field, const std::string& path, const Value& given) {
    // 5 where a text is wanted is the text "5": a client need not know which figures may carry a sign.
    if (given.AsNumber() == nullptr && given.AsString() == nullptr) {
      Problem(path, "not_text");
      return {};
    }
    std::string text = Shown(given);
    if (field.max_length > 0 && Characters(text) > static_cast<size_t>(field.max_length)) {
      Problem(path, "too_long", {{"max", std::to_string(field.max_length)}});
      return {};
    }
    return text;
  }

  Value Number(const FormField& field, const std::string& path, const Value& given) {
    const double* number = given.AsNumber();
    if (number == nullptr) {
      Problem(path, "not_a_number", {{"value", Shown(given)}});
      return {};
    }
    if (field.min.AsNumber() && *number < *field.min.AsNumber()) {
      Problem(path, "below_min", {{"min", ToJson(field.min)}});
    } else if (field.max.AsNumber() && *number > *field.max.AsNumber()) {
      Problem(path, "above_max", {{"max", ToJson(field.max)}});
    }
    return given;
  }

  Value DateOf(const FormField& field, const std::string& path, const Value& given) {
    auto date = ParseDate(given.Text());
    if (!date) {
      Problem(path, "not_a_date", {{"value", Shown(given)}});
      return {};
    }
    auto earliest = ParseDate(field.min.Text()), latest = ParseDate(field.max.Text());
    if (earliest && *date < *earliest) {
      Problem(path, "before_earliest", {{"earliest", field.min.Text()}});
    } else if (latest && *date > *latest) {
      Problem(path, "after_latest", {{"latest", field.max.Text()}});
    }
    return given;
  }

  Value Choice(const FormField& field, const std::string& path, const Value& given) {
    std::string options;
    for (const FormOption& option : field.options) {
      if (option.value == Shown(given)) return option.value;
      options += (options.empty() ? "" : ", ") + option.value;
    }
    Problem(path, "unknown_option", {{"value", Shown(given)}, {"options", options}});
    return {};
  }

  Value Person(const std::string& path, const Value& given) {
    if (state_.Organisation().FindPerson(given.Text()) == nullptr) {
      Problem(path, "unknown_person", {{"value", Shown(given)}});
      return {};
    }
    return given;
  }

  // One row against its columns; `standard` is the row it began as, or null for a new one.
  Value Row(const FormField& field, const std::string& path, const Value& given, const Value& standard) {
    const Object* object = given.AsObject();
    if (object == nullptr) {
      Problem(path, "not_a_row");
      return {};
    }
    Object out;
    std::set<std::string> wrong;
    std::vector<const FormField*> blank;
    for (const auto& [id, value] : *object) {
      bool known = std::any_of(field.columns.begin(), field.columns.end(), [&id = id](const FormField& c) { return c.id == id; });
      if (!known) Problem(path + "." + id, "unknown_field");
    }
    for (const FormField& column : field.columns) {
      const Value& value = given[column.id];
      const Value& before = standard[column.id];
      const std::string at = path + "." + column.id;
      if (column.read_only) {
        if (!value.IsBlank() && Shown(value) != Shown(before)) Problem(at, "read_only", {{"value", Shown(before)}});
        if (!before.IsNull()) out[column.id] = before;
        continue;
      }
      const Value& filled = object->contains(column.id) ? value : before;
      const size_t problems = violations_.size();
      Value kept = Scalar(column, at, filled);
      if (violations_.size() != problems) wrong.insert(column.id);
      if (kept.IsBlank() && filled.IsBlank()) blank.push_back(&column);
      if (!kept.IsBlank()) out[column.id] = std::move(kept);
    }
    for (const FormField* column : blank) {
      if (!draft_ && column->required && !Excused(*column, out, wrong)) Problem(path + "." + column->id, "required", {{"label", column->label}});
    }
    return out;
  }

  // The standard row that a written one is about: the one with the same first column and, where several have it, with most
  // of the columns nobody may change.
  const Value* FindRow(const FormField& field, const Value& row) {
    const Value* best = nullptr;
    int most = 0;
    const List* standard = field.standard.AsList();
    if (standard == nullptr) return nullptr;
    const std::string& key = field.columns.front().id;
    for (const Value& candidate : *standard) {
      if (Shown(candidate[key]) != Shown(row[key])) continue;
      int same = 1;
      for (const FormField& column : field.columns) {
        same += column.read_only && Shown(candidate[column.id]) == Shown(row[column.id]);
      }
      if (same > most) {
        most = same;
        best = &candidate;
      }
    }
    return best;
  }

  Value OpenRows(const FormField& field, const std::string& path, const List& rows) {
    static const Value kNew;
    List out;
    for (size_t i = 0; i < rows.size(); ++i) {
      const Value* standard = FindRow(field, rows[i]);
      Value row = Row(field, path + "[" + std::to_string(i) + "]", rows[i], standard == nullptr ? kNew : *standard);
      if (!row.IsNull()) out.push_back(std::move(row));
    }
    return out;
  }

  // The rows of the source, with what was written in them; a row left out stays as it was.
  Value FixedRows(const FormField& field, const std::string& path, const List& rows) {
    static const List kNone;
    const List& standard = field.standard.AsList() ? *field.standard.AsList() : kNone;
    std::vector<const Value*> written(standard.size(), nullptr);
    for (size_t i = 0; i < rows.size(); ++i) {
      const Value* found = FindRow(field, rows[i]);
      if (found == nullptr) {
        Problem(path + "[" + std::to_string(i) + "]", "row_unknown", {{"row", Shown(rows[i][field.columns.front().id])}});
      } else {
        written[static_cast<size_t>(found - standard.data())] = &rows[i];
      }
    }
    List out;
    for (size_t i = 0; i < standard.size(); ++i) {
      static const Value kUntouched{Object{}};
      Value row = Row(field, path + "[" + std::to_string(i) + "]", written[i] ? *written[i] : kUntouched, standard[i]);
      if (!row.IsNull()) out.push_back(std::move(row));
    }
    return out;
  }

  State& state_;
  bool draft_;
  std::vector<FieldViolation>& violations_;
};

}  // namespace

Checked CheckForm(State& state, const Form& form, const FormAction* action, const Value& given) {
  Checked checked;
  Checker checker(state, action == nullptr, checked.violations);
  static const Object kNothing;
  const Object* object = given.AsObject();
  if (object == nullptr && !given.IsNull()) {
    checker.Problem("data", "not_an_object");
    return checked;
  }
  if (object == nullptr) object = &kNothing;
  for (const auto& [id, value] : *object) {
    bool known = std::any_of(form.fields.begin(), form.fields.end(), [&id = id](const FormField& f) { return f.id == id; });
    if (!known) checker.Problem(id, "unknown_field");
  }
  auto among = [](const std::vector<std::string>& ids, const std::string& id) { return std::find(ids.begin(), ids.end(), id) != ids.end(); };
  std::set<std::string> wrong;
  std::vector<const FormField*> blank;
  for (const FormField& field : form.fields) {
    auto own = object->find(field.id);
    bool written = own != object->end() && !own->second.IsNull();
    if (action != nullptr && !among(action->fields, field.id)) {
      // What this action does not take must not be lost in silence.
      if (written && !own->second.IsBlank() && own->second != field.standard) checker.Problem(field.id, "not_with_action", {{"action", action->title}});
      continue;
    }
    if (field.read_only) {
      // For eyes alone: taken back as it was shown, and never kept.
      if (written && !own->second.IsBlank() && own->second != field.standard) checker.Problem(field.id, "read_only", {{"value", Shown(field.standard)}});
      continue;
    }
    if (action == nullptr && !written) continue;
    bool to_write = field.columns.empty() || std::any_of(field.columns.begin(), field.columns.end(), [](const FormField& column) { return !column.read_only; });
    // A draft of a table that nobody may write in would stand against what it shows by then.
    if (action == nullptr && !to_write) continue;
    const Value& value = written ? own->second : field.standard;
    size_t before = checked.violations.size();
    Value kept;
    if (field.type == "TABLE") {
      if (!value.IsNull()) kept = checker.Table(field, field.id, value);
    } else {
      kept = checker.Scalar(field, field.id, value);
    }
    if (checked.violations.size() != before) {
      wrong.insert(field.id);
    } else if (action != nullptr && kept.IsBlank()) {
      bool rows_there = field.type == "TABLE" && (!field.open_rows && value.AsList() != nullptr);
      if (among(action->required, field.id) && !field.required && !rows_there) {
        checker.Problem(field.id, "required_for_action", {{"label", field.label}, {"action", action->title}});
      } else if (field.required && !rows_there) {
        blank.push_back(&field);
      }
    }
    if (!kept.IsNull()) checked.data[field.id] = std::move(kept);
  }
  for (const FormField* field : blank) {
    if (!Excused(*field, checked.data, wrong)) checker.Problem(field->id, "required", {{"label", field->label}});
  }
  return checked;
}

}  // namespace arshjul::cycle
