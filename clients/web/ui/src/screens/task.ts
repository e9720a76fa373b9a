// Oppgave: one thing to do, all that it takes, and what came of it.

import { html, nothing, render, type TemplateResult } from 'lit-html';
import { getTask, listPersons, listRoles } from '../api/api';
import { lastAnswered } from '../api/http';
import { watchCycles } from '../api/events';
import type { Person, Task } from '../api/types';
import { formFields } from '../form/form';
import { Saver } from '../form/saver';
import { shownField } from '../form/shown';
import { newFormState } from '../form/state';
import { startValues } from '../form/values';
import { isShown } from '../form/visible';
import { dayInWords } from '../parts/dates';
import { dayOf } from '../parts/days';
import { icon } from '../parts/icon';
import { waitsForPress } from '../parts/press';
import { type Close, type Life, type Place, endOf, newLife } from '../parts/screen';
import { showProblem, showWaiting } from '../parts/states';
import { text } from '../texts/texts';
import { actionButtons, comments, conflictPanel, errorSummary, facts, receipt, saveLine, saveWords } from './task_parts';
import { delegation, offerDelegation } from './task_delegate';
import { figures } from './task_figures';
import { papers } from './task_papers';
import { emptyForm, isMine, reconcile, saveOnce } from './task_saving';
import { type TaskView, choosingOf } from './task_view';

function whoseItIs(view: TaskView): TemplateResult | typeof nothing {
  const { task, place } = view;
  if (isMine(task)) return task.assignedBecause === '' ? nothing : html`<p class="about">${task.assignedBecause}</p>`;
  if (task.state === 'OPEN') return html`<p class="note">${icon('info')}<span>${text('task.with_other', { who: task.assigneeName })} ${task.assignedBecause}</span></p>`;
  if (task.state === 'WITHDRAWN') return html`<p class="note">${icon('dash')}<span>${text('task.withdrawn')}</span></p>`;
  const day = task.endTime === undefined ? '' : dayInWords(dayOf(task.endTime), place.today);
  return html`<p class="note">${icon('check')}<span>${text('task.done_by', { who: task.completedBy, day })}</span></p>`;
}

function body(view: TaskView): TemplateResult {
  const { task } = view;
  if (view.receipt !== undefined) return html`${receipt(view)}`;
  if (!isMine(task)) {
    return html`<div class="shown-form">${view.form.form.fields.map((field) => shownField(field, view.form.values[field.id], view.place.today))}</div>`;
  }
  const hasFields = view.form.form.fields.some((field) => !field.readOnly);
  return html`${formFields(view.form, (field) => isShown(choosingOf(view), field))}
    <div class="finish">
      ${conflictPanel(view)} ${errorSummary(view)}
      ${hasFields ? saveLine(view) : nothing}
      ${actionButtons(view)}
    </div>`;
}

// Taking away a box that has focus makes it say that it was left, in the middle of drawing: that waits for the end.
function draw(view: TaskView): void {
  if (!view.life.alive || waitsForPress(view.redraw)) return;
  if (view.drawing) {
    queueMicrotask(() => draw(view));
    return;
  }
  view.drawing = true;
  try {
    drawNow(view);
  } finally {
    view.drawing = false;
  }
}

function drawNow(view: TaskView): void {
  const { task } = view;
  render(
    html`<p class="way-back"><a class="ds-link" href="/oppgaver">${text('to_tasks')}</a></p>
      <h1 class="ds-heading" data-size="lg" tabindex="-1">${task.title}</h1>
      ${facts(view)} ${whoseItIs(view)}
      <div class="task-columns">
        <div class="task-main">
          ${task.instruction === '' || task.state !== 'OPEN' || view.receipt !== undefined ? nothing : html`<p class="lead instruction">${task.instruction}</p>`}
          ${view.receipt === undefined ? html`${papers(view)}${figures(view)}` : nothing}
          ${body(view)}
          ${view.receipt === undefined ? delegation(view) : nothing}
        </div>
        <aside class="task-aside" aria-label=${text('comments.heading')}>${comments(view)}</aside>
      </div>`,
    view.place.host,
  );
}

