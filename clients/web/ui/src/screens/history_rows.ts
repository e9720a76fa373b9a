// What has happened, put beside the task it happened to, so that it can be sought by unit, phase, person and day. Pure.

import type { ExportCell } from '../api/export';
import type { CycleEvent, Task } from '../api/types';
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
  // On whose behalf whoever has the task does it, or did.
  onBehalfOf: string;
  // Whoever had or has the task.
  person: string;
  task: string;
}

export function happeningOf(event: CycleEvent, tasks: ReadonlyMap<string, Task>): Happening {
  const task = tasks.get(event.resource);
  return {
    position: event.position, time: event.time, day: dayOf(event.time), actor: event.actor, summary: event.summary,
    unit: task?.unit ?? '', unitId: task?.unitId ?? '', phase: task?.phase ?? '',
    onBehalfOf: event.kind === 'task_completed' ? task?.onBehalfOf ?? '' : '', person: task?.assigneeName ?? '', task: task?.name ?? '',
  };
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
