#include "cycle/migrate.h"
#include "cycle/stepping.h"

namespace arshjul::cycle {
namespace {

const statechart::Chart* ChartOf(const statechart::Workflow& workflow, const std::string& phase) {
  return workflow.charts.at(workflow.phases.at(phase)->chart()).get();
}

std::map<std::string, std::string> TextsNow(const statechart::Workflow& to, const Step& step) {
  std::map<std::string, std::string> texts;
  for (const auto& [name, text] : step.texts) texts[TextNow(to, name)] = text;
  return texts;
}

}  // namespace

StepMove PlanMove(Decision& decision, const Versions& versions, const Step& step) {
  StepMove move;
  move.step = step;
  if (step.state == StepState::kWaiting) return move;
  move.from = ChartOf(*versions.from, step.phase);
  move.to = ChartOf(*versions.to, step.phase);
  move.landing = statechart::Land(*move.from, *move.to, step.configuration, step.variables, step.Key());
  move.reasons = move.landing.reasons;
  PlanTasks(decision, versions, move);
  PlanTexts(decision, versions, move);
  return move;
}

void MakeMove(Decision& decision, const Versions& versions, const StepMove& move, std::vector<FieldViolation>& remarks) {
  const std::string key = move.step.Key();
  const std::map<std::string, std::string> texts = TextsNow(*versions.to, move.step);
  if (move.to == nullptr) {
    const Step& step = move.step;
    decision.Emit(StepMigrated{key, step.state, step.configuration, step.shown, step.variables, texts});
    // What it waited for may be another thing now.
    decision.sent.push_back({key, {}});
    return;
  }
  for (const std::string& history : move.landing.forgotten) remarks.push_back({"", "migration_history_forgotten", {{"state", history}}});
  Step standing = move.step;
  standing.variables = move.landing.variables;
  Environment environment(decision, standing);
  MoveTasks(decision, versions, move, environment, remarks);
  MoveTimers(decision, versions, move, environment, remarks);
  statechart::Configuration configuration;
  if (statechart::TakeUp(*move.to, move.landing, configuration, environment) == statechart::Outcome::kLimit) {
    RefuseAt(decision, key, environment.given_up());
    return;
  }
  decision.Emit(StepMigrated{key, configuration.done ? StepState::kDone : StepState::kActive, configuration,
                             Shown(*move.to, configuration), environment.TakeVariables(), texts});
}

}  // namespace arshjul::cycle
