#include <fmt/format.h>

#include "arshjul/v1/cycle_service.pb.h"
#include "command_line.h"
#include "json.h"

namespace arshjul::cli {
namespace {

struct Options {
  std::string year, unit, day;
  bool no_units = false;
};

std::string Number(int32_t number) { return number == 0 ? "" : std::to_string(number); }

std::string PhasesText(const Session& session, const v1::Overview& overview) {
  Table table({{session.Get("column.phase")},
               {session.Get("column.opens")},
               {session.Get("column.ends")},
               {session.Get("column.state")},
               {session.Get("column.done"), true},
               {session.Get("column.due"), true},
               {session.Get("column.overdue"), true},
               {session.Get("column.vacant"), true},
               {session.Get("column.excused"), true},
               {session.Get("column.out_of_cohort"), true}});
  for (const auto& phase : overview.phases()) {
    table.Add({{phase.title(), Style::kStrong},
               session.Date(phase.opens()),
               session.Date(phase.ends()),
               session.Named("phase.state", v1::CyclePhase::State_Name(phase.state())),
               {std::to_string(phase.done()), phase.done() == phase.due() ? Style::kGood : Style::kPlain},
               std::to_string(phase.due()),
               {Number(phase.overdue()), Style::kBad},
               {Number(phase.vacant()), Style::kNearly},
               Number(phase.excused()),
               Number(phase.out_of_cohort())});
  }
  return table.Render(session.paper());
}

// A unit's own state, and how far it and those below have come where there are any.
Cell CellOf(const Session& session, const v1::UnitPhase& phase) {
  std::string text = phase.stuck() ? session.Get("overview.stuck", {{"state", phase.state_title()}}) : phase.state_title();
  if (phase.total_due() > 1 || (text.empty() && phase.total_due() > 0)) {
    text += fmt::format("{}{}/{}", text.empty() ? "" : " ", phase.total_done(), phase.total_due());
  }
  const Style style = phase.overdue() || phase.stuck() ? Style::kBad : phase.done() ? Style::kGood : Style::kPlain;
  return {text, style};
}

std::string UnitsText(const Session& session, const v1::Overview& overview) {
  std::vector<Table::Column> columns = {{session.Get("column.unit"), false, true},
                                        {session.Get("column.leader"), false, true}};
  for (const auto& phase : overview.phases()) columns.push_back({phase.title(), false, true});
  Table table(columns);
  const int32_t top = overview.units_size() == 0 ? 0 : overview.units(0).depth();
  for (const auto& unit : overview.units()) {
    std::vector<Cell> row = {std::string(2 * std::max(0, unit.depth() - top), ' ') + unit.unit(),
                             unit.vacant() ? Cell(session.Get("vacant"), Style::kNearly) : Cell(unit.leader_name())};
    for (const auto& column : overview.phases()) {
      Cell cell;
      for (const auto& phase : unit.phases()) {
        if (phase.phase() == column.id()) cell = CellOf(session, phase);
      }
      row.push_back(cell);
    }
    table.Add(std::move(row));
  }
  return table.Render(session.paper());
}

std::string CoverageText(const Session& session, const v1::Overview& overview) {
  Table table({{session.Get("column.coverage")},
               {session.Get("column.done"), true},
               {session.Get("column.due"), true},
               {session.Get("column.percent"), true},
               {session.Get("column.vacant"), true},
               {session.Get("column.excused"), true},
               {session.Get("column.out_of_cohort"), true}});
  for (const auto& kind : overview.coverage()) {
    table.Add({kind.title().empty() ? kind.kind() : kind.title(), std::to_string(kind.done()),
               std::to_string(kind.due()), kind.due() == 0 ? "" : fmt::format("{} %", 100 * kind.done() / kind.due()),
               Number(kind.vacant()), Number(kind.excused()), Number(kind.out_of_cohort())});
  }
  return table.Render(session.paper());
}

int Show(Session& session, const Options& options) {
  v1::SummarizeCycleRequest request;
  request.set_name(session.CycleName(options.year));
  request.set_unit(options.unit);
  request.set_omit_units(options.no_units);
  request.set_day(options.day);
  v1::SummarizeCycleResponse response;
  if (request.name().empty() || !session.Call(request, response)) return session.exit_code();
  const v1::Overview& overview = response.overview();
  if (session.json()) {
    session.Write(ToJson(overview));
    return kExitOk;
  }
  const Texts& texts = session.texts();
  session.Write(session.Get("overview.heading",
                            {{"year", std::to_string(overview.year())},
                             {"state", session.Named("cycle.state", v1::Cycle::State_Name(overview.state()))},
                             {"time", session.Moment(overview.time())},
                             {"open", texts.Count("count.open_task", overview.open_tasks())},
                             {"overdue", texts.Count("count.overdue", overview.overdue_tasks())}}) +
                "\n\n" + PhasesText(session, overview));
  if (overview.open_incidents() > 0) {
    session.Write("\n" + session.Get("overview.incidents", {{"count", texts.Count("count.stuck", overview.open_incidents())}}) + "\n");
  }
  const std::string units = UnitsText(session, overview);
  if (!units.empty()) session.Write("\n" + units);
  const std::string coverage = CoverageText(session, overview);
  if (!coverage.empty()) session.Write("\n" + coverage);
  if (overview.max_span() > 0) {
    session.Write("\n" + session.Get("overview.span", {{"span", std::to_string(overview.max_span())},
                                                       {"unit", overview.max_span_unit_id()}}) +
                  "\n");
  }
  return kExitOk;
}

}  // namespace

void AddOverviewVerbs(CommandLine& line) {
  auto options = std::make_shared<Options>();
  line.Add("cycle overview", [options](Session& session) { return Show(session, *options); })
      .Argument("year,--year", options->year, Need::kOptional)
      .Option("--unit", options->unit)
      .Option("--day", options->day)
      .Flag("--no-units", options->no_units);
}

}  // namespace arshjul::cli
