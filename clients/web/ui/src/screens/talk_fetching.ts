// What the sheet for a talk fetches. Each reading of a talk's texts is logged: after the first, only what has changed is read.

import { listAllCommitments } from '../api/agreements';
import { getTalk, getTask, listTasks } from '../api/api';
import { type Scorecard, getScorecard, listUnits } from '../api/scorecards';
import type { CycleEvent, Talk, Task } from '../api/types';
import type { Place } from '../parts/screen';
import { isParty, yearOfCycle } from './agreement_words';
import type { PromiseView } from './promises';
import { type Change, changeOf, tasksOfPair } from './talk_sheet';

export interface Sheet {
  place: Place;
  talk: Talk;
  // The pair's tasks as a list tells of them, without what is written in them.
  heads: Task[];
  tasks: Task[];
  // Each of the leader's units, with its cards of the years up to the talk's.
  cards: Scorecard[][];
  promises: PromiseView;
}

const yearsBack = 3;

export function isInside(sheet: Sheet): boolean {
  const me = sheet.place.session.person?.id;
  return isParty(sheet.talk, me) || sheet.talk.conductor === me;
}

async function fetchCards({ place, talk }: Sheet): Promise<Scorecard[][]> {
  const municipality = place.municipality.name;
  const units = await listUnits(municipality);
  const led = (units.ok ? units.value : []).filter((unit) => unit.leader === talk.leader).map((unit) => unit.unitId);
  const year = Number(yearOfCycle(talk.cycle));
  const years = Array.from({ length: yearsBack + 1 }, (_, back) => year - yearsBack + back);
  return Promise.all((led.length === 0 ? [talk.unitId] : led).map(async (unit) => {
    const answers = await Promise.all(years.map((one) => getScorecard(municipality, unit, one)));
    return answers.flatMap((answer, index) => (answer.ok && (answer.value.rows.length > 0 || index === years.length - 1) ? [answer.value] : []));
  }));
}

async function fetchHeads({ place, talk }: Sheet): Promise<Task[] | undefined> {
  const listed = await listTasks(place.municipality.name, { cycle: talk.cycle, unit: talk.unitId });
  return listed.ok ? tasksOfPair(talk, listed.value) : undefined;
}

// Those named are read anew; of the others, what was read stands.
async function readTasks(sheet: Sheet, heads: Task[], names: ReadonlySet<string>): Promise<void> {
  const read = await Promise.all(heads.map(async (head) => {
    const known = sheet.tasks.find((task) => task.name === head.name);
    if (known !== undefined && !names.has(head.name)) return [known];
    const answer = await getTask(head.name);
    return answer.ok ? [answer.value] : known === undefined ? [] : [known];
  }));
  sheet.tasks = read.flat();
}

async function fetchPromises(sheet: Sheet): Promise<void> {
  const promised = await listAllCommitments(sheet.place.municipality.name);
  if (promised.ok) sheet.promises.all = promised.value;
}

export async function fetchSheet(sheet: Sheet): Promise<void> {
  const [cards, heads] = await Promise.all([fetchCards(sheet), fetchHeads(sheet), isInside(sheet) ? fetchPromises(sheet) : undefined]);
  sheet.cards = cards;
  sheet.heads = heads ?? [];
  if (isInside(sheet)) await readTasks(sheet, sheet.heads, new Set());
}

async function refreshTalk(sheet: Sheet): Promise<void> {
  const fresh = await getTalk(sheet.talk.cycle, sheet.talk.leader);
  if (fresh.ok) sheet.talk = fresh.value;
  // What is being said of a promise is not drawn away.
  if (isInside(sheet) && sheet.promises.settling === undefined) await fetchPromises(sheet);
}

// Looks whether anything is new, without reading a text, and reads what is. True when something was.
export async function refreshSheet(sheet: Sheet, events: CycleEvent[]): Promise<boolean> {
  const heads = await fetchHeads(sheet);
  if (heads === undefined) return false;
  const change: Change = changeOf(sheet.talk, sheet.heads, heads, events, sheet.place.session.person?.id);
  sheet.heads = heads;
  await Promise.all([
    change.talk ? refreshTalk(sheet) : undefined,
    change.tasks.size > 0 && isInside(sheet) ? readTasks(sheet, heads, change.tasks) : undefined,
    change.cards ? fetchCards(sheet).then((cards) => { sheet.cards = cards; }) : undefined,
  ]);
  return change.talk || change.cards || change.tasks.size > 0;
}
