// Reminding many: who would get a letter, whom to leave out, and then the letters.

import '../style/office.css';
import { html, nothing, render, type TemplateResult } from 'lit-html';
import { remindTasks } from '../api/office';
import type { Reminder } from '../api/office_types';
import type { Problem } from '../api/http';
import { summarizeCycle } from '../api/api';
import type { Overview } from '../api/types';
import { type ExportTable, dayCell } from '../api/export';
import { dayInWords } from '../parts/dates';
import { exportButtons } from '../parts/export';
import { icon, tag } from '../parts/icon';
import { type Close, type Life, type Place, endOf, newLife } from '../parts/screen';
import { problemAlert, problemText, showProblem, showWaiting } from '../parts/states';
import { boardPath, remindersPath } from '../routes';
import { rename } from '../router';
import { counted, text } from '../texts/texts';
import { getsLetter, outcome } from './reminder_list';

interface Route {
  year: number;
  unit: string;
  phase: string;
  overdueOnly: boolean;
}

interface View {
  place: Place;
  life: Life;
  route: Route;
  overview: Overview;
  reminders: Reminder[];
  left: Set<string>;
  asking: boolean;
  sending: boolean;
  problem?: Problem;
  sent?: Reminder[];
}

function wishOf(view: View, persons: string[], validateOnly: boolean): Parameters<typeof remindTasks>[1] {
  const { unit, phase, overdueOnly } = view.route;
  return { cycle: view.overview.cycle, phase, unit, overdueOnly, persons, validateOnly };
}

async function preview(view: View): Promise<void> {
  view.asking = true;
  const { route } = view;
  const answer = await remindTasks(view.place.municipality.name, wishOf(view, [], true));
  if (!view.life.alive || view.route !== route) return;
  view.asking = false;
  delete view.problem;
  if (answer.ok) view.reminders = answer.value.reminders;
  else view.problem = answer.problem;
  draw(view);
}

const chosen = (view: View): Reminder[] => view.reminders.filter((one) => getsLetter(one) && !view.left.has(one.person));

async function send(view: View): Promise<void> {
  view.sending = true;
  delete view.problem;
  draw(view);
  const answer = await remindTasks(view.place.municipality.name, wishOf(view, chosen(view).map((one) => one.person), false));
  if (!view.life.alive) return;
  view.sending = false;
  if (answer.ok) view.sent = answer.value.reminders;
  else view.problem = answer.problem;
  draw(view);
  if (answer.ok) document.getElementById('sent')?.focus();
}

function narrow(view: View, change: Partial<Route>): void {
  view.route = { ...view.route, ...change };
  const { year, unit, phase, overdueOnly } = view.route;
  rename(remindersPath(year, unit, phase, overdueOnly));
  void preview(view);
}

function filters(view: View): TemplateResult {
  const { overview, route } = view;
  const value = (event: Event): string => (event.target as HTMLSelectElement).value;
  const open = overview.phases.filter((phase) => phase.state !== 'NOT_OPEN');
  return html`<div class="filters">
    <div class="box"><label class="ds-label" for="unit">${text('board.unit')}</label>
      <select class="ds-input" id="unit" @change=${(event: Event) => narrow(view, { unit: value(event) })}>
        <option value="" .selected=${route.unit === ''}>${text('remind.all_units')}</option>
        ${overview.units.map((unit) => html`<option value=${unit.unitId} .selected=${unit.unitId === route.unit}>${'\u2003'.repeat(unit.depth)}${unit.unit}</option>`)}
      </select></div>
    <div class="box"><label class="ds-label" for="phase">${text('launch.phase')}</label>
      <select class="ds-input" id="phase" @change=${(event: Event) => narrow(view, { phase: value(event) })}>
        <option value="" .selected=${route.phase === ''}>${text('remind.all_phases')}</option>
        ${open.map((phase) => html`<option value=${phase.id} .selected=${phase.id === route.phase}>${phase.title}</option>`)}
      </select></div>
    <div class="radio"><input class="ds-input" type="checkbox" id="overdue" .checked=${route.overdueOnly}
        @change=${(event: Event) => narrow(view, { overdueOnly: (event.target as HTMLInputElement).checked })} />
      <label for="overdue">${text('remind.overdue_only')}</label></div>
  </div>`;
}

