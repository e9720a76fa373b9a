// The dates of a year to come, who takes part, and until when it can be called off unseen. Pure.

import type { DayOff } from '../api/types';
import type { LaunchedCycle, PlannedPhase, Unit, Workflow, WorkflowParameter } from '../api/office_types';
import { type Day, addDays, dayOf, isDay, timeOf, weekdayOf } from '../parts/days';

const saturday = 5;
const lettersFrom = '07:00';

// "Y-1-08-15" for the cycle of 2016 is 2015-08-15. Empty when it is no date.
export function dayOfDefault(written: string, year: number): Day {
  const found = /^Y([+-]\d+)?-(\d{2}-\d{2})$/.exec(written);
  const day = found === null ? written : `${year + Number(found[1] ?? 0)}-${found[2]}`;
  return isDay(day) ? day : '';
}

export function defaultOf(parameter: WorkflowParameter, year: number): string {
  return parameter.type === 'DATE' ? dayOfDefault(parameter.default, year) : parameter.default;
}

// Only what differs from the workflow's own is sent.
export function changedParameters(workflow: Workflow, year: number, given: ReadonlyMap<string, string>): Record<string, string> {
  const changed: Record<string, string> = {};
  for (const parameter of workflow.parameters) {
    const value = given.get(parameter.id);
    if (value !== undefined && value !== defaultOf(parameter, year)) changed[parameter.id] = value;
  }
  return changed;
}

// In the order of the options, whatever the order they were chosen in.
export function withOption(value: string, option: string, chosen: boolean, options: string[]): string {
  const set = new Set(value.split(',').map((one) => one.trim()));
  if (chosen) set.add(option);
  else set.delete(option);
  return options.filter((one) => set.has(one)).join(',');
}

// Empty when everybody takes part.
export function cohortCsv(units: Unit[], left: ReadonlySet<string>): string {
  if (left.size === 0) return '';
  return ['unit_id;takes_part', ...units.map((unit) => `${unit.unitId};${left.has(unit.unitId) ? 'no' : 'yes'}`)].join('\n');
}

type Launched = Pick<LaunchedCycle, 'year' | 'state'>;

// A year that was called off can be launched again.
const standing = (launched: Launched[]): number[] => launched.filter((cycle) => cycle.state !== 'CANCELLED').map((cycle) => cycle.year);

export function suggestedYear(launched: Launched[], today: Day): number {
  return Math.max(Number(today.slice(0, 4)), ...standing(launched)) + 1;
}

export function yearsToChoose(launched: Launched[], today: Day): number[] {
  const taken = new Set(standing(launched));
  const first = Number(today.slice(0, 4));
  return Array.from({ length: 8 }, (_one, index) => first + index - 1).filter((year) => !taken.has(year));
}

// The newest version of each.
export function newestOf(workflows: Workflow[]): Workflow[] {
  return workflows.filter((one) => !workflows.some((other) => other.workflowId === one.workflowId && other.version > one.version));
}

// No letter of a launch has gone yet: the first morning at seven of a day at work is still to come. `daysOff` are those of the
// weeks after the launch.
export function beforeLetters(launchTime: string, now: string, daysOff: Pick<DayOff, 'date'>[]): boolean {
  const off = new Set(daysOff.map((one) => one.date));
  let day = dayOf(launchTime);
  if (timeOf(launchTime) >= lettersFrom) day = addDays(day, 1);
  while (weekdayOf(day) >= saturday || off.has(day)) day = addDays(day, 1);
  const today = dayOf(now);
  return today < day || (today === day && timeOf(now) < lettersFrom);
}

export function hasSteps(phase: PlannedPhase): boolean {
  return phase.stepCount > 0;
}
