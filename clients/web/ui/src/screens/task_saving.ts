// Saving and completing a task, and what is done when somebody else has been there meanwhile.

import { completeTask, getTask, listTasks, saveTask, summarizeCycle } from '../api/api';
import type { Problem } from '../api/http';
import type { Action, Task } from '../api/types';
import { labelsOf, pathOfProblem, placeIn } from '../form/pointers';
import type { SaveOutcome } from '../form/saver';
import { changedElsewhere, dataOf, elementId, merged, startValues } from '../form/values';
import { counted, text } from '../texts/texts';
import type { FieldError, Next, TaskView } from './task_view';

export const emptyForm = { fields: [] };

export function isMine(task: Task): boolean {
  return task.state === 'OPEN' && task.actions.length > 0;
}

// The task as the server has it now; what is written here stays.
function takeOver(view: TaskView, task: Task): void {
  const form = task.form ?? emptyForm;
  const theirs = startValues(form);
  view.form.values = merged(form, view.base, theirs, view.form.values);
  view.form.form = form;
  view.base = theirs;
  view.task = task;
}

// Takes over what others have done, unless it goes against what is written here: then that is shown. True when it does not.
export function reconcile(view: TaskView, fresh: Task): boolean {
  const form = fresh.form ?? emptyForm;
  const fields = changedElsewhere(form, view.base, startValues(form), view.form.values).map((field) => field.id);
  const lost = isMine(view.task) && !isMine(fresh);
  if (fields.length === 0 && !lost) takeOver(view, fresh);
  else view.conflict = { task: fresh, fields };
  view.redraw();
  return view.conflict === undefined;
}

async function reconciles(view: TaskView): Promise<boolean | Problem> {
  const answer = await getTask(view.task.name);
  return answer.ok ? reconcile(view, answer.value) : answer.problem;
}

export async function saveOnce(view: TaskView): Promise<SaveOutcome> {
  const sent = dataOf(view.form.form, view.form.values);
  const answer = await saveTask(view.task.name, view.task.etag, sent);
  if (answer.ok) {
    // What was taken back meanwhile is a change to what was sent, and not nothing.
    view.base = { ...view.base, ...sent };
    takeOver(view, answer.value);
    return { kind: 'saved' };
  }
  if (answer.problem.reason !== 'STALE_ETAG' && answer.problem.reason !== 'TASK_CLOSED') {
    showFieldProblems(view, answer.problem);
    return { kind: 'failed', problem: answer.problem };
  }
  const calm = await reconciles(view);
  if (calm === true) return saveOnce(view);
  return calm === false ? { kind: 'held' } : { kind: 'failed', problem: calm };
}

// Keeps what is written here, or takes what the other wrote; then saving goes on.
export async function settleConflict(view: TaskView, keepMine: boolean): Promise<void> {
  if (view.conflict === undefined) return;
  const { task } = view.conflict;
  const mine = view.form.values;
  delete view.conflict;
  takeOver(view, task);
  view.form.values = mine;
  view.saver.release();
  if (keepMine) view.saver.touch();
  else view.form.values = startValues(task.form ?? emptyForm);
  view.redraw();
  await view.saver.flush();
}

function errorWords(view: TaskView, path: string, detail: string): string {
  const { field, row, column } = labelsOf(view.form.form, path);
  if (row === undefined) return text('errors.in_field', { field, detail });
  return text('errors.in_row', { field: column ?? field, row, detail });
}

// What the server says of fields stands at the fields. Returns what the summary says.
export function showFieldProblems(view: TaskView, problem: Problem): FieldError[] {
  view.form.problems.clear();
  return problem.errors.map((error) => {
    const path = placeIn(view.form.form, pathOfProblem(error));
    if (path === undefined) return { path, words: error.detail };
    view.form.problems.set(path, error.detail);
    return { path, words: errorWords(view, path, error.detail) };
  });
}

// What was typed and cannot be read is wrong before anything is sent.
function unreadable(view: TaskView, action: Action): FieldError[] {
  const errors: FieldError[] = [];
  for (const path of view.form.typed.keys()) {
    const problem = view.form.problems.get(path);
    if (problem !== undefined && action.fields.includes(path.split('/')[0] ?? '')) errors.push({ path, words: problem });
  }
  return errors;
}

function showErrors(view: TaskView, errors: FieldError[], problem?: Problem): void {
  view.errors = errors;
  if (problem === undefined) delete view.problem;
  else view.problem = problem;
  view.redraw();
  view.place.host.querySelector<HTMLElement>('#error-summary')?.focus();
}

// Who has it now, and what I have left to do.
async function whatNext(view: TaskView): Promise<Next> {
  const { task, place } = view;
  const [overview, mine] = await Promise.all([
    task.unitId === '' ? undefined : summarizeCycle(task.cycle, { unit: task.unitId }),
    listTasks(place.municipality.name, { mine: true, openOnly: true }),
  ]);
  const unit = overview?.ok === true ? overview.value.units.find((one) => one.unitId === task.unitId) : undefined;
  const phase = unit?.phases.find((one) => one.phase === task.phase);
  return {
    stateTitle: phase?.stateTitle ?? '',
    waitingFor: phase?.waitingFor ?? '',
    dueDate: phase?.dueDate ?? '',
    mine: mine.ok ? mine.value : [],
  };
}

export async function complete(view: TaskView, action: Action): Promise<void> {
  if (view.completing) return;
  const unread = unreadable(view, action);
  if (unread.length > 0) {
    showErrors(view, unread);
    return;
  }
  view.completing = true;
  view.redraw();
  if (view.form.form.fields.length > 0) await view.saver.flush();
  if (view.conflict !== undefined) {
    view.completing = false;
    view.redraw();
    return;
  }
  const answer = await completeTask(view.task.name, view.task.etag, action.id, dataOf(view.form.form, view.form.values, action.fields));
  if (!answer.ok) {
    const { problem } = answer;
    const changed = problem.reason === 'STALE_ETAG' || problem.reason === 'TASK_CLOSED';
    const calm = changed ? await reconciles(view) : problem;
    view.completing = false;
    if (calm === true) await complete(view, action);
    else if (calm !== false) showErrors(view, showFieldProblems(view, calm), calm);
    else view.redraw();
    return;
  }
  view.saver.stop();
  view.errors = [];
  delete view.problem;
  const next = await whatNext(view);
  if (!view.life.alive) return;
  view.task = { ...view.task, ...answer.value };
  view.receipt = { action: action.title, next };
  view.completing = false;
  view.redraw();
  // The button that had the focus is gone.
  view.place.host.querySelector<HTMLElement>('#receipt')?.focus();
  view.place.announce(counted('receipt.announced', next.mine.length, { task: view.task.title }));
}

export function focusError(view: TaskView, error: FieldError): void {
  if (error.path === undefined) return;
  const [field = ''] = error.path.split('/');
  const target = view.place.host.querySelector<HTMLElement>(`#${CSS.escape(elementId(error.path))}`)
    ?? view.place.host.querySelector<HTMLElement>(`#${CSS.escape(`${elementId(field)}-name`)}`);
  target?.closest('details')?.setAttribute('open', '');
  target?.focus();
}
