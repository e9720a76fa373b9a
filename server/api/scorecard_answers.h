// Scorecards, indicators and their imports as messages. Pure; any thread.
#pragma once

#include "api/frame.h"
#include "arshjul/v1/scorecard.pb.h"
#include "cycle/query_scorecard.h"
#include "imports/imports.h"

namespace arshjul::api {

// `card` is whose it is.
void FillComparison(const cycle::Similar& similar, const cycle::CardShown& card, v1::ScorecardComparison& out);
void FillCard(const cycle::CardShown& card, const Asker& asker, v1::Scorecard& out);
void FillRow(const cycle::CardRowShown& row, v1::ScorecardRow& out);
void FillIndicator(const cycle::IndicatorShown& indicator, const Asker& asker, v1::Indicator& out);
// `answer` is the command's: what it found on the way.
void FillImport(const imports::ScorecardFile& file, const Value& answer, const std::string& language, v1::ScorecardImport& out);

}  // namespace arshjul::api
