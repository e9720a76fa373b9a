// Which tasks come first. Pure.

import type { Task } from '../api/types';
import { dayOf, daysBetween } from '../parts/days';

export type Group = 'urgent' | 'now' | 'later';

const urgentDays = 2;
const nowDays = 14;

export function groupOf(task: Task, today: string): Group {
  if (task.overdue) return 'urgent';
  if (task.dueTime === undefined) return 'later';
  const days = daysBetween(today, dayOf(task.dueTime));
  if (days <= urgentDays) return 'urgent';
  return days <= nowDays ? 'now' : 'later';
}

export function grouped(tasks: Task[], today: string): Record<Group, Task[]> {
  const groups: Record<Group, Task[]> = { urgent: [], now: [], later: [] };
  for (const task of tasks) if (task.state === 'OPEN') groups[groupOf(task, today)].push(task);
  return groups;
}
