// Where one can go: a few pages always in sight, and for those who have many the others in a menu.

import { html, nothing, type TemplateResult } from 'lit-html';
import type { Route } from '../routes';
import { type Key, text } from '../texts/texts';

export interface Way {
  screens: Route['screen'][];
  path: string;
  words: Key;
}

const tasks: Way = { screens: ['tasks', 'task'], path: '/oppgaver', words: 'nav.tasks' };
const wheel: Way = { screens: ['wheel'], path: '/arshjulet', words: 'nav.wheel' };
const board: Way = { screens: ['board', 'reminders'], path: '/tavle', words: 'nav.board' };
const scorecards: Way = { screens: ['scorecards', 'scorecard'], path: '/malekort', words: 'nav.scorecards' };
const talks: Way = { screens: ['talks', 'talk'], path: '/samtaleark', words: 'nav.talks' };
const agreements: Way = { screens: ['agreements', 'agreement'], path: '/lederavtaler', words: 'nav.agreements' };
const history: Way = { screens: ['history'], path: '/historikk', words: 'nav.history' };
const launch: Way = { screens: ['launch'], path: '/start', words: 'nav.launch' };
const admin: Way = { screens: ['admin'], path: '/administrasjon', words: 'nav.admin' };

// By the roles that one has beside being a leader.
export function waysOf(roles: readonly string[]): { shown: Way[]; more: Way[] } {
  if (roles.includes('OFFICE')) return { shown: [tasks, wheel, board, admin], more: [scorecards, talks, agreements, history, launch] };
  if (roles.some((role) => role === 'CONTROLLER' || role === 'AUDITOR')) {
    return { shown: [tasks, wheel, board, history], more: [scorecards, talks, agreements] };
  }
  return { shown: [tasks, wheel, board, scorecards, talks, agreements], more: [] };
}

function close(menu: HTMLDetailsElement, focus: boolean): void {
  if (!menu.open) return;
  menu.open = false;
  if (focus) menu.querySelector('summary')?.focus();
}

// The page chosen, the Escape key, and whatever is outside the menu close it.
function press(event: KeyboardEvent): void {
  if (event.key === 'Escape') close(event.currentTarget as HTMLDetailsElement, true);
}

function leave(event: FocusEvent): void {
  const menu = event.currentTarget as HTMLDetailsElement;
  if (event.relatedTarget instanceof Node && !menu.contains(event.relatedTarget)) close(menu, false);
}

function choose(event: Event): void {
  if ((event.target as Element).closest('a') !== null) close(event.currentTarget as HTMLDetailsElement, false);
}

const isHere = (way: Way, route: Route): boolean => way.screens.includes(route.screen);

function link(way: Way, route: Route): TemplateResult {
  return html`<a class="ds-link" href=${way.path} aria-current=${isHere(way, route) ? 'page' : nothing}>${text(way.words)}</a>`;
}

function menuOf(ways: Way[], route: Route): TemplateResult {
  const here = ways.find((way) => isHere(way, route));
  return html`<details class="more" @keydown=${press} @focusout=${leave} @click=${choose}>
    <summary class=${here === undefined ? '' : 'here'}>${here === undefined ? text('nav.more') : text('nav.more_here', { page: text(here.words) })}</summary>
    <ul>${ways.map((way) => html`<li>${link(way, route)}</li>`)}</ul>
  </details>`;
}

export function navigation(roles: readonly string[], route: Route): TemplateResult {
  const { shown, more } = waysOf(roles);
  return html`<nav class="nav" aria-label=${text('nav.label')}>
    <ul>${shown.map((way) => html`<li>${link(way, route)}</li>`)}${more.length === 0 ? nothing : html`<li>${menuOf(more, route)}</li>`}</ul>
  </nav>`;
}
