// Figures as people wrote them, made into points of a line. Pure.

import type { Colour, Indicator, Scorecard, ScorecardRow } from '../api/scorecards';

// "4,5", "<2 %", "> 77,0%", "17 900 000"; undefined when it is not one number.
export function figureOf(text: string): number | undefined {
  const plain = text.replace(/[\s\u00a0\u202f]/g, '').replace(/^[<>=≤≥~]+/, '').replace('\u2212', '-');
  const found = /^(-?\d+(?:[.,]\d+)?)(?:%|kr|poeng)?$/i.exec(plain);
  return found?.[1] === undefined ? undefined : Number(found[1].replace(',', '.'));
}

export interface Point {
  // The year of the result; the one before the first where it is the figure that the targets began with.
  year: number;
  isBaseline: boolean;
  text: string;
  value?: number;
  colour: Colour;
  target: string;
  targetValue?: number;
}

function pointOf(year: number, row: ScorecardRow): Point {
  const value = row.missing === 'NONE' ? figureOf(row.result) : undefined;
  const targetValue = figureOf(row.target);
  return {
    year, isBaseline: false, text: row.result, colour: row.colour, target: row.target,
    ...(value === undefined ? {} : { value }), ...(targetValue === undefined ? {} : { targetValue }),
  };
}

// The indicator's results over the years, oldest first, begun with its baseline where no earlier result is known.
export function trendOf(cards: Scorecard[], indicator: string): Point[] {
  const found = [...cards].sort((one, other) => one.year - other.year).flatMap((card) => {
    const row = card.rows.find((one) => one.indicator === indicator);
    return row === undefined ? [] : [{ year: card.year, row }];
  });
  const points = found.map(({ year, row }) => pointOf(year, row));
  const first = found[0];
  const start = first === undefined ? undefined : figureOf(first.row.baseline);
  if (first !== undefined && start !== undefined) {
    points.unshift({ year: first.year - 1, isBaseline: true, text: first.row.baseline, value: start, colour: 'NOT_JUDGED', target: '' });
  }
  return points;
}

export interface Scale {
  low: number;
  high: number;
}

// From the lowest to the highest of what is drawn, with some air.
export function scaleOf(values: number[]): Scale {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const air = high === low ? Math.max(Math.abs(high) * 0.1, 1) : (high - low) * 0.15;
  return { low: low - air, high: high + air };
}

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

export function heightAt(value: number, scale: Scale, box: Box): number {
  const part = (value - scale.low) / (scale.high - scale.low);
  return Math.round((box.top + box.height * (1 - part)) * 10) / 10;
}

export function placeAt(year: number, first: number, last: number, box: Box): number {
  const part = last === first ? 0.5 : (year - first) / (last - first);
  return Math.round((box.left + box.width * part) * 10) / 10;
}

// Runs of neighbouring years: a year without a figure breaks the line.
export function runsOf(points: Point[]): Point[][] {
  const runs: Point[][] = [];
  let last: Point | undefined;
  for (const point of points) {
    if (point.value === undefined) continue;
    const run = runs.at(-1);
    if (run !== undefined && last !== undefined && point.year - last.year === 1) run.push(point);
    else runs.push([point]);
    last = point;
  }
  return runs;
}

export interface Band {
  colour: 'GREEN' | 'YELLOW' | 'RED';
  low: number;
  high: number;
}

// The declared bands, as far as they are within what is drawn.
export function bandsOf(indicator: Indicator | undefined, scale: Scale): Band[] {
  const bands = indicator?.bands;
  if (indicator === undefined || bands === undefined) return [];
  const upward = indicator.direction === 'HIGHER_IS_BETTER';
  const all: Band[] = upward
    ? [{ colour: 'GREEN', low: bands.green, high: Infinity }, { colour: 'YELLOW', low: bands.yellow, high: bands.green }, { colour: 'RED', low: -Infinity, high: bands.yellow }]
    : [{ colour: 'RED', low: bands.yellow, high: Infinity }, { colour: 'YELLOW', low: bands.green, high: bands.yellow }, { colour: 'GREEN', low: -Infinity, high: bands.green }];
  return all.map((band) => ({ ...band, low: Math.max(band.low, scale.low), high: Math.min(band.high, scale.high) })).filter((band) => band.high > band.low);
}

export interface Counts {
  GREEN: number;
  YELLOW: number;
  RED: number;
  NOT_JUDGED: number;
}

export function countsOf(rows: ScorecardRow[]): Counts {
  const counts: Counts = { GREEN: 0, YELLOW: 0, RED: 0, NOT_JUDGED: 0 };
  for (const row of rows) counts[row.colour === 'COLOUR_UNSPECIFIED' ? 'NOT_JUDGED' : row.colour] += 1;
  return counts;
}

export interface Compared {
  unitId: string;
  unit: string;
  row: ScorecardRow;
}

// Those of the cards that measure the same.
export function sharing(cards: Scorecard[], indicator: string): Compared[] {
  return cards.flatMap((card) => {
    const row = card.rows.find((one) => one.indicator === indicator);
    return row === undefined ? [] : [{ unitId: card.unitId, unit: card.unit, row }];
  });
}

export interface Spread {
  low: number;
  middle: number;
  high: number;
  count: number;
}

// The others' results from lowest to highest; undefined when nobody has one.
export function spreadOf(compared: Compared[]): Spread | undefined {
  const values = compared.flatMap(({ row }) => (row.missing === 'NONE' ? [figureOf(row.result)] : []))
    .filter((value): value is number => value !== undefined).sort((one, other) => one - other);
  const low = values[0];
  const high = values.at(-1);
  if (low === undefined || high === undefined) return undefined;
  const half = Math.floor(values.length / 2);
  const upper = values[half] ?? high;
  const middle = values.length % 2 === 1 ? upper : ((values[half - 1] ?? low) + upper) / 2;
  return { low, middle: Math.round(middle * 100) / 100, high, count: values.length };
}

export interface Picked {
  good: ScorecardRow[];
  better: ScorecardRow[];
  followed: ScorecardRow[];
}

const mostOfEach = 4;
const mostInAll = 9;

// What fits on one page for a meeting: what went well, what must be better, and then what is only followed.
export function pickedForMeeting(rows: ScorecardRow[]): Picked {
  const good = rows.filter((row) => row.colour === 'GREEN').slice(0, mostOfEach);
  const better = rows.filter((row) => row.colour === 'RED' || row.colour === 'YELLOW')
    .sort((one, other) => Number(other.colour === 'RED') - Number(one.colour === 'RED')).slice(0, mostOfEach);
  const rest = rows.filter((row) => row.missing === 'NONE' && row.colour === 'NOT_JUDGED');
  return { good, better, followed: rest.slice(0, mostInAll - good.length - better.length) };
}
