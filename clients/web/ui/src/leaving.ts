// What is written must not get lost when a view is left: it is saved first, and whoever goes all the same is asked. What the
// language or the door takes the place of is kept in memory alone, since much of it is about persons.

import type { Session } from './api/types';
import { type Asked, askToLeave } from './parts/leave_dialog';
import type { Unsaved, Writing } from './parts/written';

interface Kept {
  owner: string;
  key: string;
  state: unknown;
  isUnsaved: boolean;
}

// A save that has not come through by then is not waited for any longer.
const patienceMilliseconds = 4000;

let writing: Writing | undefined;
let kept: Kept | undefined;
let asked: Asked | undefined;

const ownerOf = (session: Session): string => `${session.municipality ?? ''}/${session.person?.id ?? ''}`;

export function unsaved(): Unsaved[] {
  return writing?.unsaved() ?? [];
}

export function beginWriting(one: Writing): void {
  writing = one;
}

// The view is gone.
export function endWriting(): void {
  writing = undefined;
  asked?.withdraw();
}

export function wroteSomething(): void {
  asked?.look();
}

// Saves what can be saved, if that does not take long.
export async function saveAll(): Promise<void> {
  if (writing === undefined || unsaved().length === 0) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<void>((done) => {
    timer = setTimeout(done, patienceMilliseconds);
  });
  await Promise.race([writing.flush(), patience]);
  clearTimeout(timer);
}

// True when nothing is left to lose, or whoever sits here goes all the same.
export async function mayLeave(): Promise<boolean> {
  await saveAll();
  if (unsaved().length === 0) return true;
  asked?.withdraw();
  const mine = askToLeave(unsaved);
  asked = mine;
  const goes = await mine.answer;
  if (asked === mine) asked = undefined;
  return goes;
}

// Before the view goes away and is to come back.
export function keepWritten(session: Session): void {
  if (writing === undefined) return;
  const { key } = writing;
  kept = { owner: ownerOf(session), key, state: writing.keep(), isUnsaved: unsaved().length > 0 };
}

export function takeKept(session: Session, key: string): unknown {
  if (kept === undefined || kept.key !== key || kept.owner !== ownerOf(session)) return undefined;
  const { state } = kept;
  kept = undefined;
  return state;
}

export function isKeeping(): boolean {
  return kept?.isUnsaved === true;
}

// Nobody but whoever wrote it gets it back.
export function forgetUnless(session: Session): void {
  if (kept !== undefined && kept.owner !== ownerOf(session)) kept = undefined;
}

export function forgetKept(): void {
  kept = undefined;
}

export function watchTheWayOut(): void {
  window.addEventListener('beforeunload', (event) => {
    if (unsaved().length > 0 || isKeeping()) event.preventDefault();
  });
  const save = (): void => void saveAll();
  window.addEventListener('online', save);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') save();
  });
}
