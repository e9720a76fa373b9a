// Oppgave: one thing to do, all that it takes, and what came of it.

import { html, nothing, render, type TemplateResult } from 'lit-html';
import { getTask, listPersons, listRoles, listTasks } from '../api/api';
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
import { showFetched } from '../parts/states';
import { text } from '../texts/texts';
import { actionButtons, comments, conflictPanel, errorSummary, facts, receipt, saveLine, saveWords, takesComments } from './task_parts';
import { delegation, offerDelegation } from './task_delegate';
import { figures } from './task_figures';
import { keyOf, showWritten, writingOf } from './task_keeping';
import { papers } from './task_papers';
import { reconcile, saveOnce } from './task_saving';
import { offerSigning, signingPart } from './task_signing';
import { type TaskView, choosingOf, emptyForm, isMine } from './task_view';

function whoseItIs(view: TaskView): TemplateResult | typeof nothing {
  const { task, place } = view;
  if (isMine(task)) return task.assignedBecause === '' ? nothing : html`<p class="about">${task.assignedBecause}</p>`;
  if (task.state === 'OPEN') return html`<p class="note" id="whose" tabindex="-1">${icon('info')}<span>${text('task.with_other', { who: task.assigneeName })} ${task.assignedBecause}</span></p>`;
  if (task.state === 'WITHDRAWN') return html`<p class="note">${icon('dash')}<span>${text('task.withdrawn')}</span></p>`;
  const day = task.endTime === undefined ? '' : dayInWords(dayOf(task.endTime), place.today);
  return html`<p class="note">${icon('check')}<span>${text('task.done_by', { who: task.completedBy, day })}</span></p>`;
}

function body(view: TaskView): TemplateResult {
  const { task } = view;
  if (view.receipt !== undefined) return html`${receipt(view)}`;
  if (!isMine(task)) {
    return html`<div class="shown-form">${view.form.form.fields.map((field) => shownField(field, view.form.values[field.id], view.place.today, view.people))}</div>`;
  }
  const hasFields = view.form.form.fields.some((field) => !field.readOnly);
  return html`${formFields(view.form, (field) => isShown(choosingOf(view), field))}
    <div class="finish">
      ${conflictPanel(view)} ${errorSummary(view)}
      ${hasFields ? saveLine(view) : nothing}
      ${signingPart(view)}
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
        ${takesComments(view) ? html`<aside class="task-aside" aria-label=${text('comments.heading')}>${comments(view)}</aside>` : nothing}
      </div>`,
    view.place.host,
  );
  view.place.wrote();
}

// What two write to each other is logged when it is read: of such a task the list, which holds no text, says whether it is new.
async function isChanged(view: TaskView): Promise<boolean> {
  const { name, subject, cycle, unitId, etag, state } = view.task;
  if (subject === '') return true;
  const listed = await listTasks(view.place.municipality.name, { cycle, unit: unitId });
  const head = listed.ok ? listed.value.find((task) => task.name === name) : undefined;
  return head === undefined || head.etag !== etag || head.state !== state;
}

// Others have changed the task: what they did is shown, what is being written stays.
async function refresh(view: TaskView): Promise<void> {
  const isBusy = (): boolean => view.saver.hasUnsaved() || view.completing || view.receipt !== undefined || view.conflict !== undefined;
  if (isBusy() || !(await isChanged(view))) return;
  const answer = await getTask(view.task.name);
  await view.place.refresh();
  if (!view.life.alive || !answer.ok || isBusy()) return;
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
    errors: [], completing: false, othersWrote: false, signs: task.subject === '' || !isMine(task) ? 'no' : 'asking', sending: false, drawing: false, papers: {}, delegateOpen: false, giving: false, people: [],
    comment: '', ask: '', answerBy: '', supporters: [],
  };
  return view;
}

async function addPeople(view: TaskView): Promise<void> {
  if (!view.form.form.fields.some((field) => field.type === 'PERSON')) return;
  view.people = await view.form.persons();
  if (view.life.alive) draw(view);
}

async function addSupporters(view: TaskView): Promise<void> {
  const roles = await listRoles(view.place.municipality.name);
  if (!roles.ok || !view.life.alive) return;
  view.supporters = roles.value.filter((one) => one.role === 'SUPPORTER' && one.active);
  draw(view);
}

function begin(place: Place, life: Life, number: string, task: Task): void {
  const view = newView(place, life, task);
  showWritten(view, place.kept(keyOf(number)));
  place.writes(writingOf(view, number));
  draw(view);
  place.arrived(view.task.title);
  void addSupporters(view);
  void addPeople(view);
  if (view.signs === 'asking') void offerSigning(view);
  if (view.task.state === 'OPEN') void offerDelegation(view);
  // The stream tells nothing of comments and drafts: whoever comes back to the page sees them.
  const back = (): void => void refresh(view);
  window.addEventListener('focus', back);
  life.endings.push(
    watchCycles([view.task.cycle], place.municipality.position, (events) => {
      if (events.some((event) => event.resource === view.task.name)) void refresh(view);
    }),
    () => window.removeEventListener('focus', back),
    () => view.saver.stop(),
  );
}

export function open(place: Place, route: { number: string }): Close {
  const life = newLife();
  void showFetched(place, life, () => getTask(`${place.municipality.name}/tasks/${route.number}`), (task) => begin(place, life, route.number, task));
  return endOf(life);
}
