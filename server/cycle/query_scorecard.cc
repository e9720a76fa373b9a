#include "cycle/query_scorecard.h"

#include <algorithm>
#include <set>

#include "base/words.h"
#include "cycle/cards.h"

namespace arshjul::cycle {

using access::Audience;
using access::Relation;
using organisation::Role;

namespace {

bool MaySeeCards(const Viewer& viewer) {
  return viewer.leads() || viewer.Is(Role::kOffice) || viewer.Is(Role::kController) || viewer.Is(Role::kAuditor) ||
         viewer.Is(Role::kCouncil) || viewer.Is(Role::kMandate);
}

bool Written(const measurement::Target& target) { return !target.figure.text.empty(); }

// What holds, to those outside the line: a proposal that nobody has agreed to is between the leader and the line.
const measurement::Target& Settled(const CardRow& row) {
  static const measurement::Target kNone;
  if (row.decided_by != DecidedBy::kNobody) return row.decided;
  if (Written(row.agreed)) return row.agreed;
  return Written(row.proposed) ? kNone : row.target;
}

CardRowShown Show(State& state, const Cycle* cycle, const CardRow& row, bool line) {
  CardRowShown out;
  const Indicator* indicator = state.indicators.Find(row.indicator);
  out.indicator = row.indicator;
  out.indicator_name = NameOfIndicator(state, row.indicator);
  out.perspective = row.perspective.empty() && indicator != nullptr ? indicator->perspective : row.perspective;
  out.group = row.group;
  if (indicator != nullptr) {
    out.unit_of_measure = indicator->unit_of_measure;
    out.direction = indicator->direction;
  }
  CardRow judged = row;
  if (!line) judged.target = Settled(row);
  out.baseline = row.baseline.text;
  out.target = judged.target.figure.text;
  out.target_kind = judged.target.kind;
  out.decided_by = row.decided_by;
  if (row.decided_by != DecidedBy::kNobody) out.decided = row.decided.figure.text;
  out.case_number = row.case_number;
  // What was decided later carries another case number than the year's own decision.
  out.changed_by_council = row.decided_by == DecidedBy::kCouncil && cycle != nullptr && cycle->decided_on && row.case_number != cycle->case_number;
  out.capped = row.capped;
  if (line) {
    out.proposed = row.proposed.figure.text;
    out.cap_reason = row.cap_reason;
    out.initiatives = row.initiatives;
    out.warning_sign = row.warning_sign;
    out.cause = row.cause;
    out.follow_up = row.initiative;
  }
  if (line || Written(row.agreed)) out.agreed = row.agreed.figure.text;
  out.result = row.result.text;
  out.missing = row.result.missing;
  out.judgement = JudgeRow(state, judged);
  out.next_target = row.next_target.figure.text;
  out.source = row.result_source;
  out.before_your_time = row.before_time;
  out.revision = row.result_revision;
  return out;
}

}  // namespace

CardShown GetScorecard(State& state, const Context& context, const std::string& unit, int year) {
  CardShown out;
  const organisation::Unit* found = state.Organisation().FindUnit(unit);
  if (found == nullptr) {
    out.refusal = Refusal{Reason::kUnitNotFound, {{"unit", unit}}, {}};
    return out;
  }
  Viewer viewer(state, context);
  if (!MaySeeCards(viewer)) {
    out.refusal = Refusal{Reason::kNotVisible, {}, {}};
    return out;
  }
  out.unit_id = unit;
  out.unit = found->name;
  out.year = year;
  const Card* card = state.cards.Find(Card::MakeKey(unit, year));
  if (card == nullptr) return out;
  const Cycle* cycle = state.CycleOfYear(year);
  Relations relations = viewer.ToUnit(unit);
  bool line = MaySee(relations, Audience::kLine);
  bool leadership = MaySee(relations, Audience::kMunicipality);
  if (line) {
    out.frame = card->frame;
    out.frame_preliminary = card->frame_preliminary;
  }
  for (const CardRow& row : card->rows) {
    if (row.dropped || (!leadership && row.decided_by == DecidedBy::kNobody)) continue;
    out.rows.push_back(Show(state, cycle, row, line));
  }
  return out;
}

const CardRowShown* FindRow(const CardShown& card, const std::string& indicator) {
  const std::string wanted = Lower(Trimmed(indicator));
  const CardRowShown* named = nullptr;
  for (const CardRowShown& row : card.rows) {
    if (row.indicator == indicator) return &row;
    if (named == nullptr && Lower(row.indicator_name) == wanted) named = &row;
  }
  return named;
}

namespace {

// Of the same level, else as deep in the tree; in tree order.
std::vector<const organisation::Unit*> UnitsLike(const organisation::Organisation& org, const organisation::Unit& unit, Date today) {
  std::vector<const organisation::Unit*> out;
  const int depth = org.Depth(unit.id);
  for (const organisation::Unit* other : org.Preorder(today)) {
    const bool alike = unit.level.empty() ? other->level.empty() && org.Depth(other->id) == depth : Lower(other->level) == Lower(unit.level);
    if (alike && other->id != unit.id) out.push_back(other);
  }
  return out;
}

std::optional<double> Median(std::vector<double> figures) {
  if (figures.size() < static_cast<size_t>(kLeastCompared)) return std::nullopt;
  std::sort(figures.begin(), figures.end());
  const size_t middle = figures.size() / 2;
  return figures.size() % 2 == 1 ? figures[middle] : (figures[middle - 1] + figures[middle]) / 2;
}

}  // namespace

Similar CompareScorecard(State& state, const Context& context, const std::string& unit, int year, size_t most) {
  Similar out;
  const CardShown own = GetScorecard(state, context, unit, year);
  out.refusal = own.refusal;
  if (out.refusal) return out;
  const organisation::Organisation& org = state.Organisation();
  const Viewer viewer(state, context);
  const organisation::Unit& self = *org.FindUnit(unit);
  out.kind = self.level;
  const Cycle* cycle = state.CycleOfYear(year);
  std::map<std::string, std::pair<SimilarRow, std::vector<double>>> rows;
  for (const CardRowShown& row : own.rows) rows[row.indicator].first = {row.indicator, row.indicator_name, {}, 0, {}};
  for (const organisation::Unit* other : UnitsLike(org, self, viewer.today())) {
    const Card* card = state.cards.Find(Card::MakeKey(other->id, year));
    if (card == nullptr) continue;
    // As the reader would be shown that card itself.
    const Relations relations = viewer.ToUnit(other->id);
    const bool leadership = MaySee(relations, Audience::kMunicipality), line = MaySee(relations, Audience::kLine);
    for (const CardRow& row : card->rows) {
      auto asked = rows.find(row.indicator);
      if (asked == rows.end() || row.dropped || (!leadership && row.decided_by == DecidedBy::kNobody)) continue;
      auto& [shown, figures] = asked->second;
      ++shown.count;
      if (row.result.missing == measurement::Missing::kNone) figures.push_back(row.result.number);
      shown.units.push_back({other->id, other->name, row.result.text, row.result.missing, Show(state, cycle, row, line).judgement.colour});
    }
  }
  for (const CardRowShown& row : own.rows) {
    auto& [shown, figures] = rows[row.indicator];
    if (shown.count == 0) continue;
    shown.median = Median(figures);
    std::stable_sort(shown.units.begin(), shown.units.end(), [](const SimilarResult& a, const SimilarResult& b) { return Lower(a.unit) < Lower(b.unit); });
    if (shown.units.size() > most) shown.units.resize(most);
    out.rows.push_back(std::move(shown));
  }
  return out;
}

namespace {

std::map<std::string, int> UnitsByIndicator(State& state) {
  std::map<std::string, std::set<std::string>> units;
  for (const Card* card : state.cards.All()) {
    for (const CardRow& row : card->rows) {
      if (!row.dropped) units[row.indicator].insert(card->unit);
    }
  }
  std::map<std::string, int> out;
  for (const auto& [indicator, those] : units) out[indicator] = static_cast<int>(those.size());
  return out;
}

// A unit separator sorts before every letter, so that "A" comes before "A and B".
std::string PlaceInOrder(const Indicator& indicator) {
  return Lower(indicator.perspective) + '\x1f' + Lower(indicator.name) + '\x1f' + indicator.id;
}

}  // namespace

IndicatorPage ListIndicators(State& state, const Context& context, size_t most, const std::string& after) {
  IndicatorPage page;
  if (!MaySeeCards(Viewer(state, context))) {
    page.refusal = Refusal{Reason::kNotVisible, {}, {}};
    return page;
  }
  std::map<std::string, const Indicator*> order;
  for (const Indicator* indicator : state.indicators.All()) order[PlaceInOrder(*indicator)] = indicator;
  std::map<std::string, int> units = UnitsByIndicator(state);
  std::string last;
  for (auto at = order.upper_bound(after); at != order.end(); ++at) {
    if (page.indicators.size() == most) {
      page.next = last;
      break;
    }
    page.indicators.push_back({*at->second, units[at->second->id]});
    last = at->first;
  }
  return page;
}

std::optional<IndicatorShown> GetIndicator(State& state, const Context& context, const std::string& id) {
  const Indicator* found = state.indicators.Find(id);
  if (found == nullptr || !MaySeeCards(Viewer(state, context))) return std::nullopt;
  return IndicatorShown{*found, UnitsByIndicator(state)[id]};
}

}  // namespace arshjul::cycle
