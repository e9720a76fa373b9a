#include "faults/town.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "access/access.h"
#include "cycle/form.h"
#include "year/municipality.h"

namespace arshjul::faults {
namespace {

using engine::Engine;
using organisation::Role;

// A little before the store moves its log into the file (sqlite.cc): a trial's own commits do the rest.
constexpr size_t kLongLog = 1940 * 4120;

absl::Status Must(Engine& engine, const std::string& actor, cycle::Command command) {
  const std::string name = cycle::CommandName(command);
  engine::Reply reply = engine.Run({kTown, actor, "", "", std::move(command)});
  if (!reply.status.ok()) return reply.status;
  if (!reply.refusal) return absl::OkStatus();
  std::string why = fmt::format("{} by {}: {}", name, actor, ReasonName(reply.refusal->reason));
  for (const FieldViolation& field : reply.refusal->fields) why += fmt::format("; {}: {}", field.field, field.problem);
  return absl::InternalError(why);
}

absl::StatusOr<std::vector<Job>> JobsOf(Engine& engine) {
  std::vector<Job> jobs;
  absl::Status read = engine.Read(kTown, "", [&](engine::View& view) { jobs = JobsIn(view); });
  if (!read.ok()) return read;
  return jobs;
}

// Completes what is open, until nothing is.
absl::Status CompleteAll(Engine& engine) {
  while (true) {
    absl::StatusOr<std::vector<Job>> jobs = JobsOf(engine);
    if (!jobs.ok()) return jobs.status();
    if (jobs->empty()) return absl::OkStatus();
    const Job& job = jobs->front();
    absl::Status done = Must(engine, job.person, cycle::CompleteTask{job.task, job.action, job.data, std::nullopt});
    if (!done.ok()) return done;
  }
}

absl::Status Live(Engine& engine, Season season) {
  for (cycle::Command& command : Founding()) {
    if (absl::Status done = Must(engine, "office", std::move(command)); !done.ok()) return done;
  }
  if (season == Season::kSpring) return absl::OkStatus();
  if (absl::Status done = Must(engine, "office", Launch()); !done.ok()) return done;
  if (season == Season::kAutumn) return absl::OkStatus();
  for (const char* day : {"2014-09-26", "2014-12-16", "2015-01-02", "2016-01-04"}) {
    if (absl::Status done = CompleteAll(engine); !done.ok()) return done;
    absl::Status moved = Must(engine, "office", cycle::SetClock{*ParseInstant(std::string(day) + "T07:00:00Z")});
    if (!moved.ok()) return moved;
  }
  if (absl::Status done = CompleteAll(engine); !done.ok()) return done;
  return Must(engine, "office", cycle::SetClock{*ParseInstant("2016-02-01T07:00:00Z")});
}

absl::Status Start(const Folder& folder, std::unique_ptr<Engine>& engine) {
  engine::Options options;
  options.data = folder / "data";
  options.keys = folder / "keys";
  options.demo = true;
  options.clock = StandingClock;
  absl::StatusOr<std::unique_ptr<Engine>> started = Engine::Start(std::move(options));
  if (started.ok()) engine = *std::move(started);
  return started.status();
}

absl::Status Grow(Engine& engine, const std::string& log) {
  std::error_code none_yet;
  for (int i = 0; none_yet || std::filesystem::file_size(log, none_yet) < kLongLog; ++i) {
    absl::Status done = Must(engine, "office", cycle::ChangeMunicipality{.name = fmt::format("Småby {}", i)});
    if (!done.ok()) return done;
  }
  return absl::OkStatus();
}

}  // namespace

std::vector<cycle::Command> Founding() {
  cycle::CreateMunicipality create;
  create.id = kTown;
  create.name = "Småby";
  create.demo = true;
  create.demo_now = *ParseInstant("2014-08-15T07:00:00Z");
  create.founders = {{Role::kOffice, {"office", "Staben", ""}},
                     {Role::kMandate, {"mayor", "Ordføreren", ""}},
                     {Role::kCouncil, {"mayor", "Ordføreren", ""}},
                     {Role::kSupporter, {"adviser", "Rådgiveren", ""}}};
  create.authority = "PS 1/14";
  create.workflows = {year::ReadFile(std::string(ARSHJUL_SOURCE_DIR) + "/workflows/annual-cycle/workflow.yaml")};
  cycle::ImportOrganisation import;
  import.units = {{2, "town", "Kommunen", "", "", "top", "Toppen", "", {}, {}},
                  {3, "growth", "Oppvekst", "town", "", "chief", "Sjefen", "", {}, {}},
                  {4, "lund", "Lund skole", "growth", "", "rektor", "Rektoren", "", {}, {}},
                  {5, "vik", "Vik barnehage", "growth", "", "styrer", "Styreren", "", {}, {}},
                  {6, "care", "Helse", "town", "", "health", "Helselederen", "", {}, {}}};
  cycle::ImportScorecards cards;
  cards.rows = {{2, "lund", "felles", "Brukere", "Trivsel", "skala 1-6", "", 2014, {}, measurement::ReadFigure("4,4"),
                 measurement::ReadTarget(">4,5"), {}}};
  return {create, import, cards};
}

cycle::LaunchCycle Launch() { return {.workflow = "annual-cycle", .year = 2015}; }

std::vector<Job> JobsIn(engine::View& view) {
  std::vector<Job> jobs;
  for (const cycle::Task* open : view.state.tasks.By(cycle::Task::kOpen, "open")) {
    const cycle::Task task = *open;
    cycle::Context context = view.context;
    context.actor = task.assignment.person;
    for (const cycle::FormAction& action : cycle::ActionsOf(view.state, context, task, "nb")) {
      if (action.back) continue;
      Job job{task.number, task.revision, task.assignment.person, task.unit, task.kind, action.id,
              year::FillForm(view.state, context, task, action)};
      job.personal = !view.state.steps.Find(task.step)->leader.empty();
      cycle::Form form = cycle::BuildForm(view.state, context, task, {}, "nb", [](const auto&) { return true; });
      for (const cycle::FormField& field : form.fields) {
        const bool taken = std::find(action.fields.begin(), action.fields.end(), field.id) != action.fields.end();
        if (job.text_field.empty() && taken && field.type == "TEXT" && !field.read_only && !access::IsPersonnelText(field.audience)) {
          job.text_field = field.id;
        }
      }
      jobs.push_back(std::move(job));
      break;
    }
  }
  return jobs;
}

Instant StandingClock() { return *ParseInstant("2016-03-01T08:00:00Z"); }

absl::StatusOr<Town> FoundTown(Season season, bool long_log) {
  Folder folder;
  std::unique_ptr<Engine> engine;
  absl::Status lived = Start(folder, engine);
  if (lived.ok()) lived = Live(*engine, season);
  if (lived.ok() && long_log) {
    // A log that begins anew: how long a used one is, its file does not say.
    engine = nullptr;
    lived = Start(folder, engine);
    if (lived.ok()) lived = Grow(*engine, folder / "data/town.db-wal");
  }
  Town town;
  if (lived.ok()) {
    lived = engine->Read(kTown, "", [&](engine::View& view) {
      town.jobs = JobsIn(view);
      town.now = view.context.now;
      town.sequence = *view.reader.Sequence();
    });
  }
  if (!lived.ok()) return lived;
  if (long_log) {
    town.files["town.db-wal"] = ContentOf(folder / "data/town.db-wal");
  } else {
    engine = nullptr;
  }
  town.files["town.db"] = ContentOf(folder / "data/town.db");
  town.keys = ContentOf(folder / "keys/town.keys");
  return town;
}

std::string ContentOf(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream all;
  all << in.rdbuf();
  return std::move(all).str();
}

// --- folders ---------------------------------------------------------------------------------------------------------

Folder::Folder() {
  const bool memory = ::access("/dev/shm", W_OK) == 0;
  path_ = (memory ? std::string("/dev/shm") : std::filesystem::temp_directory_path().string()) + "/arshjul-faults-XXXXXX";
  if (mkdtemp(path_.data()) == nullptr) std::abort();
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void Folder::Empty() const {
  for (const auto& entry : std::filesystem::directory_iterator(path_)) std::filesystem::remove_all(entry);
}

}  // namespace arshjul::faults
