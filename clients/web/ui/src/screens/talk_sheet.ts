// What belongs on the sheet of a talk: which tasks are its preparations, whose promises are old. Pure.

import type { Commitment, CycleEvent, Field, Talk, Task } from '../api/types';
import { isBlank, type Row, rowsOf, startValues } from '../form/values';

export type Side = 'leader' | 'superior';

export interface Said {
  field: Field;
  words: string;
}

export interface Preparation {
  side: Side;
  task: Task;
  shared: Said[];
  own: Said[];
}

function written(task: Task, wanted: (field: Field) => boolean): Said[] {
  if (task.form === undefined) return [];
  const values = startValues(task.form);
  return task.form.fields.filter((field) => field.type === 'TEXT' && wanted(field))
    .flatMap((field) => (isBlank(values[field.id]) ? [] : [{ field, words: String(values[field.id]) }]));
}

const isPrivate = (field: Field): boolean => field.audience === 'PRIVATE';

// A preparation asks about several themes that the two share, or has room for notes to oneself; a form for one text, such as the
// minutes or a remark, is none. Somebody else's notes never come here: the answer does not hold them.
function isPreparation(task: Task): boolean {
  const fields = task.form?.fields ?? [];
  const themes = fields.filter((field) => field.type === 'TEXT' && field.audience === 'PARTIES');
  return themes.length > 1 || fields.some(isPrivate);
}

export function preparationsOf(talk: Talk, tasks: Task[]): Preparation[] {
  return tasks.filter(isPreparation).map((task) => ({
    side: task.assignee === talk.leader ? 'leader' : 'superior',
    task,
    shared: written(task, (field) => !isPrivate(field)),
    own: written(task, isPrivate),
  }));
}

// Tasks of the two in the talk's cycle.
export function tasksOfPair(talk: Talk, tasks: Task[]): Task[] {
  return tasks.filter((task) => task.subject === talk.leader && task.state !== 'WITHDRAWN');
}

// What of a sheet is other than it was when it was read.
export interface Change {
  // The talk itself, and what the two have promised.
  talk: boolean;
  // Names of tasks to be read.
  tasks: ReadonlySet<string>;
  cards: boolean;
}

// A task that has come, ended or passed to another moves the talk on; one's own that was written in elsewhere does not. What
// the other writes is not shared before it is sent. Results may be new when others of the unit's tasks are done.
export function changeOf(talk: Talk, before: Task[], now: Task[], events: CycleEvent[], person: string | undefined): Change {
  const known = new Map(before.map((task) => [task.name, task]));
  const moved = now.filter((task) => known.get(task.name)?.state !== task.state || known.get(task.name)?.assignee !== task.assignee);
  const written = now.filter((task) => task.assignee === person && known.get(task.name)?.etag !== task.etag);
  const pair = new Set([...before, ...now].map((task) => task.name));
  return {
    talk: moved.length > 0 || now.length !== before.length || events.some((event) => event.resource === talk.name || pair.has(event.resource)),
    tasks: new Set([...moved, ...written].map((task) => task.name)),
    cards: events.some((event) => event.kind === 'council_decided' || (event.kind === 'task_completed' && !pair.has(event.resource))),
  };
}

export interface MinutesPart {
  field: Field;
  words: string;
  rows: Row[];
}

// The minutes, part by part, in the order of the form that they were written in.
export function minutesParts(talk: Talk, tasks: Task[]): MinutesPart[] {
  const minutes = talk.minutes ?? {};
  const form = tasks.find((task) => task.form?.fields.length !== 0 && Object.keys(minutes).every((id) => task.form?.fields.some((field) => field.id === id)))?.form;
  return (form?.fields ?? []).flatMap((field) => {
    const value = minutes[field.id];
    return isBlank(value) ? [] : [{ field, words: typeof value === 'string' ? value : '', rows: rowsOf(value) }];
  });
}

function between(talk: Talk, promise: Commitment): boolean {
  const two = [talk.leader, talk.superior];
  return two.includes(promise.by) && two.includes(promise.to);
}

export interface Promises {
  earlier: Commitment[];
  fresh: Commitment[];
}

// Earlier ones: still open, or settled since the last talk of the two. Fresh ones were given in this cycle.
export function promisesOf(talk: Talk, all: Commitment[]): Promises {
  const theirs = all.filter((promise) => between(talk, promise));
  const inOrder = (promises: Commitment[]): Commitment[] => [...promises].sort((one, other) =>
    Number(other.state === 'OPEN') - Number(one.state === 'OPEN') || one.dueDate.localeCompare(other.dueDate));
  const year = (cycle: string): number => Number(cycle.slice(cycle.lastIndexOf('/') + 1).slice(0, 4));
  return {
    earlier: inOrder(theirs.filter((promise) => year(promise.cycle) < year(talk.cycle))),
    fresh: inOrder(theirs.filter((promise) => promise.cycle === talk.cycle)),
  };
}

// Whoever was promised says how it went, and reminds; once a day.
export function maySettle(promise: Commitment, person: string | undefined): boolean {
  return promise.state === 'OPEN' && promise.to === person;
}

export function mayRemind(promise: Commitment, person: string | undefined, today: string): boolean {
  return maySettle(promise, person) && promise.lastReminded !== today;
}
