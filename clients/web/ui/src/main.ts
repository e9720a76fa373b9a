// Starts the page: language, session, and the screen that the address names.

import './style/index.css';
import { getMunicipality, session as sessions } from './api/api';
import { onSignedOut } from './api/http';
import type { Municipality, Session } from './api/types';
import { dayOf } from './parts/days';
import { rolesOf } from './parts/roles';
import type { Close, Place } from './parts/screen';
import { drawShell } from './parts/shell';
import { type Route, routeOf, signInPath } from './routes';
import { here, navigate, onMove } from './router';
import { firstLanguage, type Language, remember, speak, text } from './texts/texts';

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

let session: Session = { signedIn: false, demo: false };
let roles: readonly string[] = [];
let minutesLeft: number | undefined;
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
      ...(minutesLeft === undefined ? {} : { minutesLeft }),
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

// What was written is saved before another view, another language or nobody comes in its place.
async function leave(): Promise<void> {
  const closing = close;
  close = () => undefined;
  await closing();
}

// `quietly`: the same view again, in another language; focus stays.
async function show(quietly: boolean): Promise<void> {
  const move = ++moves;
  const route = routeOf(here());
  if (!session.signedIn && route.screen !== 'sign_in') {
    navigate(signInPath(here()), true);
    return;
  }
  await leave();
  if (move !== moves) return;
  draw(route);
  const [open, municipality, held] = await Promise.all([
    screens[route.screen](),
    session.signedIn && session.municipality !== undefined ? getMunicipality(session.municipality) : undefined,
    rolesOf(session),
  ]);
  if (move !== moves) return;
  if (held.length !== roles.length || held.some((role) => !roles.includes(role))) {
    roles = held;
    draw(route);
  }
  // Each view gets an element of its own: what the last one drew is gone as a whole.
  const host = document.createElement('div');
  host.dataset['screen'] = route.screen;
  element('view').replaceChildren(host);
  const there = municipality?.ok === true ? municipality.value : nobody;
  let focus = !quietly && move > 1;
  close = open(
    {
      host,
      session,
      municipality: there,
      today: dayOf(there.now),
      announce,
      arrived: (title) => {
        if (move !== moves) return;
        arrived(title, focus);
        focus = false;
      },
    },
    route as never,
  );
}

async function changeLanguage(wanted: Language): Promise<void> {
  await leave();
  await speak(wanted);
  remember(wanted);
  await show(true);
}

async function signOut(): Promise<void> {
  await leave();
  const gone = await sessions.signOut();
  if (!gone.ok && gone.problem.status !== 401) {
    // Whoever sits here next would be signed in.
    await show(true);
    window.alert(text('session.not_signed_out'));
    return;
  }
  session = { signedIn: false, demo: session.demo };
  minutesLeft = undefined;
  navigate(signInPath('/oppgaver'));
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
  if (!looked.ok) return;
  if (!looked.value.signedIn) {
    signedOut();
    return;
  }
  session = looked.value;
  warn();
}

function signedOut(): void {
  if (!session.signedIn) return;
  session = { signedIn: false, demo: session.demo };
  minutesLeft = undefined;
  navigate(signInPath(here()), true);
}

async function start(): Promise<void> {
  // The screen's code comes while we ask who is there.
  void screens[routeOf(here()).screen]();
  const [looked] = await Promise.all([sessions.look(), speak(firstLanguage())]);
  if (looked.ok) session = looked.value;
  onMove(() => void show(false));
  onSignedOut(signedOut);
  window.addEventListener('arshjul:signed-in', (event) => {
    session = (event as CustomEvent<Session>).detail;
  });
  window.setInterval(() => void look(), lookEveryMilliseconds);
  await show(false);
}

void start();
