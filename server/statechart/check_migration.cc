// What earlier versions called things: a name that is still in use means itself, and one thing at most takes over another.
#include <map>

#include "statechart/check_context.h"

namespace arshjul::statechart {

namespace v1 = workflow::v1;

namespace {

// Names of earlier versions, by who took them over.
using TakenOver = std::map<std::string, std::string>;

template <class Element>
void CheckNames(CheckContext& context, const Element& element, bool (*in_use)(const CheckContext&, const CompiledChart*, const std::string&),
                const CompiledChart* chart, TakenOver& taken) {
  for (int i = 0; i < element.migrate_from_size(); ++i) {
    const std::string& name = element.migrate_from(i);
    const int field = Element::kMigrateFromFieldNumber;
    if (in_use(context, chart, name)) {
      context.ReportField(element, field, "earlier_name_in_use", {{"name", name}}, i);
      continue;
    }
    auto [other, fresh] = taken.emplace(name, element.id());
    // Twice in one list is told of the list.
    if (!fresh && other->second != element.id()) {
      context.ReportField(element, field, "earlier_name_taken", {{"name", name}, {"other", other->second}}, i);
    }
  }
}

bool IsState(const CheckContext&, const CompiledChart* chart, const std::string& name) { return chart->Index(name) != kNoState; }
bool IsTask(const CheckContext& context, const CompiledChart*, const std::string& name) { return context.tasks.Find(name) != nullptr; }

}  // namespace

void CheckMigration(CheckContext& context) {
  for (const ChartUse& use : context.charts) {
    TakenOver taken;
    for (const CompiledState& state : use.compiled->states()) {
      if (state.definition != nullptr) CheckNames(context, *state.definition, IsState, use.compiled.get(), taken);
    }
  }
  TakenOver taken;
  for (const v1::Task& task : context.workflow.tasks()) {
    CheckNames(context, task, IsTask, nullptr, taken);
  }
  const v1::Workflow& workflow = context.workflow;
  for (int i = 0; i < workflow.withdrawn_tasks_size(); ++i) {
    const std::string& name = workflow.withdrawn_tasks(i);
    const int field = v1::Workflow::kWithdrawnTasksFieldNumber;
    if (context.tasks.Find(name) != nullptr) {
      context.ReportField(workflow, field, "earlier_name_in_use", {{"name", name}}, i);
    } else if (auto other = taken.find(name); other != taken.end()) {
      context.ReportField(workflow, field, "earlier_name_taken", {{"name", name}, {"other", other->second}}, i);
    }
  }
}

}  // namespace arshjul::statechart
