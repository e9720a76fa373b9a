// Mine oppgaver: what I must do, most pressing first, and what my leader has promised me.

import { html, nothing, render, type TemplateResult } from 'lit-html';
import { listCommitments, listCycles, listTasks, remindCommitment } from '../api/api';
import { watchCycles } from '../api/events';
import type { Problem, Result } from '../api/http';
import type { Commitment, Cycle, Task } from '../api/types';
import { dayInWords, dayWithDistance } from '../parts/dates';
import { dayOf } from '../parts/days';
import { exportButtons } from '../parts/export';
import { icon, tag } from '../parts/icon';
import { type Close, type Life, type Place, endOf, newLife } from '../parts/screen';
import { problemAlert, showFetched } from '../parts/states';
import { taskPath } from '../routes';
import { counted, text } from '../texts/texts';
import { type CalendarView, calendarSection, newCalendarView } from './calendar_link';
import { promiseTable } from './promises';
import { type Group, grouped } from './task_groups';

interface View {
  place: Place;
  life: Life;
  tasks: Task[];
  promises: Commitment[];
  promiseProblems: Map<string, Problem>;
  // Names of promises that a reminder is on its way about.
  reminding: Set<string>;
  cycles: Cycle[];
  calendar: CalendarView;
  // Fetched when somebody asks to see them.
  done?: Task[];
  doneProblem?: TemplateResult;
}

const order: Group[] = ['urgent', 'now', 'later'];

function dueTag(task: Task, group: Group): TemplateResult | typeof nothing {
  if (task.overdue) return tag('danger', 'square', text('tasks.overdue'));
  return group === 'urgent' ? tag('warning', 'triangle', text('tasks.soon')) : nothing;
}

function about(task: Task): string {
  const unit = task.unit === '' ? text('tasks.whole_municipality') : task.unit;
  return task.subjectName === '' ? unit : `${task.subjectName}, ${unit}`;
}

// Somebody else does it in the reader's name.
function isGivenAway(view: View, task: Task): boolean {
  const me = view.place.session.person?.id;
  return task.assignee !== me && task.onBehalfOf !== '' && task.onBehalfOf === view.place.session.person?.displayName;
}

function card(view: View, task: Task, group: Group, main: boolean): TemplateResult {
  const due = task.dueTime === undefined ? '' : dayWithDistance(dayOf(task.dueTime), view.place.today);
  return html`<li class="ds-card task-card">
    <h3 class="ds-heading" data-size="2xs"><a class="ds-link" href=${taskPath(task.name)}>${task.title}</a> ${dueTag(task, group)}</h3>
    <p class="task-about">${about(task)}</p>
    ${due === '' ? nothing : html`<p class="task-due">${text('tasks.due', { day: due })}</p>`}
    <p class="task-why">${isGivenAway(view, task) ? text('tasks.given_to', { who: task.assigneeName }) : task.onBehalfOf === '' ? task.assignedBecause : text('tasks.on_behalf', { who: task.onBehalfOf, why: task.assignedBecause })}</p>
    ${main ? html`<p><a class="ds-button" href=${taskPath(task.name)} aria-label=${text('tasks.do_it_named', { task: task.title })}>${text('tasks.do_it')}</a></p>` : nothing}
  </li>`;
}

function groupSection(view: View, group: Group, tasks: Task[], first: Task | undefined): TemplateResult | typeof nothing {
  if (tasks.length === 0) return nothing;
  const heading = { urgent: text('tasks.urgent'), now: text('tasks.now'), later: text('tasks.later') }[group];
  return html`<section class="group">
    <h2 class="ds-heading" data-size="sm">${heading} <span class="count">${tasks.length}</span></h2>
    <ul class="cards">${tasks.map((task) => card(view, task, group, task === first))}</ul>
  </section>`;
}

