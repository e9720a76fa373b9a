#include <charconv>
#include <iterator>
#include <optional>

#include "imports/columns.h"
#include "imports/imports.h"
#include "imports/problem_list.h"

namespace arshjul::imports {
namespace {

using measurement::Figure;
using measurement::ReadFigure;
using measurement::ReadTarget;
using measurement::Target;
using measurement::TargetKind;

// A year outside these is a slip, or another column.
constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2200;

std::optional<int> ReadYear(const std::string& text) {
  int year = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), year);
  if (error != std::errc() || end != text.data() + text.size() || year < kFirstYear || year > kLastYear) {
    return std::nullopt;
  }
  return year;
}

class CellReader {
 public:
  CellReader(const Columns& columns, const CsvTable::Row& row, ProblemList& unreadable)
      : columns_(columns), row_(row), unreadable_(unreadable) {}

  Figure FigureIn(std::string_view column) {
    Figure figure = ReadFigure(columns_.Cell(row_, column));
    Note(column, figure);
    return figure;
  }

  Target TargetIn(std::string_view column) {
    Target target = ReadTarget(columns_.Cell(row_, column));
    if (target.kind == TargetKind::kNumeric) Note(column, target.figure);
    return target;
  }

 private:
  void Note(std::string_view column, const Figure& figure) {
    std::string problem = measurement::FigureProblem(figure);
    if (!problem.empty()) unreadable_.Add(row_.line, column, problem, {{"text", figure.text}});
  }

  const Columns& columns_;
  const CsvTable::Row& row_;
  ProblemList& unreadable_;
};

}  // namespace

ScorecardFile ReadScorecards(std::string_view csv) {
  ScorecardFile file;
  CsvTable table = ReadCsv(csv);
  ProblemList problems, unreadable;
  if (!table.header.empty()) {
    Columns columns(table.header,
                    {{"unit", "", true}, {"indicator", "", true}, {"year", "", true}, {"group", ""},
                     {"perspective", ""}, {"unit_of_measure", ""}, {"baseline", ""}, {"target", ""}, {"result", ""},
                     {"next_target", ""}, {"source_url", ""}},
                    problems);
    file.ignored_columns = columns.ignored();
    if (!problems.empty()) table.rows.clear();
    for (const CsvTable::Row& source : table.rows) {
      CellReader cells(columns, source, unreadable);
      ScorecardRow row{.line = source.line,
                       .unit = columns.Cell(source, "unit"),
                       .group = columns.Cell(source, "group"),
                       .perspective = columns.Cell(source, "perspective"),
                       .indicator = columns.Cell(source, "indicator"),
                       .unit_of_measure = columns.Cell(source, "unit_of_measure"),
                       .baseline = cells.FigureIn("baseline"),
                       .result = cells.FigureIn("result"),
                       .target = cells.TargetIn("target"),
                       .next_target = cells.TargetIn("next_target"),
                       .source = columns.Cell(source, "source_url")};
      std::string year_text = columns.Cell(source, "year");
      auto year = ReadYear(year_text);
      if (row.unit.empty()) problems.Add(source.line, "unit", "required");
      if (row.indicator.empty()) problems.Add(source.line, "indicator", "required");
      if (year_text.empty()) {
        problems.Add(source.line, "year", "required");
      } else if (!year) {
        problems.Add(source.line, "year", "bad_year", {{"text", year_text}});
      }
      if (row.unit.empty() || row.indicator.empty() || !year) continue;
      row.year = *year;
      file.rows.push_back(std::move(row));
    }
  }
  file.violations = std::move(table.violations);
  std::vector<FieldViolation> own = problems.Sorted();
  file.violations.insert(file.violations.end(), std::make_move_iterator(own.begin()),
                         std::make_move_iterator(own.end()));
  file.unreadable = unreadable.Sorted();
  return file;
}

}  // namespace arshjul::imports
