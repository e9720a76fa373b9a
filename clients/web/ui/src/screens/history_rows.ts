// What has happened, as it can be sought by unit, phase, person and day. Pure.

import type { ExportCell } from '../api/export';
import type { CycleEvent } from '../api/types';
import { dayOf, timeOf } from '../parts/days';
import type { HistoryFilter } from '../routes';

export interface Happening {
  position: string;
  time: string;
  day: string;
  actor: string;
  summary: string;
  unit: string;
  unitId: string;
  phase: string;
  onBehalfOf: string;
  // Whose turn it is or was.
  person: string;
  task: string;
}

export function happeningOf(event: CycleEvent): Happening {
  const { position, time, actor, summary, unit, unitId, phase, onBehalfOf } = event;
  const task = /\/tasks\/\d+$/.test(event.resource) ? event.resource : '';
  return { position, time, day: dayOf(time), actor, summary, unit, unitId, phase, onBehalfOf, person: event.personName, task };
}

export function matches(one: Happening, filter: HistoryFilter): boolean {
  const sought = filter.person.trim().toLowerCase();
  return (filter.unit === '' || one.unitId === filter.unit)
    && (filter.phase === '' || one.phase === filter.phase)
    && (filter.day === '' || one.day === filter.day)
    && (sought === '' || [one.actor, one.person, one.onBehalfOf].some((name) => name.toLowerCase().includes(sought)));
}

// Newest first: day by day.
export function byDay(happenings: Happening[]): [string, Happening[]][] {
  const days = new Map<string, Happening[]>();
  for (const one of happenings) {
    const there = days.get(one.day);
    if (there === undefined) days.set(one.day, [one]);
    else there.push(one);
  }
  return [...days];
}

// As it stands in a file that is taken along.
export function rowOf(one: Happening, phaseTitle: (id: string) => string): ExportCell[] {
  return [one.day, timeOf(one.time), one.actor, one.onBehalfOf, one.summary, one.unit, one.phase === '' ? '' : phaseTitle(one.phase)];
}
