#include "api/cohort.h"

#include <gtest/gtest.h>

namespace arshjul::api {
namespace {

organisation::Rows Town() {
  organisation::Rows rows;
  rows.units = {{"top", "Toppen", "", "", {}}, {"a", "Lund", "top", "", {}}, {"b", "Lund", "top", "", {}}, {"c", "Østre", "top", "", {}}};
  return rows;
}

TEST(Cohort, Rows) {
  const organisation::Organisation town(Town());
  struct Row {
    const char* csv;
    std::string expected;   // "unit yes|no talk_at", joined by ;
    std::string violation;  // "field problem" of the first
  };
  const std::vector<Row> rows = {
      {"unit_id,takes_part,talk_at\ntop,ja,\na,nei,in_budget\n", "top yes ;a no in_budget", ""},
      {"unit;takes_part\nØstre;YES\nToppen;false\n", "c yes ;top no ", ""},
      {"unit\nøstre\n", "c yes ", ""},
      {"shoe,unit_id\n41,a\n", "a yes ", ""},
      {"takes_part\nja\n", "", "column unit missing_column"},
      {"unit\nLund\n", " yes ", "line 2, column unit ambiguous_unit"},
      {"unit\nVest\n", " yes ", "line 2, column unit unknown_unit"},
      {"unit_id,unit\nx,Toppen\n", " yes ", "line 2, column unit_id unknown_unit"},
      {"unit,takes_part\nToppen,kanskje\n", "top yes ", "line 2, column takes_part unknown_option"},
      {"", "", "file file_empty"},
  };
  for (const Row& row : rows) {
    std::vector<FieldViolation> violations;
    std::string found;
    for (const cycle::CohortGiven& given : ReadCohort(row.csv, town, MakeDate(2014, 8, 15), violations)) {
      found += (found.empty() ? "" : ";") + given.unit + (given.takes_part ? " yes " : " no ") + given.talk_at;
    }
    EXPECT_EQ(found, row.expected) << row.csv;
    EXPECT_EQ(violations.empty() ? "" : violations.front().field + " " + violations.front().problem, row.violation) << row.csv;
  }
}

}  // namespace
}  // namespace arshjul::api
