#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "imports/encoding.h"
#include "imports/imports.h"
#include "imports/problem_list.h"
#include "base/words.h"

namespace arshjul::imports {
namespace {

// A free text of a whole page is a few kB; a cell beyond this is a lost quote.
constexpr size_t kMaximumCellBytes = 100'000;
// Units or scorecard rows of the largest municipality, tenfold.
constexpr size_t kMaximumRows = 200'000;
// Rows are filled up to the header, so a wide header makes short rows dear.
constexpr size_t kMaximumColumns = 200;
constexpr size_t kMaximumCells = 5'000'000;

class CsvParser {
 public:
  CsvParser(std::string_view text, ProblemList& problems) : text_(text), problems_(problems) {}

  bool AtEnd() const { return at_ >= text_.size(); }
  int line() const { return line_; }

  void SkipBlankLines() {
    size_t end = at_;
    for (; end < text_.size() && (text_[end] == ' ' || text_[end] == '\t' || text_[end] == '\n'); ++end) {
      if (text_[end] != '\n') continue;
      ++line_;
      at_ = end + 1;
    }
    if (end == text_.size()) at_ = end;
  }

  // The separator that the line which starts here has more of, outside quotes.
  void ChooseSeparator() {
    size_t commas = 0, semicolons = 0;
    bool quoted = false;
    for (size_t i = at_; i < text_.size() && (quoted || text_[i] != '\n'); ++i) {
      if (text_[i] == '"') quoted = !quoted;
      if (!quoted && text_[i] == ',') ++commas;
      if (!quoted && text_[i] == ';') ++semicolons;
    }
    separator_ = semicolons > commas ? ';' : ',';
  }

  // One row; at most `limit` cells are kept, all are counted in `found`.
  std::vector<std::string> ReadRow(size_t limit, size_t& found) {
    std::vector<std::string> cells;
    found = 0;
    last_filled_ = 0;
    while (true) {
      std::string cell = ReadCell();
      ++found;
      if (!Trimmed(cell).empty()) last_filled_ = found;
      if (cells.size() < limit) cells.push_back(std::move(cell));
      if (AtEnd() || text_[at_] == '\n') break;
      ++at_;
    }
    if (!AtEnd()) {
      ++at_;
      ++line_;
    }
    return cells;
  }

  // How many cells of the last row there are up to the last that is not empty.
  size_t last_filled() const { return last_filled_; }

 private:
  bool AtCellEnd() const { return AtEnd() || text_[at_] == separator_ || text_[at_] == '\n'; }

  // Stops at the separator, the line end or the end of the text.
  std::string ReadCell() {
    size_t quote = at_;
    while (quote < text_.size() && (text_[quote] == ' ' || text_[quote] == '\t')) ++quote;
    std::string cell;
    if (quote < text_.size() && text_[quote] == '"') {
      if (ReadQuoted(quote, cell)) return cell;
      // The quote never ends. Taken as a plain character, it spoils its own cell and not the rest of the file.
      problems_.Add(line_, "", "unterminated_quote");
    }
    size_t start = at_;
    while (!AtCellEnd()) ++at_;
    Append(text_.substr(start, at_ - start), line_, cell);
    return cell;
  }

  // Reads from the opening quote to the end of the cell; false, and nothing moved, when no quote closes it.
  bool ReadQuoted(size_t quote, std::string& cell) {
    std::string content;
    size_t start = quote + 1;
    while (true) {
      size_t end = text_.find('"', start);
      if (end == std::string_view::npos) return false;
      bool doubled = end + 1 < text_.size() && text_[end + 1] == '"';
      if (content.size() <= kMaximumCellBytes) content += text_.substr(start, end - start + (doubled ? 1 : 0));
      start = end + (doubled ? 2 : 1);
      if (!doubled) break;
    }
    int first_line = line_;
    line_ += static_cast<int>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(at_),
                                         text_.begin() + static_cast<std::ptrdiff_t>(start), '\n'));
    at_ = start;
    while (!AtCellEnd()) ++at_;
    std::string_view behind = text_.substr(start, at_ - start);
    if (!Trimmed(behind).empty()) {
      problems_.Add(first_line, "", "stray_quote");
      content += behind;
    }
    Append(content, first_line, cell);
    return true;
  }

  void Append(std::string_view content, int line, std::string& cell) {
    if (content.size() <= kMaximumCellBytes) {
      cell = content;
    } else {
      problems_.Add(line, "", "cell_too_large", {{"limit", std::to_string(kMaximumCellBytes)}});
    }
  }

  std::string_view text_;
  ProblemList& problems_;
  size_t at_ = 0;
  int line_ = 1;
  char separator_ = ',';
  size_t last_filled_ = 0;
};

bool ReadHeader(CsvParser& parser, CsvTable& table, ProblemList& problems) {
  parser.SkipBlankLines();
  if (parser.AtEnd()) {
    if (problems.empty()) problems.AddToFile("file_empty");
    return false;
  }
  parser.ChooseSeparator();
  int line = parser.line();
  size_t found = 0;
  table.header = parser.ReadRow(kMaximumColumns, found);
  if (found > kMaximumColumns) {
    problems.Add(line, "", "too_many_columns", {{"limit", std::to_string(kMaximumColumns)}});
    return false;
  }
  std::set<std::string_view> seen;
  for (std::string& name : table.header) {
    name = Lower(Trimmed(name));
    if (!name.empty() && !seen.insert(name).second) problems.Add(line, name, "duplicate_column");
  }
  return true;
}

void ReadRows(CsvParser& parser, CsvTable& table, ProblemList& problems) {
  size_t columns = table.header.size();
  size_t maximum = std::min(kMaximumRows, kMaximumCells / columns);
  for (parser.SkipBlankLines(); !parser.AtEnd(); parser.SkipBlankLines()) {
    CsvTable::Row row;
    row.line = parser.line();
    size_t found = 0;
    row.cells = parser.ReadRow(columns, found);
    if (parser.last_filled() == 0) continue;
    if (table.rows.size() == maximum) {
      problems.Add(row.line, "", "too_many_rows", {{"limit", std::to_string(maximum)}});
      return;
    }
    // Spreadsheets add empty cells to the right and leave them out as they please.
    if (parser.last_filled() > columns) {
      problems.Add(row.line, "", "too_many_cells",
                   {{"expected", std::to_string(columns)}, {"found", std::to_string(parser.last_filled())}});
    }
    row.cells.resize(columns);
    table.rows.push_back(std::move(row));
  }
}

}  // namespace

CsvTable ReadCsv(std::string_view bytes) {
  CsvTable table;
  ProblemList problems;
  std::string text = DecodeText(bytes, problems);
  CsvParser parser(text, problems);
  if (ReadHeader(parser, table, problems)) ReadRows(parser, table, problems);
  table.violations = problems.Sorted();
  return table;
}

}  // namespace arshjul::imports
