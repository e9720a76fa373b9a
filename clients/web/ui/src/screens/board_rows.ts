// What the board says of a unit in a phase, and which units it shows. Pure.

import type { PhaseOverview, UnitOverview, UnitPhase } from '../api/types';
import { daysBetween } from '../parts/days';

export type Standing = 'none' | 'coming' | 'done' | 'on_way' | 'soon' | 'overdue' | 'stuck';

const soonDays = 3;

export function standingOf(cell: UnitPhase | undefined, phase: PhaseOverview, today: string): Standing {
  if (cell === undefined || cell.totalDue === 0) return 'none';
  if (cell.stuck) return 'stuck';
  if (cell.totalOverdue > 0) return 'overdue';
  if (cell.totalDone >= cell.totalDue) return 'done';
  if (phase.state === 'NOT_OPEN') return 'coming';
  const near = cell.dueDate !== '' && daysBetween(today, cell.dueDate) <= soonDays;
  return near ? 'soon' : 'on_way';
}

export function isDeviation(unit: UnitOverview): boolean {
  return unit.vacant || unit.phases.some((cell) => cell.totalOverdue > 0 || cell.stuck);
}

// Phases where somebody here has something due.
export function shownPhases(phases: PhaseOverview[], units: UnitOverview[]): PhaseOverview[] {
  const used = new Set(units.flatMap((unit) => unit.phases.filter((cell) => cell.totalDue > 0).map((cell) => cell.phase)));
  return phases.filter((phase) => used.has(phase.id));
}

export function shownUnits(units: UnitOverview[], deviationsOnly: boolean): UnitOverview[] {
  return deviationsOnly ? units.filter(isDeviation) : units;
}

// From the top of what is seen down to the unit.
export function wayTo(units: UnitOverview[], unitId: string): UnitOverview[] {
  const byId = new Map(units.map((unit) => [unit.unitId, unit]));
  const way: UnitOverview[] = [];
  for (let unit = byId.get(unitId); unit !== undefined && !way.includes(unit); unit = byId.get(unit.parentId)) way.unshift(unit);
  return way;
}

// The unit and all below it, in tree order.
export function below(units: UnitOverview[], unitId: string): UnitOverview[] {
  const start = units.findIndex((unit) => unit.unitId === unitId);
  const top = units[start];
  if (top === undefined) return [];
  const after = units.slice(start + 1);
  const end = after.findIndex((unit) => unit.depth <= top.depth);
  return [top, ...(end === -1 ? after : after.slice(0, end))];
}
