#include "table.h"

#include <fmt/format.h>
#include <google/protobuf/util/json_util.h>

#include "base/utf8.h"
#include "body_check.h"
#include "bounds.h"
#include "texts.h"

namespace arshjul::gateway {
namespace {

using v1::TableExport;

size_t CharactersIn(std::string_view text) {
  size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  return count;
}

class Reader {
 public:
  Reader(const TableExport& sent, std::string_view language) : sent_(sent), language_(language) {}

  std::variant<Table, Problem> Read() {
    table_.title = sent_.title();
    table_.format = sent_.format();
    if (table_.title.empty()) Fault("/title", "missing", {{"name", "title"}});
    CheckLength("/title", table_.title, kLongestTableTitle);
    if (table_.format == TableExport::FORMAT_UNSPECIFIED) Fault("/format", "missing", {{"name", "format"}});
    if (sent_.columns().empty()) Fault("/columns", "missing", {{"name", "columns"}});
    CheckCount("/columns", sent_.columns_size(), kMostTableColumns);
    CheckCount("/rows", sent_.rows_size(), kMostTableRows);
    // What is too much is not looked through.
    if (errors_.empty()) ReadColumns();
    if (errors_.empty()) ReadRows();
    if (errors_.empty()) return std::move(table_);
    Problem problem = OwnProblem(400, "invalid_input", language_);
    problem.errors = std::move(errors_);
    return problem;
  }

 private:
  void Fault(const std::string& pointer, const std::string& key, const Arguments& arguments = {}) {
    if (errors_.size() < kMostFieldProblems) errors_.push_back({pointer, pointer.substr(1), Say(language_, "field." + key, arguments)});
  }
  void CheckLength(const std::string& pointer, const std::string& text, size_t most) {
    if (CharactersIn(text) > most) Fault(pointer, "too_long", {{"most", std::to_string(most)}});
  }
  void CheckCount(const std::string& pointer, int count, size_t most) {
    if (static_cast<size_t>(count) > most) Fault(pointer, "too_many", {{"most", std::to_string(most)}});
  }

  void ReadColumns() {
    for (int i = 0; i < sent_.columns_size(); ++i) {
      const TableExport::Column& column = sent_.columns(i);
      CheckLength(fmt::format("/columns/{}/title", i), column.title(), kLongestTableCell);
      table_.columns.push_back({column.title(), column.kind() == TableExport::Column::KIND_UNSPECIFIED ? TableExport::Column::TEXT : column.kind()});
    }
  }

  void ReadRows() {
    table_.rows.reserve(static_cast<size_t>(sent_.rows_size()));
    for (int r = 0; r < sent_.rows_size(); ++r) {
      const auto& row = sent_.rows(r);
      if (row.values_size() != sent_.columns_size()) {
        Fault(fmt::format("/rows/{}", r), "not_as_wide", {{"count", std::to_string(row.values_size())}, {"wanted", std::to_string(sent_.columns_size())}});
        continue;
      }
      std::vector<Cell>& cells = table_.rows.emplace_back();
      cells.reserve(table_.columns.size());
      for (int c = 0; c < row.values_size(); ++c) cells.push_back(ReadCell(row.values(c), table_.columns[static_cast<size_t>(c)].kind, r, c));
    }
  }

  Cell ReadCell(const google::protobuf::Value& value, ColumnKind kind, int row, int column) {
    using google::protobuf::Value;
    const auto pointer = [&] { return fmt::format("/rows/{}/{}", row, column); };
    if (value.kind_case() == Value::kNullValue) return {};
    if (kind == TableExport::Column::NUMBER) {
      if (value.kind_case() == Value::kNumberValue) return value.number_value();
      Fault(pointer(), "not_a_number", {{"value", value.string_value()}});
      return {};
    }
    if (value.kind_case() != Value::kStringValue) {
      Fault(pointer(), "not_a_text");
      return {};
    }
    if (kind == TableExport::Column::DATE) {
      const std::optional<Date> day = ParseDate(value.string_value());
      if (day) return *day;
      Fault(pointer(), "not_in_form", {{"value", value.string_value()}});
      return {};
    }
    CheckLength(pointer(), value.string_value(), kLongestTableCell);
    return value.string_value();
  }

  const TableExport& sent_;
  const std::string_view language_;
  Table table_;
  std::vector<FieldProblem> errors_;
};

}  // namespace

std::variant<Table, Problem> ReadTable(std::string_view body, std::string_view language) {
  TableExport sent;
  if (google::protobuf::util::JsonStringToMessage({body.data(), body.size()}, &sent).ok()) return Reader(sent, language).Read();
  Problem problem = OwnProblem(400, "invalid_input", language);
  if (!FindBodyFaults(body, *TableExport::descriptor(), language, problem.errors) || problem.errors.empty()) return OwnProblem(400, "unreadable_body", language);
  return problem;
}

}  // namespace arshjul::gateway
