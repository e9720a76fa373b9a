// Saving and completing a task, and what is done when somebody else has been there meanwhile.

import { completeTask, getTask, listTasks, saveTask, summarizeCycle } from '../api/api';
import { type Problem, isOutcomeUnknown } from '../api/http';
import type { Action, JsonObject, Task } from '../api/types';
import { labelsOf, pathOfProblem, placeIn } from '../form/pointers';
import type { SaveOutcome } from '../form/saver';
import { unreadable } from '../form/state';
import { changedElsewhere, dataOf, elementId, merged, same, startValues } from '../form/values';
import { counted, text } from '../texts/texts';
import { isAsRead, offerSigning } from './task_signing';
import { type FieldError, type Next, type TaskView, emptyForm, isMine } from './task_view';

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
  if (wasMine(view, fresh)) return true;
  if (fields.length === 0 && !lost) {
    const before = view.form.values;
    takeOver(view, fresh);
    view.othersWrote ||= !same(before, view.form.values);
  } else {
    view.conflict = { task: fresh, fields };
  }
  view.redraw();
  return view.conflict === undefined;
}

const dataFor = (view: TaskView, action: Action): JsonObject => dataOf(view.form.form, view.form.values, action.fields);

// Sent as it stands here, and nobody knows whether it arrived.
function isUnsure(view: TaskView, action: Action): boolean {
  return view.unsure?.action.id === action.id && same(view.unsure.data, dataFor(view, action));
}

// What was sent with no answer did arrive: nobody else has closed the task.
function wasMine(view: TaskView, fresh: Task): boolean {
  const action = view.unsure?.action;
  const arrived = action !== undefined && fresh.state === 'DONE' && fresh.completedAction === action.id && isUnsure(view, action)
    && fresh.completedBy === view.place.session.person?.displayName;
  if (arrived) view.finished = finish(view, action, fresh);
  return arrived;
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
  if (view.finished !== undefined) return { kind: 'saved' };
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
  // The buttons that had the focus are gone.
  view.place.host.querySelector<HTMLElement>('#save-state')?.focus();
  await view.saver.flush();
}

function errorWords(view: TaskView, path: string, detail: string): string {
  const { field, row, column } = labelsOf(view.form.form, path);
  if (row === undefined) return text('errors.in_field', { field, detail });
  return text('errors.in_row', { field: column ?? field, row, detail });
}

// What the server says of fields stands at the fields. Returns what the summary says.
export function showFieldProblems(view: TaskView, problem: Problem): FieldError[] {
  const unread = new Set(unreadable(view.form));
  for (const path of [...view.form.problems.keys()]) if (!unread.has(path)) view.form.problems.delete(path);
  return problem.errors.map((error) => {
    const path = placeIn(view.form.form, pathOfProblem(error));
    if (path === undefined) return { path, words: error.detail };
    view.form.problems.set(path, error.detail);
    return { path, words: errorWords(view, path, error.detail) };
  });
}

