// Days on which the municipality is closed: no deadline falls there.

import { html, nothing, type TemplateResult } from 'lit-html';
import { getMunicipality } from '../api/api';
import { setClosedSpans } from '../api/office';
import type { Problem } from '../api/http';
import type { ClosedSpan } from '../api/types';
import { writtenBox } from '../parts/boxes';
import { dayInWords } from '../parts/dates';
import { readDay } from '../parts/days';
import { writesDraft } from '../parts/draft';
import { problemAlert, showFetched } from '../parts/states';
import { text } from '../texts/texts';
import type { AdminView } from './admin';

interface Work {
  view: AdminView;
  spans: ClosedSpan[];
  first: string;
  last: string;
  problems: Map<'first' | 'last', string>;
  problem?: Problem;
  done: boolean;
}

async function replace(work: Work, spans: ClosedSpan[]): Promise<boolean> {
  delete work.problem;
  const answer = await setClosedSpans(work.view.place.municipality.name, spans);
  if (!work.view.life.alive) return false;
  work.done = answer.ok;
  if (answer.ok) work.spans = answer.value.closedSpans;
  else work.problem = answer.problem;
  if (answer.ok) work.view.place.announce(text('closed.done'));
  draw(work);
  return answer.ok;
}

async function add(work: Work): Promise<void> {
  work.problems.clear();
  const first = readDay(work.first);
  const last = work.last.trim() === '' ? first : readDay(work.last);
  if (first === undefined) work.problems.set('first', text('form.not_a_date', { label: text('closed.first') }));
  if (last === undefined && first !== undefined) work.problems.set('last', text('form.not_a_date', { label: text('closed.last') }));
  if (first === undefined || last === undefined) return draw(work);
  const spans = [...work.spans, { first, last }].sort((one, other) => one.first.localeCompare(other.first));
  if (!(await replace(work, spans))) return;
  work.first = '';
  work.last = '';
  draw(work);
}

function box(work: Work, field: 'first' | 'last', label: string): TemplateResult {
  const problem = work.problems.get(field);
  return writtenBox({ id: `closed-${field}`, label, value: work[field], write: (value) => { work[field] = value; }, ...(problem === undefined ? {} : { problem }) });
}

function spanLine(work: Work, span: ClosedSpan): TemplateResult {
  const { today } = work.view.place;
  const words = span.first === span.last ? dayInWords(span.first, today)
    : text('closed.span', { first: dayInWords(span.first, today), last: dayInWords(span.last, today) });
  return html`<li><span class="role-line">${words} <button class="ds-button" type="button" data-variant="tertiary" data-size="sm"
    aria-label=${text('closed.remove_named', { span: words })} @click=${() => void replace(work, work.spans.filter((one) => one !== span))}>${text('closed.remove')}</button></span></li>`;
}

function draw(work: Work): void {
  work.view.show(text('admin.stengt'), html`<p class="lead">${text('closed.lead')}</p>
    ${work.spans.length === 0 ? html`<p class="group">${text('closed.none')}</p>` : html`<ul class="people-list">${work.spans.map((span) => spanLine(work, span))}</ul>`}
    <section class="group"><h2 class="ds-heading" data-size="sm">${text('closed.add')}</h2>
      <div class="filters">${box(work, 'first', text('closed.first'))} ${box(work, 'last', text('closed.last'))}</div>
      ${work.problem === undefined ? nothing : problemAlert(work.problem)}
      ${work.done ? html`<div class="ds-alert" data-color="success" role="status"><p>${text('closed.done')}</p></div>` : nothing}
      <p class="buttons group"><button class="ds-button" type="button" @click=${() => void add(work)}>${text('closed.add_now')}</button></p></section>`);
}

function begin(view: AdminView, spans: ClosedSpan[]): void {
  const work: Work = { view, spans, first: '', last: '', problems: new Map(), done: false };
  const kept = writesDraft(view.place, 'admin/closed', {
    what: () => text('closed.add'),
    isUnsent: () => `${work.first}${work.last}`.trim() !== '',
    keep: () => ({ first: work.first, last: work.last }),
  });
  Object.assign(work, kept);
  draw(work);
}

export function open(view: AdminView): void {
  void showFetched(view.place, view.life, () => getMunicipality(view.place.municipality.name), ({ closedSpans }) => begin(view, closedSpans));
}
