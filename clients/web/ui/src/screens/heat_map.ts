// Load per week and person, from the report of a dry run: which rows, which weeks, how heavy each cell is. Pure.

import type { SimulatedPerson, SimulationReport } from '../api/office_types';

export interface Cell {
  inHand: number;
  overdue: number;
  talks: number;
  // 0 to 4: what the colour shows.
  weight: number;
  // More than can be expected of somebody.
  jam: boolean;
}

export interface HeatRow {
  person: SimulatedPerson;
  // Beside the weeks of the map; not set where there is nothing.
  cells: (Cell | undefined)[];
}

export interface HeatMap {
  weeks: string[];
  rows: HeatRow[];
  // Persons who had something, and are not shown.
  leftOut: number;
}

// From so many in hand on a cell weighs 1, 2, 3, 4.
const weights = [1, 4, 8, 15];
// More rows than this are more than anybody reads.
const mostRows = 60;

function cellsOf(person: SimulatedPerson, weeks: string[], report: SimulationReport): (Cell | undefined)[] {
  const jams = report.jams.filter((jam) => jam.person === person.person);
  const byWeek = new Map(person.weeks.map((week) => [week.week, week]));
  return weeks.map((name) => {
    const week = byWeek.get(name);
    if (week === undefined || week.inHandCount === 0) return undefined;
    return {
      inHand: week.inHandCount, overdue: week.overdueCount, talks: week.talkCount,
      weight: weights.filter((least) => week.inHandCount >= least).length,
      jam: jams.some((jam) => jam.firstWeek <= name && name <= jam.lastWeek),
    };
  });
}

// Those with most in hand in one week first when not all have room; else in the order of the report.
export function heatMapOf(report: SimulationReport): HeatMap {
  const busy = report.persons.filter((person) => person.weeks.some((week) => week.inHandCount > 0));
  const shown = busy.length <= mostRows ? busy : [...busy].sort((one, other) => other.mostInHand - one.mostInHand).slice(0, mostRows);
  const weeks = [...new Set(shown.flatMap((person) => person.weeks.filter((week) => week.inHandCount > 0).map((week) => week.week)))].sort();
  return { weeks, rows: shown.map((person) => ({ person, cells: cellsOf(person, weeks, report) })), leftOut: busy.length - shown.length };
}

// "2027-W09" is week 9 of 2027.
export function weekOf(name: string): { year: number; number: number } {
  const [year = '', number = ''] = name.split('-W');
  return { year: Number(year), number: Number(number) };
}

// How many weeks of each year stand side by side.
export function yearSpans(weeks: string[]): { year: number; count: number }[] {
  const spans: { year: number; count: number }[] = [];
  for (const week of weeks) {
    const { year } = weekOf(week);
    const last = spans.at(-1);
    if (last?.year === year) last.count += 1;
    else spans.push({ year, count: 1 });
  }
  return spans;
}
