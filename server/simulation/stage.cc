#include "simulation/stage.h"

#include <algorithm>
#include <set>
#include <string_view>

namespace arshjul::simulation {
namespace {

// Nobody looks at the real clock: the municipality has its own. Requests have no ids that would be forgotten by it.
Instant NoClock() { return Instant(); }

constexpr int kYearsBefore = 2;  // no phase of a cycle opens that early, and the cycle before it has not opened either
constexpr int kFirstHour = 8;
constexpr size_t kMostQueued = 100'000;

const cycle::Municipality& Self(engine::View& view) { return *view.state.Self(); }

void CopyOrganisation(engine::View& view, Date today, Setting& setting) {
  const organisation::Organisation& org = view.state.Organisation();
  int line = 1;
  for (const organisation::Unit* unit : org.Preorder(today)) {
    cycle::ImportedUnit row;
    row.line = ++line;
    row.id = unit->id;
    row.name = unit->name;
    row.parent = unit->parent;
    row.level = unit->level;
    if (const organisation::Holding* holding = org.HolderOf(unit->id, today)) {
      row.leader = holding->person;
      row.leader_name = org.NameOf(holding->person);
      row.title = holding->title;
      // When somebody came is past; that somebody will leave is known.
      row.to = holding->span.to;
    }
    setting.organisation.units.push_back(std::move(row));
  }
  for (const organisation::Absence& absence : org.absences()) {
    if (absence.span.to && *absence.span.to < today) continue;
    cycle::RegisterAbsence away{absence.person, std::nullopt, absence.span};
    if (!absence.deputy.empty()) away.deputy = cycle::PersonGiven{absence.deputy, org.NameOf(absence.deputy), ""};
    setting.absences.push_back(std::move(away));
  }
}

void CopyRoles(engine::View& view, Date today, Setting& setting) {
  const organisation::Organisation& org = view.state.Organisation();
  for (const organisation::RoleBinding& role : org.roles()) {
    if (!role.span.Contains(today)) continue;
    setting.roles.push_back({role.role, {role.person, org.NameOf(role.person), ""}});
    if (role.role == organisation::Role::kMandate) setting.authority = role.authority;
  }
}

// The newest cards before the year: what the first proposals begin with.
void CopyCards(engine::View& view, int year, Setting& setting) {
  int newest = 0;
  for (const cycle::Card* card : view.state.cards.All()) {
    if (card->year < year) newest = std::max(newest, card->year);
  }
  int line = 1;
  for (const cycle::Card* card : view.state.cards.By(0, std::to_string(newest))) {
    for (const cycle::CardRow& row : card->rows) {
      const cycle::Indicator* indicator = view.state.indicators.Find(row.indicator);
      if (row.dropped || indicator == nullptr) continue;
      setting.cards.rows.push_back({++line, card->unit, row.group, row.perspective, indicator->name, indicator->unit_of_measure, "", year - 1,
                                    row.baseline, row.result, row.target, {}});
    }
  }
  std::set<std::string_view> on_cards;
  for (const cycle::ImportedCardRow& row : setting.cards.rows) on_cards.insert(row.indicator);
  for (const cycle::Indicator* indicator : view.state.indicators.All()) {
    if (!on_cards.contains(indicator->name) || !(indicator->direction_set || indicator->bands || indicator->tolerance)) continue;
    setting.directions.push_back({indicator->name, indicator->direction, indicator->bands, indicator->tolerance});
  }
}

}  // namespace

Setting CopyOf(engine::View& view, int year) {
  const Date today = view.context.calendar->LocalDate(view.context.now);
  Setting setting;
  setting.name = Self(view).name;
  setting.language = Self(view).language;
  setting.closed = Self(view).closed;
  setting.year = year;
  setting.first = view.state.cycles.All().empty();
  CopyOrganisation(view, today, setting);
  CopyRoles(view, today, setting);
  CopyCards(view, year, setting);
  return setting;
}

absl::Status Stage::Start() {
  engine::Options options;
  options.demo = true;
  options.writers = 1;
  options.most_queued = kMostQueued;
  options.clock = NoClock;
  absl::StatusOr<std::unique_ptr<engine::StoreFolder>> folder = stores_ != nullptr ? stores_() : engine::StoreFolder::OpenFolder("", "");
  if (!folder.ok()) return folder.status();
  absl::StatusOr<std::unique_ptr<engine::Engine>> engine = engine::Engine::Start(std::move(options), *std::move(folder));
  if (!engine.ok()) return engine.status();
  engine_ = *std::move(engine);
  return absl::OkStatus();
}

absl::Status Stage::Restart() {
  engine_.reset();
  return Start();
}

engine::Reply Stage::Do(const std::string& actor, cycle::Command command, bool validate_only) {
  engine::Request request{kMunicipality, actor, "", "", std::move(command)};
  request.validate_only = validate_only;
  return engine_->Run(std::move(request));
}

Stage::Built Stage::Build(const Setting& setting, Stores stores) {
  if (setting.organisation.units.size() > kMostUnits) {
    return {absl::OkStatus(), Refusal{Reason::kInvalidInput, {}, {{"organisation", "too_many_units", {{"limit", std::to_string(kMostUnits)}}}}}};
  }
  auto stage = std::make_unique<Stage>();
  stage->stores_ = std::move(stores);
  if (absl::Status started = stage->Start(); !started.ok()) return {started};
  auto office = std::find_if(setting.roles.begin(), setting.roles.end(), [](const auto& role) { return role.first == organisation::Role::kOffice; });
  if (office == setting.roles.end()) return {absl::OkStatus(), Refusal{Reason::kRoleMissing, {{"role", "OFFICE"}}, {}}};
  const std::string& person = office->second.id;
  engine::Reply reply = stage->Furnish(setting, person);
  if (reply.status.ok() && !reply.refusal) {
    reply = stage->Do(person, cycle::PublishWorkflow{setting.workflow});
    if (reply.status.ok() && !reply.refusal) reply = stage->Launch(setting, person, reply.resource.substr(reply.resource.find('/') + 1));
  }
  if (!reply.status.ok() || reply.refusal) return {reply.status, reply.refusal};
  return {absl::OkStatus(), std::nullopt, std::move(stage)};
}

engine::Reply Stage::Furnish(const Setting& setting, const std::string& office) {
  cycle::CreateMunicipality creation;
  creation.id = kMunicipality;
  creation.name = setting.name;
  creation.language = setting.language;
  creation.closed = setting.closed;
  creation.demo = true;
  creation.demo_now = Instant(MakeDate(setting.year - kYearsBefore, 1, 1));
  creation.founders = setting.roles;
  creation.authority = setting.authority;
  engine::Reply reply = Do(office, std::move(creation));
  std::vector<cycle::Command> commands{setting.organisation};
  if (!setting.cards.rows.empty()) commands.push_back(setting.cards);
  commands.insert(commands.end(), setting.directions.begin(), setting.directions.end());
  commands.insert(commands.end(), setting.absences.begin(), setting.absences.end());
  for (cycle::Command& command : commands) {
    if (!reply.status.ok() || reply.refusal) return reply;
    reply = Do(office, std::move(command));
  }
  return reply;
}

engine::Reply Stage::Launch(const Setting& setting, const std::string& office, const std::string& workflow) {
  if (!setting.first) {
    // There was a cycle before: one that was called off before anything of it had opened.
    engine::Reply before = Do(office, cycle::LaunchCycle{workflow, setting.year - 1, {}, {}});
    if (!before.status.ok() || before.refusal) return before;
    before = Do(office, cycle::ChangeCycle{cycle::ChangeCycle::To::kCancel, std::to_string(setting.year - 1), "simulation"});
    if (!before.status.ok() || before.refusal) return before;
  }
  cycle::LaunchCycle launch{workflow, setting.year, setting.parameters, {}};
  engine::Reply planned = Do(office, launch, true);
  if (!planned.status.ok() || planned.refusal) return planned;
  const List* phases = planned.answer["phases"].AsList();
  for (const Value& phase : phases == nullptr ? List() : *phases) {
    const Date opens = ParseDate(phase["opens"].Text()).value_or(Date()), ends = ParseDate(phase["ends"].Text()).value_or(Date());
    launched_ = launched_ == Date() ? opens : std::min(launched_, opens);
    ends_ = std::max(ends_, ends);
  }
  // As an office would: the morning that the first phase opens.
  Instant morning;
  absl::Status read = engine_->Read(kMunicipality, "", [&](engine::View& view) { morning = view.context.calendar->At(launched_, kFirstHour, 0); });
  if (!read.ok()) return {read};
  engine::Reply moved = Do(office, cycle::SetClock{morning});
  if (!moved.status.ok() || moved.refusal) return moved;
  engine::Reply launched = Do(office, std::move(launch));
  plan_ = launched.answer;
  cycle_ = std::to_string(setting.year);
  return launched;
}

}  // namespace arshjul::simulation
