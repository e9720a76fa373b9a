#include "simulation/simulate.h"

#include "messages/messages.h"

namespace arshjul::simulation {
namespace {

constexpr int kMostShift = 366;  // days: a phase belongs to its year

std::vector<Turn> Expected(Stage& stage, const Manner& manner, absl::Status& status) {
  std::vector<Turn> turns;
  auto successor = [&](const std::string& name) { return messages::Render(manner.language, "simulation.successor", {{"name", name}}); };
  status = stage.engine().Read(Stage::kMunicipality, "", [&](engine::View& view) {
    turns = TurnsOf(manner.seed, manner.profile, view.state.Organisation(), stage.launched(), stage.ends(), successor);
  });
  return turns;
}

}  // namespace

Simulated Simulate(const Setting& setting, const Manner& manner, const std::function<bool(const Progress&)>& on) {
  Stage::Built built = Stage::Build(setting);
  if (built.stage == nullptr) return {built.status, std::move(built.refusal), {}};
  Stage& stage = *built.stage;
  Simulated out;
  if (const Object* parameters = stage.plan()["parameters"].AsObject()) {
    for (const auto& [id, value] : *parameters) out.parameters[id] = value.Text();
  }
  const std::vector<Turn> turns = Expected(stage, manner, out.status);
  if (!out.status.ok()) return out;
  Player player(stage.engine(), Stage::kMunicipality, manner);
  player.Expect(turns);
  const Date last = stage.ends() + std::chrono::days(kDaysBeyond);
  bool given_up = false;
  out.status = player.Live(last, [&](Date day) {
    const Chronicle& chronicle = player.chronicle();
    given_up = !on({stage.launched(), day, stage.ends(), static_cast<int>(chronicle.tasks().size()), static_cast<int>(chronicle.open().size())});
    return !given_up && !chronicle.Closed(stage.cycle());
  });
  if (given_up) out.status = absl::CancelledError("the simulation was given up");
  if (!out.status.ok()) return out;
  out.status = stage.engine().Read(Stage::kMunicipality, "", [&](engine::View& view) {
    out.report = MakeReport(view, stage, player, manner, turns);
  });
  return out;
}

std::vector<FieldViolation> CheckShifts(const Shifts& shifts, const std::string& workflow) {
  statechart::Loaded loaded = statechart::LoadWorkflow(workflow);
  if (loaded.workflow == nullptr) return std::move(loaded.violations);
  std::string options;
  for (const workflow::v1::Phase& phase : loaded.workflow->definition.phases()) options += (options.empty() ? "" : ", ") + phase.id();
  std::vector<FieldViolation> violations;
  for (const auto& [phase, days] : shifts) {
    const std::string field = "shifts." + phase;
    if (!loaded.workflow->phases.contains(phase)) violations.push_back({field, "unknown_option", {{"value", phase}, {"options", options}}});
    if (days < -kMostShift) violations.push_back({field, "below_min", {{"min", std::to_string(-kMostShift)}}});
    if (days > kMostShift) violations.push_back({field, "above_max", {{"max", std::to_string(kMostShift)}}});
  }
  return violations;
}

Setting Shifted(Setting setting, const Simulated& simulated, const Shifts& shifts) {
  statechart::Loaded loaded = statechart::LoadWorkflow(setting.workflow);
  for (const auto& [id, days] : shifts) {
    const workflow::v1::Phase& phase = *loaded.workflow->phases.at(id);
    for (const std::string& parameter : {phase.opens(), phase.ends()}) {
      auto known = simulated.parameters.find(parameter);
      std::optional<Date> day = known == simulated.parameters.end() ? std::nullopt : ParseDate(known->second);
      if (day) setting.parameters[parameter] = FormatDate(*day + std::chrono::days(days));
    }
  }
  return setting;
}

}  // namespace arshjul::simulation