// Others have changed the task: what they did is shown, what is being written stays.
async function refresh(view: TaskView): Promise<void> {
  if (view.saver.hasUnsaved() || view.receipt !== undefined || view.conflict !== undefined) return;
  const answer = await getTask(view.task.name);
  if (!view.life.alive || !answer.ok || view.saver.hasUnsaved() || view.completing || view.receipt !== undefined) return;
  const fresh = answer.value;
  if (fresh.comments.length > view.task.comments.length) view.place.announce(text('comments.new'));
  reconcile(view, fresh);
}

function newView(place: Place, life: Life, task: Task): TaskView {
  let persons: Promise<Person[]> | undefined;
  const getPersons = (): Promise<Person[]> =>
    (persons ??= listPersons(place.municipality.name).then((answer) => (answer.ok ? answer.value : [])));
  const redraw = (): void => draw(view);
  const edited = (): void => {
    view.saver.touch();
    redraw();
  };
  const form = task.form ?? emptyForm;
  const tell = (): void => {
    redraw();
    const kind = view.saver.current().kind;
    if (kind === 'failed' || kind === 'held') place.announce(saveWords(view.saver.current()));
  };
  const view: TaskView = {
    place, life, task, redraw,
    form: newFormState(form, place.today, { persons: getPersons, redraw, edited }),
    base: startValues(form),
    saver: new Saver(() => saveOnce(view), tell, lastAnswered),
    errors: [], completing: false, sending: false, drawing: false, papers: {}, comment: '', ask: '', answerBy: '', supporters: [],
  };
  return view;
}

async function addSupporters(view: TaskView): Promise<void> {
  const roles = await listRoles(view.place.municipality.name);
  if (!roles.ok || !view.life.alive) return;
  view.supporters = roles.value.filter((one) => one.role === 'SUPPORTER' && one.active);
  draw(view);
}

async function load(place: Place, life: TaskLife, number: string): Promise<void> {
  const stopWaiting = showWaiting(place, life);
  const answer = await getTask(`${place.municipality.name}/tasks/${number}`);
  stopWaiting();
  if (!life.alive) return;
  if (!answer.ok) {
    showProblem(place, answer.problem, () => void load(place, life, number));
    return;
  }
  const view = newView(place, life, answer.value);
  draw(view);
  place.arrived(view.task.title);
  void addSupporters(view);
  if (view.task.state === 'OPEN') void offerDelegation(view);
  const hide = (): void => {
    if (document.visibilityState === 'hidden') void view.saver.flush();
  };
  document.addEventListener('visibilitychange', hide);
  // The stream tells nothing of comments and drafts: whoever comes back to the page sees them.
  const back = (): void => void refresh(view);
  window.addEventListener('focus', back);
  const online = (): void => void view.saver.flush();
  window.addEventListener('online', online);
  const leaving = (event: BeforeUnloadEvent): void => {
    if (view.receipt === undefined && view.saver.hasUnsaved()) event.preventDefault();
  };
  window.addEventListener('beforeunload', leaving);
  life.endings.push(
    watchCycles([view.task.cycle], place.municipality.position, (events) => {
      if (events.some((event) => event.resource === view.task.name)) void refresh(view);
    }),
    () => window.removeEventListener('focus', back),
    () => document.removeEventListener('visibilitychange', hide),
    () => window.removeEventListener('beforeunload', leaving),
    () => window.removeEventListener('online', online),
  );
  life.saver = view.saver;
}

interface TaskLife extends Life {
  saver?: Saver;
}

export function open(place: Place, route: { number: string }): Close {
  const life: TaskLife = newLife();
  void load(place, life, route.number);
  return async () => {
    endOf(life)();
    await life.saver?.flush();
  };
}