async function remind(view: View, promise: Commitment): Promise<void> {
  if (view.reminding.has(promise.name)) return;
  view.reminding.add(promise.name);
  draw(view);
  const answer = await remindCommitment(promise.name);
  // The page may have stood open over midnight: what was done today is said as today's.
  if (answer.ok) await view.place.refresh();
  view.reminding.delete(promise.name);
  if (!view.life.alive) return;
  if (answer.ok) {
    view.promises = view.promises.map((one) => (one.name === promise.name ? answer.value : one));
    view.promiseProblems.delete(promise.name);
    view.place.announce(text('tasks.reminded', { who: promise.byName }));
  } else {
    view.promiseProblems.set(promise.name, answer.problem);
  }
  draw(view);
  // The button that had the focus may be gone: the outcome stands on the card.
  document.getElementById(cardId(promise))?.focus();
}

const cardId = (promise: Commitment): string => `promise-${promise.name.slice(promise.name.lastIndexOf('/') + 1)}`;

function promiseCard(view: View, promise: Commitment): TemplateResult {
  const problem = view.promiseProblems.get(promise.name);
  const { today } = view.place;
  return html`<li class="ds-card task-card" id=${cardId(promise)} tabindex="-1">
    <p class="promise">${promise.text} ${promise.overdue ? tag('danger', 'square', text('tasks.promise_overdue')) : nothing}</p>
    <p class="task-about">${promise.dueDate === ''
      ? text('tasks.promised_by', { who: promise.byName })
      : text('tasks.promised_by_day', { who: promise.byName, day: dayWithDistance(promise.dueDate, today) })}</p>
    ${promise.lastReminded === '' ? nothing : html`<p class="task-why">${text('tasks.last_reminded', { day: dayWithDistance(promise.lastReminded, today) })}</p>`}
    ${problem === undefined ? nothing : problemAlert(problem)}
    ${promise.lastReminded === today ? nothing : html`<p><button class="ds-button" type="button" data-variant="secondary" ?disabled=${view.reminding.has(promise.name)}
      aria-label=${text('tasks.remind_named', { who: promise.byName, what: promise.text })} @click=${() => void remind(view, promise)}>${text('tasks.remind')}</button></p>`}
  </li>`;
}

function promises(view: View): TemplateResult | typeof nothing {
  if (view.promises.length === 0) return nothing;
  return html`<section class="group">
    <h2 class="ds-heading" data-size="sm">${text('tasks.promised_you')} <span class="count">${view.promises.length}</span></h2>
    <ul class="cards">${view.promises.map((promise) => promiseCard(view, promise))}</ul>
    ${exportButtons(() => promiseTable(view.promises))}
  </section>`;
}

// What comes next when there is nothing to do now.
function nothingToDo(view: View): TemplateResult {
  const next = view.cycles
    .filter((cycle) => cycle.state === 'RUNNING')
    .flatMap((cycle) => cycle.phases.filter((phase) => phase.state === 'NOT_OPEN').map((phase) => ({ phase, year: cycle.year })))
    .sort((one, other) => one.phase.opens.localeCompare(other.phase.opens))[0];
  return html`<div class="ds-card empty">
    <p class="empty-words">${icon('check')}<span>${text('tasks.none')}</span></p>
    ${next === undefined ? html`<p>${text('tasks.none_coming')}</p>` : html`<p>${text('tasks.next_phase', {
      phase: next.phase.title, day: dayInWords(next.phase.opens, view.place.today), year: next.year })}</p>`}
    <p><a class="ds-link" href="/arshjulet">${text('tasks.see_year')}</a></p>
  </div>`;
}

async function fetchDone(view: View): Promise<void> {
  const answer = await listTasks(view.place.municipality.name, { mine: true });
  if (!view.life.alive) return;
  if (answer.ok) {
    const ended = answer.value.filter((task) => task.state !== 'OPEN');
    view.done = ended.sort((one, other) => (other.endTime ?? '').localeCompare(one.endTime ?? ''));
  } else {
    view.doneProblem = problemAlert(answer.problem);
  }
  draw(view);
}

