// Lines for `workflow step`, and a chart that takes them.
#include "fuzz/fuzz.h"
#include "statechart/workflow.h"
#include "step_line.h"
#include "stepping.h"

namespace arshjul::fuzz {
namespace {

constexpr int kMostLines = 20;
// Timers far apart: a line may let centuries pass.
constexpr const char* kChart = R"(charts:
  - id: c
    states:
      - id: a
        states:
          - {id: past, history: deep, on: [{to: a1}]}
          - {id: a1, on: [{event: go, to: a2, actions: [{assign: {variable: n, add: 1}}]}, {after: {working_days: 400}, to: a2}]}
          - {id: a2, on: [{event: go, when: {compare: {field: n, greater_than: 3}}, to: b}, {event: back.*, to: a1}]}
        on:
          - {event: out, when: {fact: is_top}, to: b, actions: [{assign: {variable: v, from_field: v}}]}
      - id: b
        parallel: true
        states:
          - {id: p, states: [{id: p1, on: [{event: go, to: p2}]}, {id: p2, final: true}]}
          - {id: q, states: [{id: q1, on: [{when: {compare: {variable: v, equals: x}}, to: q2}, {event: "*", to: q1, actions: [log: star]}]}, {id: q2, final: true}]}
        on: [{event: done.state.b, to: past, actions: [{send: {event: later, to: self, after: {seconds: 5}}}]}]
)";

void Take(cli::Stepping& stepping, const cli::Texts& texts, std::string_view text, bool& rested) {
  std::string problem;
  const auto line = cli::ReadStepLine(texts, text, problem);
  Require(line.has_value() == problem.empty(), "there is a line, or a problem");
  if (!line) return;
  Require(line->after.count() >= 0, "time goes on");
  std::string again_problem;
  const auto again = cli::ReadStepLine(texts, R"({"event":"e","data":)" + ToJson(line->data) + "}", again_problem);
  Require(again && again->data == line->data, "data reads as it is written");
  rested = stepping.Take(*line) == cli::Stepping::Rest::kRested;
  if (rested) Require(!stepping.Tell().empty(), "something is told");
}

}  // namespace
}  // namespace arshjul::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace arshjul;
  static const cli::Texts texts("nb");
  static const std::shared_ptr<const statechart::Chart> chart = [] {
    const statechart::Loaded loaded = statechart::LoadWorkflow(fuzz::kChart, statechart::Scrutiny::kChart);
    fuzz::Require(loaded.workflow != nullptr, "the chart is sound");
    return loaded.workflow->charts.at("c");
  }();
  cli::Stepping stepping(chart, {});
  bool rested = stepping.Start() == cli::Stepping::Rest::kRested;
  std::string_view text = fuzz::TextOf(data, size);
  for (int lines = 0; rested && !text.empty() && lines < fuzz::kMostLines; ++lines) {
    const size_t end = std::min(text.find('\n'), text.size());
    fuzz::Take(stepping, texts, text.substr(0, end), rested);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return 0;
}
