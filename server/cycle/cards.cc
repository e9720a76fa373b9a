#include "cycle/cards.h"

#include <algorithm>

namespace arshjul::cycle {

using measurement::Missing;
using measurement::TargetKind;

std::string NameOfIndicator(State& state, const std::string& id) {
  const Indicator* indicator = state.indicators.Find(id);
  return indicator == nullptr ? id : indicator->name;
}

const Indicator* FindIndicator(State& state, const std::string& text, const std::vector<CardRow>& preferred) {
  for (const CardRow& row : preferred) {
    const Indicator* indicator = state.indicators.Find(row.indicator);
    if (indicator != nullptr && (indicator->id == text || indicator->name == text)) return indicator;
  }
  if (const Indicator* by_id = state.indicators.Find(text)) return by_id;
  const Indicator* found = nullptr;
  for (const Indicator* indicator : state.indicators.All()) {
    if (indicator->name != text) continue;
    if (found != nullptr) return nullptr;
    found = indicator;
  }
  return found;
}

measurement::Judgement JudgeRow(State& state, const CardRow& row) {
  const Indicator* indicator = state.indicators.Find(row.indicator);
  if (indicator == nullptr) return {};
  return measurement::Judge(row.result, row.target, indicator->direction, indicator->bands, indicator->tolerance);
}

std::string KindOption(TargetKind kind) {
  switch (kind) {
    case TargetKind::kMilestone: return "milestone";
    case TargetKind::kDirectionOnly: return "direction";
    case TargetKind::kJudged: return "judged";
    case TargetKind::kNumeric: return "numeric";
  }
  return "numeric";
}

TargetKind StandingKind(const measurement::Target& target) {
  bool unreadable = target.kind == TargetKind::kNumeric && target.figure.missing != Missing::kNone;
  return unreadable ? TargetKind::kJudged : target.kind;
}

TargetKind KindOf(const std::string& option) {
  if (option == "milestone") return TargetKind::kMilestone;
  if (option == "direction") return TargetKind::kDirectionOnly;
  if (option == "judged") return TargetKind::kJudged;
  return TargetKind::kNumeric;
}

std::string MissingOption(Missing missing) {
  switch (missing) {
    case Missing::kNotPublished: return "not_published";
    case Missing::kNotMeasured: return "not_measured";
    case Missing::kSuppressed: return "suppressed";
    default: return "";
  }
}

Missing MissingOf(const std::string& option) {
  if (option == "not_published") return Missing::kNotPublished;
  if (option == "not_measured") return Missing::kNotMeasured;
  if (option == "suppressed") return Missing::kSuppressed;
  return Missing::kEmpty;
}

int AgreementYear(State& state, const Step& step, const std::string& unit, int year) {
  if (step.about_year != 0) {
    // Each unit's targets stay of the year that the agreement before was about.
    const std::string before = unit + "/";
    int about = step.about_year;
    for (const Agreement* agreement : state.agreements.By(Agreement::kByPair, step.leader + "~" + step.superior)) {
      if (agreement->state != AgreementState::kSigned && agreement->state != AgreementState::kSuperseded) continue;
      for (const std::string& card : agreement->cards) {
        if (card.starts_with(before)) about = std::atoi(card.c_str() + before.size());
      }
    }
    return about;
  }
  if (step.phase == "start_agreement") return year;
  const Cycle* next = state.CycleOfYear(year + 1);
  const Card* card = state.cards.Find(Card::MakeKey(unit, year + 1));
  bool decided = next != nullptr && next->decided_on.has_value() && card != nullptr &&
                 std::any_of(card->rows.begin(), card->rows.end(), [](const CardRow& row) { return !row.dropped; });
  return decided ? year + 1 : year;
}

}  // namespace arshjul::cycle
