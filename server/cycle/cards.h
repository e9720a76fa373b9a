// Scorecards as the rest of the core sees them: names, colours, which year an agreement is about, what is not done.
// Inside server/cycle only.
#pragma once

#include <string>
#include <vector>

#include "cycle/state.h"

namespace arshjul::cycle {

// What people call the indicator; its id where it is not known.
std::string NameOfIndicator(State& state, const std::string& id);
// By id, or by a name that one indicator alone has (one of `preferred` first). Null: none, or several.
const Indicator* FindIndicator(State& state, const std::string& text, const std::vector<CardRow>& preferred);

measurement::Judgement JudgeRow(State& state, const CardRow& row);

// Options of the forms: "numeric", "milestone", "direction", "judged"; "not_published", "not_measured", "suppressed" or "".
std::string KindOption(measurement::TargetKind kind);
measurement::TargetKind KindOf(const std::string& option);
// The kind that a standing target counts as: one that no figure can be read of is judged.
measurement::TargetKind StandingKind(const measurement::Target& target);
std::string MissingOption(measurement::Missing missing);
measurement::Missing MissingOf(const std::string& option);

// The year whose targets an agreement of `step` is about: next year's when the council has decided them, else the cycle's.
int AgreementYear(State& state, const Step& step, const std::string& unit, int year);

// A step of the cycle that was not done (or ended without signatures).
struct Gap {
  std::string step, phase, shown;
  std::vector<std::string> units;
  std::string leader, explanation;
};
std::vector<Gap> GapsOf(State& state, const Cycle& cycle);

}  // namespace arshjul::cycle
