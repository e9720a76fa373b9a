#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "statechart/workflow.h"

namespace arshjul::statechart {

namespace v1 = workflow::v1;

namespace {

const std::string& InLanguage(const v1::Text& text, std::string_view language) {
  const std::string& wanted = language == "nn"   ? text.nn()
                              : language == "sv" ? text.sv()
                              : language == "en" ? text.en()
                                                 : text.nb();
  return wanted.empty() ? text.nb() : wanted;
}

std::string Lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c; });
  return text;
}

// Mermaid ends a label at a quote, a semicolon or a line, and reads "#" as the start of a character's code.
std::string Escape(const std::string& text) {
  std::string escaped;
  for (char c : text) {
    switch (c) {
      case '"': escaped += '\''; break;
      case ';': escaped += "#59;"; break;
      case '#': escaped += "#35;"; break;
      case '\\': escaped += "#92;"; break;
      case '\n':
      case '\r': escaped += ' '; break;
      default: escaped += c;
    }
  }
  return escaped;
}

std::string OperandText(const v1::Operand& operand) {
  switch (operand.operand_case()) {
    case v1::Operand::kText: return operand.text();
    case v1::Operand::kNumber: return fmt::format("{}", operand.number());
    case v1::Operand::kTruth: return operand.truth() ? "true" : "false";
    case v1::Operand::kVariable: return operand.variable();
    case v1::Operand::kField: return operand.field();
    case v1::Operand::kEvent: return "event " + Lower(v1::EventPart_Name(operand.event()).substr(11));
    case v1::Operand::kOwn: return "own " + Lower(v1::Own_Name(operand.own()).substr(4));
    case v1::Operand::kList: {
      std::string text;
      for (const auto& of : operand.list().of()) text += (text.empty() ? "" : ", ") + OperandText(of);
      return "[" + text + "]";
    }
    default: return "";
  }
}

// A date that is set at launch, or one that is written in a form on the way.
const std::string& DayName(const v1::Workflow& workflow, const std::string& id, std::string_view language) {
  for (const auto& parameter : workflow.parameters()) {
    if (parameter.id() == id) return InLanguage(parameter.title(), language);
  }
  for (const auto& task : workflow.tasks()) {
    for (const auto& field : task.fields()) {
      if (field.id() == id) return InLanguage(field.label(), language);
    }
  }
  return id;
}

std::string TimerText(const v1::Workflow& workflow, const v1::Timer& timer, std::string_view language) {
  if (!timer.at().empty()) return "at " + DayName(workflow, timer.at(), language);
  if (!timer.recorded().empty()) return "at " + DayName(workflow, timer.recorded(), language);
  if (timer.slice_start()) return "at slice_start";
  if (timer.has_working_days()) return fmt::format("after {} working days", timer.working_days());
  return fmt::format("after {} s", timer.seconds());
}

std::string CompareText(const v1::Compare& compare) {
  std::string name = compare.field().empty() ? compare.variable() : compare.field();
  if (name.empty()) name = "event " + Lower(v1::EventPart_Name(compare.event()).substr(11));
  switch (compare.test_case()) {
    case v1::Compare::kEquals: return fmt::format("{} = {}", name, compare.equals());
    case v1::Compare::kIs: return fmt::format("{} = {}", name, compare.is());
    case v1::Compare::kLessThan: return fmt::format("{} < {}", name, compare.less_than());
    case v1::Compare::kGreaterThan: return fmt::format("{} > {}", name, compare.greater_than());
    case v1::Compare::kPresent: return (compare.present() ? "" : "no ") + name;
    case v1::Compare::kSomeRow:
      return fmt::format("{} has {} = {}", name, compare.some_row().column(), compare.some_row().equals());
    case v1::Compare::kIsSet: return name + (compare.is_set() ? " is set" : " is not set");
    case v1::Compare::kTruth: return (compare.truth() ? "" : "not ") + name;
    case v1::Compare::kSameAs: return fmt::format("{} = {}", name, OperandText(compare.same_as()));
    case v1::Compare::kBelow: return fmt::format("{} < {}", name, OperandText(compare.below()));
    case v1::Compare::kAbove: return fmt::format("{} > {}", name, OperandText(compare.above()));
    default: return name;
  }
}

std::string GuardText(const v1::Guard& guard) {
  auto join = [](const v1::Guards& guards, const char* word) {
    std::string text;
    for (const auto& of : guards.of()) text += (text.empty() ? "(" : word) + GuardText(of);
    return text + ")";
  };
  switch (guard.guard_case()) {
    case v1::Guard::kAll: return join(guard.all(), " and ");
    case v1::Guard::kAny: return join(guard.any(), " or ");
    case v1::Guard::kNot: return "not " + GuardText(guard.not_());
    case v1::Guard::kIn: return "in " + guard.in();
    case v1::Guard::kCompare: return CompareText(guard.compare());
    case v1::Guard::kFact: return Lower(v1::Fact_Name(guard.fact()).substr(5));
    default: return "";
  }
}

// What somebody does is told by its title; "task.propose.submit" is for those who write workflows.
std::string EventText(const v1::Workflow& workflow, const std::string& event, std::string_view language) {
  for (const auto& task : workflow.tasks()) {
    for (const auto& action : task.actions()) {
      if (event != fmt::format("task.{}.{}", task.id(), action.id())) continue;
      return fmt::format("{}: {}", InLanguage(task.title(), language), InLanguage(action.title(), language));
    }
  }
  return event;
}

