#include <fmt/format.h>

#include "arshjul/v1/cycle_service.pb.h"
#include "command_line.h"
#include "json.h"
#include "names.h"

namespace arshjul::cli {
namespace {

struct Options {
  std::string workflow = "annual-cycle", talk_at, cohort;
  int32_t year = 0;
  std::vector<std::string> set;
  bool dry_run = false;
};

std::string Heading(const Session& session, const std::string& text) {
  return "\n" + Styled(session.paper(), Style::kStrong, text) + "\n";
}

void WritePhases(Session& session, const v1::Plan& plan) {
  Table table({{session.Get("column.phase")},
               {session.Get("column.opens")},
               {session.Get("column.ends")},
               {session.Get("column.steps"), true},
               {session.Get("column.tasks"), true}});
  for (const auto& phase : plan.phases()) {
    table.Add({phase.title(), session.Date(phase.opens()), session.Date(phase.ends()),
               std::to_string(phase.step_count()), std::to_string(phase.task_count())});
  }
  session.Write(Heading(session, session.Get("plan.phases")) + table.Render(session.paper()));
}

void WriteVacancies(Session& session, const v1::Plan& plan) {
  if (plan.vacancies_size() == 0) return;
  Table table({{session.Get("column.unit"), false, true}, {session.Get("column.work_goes_to"), false, true}});
  for (const auto& vacancy : plan.vacancies()) table.Add({vacancy.unit(), vacancy.rolls_up_to_name()});
  session.Write(Heading(session, session.Get("plan.vacancies")) + table.Render(session.paper()));
}

void WriteHolidays(Session& session, const v1::Plan& plan) {
  if (plan.holidays_size() == 0) return;
  Table table({{session.Get("column.date")},
               {session.Get("column.day"), false, true},
               {session.Get("column.phase")},
               {session.Get("column.moved_to")}});
  for (const auto& hit : plan.holidays()) {
    table.Add({session.Date(hit.date()), hit.title(), hit.phase(), session.Date(hit.moved_to())});
  }
  session.Write(Heading(session, session.Get("plan.holidays")) + table.Render(session.paper()));
}

void WriteRemarks(Session& session, std::string_view key,
                  const google::protobuf::RepeatedPtrField<v1::PlanRemark>& remarks) {
  if (remarks.empty()) return;
  session.Write(Heading(session, session.Get(key)));
  for (const auto& remark : remarks) {
    session.Write(fmt::format("  {}: {}\n", Harmless(remark.subject()), Harmless(remark.message())));
  }
}

void WritePlan(Session& session, const v1::Plan& plan) {
  const Texts& texts = session.texts();
  session.Write(session.Get("plan.size", {{"tasks", texts.Count("count.task", plan.task_count())},
                                          {"leaders", texts.Count("count.leader", plan.leader_count())},
                                          {"units", texts.Count("count.unit", plan.unit_count())},
                                          {"pairs", texts.Count("count.pair", plan.pair_count())}}) +
                "\n");
  WritePhases(session, plan);
  WriteVacancies(session, plan);
  WriteHolidays(session, plan);
  WriteRemarks(session, "plan.problems", plan.problems());
  WriteRemarks(session, "plan.warnings", plan.warnings());
}

int Launch(Session& session, const Options& options) {
  v1::LaunchCycleRequest request;
  for (const std::string& word : options.set) {
    const size_t equals = word.find('=');
    if (equals == 0 || equals == std::string::npos) {
      return session.Fail(session.Get("usage.not_a_setting", {{"word", word}}), kExitUsage);
    }
    (*request.mutable_params())[word.substr(0, equals)] = word.substr(equals + 1);
  }
  if (!options.talk_at.empty()) (*request.mutable_params())["talk_at"] = options.talk_at;
  if (!options.cohort.empty()) {
    const auto bytes = session.ReadFile(options.cohort);
    if (!bytes) return session.exit_code();
    request.set_cohort_csv(*bytes);
  }
  request.set_parent(session.Municipality());
  request.set_workflow(options.workflow);
  request.set_year(options.year);
  request.set_validate_only(options.dry_run);
  v1::LaunchCycleResponse response;
  if (request.parent().empty() || !session.Call(request, response)) return session.exit_code();
  if (session.json()) {
    session.Write(options.dry_run ? ToJson(response) : ToJson(response.cycle()));
  } else {
    session.Write(session.Get(options.dry_run ? "cycle.would_launch" : "cycle.launched",
                              {{"year", std::to_string(options.year)}, {"title", response.cycle().title()}}) +
                  "\n");
    WritePlan(session, response.plan());
  }
  return options.dry_run && response.plan().problems_size() > 0 ? kExitError : kExitOk;
}

int List(Session& session) {
  v1::ListCyclesRequest request;
  request.set_parent(session.Municipality());
  v1::ListCyclesResponse response;
  if (request.parent().empty() || !session.CallAllPages(request, response)) return session.exit_code();
  Table table({{session.Get("column.year")},
               {session.Get("column.state")},
               {session.Get("column.workflow")},
               {session.Get("column.launched")},
               {session.Get("column.open"), true},
               {session.Get("column.overdue"), true},
               {session.Get("column.why"), false, true}});
  for (const auto& cycle : response.cycles()) {
    table.Add({LastPart(cycle.name()), session.Named("cycle.state", v1::Cycle::State_Name(cycle.state())),
               fmt::format("{}@{}", cycle.workflow(), cycle.workflow_version()), session.Day(cycle.launch_time()),
               std::to_string(cycle.open_tasks()),
               {cycle.overdue_tasks() == 0 ? "" : std::to_string(cycle.overdue_tasks()), Style::kBad},
               cycle.state_reason()});
  }
  return session.WriteList(response, table, "empty.cycles");
}

}  // namespace

void AddCycleVerbs(CommandLine& line) {
  auto options = std::make_shared<Options>();
  line.Add("cycle launch", [options](Session& session) { return Launch(session, *options); })
      .Option("--year", options->year, Need::kRequired)
      .Option("--workflow", options->workflow)
      .Option("--set", options->set)
      .Option("--talk-at", options->talk_at)
      .Option("--cohort", options->cohort)
      .Flag("--dry-run", options->dry_run);
  line.Add("cycle list", [](Session& session) { return List(session); });
}

}  // namespace arshjul::cli
