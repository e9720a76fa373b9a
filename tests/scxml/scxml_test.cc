// The W3C's tests of SCXML on our charts. The table of docs/scxml.md says of each of them in which lane it is; the test finds
// the lanes for itself and compares.
#include <absl/strings/ascii.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

#include "scxml/step_of_cycle.h"
#include "scxml/translate.h"
#include "scxml/ways.h"
#include "statechart/check.h"

namespace arshjul::scxml {
namespace {

const std::string kShared = ARSHJUL_SOURCE_DIR "/../shared/data/scxml/";

std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// What the language itself has to say against a chart, beyond what a chart to be tried out may have.
std::string Objections(const workflow::v1::Chart& chart) {
  workflow::v1::Workflow workflow;
  *workflow.add_charts() = chart;
  statechart::Problems problems, warnings;
  statechart::CheckWorkflow(workflow, statechart::Places(), statechart::Scrutiny::kChart, problems, warnings);
  std::string text;
  for (const auto& violation : problems.Violations()) text += " " + violation.problem;
  return text;
}

// "passes", or why it is out of scope, or how it fails.
std::string LaneOf(const std::string& xml) {
  const Translation translation = Translate(xml);
  if (!translation.out_of_scope.empty()) return "out of scope: " + translation.out_of_scope;
  if (const std::string objections = Objections(translation.chart); !objections.empty()) return "fails: not our language:" + objections;
  const auto chart = statechart::Chart::Compile(translation.chart);
  for (const Way way : kWays) {
    if (const std::string end = Live(chart, way); end != "pass") return fmt::format("fails: {} ({})", end, NameOf(way));
  }
  const std::string end = LiveAsStep(translation.chart);
  return end == "pass" ? "passes" : fmt::format("fails: {} (as a step of a cycle)", end);
}

std::string LaneOf(const ListedTest& test) {
  if (test.manual) return "out of scope: for a person to judge";
  std::string lane;
  for (const std::string& file : test.files) {
    const std::string xml = ReadFile(kShared + "w3c-irp-txml/" + file);
    if (xml.empty()) return "fails: " + file + " is not there";
    lane = LaneOf(xml);
    if (lane != "passes") return lane;
  }
  return test.files.empty() ? "fails: no file" : lane;
}

// The rows "| 144 | passes |" of a document, by test.
std::map<std::string, std::string> LanesSaid(const std::string& markdown) {
  std::map<std::string, std::string> lanes;
  std::istringstream lines(markdown);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("| ") || line.size() < 3 || !absl::ascii_isdigit(static_cast<unsigned char>(line[2]))) continue;
    const size_t middle = line.find(" | "), end = line.rfind(" |");
    if (middle == std::string::npos || end <= middle) continue;
    const bool added = lanes.emplace(line.substr(2, middle - 2), line.substr(middle + 3, end - middle - 3)).second;
    EXPECT_TRUE(added) << "two rows for " << line;
  }
  return lanes;
}

TEST(Scxml, EveryTestOfTheW3cIsInTheLaneThatTheDocumentSays) {
  const std::string manifest = ReadFile(kShared + "manifest.xml");
  if (manifest.empty()) {
    std::cout << "skipped: no shared data\n";
    GTEST_SKIP();
  }
  const std::vector<ListedTest> tests = ReadManifest(manifest);
  const std::string document = ReadFile(ARSHJUL_SOURCE_DIR "/docs/scxml.md");
  std::map<std::string, std::string> said = LanesSaid(document);
  EXPECT_EQ(tests.size(), 231u);
  int passed = 0;
  std::string rows;
  for (const ListedTest& test : tests) {
    const std::string lane = LaneOf(test);
    passed += lane == "passes" ? 1 : 0;
    rows += fmt::format("| {} | {} |\n", test.id, lane);
    EXPECT_THAT(lane, testing::Not(testing::StartsWith("fails"))) << "test " << test.id;
    const auto row = said.find(test.id);
    EXPECT_EQ(row == said.end() ? "no row" : row->second, lane) << "docs/scxml.md on test " << test.id;
    if (row != said.end()) said.erase(row);
  }
  EXPECT_TRUE(said.empty()) << "docs/scxml.md has rows for tests that the manifest does not list, such as " << said.begin()->first;
  EXPECT_THAT(document, testing::HasSubstr(fmt::format("**{} of {} pass**", passed, tests.size())));
  std::cout << "W3C SCXML: " << passed << " of " << tests.size() << " pass\n";
  if (HasFailure()) std::cout << "The rows of docs/scxml.md as they would be now:\n" << rows;
}