// The phases, which of them wait for which, and which are gone on without.
std::string PhaseDiagram(const v1::Workflow& workflow, std::string_view language) {
  std::map<std::string, int> numbers;
  std::string states, ways;
  for (const auto& phase : workflow.phases()) {
    numbers.emplace(phase.id(), static_cast<int>(numbers.size()) + 1);
    states += fmt::format("  state \"{}\" as p{}\n", Escape(InLanguage(phase.title(), language)), numbers.at(phase.id()));
  }
  auto way = [&](const std::string& from, const v1::Phase& to, const char* label) {
    if (auto it = numbers.find(from); it != numbers.end()) ways += fmt::format("  p{} --> p{}{}\n", it->second, numbers.at(to.id()), label);
  };
  for (const auto& phase : workflow.phases()) {
    if (phase.after().empty()) ways += fmt::format("  [*] --> p{}\n", numbers.at(phase.id()));
    for (const auto& before : phase.after()) way(before, phase, "");
    way(phase.overtaken_by(), phase, " : overtakes");
  }
  return fmt::format("---\ntitle: \"{}\"\n---\nstateDiagram-v2\n", Escape(InLanguage(workflow.title(), language))) + states + ways;
}

class Diagram {
 public:
  Diagram(const v1::Workflow& workflow, const v1::Chart& chart, std::string_view language) : workflow_(workflow), language_(language) {
    for (const auto& state : chart.states()) Number(state);
    Region(chart, 1);
    for (const auto& state : chart.states()) Transitions(state);
  }

  std::string text;

 private:
  // States are numbered: their own ids may be words of Mermaid, or hold signs that it does not take.
  void Number(const v1::State& state) {
    numbers_.emplace(state.id(), static_cast<int>(numbers_.size()) + 1);
    for (const auto& child : state.states()) Number(child);
  }

  std::string Name(const std::string& id) const {
    auto it = numbers_.find(id);
    return it == numbers_.end() ? "[*]" : fmt::format("s{}", it->second);
  }

  std::string Label(const v1::State& state) const {
    if (state.history() == v1::HISTORY_DEEP) return "H*";
    if (state.history() == v1::HISTORY_SHALLOW) return "H";
    const std::string& title = InLanguage(state.title(), language_);
    return Escape(title.empty() ? state.id() : title);
  }

  void Line(int depth, const std::string& line) { text += std::string(static_cast<size_t>(depth) * 2, ' ') + line + "\n"; }

  // Of the chart or a state.
  template <class Owner> void Region(const Owner& owner, int depth) {
    const auto& states = owner.states();
    for (const auto& state : states) Declare(state, depth);
    auto first = std::find_if(states.begin(), states.end(),
                              [](const v1::State& state) { return state.history() == v1::HISTORY_UNSPECIFIED; });
    if (owner.has_start()) {
      for (const auto& target : owner.start().to()) Line(depth, "[*] --> " + Name(target));
    } else if (!owner.initial().empty()) {
      Line(depth, "[*] --> " + Name(owner.initial()));
    } else if (first != states.end()) {
      Line(depth, "[*] --> " + Name(first->id()));
    }
    for (const auto& state : states) {
      if (state.final()) Line(depth, Name(state.id()) + " --> [*]");
    }
  }

  void Declare(const v1::State& state, int depth) {
    const std::string head = fmt::format("state \"{}\" as {}", Label(state), Name(state.id()));
    if (state.states().empty()) {
      Line(depth, head);
      return;
    }
    Line(depth, head + " {");
    if (!state.parallel()) {
      Region(state, depth + 1);
    } else {
      for (int i = 0; i < state.states_size(); ++i) {
        if (i > 0) Line(depth + 1, "--");
        Declare(state.states(i), depth + 1);
      }
    }
    Line(depth, "}");
  }

  void Transitions(const v1::State& state) {
    for (const auto& transition : state.on()) {
      std::string label = transition.has_after() ? TimerText(workflow_, transition.after(), language_) : EventText(workflow_, transition.event(), language_);
      if (transition.has_when()) label += (label.empty() ? "[" : " [") + GuardText(transition.when()) + "]";
      const std::string suffix = label.empty() ? "" : " : " + Escape(label);
      for (const auto& target : transition.to()) Line(1, Name(state.id()) + " --> " + Name(target) + suffix);
      if (transition.to().empty()) Line(1, Name(state.id()) + " --> " + Name(state.id()) + suffix);
    }
    for (const auto& child : state.states()) Transitions(child);
  }

  const v1::Workflow& workflow_;
  std::string_view language_;
  std::map<std::string, int> numbers_;
};

}  // namespace

std::string ToMermaid(const v1::Workflow& workflow, std::string_view language) {
  std::string text = workflow.phases().empty() ? "" : PhaseDiagram(workflow, language);
  for (const auto& chart : workflow.charts()) {
    std::string title;
    for (const auto& phase : workflow.phases()) {
      if (phase.chart() == chart.id()) title += (title.empty() ? "" : ", ") + Escape(InLanguage(phase.title(), language));
    }
    if (!text.empty()) text += "\n";
    text += fmt::format("---\ntitle: \"{}\"\n---\nstateDiagram-v2\n", title.empty() ? chart.id() : title);
    text += Diagram(workflow, chart, language).text;
  }
  return text;
}

}  // namespace arshjul::statechart
