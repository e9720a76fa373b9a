// What could not happen by itself: tried again, or skipped with a reason.

import { html, nothing, type TemplateResult } from 'lit-html';
import { listIncidents, retryIncident, skipIncident } from '../api/office';
import type { Incident } from '../api/office_types';
import type { Problem, Result } from '../api/http';
import { type ExportTable, dayCell } from '../api/export';
import { momentInWords } from '../parts/dates';
import { dayOf } from '../parts/days';
import { writesDraft } from '../parts/draft';
import { exportButtons } from '../parts/export';
import { icon } from '../parts/icon';
import { problemAlert, showFetched } from '../parts/states';
import { counted, named, text } from '../texts/texts';
import type { AdminView } from './admin';

interface Work {
  view: AdminView;
  incidents: Incident[];
  reasons: Map<string, string>;
  noReason?: string;
  problem?: { incident: string; problem: Problem };
}

async function settle(work: Work, incident: Incident, asked: Promise<Result<Incident>>): Promise<void> {
  delete work.problem;
  delete work.noReason;
  const answer = await asked;
  if (!work.view.life.alive) return;
  if (answer.ok) {
    work.incidents = work.incidents.filter((one) => one.name !== incident.name);
    work.view.place.announce(text('incident.settled'));
  } else {
    work.problem = { incident: incident.name, problem: answer.problem };
  }
  draw(work);
}

function skip(work: Work, incident: Incident): void {
  const reason = work.reasons.get(incident.name)?.trim() ?? '';
  if (reason !== '') return void settle(work, incident, skipIncident(incident, reason));
  work.noReason = incident.name;
  draw(work);
}

function titleOf(incident: Incident): string {
  const what = incident.noticeSubject === '' ? incident.phaseTitle : incident.noticeSubject;
  return [named('incident', incident.kind), what].filter((one) => one !== '').join(': ');
}

function tableOf(work: Work): ExportTable {
  return {
    title: text('admin.hendelser'),
    columns: [{ title: text('history.what') }, { title: text('export.about') }, { title: text('export.cause') }, { title: text('history.day'), kind: 'DATE' },
      { title: text('export.waiting'), kind: 'NUMBER' }],
    rows: work.incidents.map((one) => [titleOf(one), one.subject, one.causeText, dayCell(one.createTime === undefined ? '' : dayOf(one.createTime)), one.waitingCount]),
  };
}

function card(work: Work, incident: Incident): TemplateResult {
  const id = `reason-${incident.name.slice(incident.name.lastIndexOf('/') + 1)}`;
  const missing = work.noReason === incident.name;
  return html`<li class="ds-card task-card">
    <h2 class="ds-heading" data-size="2xs">${titleOf(incident)}</h2>
    <p class="task-about">${incident.subject}</p>
    <p>${incident.causeText}</p>
    <p class="about">${incident.createTime === undefined ? nothing : momentInWords(incident.createTime, work.view.place.today)}
      ${incident.waitingCount === 0 ? nothing : counted('incident.waiting', incident.waitingCount)}</p>
    ${work.problem?.incident === incident.name ? problemAlert(work.problem.problem) : nothing}
    <p class="buttons"><button class="ds-button" type="button" @click=${() => void settle(work, incident, retryIncident(incident))}>${text('incident.retry')}</button></p>
    <details class="fold" ?open=${work.reasons.has(incident.name)}><summary>${text('incident.skip')}</summary>
      <div class="box"><label class="ds-label" for=${id}>${text('incident.reason')}</label>
        <input class="ds-input" id=${id} autocomplete="off" .value=${work.reasons.get(incident.name) ?? ''} @input=${(event: Event) => void work.reasons.set(incident.name, (event.target as HTMLInputElement).value)}
          aria-invalid=${missing ? 'true' : nothing} aria-describedby=${missing ? `${id}-problem` : nothing} />
        ${missing ? html`<p class="ds-validation-message" id=${`${id}-problem`}>${text('launched.reason_missing')}</p>` : nothing}</div>
      <p class="buttons"><button class="ds-button" type="button" data-variant="secondary" @click=${() => skip(work, incident)}>${text('incident.skip_now')}</button></p></details>
  </li>`;
}

function draw(work: Work): void {
  work.view.show(text('admin.hendelser'), work.incidents.length === 0
    ? html`<div class="ds-card empty"><p class="empty-words">${icon('check')}<span>${text('incident.none')}</span></p></div>`
    : html`<p class="lead">${text('incident.lead')}</p>${exportButtons(() => tableOf(work))}<ul class="cards">${work.incidents.map((incident) => card(work, incident))}</ul>`);
}

function begin(view: AdminView, incidents: Incident[]): void {
  const work: Work = { view, incidents, reasons: new Map() };
  const kept = writesDraft(view.place, 'admin/incidents', {
    what: () => text('incident.skip'),
    isUnsent: () => work.incidents.some((one) => (work.reasons.get(one.name)?.trim() ?? '') !== ''),
    keep: () => work.reasons,
  });
  if (kept !== undefined) work.reasons = kept;
  draw(work);
}

export function open(view: AdminView): void {
  void showFetched(view.place, view.life, () => listIncidents(view.place.municipality.name), (incidents) => begin(view, incidents));
}
