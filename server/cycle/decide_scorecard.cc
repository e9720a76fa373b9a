// Scorecards: imported, judged, results that come one by one, targets the council changes later.
#include <algorithm>
#include <map>

#include "base/words.h"
#include "cycle/cards.h"
#include "cycle/decision.h"
#include "cycle/late_change.h"

namespace arshjul::cycle {
namespace {

using measurement::Direction;
using measurement::Missing;

// The unit by id or by a name that one unit alone has.
const organisation::Unit* UnitNamed(const organisation::Organisation& org, const std::string& text, Date day) {
  if (const organisation::Unit* by_id = org.FindUnit(text)) return by_id;
  const organisation::Unit* found = nullptr;
  for (const organisation::Unit* unit : org.Preorder(day)) {
    if (unit->name != text) continue;
    if (found != nullptr) return nullptr;
    found = unit;
  }
  return found;
}

// Indicators of an import: known ones by name and unit of measure, new ones as they come.
class Catalogue {
 public:
  explicit Catalogue(Decision& decision) : decision_(decision) {
    for (const Indicator* indicator : decision.state.indicators.All()) {
      ids_[{indicator->name, indicator->unit_of_measure}] = indicator->id;
      all_[indicator->id] = *indicator;
    }
  }
  Indicator& Of(const ImportedCardRow& row) {
    auto [it, fresh] = ids_.try_emplace({row.indicator, row.unit_of_measure});
    if (fresh) {
      std::string id = Slug(row.indicator);
      if (all_.contains(id)) id = Slug(row.indicator + " " + row.unit_of_measure);
      for (int number = 2; all_.contains(id); ++number) id = Slug(row.indicator) + "-" + std::to_string(number);
      it->second = id;
      all_[id] = Indicator{id, row.indicator, row.unit_of_measure, row.perspective, row.group == "felles"};
      added_.push_back(id);
    }
    return all_[it->second];
  }
  // What an operator says of the direction; two that disagree leave it not judged.
  void Hear(Indicator& indicator, const ImportedCardRow& row, std::optional<Direction> said) {
    if (!said) return;
    heard_[indicator.id][*said].push_back(row.line);
  }
  // Settles directions and tells what contradicts what.
  List Settle() {
    List contradictions;
    for (auto& [id, said] : heard_) {
      Indicator& indicator = all_[id];
      bool both = said.size() > 1 || (indicator.direction != Direction::kNotJudged && !said.contains(indicator.direction));
      if (both) {
        List lines_higher = Lines(said[Direction::kHigher]), lines_lower = Lines(said[Direction::kLower]);
        contradictions.push_back(Object{{"indicator", id}, {"name", indicator.name}, {"higher", lines_higher}, {"lower", lines_lower}});
      }
      if (indicator.direction_set) continue;
      indicator.contradicted |= both;
      indicator.direction = indicator.contradicted ? Direction::kNotJudged : said.begin()->first;
    }
    for (auto& [id, indicator] : all_) {
      const Indicator* before = decision_.state.indicators.Find(id);
      if (before == nullptr || Encode(*before) != Encode(indicator)) decision_.Emit(IndicatorDefined{indicator});
    }
    return contradictions;
  }
  const std::vector<std::string>& added() const { return added_; }