// What was typed and cannot be read is wrong before anything is sent.
function unreadErrors(view: TaskView, action: Action): FieldError[] {
  return unreadable(view.form).filter((path) => action.fields.includes(path.split('/')[0] ?? '')).map((path) => {
    const { field, column } = labelsOf(view.form.form, path);
    const words = view.form.problems.get(path) ?? text('form.unreadable', { label: column ?? field });
    view.form.problems.set(path, words);
    return { path, words };
  });
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

function focusOn(view: TaskView, id: string): void {
  view.place.host.querySelector<HTMLElement>(`#${id}`)?.focus();
}

// What happened and who has it now.
async function finish(view: TaskView, action: Action, done: Task): Promise<void> {
  view.saver.stop();
  view.errors = [];
  delete view.problem;
  delete view.unsure;
  const next = await whatNext(view);
  if (!view.life.alive) return;
  view.task = { ...view.task, ...done };
  view.receipt = { action: action.title, next };
  view.completing = false;
  view.redraw();
  // The button that had the focus is gone.
  focusOn(view, 'receipt');
  view.place.announce(counted('receipt.announced', next.mine.length, { task: view.task.title }));
}

// What others wrote and nothing here goes against is taken over; it is looked at before it is sent, and not sent unseen.
function isAsSeen(view: TaskView): boolean {
  if (!view.othersWrote) return true;
  showErrors(view, [], { reason: 'STALE_ETAG', status: 0, detail: text('conflict.look_again'), errors: [] });
  return false;
}

// The text that is signed has been read.
async function isReadFirst(view: TaskView): Promise<boolean> {
  if (view.signs === 'no' || view.signing !== undefined) return true;
  const problem = await offerSigning(view);
  if (problem === undefined && view.signing === undefined) return true;
  const unread: Problem = { reason: 'UNREAD', status: 0, detail: text('signing.read_first'), errors: [] };
  showErrors(view, [], problem ?? unread);
  return false;
}

// Whether the agreement is the one that was read; says so when it is not, or when that cannot be known.
async function isStillAsRead(view: TaskView): Promise<boolean> {
  const read = await isAsRead(view);
  if (read !== true && read !== false) showErrors(view, [], read);
  return read === true;
}

// What is about to be sent is what stands on the page.
async function isReady(view: TaskView, action: Action): Promise<boolean> {
  // What was sent already and perhaps arrived is sent again as it was.
  if (isUnsure(view, action)) return true;
  if (!(await isReadFirst(view))) return false;
  if (view.form.form.fields.length > 0) await view.saver.flush();
  return view.finished === undefined && view.conflict === undefined && isAsSeen(view) && isStillAsRead(view);
}

function stopCompleting(view: TaskView): void {
  view.completing = false;
  view.redraw();
  const changed = view.signing?.before !== undefined || view.signing?.isOtherwiseChanged === true;
  focusOn(view, view.conflict !== undefined ? 'conflict' : changed ? 'changed' : 'error-summary');
}

// Others have changed the task since it was read. True when it may be sent all the same, nothing on the page being other
// than before; nothing is signed so.
async function mayGoOn(view: TaskView): Promise<boolean> {
  const calm = await reconciles(view);
  if (view.finished !== undefined || calm === false) return false;
  if (calm !== true) {
    showErrors(view, showFieldProblems(view, calm), calm);
    return false;
  }
  if (view.signing === undefined) return isAsSeen(view);
  if (await isStillAsRead(view)) view.signing = { ...view.signing, isOtherwiseChanged: true };
  return false;
}

export async function complete(view: TaskView, action: Action): Promise<void> {
  if (view.completing) return;
  const unread = unreadErrors(view, action);
  if (unread.length > 0) {
    showErrors(view, unread);
    return;
  }
  view.completing = true;
  view.othersWrote = false;
  view.errors = [];
  delete view.problem;
  if (view.signing !== undefined) view.signing = { agreement: view.signing.agreement, isOtherwiseChanged: false };
  view.redraw();
  if (await isReady(view, action)) await send(view, action);
  await view.finished;
  if (view.receipt === undefined) stopCompleting(view);
}

async function send(view: TaskView, action: Action): Promise<void> {
  const data = dataFor(view, action);
  const answer = await completeTask(view.task.name, view.task.etag, action.id, data);
  if (answer.ok) {
    view.finished = finish(view, action, answer.value);
    return;
  }
  const { problem } = answer;
  if (isOutcomeUnknown(problem)) view.unsure = { action, data };
  if (problem.reason !== 'STALE_ETAG' && problem.reason !== 'TASK_CLOSED') showErrors(view, showFieldProblems(view, problem), problem);
  else if (await mayGoOn(view)) await send(view, action);
}

export function focusError(view: TaskView, error: FieldError): void {
  if (error.path === undefined) return;
  const [field = ''] = error.path.split('/');
  const target = view.place.host.querySelector<HTMLElement>(`#${CSS.escape(elementId(error.path))}`)
    ?? view.place.host.querySelector<HTMLElement>(`#${CSS.escape(`${elementId(field)}-name`)}`);
  target?.closest('details')?.setAttribute('open', '');
  target?.focus();
}
