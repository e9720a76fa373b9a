// Cards, indicators and units: what is answered, and the calls.

import { allPages } from './api';
import { get, type Result } from './http';

export type Colour = 'COLOUR_UNSPECIFIED' | 'NOT_JUDGED' | 'GREEN' | 'YELLOW' | 'RED';
export type ColourRule =
  | 'COLOUR_RULE_UNSPECIFIED' | 'BANDS' | 'TOLERANCE' | 'TARGET' | 'NO_DIRECTION' | 'NO_RESULT' | 'NO_TARGET' | 'JUDGEMENT';
export type Direction = 'DIRECTION_UNSPECIFIED' | 'NOT_JUDGED' | 'HIGHER_IS_BETTER' | 'LOWER_IS_BETTER';
export type Missing = 'MISSING_UNSPECIFIED' | 'NONE' | 'EMPTY' | 'NOT_MEASURED' | 'SUPPRESSED' | 'NOT_PUBLISHED' | 'UNREADABLE';

export interface ScorecardRow {
  indicator: string;
  indicatorName: string;
  perspective: string;
  group: string;
  unitOfMeasure: string;
  direction: Direction;
  baseline: string;
  target: string;
  proposed: string;
  agreed: string;
  capped: boolean;
  capReason: string;
  decided: string;
  decidedBy: string;
  caseNumber: string;
  changedByCouncil: boolean;
  result: string;
  missing: Missing;
  colour: Colour;
  colourRule: ColourRule;
  nextTarget: string;
  beforeYourTime: boolean;
}

export interface Scorecard {
  name: string;
  unitId: string;
  unit: string;
  year: number;
  rows: ScorecardRow[];
  frame?: number;
  framePreliminary: boolean;
}

export interface Indicator {
  indicator: string;
  direction: Direction;
  bands?: { green: number; yellow: number };
  tolerance?: number;
}

export interface Unit {
  unitId: string;
  unit: string;
  parentId: string;
  depth: number;
  leader: string;
  leaderName: string;
  vacant: boolean;
}

export const getScorecard = (municipality: string, unit: string, year: number): Promise<Result<Scorecard>> =>
  get<Scorecard>(`/v1/${municipality}/scorecards`, { unit, year });

export const listIndicators = (municipality: string) => allPages<Indicator>(`/v1/${municipality}/indicators`, 'indicators', {});

export const listUnits = (municipality: string) => allPages<Unit>(`/v1/${municipality}/units`, 'units', {});
