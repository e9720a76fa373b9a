// Reminds many at once: first who would get a letter and who would not, then the letters.

import { html, nothing, type TemplateResult } from 'lit-html';
import { remindTasks } from '../api/api';
import type { Problem } from '../api/http';
import type { Reminder } from '../api/types';
import type { Life, Place } from '../parts/screen';
import { problemAlert } from '../parts/states';
import { counted, text } from '../texts/texts';

export interface Reminding {
  place: Place;
  life: Life;
  cycle: string;
  unit: string;
  redraw: () => void;
  preview?: Reminder[];
  sent?: number;
  problem?: Problem;
}

// Whoever gets a letter. Pure.
export function toRemind(reminders: Reminder[]): Reminder[] {
  return reminders.filter((one) => one.skippedBecause === '');
}

async function ask(reminding: Reminding, validateOnly: boolean): Promise<void> {
  const answer = await remindTasks(reminding.place.municipality.name, reminding.cycle, reminding.unit, validateOnly);
  if (!reminding.life.alive) return;
  delete reminding.problem;
  delete reminding.preview;
  if (!answer.ok) reminding.problem = answer.problem;
  else if (validateOnly) reminding.preview = answer.value.reminders;
  else reminding.sent = toRemind(answer.value.reminders).length;
  reminding.redraw();
  document.getElementById(validateOnly ? 'remind-preview' : 'remind-done')?.focus();
}

function person(one: Reminder): TemplateResult {
  const what = counted('remind.tasks', one.taskCount);
  return html`<li><strong>${one.personName}</strong> ${one.skippedBecause === '' ? what : one.skippedBecause}</li>`;
}

function preview(reminding: Reminding, reminders: Reminder[]): TemplateResult {
  const letters = toRemind(reminders);
  const others = reminders.filter((one) => !letters.includes(one));
  const regret = (): void => {
    delete reminding.preview;
    reminding.redraw();
    document.getElementById('remind')?.focus();
  };
  return html`<section class="ds-card remind" id="remind-preview" tabindex="-1" aria-labelledby="remind-heading">
    <h2 class="ds-heading" data-size="xs" id="remind-heading">${letters.length === 0 ? text('remind.nobody') : counted('remind.letters', letters.length)}</h2>
    <ul>${letters.map(person)}</ul>
    ${others.length === 0 ? nothing : html`<h3 class="ds-heading" data-size="2xs">${text('remind.not')}</h3><ul>${others.map(person)}</ul>`}
    <p class="buttons">
      ${letters.length === 0 ? nothing : html`<button class="ds-button" type="button" @click=${() => void ask(reminding, false)}>${counted('remind.send', letters.length)}</button>`}
      <button class="ds-button" type="button" data-variant="tertiary" @click=${regret}>${text('remind.regret')}</button>
    </p>
  </section>`;
}

export function remindPart(reminding: Reminding): TemplateResult {
  return html`<div class="reminding">
    ${reminding.problem === undefined ? nothing : problemAlert(reminding.problem)}
    ${reminding.sent === undefined ? nothing : html`<p class="note" id="remind-done" tabindex="-1">${counted('remind.sent', reminding.sent)}</p>`}
    ${reminding.preview !== undefined ? preview(reminding, reminding.preview)
      : html`<button class="ds-button" type="button" data-variant="secondary" id="remind" @click=${() => void ask(reminding, true)}>${text('remind.see')}</button>`}
  </div>`;
}
