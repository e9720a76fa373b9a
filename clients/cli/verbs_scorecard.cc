#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "arshjul/v1/scorecard_service.pb.h"
#include "command_line.h"
#include "json.h"
#include "names.h"

namespace arshjul::cli {
namespace {

struct Options {
  std::string file, unit, indicator, direction, value, missing, source, reason, target, case_number;
  int32_t year = 0;
  bool dry_run = false;
  std::optional<double> green, yellow, tolerance, amount;
};

std::string Joined(const google::protobuf::RepeatedField<int32_t>& numbers) {
  std::string text;
  for (int32_t number : numbers) text += (text.empty() ? "" : ", ") + std::to_string(number);
  return text;
}

void Write(Session& session, const v1::ScorecardImport& import) {
  const Texts& texts = session.texts();
  session.Write(session.Get(import.validate_only() ? "scorecard.would" : "scorecard.done",
                            {{"rows", texts.Count("count.row", import.row_count())},
                             {"units", texts.Count("count.unit", import.unit_count())},
                             {"targets", texts.Count("count.target", import.target_count())},
                             {"results", texts.Count("count.result", import.result_count())},
                             {"missing", texts.Count("count.missing", import.missing_count())}}) +
                "\n");
  if (import.new_indicators_size() > 0) {
    session.Write(session.Get("scorecard.new_indicators", {{"count", std::to_string(import.new_indicators_size())}}) +
                  "\n");
  }
  if (import.contradictions_size() > 0) {
    session.Write("\n" + session.Get("scorecard.contradictions") + "\n");
    Table table({{session.Get("column.indicator"), false, true},
                 {session.Get("column.higher_lines"), false, true},
                 {session.Get("column.lower_lines"), false, true}});
    for (const auto& row : import.contradictions()) {
      table.Add({row.indicator_name(), Joined(row.higher_lines()), Joined(row.lower_lines())});
    }
    session.Write(table.Render(session.paper()));
  }
  if (import.unreadable_size() > 0) {
    session.Write("\n" + session.Get("scorecard.unreadable") + "\n");
    Table table({{session.Get("column.line"), true},
                 {session.Get("column.column")},
                 {session.Get("column.text"), false, true},
                 {session.Get("column.why"), false, true}});
    for (const auto& cell : import.unreadable()) {
      table.Add({std::to_string(cell.line()), cell.column(), cell.text(), cell.message()});
    }
    session.Write(table.Render(session.paper()));
  }
  std::string ignored;
  for (const std::string& column : import.ignored_columns()) ignored += (ignored.empty() ? "" : ", ") + column;
  if (!ignored.empty()) session.Note(session.Get("import.ignored_columns", {{"columns", ignored}}));
}

int Import(Session& session, const Options& options) {
  const auto bytes = session.ReadFile(options.file);
  if (!bytes) return session.exit_code();
  v1::ImportScorecardsRequest request;
  request.set_parent(session.Municipality());
  request.set_csv(*bytes);
  request.set_validate_only(options.dry_run);
  v1::ImportScorecardsResponse response;
  if (request.parent().empty() || !session.Call(request, response)) return session.exit_code();
  if (session.json()) {
    session.Write(ToJson(response.scorecard_import()));
  } else {
    Write(session, response.scorecard_import());
  }
  return kExitOk;
}

Style StyleOf(v1::ScorecardRow::Colour colour) {
  switch (colour) {
    case v1::ScorecardRow::GREEN:
      return Style::kGood;
    case v1::ScorecardRow::YELLOW:
      return Style::kNearly;
    case v1::ScorecardRow::RED:
      return Style::kBad;
    default:
      return Style::kQuiet;
  }
}

Table CardTable(const Session& session) {
  return Table({{session.Get("column.perspective"), false, true},
                {session.Get("column.indicator"), false, true},
                {session.Get("column.measure"), false, true},
                {session.Get("column.baseline"), true, true},
                {session.Get("column.target"), true, true},
                {session.Get("column.result"), true, true},
                {session.Get("column.colour")},
                {session.Get("column.rule"), false, true},
                {session.Get("column.next_target"), true, true}});
}

void AddRow(const Session& session, const v1::ScorecardRow& row, Table& table) {
  const std::string missing = session.Named("missing", v1::ScorecardRow::Missing_Name(row.missing()));
  table.Add({row.perspective(),
             row.indicator_name(),
             row.unit_of_measure(),
             row.baseline(),
             row.target(),
             row.result().empty() ? missing : row.result(),
             {session.Named("colour", v1::ScorecardRow::Colour_Name(row.colour())), StyleOf(row.colour())},
             session.Named("colour_rule", v1::ScorecardRow::ColourRule_Name(row.colour_rule())),
             row.next_target()});
}

// "4 752 000": groups of three, kept together in a line.
std::string Grouped(double amount) {
  std::string text = fmt::format("{:.0f}", amount);
  for (size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, "\u00a0");
  return text;
}

void WriteFrame(Session& session, const v1::Scorecard& card) {
  if (!card.has_frame()) return;
  session.Write(session.Get(card.frame_preliminary() ? "scorecard.preliminary" : "scorecard.frame",
                            {{"unit", card.unit()}, {"year", std::to_string(card.year())}, {"amount", Grouped(card.frame())}}) +
                "\n");
}

// The year that is asked for, else that of the cycle under way ("2015", or "2015-2"); 0: there is none, and it has been said.
int YearAsked(Session& session, const Options& options) {
  if (options.year != 0) return options.year;
  return ReadWhole(LastPart(session.CycleName("")).substr(0, 4)).value_or(0);
}

int Compare(Session& session, const Options& options) {
  v1::CompareScorecardRequest request;
  request.set_unit(options.unit);
  request.set_year(YearAsked(session, options));
  if (request.year() == 0) return session.exit_code();
  request.set_parent(session.Municipality());
  v1::CompareScorecardResponse response;
  if (request.parent().empty() || !session.Call(request, response)) return session.exit_code();
  const v1::ScorecardComparison& comparison = response.comparison();
  if (session.json()) {
    session.Write(ToJson(comparison));
    return kExitOk;
  }
  Table table({{session.Get("column.indicator"), false, true},
               {session.Get("column.unit"), false, true},
               {session.Get("column.result"), true, true},
               {session.Get("column.colour")}});
  for (const auto& indicator : comparison.indicators()) {
    const std::string middle = indicator.has_median() ? fmt::format("{:.2f}", indicator.median()) : session.Get("scorecard.too_few");
    table.Add({{indicator.indicator_name(), Style::kStrong}, session.Get("scorecard.middle"), middle, ""});
    for (const auto& unit : indicator.units()) {
      const std::string missing = session.Named("missing", v1::ScorecardRow::Missing_Name(unit.missing()));
      table.Add({"", unit.unit(), unit.result().empty() ? missing : unit.result(),
                 {session.Named("colour", v1::ScorecardRow::Colour_Name(unit.colour())), StyleOf(unit.colour())}});
    }
  }
  if (table.empty()) session.Note(session.Get("empty.comparison"));
  session.Write(table.Render(session.paper()));
  return kExitOk;
}

int Show(Session& session, const Options& options) {
  v1::GetScorecardRequest request;
  request.set_unit(options.unit);
  request.set_year(YearAsked(session, options));
  if (request.year() == 0) return session.exit_code();
  request.set_parent(session.Municipality());
  v1::GetScorecardResponse response;
  if (request.parent().empty() || !session.Call(request, response)) return session.exit_code();
  if (session.json()) {
    session.Write(ToJson(response.scorecard()));
    return kExitOk;
  }
  WriteFrame(session, response.scorecard());
  Table table = CardTable(session);
  for (const auto& row : response.scorecard().rows()) AddRow(session, row, table);
  session.Note(session.Get("scorecard.of", {{"unit", response.scorecard().unit()},
                                            {"year", std::to_string(response.scorecard().year())}}));
  if (table.empty()) session.Note(session.Get("empty.scorecard"));
  session.Write(table.Render(session.paper()));
  return kExitOk;
}

Table IndicatorTable(const Session& session) {
  return Table({{session.Get("column.id"), false, true},
                {session.Get("column.indicator"), false, true},
                {session.Get("column.perspective"), false, true},
                {session.Get("column.measure"), false, true},
                {session.Get("column.direction")},
                {session.Get("column.tolerance"), true},
                {session.Get("column.units"), true}});
}

void AddRow(const Session& session, const v1::Indicator& indicator, Table& table) {
  table.Add({indicator.indicator(), indicator.indicator_name(), indicator.perspective(), indicator.unit_of_measure(),
             session.Named("direction", v1::Indicator::Direction_Name(indicator.direction())),
             indicator.has_tolerance() ? fmt::format("{}", indicator.tolerance()) : "",
             std::to_string(indicator.unit_count())});
}

int Indicators(Session& session) {
  v1::ListIndicatorsRequest request;
  request.set_parent(session.Municipality());
  v1::ListIndicatorsResponse response;
  if (request.parent().empty() || !session.CallAllPages(request, response)) return session.exit_code();
  Table table = IndicatorTable(session);
  for (const auto& indicator : response.indicators()) AddRow(session, indicator, table);
  return session.WriteList(response, table, "empty.indicators");
}

int Direct(Session& session, const Options& options) {
  v1::SetDirectionRequest request;
  if (options.direction == "higher") {
    request.set_direction(v1::Indicator::HIGHER_IS_BETTER);
  } else if (options.direction == "lower") {
    request.set_direction(v1::Indicator::LOWER_IS_BETTER);
  } else if (options.direction == "none") {
    request.set_direction(v1::Indicator::NOT_JUDGED);
  } else {
    return session.Fail(session.Get("usage.not_a_direction", {{"word", options.direction}}), kExitUsage);
  }
  if (options.green.has_value() != options.yellow.has_value()) {
    return session.Fail(session.Get("usage.both_bands"), kExitUsage);
  }
  if (options.green) {
    request.mutable_bands()->set_green(*options.green);
    request.mutable_bands()->set_yellow(*options.yellow);
  }
  if (options.tolerance) request.set_tolerance(*options.tolerance);
  request.set_name(session.Name("indicators", options.indicator));
  v1::SetDirectionResponse response;
  if (request.name().empty() || !session.Call(request, response)) return session.exit_code();
  if (session.json()) {
    session.Write(ToJson(response.indicator()));
    return kExitOk;
  }
  Table table = IndicatorTable(session);
  AddRow(session, response.indicator(), table);
  session.Write(table.Render(session.paper()));
  return kExitOk;
}

int WriteRow(Session& session, const v1::ScorecardRow& row) {
  if (session.json()) {
    session.Write(ToJson(row));
    return kExitOk;
  }
  Table table = CardTable(session);
  AddRow(session, row, table);
  session.Write(table.Render(session.paper()));
  return kExitOk;
}

int Record(Session& session, const Options& options) {
  v1::RecordResultRequest request;
  if (!options.missing.empty()) {
    std::string word = options.missing;
    std::transform(word.begin(), word.end(), word.begin(),
                   [](unsigned char c) { return c == '-' ? '_' : std::toupper(c); });
    v1::ScorecardRow::Missing missing;
    if (!v1::ScorecardRow::Missing_Parse(word, &missing) || missing < v1::ScorecardRow::NOT_MEASURED ||
        missing > v1::ScorecardRow::NOT_PUBLISHED) {
      return session.Fail(session.Get("usage.not_missing", {{"word", options.missing}}), kExitUsage);
    }
    request.set_missing(missing);
  }
  if (options.value.empty() == options.missing.empty()) {
    return session.Fail(session.Get("usage.value_or_missing"), kExitUsage);
  }
  request.set_parent(session.Municipality());
  request.set_unit(options.unit);
  request.set_indicator(options.indicator);
  request.set_year(options.year);
  request.set_value(options.value);
  request.set_source(options.source);
  request.set_reason(options.reason);
  v1::RecordResultResponse response;
  if (request.parent().empty() || !session.Call(request, response)) return session.exit_code();
  return WriteRow(session, response.row());
}

int ChangeTarget(Session& session, const Options& options) {
  v1::ChangeTargetRequest request;
  request.set_parent(session.Municipality());
  request.set_unit(options.unit);
  request.set_indicator(options.indicator);
  request.set_year(options.year);
  request.set_target(options.target);
  request.set_case_number(options.case_number);
  v1::ChangeTargetResponse response;
  if (request.parent().empty() || !session.Call(request, response)) return session.exit_code();
  return WriteRow(session, response.row());
}

int SetFrame(Session& session, const Options& options) {
  v1::SetFrameRequest request;
  request.set_parent(session.Municipality());
  request.set_unit(options.unit);
  request.set_year(options.year);
  if (!options.amount) return session.Fail(session.Get("usage.amount"), kExitUsage);
  request.set_amount(*options.amount);
  v1::SetFrameResponse response;
  if (request.parent().empty() || !session.Call(request, response)) return session.exit_code();
  if (session.json()) {
    session.Write(ToJson(response.scorecard()));
  } else {
    WriteFrame(session, response.scorecard());
  }
  return kExitOk;
}

}  // namespace

void AddScorecardVerbs(CommandLine& line) {
  auto options = std::make_shared<Options>();
  line.Add("scorecard import", [options](Session& session) { return Import(session, *options); })
      .Argument("file", options->file)
      .Flag("--dry-run", options->dry_run);
  line.Add("scorecard show", [options](Session& session) { return Show(session, *options); })
      .Argument("unit,--unit", options->unit)
      .Option("--year", options->year);
  line.Add("scorecard compare", [options](Session& session) { return Compare(session, *options); })
      .Argument("unit,--unit", options->unit)
      .Option("--year", options->year);
  line.Add("scorecard indicators", [](Session& session) { return Indicators(session); });
  line.Add("scorecard direction", [options](Session& session) { return Direct(session, *options); })
      .Argument("indicator,--indicator", options->indicator)
      .Argument("direction,--direction", options->direction)
      .Option("--green", options->green)
      .Option("--yellow", options->yellow)
      .Option("--tolerance", options->tolerance);
  line.Add("scorecard result", [options](Session& session) { return Record(session, *options); })
      .Argument("unit,--unit", options->unit)
      .Argument("indicator,--indicator", options->indicator)
      .Option("--year", options->year, Need::kRequired)
      .Option("--value", options->value)
      .Option("--missing", options->missing)
      .Option("--source", options->source)
      .Option("--reason", options->reason);
  line.Add("scorecard change-target", [options](Session& session) { return ChangeTarget(session, *options); })
      .Argument("unit,--unit", options->unit)
      .Argument("indicator,--indicator", options->indicator)
      .Option("--year", options->year, Need::kRequired)
      .Option("--target", options->target, Need::kRequired)
      .Option("--case", options->case_number, Need::kRequired);
  line.Add("scorecard frame", [options](Session& session) { return SetFrame(session, *options); })
      .Argument("unit,--unit", options->unit)
      .Option("--year", options->year, Need::kRequired)
      .Option("--amount", options->amount);
}

}  // namespace arshjul::cli
