// Tables that become files: what is taken, and the bytes of what comes out.
#include "table.h"

#include <gtest/gtest.h>

#include "bounds.h"
#include "csv.h"
#include "file_name.h"
#include "workbook.h"

namespace arshjul::gateway {
namespace {

std::string Body(const std::string& columns, const std::string& rows) {
  return R"({"title":"Tavle 2015","format":"CSV","columns":[)" + columns + R"(],"rows":[)" + rows + "]}";
}

// "/rows/0/1: …", one to a line.
std::string Refused(const std::string& body) {
  const auto read = ReadTable(body, "nb");
  const Problem* problem = std::get_if<Problem>(&read);
  if (problem == nullptr) return "taken";
  std::string out = problem->errors.empty() ? problem->reason : "";
  for (const FieldProblem& error : problem->errors) out += error.pointer + ": " + error.detail + "\n";
  return out;
}

TEST(Table, IsTakenWithItsKinds) {
  const auto read = ReadTable(Body(R"({"title":"Enhet","kind":"TEXT"},{"title":"Antall","kind":"NUMBER"},{"title":"Frist","kind":"DATE"},{"title":"Uten"})",
                                   R"(["Lund skole",4.5,"2014-08-29",null],["",null,null,"x"])"), "nb");
  ASSERT_TRUE(std::holds_alternative<Table>(read)) << std::get<Problem>(read).detail;
  const Table& table = std::get<Table>(read);
  EXPECT_EQ(table.title, "Tavle 2015");
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_EQ(table.rows[0][0], Cell("Lund skole"));
  EXPECT_EQ(table.rows[0][1], Cell(4.5));
  EXPECT_EQ(table.rows[0][2], Cell(MakeDate(2014, 8, 29)));
  EXPECT_EQ(table.rows[0][3], Cell());
  EXPECT_EQ(table.rows[1][1], Cell());
}

TEST(Table, IsRefusedWholeAndEverythingAtOnce) {
  const std::string text = R"({"title":"A"})", number = R"({"title":"A","kind":"NUMBER"})", day = R"({"title":"A","kind":"DATE"})";
  struct Row {
    std::string body, told;
  };
  for (const Row& row : std::vector<Row>{
           {Body(text, R"(["a"],["b"])"), "taken"},
           {Body(text, ""), "taken"},
           {Body(text, R"([1])"), "/rows/0/0: Her skal det stå en tekst.\n"},
           {Body(number, R"([1],["1"],[true])"), "/rows/1/0: «1» er ikke et tall.\n/rows/2/0: «» er ikke et tall.\n"},
           {Body(day, R"(["2014-02-30"],["29.08.2014"],[7])"),
            "/rows/0/0: «2014-02-30» er ikke skrevet slik dette feltet skal skrives.\n/rows/1/0: «29.08.2014» er ikke skrevet slik dette feltet skal skrives.\n"
            "/rows/2/0: Her skal det stå en tekst.\n"},
           {Body(text, R"(["a","b"],[])"), "/rows/0: Raden har 2 celler, og tabellen har 1 kolonner.\n/rows/1: Raden har 0 celler, og tabellen har 1 kolonner.\n"},
           {Body("", ""), "/columns: «columns» mangler.\n"},
           {R"({"columns":[{"title":"A"}]})", "/title: «title» mangler.\n/format: «format» mangler.\n"},
           {R"({"title":"A","format":"PDF","columns":[{"title":"A"}]})", "/format: «PDF» er ikke blant valgene: CSV, XLSX.\n"},
           {R"({"title":"A","format":"CSV","columns":[{"title":"A"}],"sql":"x"})", "/sql: Feltet «sql» finnes ikke.\n"},
           {"[", "UNREADABLE_BODY"},
           {"", "UNREADABLE_BODY"},
       }) {
    EXPECT_EQ(Refused(row.body), row.told) << row.body;
  }
}

TEST(Table, HasItsLimits) {
  std::string columns;
  for (size_t i = 0; i <= kMostTableColumns; ++i) columns += std::string(i == 0 ? "" : ",") + R"({"title":"A"})";
  EXPECT_EQ(Refused(Body(columns, "")), "/columns: Høyst 100 får plass her.\n");
  std::string rows = R"(["a"])";
  for (size_t i = 0; i < kMostTableRows; ++i) rows += R"(,["a"])";
  EXPECT_EQ(Refused(Body(R"({"title":"A"})", rows)), "/rows: Høyst 50000 får plass her.\n");
  EXPECT_EQ(Refused(Body(R"({"title":"A"})", R"([")" + std::string(kLongestTableCell + 1, 'x') + R"("])")), "/rows/0/0: Høyst 32000 tegn får plass her.\n");
  EXPECT_EQ(Refused(R"({"title":")" + std::string(kLongestTableTitle + 1, 'x') + R"(","format":"CSV","columns":[{"title":"A"}]})"), "/title: Høyst 150 tegn får plass her.\n");
}

std::string CsvOf(const Cell& cell) {
  Table table;
  table.columns = {{.title = "A"}};
  table.rows = {{cell}};
  const std::string file = CsvFile(table), before = "\xef\xbb\xbf" "A\r\n";
  EXPECT_TRUE(file.starts_with(before)) << file;
  EXPECT_TRUE(file.ends_with("\r\n"));
  return file.substr(before.size(), file.size() - before.size() - 2);
}

TEST(Csv, WritesEachCellSoThatItComesBack) {
  struct Row {
    Cell cell;
    std::string written;
  };
  for (const Row& row : std::vector<Row>{
           {{}, ""},
           {"Lund skole", "Lund skole"},
           {"a;b", "\"a;b\""},
           {"sa \"nei\"", "\"sa \"\"nei\"\"\""},
           {"en\nto", "\"en\nto\""},
           {"en\r\nto", "\"en\r\nto\""},
           {"a,b", "a,b"},
           {4.5, "4,5"},
           {-3.0, "-3"},
           {0.1 + 0.2, "0,30000000000000004"},
           {1e21, "1000000000000000000000"},
           {1e-7, "0,0000001"},
           {MakeDate(2014, 8, 9), "2014-08-09"},
       }) {
    EXPECT_EQ(CsvOf(row.cell), row.written);
  }
  Table table;
  table.columns = {{.title = "=A"}, {.title = "B;"}};
  table.rows = {{"x", 1.0}, {{}, {}}};
  EXPECT_EQ(CsvFile(table), "\xef\xbb\xbf'=A;\"B;\"\r\nx;1\r\n;\r\n");
}

TEST(Csv, LetsNoTextBeAFormula) {
  struct Row {
    std::string text, written;
  };
  for (const Row& row : std::vector<Row>{
           {"=1+1", "'=1+1"},
           {"=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"},
           {"+SUM(A1)", "'+SUM(A1)"},
           {"-2+3", "'-2+3"},
           {"@SUM(A1)", "'@SUM(A1)"},
           {"\t=1", "'\t=1"},
           {"\r=1", "'\r=1"},
           {"\n=1", "'\n=1"},
           {"  =1", "'  =1"},
           {"＝1+1", "'＝1+1"},
           {"＠A1", "'＠A1"},
           {"-", "'-"},
           {"- ingen", "'- ingen"},
           {"-4", "-4"},
           {"+4,5", "+4,5"},
           {"-4.5", "-4.5"},
           {"-4.5.6", "'-4.5.6"},
           {"-4e5", "'-4e5"},
           {"4,5", "4,5"},
           {"a=1", "a=1"},
           {"5 - 3", "5 - 3"},
           {">4,5", ">4,5"},
           {"–", "–"},
           {"", ""},
       }) {
    EXPECT_EQ(WithoutFormula(row.text), row.written);
  }
}

TEST(FileName, LeadsNowhereButToOneFile) {
  struct Row {
    std::string title, told;
  };
  for (const Row& row : std::vector<Row>{
           {"Tavle 2015", "attachment; filename=\"Tavle 2015.csv\"; filename*=UTF-8''Tavle%202015.csv"},
           {"Målekort, Lund skole", "attachment; filename=\"Malekort, Lund skole.csv\"; filename*=UTF-8''M%C3%A5lekort%2C%20Lund%20skole.csv"},
           {"../../etc/passwd", "attachment; filename=\"etc passwd.csv\"; filename*=UTF-8''etc%20passwd.csv"},
           {"a\"; filename=\"b.exe", "attachment; filename=\"a   filename= b.exe.csv\"; filename*=UTF-8''a%20%20%20filename%3D%20b.exe.csv"},
           {"a\r\nSet-Cookie: x", "attachment; filename=\"a  Set-Cookie  x.csv\"; filename*=UTF-8''a%20%20Set-Cookie%20%20x.csv"},
           {"…", "attachment; filename=\"_.csv\"; filename*=UTF-8''%E2%80%A6.csv"},
           {"...", "attachment; filename=\"arshjul.csv\"; filename*=UTF-8''arshjul.csv"},
       }) {
    EXPECT_EQ(Attachment(row.title, "csv"), row.told);
  }
  EXPECT_LT(Attachment(std::string(5000, 'a'), "xlsx").size(), 400u);
}

TEST(Workbook, NamesItsSheetAsExcelTakesIt) {
  struct Row {
    std::string title, name;
  };
  for (const Row& row : std::vector<Row>{{"Tavle 2015", "Tavle 2015"},
                                         {"A/B:C*[D]?\\E", "A B C  D   E"},
                                         {"'sitat'", "sitat"},
                                         {"", "Årshjul"},
                                         {"History", "Årshjul"},
                                         {"Målekort for Lund skole og ungdomsskole 2015", "Målekort for Lund skole og ungd"}}) {
    EXPECT_EQ(SheetName(row.title), row.name);
  }
  Table table;
  table.title = "Tavle";
  table.columns = {{.title = "A"}};
  const absl::StatusOr<std::string> file = WorkbookFile(table);
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_TRUE(file->starts_with("PK")) << "a zip";
}

}  // namespace
}  // namespace arshjul::gateway
