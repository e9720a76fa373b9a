#include <gtest/gtest.h>

#include "imports/imports.h"

namespace arshjul::imports {
namespace {

using measurement::Missing;
using measurement::Operator;
using measurement::TargetKind;

std::string Shown(const std::vector<FieldViolation>& violations) {
  std::string shown;
  for (const FieldViolation& violation : violations) {
    shown += (shown.empty() ? "" : "; ") + violation.field + ": " + violation.problem;
    for (const auto& [key, value] : violation.args) shown += " " + key + "=" + value;
  }
  return shown;
}

TEST(ReadScorecards, ReadsEveryColumn) {
  ScorecardFile file = ReadScorecards(
      "municipality,unit,group,perspective,indicator,unit_of_measure,"
      "baseline,target,result,next_target,year,source_url\n"
      "Fjordby,Lia skole,felles,Arbeidsmiljø,Sykefravær,%,"
      "\"7,2%\",\"<6,5%\",\"6,9 %\",Redusert,2015,https://a.example\n"
      "\n"
      "Fjordby,Lia skole,egne,Økonomi,Avvik,kr,-,0,Ikke målt,,2014,\n");
  EXPECT_EQ(Shown(file.violations), "");
  EXPECT_EQ(Shown(file.unreadable), "");
  EXPECT_EQ(file.ignored_columns, std::vector<std::string>{"municipality"});
  ASSERT_EQ(file.rows.size(), 2u);
  const ScorecardRow& row = file.rows[0];
  EXPECT_EQ(row.line, 2);
  EXPECT_EQ(row.unit, "Lia skole");
  EXPECT_EQ(row.group, "felles");
  EXPECT_EQ(row.perspective, "Arbeidsmiljø");
  EXPECT_EQ(row.indicator, "Sykefravær");
  EXPECT_EQ(row.unit_of_measure, "%");
  EXPECT_EQ(row.year, 2015);
  EXPECT_DOUBLE_EQ(row.baseline.number, 7.2);
  EXPECT_EQ(row.target.op, Operator::kBelow);
  EXPECT_DOUBLE_EQ(row.target.figure.number, 6.5);
  EXPECT_DOUBLE_EQ(row.result.number, 6.9);
  EXPECT_EQ(row.next_target.kind, TargetKind::kDirectionOnly);
  EXPECT_EQ(row.source, "https://a.example");
  EXPECT_EQ(file.rows[1].line, 4);
  EXPECT_EQ(file.rows[1].baseline.missing, Missing::kEmpty);
  EXPECT_EQ(file.rows[1].target.figure.missing, Missing::kNone);
  EXPECT_EQ(file.rows[1].result.missing, Missing::kNotMeasured);
}

TEST(ReadScorecards, ListsWhatItKeptAsText) {
  ScorecardFile file = ReadScorecards(
      "unit;indicator;year;baseline;target;result;next_target\n"
      "A;I;2015;70/30;60/40;71,4(1);> 97, 4%\n"
      "A;J;2015;god;Ha avklart ansvar;>5;<4 uker\n");
  EXPECT_EQ(Shown(file.violations), "");
  EXPECT_EQ(Shown(file.unreadable),
            "line 2, column baseline: two_numbers text=70/30; line 2, column result: footnote text=71,4(1); "
            "line 2, column target: two_numbers text=60/40; line 2, column next_target: stray_space text=> 97, 4%; "
            "line 3, column baseline: not_a_number text=god; line 3, column result: not_a_number text=>5; "
            "line 3, column next_target: not_a_number text=<4 uker");
  ASSERT_EQ(file.rows.size(), 2u);
  EXPECT_EQ(file.rows[0].result.text, "71,4(1)");
  EXPECT_EQ(file.rows[1].target.kind, TargetKind::kJudged);
}

TEST(ReadScorecards, TellsEveryProblem) {
  struct Row {
    std::string what, text, problems;
    size_t rows;
  };
  const std::vector<Row> rows = {
      {"empty", "", "file: file_empty", 0},
      {"columns missing", "unit,target\nA,5\n", "column indicator: missing_column; column year: missing_column", 0},
      {"header alone", "unit,indicator,year\n", "", 0},
      {"cells missing", "unit,indicator,year\n,I,2015\nA,,2015\nA,I,\n,,x\nA,I,2015\n",
       "line 2, column unit: required; line 3, column indicator: required; line 4, column year: required; "
       "line 5, column unit: required; line 5, column indicator: required; line 5, column year: bad_year text=x",
       1},
      {"bad years", "unit,indicator,year\nA,I,15\nA,I,2015.0\nA,I,-2015\nA,I,99999999999999\nA,I,20 15\n",
       "line 2, column year: bad_year text=15; line 3, column year: bad_year text=2015.0; "
       "line 4, column year: bad_year text=-2015; line 5, column year: bad_year text=99999999999999; "
       "line 6, column year: bad_year text=20 15",
       0},
      {"the file itself", "unit,indicator,year\nA,I,2015,9\n", "line 2: too_many_cells expected=3 found=4", 1},
  };
  for (const Row& row : rows) {
    ScorecardFile file = ReadScorecards(row.text);
    EXPECT_EQ(Shown(file.violations), row.problems) << row.what;
    EXPECT_EQ(file.rows.size(), row.rows) << row.what;
  }
}

}  // namespace
}  // namespace arshjul::imports