constexpr const char* kHead = "<scxml xmlns='http://www.w3.org/2005/07/scxml' xmlns:conf='http://www.w3.org/2005/scxml-conformance'>";

// That the judge condemns what is wrong, and gives up on what it does not know.
TEST(Scxml, OfChartsOfOurOwn) {
  struct Row {
    const char* body;
    const char* lane;
  };
  for (const Row& row : {
           Row{"<state id='a'><transition conf:targetpass=''/></state>", "passes"},
           {"<state id='a'><transition conf:targetfail=''/></state>", "fails: fail (in memory)"},
           {"<state id='a'><transition event='x' conf:targetpass=''/></state>", "fails: rests in a (in memory)"},
           {"<state id='a'><transition target='a'/></state>", "fails: never rests (in memory)"},
           {"<state id='a'><onentry><send event='x'/></onentry><transition event='x' target='a'/></state>", "fails: never rests (in memory)"},
           {"<state id='a'><transition target='b'/></state>", "fails: not our language: unknown_state"},
           {"<datamodel><data conf:id='1' conf:expr='2'/></datamodel><state id='a'><transition conf:idVal='1=2' conf:targetpass=''/></state>", "passes"},
           {"<datamodel><data conf:id='1' conf:expr='2'/></datamodel><state id='a'><transition conf:idVal='1=3' conf:targetpass=''/></state>",
            "fails: rests in a (in memory)"},
           {"<state id='a'><onentry><send event='x' delay='2s' id='i'/><send event='y' delay='3s'/><cancel sendid='i'/></onentry>"
            "<transition event='x' conf:targetfail=''/><transition event='y' conf:targetpass=''/></state>", "passes"},
           {"<state id='a'><onentry><dance/></onentry></state>", "out of scope: element dance"},
           {"<state id='a'><invoke/></state>", "out of scope: invoke"},
           {"<state id='a'><transition cond='x &gt; 1' conf:targetpass=''/></state>", "out of scope: expressions: cond"},
           {"<state id='a'><onentry><send event='x' target='#_parent'/></onentry></state>", "out of scope: other sessions"},
       }) {
    EXPECT_EQ(LaneOf(kHead + std::string(row.body) + "<conf:pass/><conf:fail/></scxml>"), row.lane) << row.body;
  }
  EXPECT_EQ(LaneOf("no XML"), "out of scope: not XML");
}

// In a server somebody waits behind it.
TEST(Scxml, AStepThatSendsItselfEventsForEverIsRefused) {
  for (const char* delay : {"", " delay='0s'"}) {
    const Translation translation = Translate(fmt::format("{}<state id='a'><onentry><send event='x'{}/></onentry><transition event='x' target='a'/></state></scxml>",
                                                          kHead, delay));
    EXPECT_THAT(LiveAsStep(translation.chart), testing::EndsWith(" WORKFLOW_LIMIT events_in_a_row")) << delay;
  }
}

TEST(Scxml, TheDocumentIsReadRowByRow) {
  EXPECT_THAT(LanesSaid("| test | lane |\n|---|---|\n| 144 | passes |\n| 147 | out of scope: conditional actions |\n"),
              testing::ElementsAre(testing::Pair("144", "passes"), testing::Pair("147", "out of scope: conditional actions")));
}

}  // namespace
}  // namespace arshjul::scxml
