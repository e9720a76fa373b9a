// The frame around every view: who you are, where you can go, which language.

import { html, nothing, render, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { Session } from '../api/types';
import type { Route } from '../routes';
import { type Language, language, languages } from '../texts/language';
import { text } from '../texts/texts';
import { navigation } from './navigation';

export interface Shell {
  session: Session;
  route: Route;
  // What the one who is signed in is in the municipality beside a leader.
  roles: readonly string[];
  // Minutes left of the session when they are few.
  minutesLeft?: number;
  // What stands here and is not saved, when there are few.
  unsaved?: string[];
  // What could not be done.
  told?: string;
  speak: (language: Language) => void;
  signOut: () => void;
  stay: () => void;
}

const names: Record<Language, string> = { nb: 'Bokmål', nn: 'Nynorsk', sv: 'Svenska', en: 'English' };

function languageList(shell: Shell): TemplateResult {
  const choose = (event: Event): void => shell.speak((event.target as HTMLSelectElement).value as Language);
  return html`<div class="language">
    <label class="ds-sr-only" for="language">${text('language')}</label>
    <select class="ds-input" id="language" @change=${choose}>
      ${languages.map((one) => html`<option value=${one} lang=${one} .selected=${live(one === language())}>${names[one]}</option>`)}
    </select>
  </div>`;
}

function who(shell: Shell): TemplateResult | typeof nothing {
  if (!shell.session.signedIn) return nothing;
  return html`<div class="who">
    <p><span class="name">${shell.session.person?.displayName}</span><span class="place">${shell.session.municipalityName}</span></p>
    <button class="ds-button" type="button" data-variant="tertiary" @click=${shell.signOut}>${text('sign_out')}</button>
  </div>`;
}

function soonOut(shell: Shell): TemplateResult | typeof nothing {
  if (shell.minutesLeft === undefined) return nothing;
  const left = shell.unsaved ?? [];
  return html`<div class="ds-alert soon-out" data-color="warning">
    <p>${text('session.soon_out', { minutes: shell.minutesLeft })}
      ${left.length === 0 ? text('session.all_saved') : text('session.not_saved', { what: left.join(', ') })}</p>
    <button class="ds-button" type="button" @click=${shell.stay}>${text('session.stay')}</button>
  </div>`;
}

function toldPart(shell: Shell): TemplateResult | typeof nothing {
  return shell.told === undefined ? nothing : html`<div class="ds-alert soon-out" data-color="danger" role="alert"><p>${shell.told}</p></div>`;
}

// Draws the frame; the views draw in #view, which stays the same element.
export function drawShell(shell: Shell, into: HTMLElement): void {
  render(
    html`<a class="ds-skip-link" href="#main">${text('skip')}</a>
      <header class="top">
        <div class="page top-row">
          <a class="brand" href="/">Årshjul</a>
          ${shell.session.signedIn ? navigation(shell.roles, shell.route) : nothing}
          <div class="own">${who(shell)} ${languageList(shell)}</div>
        </div>
      </header>
      <div class="page" aria-live="polite">${soonOut(shell)} ${toldPart(shell)}</div>
      <main class="page" id="main" tabindex="-1"><div id="view"></div></main>
      <footer class="page foot"><p>${text(shell.session.demo ? 'foot.demo' : 'foot')}</p></footer>
      <div class="ds-sr-only" id="said" aria-live="polite"></div>`,
    into,
  );
}
