// Starts the page: language, session, and the screen that the address names.

import './style/index.css';
import { getMunicipality, session as sessions } from './api/api';
import { onStreamEnded } from './api/events';
import { type Problem, type Result, onSignedOut } from './api/http';
import type { Municipality, Session } from './api/types';
import {
  beginWriting, endWriting, forgetKept, forgetUnless, isKeeping, keepWritten, mayLeave, saveAll, takeKept, unsaved, watchTheWayOut, wroteSomething,
} from './leaving';
import { dayOf } from './parts/days';
import { rolesOf } from './parts/roles';
import type { Close, Place } from './parts/screen';
import { drawShell } from './parts/shell';
import { showProblem } from './parts/states';
import { type Route, routeOf, signInPath } from './routes';
import { go, here, onMove } from './router';
import { firstLanguage, language, type Language, remember, speak, text } from './texts/texts';

type Open = (place: Place, route: never) => Close;

// A screen's code is fetched when somebody goes there.
const screens: Record<Route['screen'], () => Promise<Open>> = {
  sign_in: async () => (await import('./screens/sign_in')).open as Open,
  tasks: async () => (await import('./screens/tasks')).open as Open,
  task: async () => (await import('./screens/task')).open as Open,
  wheel: async () => (await import('./screens/wheel')).open as Open,
  board: async () => (await import('./screens/board')).open as Open,
  launch: async () => (await import('./screens/launch')).open as Open,
  reminders: async () => (await import('./screens/reminders')).open as Open,
  history: async () => (await import('./screens/history')).open as Open,
  admin: async () => (await import('./screens/admin')).open as Open,
  agreements: async () => (await import('./screens/agreements')).open as Open,
  agreement: async () => (await import('./screens/agreement')).open as Open,
  scorecards: async () => (await import('./screens/scorecards')).open as Open,
  scorecard: async () => (await import('./screens/scorecard')).open as Open,
  talks: async () => (await import('./screens/talks')).open as Open,
  talk: async () => (await import('./screens/talk')).open as Open,
  unknown: async () => (await import('./screens/unknown')).open as Open,
};

const lookEveryMilliseconds = 30_000;
const warnBelowSeconds = 300;
const nobody: Municipality = { name: '', id: '', displayName: '', closedSpans: [], position: '0', now: new Date(0).toISOString() };
const outOfReach: Problem = { reason: 'UNREACHABLE', status: 0, detail: '', errors: [] };

let session: Session = { signedIn: false, demo: false };
let roles: readonly string[] = [];
let minutesLeft: number | undefined;
// What could not be done for somebody who is still where they were.
let told: string | undefined;
let close: Close = () => undefined;
let moves = 0;

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`no #${id} in the page`);
  return found;
}

function announce(words: string): void {
  element('said').textContent = words;
}

function draw(route: Route): void {
  drawShell(
    {
      session,
      route,
      roles,
      ...(minutesLeft === undefined ? {} : { minutesLeft, unsaved: unsaved().map((one) => one.what) }),
      ...(told === undefined ? {} : { told }),
      speak: (wanted) => void changeLanguage(wanted),
      signOut: () => void signOut(),
      stay: () => void stay(),
    },
    element('app'),
  );
}

function arrived(title: string, focus: boolean): void {
  document.title = `${title} – Årshjul`;
  if (!focus) return;
  window.scrollTo(0, 0);
  const view = element('view');
  (view.querySelector<HTMLElement>('[data-arrive]') ?? view.querySelector('h1'))?.focus();
}

function leave(): void {
  const closing = close;
  close = () => undefined;
  endWriting();
  closing();
}

// A screen's code that cannot be fetched is a problem like any other.
async function codeOf(route: Route): Promise<Result<Open>> {
  try {
    return { ok: true, value: await screens[route.screen]() };
  } catch {
    return { ok: false, problem: outOfReach };
  }
}

async function municipalityOf(): Promise<Result<Municipality>> {
  if (!session.signedIn || session.municipality === undefined) return { ok: true, value: nobody };
  return getMunicipality(session.municipality);
}

function placeOf(move: number, there: Municipality, host: HTMLElement, quietly: boolean): Place {
  let focus = !quietly && move > 1;
  const place: Place = {
    host,
    session,
    municipality: there,
    today: dayOf(there.now),
    refresh: async () => {
      const fresh = await municipalityOf();
      if (!fresh.ok || move !== moves) return;
      place.municipality = fresh.value;
      place.today = dayOf(fresh.value.now);
    },
    announce,
    arrived: (title) => {
      if (move !== moves) return;
      arrived(title, focus);
      focus = false;
    },
    writes: (writing) => {
      if (move === moves) beginWriting(writing);
    },
    wrote: () => {
      wroteSomething();
      if (minutesLeft !== undefined) draw(routeOf(here()));
    },
    kept: (key) => takeKept(session, key),
    isKeeping: isKeeping(),
  };
  return place;
}

