// `workflow step`: a chart of a file, tried out. The only verb that asks no server.
#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <iostream>

#include "command_line.h"
#include "messages/messages.h"
#include "statechart/workflow.h"
#include "stepping.h"

namespace arshjul::cli {
namespace {

struct Options {
  std::string file, chart;
  std::vector<std::string> facts;
};

int NumberAfter(const std::string& text, std::string_view word) {
  int number = 0;
  if (const size_t at = text.find(word); at != std::string::npos) {
    std::from_chars(text.data() + at + word.size(), text.data() + text.size(), number);
  }
  return number;
}

// As `workflow check` tells them, but beside the lines of JSON.
void TellFindings(Session& session, const std::string& file, const char* kind, const std::vector<FieldViolation>& findings) {
  for (const FieldViolation& finding : findings) {
    session.Note(fmt::format("{}:{}:{}: {}: {}", file, NumberAfter(finding.field, "line "), NumberAfter(finding.field, "column "),
                             session.Get(fmt::format("workflow.{}", kind)),
                             Harmless(messages::Render(session.texts().language(), finding))));
  }
}

std::shared_ptr<const statechart::Chart> ChooseChart(Session& session, const statechart::Workflow& workflow, const std::string& wish) {
  std::string names;
  for (const auto& chart : workflow.definition.charts()) {
    if (chart.id() == wish || (wish.empty() && workflow.definition.charts_size() == 1)) return workflow.charts.at(chart.id());
    names += (names.empty() ? "" : ", ") + chart.id();
  }
  if (names.empty()) {
    session.Fail(session.Get("step.no_chart"));
  } else if (wish.empty()) {
    session.Fail(session.Get("step.which_chart", {{"names", names}}), kExitUsage);
  } else {
    session.Fail(session.Get("step.not_a_chart", {{"word", wish}, {"names", names}}), kExitUsage);
  }
  return nullptr;
}

bool ReadFacts(Session& session, const std::vector<std::string>& settings, rehearsal::Facts& facts) {
  for (const std::string& setting : settings) {
    const size_t equals = setting.find('=');
    const std::string name = setting.substr(0, equals), value = equals == std::string::npos ? "" : setting.substr(equals + 1);
    const auto fact = rehearsal::FactNamed(name);
    if (!fact) {
      session.Fail(session.Get("step.not_a_fact", {{"word", name}}), kExitUsage);
      return false;
    }
    if (value != "true" && value != "false") {
      session.Fail(session.Get("step.not_a_setting", {{"word", setting}}), kExitUsage);
      return false;
    }
    facts.erase(*fact);
    if (value == "true") facts.insert(*fact);
  }
  return true;
}

int TellRestless(Session& session, const Stepping& stepping, Stepping::Rest rest, const std::string& where) {
  if (rest == Stepping::Rest::kNoEnd) {
    return session.Fail(session.Get("step.no_end", {{"where", where}, {"limit", std::to_string(rehearsal::kMaxInARow)},
                                                    {"stretch", std::to_string(rehearsal::kMaxInOneStretch)}}));
  }
  const statechart::LimitPassed& passed = stepping.passed();
  return session.Fail(session.Get(passed.state.empty() ? "step.no_rest_at_start" : "step.no_rest",
                                  {{"where", where}, {"limit", statechart::NameOf(passed.limit)},
                                   {"most", std::to_string(statechart::MostOf(passed.limit))}, {"state", Harmless(passed.state)}}));
}

void WriteLine(Session& session, Stepping& stepping) {
  session.Write(stepping.Tell() + "\n");
  std::fflush(stdout);  // whoever reads may wait for it before the next event
}

int Step(Session& session, const Options& options) {
  rehearsal::Facts facts;
  if (!ReadFacts(session, options.facts, facts)) return session.exit_code();
  const auto source = session.ReadFile(options.file);
  if (!source) return session.exit_code();
  const statechart::Loaded loaded = statechart::LoadWorkflow(*source, statechart::Scrutiny::kChart);
  TellFindings(session, options.file, "error", loaded.violations);
  TellFindings(session, options.file, "warning", loaded.warnings);
  if (loaded.workflow == nullptr) return kExitError;
  const auto chart = ChooseChart(session, *loaded.workflow, options.chart);
  if (chart == nullptr) return session.exit_code();

  Stepping stepping(chart, std::move(facts));
  if (const auto rest = stepping.Start(); rest != Stepping::Rest::kRested) return TellRestless(session, stepping, rest, session.Get("step.start"));
  WriteLine(session, stepping);
  int number = 0;
  for (std::string text; std::getline(std::cin, text);) {
    ++number;
    if (text.find_first_not_of(" \t\r") == std::string::npos) continue;
    const std::string where = session.Get("step.line", {{"line", std::to_string(number)}});
    std::string problem;
    const auto line = ReadStepLine(session.texts(), text, problem);
    if (!line) return session.Fail(session.Get("step.unreadable", {{"where", where}, {"problem", Harmless(problem)}}));
    if (const auto rest = stepping.Take(*line); rest != Stepping::Rest::kRested) return TellRestless(session, stepping, rest, where);
    WriteLine(session, stepping);
  }
  return session.exit_code();
}

}  // namespace

void AddWorkflowStepVerbs(CommandLine& line) {
  auto options = std::make_shared<Options>();
  line.Add("workflow step", [options](Session& session) { return Step(session, *options); })
      .Argument("file", options->file)
      .Option("--chart", options->chart)
      .Option("--fact", options->facts);
}

}  // namespace arshjul::cli
