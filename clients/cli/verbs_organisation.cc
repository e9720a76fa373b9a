#include <fmt/format.h>

#include "arshjul/v1/organisation_service.pb.h"
#include "command_line.h"
#include "json.h"
#include "names.h"

namespace arshjul::cli {
namespace {

using Changes = google::protobuf::RepeatedPtrField<v1::UnitChange>;

struct Options {
  std::string file, unit, reason;
  bool dry_run = false, closed = false;
};

void WriteChanges(Session& session, std::string_view kind, const Changes& changes) {
  if (changes.empty()) return;
  session.Write("\n" + Styled(session.paper(), Style::kStrong,
                              session.Get(fmt::format("import.{}", kind), {{"count", std::to_string(changes.size())}})) +
                "\n");
  Table table({{session.Get("column.unit"), false, true},
               {session.Get("column.person"), false, true},
               {session.Get("column.before"), false, true},
               {session.Get("column.after"), false, true}});
  for (const auto& change : changes) table.Add({change.unit(), change.person_name(), change.before(), change.after()});
  session.Write(table.Render(session.paper()));
}

void Write(Session& session, const v1::OrganisationImport& import) {
  const Texts& texts = session.texts();
  session.Write(session.Get(import.validate_only() ? "import.would" : "import.done",
                            {{"units", texts.Count("count.unit", import.unit_count())},
                             {"leaders", texts.Count("count.leader", import.leader_count())},
                             {"vacant", texts.Count("count.vacant", import.vacant_count())}}) +
                "\n");
  WriteChanges(session, "added", import.added());
  WriteChanges(session, "moved", import.moved());
  WriteChanges(session, "closed", import.closed());
  WriteChanges(session, "renamed", import.renamed());
  WriteChanges(session, "new_leaders", import.new_leaders());
  WriteChanges(session, "left", import.left());
  std::string ignored;
  for (const std::string& column : import.ignored_columns()) ignored += (ignored.empty() ? "" : ", ") + column;
  if (!ignored.empty()) session.Note(session.Get("import.ignored_columns", {{"columns", ignored}}));
  for (const std::string& warning : import.warnings()) {
    session.Note(session.Get("failure.warning", {{"message", warning}}));
  }
}

int Import(Session& session, const Options& options) {
  const auto bytes = session.ReadFile(options.file);
  if (!bytes) return session.exit_code();
  v1::ImportOrganisationRequest request;
  request.set_parent(session.Municipality());
  if (request.parent().empty()) return session.exit_code();
  request.set_csv(*bytes);
  request.set_validate_only(options.dry_run);
  request.set_reason(options.reason);
  v1::ImportOrganisationResponse response;
  if (!session.Call(request, response)) return session.exit_code();
  if (session.json()) {
    session.Write(ToJson(response.organisation_import()));
  } else {
    Write(session, response.organisation_import());
  }
  return kExitOk;
}

Cell LeaderCell(const Session& session, const v1::Unit& unit) {
  if (unit.vacant()) return {session.Get("vacant"), Style::kNearly};
  return unit.leader_name();
}

int Tree(Session& session, const Options& options) {
  v1::ListUnitsRequest request;
  request.set_parent(session.Municipality());
  if (request.parent().empty()) return session.exit_code();
  request.set_unit(options.unit);
  request.set_show_closed(options.closed);
  v1::ListUnitsResponse response;
  if (!session.CallAllPages(request, response)) return session.exit_code();
  Table table({{session.Get("column.unit"), false, true},
               {session.Get("column.leader"), false, true},
               {session.Get("column.title"), false, true},
               {session.Get("column.reports"), true},
               {session.Get("column.open"), true},
               {session.Get("column.overdue"), true}});
  const auto number = [](int32_t n) { return n == 0 ? "" : std::to_string(n); };
  const int32_t top = response.units_size() == 0 ? 0 : response.units(0).depth();
  for (const auto& unit : response.units()) {
    table.Add({{std::string(2 * std::max(0, unit.depth() - top), ' ') + unit.unit(),
                unit.closed() ? Style::kQuiet : Style::kPlain},
               LeaderCell(session, unit),
               unit.leader_title(),
               number(unit.span()),
               number(unit.open_tasks()),
               {number(unit.overdue_tasks()), Style::kBad}});
  }
  return session.WriteList(response, table, "empty.units");
}

int Show(Session& session, const Options& options) {
  v1::GetUnitRequest request;
  request.set_name(session.Name("units", options.unit));
  if (request.name().empty()) return session.exit_code();
  v1::GetUnitResponse response;
  if (!session.Call(request, response)) return session.exit_code();
  const v1::Unit& unit = response.unit();
  if (session.json()) {
    session.Write(ToJson(unit));
    return kExitOk;
  }
  Facts facts;
  facts.Add(session.Get("fact.unit"), unit.unit(), Style::kStrong);
  facts.Add(session.Get("fact.id"), unit.unit_id());
  facts.Add(session.Get("fact.parent"), unit.parent_id());
  facts.Add(session.Get("fact.level"), unit.level());
  if (unit.closed()) facts.Add(session.Get("fact.state"), session.Get("unit.closed"));
  const Cell leader = LeaderCell(session, unit);
  facts.Add(session.Get("fact.leader"), leader.text, leader.style);
  facts.Add(session.Get("fact.title"), unit.leader_title());
  facts.Add(session.Get("fact.reports"), std::to_string(unit.span()));
  facts.Add(session.Get("fact.open_tasks"), std::to_string(unit.open_tasks()));
  if (unit.overdue_tasks() > 0) facts.Add(session.Get("fact.overdue"), std::to_string(unit.overdue_tasks()), Style::kBad);
  session.Write(facts.Render(session.paper()));
  Table holdings({{session.Get("column.leader"), false, true},
                  {session.Get("column.title"), false, true},
                  {session.Get("column.from")},
                  {session.Get("column.to")}});
  for (const auto& holding : unit.holdings()) {
    holdings.Add({holding.person_name(), holding.title(), session.Date(holding.from()), session.Date(holding.to())});
  }
  if (!holdings.empty()) session.Write("\n" + holdings.Render(session.paper()));
  return kExitOk;
}

}  // namespace

void AddOrganisationVerbs(CommandLine& line) {
  auto options = std::make_shared<Options>();
  line.Add("org import", [options](Session& session) { return Import(session, *options); })
      .Argument("file", options->file)
      .Flag("--dry-run", options->dry_run)
      .Option("--reason", options->reason);
  line.Add("org tree", [options](Session& session) { return Tree(session, *options); })
      .Argument("unit,--unit", options->unit, Need::kOptional)
      .Flag("--closed", options->closed);
  line.Add("org show", [options](Session& session) { return Show(session, *options); }).Argument("unit", options->unit);
}

}  // namespace arshjul::cli
