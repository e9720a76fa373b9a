// Scorecards and indicators as one reader may see them. Pure. Access is decided here: leaders of the municipality and those
// who hold a role in it see what holds; the line sees how it came about; politicians see what is decided.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cycle/relation.h"

namespace arshjul::cycle {

// Figures and targets as written; "" where there is none, or it is not for the reader.
struct CardRowShown {
  std::string indicator, indicator_name, perspective, group, unit_of_measure;
  measurement::Direction direction = measurement::Direction::kNotJudged;
  std::string baseline, target;
  measurement::TargetKind target_kind = measurement::TargetKind::kNumeric;
  std::string proposed, agreed, cap_reason, decided, case_number;
  bool capped = false, changed_by_council = false;
  DecidedBy decided_by = DecidedBy::kNobody;
  std::string result, next_target, source;
  measurement::Missing missing = measurement::Missing::kEmpty;
  measurement::Judgement judgement;
  bool before_your_time = false;
  int revision = 0;  // how many times the result has been corrected
  // As the leader wrote them: of the target, then of the result. For the line alone.
  std::string initiatives, warning_sign, cause, follow_up;
};

struct CardShown {
  std::optional<Refusal> refusal;  // kUnitNotFound, kNotVisible
  std::string unit_id, unit;
  int year = 0;
  std::vector<CardRowShown> rows;  // in the card's order
  std::optional<double> frame;     // kr; nothing: none, or not for the reader
  bool frame_preliminary = false;
};

// `unit` is an id. A unit without a card has one without rows.
CardShown GetScorecard(State& state, const Context& context, const std::string& unit, int year);
// The row of one indicator, by id or by a name that one alone has.
const CardRowShown* FindRow(const CardShown& card, const std::string& indicator);

// One indicator in another unit of the same kind.
struct SimilarResult {
  std::string unit_id, unit, result;
  measurement::Missing missing = measurement::Missing::kEmpty;
  measurement::Colour colour = measurement::Colour::kNotJudged;
};

struct SimilarRow {
  std::string indicator, indicator_name;
  std::vector<SimilarResult> units;  // by name, at most `most`
  int count = 0;                     // of units that have the indicator on their card, those left out too
  std::optional<double> median;      // of their results; nothing of fewer than kLeastCompared
};

// A middle of fewer than these would tell what one unit has: year.md, "none of fewer than three".
inline constexpr int kLeastCompared = 3;

struct Similar {
  std::optional<Refusal> refusal;  // kUnitNotFound, kNotVisible
  std::string kind;                // what they have in common: the level as the municipality writes it; "": how deep they lie
  std::vector<SimilarRow> rows;    // those of the unit's card that other units have, in the card's order
};

// The unit's indicators in the units like it: those of its level, or as deep where levels are not told, that exist today.
Similar CompareScorecard(State& state, const Context& context, const std::string& unit, int year, size_t most);

struct IndicatorShown {
  Indicator indicator;
  int units = 0;  // that have it on a card
};

struct IndicatorPage {
  std::optional<Refusal> refusal;  // kNotVisible
  std::vector<IndicatorShown> indicators;  // by perspective, then name
  std::string next;                // "" on the last page
};

IndicatorPage ListIndicators(State& state, const Context& context, size_t most, const std::string& after);
// Nothing when the reader may not see indicators or there is none of that id.
std::optional<IndicatorShown> GetIndicator(State& state, const Context& context, const std::string& id);

}  // namespace arshjul::cycle
