// Who may remind others, and who gets a letter. Pure.

import type { Reminder } from '../api/office_types';
import type { UnitOverview } from '../api/types';

export function getsLetter(reminder: Reminder): boolean {
  return reminder.skipped === 'SKIPPED_UNSPECIFIED';
}

export function outcome(sent: Reminder[]): { letters: Reminder[]; others: Reminder[] } {
  return { letters: sent.filter(getsLetter), others: sent.filter((one) => !getsLetter(one)) };
}

// The office, and whoever leads a unit with others below it. The server has the last word.
export function mayRemind(person: string | undefined, roles: readonly string[], units: UnitOverview[]): boolean {
  if (roles.includes('OFFICE')) return true;
  const led = new Set(units.filter((unit) => unit.leader !== '' && unit.leader === person).map((unit) => unit.unitId));
  return units.some((unit) => led.has(unit.parentId));
}
