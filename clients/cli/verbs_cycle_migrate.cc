#include <fmt/format.h>

#include <cstdlib>

#include "arshjul/v1/cycle_service.pb.h"
#include "command_line.h"
#include "json.h"

namespace arshjul::cli {
namespace {

struct Options {
  std::string year, workflow, reason;
  int32_t version = 0;
  std::vector<std::string> set;
  bool plan = false, yes = false;
};

bool IsFile(const std::string& workflow) {
  return workflow == "-" || workflow.find('/') != std::string::npos || workflow.ends_with(".yaml") || workflow.ends_with(".yml");
}

void WriteRemarks(Session& session, const v1::Migration& migration) {
  if (!migration.problems().empty()) {
    session.Write("\n" + Styled(session.paper(), Style::kStrong, session.Get("migration.problems")) + "\n");
  }
  for (const auto& problem : migration.problems()) session.Write(fmt::format("  {}\n", Harmless(problem.message())));
  bool told = false;
  for (const auto& step : migration.steps()) {
    for (const auto& remark : step.remarks()) {
      if (step.refused()) continue;
      if (!told) session.Write("\n" + Styled(session.paper(), Style::kStrong, session.Get("migration.remarks")) + "\n");
      told = true;
      session.Write(fmt::format("  {}, {}: {}\n", Harmless(step.phase_title()), Harmless(step.subject()), Harmless(remark.message())));
    }
  }
}

void WritePhases(Session& session, const v1::Migration& migration) {
  Table table({{session.Get("column.phase")},
               {session.Get("column.opens")},
               {session.Get("column.ends")},
               {session.Get("column.change"), false, true}});
  for (const auto& phase : migration.phases()) {
    if (phase.change() == v1::MigratedPhase::AS_BEFORE) continue;
    table.Add({phase.title(), session.Date(phase.opens()), session.Date(phase.ends()),
               session.Named("migration.change", v1::MigratedPhase::Change_Name(phase.change()))});
  }
  if (!table.empty()) session.Write("\n" + table.Render(session.paper()));
  for (const auto& phase : migration.phases()) {
    for (const auto& remark : phase.remarks()) session.Write(fmt::format("  {}: {}\n", Harmless(phase.title()), Harmless(remark.message())));
  }
}

void WriteMigration(Session& session, const v1::Migration& migration) {
  auto count = [](int32_t number) { return number == 0 ? std::string() : std::to_string(number); };
  Table table({{session.Get("column.phase")},
               {session.Get("column.about"), false, true},
               {session.Get("column.from"), false, true},
               {session.Get("column.to"), false, true},
               {session.Get("column.tasks_kept"), true},
               {session.Get("column.tasks_opened"), true},
               {session.Get("column.tasks_withdrawn"), true}});
  for (const auto& step : migration.steps()) {
    Cell to(step.refused() ? session.Get("migration.refused") : step.to_title(), step.refused() ? Style::kBad : Style::kPlain);
    table.Add({step.phase_title(), step.subject(), step.from_title(), to, count(step.tasks_kept()), count(step.tasks_opened()),
               count(step.tasks_withdrawn())});
  }
  session.Write(table.Render(session.paper()));
  if (const int more = migration.step_count() - migration.steps_size(); more > 0) {
    session.Write(session.Get("migration.more", {{"count", std::to_string(more)}}) + "\n");
  }
  WritePhases(session, migration);
  WriteRemarks(session, migration);
}

// The request, but for whether it is only a plan. False: told why not.
bool ReadRequest(Session& session, const Options& options, v1::MigrateCycleRequest& request) {
  for (const std::string& word : options.set) {
    const size_t equals = word.find('=');
    if (equals == 0 || equals == std::string::npos) {
      session.Fail(session.Get("usage.not_a_setting", {{"word", word}}), kExitUsage);
      return false;
    }
    (*request.mutable_params())[word.substr(0, equals)] = word.substr(equals + 1);
  }
  if (!IsFile(options.workflow)) {
    request.set_workflow(options.version > 0 ? fmt::format("{}@{}", options.workflow, options.version) : options.workflow);
  } else if (options.version > 0) {
    session.Fail(session.Get("usage.version_of_file"), kExitUsage);
    return false;
  } else {
    const auto source = session.ReadFile(options.workflow);
    if (!source) return false;
    request.set_source(*source);
  }
  request.set_reason(options.reason);
  request.set_name(session.Name("cycles", options.year));
  return !request.name().empty();
}

// Shows the plan; the exit code where that is all. From then on the request means the version that was shown, whatever is
// published meanwhile.
std::optional<int> ShowPlan(Session& session, const Options& options, v1::MigrateCycleRequest& request, bool& possible) {
  v1::MigrateCycleRequest asked = request;
  asked.set_validate_only(true);
  v1::MigrateCycleResponse response;
  if (!session.Call(asked, response)) return session.exit_code();
  if (request.source().empty()) request.set_workflow(response.migration().to());
  possible = response.migration().problems().empty();
  if (session.json() && options.plan) {
    session.Write(ToJson(response));
  } else if (!session.json()) {
    session.Write(session.Get("migration.heading", {{"year", std::to_string(response.cycle().year())},
                                                    {"from", response.migration().from()},
                                                    {"to", response.migration().to()}}) +
                  "\n");
    WriteMigration(session, response.migration());
  }
  if (options.plan) return possible ? kExitOk : kExitError;
  return std::nullopt;
}

int Migrate(Session& session, const Options& options) {
  v1::MigrateCycleRequest request;
  if (!options.plan && options.reason.empty()) return session.Fail(session.Get("usage.missing", {{"option", "--reason"}}), kExitUsage);
  if (!ReadRequest(session, options, request)) return session.exit_code();
  bool possible = true;
  if (options.plan || !options.yes) {
    if (const auto all = ShowPlan(session, options, request, possible)) return *all;
  }
  // What cannot be needs no yes: the call itself is refused, and says why.
  if (!options.yes && possible) {
    const std::string year = request.name().substr(request.name().rfind('/') + 1);
    if (!session.Confirm(year)) return session.exit_code();
  }
  v1::MigrateCycleResponse response;
  if (!session.Call(request, response)) return session.exit_code();
  if (session.json()) {
    session.Write(ToJson(response));
    return kExitOk;
  }
  session.Write(session.Get("migration.done", {{"year", std::to_string(response.cycle().year())},
                                               {"to", response.migration().to()},
                                               {"steps", session.texts().Count("count.step", response.migration().step_count())}}) +
                "\n");
  return kExitOk;
}

}  // namespace

void AddCycleMigrateVerb(CommandLine& line) {
  auto options = std::make_shared<Options>();
  line.Add("cycle migrate", [options](Session& session) { return Migrate(session, *options); })
      .Argument("year,--year", options->year)
      .Option("--workflow", options->workflow, Need::kRequired)
      .Option("--version", options->version)
      .Option("--set", options->set)
      .Option("--reason", options->reason)
      .Flag("--plan", options->plan)
      .Flag("--yes", options->yes);
}

}  // namespace arshjul::cli
