import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { Person } from '../api/types';
import { text } from '../texts/texts';
import { describedBy, framed, problemOf } from './frame';
import { type Box, type FormState, write } from './state';
import { elementId } from './values';

const mostShown = 30;

function suggestions(persons: Person[], typed: string): TemplateResult[] {
  const sought = typed.trim().toLowerCase();
  return persons
    .filter((person) => sought !== '' && person.displayName.toLowerCase().includes(sought))
    .slice(0, mostShown)
    .map((person) => html`<option value=${person.displayName}></option>`);
}

function nameOf(persons: Person[], value: unknown): string {
  return persons.find((person) => person.leaderId === value)?.displayName ?? (typeof value === 'string' ? value : '');
}

function control(box: Box, persons: Person[]): TemplateResult {
  const id = elementId(box.path);
  const shown = box.state.typed.get(box.path) ?? nameOf(persons, box.value);
  const typing = (event: Event): void => {
    const typed = (event.target as HTMLInputElement).value;
    const found = persons.filter((person) => person.displayName.toLowerCase() === typed.trim().toLowerCase());
    write(box, typed.trim() === '' ? '' : found.length === 1 ? found[0]?.leaderId : undefined, typed);
  };
  const left = (event: Event): void => {
    // The names may have come after the last key.
    typing(event);
    const typed = (event.target as HTMLInputElement).value.trim();
    const known = typed === '' || persons.some((person) => person.displayName.toLowerCase() === typed.toLowerCase());
    if (known) box.state.typed.delete(box.path);
    else box.state.problems.set(box.path, text('form.no_such_person', { name: typed }));
    box.state.redraw();
  };
  return html`<input class="ds-input" type="text" autocomplete="off" id=${id} list=${`${id}-people`} .value=${live(shown)} @input=${typing}
      @change=${left} aria-describedby=${describedBy(box)} aria-invalid=${problemOf(box) === undefined ? nothing : 'true'} />
    <datalist id=${`${id}-people`}>${suggestions(persons, shown)}</datalist>`;
}

// Asked for once a form: a box that waited for them anew with each drawing would lose the focus of whoever types in it.
const known = new WeakMap<FormState, Person[]>();

export function personBox(box: Box): TemplateResult {
  const { state } = box;
  if (!known.has(state)) {
    known.set(state, []);
    void state.persons().then((persons) => {
      known.set(state, persons);
      state.redraw();
    });
  }
  return framed(box, control(box, known.get(state) ?? []));
}
