// What a municipality must have before its first year, and what it should have. Pure.

import type { KnownPerson, LaunchedCycle, Role, Unit, Workflow } from '../api/office_types';
import type { ClosedSpan } from '../api/types';

export interface Known {
  units: Unit[];
  persons: KnownPerson[];
  roles: Role[];
  workflows: Workflow[];
  cycles: LaunchedCycle[];
  closedSpans: ClosedSpan[];
}

export interface Item {
  id: 'organisation' | 'leaders' | 'mail' | 'mandate' | 'supporter' | 'workflow' | 'closed' | 'cycle';
  standing: 'done' | 'missing' | 'advised';
  // How many are missing something, or are there.
  count: number;
}

export function checklistOf(known: Known): Item[] {
  const units = known.units.filter((unit) => !unit.closed);
  const vacant = units.filter((unit) => unit.vacant).length;
  const leaders = new Set(units.map((unit) => unit.leader).filter((one) => one !== ''));
  const unreachable = known.persons.filter((person) => leaders.has(person.leaderId) && person.email === '').length;
  const holders = (role: string): number => known.roles.filter((one) => one.active && one.role === role).length;
  const needed = (id: Item['id'], there: number): Item => ({ id, standing: there > 0 ? 'done' : 'missing', count: there });
  const advised = (id: Item['id'], there: number): Item => ({ id, standing: there > 0 ? 'done' : 'advised', count: there });
  const lacking = (id: Item['id'], count: number): Item => ({ id, standing: count === 0 && units.length > 0 ? 'done' : 'advised', count });
  return [
    needed('organisation', units.length),
    lacking('leaders', vacant),
    lacking('mail', unreachable),
    needed('mandate', holders('MANDATE')),
    advised('supporter', holders('SUPPORTER')),
    needed('workflow', new Set(known.workflows.map((one) => one.workflowId)).size),
    advised('closed', known.closedSpans.length),
    needed('cycle', known.cycles.filter((one) => one.state !== 'CANCELLED').length),
  ];
}