function doneSection(view: View): TemplateResult {
  const toggled = (event: Event): void => {
    if ((event.target as HTMLDetailsElement).open && view.done === undefined) void fetchDone(view);
  };
  return html`<details class="done" @toggle=${toggled}>
    <summary>${text('tasks.done')}</summary>
    ${view.doneProblem ?? nothing}
    ${view.done?.length === 0 ? html`<p>${text('tasks.none_done')}</p>` : nothing}
    <ul class="done-list">${(view.done ?? []).map((task) => html`<li>
      <a class="ds-link" href=${taskPath(task.name)}>${task.title}</a>
      ${task.state === 'DONE' ? tag('success', 'check', text('tasks.state_done')) : tag('neutral', 'dash', text('tasks.state_withdrawn'))}
      <span class="task-about">${about(task)}${task.endTime === undefined ? '' : `, ${dayInWords(dayOf(task.endTime), view.place.today)}`}</span>
    </li>`)}</ul>
  </details>`;
}

function lead(view: View): string {
  const first = view.tasks[0];
  if (first === undefined) return '';
  if (first.dueTime === undefined) return counted('tasks.count', view.tasks.length);
  const day = dayWithDistance(dayOf(first.dueTime), view.place.today);
  return `${counted('tasks.count', view.tasks.length)} ${counted('tasks.first_due', view.tasks.length, { day })}`;
}

function draw(view: View): void {
  const groups = grouped(view.tasks, view.place.today);
  const first = order.flatMap((group) => groups[group]).find((task) => !isGivenAway(view, task));
  render(
    html`<h1 class="ds-heading" data-size="lg" tabindex="-1">${text('tasks.hello', { name: view.place.session.person?.displayName ?? '' })}</h1>
      ${view.tasks.length === 0 ? nothing : html`<p class="lead">${lead(view)}</p>`}
      ${promises(view)}
      ${view.tasks.length === 0 ? nothingToDo(view) : order.map((group) => groupSection(view, group, groups[group], first))}
      ${doneSection(view)}
      ${calendarSection(view.calendar)}`,
    view.place.host,
  );
}

async function refresh(view: View): Promise<void> {
  await view.place.refresh();
  const tasks = await listTasks(view.place.municipality.name, { mine: true, openOnly: true });
  if (!view.life.alive || !tasks.ok) return;
  const known = new Set(view.tasks.map((task) => task.name));
  const fresh = tasks.value.filter((task) => !known.has(task.name)).length;
  view.tasks = tasks.value;
  draw(view);
  if (fresh > 0) view.place.announce(counted('tasks.new', fresh));
}

async function fetchAll(view: View): Promise<Result<void>> {
  const municipality = view.place.municipality.name;
  const [tasks, promised, cycles] = await Promise.all([
    listTasks(municipality, { mine: true, openOnly: true }),
    listCommitments(municipality),
    listCycles(municipality),
  ]);
  if (!tasks.ok) return tasks;
  view.tasks = tasks.value;
  // Who may see no commitments is promised none.
  const mine = view.place.session.person?.id;
  view.promises = promised.ok ? promised.value.filter((promise) => promise.to === mine && promise.state === 'OPEN') : [];
  view.promises.sort((one, other) => Number(other.overdue) - Number(one.overdue) || one.dueDate.localeCompare(other.dueDate));
  view.cycles = cycles.ok ? cycles.value : [];
  return { ok: true, value: undefined };
}

function begin(view: View): void {
  const { place, life } = view;
  draw(view);
  place.arrived(text('nav.tasks'));
  const mineIn = (cycle: Cycle): number => view.tasks.filter((task) => task.cycle === cycle.name).length;
  const running = view.cycles.filter((cycle) => cycle.state === 'RUNNING').sort((one, other) => mineIn(other) - mineIn(one)).map((cycle) => cycle.name);
  life.endings.push(watchCycles(running, place.municipality.position, () => void refresh(view)));
}

export function open(place: Place): Close {
  const life = newLife();
  const calendar = newCalendarView(place, life, () => draw(view));
  const view: View = { place, life, tasks: [], promises: [], promiseProblems: new Map(), reminding: new Set(), cycles: [], calendar };
  void showFetched(place, life, () => fetchAll(view), () => begin(view));
  return endOf(life);
}
