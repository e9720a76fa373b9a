#include "api/scorecard_answers.h"

#include <charconv>
#include <set>

#include "api/names.h"
#include "base/words.h"
#include "messages/messages.h"

namespace arshjul::api {
namespace {

using measurement::Missing;

// The API's enums begin with one that says nothing; otherwise they are the core's own, in the core's order.
template <class Out, class In>
Out Shifted(In value) {
  return static_cast<Out>(static_cast<int>(value) + 1);
}

std::string DeciderWord(cycle::DecidedBy by) { return by == cycle::DecidedBy::kNobody ? "" : Lower(cycle::DecidedByName(by)); }

// "line 12, column target".
void FillPlace(const std::string& field, v1::UnreadableCell& out) {
  constexpr std::string_view kLine = "line ", kColumn = "column ";
  int line = 0;
  if (size_t at = field.find(kLine); at != std::string::npos) {
    std::from_chars(field.data() + at + kLine.size(), field.data() + field.size(), line);
  }
  out.set_line(line);
  if (size_t at = field.find(kColumn); at != std::string::npos) out.set_column(field.substr(at + kColumn.size()));
}

void FillLines(const Value& lines, google::protobuf::RepeatedField<int32_t>& out) {
  const List* list = lines.AsList();
  if (list == nullptr) return;
  for (const Value& line : *list) {
    if (const double* number = line.AsNumber()) out.Add(static_cast<int32_t>(*number));
  }
}

// What is not a number is a target all the same, where it is meant to be words.
bool IsRead(const measurement::Target& target) {
  return !target.figure.text.empty() && (target.kind != measurement::TargetKind::kNumeric || target.figure.missing == Missing::kNone);
}

void FillCounts(const imports::ScorecardFile& file, v1::ScorecardImport& out) {
  std::set<std::string> units;
  int targets = 0, results = 0, missing = 0;
  for (const imports::ScorecardRow& row : file.rows) {
    units.insert(row.unit);
    targets += IsRead(row.target);
    results += row.result.missing == Missing::kNone;
    missing += row.result.missing != Missing::kNone && row.result.missing != Missing::kUnreadable;
  }
  out.set_row_count(static_cast<int32_t>(file.rows.size()));
  out.set_unit_count(static_cast<int32_t>(units.size()));
  out.set_target_count(targets);
  out.set_result_count(results);
  out.set_missing_count(missing);
}

}  // namespace

void FillRow(const cycle::CardRowShown& row, v1::ScorecardRow& out) {
  out.set_indicator(row.indicator);
  out.set_indicator_name(row.indicator_name);
  out.set_perspective(row.perspective);
  out.set_group(row.group);
  out.set_unit_of_measure(row.unit_of_measure);
  out.set_direction(Shifted<v1::Indicator::Direction>(row.direction));
  out.set_baseline(row.baseline);
  out.set_target(row.target);
  if (!row.target.empty()) out.set_target_kind(Shifted<v1::ScorecardRow::TargetKind>(row.target_kind));
  out.set_proposed(row.proposed);
  out.set_agreed(row.agreed);
  out.set_capped(row.capped);
  out.set_cap_reason(row.cap_reason);
  out.set_decided(row.decided);
  out.set_decided_by(DeciderWord(row.decided_by));
  out.set_case_number(row.case_number);
  out.set_changed_by_council(row.changed_by_council);
  out.set_result(row.result);
  out.set_missing(Shifted<v1::ScorecardRow::Missing>(row.missing));
  out.set_colour(Shifted<v1::ScorecardRow::Colour>(row.judgement.colour));
  out.set_colour_rule(static_cast<v1::ScorecardRow::ColourRule>(row.judgement.rule));
  out.set_next_target(row.next_target);
  out.set_source(row.source);
  out.set_before_your_time(row.before_your_time);
  out.set_revision(row.revision);
  out.set_initiatives(row.initiatives);
  out.set_warning_sign(row.warning_sign);
  out.set_cause(row.cause);
  out.set_follow_up(row.follow_up);
}

void FillComparison(const cycle::Similar& similar, const cycle::CardShown& card, v1::ScorecardComparison& out) {
  out.set_unit_id(card.unit_id);
  out.set_unit(card.unit);
  out.set_year(card.year);
  out.set_level(similar.kind);
  for (const cycle::SimilarRow& row : similar.rows) {
    v1::ComparedIndicator& indicator = *out.add_indicators();
    indicator.set_indicator(row.indicator);
    indicator.set_indicator_name(row.indicator_name);
    indicator.set_unit_count(row.count);
    if (row.median) indicator.set_median(*row.median);
    for (const cycle::SimilarResult& result : row.units) {
      v1::ComparedResult& unit = *indicator.add_units();
      unit.set_unit_id(result.unit_id);
      unit.set_unit(result.unit);
      unit.set_result(result.result);
      unit.set_missing(Shifted<v1::ScorecardRow::Missing>(result.missing));
      unit.set_colour(Shifted<v1::ScorecardRow::Colour>(result.colour));
    }
  }
}

void FillCard(const cycle::CardShown& card, const Asker& asker, v1::Scorecard& out) {
  out.set_name(NameOf(asker.municipality, "scorecards", card.unit_id + "-" + std::to_string(card.year)));
  out.set_unit_id(card.unit_id);
  out.set_unit(card.unit);
  out.set_year(card.year);
  if (card.frame) out.set_frame(*card.frame);
  out.set_frame_preliminary(card.frame_preliminary);
  for (const cycle::CardRowShown& row : card.rows) FillRow(row, *out.add_rows());
}

void FillIndicator(const cycle::IndicatorShown& shown, const Asker& asker, v1::Indicator& out) {
  const cycle::Indicator& indicator = shown.indicator;
  out.set_name(NameOf(asker.municipality, "indicators", indicator.id));
  out.set_indicator(indicator.id);
  out.set_indicator_name(indicator.name);
  out.set_perspective(indicator.perspective);
  out.set_unit_of_measure(indicator.unit_of_measure);
  out.set_direction(Shifted<v1::Indicator::Direction>(indicator.direction));
  if (indicator.direction_set) {
    out.set_direction_source("set");
  } else if (indicator.direction != measurement::Direction::kNotJudged) {
    out.set_direction_source("operator");
  }
  if (indicator.bands) {
    out.mutable_bands()->set_green(indicator.bands->green);
    out.mutable_bands()->set_yellow(indicator.bands->yellow);
  }
  if (indicator.tolerance) out.set_tolerance(*indicator.tolerance);
  out.set_unit_count(shown.units);
}

void FillImport(const imports::ScorecardFile& file, const Value& answer, const std::string& language, v1::ScorecardImport& out) {
  FillCounts(file, out);
  if (const List* added = answer["new_indicators"].AsList()) {
    for (const Value& name : *added) out.add_new_indicators(name.Text());
  }
  if (const List* contradictions = answer["contradictions"].AsList()) {
    for (const Value& found : *contradictions) {
      v1::Contradiction* shown = out.add_contradictions();
      shown->set_indicator(found["indicator"].Text());
      shown->set_indicator_name(found["name"].Text());
      FillLines(found["higher"], *shown->mutable_higher_lines());
      FillLines(found["lower"], *shown->mutable_lower_lines());
    }
  }
  for (const FieldViolation& cell : file.unreadable) {
    v1::UnreadableCell* shown = out.add_unreadable();
    FillPlace(cell.field, *shown);
    auto text = cell.args.find("text");
    if (text != cell.args.end()) shown->set_text(text->second);
    shown->set_message(messages::Render(language, cell));
  }
  for (const std::string& column : file.ignored_columns) out.add_ignored_columns(column);
}

}  // namespace arshjul::api
