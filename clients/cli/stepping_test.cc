#include "stepping.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "statechart/workflow.h"

namespace arshjul::cli {
namespace {

using std::chrono::milliseconds;

TEST(StepLine, TimesAreReadAsTheyAreWritten) {
  struct Row {
    const char* text;
    std::optional<milliseconds> span;
  };
  for (const Row& row : {
           Row{"2s", milliseconds(2000)}, {"250ms", milliseconds(250)}, {"1.5s", milliseconds(1500)}, {"1h30m", milliseconds(5400000)},
           {"10d", milliseconds(864000000)}, {"0s", milliseconds(0)}, {"", std::nullopt}, {"2", std::nullopt}, {"s", std::nullopt},
           {"-1s", std::nullopt}, {"1 s", std::nullopt}, {"2w", std::nullopt}, {"1e3s", std::nullopt}, {"inf", std::nullopt}, {"nans", std::nullopt},
           {"999999999999d", std::nullopt},
       }) {
    EXPECT_EQ(ParseSpan(row.text), row.span) << row.text;
  }
}

TEST(StepLine, SaysWhatIsWrong) {
  const Texts texts("en");
  struct Row {
    const char* line;
    const char* told;
  };
  for (const Row& row : {
           Row{"go", "not a line of JSON"}, {"[]", "not a line of JSON"}, {R"({"event":)", "not a line of JSON"}, {"{}", "write “event”"},
           {R"({"data":{}})", "belongs to an event"}, {R"({"after":"1s","data":{}})", "belongs to an event"}, {R"({"events":"a"})", "unknown key: events"},
           {R"({"event":""})", "“” is not the name"}, {R"({"event":"a b"})", "“a b” is not the name"}, {R"({"event":"*"})", "“*” is not"},
           {R"({"event":1})", "is not the name"}, {R"({"event":"a","data":1})", "must have fields"}, {R"({"after":"soon"})", "“soon” is no time"},
           {R"({"after":-2})", "is no time"}, {R"({"after":1e30})", "is no time"}, {R"({"after":true})", "is no time"}, {R"({"facts":{"tall":true}})", "“tall” is nothing"}, {R"({"facts":{"is_top":1}})", "true or false"},
       }) {
    std::string problem;
    EXPECT_FALSE(ReadStepLine(texts, row.line, problem)) << row.line;
    EXPECT_THAT(problem, testing::HasSubstr(row.told)) << row.line;
  }
}

TEST(StepLine, TakesABareNumberAsSecondsAndNoDataAsNone) {
  std::string problem;
  const auto line = ReadStepLine(Texts("en"), R"( {"after":2.5,"event":"go","data":null} )", problem);
  ASSERT_TRUE(line) << problem;
  EXPECT_EQ(line->after, milliseconds(2500));
  EXPECT_EQ(line->event, "go");
  EXPECT_EQ(line->data, Value(Object()));
}

// Lines in and lines out; the first is of the start.
std::vector<std::string> Step(const std::string& states, const std::vector<std::string>& lines) {
  const auto loaded = statechart::LoadWorkflow("charts: [{id: c, states: " + states + "}]", statechart::Scrutiny::kChart);
  EXPECT_NE(loaded.workflow, nullptr) << states;
  Stepping stepping(loaded.workflow->charts.at("c"), {});
  std::vector<std::string> told;
  auto tell = [&](Stepping::Rest rest) {
    told.push_back(rest == Stepping::Rest::kRested ? stepping.Tell() : rest == Stepping::Rest::kNoRest ? "no rest" : "no end");
  };
  tell(stepping.Start());
  for (const std::string& text : lines) {
    std::string problem;
    const auto line = ReadStepLine(Texts("en"), text, problem);
    EXPECT_TRUE(line) << text << ": " << problem;
    if (line) tell(stepping.Take(*line));
  }
  return told;
}

TEST(Stepping, TimePassesThenFactsChangeThenTheEventComes) {
  EXPECT_THAT(Step("[{id: a, on: [{after: {seconds: 2}, to: b}]}, {id: b, on: [{when: {fact: is_top}, to: c}]}, {id: c, on: [{event: go, when: {compare: "
                  "{field: n, is: 1}}, to: d}]}, {id: d, entry: [{log: x}]}]",
                  {R"({"event":"go","data":{"n":1}})", R"({"event":"go","data":{"n":1},"after":"2s","facts":{"is_top":true}})"}),
              testing::ElementsAre(R"({"configuration":["a"],"effects":[]})", R"({"configuration":["a"],"effects":[]})",
                                   R"({"configuration":["c"],"effects":[]})"));
  EXPECT_THAT(Step("[{id: c, on: [{event: go, when: {compare: {field: n, is: 1}}, to: d}]}, {id: d, entry: [{log: x}]}]",
                  {R"({"event":"go","data":{"n":"1"}})", R"({"event":"go","data":{"n":1}})", R"({"after":"1s"})"}),
              testing::ElementsAre(R"({"configuration":["c"],"effects":[]})", R"({"configuration":["c"],"effects":[]})",
                                   R"({"configuration":["d"],"effects":[{"log":"x"}]})", R"({"configuration":["d"],"effects":[]})"));
}

TEST(Stepping, StopsWhatNeverEnds) {
  EXPECT_THAT(Step("[{id: a, on: [{to: a}]}]", {}), testing::ElementsAre("no rest"));
  EXPECT_THAT(Step("[{id: a, entry: [{send: {event: e, to: self}}], on: [{event: e, to: a}]}]", {}), testing::ElementsAre("no end"));
  EXPECT_THAT(Step("[{id: a, on: [{after: {seconds: 1}, to: a}]}]", {R"({"after":"2000s"})", R"({"after":"100d"})"}),
              testing::ElementsAre(testing::_, R"({"configuration":["a"],"effects":[]})", "no end"));
}

}  // namespace
}  // namespace arshjul::cli
