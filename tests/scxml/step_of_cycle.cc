#include "scxml/step_of_cycle.h"

#include <absl/strings/str_join.h>
#include <fmt/format.h>

#include <set>

#include "scenario/world.h"
#include "statechart/workflow.h"

namespace arshjul::scxml {
namespace {

constexpr int kYear = 2015;

// A cycle of one phase with one step, whose chart is exchanged: what the W3C's tests ask of states, no year would be allowed.
constexpr const char* kCarrier = R"(id: carrier
language: 1
title: Ett steg
parameters:
  - {id: first, type: date, default: Y-01-15}
  - {id: last, type: date, default: Y-12-15}
phases:
  - {id: run, title: Kjøring, scope: municipality, chart: test, opens: first, ends: last}
charts:
  - {id: test, states: [{id: waiting, on: [{event: go, to: ended}]}, {id: ended, final: true}]}
)";

std::shared_ptr<const statechart::Workflow> Carrying(const workflow::v1::Chart& chart) {
  auto workflow = std::make_shared<statechart::Workflow>();
  const auto loaded = statechart::LoadWorkflow(kCarrier);
  if (loaded.workflow == nullptr) return nullptr;
  workflow->definition = loaded.workflow->definition;
  workflow->source = loaded.workflow->source;
  workflow->hash = loaded.workflow->hash;
  *workflow->definition.mutable_charts(0) = chart;
  std::set<std::string> tasks;
  for (const auto& state : chart.states()) tasks.insert(state.tasks().begin(), state.tasks().end());
  for (const std::string& id : tasks) {
    workflow::v1::Task& task = *workflow->definition.add_tasks();
    task.set_id(id);
    task.mutable_title()->set_nb(id);
    task.set_party(workflow::v1::PARTY_OFFICE);
  }
  for (const auto& task : workflow->definition.tasks()) workflow->tasks.emplace(task.id(), &task);
  workflow->definition.mutable_phases(0)->set_chart(chart.id());
  workflow->charts.emplace(chart.id(), statechart::Chart::Compile(workflow->definition.charts(0)));
  workflow->phases.emplace("run", &workflow->definition.phases(0));
  return workflow;
}

cycle::CreateMunicipality Creation(Instant start) {
  cycle::CreateMunicipality creation;
  creation.id = creation.name = "bygda";
  creation.demo = true;
  creation.demo_now = start;
  creation.founders = {{organisation::Role::kOffice, {"office", "Kontoret", ""}}, {organisation::Role::kMandate, {"mayor", "Ordfører", ""}}};
  creation.authority = "14/1";
  creation.workflows = {kCarrier};
  return creation;
}

cycle::ImportOrganisation Organisation() {
  cycle::ImportOrganisation command;
  cycle::ImportedUnit& unit = command.units.emplace_back();
  unit.line = 2;
  unit.id = "kommune";
  unit.name = "Kommunen";
  unit.level = "0";
  unit.leader = unit.leader_name = "leder";
  return command;
}

}  // namespace

std::string LiveAsStep(const workflow::v1::Chart& chart) {
  const Instant start = *ParseInstant("2014-12-01T08:00:00Z"), end = *ParseInstant("2015-01-16T08:00:00Z");
  const auto workflow = Carrying(chart);
  if (workflow == nullptr) return "the carrier is no workflow";
  scenario::World world(start);
  world.library = [&](const std::string&, const std::string&) { return workflow; };
  for (const cycle::Command& command : {cycle::Command(Creation(start)), cycle::Command(Organisation()),
                                        cycle::Command(cycle::LaunchCycle{"carrier", kYear, {}, {}})}) {
    if (const auto refusal = world.Run(command, "office")) {
      return fmt::format("{} is refused: {}", cycle::CommandName(command), ReasonName(refusal->reason));
    }
  }
  world.AdvanceTo(end);
  world.CompareWithLog();
  if (!world.findings.empty()) return world.findings.front();
  if (!world.recent_incidents.empty()) {
    const cycle::Incident& incident = world.recent_incidents.front();
    std::string why = "is stuck: " + incident.cause;
    for (const char* arg : {"limit", "state"}) {
      if (incident.args.contains(arg)) why += " " + incident.args.at(arg);
    }
    return why;
  }
  const cycle::Step* step = world.state().steps.Find(cycle::Step::MakeKey(std::to_string(kYear), "run", ""));
  if (step == nullptr) return "there is no step";
  const std::string active = absl::StrJoin(step->configuration.active, " ");
  return step->configuration.done ? active : "rests in " + active;
}

}  // namespace arshjul::scxml
