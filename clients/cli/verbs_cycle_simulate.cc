#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "arshjul/v1/cycle_service.pb.h"
#include "command_line.h"
#include "json.h"
#include "names.h"
#include "profile.h"

namespace arshjul::cli {
namespace {

// A screen full: --output json has all.
constexpr int kMostJams = 15, kMostPersons = 15, kMostGaps = 20, kMostWaits = 6;

struct Options {
  std::string workflow = "annual-cycle", organisation, profile, svg;
  int32_t year = 0;
  int64_t seed = 1;
  std::vector<std::string> shift, set;
};

std::string Heading(const Session& session, const std::string& text) {
  return "\n" + Styled(session.paper(), Style::kStrong, text) + "\n";
}

std::string Number(int32_t number) { return number == 0 ? "" : std::to_string(number); }

// What was left out of a table.
void WriteRest(Session& session, int all, int shown) {
  if (all > shown) session.Write(session.Get("simulation.more", {{"count", std::to_string(all - shown)}}) + "\n");
}

void WriteSummary(Session& session, const v1::SimulationReport& report) {
  session.Write(session.Get("simulation.heading", {{"year", std::to_string(report.year())}, {"municipality", Harmless(report.municipality())}}) + "\n");
  session.Write(session.Get("simulation.people", {{"profile", session.Named("simulation.profile", v1::SimulationProfile_Name(report.profile()))},
                                                  {"seed", std::to_string(report.seed())},
                                                  {"leaders", session.texts().Count("count.leader", report.leader_count())},
                                                  {"absences", std::to_string(report.absence_count())},
                                                  {"successors", std::to_string(report.successor_count())}}) +
                "\n");
  session.Write(session.Get("simulation.tasks", {{"tasks", session.texts().Count("count.task", report.task_count())},
                                                 {"late", std::to_string(report.late_task_count())},
                                                 {"talks", std::to_string(report.talk_count())}}) +
                "\n");
  session.Write((report.closed().empty() ? session.Get("simulation.never_closed", {{"day", session.Date(report.last_day())}})
                                         : session.Get("simulation.closed", {{"day", session.Date(report.closed())}})) +
                "\n");
}

void WritePhases(Session& session, const v1::SimulationReport& report) {
  Table table({{session.Get("column.phase"), false, true},
               {session.Get("column.opens")},
               {session.Get("column.ends")},
               {session.Get("column.last_done")},
               {session.Get("column.steps"), true},
               {session.Get("column.done"), true},
               {session.Get("column.in_time"), true},
               {session.Get("column.unfinished"), true},
               {session.Get("column.overtaken"), true},
               {session.Get("column.tasks"), true},
               {session.Get("column.late"), true},
               {session.Get("column.returned"), true},
               {session.Get("column.escalated"), true}});
  for (const auto& phase : report.phases()) {
    const bool late = phase.last_done() > phase.ends();
    table.Add({{phase.title(), Style::kStrong},
               session.Date(phase.opens()),
               session.Date(phase.ends()),
               {session.Date(phase.last_done()), late ? Style::kBad : Style::kPlain},
               std::to_string(phase.step_count()),
               std::to_string(phase.done_count()),
               std::to_string(phase.in_time_count()),
               {Number(phase.unfinished_count()), Style::kBad},
               {Number(phase.overtaken_count()), Style::kNearly},
               std::to_string(phase.task_count()),
               {Number(phase.late_task_count()), Style::kNearly},
               Number(phase.returned_count()),
               Number(phase.told_superior_count())});
  }
  session.Write(Heading(session, session.Get("simulation.phases")) + table.Render(session.paper()));
}

void WriteJams(Session& session, const v1::SimulationReport& report) {
  session.Write(Heading(session, session.Get("simulation.jams")));
  if (report.jams().empty()) session.Write(session.Get("simulation.no_jams") + "\n");
  const int shown = std::min(report.jams_size(), kMostJams);
  for (int i = 0; i < shown; ++i) session.Write("  " + Harmless(report.jams(i).message()) + "\n");
  WriteRest(session, report.jams_size(), shown);
}

// Who was waited for until each phase was over: the last of them.
void WritePaths(Session& session, const v1::SimulationReport& report) {
  Table table({{session.Get("column.phase"), false, true},
               {session.Get("column.waited_for"), false, true},
               {session.Get("column.task"), false, true},
               {session.Get("column.from")},
               {session.Get("column.to")},
               {session.Get("column.working_days"), true},
               {session.Get("column.days_late"), true}});
  for (const auto& phase : report.phases()) {
    for (int i = std::max(0, phase.path_size() - kMostWaits); i < phase.path_size(); ++i) {
      const v1::SimulatedWait& wait = phase.path(i);
      table.Add({{phase.title(), Style::kStrong}, wait.person_name(), wait.task(), session.Date(wait.from()), session.Date(wait.to()),
                 std::to_string(wait.working_days()), {Number(wait.days_late()), Style::kBad}});
    }
  }
  if (!table.empty()) session.Write(Heading(session, session.Get("simulation.path")) + table.Render(session.paper()));
}

void WritePersons(Session& session, const v1::SimulationReport& report) {
  std::vector<const v1::SimulatedPerson*> persons;
  for (const auto& person : report.persons()) persons.push_back(&person);
  std::stable_sort(persons.begin(), persons.end(), [](auto* a, auto* b) { return a->most_in_hand() > b->most_in_hand(); });
  const int shown = std::min(static_cast<int>(persons.size()), kMostPersons);
  Table table({{session.Get("column.name"), false, true},
               {session.Get("column.unit"), false, true},
               {session.Get("column.most_in_week"), true},
               {session.Get("column.tasks"), true},
               {session.Get("column.talks"), true},
               {session.Get("column.late"), true},
               {session.Get("column.escalated"), true}});
  for (int i = 0; i < shown; ++i) {
    const v1::SimulatedPerson& person = *persons[static_cast<size_t>(i)];
    table.Add({person.name(), person.unit(), std::to_string(person.most_in_hand()), std::to_string(person.received_count()),
               Number(person.talk_count()), {Number(person.late_count()), Style::kNearly}, Number(person.escalated_count())});
  }
  session.Write(Heading(session, session.Get("simulation.persons")) + table.Render(session.paper()));
  WriteRest(session, report.persons_size(), shown);
}

void WriteGaps(Session& session, const v1::SimulationReport& report) {
  if (report.gaps().empty()) return;
  Table table({{session.Get("column.phase"), false, true},
               {session.Get("column.unit"), false, true},
               {session.Get("column.leader"), false, true},
               {session.Get("column.waited_for"), false, true},
               {session.Get("column.task"), false, true},
               {session.Get("column.due_day")}});
  const int shown = std::min(report.gaps_size(), kMostGaps);
  for (int i = 0; i < shown; ++i) {
    const v1::SimulatedGap& gap = report.gaps(i);
    table.Add({gap.phase(), gap.unit(), gap.leader(), gap.waiting_for(), gap.task(), session.Date(gap.due())});
  }
  session.Write(Heading(session, session.Get("simulation.gaps")) + table.Render(session.paper()));
  WriteRest(session, report.gaps_size(), shown);
}

void WriteDaysOff(Session& session, const v1::SimulationReport& report) {
  if (report.days_off().empty()) return;
  Table table({{session.Get("column.date")}, {session.Get("column.day"), false, true}, {session.Get("column.phase")}, {session.Get("column.moved_to")}});
  for (const auto& day : report.days_off()) table.Add({session.Date(day.date()), day.title(), day.phase(), session.Date(day.moved_to())});
  session.Write(Heading(session, session.Get("plan.holidays")) + table.Render(session.paper()));
}

void WriteFaults(Session& session, const v1::SimulationReport& report) {
  if (report.faults().empty()) return;
  session.Write(Heading(session, session.Get("simulation.faults")));
  for (const std::string& fault : report.faults()) session.Write("  " + Harmless(fault) + "\n");
}

std::string Change(int32_t before, int32_t after) { return fmt::format("{} → {}", before, after); }

void WriteWhatIf(Session& session, const v1::SimulationReport& before, const v1::SimulationReport& after) {
  Table table({{session.Get("column.phase"), false, true},
               {session.Get("column.ends")},
               {session.Get("column.last_done_before")},
               {session.Get("column.last_done_after")},
               {session.Get("column.late"), true},
               {session.Get("column.unfinished"), true}});
  for (int i = 0; i < before.phases_size() && i < after.phases_size(); ++i) {
    const v1::SimulatedPhase& a = before.phases(i);
    const v1::SimulatedPhase& b = after.phases(i);
    table.Add({{a.title(), Style::kStrong}, session.Date(b.ends()), session.Date(a.last_done()), session.Date(b.last_done()),
               Change(a.late_task_count(), b.late_task_count()), Change(a.unfinished_count(), b.unfinished_count())});
  }
  session.Write(Heading(session, session.Get("simulation.what_if")) + table.Render(session.paper()));
  session.Write(session.Get("simulation.what_if_sum", {{"late_before", std::to_string(before.late_task_count())},
                                                       {"late_after", std::to_string(after.late_task_count())},
                                                       {"jams_before", std::to_string(before.jams_size())},
                                                       {"jams_after", std::to_string(after.jams_size())}}) +
                "\n");
}

void WriteReport(Session& session, const v1::SimulationReport& report) {
  WriteSummary(session, report);
  WritePhases(session, report);
  WriteJams(session, report);
  WritePersons(session, report);
  WritePaths(session, report);
  WriteGaps(session, report);
  WriteDaysOff(session, report);
  WriteFaults(session, report);
}

// "PHASE=DAYS", "params=value"; false: told what is wrong.
bool ReadPairs(Session& session, const Options& options, v1::SimulateCycleRequest& request) {
  for (const std::string& word : options.shift) {
    const size_t equals = word.find('=');
    const auto days = equals == std::string::npos ? std::nullopt : ReadWhole(word.substr(equals + 1));
    if (equals == 0 || !days) {
      session.Fail(session.Get("usage.not_a_shift", {{"word", word}}), kExitUsage);
      return false;
    }
    (*request.mutable_shifts())[word.substr(0, equals)] = *days;
  }
  for (const std::string& word : options.set) {
    const size_t equals = word.find('=');
    if (equals == 0 || equals == std::string::npos) {
      session.Fail(session.Get("usage.not_a_setting", {{"word", word}}), kExitUsage);
      return false;
    }
    (*request.mutable_params())[word.substr(0, equals)] = word.substr(equals + 1);
  }
  return true;
}

// A workflow that is published, by its name; or a file.
bool ReadWorkflow(Session& session, const std::string& word, v1::SimulateCycleRequest& request) {
  std::error_code none;
  if (!std::filesystem::is_regular_file(word, none)) {
    request.set_workflow(word);
    return true;
  }
  const auto source = session.ReadFile(word);
  if (source) request.set_workflow_source(*source);
  return source.has_value();
}

bool WriteFile(Session& session, const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (file) return true;
  session.Fail(session.Get("simulation.not_written", {{"path", path}}));
  return false;
}

int Simulate(Session& session, const Options& options) {
  v1::SimulateCycleRequest request;
  const auto profile = ReadProfile(options.profile);
  if (!profile) return session.Fail(session.Get("usage.not_a_profile", {{"word", options.profile}}), kExitUsage);
  if (!ReadPairs(session, options, request) || !ReadWorkflow(session, options.workflow, request)) return session.exit_code();
  if (!options.organisation.empty()) {
    const auto bytes = session.ReadFile(options.organisation);
    if (!bytes) return session.exit_code();
    request.set_organisation_csv(*bytes);
  }
  request.set_parent(session.Municipality());
  if (request.parent().empty()) return session.exit_code();
  request.set_year(options.year);
  request.set_seed(options.seed);
  request.set_profile(*profile);
  request.set_heat_map(!options.svg.empty());
  v1::SimulationReport report, what_if;
  v1::SimulateCycleResponse response;
  int told = 0;
  const auto failure = session.TryStream(request, response, [&] {
    if (response.has_report()) report = response.report();
    if (response.has_what_if()) what_if = response.what_if();
    // Every tenth of the way.
    if (response.has_progress() && response.progress().percent() >= told + 10) {
      told = response.progress().percent() / 10 * 10;
      session.Note(session.Get("simulation.progress", {{"percent", std::to_string(told)}, {"day", session.Date(response.progress().date())}}));
    }
    return true;
  });
  if (failure) return session.Fail(*failure);
  if (!options.svg.empty() && !WriteFile(session, options.svg, report.heat_map_svg())) return session.exit_code();
  report.clear_heat_map_svg();
  what_if.clear_heat_map_svg();
  if (session.json()) {
    session.Write(request.shifts().empty() ? ToJson(report) : ToJsonLine(report) + ToJsonLine(what_if));
    return kExitOk;
  }
  WriteReport(session, report);
  if (!request.shifts().empty()) WriteWhatIf(session, report, what_if);
  return kExitOk;
}

}  // namespace

void AddCycleSimulateVerbs(CommandLine& line) {
  auto options = std::make_shared<Options>();
  line.Add("cycle simulate", [options](Session& session) { return Simulate(session, *options); })
      .Option("--year", options->year, Need::kRequired)
      .Option("--workflow", options->workflow)
      .Option("--org", options->organisation)
      .Option("--seed", options->seed)
      .Option("--profile", options->profile)
      .Option("--set", options->set)
      .Option("--shift", options->shift)
      .Option("--svg", options->svg);
}

}  // namespace arshjul::cli
