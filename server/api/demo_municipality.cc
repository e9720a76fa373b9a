#include "api/demo_municipality.h"

#include <fmt/format.h>

#include "api/founding.h"
#include "calendar/calendar.h"
#include "imports/imports.h"
#include "api/demo_files.h"
#include "messages/messages.h"

namespace arshjul {
namespace {

constexpr char kMunicipality[] = "loten";
constexpr char kOffice[] = "office";
constexpr int kYear = 2015;

std::string Told(const Refusal& refusal) {
  std::string out = messages::Render("en", refusal);
  for (const FieldViolation& violation : refusal.fields) out += fmt::format(" {}: {}", violation.field, messages::Render("en", violation));
  return out;
}

absl::Status Run(engine::Engine& engine, const char* step, cycle::Command command) {
  engine::Request request;
  request.municipality = kMunicipality;
  request.actor = kOffice;
  request.request_id = fmt::format("demo-{}", step);
  request.body_hash = step;
  request.command = std::move(command);
  engine::Reply reply = engine.Run(std::move(request));
  if (reply.refusal) return absl::InternalError(fmt::format("the demo's {}: {}", step, Told(*reply.refusal)));
  return reply.status;
}

absl::StatusOr<cycle::Command> Organisation() {
  imports::OrganisationFile file = imports::ReadOrganisation(DemoOrganisation());
  if (!file.violations.empty()) return absl::InternalError(Told({Reason::kInvalidFile, {}, file.violations}));
  cycle::ImportOrganisation import;
  for (const imports::OrganisationRow& row : file.rows) {
    import.units.push_back({row.line, row.unit_id, row.unit, row.parent_id, row.level, row.leader_id, row.leader, row.title, row.from, row.to,
                            row.email});
  }
  return import;
}

absl::StatusOr<cycle::Command> Scorecards() {
  imports::ScorecardFile file = imports::ReadScorecards(DemoScorecards());
  if (!file.violations.empty()) return absl::InternalError(Told({Reason::kInvalidFile, {}, file.violations}));
  cycle::ImportScorecards import;
  for (const imports::ScorecardRow& row : file.rows) {
    import.rows.push_back({row.line, row.unit, row.group, row.perspective, row.indicator, row.unit_of_measure, row.source, row.year,
                           row.baseline, row.result, row.target, row.next_target});
  }
  return import;
}

// Made by an earlier start, and not finished: no cycle was ever launched.
bool CutShort(engine::Engine& engine) {
  bool unfinished = false;
  absl::Status read = engine.Read(kMunicipality, "", [&](engine::View& view) {
    const cycle::Municipality& self = *view.state.Self();
    unfinished = self.demo && view.state.cycles.All().empty() && view.state.units.All().empty() == view.state.holdings.All().empty();
    unfinished = unfinished && (view.state.units.All().empty() || view.state.units.Find("loten-kommune") != nullptr);
  });
  // A file without a municipality: the server ended between making the one and committing the other.
  return absl::IsNotFound(read) || (read.ok() && unfinished);
}

}  // namespace

absl::Status SetUpDemo(engine::Engine& engine) {
  const std::vector<std::string> there = engine.Municipalities();
  if (!there.empty() && (there != std::vector<std::string>{kMunicipality} || !CutShort(engine))) return absl::OkStatus();
  absl::StatusOr<absl::TimeZone> zone = calendar::LoadZone(cycle::Municipality().zone);
  if (!zone.ok()) return zone.status();
  const Instant start = calendar::Calendar(*zone).At(MakeDate(2014, 8, 15), 8, 0);
  absl::StatusOr<cycle::Command> organisation = Organisation(), scorecards = Scorecards();
  if (!organisation.ok()) return organisation.status();
  if (!scorecards.ok()) return scorecards.status();
  const std::vector<std::pair<const char*, cycle::Command>> steps = {
      {"municipality", api::FoundInDemo(kMunicipality, "Løten kommune", start)},
      {"organisation", *std::move(organisation)},
      {"scorecards", *std::move(scorecards)},
      {"cycle", cycle::LaunchCycle{"annual-cycle", kYear, {}, {}}},
  };
  // Each has a request id of its own: what an earlier start did is not done again.
  for (const auto& [step, command] : steps) {
    if (absl::Status done = Run(engine, step, command); !done.ok()) return done;
  }
  return absl::OkStatus();
}

std::vector<std::string> FirstCommands(const std::string& program, const std::string& address) {
  const std::string call = fmt::format("{} --server {}", program, address);
  return {
      call + " --as office cycle overview",
      call + " --as office org tree",
      call + " --as \"Jon Rønning\" task list --mine",
      call + " --as jon-ronning scorecard show teknisk-drift",
      call + " --as office demo clock advance 10d",
  };
}

}  // namespace arshjul
