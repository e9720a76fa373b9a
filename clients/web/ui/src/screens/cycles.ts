// Which cycle a view is about when the address names none. Pure.

import type { Cycle } from '../api/types';
import { type Day, partsOf } from '../parts/days';

export function isUnderWay(cycle: Cycle): boolean {
  return cycle.state === 'RUNNING' || cycle.state === 'SUSPENDED';
}

// Of a year that was called off and launched again, the newest launch; the API gives them newest first.
export function newestLaunches<T extends { year: number }>(cycles: T[]): T[] {
  return cycles.filter((cycle, index) => cycles.findIndex((other) => other.year === cycle.year) === index);
}

// The named year's; else the newest under way; else the newest.
export function chosenCycle(cycles: Cycle[], year: number | undefined): Cycle | undefined {
  if (year !== undefined) return cycles.find((cycle) => cycle.year === year);
  return cycles.find(isUnderWay) ?? cycles[0];
}

// Years under way, in the order in which somebody asks how they go: the one that is lived, those that are being accounted for,
// and only then one that is to come, whose targets are still being set.
export function yearsToAccountFor(cycles: Cycle[], today: Day): number[] {
  const { year: now } = partsOf(today);
  const years = cycles.filter(isUnderWay).map((cycle) => cycle.year).sort((one, other) => one - other);
  return [...years.filter((year) => year <= now).reverse(), ...years.filter((year) => year > now)];
}
