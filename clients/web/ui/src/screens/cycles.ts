// Which cycle a view is about when the address names none. Pure.

import type { Cycle } from '../api/types';

export function isUnderWay(cycle: Cycle): boolean {
  return cycle.state === 'RUNNING' || cycle.state === 'SUSPENDED';
}

// The named year's; else the newest under way; else the newest.
export function chosenCycle(cycles: Cycle[], year: number | undefined): Cycle | undefined {
  if (year !== undefined) return cycles.find((cycle) => cycle.year === year);
  return cycles.find(isUnderWay) ?? cycles[0];
}
