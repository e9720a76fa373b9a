// What the parts of the check share: names resolved once, and who uses what. Inside this room only.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "statechart/check.h"
#include "statechart/compiled_chart.h"

namespace arshjul::statechart {

// Elements by id; of two with the same id the first counts.
template <class Element> class Directory {
 public:
  template <class List> explicit Directory(const List& list) {
    for (const auto& element : list) {
      if (!element.id().empty() && index_.emplace(element.id(), &element).second) names_.push_back(element.id());
    }
  }
  const Element* Find(const std::string& id) const {
    auto it = index_.find(id);
    return it == index_.end() ? nullptr : it->second;
  }
  const std::vector<std::string>& names() const { return names_; }

 private:
  std::map<std::string, const Element*> index_;
  std::vector<std::string> names_;
};

// One chart, who runs it and what it opens.
struct ChartUse {
  const workflow::v1::Chart* chart;
  std::unique_ptr<CompiledChart> compiled;
  std::set<workflow::v1::Scope> scopes;                // of the phases that run it
  bool sliced = true;                                  // all of them are sliced by height
  std::vector<const workflow::v1::Task*> tasks;        // opened by some state, each once
  std::vector<std::string> state_names;
};

struct TaskUse {
  std::set<const ChartUse*> charts;
  std::set<workflow::v1::Scope> scopes;
  bool sliced = true;
};

struct CheckContext {
  CheckContext(const workflow::v1::Workflow& workflow, const Places& places, Scrutiny scrutiny, Problems& problems,
               Problems& warnings);

  const workflow::v1::Workflow& workflow;
  const Places& places;
  Scrutiny scrutiny;
  Problems& problems;
  Problems& warnings;
  Directory<workflow::v1::Parameter> parameters;
  Directory<workflow::v1::Phase> phases;
  Directory<workflow::v1::Task> tasks;
  std::vector<ChartUse> charts;
  std::map<const workflow::v1::Task*, TaskUse> task_uses;
  std::set<std::string> data_names;  // of the values that charts give events

  // Where a problem of this message is kept: an error, or a warning where the scrutiny is not about that.
  Problems& KeptIn(const google::protobuf::Message& message, const std::string& key);
  // At the message itself, or at the value of one of its fields.
  void Report(const google::protobuf::Message& message, std::string key, Arguments arguments = {});
  void ReportField(const google::protobuf::Message& message, int field, std::string key, Arguments arguments = {},
                   int index = 0);
  // "unknown_<what>" with the nearest of `names` as hint.
  void ReportUnknown(const google::protobuf::Message& message, int field, const std::string& what,
                     const std::string& name, const std::vector<std::string>& names, int index = 0);
  // The field, when given, must name a DATE parameter.
  void CheckDate(const google::protobuf::Message& message, int field, const std::string& parameter);
};

// May both be active at once?
bool Together(const CompiledChart& chart, int a, int b);

// Kept in the vault: never in guards, variables, logs.
bool IsPersonnel(workflow::v1::Audience audience);

// The parts, in the order of the language.
void CheckShape(CheckContext& context);
void CheckYear(CheckContext& context);
void CheckChart(CheckContext& context, const ChartUse& use);
void CheckTransition(CheckContext& context, const ChartUse& use, int source, const workflow::v1::Transition& transition);
void CheckFlow(CheckContext& context, const ChartUse& use);
void CheckReachability(CheckContext& context, const ChartUse& use);
void CheckTask(CheckContext& context, const workflow::v1::Task& task);
void CheckForm(CheckContext& context, const workflow::v1::Task& task);
// What earlier versions called things.
void CheckMigration(CheckContext& context);

// Guards, actions and timers. `tasks` are those whose forms the event may carry.
struct VocabularyContext {
  const ChartUse& use;
  std::vector<const workflow::v1::Task*> tasks;
  std::set<std::string> variables;  // set by some action of the chart
  bool forms_alone = false;         // the event is a task's: it carries a form and nothing else
};
void CheckGuard(CheckContext& context, const VocabularyContext& vocabulary, const workflow::v1::Guard& guard);
void CheckActions(CheckContext& context, const VocabularyContext& vocabulary,
                  const google::protobuf::RepeatedPtrField<workflow::v1::Action>& actions);
// From 0 to kMaxDays.
void CheckDays(CheckContext& context, const google::protobuf::Message& message, int number, const char* name, int days);
void CheckTimer(CheckContext& context, const ChartUse& use, const workflow::v1::Timer& timer);
void CheckOperand(CheckContext& context, const VocabularyContext& vocabulary, const workflow::v1::Operand& operand);
void CheckVariable(CheckContext& context, const VocabularyContext& vocabulary, const google::protobuf::Message& message, int number,
                   const std::string& name);
// The fields called `name` of the forms that the event may carry; reports where neither a form nor what a chart gives an event
// has it. None where charts give events such a value: of any kind.
std::vector<const workflow::v1::Field*> FindFields(CheckContext& context, const VocabularyContext& vocabulary,
                                                   const google::protobuf::Message& message, int number, const std::string& name);
// All that the event carries is not to be read where it may hold personnel text.
void CheckEventPart(CheckContext& context, const VocabularyContext& vocabulary, const google::protobuf::Message& message, int number,
                    workflow::v1::EventPart part);
// Of a Send or a final State.
template <class Message> void CheckCarried(CheckContext& context, const VocabularyContext& vocabulary, const Message& message) {
  if (message.has_content() && !message.data().empty()) {
    context.ReportField(message, Message::kContentFieldNumber, "only_one_of", {{"name", "content"}, {"other", "data"}});
  }
  for (const auto& datum : message.data()) CheckOperand(context, vocabulary, datum.value());
  if (message.has_content()) CheckOperand(context, vocabulary, message.content());
}
using VisitAction = std::function<void(const workflow::v1::Action&)>;
// Every action of the chart, also those inside others.
void VisitActions(const CompiledChart& chart, const VisitAction& visit);
std::set<std::string> AssignedVariables(const CompiledChart& chart);
// An event's name; it may also end in "*".
bool IsDescriptor(std::string_view name);
std::vector<std::string> Words(std::string_view text);

}  // namespace arshjul::statechart
