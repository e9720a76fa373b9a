// Cards, indicators and units: what is answered, and the calls.

import { allPages } from './api';
import type { Direction, UnitOverview } from './types';

export { compareScorecard, getScorecard } from './api';
export type { Colour, ComparedIndicator, Scorecard, ScorecardComparison, ScorecardRow } from './types';

export interface Indicator {
  indicator: string;
  direction: Direction;
  bands?: { green: number; yellow: number };
  tolerance?: number;
}

export type Unit = Omit<UnitOverview, 'name' | 'phases'>;

export const listIndicators = (municipality: string) => allPages<Indicator>(`/v1/${municipality}/indicators`, 'indicators', {});

export const listUnits = (municipality: string) => allPages<Unit>(`/v1/${municipality}/units`, 'units', {});
