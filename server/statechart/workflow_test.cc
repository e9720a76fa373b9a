#include "statechart/workflow.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "statechart/small_year.h"

namespace arshjul::statechart {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(WorkflowTest, GoodWorkflow) {
  const Loaded loaded = LoadWorkflow(kSmallYear);
  ASSERT_EQ(Told(loaded.violations), "");
  EXPECT_EQ(Told(loaded.warnings), "");
  const Workflow& workflow = *loaded.workflow;
  EXPECT_EQ(workflow.source, kSmallYear);
  EXPECT_EQ(workflow.charts.size(), 3u);
  EXPECT_EQ(workflow.tasks.at("review")->title().nb(), "Vurder");
  EXPECT_EQ(workflow.phases.at("talk")->after(0), "ambition");
  EXPECT_EQ(workflow.definition.title().sv(), "Ett litet år");
  // Scalars are what the schema says.
  const auto& options = workflow.tasks.at("review")->fields(1).options();
  EXPECT_EQ(options[0].id(), "1");
  EXPECT_EQ(options[1].id(), "NO");
  EXPECT_EQ(options[2].id(), "yes");
  EXPECT_EQ(options[3].id(), "08");
  EXPECT_NE(workflow.charts.at("talk")->FindState("past"), nullptr);
}

TEST(WorkflowTest, HashIsOfEveryByte) {
  const Loaded loaded = LoadWorkflow(kSmallYear);
  const Loaded other = LoadWorkflow(std::string(kSmallYear) + "\n");
  ASSERT_NE(loaded.workflow, nullptr);
  ASSERT_NE(other.workflow, nullptr);
  EXPECT_EQ(loaded.workflow->hash.size(), 64u);
  EXPECT_NE(loaded.workflow->hash, other.workflow->hash);
}

TEST(WorkflowTest, Warnings) {
  std::string fields;
  for (int i = 0; i < 11; ++i) {
    fields += fmt::format("      - {{id: f{}, label: F, type: text, audience: line, purpose: P, required: true}}\n", i);
  }
  std::string text = Replaced(kSmallYear, "      - {id: comment,", fields + "      - {id: comment,");
  text = Replaced(text, "{event: moved, to: away}", "{event: moved, when: {compare: {variable: x, is: 1}}, to: away}");
  text = Replaced(text, "  - id: talk\n", "  - {id: spare, states: [{id: a}]}\n  - id: talk\n");
  const Loaded loaded = LoadWorkflow(text);
  EXPECT_NE(loaded.workflow, nullptr) << Told(loaded.violations);
  std::vector<std::string> problems;
  for (const auto& warning : loaded.warnings) problems.push_back(warning.problem);
  EXPECT_THAT(problems, testing::ElementsAre("chart_never_run", "variable_never_assigned", "many_required_fields"));
}

// Of a chart to be tried out only what the chart cannot run without is an error.
TEST(WorkflowTest, ScrutinyOfChartsAlone) {
  struct Row {
    const char* name;
    const char* yaml;
    const char* wrong;  // the problems that stay errors
  };
  for (const Row& row : {
           Row{"charts alone", "charts: [{id: c, states: [{id: a}]}]", ""},
           {"an event from outside, with data", "charts: [{id: c, states: [{id: a, on: [{event: go, when: {compare: {field: n, is: 1}}, "
            "actions: [{assign: {variable: v, from_field: n}}], to: a}]}]}]", ""},
           {"out of reach, round in circles, waiting for what cannot come",
            "charts: [{id: c, states: [{id: a, on: [{to: a}, {event: done.state.a, to: a}]}, {id: b}]}]", ""},
           {"tasks without a form, or unknown", "charts: [{id: c, states: [{id: a, tasks: [t, u], on: [{event: task.t.go, to: a}]}]}]\n"
            "tasks: [{id: t, fields: [{id: f}]}]", ""},
           {"dates and slices of no phase", "charts: [{id: c, states: [{id: a, on: [{after: {at: d}}, {after: {slice_start: true}}]}]}]", ""},
           {"a key that is none", "charts: [{id: c, status: x, states: [{id: a}]}]", "unknown_key"},
           {"a target that is none", "charts: [{id: c, states: [{id: a, on: [{event: go, to: b}]}]}]", "unknown_state"},
           {"a guard without a guard", "charts: [{id: c, states: [{id: a, on: [{event: go, when: {all: []}, to: a}]}]}]", "missing"},
           {"two states of one name", "charts: [{id: c, states: [{id: a}, {id: a}]}]", "duplicate_id"},
           {"a history without a default", "charts: [{id: c, states: [{id: a, states: [{id: b}, {id: h, history: deep}]}]}]",
            "history_without_default"},
           {"a send to nobody", "charts: [{id: c, states: [{id: a, entry: [{send: {event: e}}]}]}]", "missing"},
       }) {
    const Loaded loaded = LoadWorkflow(row.yaml, Scrutiny::kChart);
    std::string wrong;
    for (const auto& violation : loaded.violations) wrong += (wrong.empty() ? "" : " ") + violation.problem;
    EXPECT_EQ(wrong, row.wrong) << row.name << "\n" << Told(loaded.violations);
    EXPECT_EQ(loaded.workflow != nullptr, wrong.empty()) << row.name;
    EXPECT_EQ(LoadWorkflow(row.yaml).workflow, nullptr) << row.name << ": as a year it is refused";
  }
}

// Every text cut off anywhere is refused or read, never a crash.
TEST(WorkflowTest, CutTexts) {
  const std::string text = kSmallYear;
  for (size_t length = 0; length < text.size(); length += 7) {
    const Loaded loaded = LoadWorkflow(text.substr(0, length));
    EXPECT_EQ(loaded.workflow == nullptr, !loaded.violations.empty()) << "cut at " << length;
  }
}

TEST(WorkflowTest, Mermaid) {
  const Loaded loaded = LoadWorkflow(kSmallYear);
  ASSERT_NE(loaded.workflow, nullptr);
  const std::string diagrams = ToMermaid(loaded.workflow->definition, "nn");
  EXPECT_THAT(diagrams, HasSubstr("  state \"Ambisjon\" as p1\n  state \"Vedtak\" as p2\n  state \"Samtale\" as p3\n  [*] --> p1\n"
                                  "  p2 --> p1 : overtakes\n  [*] --> p2\n  p1 --> p3\n"));
  EXPECT_THAT(diagrams, HasSubstr("---\ntitle: \"Ambisjon\"\n---\nstateDiagram-v2\n"));
  EXPECT_THAT(diagrams, Not(HasSubstr(" : task."))) << "what somebody does is told by its title";
  EXPECT_THAT(diagrams, HasSubstr("  state \"Venter på rapportene\" as s1\n"));
  EXPECT_THAT(diagrams, HasSubstr("      s6 --> [*]\n    }\n    --\n    state \"watch\" as s7 {\n"));
  EXPECT_THAT(diagrams, HasSubstr("  s1 --> s2 : [reports_ended]\n  s1 --> s2 : at slice_start\n"));
  EXPECT_THAT(diagrams, HasSubstr("    state \"H\" as s2\n"));
}

TEST(WorkflowTest, DocumentedWorkflowsLoad) {
  std::ifstream file(std::string(ARSHJUL_SOURCE_DIR) + "/docs/workflow-language.md");
  ASSERT_TRUE(file) << "docs/workflow-language.md";
  std::stringstream all;
  all << file.rdbuf();
  const std::string text = all.str(), fence = "```yaml\n# check: whole\n";
  int found = 0;
  for (size_t at = text.find(fence); at != std::string::npos; at = text.find(fence, at + 1)) {
    const std::string yaml = text.substr(at + 8, text.find("\n```", at) - at - 7);
    const Loaded loaded = LoadWorkflow(yaml);
    EXPECT_EQ(Told(loaded.violations), "") << yaml;
    ++found;
  }
  EXPECT_GE(found, 2);
  // Those that are files to be tried out are run by tests/contract.
  int fences = 0, files = 0;
  for (size_t at = text.find("```yaml"); at != std::string::npos; at = text.find("```yaml", at + 1)) ++fences;
  for (size_t at = text.find("```yaml\n# file: "); at != std::string::npos; at = text.find("```yaml\n# file: ", at + 1)) ++files;
  EXPECT_EQ(found + files, fences) << "a workflow that is not compiled here: give it the line # check: whole";
}

}  // namespace
}  // namespace arshjul::statechart
