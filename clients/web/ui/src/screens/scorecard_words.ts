// How a row's result and colour are said.

import type { Indicator, ScorecardRow } from '../api/scorecards';
import { numberText } from '../form/values';
import { colourWords } from '../parts/trend';
import { text } from '../texts/texts';

export function resultWords(row: Pick<ScorecardRow, 'result' | 'missing'>): string {
  if (row.missing === 'NONE' || row.missing === 'UNREADABLE') return row.result;
  return row.missing === 'MISSING_UNSPECIFIED' ? '' : text(`missing.${row.missing}`);
}

// A colour always says by which rule.
export function colourSummary(row: ScorecardRow): string {
  const rule = row.colourRule === 'COLOUR_RULE_UNSPECIFIED' ? 'NO_DIRECTION' : row.colourRule;
  return text('scorecard.colour_by', { colour: colourWords(row.colour), rule: text(`colour_rule.${rule}`) });
}

// "Grønn fra 4,5, gul fra 4."
export function bandWords(indicator: Indicator | undefined): string {
  if (indicator?.bands !== undefined) {
    const limits = { green: numberText(indicator.bands.green), yellow: numberText(indicator.bands.yellow) };
    return text(indicator.direction === 'LOWER_IS_BETTER' ? 'bands.lower' : 'bands.higher', limits);
  }
  return indicator?.tolerance === undefined ? '' : text('bands.tolerance', { tolerance: numberText(indicator.tolerance) });
}