function reminderRow(view: View, one: Reminder): TemplateResult {
  const choose = (event: Event): void => {
    if ((event.target as HTMLInputElement).checked) view.left.delete(one.person);
    else view.left.add(one.person);
    draw(view);
  };
  const id = `remind-${one.person}`;
  return html`<li><div class="radio">
    <input class="ds-input" type="checkbox" id=${id} .checked=${getsLetter(one) && !view.left.has(one.person)} ?disabled=${!getsLetter(one)} @change=${choose} />
    <label for=${id}>${one.personName}
      <span class="about">${counted('remind.tasks', one.taskCount)}${one.overdueCount === 0 ? '' : `, ${counted('board.overdue', one.overdueCount)}`}${one.lastReminded === '' ? ''
        : `. ${text('remind.last', { day: dayInWords(one.lastReminded, view.place.today) })}`}</span></label>
    ${getsLetter(one) ? nothing : tag('neutral', 'dash', one.skippedBecause)}
  </div></li>`;
}

function tableOf(view: View): ExportTable {
  return {
    title: text('remind.heading', { year: view.route.year }),
    columns: [{ title: text('people.name') }, { title: text('export.open_tasks'), kind: 'NUMBER' }, { title: text('phase.overdue'), kind: 'NUMBER' },
      { title: text('export.reminded'), kind: 'DATE' }, { title: text('export.no_letter') }],
    rows: view.reminders.map((one) => [one.personName, one.taskCount, one.overdueCount, dayCell(one.lastReminded), one.skippedBecause]),
  };
}

function sendPart(view: View): TemplateResult {
  const count = chosen(view).length;
  return html`${exportButtons(() => tableOf(view))}<ul class="people-list">${view.reminders.map((one) => reminderRow(view, one))}</ul>
    <p class="buttons group"><button class="ds-button" type="button" ?disabled=${count === 0 || view.sending || view.asking} @click=${() => void send(view)}>
      ${counted('remind.send', count)}</button></p>`;
}

function sentPart(view: View, sent: Reminder[]): TemplateResult {
  const { letters, others } = outcome(sent);
  return html`<div class="ds-card receipt" id="sent" tabindex="-1">
    <p class="receipt-words">${icon('check')}<span>${counted('remind.sent', letters.length)}</span></p>
    ${letters.length === 0 ? nothing : html`<p>${letters.map((one) => one.personName).join(', ')}</p>`}
    ${others.map((one) => html`<p>${one.personName}: ${one.skippedBecause}</p>`)}
    <p><a class="ds-link" href=${boardPath(view.route.year, view.route.unit, false)}>${text('remind.to_board')}</a></p>
  </div>`;
}

// Who may not remind is told so, and not as if something were wrong.
function refusedPart(view: View, problem: Problem): TemplateResult {
  if (problem.reason !== 'ROLE_MISSING') return problemAlert(problem);
  return html`<div class="ds-alert" data-color="info"><p>${text('remind.not_yours')}</p></div>
    <p class="after"><a class="ds-link" href=${boardPath(view.route.year, undefined, false)}>${text('remind.to_board')}</a></p>`;
}

function listPart(view: View): TemplateResult {
  if (view.reminders.length > 0) return sendPart(view);
  return html`<div class="ds-card empty"><p class="empty-words">${icon('check')}<span>${text('remind.nobody')}</span></p></div>`;
}

function draw(view: View): void {
  const refused = view.problem?.reason === 'ROLE_MISSING';
  render(
    html`<h1 class="ds-heading" data-size="lg" tabindex="-1">${text('remind.heading', { year: view.route.year })}</h1>
      ${view.sent !== undefined ? sentPart(view, view.sent) : html`
        ${refused ? nothing : html`<p class="lead">${text('remind.lead')}</p> ${filters(view)}`}
        <div aria-busy=${view.asking ? 'true' : 'false'}>
        ${view.problem === undefined ? nothing : refusedPart(view, view.problem)}
        ${refused ? nothing : listPart(view)}</div>`}`,
    view.place.host,
  );
}

async function load(view: View): Promise<void> {
  const { place, life, route } = view;
  const stopWaiting = showWaiting(place, life);
  const overview = await summarizeCycle(`${place.municipality.name}/cycles/${route.year}`);
  if (overview.ok) view.overview = overview.value;
  const answer = overview.ok ? await remindTasks(place.municipality.name, wishOf(view, [], true)) : undefined;
  stopWaiting();
  if (!life.alive) return;
  if (!overview.ok) return showProblem(place, overview.problem, () => void load(view));
  if (answer?.ok === true) view.reminders = answer.value.reminders;
  else if (answer !== undefined) view.problem = answer.problem;
  draw(view);
  place.arrived(text('remind.heading', { year: route.year }));
  if (view.problem !== undefined) place.announce(problemText(view.problem));
}

export function open(place: Place, route: Route): Close {
  const life = newLife();
  void load({ place, life, route, overview: { cycle: '', phases: [], units: [] } as unknown as Overview, reminders: [], left: new Set(), asking: false, sending: false });
  return endOf(life);
}
