// What the pieces of the card's screen share.

import type { Indicator, Scorecard, ScorecardComparison, Unit } from '../api/scorecards';
import type { Life, Place } from '../parts/screen';
import type { Compared, Point } from './figures';
import { trendOf } from './figures';
import type { Surroundings } from './unit_tree';

export interface ScorecardRoute {
  year: number;
  unit: string;
  indicator?: string;
  forMeeting: boolean;
}

// The same year's cards of the units around.
export interface CardsAround {
  above: Scorecard[];
  beside: Scorecard[];
  below: Scorecard[];
  // Units beside and below whose cards were not fetched.
  left: number;
}

export interface ScorecardView {
  place: Place;
  life: Life;
  route: ScorecardRoute;
  card: Scorecard;
  // The same unit's cards of the years up to this, those with rows.
  years: Scorecard[];
  indicators: Map<string, Indicator>;
  units: Unit[];
  around: Surroundings;
  cards?: CardsAround;
  // The units like this one, once they were asked for.
  similar?: ScorecardComparison;
  redraw: () => void;
}

export interface Comparison {
  above: Compared[];
  beside: Compared[];
  below: Compared[];
}

export function trendIn(view: ScorecardView, indicator: string): Point[] {
  return trendOf(view.years, indicator);
}
