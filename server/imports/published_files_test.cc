// A real municipality's files: as they were published, where they lie beside the project, and as the demo has them.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>

#include "base/words.h"
#include "imports/imports.h"

namespace arshjul::imports {
namespace {

constexpr const char* kPublished = ARSHJUL_SOURCE_DIR "/../shared/data/loten/";
constexpr const char* kDemo = ARSHJUL_SOURCE_DIR "/demo/";

std::optional<std::string> Contents(const std::string& folder, const std::string& name) {
  std::ifstream file(folder + name, std::ios::binary);
  if (!file) return std::nullopt;
  std::ostringstream contents;
  contents << file.rdbuf();
  return contents.str();
}

TEST(PublishedFiles, TheOrganisationIsATreeOf30Units) {
  auto text = Contents(kPublished, "organisation.csv");
  if (!text) {
    std::cout << "skipped: no shared data\n";
    GTEST_SKIP();
  }
  OrganisationFile file = ReadOrganisation(*text);
  for (const FieldViolation& violation : file.violations) ADD_FAILURE() << violation.field << ": " << violation.problem;
  for (const FieldViolation& warning : file.warnings) ADD_FAILURE() << warning.field << ": " << warning.problem;
  ASSERT_EQ(file.rows.size(), 30u);
  EXPECT_EQ(file.ignored_columns,
            (std::vector<std::string>{"left_in_2016", "valid_year", "orgnr", "evidence", "source_url"}));
  std::set<std::string> ids = {""};
  int vacant = 0;
  for (const OrganisationRow& row : file.rows) {
    EXPECT_TRUE(ids.count(row.parent_id)) << row.unit << " before its parent";
    EXPECT_TRUE(ids.insert(row.unit_id).second) << row.unit_id;
    EXPECT_EQ(row.leader.empty(), row.leader_id.empty()) << row.unit;
    if (row.leader.empty()) ++vacant;
  }
  EXPECT_EQ(file.rows.front().unit_id, "loten-kommune");
  EXPECT_EQ(vacant, 10);
}

TEST(PublishedFiles, TheScorecardsHave331Rows) {
  auto text = Contents(kPublished, "scorecards.csv");
  auto organisation = Contents(kPublished, "organisation.csv");
  if (!text || !organisation) {
    std::cout << "skipped: no shared data\n";
    GTEST_SKIP();
  }
  ScorecardFile file = ReadScorecards(*text);
  for (const FieldViolation& violation : file.violations) ADD_FAILURE() << violation.field << ": " << violation.problem;
  ASSERT_EQ(file.rows.size(), 331u);
  EXPECT_EQ(file.ignored_columns, (std::vector<std::string>{"municipality", "leader", "leader_title", "thresholds",
                                                            "unit_identified_by"}));
  std::set<std::string> units, known;
  for (const OrganisationRow& row : ReadOrganisation(*organisation).rows) known.insert(row.unit);
  std::map<std::string, int> missing;
  for (const ScorecardRow& row : file.rows) {
    units.insert(row.unit);
    EXPECT_TRUE(known.count(row.unit)) << row.unit;
    EXPECT_TRUE(row.year == 2014 || row.year == 2015) << row.year;
    EXPECT_EQ(row.source.rfind("https://", 0), 0u) << row.line;
    for (const measurement::Target* target : {&row.target, &row.next_target}) {
      EXPECT_EQ(target->kind, measurement::TargetKind::kNumeric) << row.line << " " << target->figure.text;
      ++missing[measurement::MissingName(target->figure.missing)];
    }
    ++missing[measurement::MissingName(row.baseline.missing)];
    ++missing[measurement::MissingName(row.result.missing)];
  }
  EXPECT_EQ(units.size(), 16u);
  EXPECT_EQ(missing["NOT_MEASURED"], 13);
  EXPECT_EQ(missing["SUPPRESSED"], 1);
  EXPECT_EQ(missing["EMPTY"], 359);
  EXPECT_EQ(missing["UNREADABLE"], static_cast<int>(file.unreadable.size()));

  std::map<std::string, int> problems;
  for (const FieldViolation& cell : file.unreadable) {
    ++problems[cell.problem];
    std::cout << cell.field << ": " << cell.problem << " \"" << cell.args.at("text") << "\"\n";
  }
  EXPECT_EQ(problems["footnote"], 16);
  EXPECT_EQ(problems["two_numbers"], 7);
  EXPECT_EQ(problems["stray_space"], 1);
  EXPECT_EQ(problems["not_a_number"], 3);
  auto listed = [&](const FieldViolation& cell) {
    return std::find(file.unreadable.begin(), file.unreadable.end(), cell) != file.unreadable.end();
  };
  EXPECT_TRUE(listed({"line 261, column result", "stray_space", {{"text", "104, 2%"}}}));
}

TEST(DemoFiles, AreReadWithoutProblemsAndBelongTogether) {
  auto organisation_text = Contents(kDemo, "organisation.csv");
  auto scorecards_text = Contents(kDemo, "scorecards.csv");
  ASSERT_TRUE(organisation_text && scorecards_text);
  OrganisationFile organisation = ReadOrganisation(*organisation_text);
  ScorecardFile scorecards = ReadScorecards(*scorecards_text);
  for (const auto* violations : {&organisation.violations, &organisation.warnings, &scorecards.violations}) {
    for (const FieldViolation& problem : *violations) ADD_FAILURE() << problem.field << ": " << problem.problem;
  }
  EXPECT_EQ(organisation.ignored_columns, std::vector<std::string>{});
  EXPECT_EQ(organisation.rows.size(), 30u);
  EXPECT_EQ(scorecards.rows.size(), 331u);
  EXPECT_EQ(scorecards.unreadable.size(), 27u) << "dirty on purpose: demo/SOURCE.md tells which";
  std::set<std::string> names;
  for (const OrganisationRow& row : organisation.rows) {
    names.insert(row.unit);
    EXPECT_EQ(row.unit_id, Slug(row.unit));
    EXPECT_EQ(row.leader_id, row.leader.empty() ? "" : Slug(row.leader));
  }
  for (const ScorecardRow& row : scorecards.rows) EXPECT_TRUE(names.count(row.unit)) << row.unit;
}

}  // namespace
}  // namespace arshjul::imports
