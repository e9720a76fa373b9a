// For the tests of this room: charts and what they do, line by line.
#pragma once

#include <absl/strings/str_join.h>
#include <absl/strings/str_split.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/codec.h"
#include "statechart/chart.h"
#include "statechart/message_reader.h"

namespace arshjul::statechart {

// A small language for tests of charts. A chart in YAML, then a script of lines "event => configuration | effects":
//   start => a1 | +a +a1                 Start; "+x" entered, "-x" left, other words are `log` actions, in their order
//   go n=5 => b | -a1 -a +b              an event with data
//   go => ignored                        no transition matched: nothing changed, no effects
//   go => limit data b                   it was stopped: at which limit, in which state
//   go => end done | …                   the chart is done
//   fact has_reports / no has_reports    what the world knows from here on
// A variable that is assigned shows as "name:=value", a send as "send:event", a notification as "notify:key".
struct Behaviour {
  const char* name;
  const char* chart;
  const char* script;
};

class World : public Environment {
 public:
  const Variables& GetVariables() const override { return variables; }
  void SetVariable(const std::string& variable, Value value) override {
    effects.push_back(variable + ":=" + ToJson(value));
    variables[variable] = std::move(value);
  }
  std::string Self() const override { return "me"; }
  bool Evaluate(workflow::v1::Fact fact) override { return facts.contains(workflow::v1::Fact_Name(fact)); }
  bool Send(Sending sending) override {
    if (!sending.step.empty() && sending.step != "me") return false;
    const std::string later = sending.seconds ? fmt::format("+{}", *sending.seconds) : "";
    const std::string id = sending.event.send_id.empty() ? "" : "#" + sending.event.send_id;
    const std::string data = sending.event.data.IsNull() ? "" : ToJson(sending.event.data);
    effects.push_back("send:" + sending.event.name + later + id + data);
    return true;
  }
  void Cancel(const std::string& event, const std::string& send_id) override { effects.push_back("cancel:" + event + "#" + send_id); }
  void Execute(const workflow::v1::Action& action, const Event& event) override {
    if (action.has_log()) effects.push_back(action.log() == "event" ? "event:" + event.name : action.log());
    if (action.has_notify()) effects.push_back("notify:" + action.notify().message());
  }
  void GivenUp(const LimitPassed& limit) override {
    passed = std::string("limit ") + NameOf(limit.limit) + (limit.state.empty() ? "" : " " + limit.state);
  }
  void Entered(const workflow::v1::State& state) override { effects.push_back("+" + state.id()); }
  void Exited(const workflow::v1::State& state) override { effects.push_back("-" + state.id()); }

  std::set<std::string> facts;
  Variables variables;
  std::vector<std::string> effects;
  std::string passed;
};

inline std::shared_ptr<const Chart> ReadChart(const std::string& yaml) {
  Problems problems;
  YamlNode root;
  workflow::v1::Chart definition;
  Places places;
  if (ReadYaml(yaml, root, problems)) ReadMessage(root, definition, places, problems);
  for (const auto& violation : problems.Violations()) {
    ADD_FAILURE() << violation.field << ": " << violation.problem << " in\n" << yaml;
  }
  return Chart::Compile(definition);
}

inline Event ReadEvent(const std::string& text) {
  const std::vector<std::string> words = absl::StrSplit(text, ' ', absl::SkipEmpty());
  Object data;
  for (size_t i = 1; i < words.size(); ++i) {
    const std::vector<std::string> parts = absl::StrSplit(words[i], '=');
    const bool number = !parts[1].empty() && parts[1].find_first_not_of("0123456789") == std::string::npos;
    data[parts[0]] = number ? Value(std::stod(parts[1])) : Value(parts[1]);
  }
  return {words[0] == "nothing" ? "" : words[0], Value(data)};
}

// One line after "=>": what happened, in the words of the script.
inline std::string Happen(const Chart& chart, const std::string& event, Configuration& configuration, World& world) {
  world.effects.clear();
  Configuration after = configuration;
  const Outcome outcome = event == "start" ? chart.Start(after, world) : chart.Handle(after, ReadEvent(event), world);
  if (outcome == Outcome::kLimit) return world.passed;
  if (outcome == Outcome::kIgnored) {
    return after == configuration && world.effects.empty() ? "ignored" : "ignored, but something happened";
  }
  configuration = after;
  return fmt::format("{}{} | {}", absl::StrJoin(after.active, " "), after.done ? " done" : "",
                     absl::StrJoin(world.effects, " "));
}

inline void Play(const Behaviour& behaviour) {
  SCOPED_TRACE(behaviour.name);
  const auto chart = ReadChart(behaviour.chart);
  World world;
  Configuration configuration;
  const std::vector<std::string> lines = absl::StrSplit(behaviour.script, '\n');
  for (const std::string& raw : lines) {
    const std::string line(absl::StripAsciiWhitespace(raw));
    if (line.empty()) continue;
    if (line.starts_with("fact ")) {
      world.facts.insert("FACT_" + absl::AsciiStrToUpper(line.substr(5)));
      continue;
    }
    if (line.starts_with("no ")) {
      world.facts.erase("FACT_" + absl::AsciiStrToUpper(line.substr(3)));
      continue;
    }
    const size_t arrow = line.find(" => ");
    ASSERT_NE(arrow, std::string::npos) << line;
    // Between two events an instance lies in the store.
    Configuration stored;
    ASSERT_TRUE(Decode(Encode(configuration), stored));
    configuration = stored;
    const std::string happened = Happen(*chart, line.substr(0, arrow), configuration, world);
    EXPECT_EQ(std::string(absl::StripAsciiWhitespace(happened)), line.substr(arrow + 4)) << "at " << line;
  }
}

inline void PlayAll(const std::vector<Behaviour>& behaviours) {
  for (const auto& behaviour : behaviours) Play(behaviour);
}

}  // namespace arshjul::statechart