// `quietly`: the same view again, in another language; focus stays.
async function show(quietly: boolean): Promise<void> {
  const move = ++moves;
  const route = routeOf(here());
  if (!session.signedIn && route.screen !== 'sign_in') {
    go(signInPath(here()), true);
    return;
  }
  leave();
  told = undefined;
  draw(route);
  const [open, municipality, held] = await Promise.all([codeOf(route), municipalityOf(), rolesOf(session)]);
  if (move !== moves) return;
  if (held.length !== roles.length || held.some((role) => !roles.includes(role))) {
    roles = held;
    draw(route);
  }
  // Each view gets an element of its own: what the last one drew is gone as a whole.
  const host = document.createElement('div');
  host.dataset['screen'] = route.screen;
  element('view').replaceChildren(host);
  const place = placeOf(move, municipality.ok ? municipality.value : nobody, host, quietly);
  // The browser may remember that code could not be fetched, until the page is loaded anew.
  if (!open.ok) showProblem(place, open.problem, () => location.reload());
  else if (!municipality.ok) showProblem(place, municipality.problem, () => void show(quietly));
  else close = open.value(place, route as never);
}

// What could not be done is said where it is seen, and nothing else changes.
function tell(words: string): void {
  told = words;
  draw(routeOf(here()));
}

// Nothing that was written is lost by it: what can be is saved, and all of it comes back in the other language.
async function changeLanguage(wanted: Language): Promise<void> {
  await saveAll();
  const before = language();
  try {
    await speak(wanted);
  } catch {
    tell(text('problem.unreachable'));
    return;
  }
  const reached = await municipalityOf();
  if (!reached.ok && session.signedIn) {
    await speak(before);
    tell(text('problem.unreachable'));
    return;
  }
  remember(wanted);
  keepWritten(session);
  await show(true);
}

async function signOut(): Promise<void> {
  if (!(await mayLeave())) return;
  const gone = await sessions.signOut();
  if (!gone.ok && gone.problem.status !== 401) {
    // Whoever sits here next would be signed in.
    tell(text('session.not_signed_out'));
    return;
  }
  leave();
  forgetKept();
  over();
  go(signInPath('/oppgaver'));
}

function over(): void {
  session = { signedIn: false, demo: session.demo };
  minutesLeft = undefined;
}

function warn(): void {
  const left = Math.min(session.idleSeconds ?? Infinity, session.absoluteSeconds ?? Infinity);
  const minutes = session.signedIn && left < warnBelowSeconds ? Math.max(1, Math.ceil(left / 60)) : undefined;
  if (minutes === minutesLeft) return;
  minutesLeft = minutes;
  draw(routeOf(here()));
}

async function stay(): Promise<void> {
  const extended = await sessions.extend();
  if (extended.ok) session = extended.value;
  warn();
  announce(extended.ok ? text('session.stays') : text('problem.unreachable'));
}

// Looking does not prolong the session.
async function look(): Promise<void> {
  if (!session.signedIn) return;
  const looked = await sessions.look();
  if (!looked.ok || !session.signedIn) return;
  if (!looked.value.signedIn) {
    signedOut();
    return;
  }
  // Somebody else has signed in from another tab: what stands here is not for them, and nothing goes in their name.
  if (looked.value.person?.id !== session.person?.id || looked.value.municipality !== session.municipality) {
    leave();
    forgetKept();
    session = looked.value;
    await show(false);
    return;
  }
  session = looked.value;
  warn();
}

// What was written stays in memory, for whoever wrote it alone.
function signedOut(): void {
  if (!session.signedIn) return;
  keepWritten(session);
  leave();
  over();
  go(signInPath(here()), true);
}

// A browser keeps a page that was left as it stood, and would show it to whoever goes back, signed in or not.
function watchTheWayBack(): void {
  window.addEventListener('pagehide', () => { document.body.hidden = true; });
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
  });
}

async function start(): Promise<void> {
  // The screen's code comes while we ask who is there.
  void codeOf(routeOf(here()));
  const [looked] = await Promise.all([sessions.look(), speak(firstLanguage())]);
  if (looked.ok) session = looked.value;
  onMove(() => void show(false), mayLeave);
  onSignedOut(signedOut);
  onStreamEnded(() => void look());
  watchTheWayOut();
  watchTheWayBack();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void look();
  });
  window.addEventListener('arshjul:signed-in', (event) => {
    session = (event as CustomEvent<Session>).detail;
    forgetUnless(session);
  });
  window.setInterval(() => void look(), lookEveryMilliseconds);
  await show(false);
}

void start();
