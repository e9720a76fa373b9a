#include "api/simulation.h"

#include <algorithm>

#include "api/names.h"
#include "api/requests.h"
#include "api/simulation_answers.h"
#include "imports/imports.h"
#include "messages/messages.h"
#include "simulation/heat_map.h"
#include "simulation/simulate.h"

namespace arshjul::api {
namespace {

constexpr size_t kLargestSource = 1 << 20;  // bytes, as for a workflow that is published
// Of a play: what the days ahead are counted for, and more than a cycle lasts.
constexpr std::chrono::days kLongestPlay(3 * 366);

simulation::Manner MannerOf(int64_t seed, v1::SimulationProfile profile, const std::string& language) {
  simulation::Manner manner;
  manner.seed = seed == 0 ? 1 : static_cast<uint64_t>(seed);
  manner.profile = profile == v1::WORST ? simulation::Profile::kWorst : simulation::Profile::kRealistic;
  manner.language = language;
  manner.text = messages::Render(language, "simulation.text");
  return manner;
}

// The newest version of the name, or the one asked for as name@version.
const cycle::WorkflowRow* FindWorkflow(cycle::State& state, const std::string& id) {
  const std::string name = id.substr(0, id.find('@'));
  const cycle::WorkflowRow* newest = nullptr;
  for (const cycle::WorkflowRow* row : state.workflows.By(0, name)) {
    if (id.size() > name.size() && row->Key() != id) continue;
    if (newest == nullptr || row->version > newest->version) newest = row;
  }
  return newest;
}

// What the request says of the year, over what the municipality is.
Result Furnish(engine::View& view, const v1::SimulateCycleRequest& request, simulation::Setting& setting) {
  const Date today = view.context.calendar->LocalDate(view.context.now);
  if (!access::MayDo(view.state.Organisation(), view.context.actor, access::Operation::kRunCycle, today)) {
    return Refusal{Reason::kRoleMissing, {{"role", "OFFICE"}}, {}};
  }
  if (request.year() < 1900 || request.year() > 2200) {
    return Refusal{Reason::kInvalidInput, {}, {{"year", "bad_year", {{"text", std::to_string(request.year())}}}}};
  }
  setting = simulation::CopyOf(view, request.year());
  for (const auto& [id, value] : request.params()) setting.parameters[id] = value;
  if (!request.workflow_source().empty()) {
    if (request.workflow_source().size() > kLargestSource) {
      return Refusal{Reason::kInvalidInput, {}, {{"workflow_source", "too_long", {{"max", std::to_string(kLargestSource)}}}}};
    }
    setting.workflow = request.workflow_source();
  } else if (const cycle::WorkflowRow* row = FindWorkflow(view.state, request.workflow())) {
    setting.workflow = row->source;
  } else {
    return Refusal{Reason::kWorkflowNotFound, {{"workflow", request.workflow()}}, {}};
  }
  if (request.organisation_csv().empty()) {
    if (setting.organisation.units.empty()) return Refusal{Reason::kNoRoot};
    return {};
  }
  imports::OrganisationFile file = imports::ReadOrganisation(request.organisation_csv(), imports::KnownOn(today, view.state.Organisation()));
  if (!file.violations.empty()) return Refusal{Reason::kInvalidFile, {}, std::move(file.violations)};
  setting.organisation.units.clear();
  std::set<std::string> units, leaders;
  for (const imports::OrganisationRow& row : file.rows) {
    units.insert(row.unit_id);
    leaders.insert(row.leader_id);
    setting.organisation.units.push_back({row.line, row.unit_id, row.unit, row.parent_id, row.level, row.leader_id, row.leader, row.title, {}, row.to, ""});
  }
  // Cards and absences are of units and persons that there are.
  std::erase_if(setting.cards.rows, [&](const cycle::ImportedCardRow& row) { return !units.contains(row.unit); });
  std::set<std::string> indicators;
  for (const cycle::ImportedCardRow& row : setting.cards.rows) indicators.insert(row.indicator);
  std::erase_if(setting.directions, [&](const cycle::SetDirection& direction) { return !indicators.contains(direction.indicator); });
  std::erase_if(setting.absences, [&](const cycle::RegisterAbsence& absence) { return !leaders.contains(absence.person); });
  return {};
}

// Looks at the municipality as whoever asks.
Result Look(Frame& frame, const grpc::CallbackServerContext& context, const std::string& municipality, Asker& asker,
            const std::function<Result(engine::View&)>& look) {
  asker.municipality = municipality;
  Result result;
  absl::Status status = frame.engine().Read(municipality, "", [&](engine::View& view) {
    result = frame.Identify(context, view, asker);
    if (result.ok()) result = look(view);
  });
  if (absl::IsNotFound(status)) return Refusal{Reason::kMunicipalityNotFound, {{"municipality", municipality}}, {}};
  return status.ok() ? result : Result(status);
}

// One year, told as it goes; `first` and `share` place it within the whole, in hundredths.
simulation::Simulated Live(const simulation::Setting& setting, const simulation::Manner& manner, int first, int share,
                           const std::function<bool(v1::SimulateCycleResponse)>& tell) {
  return simulation::Simulate(setting, manner, [&](const simulation::Progress& progress) {
    const int64_t days = std::max<int64_t>((progress.last - progress.first).count(), 1);
    const int percent = first + static_cast<int>(std::min<int64_t>((progress.day - progress.first).count(), days) * share / days);
    v1::SimulateCycleResponse response;
    v1::SimulationProgress& shown = *response.mutable_progress();
    shown.set_date(FormatDate(progress.day));
    shown.set_percent(percent);
    shown.set_task_count(progress.tasks);
    shown.set_open_task_count(progress.open);
    // Every day: whoever is told says whether anybody listens still.
    return tell(std::move(response));
  });
}

}  // namespace

Result PrepareSimulation(Frame& frame, const grpc::CallbackServerContext& context, const v1::SimulateCycleRequest& request, SimulateWork& work) {
  std::optional<ResourceName> parsed = ParseName(request.parent());
  if (!parsed || !parsed->collection.empty()) return BadName("parent", request.parent(), "municipalities/{municipality}");
  auto setting = std::make_shared<simulation::Setting>();
  Asker asker;
  Result looked = Look(frame, context, parsed->municipality, asker, [&](engine::View& view) { return Furnish(view, request, *setting); });
  if (!looked.ok()) return looked;
  simulation::Shifts shifts(request.shifts().begin(), request.shifts().end());
  statechart::Loaded loaded = statechart::LoadWorkflow(setting->workflow);
  if (loaded.workflow == nullptr) return Refusal{Reason::kInvalidWorkflow, {}, std::move(loaded.violations)};
  if (auto refusal = Invalid(simulation::CheckShifts(shifts, setting->workflow))) return *refusal;
  const bool heat_map = request.heat_map();
  const simulation::Manner manner = MannerOf(request.seed(), request.profile(), asker.language);
  work = [=](const std::function<bool(v1::SimulateCycleResponse)>& tell) -> Result {
    auto report = [&](const simulation::Simulated& simulated, v1::SimulationReport& out) {
      FillReport(simulated.report, manner.language, out);
      if (heat_map) out.set_heat_map_svg(simulation::HeatMap(simulated.report, manner.language));
    };
    const int share = shifts.empty() ? 100 : 50;
    simulation::Simulated simulated = Live(*setting, manner, 0, share, tell);
    if (simulated.refusal) return *simulated.refusal;
    if (!simulated.status.ok()) return simulated.status;
    v1::SimulateCycleResponse response;
    report(simulated, *response.mutable_report());
    if (!tell(std::move(response)) || shifts.empty()) return {};
    simulation::Simulated moved = Live(simulation::Shifted(*setting, simulated, shifts), manner, share, share, tell);
    if (moved.refusal) return *moved.refusal;
    if (!moved.status.ok()) return moved.status;
    v1::SimulateCycleResponse what_if;
    report(moved, *what_if.mutable_what_if());
    tell(std::move(what_if));
    return {};
  };
  return {};
}

Result PreparePlay(Frame& frame, const grpc::CallbackServerContext& context, const v1::PlayDemoRequest& request, PlayWork& work) {
  std::optional<ResourceName> parsed = ParseName(request.name());
  if (!parsed || parsed->collection != "clock" || !parsed->id.empty()) return BadName("name", request.name(), "municipalities/{municipality}/clock");
  std::optional<Date> until = ParseDate(request.until());
  if (!until) return Refusal{Reason::kInvalidInput, {}, {{"until", "not_a_date", {{"value", request.until()}}}}};
  Asker asker;
  std::vector<simulation::Turn> turns;
  simulation::Manner manner;
  Result looked = Look(frame, context, parsed->municipality, asker, [&](engine::View& view) -> Result {
    if (!view.state.Self()->demo) return Refusal{Reason::kNotDemo};
    const Date today = view.context.calendar->LocalDate(view.context.now);
    if (*until < today) return Refusal{Reason::kClockBackwards, {{"now", FormatDate(today)}, {"asked", request.until()}}, {}};
    const Date latest = today + kLongestPlay;
    if (*until > latest) return Refusal{Reason::kInvalidInput, {}, {{"until", "after_latest", {{"latest", FormatDate(latest)}}}}};
    manner = MannerOf(request.seed(), request.profile(), asker.language);
    manner.notes_reads = true;
    // Who is away differs from one play to the next, even where the seed does not.
    turns = simulation::TurnsOf(manner.seed + static_cast<uint64_t>(today.time_since_epoch().count()), manner.profile, view.state.Organisation(),
                                today, *until, [&](const std::string& name) {
                                  return messages::Render(asker.language, "simulation.successor", {{"name", name}});
                                });
    return {};
  });
  if (!looked.ok()) return looked;
  const std::string municipality = parsed->municipality;
  work = [&frame, municipality, manner, turns, until = *until](const std::function<bool(v1::PlayDemoResponse)>& tell) -> Result {
    simulation::Player player(frame.engine(), municipality, manner);
    player.Expect(turns);
    std::optional<int> before;
    auto completed = [&] {
      return static_cast<int>(std::count_if(player.chronicle().tasks().begin(), player.chronicle().tasks().end(),
                                            [](const auto& entry) { return entry.second.state == cycle::TaskState::kDone; }));
    };
    auto told = [&](Date day) {
      const simulation::Chronicle& chronicle = player.chronicle();
      v1::PlayDemoResponse response;
      response.set_date(FormatDate(day));
      response.set_completed_task_count(completed() - before.value_or(0));
      response.set_open_task_count(static_cast<int32_t>(chronicle.open().size()));
      response.set_overdue_task_count(static_cast<int32_t>(
          std::count_if(chronicle.open().begin(), chronicle.open().end(), [&](int64_t task) { return chronicle.Task(task).due < day; })));
      return tell(std::move(response));
    };
    if (absl::Status looked = player.Begin(); !looked.ok()) return looked;
    before = completed();
    return player.Live(until, told);
  };
  return {};
}

}  // namespace arshjul::api
