// Demo's door: the people that one can be, those with something to do first.

import { html, nothing, render, type TemplateResult } from 'lit-html';
import { session as sessions } from '../api/api';
import type { Problem } from '../api/http';
import type { DemoMunicipality, DemoPerson, Session } from '../api/types';
import { icon, tag } from '../parts/icon';
import { type Close, type Life, type Place, endOf, newLife } from '../parts/screen';
import { problemAlert, showFetched } from '../parts/states';
import { navigate } from '../router';
import { counted, named, text } from '../texts/texts';

interface View {
  place: Place;
  life: Life;
  onward: string;
  municipalities: DemoMunicipality[];
  sought: string;
  problem?: Problem;
}

const mostSuggested = 3;

function matches(person: DemoPerson, sought: string): boolean {
  const words = `${person.displayName} ${person.description} ${person.roles.map((role) => named('role', role)).join(' ')}`.toLowerCase();
  return sought.toLowerCase().split(/\s+/).every((part) => words.includes(part));
}

// The office, then the leaders with most to do: whoever comes for the first time need not search.
export function suggested(people: DemoPerson[]): DemoPerson[] {
  const office = people.filter((person) => person.roles.includes('OFFICE')).slice(0, 1);
  const leaders = people.filter((person) => person.roles.length === 0 && person.openTaskCount > 0);
  leaders.sort((one, other) => other.openTaskCount - one.openTaskCount || one.displayName.localeCompare(other.displayName, 'nb'));
  return [...office, ...leaders].slice(0, mostSuggested);
}

async function signIn(view: View, municipality: string, person: string): Promise<void> {
  const answer = await sessions.signIn(municipality, person);
  if (!view.life.alive) return;
  if (!answer.ok) {
    view.problem = answer.problem;
    draw(view);
    return;
  }
  window.dispatchEvent(new CustomEvent<Session>('arshjul:signed-in', { detail: answer.value }));
  navigate(view.onward);
}

function personRow(view: View, municipality: string, person: DemoPerson): TemplateResult {
  const roles = person.roles.map((role) => named('role', role)).filter((role) => role !== '' && role !== person.displayName);
  return html`<li class="person">
    <button type="button" class="person-button" @click=${() => void signIn(view, municipality, person.id)}>
      <span class="person-name">${person.displayName}</span>
      ${roles.length === 0 ? nothing : html`<span class="person-roles">${roles.join(', ')}</span>`}
      <span class="person-about">${person.description}</span>
      ${person.openTaskCount === 0 ? nothing : tag('info', 'circle', counted('sign_in.open_tasks', person.openTaskCount))}
    </button>
  </li>`;
}

function peopleOf(view: View, municipality: DemoMunicipality): TemplateResult {
  const first = suggested(municipality.people);
  const found = municipality.people.filter((person) => matches(person, view.sought));
  const row = (person: DemoPerson): TemplateResult => personRow(view, municipality.name, person);
  return html`<section class="people-of" aria-label=${municipality.displayName}>
    ${view.municipalities.length > 1 ? html`<h2 class="ds-heading" data-size="sm">${municipality.displayName}</h2>` : nothing}
    ${view.sought.trim() === ''
      ? html`<h2 class="ds-heading" data-size="xs">${text('sign_in.suggested')}</h2>
          <ul class="people">${first.map(row)}</ul>
          <h2 class="ds-heading" data-size="xs">${text('sign_in.all')}</h2>
          <ul class="people">${municipality.people.filter((person) => !first.includes(person)).map(row)}</ul>`
      : html`<p role="status">${counted('sign_in.found', found.length)}</p><ul class="people">${found.map(row)}</ul>`}
  </section>`;
}

function draw(view: View): void {
  const search = (event: Event): void => {
    view.sought = (event.target as HTMLInputElement).value;
    draw(view);
  };
  render(
    html`<h1 class="ds-heading" data-size="lg" tabindex="-1">${text('sign_in.heading')}</h1>
      ${view.place.isKeeping ? html`<div class="ds-alert kept" data-color="warning"><p>${text('sign_in.kept')}</p></div>` : nothing}
      <p class="lead">${text('sign_in.lead')}</p>
      <p class="note">${icon('info')}<span>${text('sign_in.demo')}</span></p>
      ${view.problem === undefined ? nothing : problemAlert(view.problem)}
      <div class="box">
        <label class="ds-label" for="search">${text('sign_in.search')}</label>
        <input class="ds-input" type="search" id="search" autocomplete="off" .value=${view.sought} @input=${search} />
      </div>
      ${view.municipalities.length === 0 ? html`<p>${text('sign_in.nobody')}</p>` : nothing}
      ${view.municipalities.map((municipality) => peopleOf(view, municipality))}`,
    view.place.host,
  );
}

export function open(place: Place, route: { onward: string }): Close {
  const life = newLife();
  const view: View = { place, life, onward: route.onward, municipalities: [], sought: '' };
  void showFetched(place, life, () => sessions.people(), (found) => {
    view.municipalities = found.municipalities;
    draw(view);
    place.arrived(text('sign_in.heading'));
  });
  return endOf(life);
}
