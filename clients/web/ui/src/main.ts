// The page: language, session, and the screen that the address names.

import { getMunicipality, session as sessions } from './api/api';
import { forgetAhead, onSignedOut } from './api/http';
import type { Municipality, Session } from './api/types';
import { dayOf } from './parts/days';
import { rolesOf } from './parts/roles';
import type { Close } from './parts/screen';
import { drawShell } from './parts/shell';
import { forget, remember } from './remembered';
import { type Route, routeOf, signInPath } from './routes';
import { here, navigate, onMove } from './router';
import { screens } from './screens';
import { type Language, language } from './texts/language';
import { speak, text } from './texts/texts';

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
  // The next visit begins by asking for what is of this municipality.
  if (session.municipality !== undefined) remember('municipality', session.municipality);
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
        forgetAhead();
      },
    },
    route as never,
  );
}

async function changeLanguage(wanted: Language): Promise<void> {
  await leave();
  await speak(wanted);
  document.documentElement.lang = wanted;
  remember('language', wanted);
  forgetAhead();
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
  forget('municipality');
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
  const parsed = new Promise<unknown>((done) => (document.readyState === 'loading' ? document.addEventListener('DOMContentLoaded', done) : done(0)));
  const [looked] = await Promise.all([sessions.look(), speak(language()), parsed]);
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
