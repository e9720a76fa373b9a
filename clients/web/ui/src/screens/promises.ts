// What two have promised each other: how it stands, and for whoever was promised, to say how it went or to remind.

import { html, nothing, type TemplateResult } from 'lit-html';
import { settleCommitment } from '../api/agreements';
import { remindCommitment } from '../api/api';
import type { Problem } from '../api/http';
import type { Commitment } from '../api/types';
import { type ExportTable, dayCell } from '../api/export';
import { dayInWords, dayWithDistance } from '../parts/dates';
import { exportButtons } from '../parts/export';
import { type Shape, type Tone, tag } from '../parts/icon';
import type { Life, Place } from '../parts/screen';
import { problemAlert } from '../parts/states';
import { text } from '../texts/texts';
import { mayRemind, maySettle } from './talk_sheet';

export interface PromiseView {
  place: Place;
  life: Life;
  all: Commitment[];
  // The one whose end is being said, and what is said of it.
  settling?: string;
  comment: string;
  problem?: { name: string; problem: Problem };
  busy: boolean;
  redraw: () => void;
}

export const newPromiseView = (place: Place, life: Life, redraw: () => void): PromiseView => ({ place, life, all: [], comment: '', busy: false, redraw });

export function promiseTable(promises: Commitment[]): ExportTable {
  return {
    title: text('commitments.heading'),
    columns: [{ title: text('history.what') }, { title: text('export.by') }, { title: text('export.to') }, { title: text('export.last_day'), kind: 'DATE' }, { title: text('export.state') },
      { title: text('export.reminded'), kind: 'DATE' }],
    rows: promises.map((one) => [one.text, one.byName, one.toName, dayCell(one.dueDate), one.overdue ? text('tasks.promise_overdue') : text(`commitments.${one.state}`),
      dayCell(one.lastReminded)]),
  };
}

function stateTag(promise: Commitment): TemplateResult {
  const looks: Record<Commitment['state'], [Tone, Shape]> = { OPEN: ['info', 'ring'], KEPT: ['success', 'check'], DROPPED: ['neutral', 'dash'] };
  if (promise.overdue) return tag('danger', 'square', text('tasks.promise_overdue'));
  return tag(...looks[promise.state], text(`commitments.${promise.state}`));
}

async function change(view: PromiseView, promise: Commitment, ask: () => ReturnType<typeof remindCommitment>, said: string): Promise<void> {
  if (view.busy) return;
  view.busy = true;
  view.redraw();
  const answer = await ask();
  // The page may have stood open over midnight: what was done today is said as today's.
  if (answer.ok) await view.place.refresh();
  view.busy = false;
  if (!view.life.alive) return;
  if (answer.ok) {
    // The answer may tell less than the list did.
    view.all = view.all.map((one) => (one.name === promise.name ? { ...one, ...answer.value } : one));
    delete view.settling;
    delete view.problem;
    view.comment = '';
    view.place.announce(said);
  } else {
    view.problem = { name: promise.name, problem: answer.problem };
  }
  view.redraw();
  view.place.wrote();
  // The button that had the focus may be gone: the outcome stands with the promise.
  document.getElementById(answer.ok ? `${idOf(promise)}-outcome` : `${idOf(promise)}-problem`)?.focus();
}

const idOf = (promise: Commitment): string => `promise-${promise.name.slice(promise.name.lastIndexOf('/') + 1)}`;

function settleForm(view: PromiseView, promise: Commitment): TemplateResult {
  const typing = (event: Event): void => {
    view.comment = (event.target as HTMLTextAreaElement).value;
    view.place.wrote();
  };
  const settle = (state: 'KEPT' | 'DROPPED'): void =>
    void change(view, promise, () => settleCommitment(promise.name, state, view.comment.trim()), text('commitments.settled'));
  const leave = (): void => {
    delete view.settling;
    view.comment = '';
    view.redraw();
    document.getElementById(idOf(promise))?.focus();
  };
  return html`<div class="settle no-print">
    <div class="box"><label class="ds-label" for="settle-comment">${text('commitments.comment')} <span class="optional">${text('form.optional')}</span></label>
      <textarea class="ds-input" id="settle-comment" rows="2" .value=${view.comment} @input=${typing}></textarea></div>
    <p class="buttons"><button class="ds-button" type="button" ?disabled=${view.busy} @click=${() => settle('KEPT')}>${text('commitments.it_was_kept')}</button>
      <button class="ds-button" type="button" data-variant="secondary" ?disabled=${view.busy} @click=${() => settle('DROPPED')}>${text('commitments.we_drop_it')}</button>
      <button class="ds-button" type="button" data-variant="tertiary" @click=${leave}>${text('cancel')}</button></p>
  </div>`;
}

function doings(view: PromiseView, promise: Commitment): TemplateResult | typeof nothing {
  const me = view.place.session.person?.id;
  if (!maySettle(promise, me)) return nothing;
  if (view.settling === promise.name) return settleForm(view, promise);
  const begin = (): void => {
    view.settling = promise.name;
    view.comment = '';
    view.redraw();
    document.getElementById('settle-comment')?.focus();
  };
  const remind = (): void => void change(view, promise, () => remindCommitment(promise.name), text('commitments.reminded_now', { who: promise.byName }));
  return html`<p class="buttons no-print">
    <button class="ds-button" type="button" data-variant="secondary" id=${idOf(promise)} @click=${begin}>${text('commitments.settle')}<span class="ds-sr-only">: ${promise.text}</span></button>
    ${mayRemind(promise, me, view.place.today) ? html`<button class="ds-button" type="button" data-variant="tertiary" ?disabled=${view.busy} @click=${remind}>${text('commitments.remind', { who: promise.byName })}<span class="ds-sr-only">: ${promise.text}</span></button>` : nothing}
  </p>`;
}

function promiseItem(view: PromiseView, promise: Commitment): TemplateResult {
  const { today } = view.place;
  const due = promise.dueDate === '' ? '' : text('commitments.due', { day: promise.state === 'OPEN' ? dayWithDistance(promise.dueDate, today) : dayInWords(promise.dueDate, today) });
  const reminded = promise.state === 'OPEN' && promise.lastReminded !== ''
    ? text('commitments.reminded', { day: promise.lastReminded === today ? text('date.today') : dayInWords(promise.lastReminded, today) }) : '';
  return html`<li class="promise-item" id=${`${idOf(promise)}-outcome`} tabindex="-1">
    <p class="promise-words">${promise.text} ${stateTag(promise)}</p>
    <p class="about">${text('commitments.promised_by', { who: promise.byName })} ${due} ${reminded}</p>
    ${promise.comment === '' ? nothing : html`<p class="about">${text('commitments.said', { words: promise.comment })}</p>`}
    ${view.problem?.name === promise.name ? html`<div id=${`${idOf(promise)}-problem`} tabindex="-1">${problemAlert(view.problem.problem)}</div>` : nothing}
    ${doings(view, promise)}
  </li>`;
}

export function promiseList(view: PromiseView, promises: Commitment[], none: string): TemplateResult {
  if (promises.length === 0) return html`<p class="about">${none}</p>`;
  return html`<ul class="promises">${promises.map((promise) => promiseItem(view, promise))}</ul>
    ${exportButtons(() => promiseTable(promises))}`;
}