 private:
  static List Lines(const std::vector<int>& lines) {
    List out;
    for (int line : lines) out.push_back(line);
    return out;
  }
  Decision& decision_;
  std::map<std::pair<std::string, std::string>, std::string> ids_;
  std::map<std::string, Indicator> all_;
  std::map<std::string, std::map<Direction, std::vector<int>>> heard_;
  std::vector<std::string> added_;
};

struct NewColour {
  std::string unit;
  int year = 0;
  std::string indicator;
  measurement::Colour from{}, to{};
};

// Rows that were on the card already and are judged otherwise from now on, because of their result.
void CollectNewColours(Decision& decision, const CardChanged& change, std::vector<NewColour>& out) {
  const Card* card = decision.state.cards.Find(Card::MakeKey(change.unit, change.year));
  for (const CardRow& row : change.rows) {
    const CardRow* before = card == nullptr ? nullptr : card->FindRow(row.indicator);
    if (before == nullptr || before->result == row.result) continue;
    measurement::Colour from = JudgeRow(decision.state, *before).colour, to = JudgeRow(decision.state, row).colour;
    if (from != to) out.push_back({change.unit, change.year, row.indicator, from, to});
  }
}

}  // namespace

void DecideScorecard(Decision& decision, const ImportScorecards& command) {
  if (!decision.MayDo(access::Operation::kImportScorecards)) return;
  Catalogue catalogue(decision);
  std::vector<FieldViolation> violations;
  std::map<std::pair<std::string, int>, CardChanged> cards;
  std::map<std::tuple<std::string, int, std::string>, int> seen;
  for (const ImportedCardRow& given : command.rows) {
    std::string line = "line " + std::to_string(given.line);
    const organisation::Unit* unit = UnitNamed(decision.org(), given.unit, decision.Today());
    if (unit == nullptr) {
      violations.push_back({line + ", column unit", "unknown_unit", {{"value", given.unit}}});
      continue;
    }
    Indicator& indicator = catalogue.Of(given);
    auto [first, fresh] = seen.try_emplace({unit->id, given.year, indicator.id}, given.line);
    if (!fresh) {
      violations.push_back({line + ", column indicator", "duplicate_row", {{"line", std::to_string(first->second)}}});
      continue;
    }
    catalogue.Hear(indicator, given, measurement::DirectionOf(given.target.op));
    const Card* card = decision.state.cards.Find(Card::MakeKey(unit->id, given.year));
    const CardRow* before = card == nullptr ? nullptr : card->FindRow(indicator.id);
    CardRow row = before == nullptr ? CardRow{} : *before;
    if (row.decided_by == DecidedBy::kNobody) row.target = given.target;
    row.indicator = indicator.id;
    row.group = given.group;
    row.perspective = given.perspective;
    row.baseline = given.baseline;
    // A file that only brings targets takes no result away.
    if (before == nullptr || given.result.missing != Missing::kEmpty) row.result = given.result;
    if (before != nullptr && before->result.missing == Missing::kNone && !(row.result == before->result)) ++row.result_revision;
    row.next_target = given.next_target;
    if (before == nullptr || given.result.missing != Missing::kEmpty) row.result_source = given.source;
    CardChanged& change = cards.try_emplace({unit->id, given.year}, CardChanged{unit->id, given.year, CardCause::kImport, {}, "", ""}).first->second;
    change.rows.push_back(std::move(row));
  }
  if (!violations.empty()) {
    decision.Refuse(Reason::kInvalidFile, {}, std::move(violations));
    return;
  }
  List contradictions = catalogue.Settle(), added;
  for (const std::string& id : catalogue.added()) added.push_back(NameOfIndicator(decision.state, id));
  auto count = static_cast<int64_t>(cards.size());
  std::vector<NewColour> colours;
  for (auto& [key, change] : cards) {
    CollectNewColours(decision, change, colours);
    decision.Emit(std::move(change));
  }
  for (const NewColour& colour : colours) FollowNewColour(decision, colour.unit, colour.year, colour.indicator, colour.from, colour.to);
  decision.outcome.answer = Object{{"rows", static_cast<int64_t>(command.rows.size())}, {"cards", count}, {"new_indicators", added}, {"contradictions", contradictions}};
}

void DecideScorecard(Decision& decision, const SetDirection& command) {
  if (!decision.MayDo(access::Operation::kSetDirection)) return;
  const Indicator* found = FindIndicator(decision.state, command.indicator, {});
  if (found == nullptr) {
    decision.Refuse(Reason::kIndicatorNotFound, {{"indicator", command.indicator}});
    return;
  }
  Indicator indicator = *found;
  if (command.direction) {
    indicator.direction = *command.direction;
    indicator.direction_set = true;
  }
  indicator.bands = command.bands;
  indicator.tolerance = command.tolerance;
  std::vector<FieldViolation> violations;
  if (command.bands) {
    bool higher = indicator.direction == Direction::kHigher;
    bool ordered = higher ? command.bands->green >= command.bands->yellow : command.bands->green <= command.bands->yellow;
    if (indicator.direction == Direction::kNotJudged || !ordered) violations.push_back({"bands", "bands_out_of_order", {}});
  }
  // The negation also catches what is no number.
  if (command.tolerance && !(*command.tolerance >= 0)) violations.push_back({"tolerance", "below_min", {{"min", "0"}}});
  if (!violations.empty()) {
    decision.Refuse(Reason::kInvalidInput, {}, std::move(violations));
    return;
  }
  decision.outcome.resource = "indicators/" + indicator.id;
  decision.Emit(IndicatorDefined{std::move(indicator)});
}

namespace {

// The card row that a command names, or a refusal.
std::optional<CardRow> NamedRow(Decision& decision, const std::string& unit_text, const std::string& indicator_text, int year, std::string& unit_id) {
  const organisation::Unit* unit = UnitNamed(decision.org(), unit_text, decision.Today());
  if (unit == nullptr) {
    decision.Refuse(Reason::kUnitNotFound, {{"unit", unit_text}});
    return std::nullopt;
  }
  unit_id = unit->id;
  const Card* card = decision.state.cards.Find(Card::MakeKey(unit->id, year));
  const Indicator* indicator = FindIndicator(decision.state, indicator_text, card == nullptr ? std::vector<CardRow>() : card->rows);
  const CardRow* row = card == nullptr || indicator == nullptr ? nullptr : card->FindRow(indicator->id);
  if (row == nullptr || row->dropped) {
    decision.Refuse(Reason::kIndicatorNotFound, {{"indicator", indicator_text}});
    return std::nullopt;
  }
  return *row;
}

}  // namespace

void DecideScorecard(Decision& decision, const RecordResult& command) {
  const organisation::Unit* named = UnitNamed(decision.org(), command.unit, decision.Today());
  bool own = named != nullptr && organisation::UnitWork(decision.org(), named->id, decision.Today()).person == decision.context.actor;
  if (!own && !decision.MayDo(access::Operation::kRecordResult)) return;
  std::string unit;
  auto found = NamedRow(decision, command.unit, command.indicator, command.year, unit);
  if (!found) return;
  CardRow row = *found;
  row.result = command.missing == Missing::kNone ? measurement::ReadFigure(command.text) : measurement::Figure{command.missing, 0, ""};
  row.result_source = command.source;
  row.expected.reset();
  std::vector<FieldViolation> violations;
  if (command.missing == Missing::kNone && row.result.missing != Missing::kNone && row.target.kind == measurement::TargetKind::kNumeric) {
    violations.push_back({"value", "not_a_figure", {{"value", command.text}}});
  }
  bool revised = found->result.missing == Missing::kNone;
  if (revised && command.reason.empty()) violations.push_back({"reason", "required", {{"label", "reason"}}});
  if (!violations.empty()) {
    decision.Refuse(Reason::kInvalidInput, {}, std::move(violations));
    return;
  }
  if (revised) ++row.result_revision;
  measurement::Colour before = JudgeRow(decision.state, *found).colour, after = JudgeRow(decision.state, row).colour;
  decision.Emit(CardChanged{unit, command.year, CardCause::kResult, {row}, "", command.reason});
  decision.outcome.resource = "scorecards/" + unit + "-" + std::to_string(command.year);
  if (before != after) FollowNewColour(decision, unit, command.year, row.indicator, before, after);
}

void DecideScorecard(Decision& decision, const ChangeTarget& command) {
  if (!decision.MayDo(access::Operation::kChangeTarget)) return;
  std::string unit;
  auto found = NamedRow(decision, command.unit, command.indicator, command.year, unit);
  if (!found) return;
  std::vector<FieldViolation> violations;
  CardRow row = *found;
  measurement::TargetKind kind = row.target.kind;
  row.target = measurement::ReadTarget(command.target);
  if (kind == measurement::TargetKind::kNumeric && row.target.figure.missing != Missing::kNone) violations.push_back({"target", "not_a_target", {{"value", command.target}}});
  // Until the vote the targets are the leaders' and their superiors'; amendments are part of the decision.
  const Cycle* cycle = decision.state.CycleOfYear(command.year);
  bool undecided = cycle != nullptr && (cycle->state == CycleState::kRunning || cycle->state == CycleState::kSuspended) && !cycle->decided_on;
  if (undecided) violations.push_back({"year", "not_decided_yet", {{"year", std::to_string(command.year)}}});
  if (Value(command.case_number).IsBlank()) violations.push_back({"case_number", "required", {{"label", "case_number"}}});
  if (!violations.empty()) {
    decision.Refuse(Reason::kInvalidInput, {}, std::move(violations));
    return;
  }
  if (kind != measurement::TargetKind::kNumeric) row.target.kind = kind;
  row.target_before = found->target.figure.text;
  row.target_changed = decision.context.now;
  decision.Emit(CardChanged{unit, command.year, CardCause::kCouncilChange, {row}, "", command.case_number});
  decision.Emit(TargetsLocked{unit, command.case_number, command.year, DecidedBy::kCouncil, {row.indicator}});
  decision.outcome.resource = "scorecards/" + unit + "-" + std::to_string(command.year);
  decision.Tell(organisation::UnitWork(decision.org(), unit, decision.Today()).person, "target_changed",
                {{"indicator", NameOfIndicator(decision.state, row.indicator)}, {"target", command.target}, {"case_number", command.case_number}});
  FollowChangedTarget(decision, unit, command.year);
}

namespace {

// Frames may be entered from this day of the year before (year.md, ambition).
constexpr unsigned kFramesFromMonth = 5, kFramesFromDay = 15;
// kr; far more than any municipality has, and still whole numbers.
constexpr double kLargestFrame = 1e12;

}  // namespace

void DecideScorecard(Decision& decision, const SetFrame& command) {
  const organisation::Unit* unit = UnitNamed(decision.org(), command.unit, decision.Today());
  if (unit == nullptr || !decision.org().Exists(*unit, decision.Today())) {
    decision.Refuse(Reason::kUnitNotFound, {{"unit", command.unit}});
    return;
  }
  const std::string id = unit->id;
  bool above = organisation::Review(decision.org(), id, decision.Today()).person == decision.context.actor;
  if (!above && !decision.MayDo(access::Operation::kSetFrame)) return;
  if (command.year < 1900 || command.year > 2200) {
    decision.Refuse(Reason::kInvalidInput, {}, {{"year", "bad_year", {{"text", std::to_string(command.year)}}}});
    return;
  }
  const Date first = MakeDate(command.year - 1, kFramesFromMonth, kFramesFromDay);
  std::vector<FieldViolation> violations;
  if (decision.Today() < first) violations.push_back({"year", "frames_not_yet", {{"from", FormatDate(first)}, {"year", std::to_string(command.year)}}});
  if (!(command.amount >= 0)) violations.push_back({"amount", "below_min", {{"min", "0"}}});
  if (command.amount > kLargestFrame) violations.push_back({"amount", "above_max", {{"max", std::to_string(static_cast<int64_t>(kLargestFrame))}}});
  const Card* card = decision.state.cards.Find(Card::MakeKey(id, command.year));
  // From then on it is the budget's own: what is changed there is seen and answered.
  if (card != nullptr && card->frame && !card->frame_preliminary) violations.push_back({"unit", "frame_handed_down", {}});
  if (!violations.empty()) {
    decision.Refuse(Reason::kInvalidInput, {}, std::move(violations));
    return;
  }
  decision.Emit(FrameHandedDown{id, command.year, command.amount, true});
  decision.outcome.resource = "scorecards/" + id + "-" + std::to_string(command.year);
}

}  // namespace arshjul::cycle
