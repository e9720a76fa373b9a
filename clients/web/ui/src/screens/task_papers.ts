// What a pair's task is about, to be read before anything is answered: the agreement as it stands, and the talk's minutes.
// Reading is logged, so nothing is fetched until somebody asks for it.

import { html, nothing, type TemplateResult } from 'lit-html';
import { getAgreement, getTalk, listAgreements } from '../api/api';
import type { Agreement } from '../api/types';
import { problemAlert } from '../parts/states';
import { text } from '../texts/texts';
import type { TaskView } from './task_view';

// The newest of the leader whom the task is about.
export function newestOf(agreements: Agreement[], leader: string): Agreement | undefined {
  return agreements.filter((one) => one.leader === leader).sort((one, other) => other.version - one.version)[0];
}

async function fetchAgreement(view: TaskView): Promise<void> {
  const listed = await listAgreements(view.place.municipality.name, view.task.cycle);
  const newest = listed.ok ? newestOf(listed.value, view.task.subject) : undefined;
  const answer = newest === undefined ? undefined : await getAgreement(newest.name);
  if (!view.life.alive) return;
  if (!listed.ok) view.papers.agreementProblem = listed.problem;
  else if (answer?.ok === false) view.papers.agreementProblem = answer.problem;
  view.papers.agreement = answer?.ok === true ? answer.value.text : '';
  view.redraw();
}

async function fetchMinutes(view: TaskView): Promise<void> {
  const answer = await getTalk(view.task.cycle, view.task.subject);
  if (!view.life.alive) return;
  if (answer.ok) {
    const said = Object.values(answer.value.minutes ?? {}).filter((one): one is string => typeof one === 'string');
    view.papers.minutes = [...said, answer.value.remark, ...answer.value.addenda].filter((one) => one !== '');
  } else {
    view.papers.minutes = [];
    if (answer.problem.status !== 404) view.papers.minutesProblem = answer.problem;
  }
  view.redraw();
}

function paper(heading: string, fetched: boolean, fetchIt: () => Promise<void>, content: () => TemplateResult, open = false): TemplateResult {
  const toggled = (event: Event): void => {
    if ((event.target as HTMLDetailsElement).open && !fetched) void fetchIt();
  };
  return html`<details class="row figures" ?open=${open} @toggle=${toggled}>
    <summary><span class="row-name">${heading}</span></summary>${fetched ? content() : nothing}
  </details>`;
}

export function papers(view: TaskView): TemplateResult | typeof nothing {
  const { task, papers: read } = view;
  if (task.subject === '') return nothing;
  const agreement = (): TemplateResult => html`
    ${read.agreementProblem === undefined ? nothing : problemAlert(read.agreementProblem)}
    ${read.agreement === '' ? html`<p class="about">${text('papers.no_agreement')}</p>` : html`<div class="paper said">${read.agreement}</div>`}`;
  const minutes = (): TemplateResult => html`
    ${read.minutesProblem === undefined ? nothing : problemAlert(read.minutesProblem)}
    ${read.minutes?.length === 0 ? html`<p class="about">${text('papers.no_minutes')}</p>` : nothing}
    ${(read.minutes ?? []).map((one) => html`<p class="paper said">${one}</p>`)}`;
  return html`${paper(text('papers.agreement'), read.agreement !== undefined, () => fetchAgreement(view), agreement, read.agreementOpen)}
    ${paper(text('papers.minutes'), read.minutes !== undefined, () => fetchMinutes(view), minutes)}`;
}
