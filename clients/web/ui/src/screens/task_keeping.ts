// What of a task is written and not saved, and how all of it comes back when the view is drawn anew.

import type { JsonObject, Task } from '../api/types';
import { labelsOf } from '../form/pointers';
import { type KeptForm, keptForm, showKept, unreadable } from '../form/state';
import { isBlank, merged, reworded, same, startValues } from '../form/values';
import type { Unsaved, Writing } from '../parts/written';
import { text } from '../texts/texts';
import { saveWords } from './task_parts';
import { reconcile } from './task_saving';
import { type TaskView, emptyForm, isMine } from './task_view';

interface KeptTask {
  task: Task;
  form: KeptForm;
  base: JsonObject;
  chosen?: string;
  comment: string;
  ask: string;
  answerBy: string;
  delegate?: KeptForm;
  delegateOpen: boolean;
}

export const keyOf = (number: string): string => `tasks/${number}`;

const isFilledIn = (values: JsonObject): boolean => Object.values(values).some((value) => !isBlank(value));

function unsavedOf(view: TaskView): Unsaved[] {
  const found: Unsaved[] = [];
  const writes = view.receipt === undefined && view.form.form.fields.some((field) => !field.readOnly);
  if (writes && view.saver.hasUnsaved()) {
    const lost = view.conflict !== undefined && !isMine(view.conflict.task);
    found.push({ what: text('leave.task', { task: view.task.title }), why: lost ? text('leave.not_yours') : saveWords(view.saver.current()) });
  }
  if (writes) {
    for (const path of unreadable(view.form)) {
      const { field, column } = labelsOf(view.form.form, path);
      found.push({ what: column ?? field, why: view.form.problems.get(path) ?? text('leave.unreadable') });
    }
  }
  if (view.comment.trim() !== '' || view.ask !== '') found.push({ what: text('leave.comment'), why: text('leave.not_sent') });
  if (view.delegate !== undefined && (isFilledIn(view.delegate.values) || view.delegate.typed.size > 0)) {
    found.push({ what: text('delegate.heading'), why: text('leave.not_sent') });
  }
  return found;
}

function keep(view: TaskView): KeptTask {
  const { task, base, chosen, comment, ask, answerBy, delegate, delegateOpen } = view;
  return {
    task, form: keptForm(view.form), base, comment, ask, answerBy, delegateOpen,
    ...(chosen === undefined ? {} : { chosen }), ...(delegate === undefined ? {} : { delegate: keptForm(delegate) }),
  };
}

// What was written comes back over what the server has: it is saved when that can be done, and what others wrote meanwhile
// is put beside it as ever.
function takeBack(view: TaskView, kept: KeptTask): void {
  const { task } = view;
  const form = task.form ?? emptyForm;
  const base = reworded(form, kept.form.form, kept.base);
  showKept(view.form, kept.form);
  if (kept.chosen !== undefined) view.chosen = kept.chosen;
  Object.assign(view, { comment: kept.comment, ask: kept.ask, answerBy: kept.answerBy, delegateOpen: kept.delegateOpen });
  if (kept.delegate !== undefined) view.delegateKept = kept.delegate;
  if (isMine(kept.task) && !isMine(task)) {
    // Done or given away meanwhile: what was written stands as it was, and why it cannot be saved beside it.
    Object.assign(view.form, { form: kept.form.form, values: kept.form.values });
    Object.assign(view, { task: kept.task, base: kept.base, conflict: { task, fields: [] } });
    if (!same(kept.form.values, kept.base)) view.saver.touch();
    return;
  }
  if (task.etag === kept.task.etag) {
    view.form.values = merged(form, base, view.base, view.form.values);
  } else {
    view.base = base;
    reconcile(view, task);
  }
  if (isMine(task) && !same(view.form.values, startValues(form))) view.saver.touch();
}

export function writingOf(view: TaskView, number: string): Writing {
  return { key: keyOf(number), flush: () => view.saver.flush(), unsaved: () => unsavedOf(view), keep: () => keep(view) };
}

export function showWritten(view: TaskView, kept: unknown): void {
  if (kept !== undefined) takeBack(view, kept as KeptTask);
}
