// A unit's place in the organisation: those above, beside and below. Pure.

import type { Unit } from '../api/scorecards';

export interface Surroundings {
  // From the top down to the nearest.
  above: Unit[];
  // Under the same leader.
  beside: Unit[];
  below: Unit[];
}

export function around(units: Unit[], unitId: string): Surroundings {
  const byId = new Map(units.map((unit) => [unit.unitId, unit]));
  const own = byId.get(unitId);
  const above: Unit[] = [];
  for (let unit = byId.get(own?.parentId ?? ''); unit !== undefined && !above.includes(unit); unit = byId.get(unit.parentId)) above.unshift(unit);
  return {
    above,
    beside: own === undefined || own.parentId === '' ? [] : units.filter((unit) => unit.parentId === own.parentId && unit !== own),
    below: units.filter((unit) => unit.parentId === unitId),
  };
}

// Units whose name or leader has the words, in tree order.
export function matching(units: Unit[], words: string): Unit[] {
  const wanted = words.trim().toLowerCase();
  return units.filter((unit) => unit.unit.toLowerCase().includes(wanted) || unit.leaderName.toLowerCase().includes(wanted));
}
