#include <gtest/gtest.h>

#include "base/words.h"
#include "imports/imports.h"

namespace arshjul::imports {
namespace {

using Cells = std::vector<std::string>;

std::string Shown(const std::vector<FieldViolation>& violations) {
  std::string shown;
  for (const FieldViolation& violation : violations) {
    shown += (shown.empty() ? "" : "; ") + violation.field + ": " + violation.problem;
  }
  return shown;
}

TEST(ReadCsv, ReadsWhatSpreadsheetsWrite) {
  struct Row {
    std::string what, text;
    Cells header;
    std::vector<Cells> rows;
  };
  const std::vector<Row> rows = {
      {"plain", "unit,parent\nA,\nB,A\n", {"unit", "parent"}, {{"A", ""}, {"B", "A"}}},
      {"no last line end", "unit,parent\nB,A", {"unit", "parent"}, {{"B", "A"}}},
      {"ends in a separator", "unit,parent\nB,", {"unit", "parent"}, {{"B", ""}}},
      {"CRLF", "unit,parent\r\nB,A\r\n", {"unit", "parent"}, {{"B", "A"}}},
      {"CR alone", "unit,parent\rB,A\r", {"unit", "parent"}, {{"B", "A"}}},
      {"BOM", "\xEF\xBB\xBFunit,parent\nSkøyen,A\n", {"unit", "parent"}, {{"Skøyen", "A"}}},
      {"Windows-1252", "enhet;m\xE5l\nB\xE6rum \x96 nord;\x80\n", {"enhet", "mål"}, {{"Bærum – nord", "€"}}},
      {"semicolon", "unit;parent\nA, B og C;D\n", {"unit", "parent"}, {{"A, B og C", "D"}}},
      {"separator inside quotes does not count", "\"a;b;c\",d\n1,2\n", {"a;b;c", "d"}, {{"1", "2"}}},
      {"header trimmed and lower case", " Unit , ÅR \nA,2015\n", {"unit", "år"}, {{"A", "2015"}}},
      {"quotes", "a,b\n\"x, y\",\"say \"\"hi\"\"\"\n", {"a", "b"}, {{"x, y", "say \"hi\""}}},
      {"space before a quote", "a,b\n1, \"x, y\" \n", {"a", "b"}, {{"1", "x, y"}}},
      {"line break in quotes", "a,b\n\"x\r\ny\",2\n", {"a", "b"}, {{"x\ny", "2"}}},
      {"quote inside a plain cell", "a,b\n5\" rør,2\n", {"a", "b"}, {{"5\" rør", "2"}}},
      {"empty quotes", "a,b\n\"\",\"\"\"\"\n", {"a", "b"}, {{"", "\""}}},
      {"blank lines and empty rows", "\n \na,b\n\n , \n,,,,\n1,2\n\n", {"a", "b"}, {{"1", "2"}}},
      {"short row filled", "a,b,c\n1\n", {"a", "b", "c"}, {{"1", "", ""}}},
      {"empty cells to the right", "a,b\n1,2,,,\n", {"a", "b"}, {{"1", "2"}}},
      {"header alone", "a,b\n", {"a", "b"}, {}},
      {"one column", "a\n1\n2\n", {"a"}, {{"1"}, {"2"}}},
  };
  for (const Row& row : rows) {
    CsvTable table = ReadCsv(row.text);
    EXPECT_EQ(Shown(table.violations), "") << row.what;
    EXPECT_EQ(table.header, row.header) << row.what;
    std::vector<Cells> cells;
    for (const CsvTable::Row& read : table.rows) cells.push_back(read.cells);
    EXPECT_EQ(cells, row.rows) << row.what;
  }
}

TEST(ReadCsv, KnowsItsLines) {
  CsvTable table = ReadCsv("\n\na,b\r\n1,\"x\n\n\ny\"\r\n\r\n2,3\n\"4\n\",5\n6,7");
  std::vector<int> lines;
  for (const CsvTable::Row& row : table.rows) lines.push_back(row.line);
  EXPECT_EQ(lines, (std::vector<int>{4, 9, 10, 12}));
}

TEST(ReadCsv, TellsEveryProblemWithItsLine) {
  struct Row {
    std::string what, text, problems;
    size_t rows;
  };
  const std::vector<Row> rows = {
      {"nothing", "", "file: file_empty", 0},
      {"blanks", " \n\r\n\t\n", "file: file_empty", 0},
      {"BOM alone", "\xEF\xBB\xBF", "file: file_empty", 0},
      {"UTF-16", std::string("\xFF\xFE" "a\0,\0b\0", 8), "file: utf16", 0},
      {"too many cells", "a,b\n1,2\n1,2,3\n1,2\n1,2,3,4\n", "line 3: too_many_cells; line 5: too_many_cells", 4},
      {"unterminated quote", "a,b\n1,2\n\"x,2\n3,4\n", "line 3: unterminated_quote", 3},
      {"text behind a quote", "a,b\n\"x\"y,2\n3,4\n", "line 2: stray_quote", 2},
      {"unterminated and behind", "a,b\n\"x\"y,2\n3,\"4\n5,6\n", "line 2: stray_quote; line 3: unterminated_quote", 3},
      {"unterminated in the header", "a,\"b\n1,2\n", "line 1: unterminated_quote", 1},
      {"NUL", std::string("a,b\n1\0\0,2\n3,\0\n", 14), "line 2: nul_byte; line 3: nul_byte", 2},
      {"damaged UTF-8", "a,b\næøåæøå,2\n\xC3,4\n", "line 3: bad_character", 2},
      {"BOM and damaged", "\xEF\xBB\xBF" "a,b\n\xE6,4\n", "line 2: bad_character", 1},
      {"not in Windows-1252", "a,b\n\xE6\x81,4\n", "line 2: bad_character", 1},
      {"surrogates and overlong forms", "a,b\nøøøøøøø,\xED\xA0\x80\n\xC0\x80,4\n",
       "line 2: bad_character; line 3: bad_character", 2},
      {"twice the same column", "a,b,A\n1,2,3\n", "line 1, column a: duplicate_column", 1},
      {"huge cell", "a,b\n" + std::string(100'001, 'x') + ",2\n3,4\n", "line 2: cell_too_large", 2},
      {"huge quoted cell", "a,b\n\"" + std::string(200'000, '\n') + "\",2\n3,4\n", "line 2: cell_too_large", 2},
      {"too many columns", std::string(200, ',') + "\n1,2\n", "line 1: too_many_columns", 0},
  };
  for (const Row& row : rows) {
    CsvTable table = ReadCsv(row.text);
    EXPECT_EQ(Shown(table.violations), row.problems) << row.what;
    EXPECT_EQ(table.rows.size(), row.rows) << row.what;
    for (const CsvTable::Row& read : table.rows) EXPECT_EQ(read.cells.size(), table.header.size()) << row.what;
  }
}

TEST(ReadCsv, HoldsItsLimits) {
  EXPECT_EQ(Shown(ReadCsv("a,b\n" + std::string(100'000, 'x') + ",2\n").violations), "");
  std::string text = "a,b\n";
  for (int i = 0; i < 200'000; ++i) text += "1,2\n";
  EXPECT_EQ(Shown(ReadCsv(text).violations), "");
  text += "1,2\n1,2\n";
  CsvTable table = ReadCsv(text);
  EXPECT_EQ(table.rows.size(), 200'000u);
  EXPECT_EQ(Shown(table.violations), "line 200002: too_many_rows");
  std::string wrong = "a\n";
  for (int i = 0; i < 10'005; ++i) wrong += "1,2\n";
  table = ReadCsv(wrong);
  ASSERT_EQ(table.violations.size(), 10'001u);
  EXPECT_EQ(table.violations.back(), (FieldViolation{"file", "more_problems", {{"count", "5"}}}));
}

// Every short text over the characters that matter: rows are as wide as the header, lines only grow.
TEST(ReadCsv, SurvivesEveryShortText) {
  const std::string kAlphabet("a,;\"\n\r \xE6\0\xC3", 10);
  std::string text;
  for (size_t code = 0; code < 100'000; ++code) {
    text.clear();
    for (size_t rest = code; rest > 0; rest /= kAlphabet.size()) text += kAlphabet[rest % kAlphabet.size()];
    CsvTable table = ReadCsv("h,i\n" + text);
    int line = 1;
    for (const CsvTable::Row& row : table.rows) {
      ASSERT_EQ(row.cells.size(), 2u) << code;
      ASSERT_GT(row.line, line) << code;
      line = row.line;
    }
    ReadCsv(text);
  }
}

TEST(Slug, IsAnId) {
  struct Row {
    std::string name, slug;
  };
  const std::vector<Row> rows = {
      {"Lund skole", "lund-skole"},
      {"Ærlig Øst Åpen", "aerlig-ost-apen"},
      {"ÅDALSBRUK", "adalsbruk"},
      {"Bolig, rehabilitering og aktivisering", "bolig-rehabilitering-og-aktivisering"},
      {"  -- NAV (sentrum)! ", "nav-sentrum"},
      {"Deanu gielda – Tana", "deanu-gielda-tana"},
      {"Kárášjohka", "karasjohka"},
      {"Överförmyndare", "overformyndare"},
      {"8. trinn", "8-trinn"},
      {"", "unnamed"},
      {"§§", "unnamed"},
      {"\xFF", "unnamed"},
  };
  for (const Row& row : rows) EXPECT_EQ(Slug(row.name), row.slug) << row.name;
}

}  // namespace
}  // namespace arshjul::imports
