#include "form_text.h"

#include <fmt/format.h>

#include "dates.h"

namespace arshjul::cli {
namespace {

using google::protobuf::Value;

std::string LimitsText(const Session& session, const v1::Field& field) {
  const std::string least = field.has_min() ? ValueText(session, field.min()) : "";
  const std::string most = field.has_max() ? ValueText(session, field.max()) : "";
  if (least.empty() && most.empty()) return "";
  if (most.empty()) return session.Get("form.at_least", {{"least", least}});
  if (least.empty()) return session.Get("form.at_most", {{"most", most}});
  return session.Get("form.between", {{"least", least}, {"most", most}});
}

std::string TypeText(const Session& session, const v1::Field& field) {
  std::string text = session.Named("form.type", v1::Field::Type_Name(field.type()));
  if (!field.unit().empty()) text += fmt::format(" ({})", field.unit());
  const std::string limits = LimitsText(session, field);
  if (!limits.empty()) text += ", " + limits;
  if (field.required() && field.required_unless().empty()) text += ", " + session.Get("form.required");
  if (field.required() && !field.required_unless().empty()) {
    text += ", " + session.Get("form.required_unless", {{"other", field.required_unless()}});
  }
  if (field.read_only()) text += ", " + session.Get("form.read_only");
  if (field.open_rows()) text += ", " + session.Get("form.open_rows");
  return text;
}

std::string OptionsText(const v1::Field& field) {
  std::string text;
  for (const auto& option : field.options()) {
    text += fmt::format("{}{} = {}", text.empty() ? "" : "\n", option.value(), option.label());
  }
  return text;
}

std::string ColumnsText(const Session& session, const v1::Field& field) {
  std::string text;
  for (const auto& column : field.columns()) {
    text += fmt::format("{}{}: {} – {}", text.empty() ? "" : "\n", column.id(), column.label(),
                        TypeText(session, column));
    const std::string options = OptionsText(column);
    if (!options.empty()) text += "\n  " + options;
  }
  return text;
}

std::string RowsText(const Session& session, const v1::Field& field, const Value& rows) {
  std::vector<Table::Column> columns;
  for (const auto& column : field.columns()) columns.push_back({column.label(), column.type() == v1::Field::NUMBER, true});
  Table table(columns);
  for (const Value& row : rows.list_value().values()) {
    std::vector<Cell> cells;
    for (const auto& column : field.columns()) {
      const auto& values = row.struct_value().fields();
      const auto found = values.find(column.id());
      cells.emplace_back(found == values.end() ? "" : ValueText(session, found->second));
    }
    table.Add(std::move(cells));
  }
  return table.Render(session.paper());
}

}  // namespace

std::string ValueText(const Session& session, const Value& value) {
  switch (value.kind_case()) {
    case Value::kNumberValue:
      return fmt::format("{}", value.number_value());
    case Value::kStringValue:
      return session.Date(value.string_value());
    case Value::kBoolValue:
      return session.Get(value.bool_value() ? "yes" : "no");
    case Value::kListValue: {
      std::string text;
      for (const Value& element : value.list_value().values()) {
        text += (text.empty() ? "" : "; ") + ValueText(session, element);
      }
      return text;
    }
    case Value::kStructValue: {
      std::string text;
      for (const auto& [key, element] : value.struct_value().fields()) {
        text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", key, ValueText(session, element));
      }
      return text;
    }
    default:
      return "";
  }
}

google::protobuf::Struct StartOf(const v1::Form& form) {
  google::protobuf::Struct start = form.draft();
  for (const auto& field : form.fields()) {
    if (start.fields().contains(field.id()) || field.read_only()) continue;
    Value& value = (*start.mutable_fields())[field.id()];
    if (field.has_default_()) {
      value = field.default_();
    } else if (field.type() == v1::Field::TABLE) {
      value.mutable_list_value();
    } else {
      value.set_null_value(google::protobuf::NULL_VALUE);
    }
  }
  return start;
}

std::string FormText(const Session& session, const v1::Form& form) {
  const google::protobuf::Struct start = StartOf(form);
  std::string out;
  for (const auto& field : form.fields()) {
    out += "\n" + Styled(session.paper(), Style::kStrong, Harmless(field.label())) + "  " +
           Styled(session.paper(), Style::kQuiet, Harmless(field.id())) + "\n";
    Facts facts;
    facts.Add("  " + session.Get("form.takes"), TypeText(session, field));
    facts.Add("  " + session.Get("form.options"), OptionsText(field));
    facts.Add("  " + session.Get("form.columns"), ColumnsText(session, field));
    facts.Add("  " + session.Get("form.purpose"), field.purpose());
    facts.Add("  " + session.Get("form.audience"), session.Named("form.audience_of",
                                                                 v1::Field::Audience_Name(field.audience())));
    facts.Add("  " + session.Get("form.help"), field.help());
    facts.Add("  " + session.Get("form.never"), field.never(), Style::kNearly);
    const auto now = start.fields().find(field.id());
    const bool has_value = now != start.fields().end();
    if (has_value && field.type() != v1::Field::TABLE) {
      facts.Add("  " + session.Get("form.now"), ValueText(session, now->second));
    }
    out += facts.Render(session.paper());
    if (has_value && field.type() == v1::Field::TABLE) out += RowsText(session, field, now->second);
  }
  return out;
}

}  // namespace arshjul::cli
