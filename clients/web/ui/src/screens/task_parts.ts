// Pieces of the task screen.

import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { commentTask } from '../api/api';
import type { Action, Task } from '../api/types';
import type { SaveState } from '../form/saver';
import { shownText } from '../form/shown';
import { unreadable } from '../form/state';
import { elementId, startValues } from '../form/values';
import { firstAction, yetToShow } from '../form/visible';
import { dayInWords, dayWithDistance, momentInWords, timeInWords } from '../parts/dates';
import { dayOf, readDay } from '../parts/days';
import { icon, tag } from '../parts/icon';
import { problemAlert, problemText } from '../parts/states';
import { taskPath } from '../routes';
import { counted, text } from '../texts/texts';
import { complete, focusError, settleConflict } from './task_saving';
import { type TaskView, choosingOf, emptyForm, isMine } from './task_view';

export function facts(view: TaskView): TemplateResult {
  const { task, place } = view;
  const due = task.dueTime === undefined ? '' : dayWithDistance(dayOf(task.dueTime), place.today);
  return html`<dl class="facts task-facts">
    <div><dt>${text('task.unit')}</dt><dd>${task.unit === '' ? text('tasks.whole_municipality') : task.unit}</dd></div>
    ${task.subjectName === '' ? nothing : html`<div><dt>${text('task.about')}</dt><dd>${task.subjectName}</dd></div>`}
    ${due === '' ? nothing : html`<div><dt>${text('task.due')}</dt><dd>${due} ${task.overdue && task.state === 'OPEN' ? tag('danger', 'square', text('tasks.overdue')) : nothing}</dd></div>`}
    ${task.onBehalfOf === '' ? nothing : html`<div><dt>${text('task.on_behalf_of')}</dt><dd>${task.onBehalfOf}</dd></div>`}
  </dl>`;
}

export function saveWords(state: SaveState): string {
  switch (state.kind) {
    case 'untouched': return text('save.by_itself');
    case 'unsaved': return text('save.unsaved');
    case 'saving': return text('save.saving');
    case 'saved': return text('save.saved', { time: timeInWords(state.at) });
    case 'failed': return state.problem.errors.length > 0 ? text('save.wrong') : text('save.failed', { why: problemText(state.problem) });
    case 'held': return text('save.held');
  }
}

export function saveLine(view: TaskView): TemplateResult {
  const state = view.saver.current();
  const again = (): void => void view.saver.flush();
  const words = state.kind === 'saved' && unreadable(view.form).length > 0 ? text('save.saved_but', { time: timeInWords(state.at) }) : saveWords(state);
  return html`<p class="save-line" data-state=${state.kind}><span id="save-state" tabindex="-1">${words}</span>
    ${state.kind === 'failed' && state.problem.errors.length === 0
      ? html`<button class="ds-button" type="button" data-variant="tertiary" @click=${again}>${text('try_again')}</button>` : nothing}</p>`;
}

export function errorSummary(view: TaskView): TemplateResult | typeof nothing {
  if (view.errors.length === 0) return view.problem === undefined ? nothing : html`<div id="error-summary" tabindex="-1">${problemAlert(view.problem)}</div>`;
  return html`<div class="ds-error-summary" id="error-summary" tabindex="-1" role="group" aria-labelledby="error-heading">
    <h2 id="error-heading">${counted('errors.heading', view.errors.length)}</h2>
    <ul class="ds-list">${view.errors.map((error) => {
      const go = (event: Event): void => {
        event.preventDefault();
        focusError(view, error);
      };
      return html`<li>${error.path === undefined ? error.words
        : html`<a class="ds-link" href=${`#${elementId(error.path)}`} @click=${go}>${error.words}</a>`}</li>`;
    })}</ul>
  </div>`;
}

export function conflictPanel(view: TaskView): TemplateResult | typeof nothing {
  if (view.conflict === undefined) return nothing;
  const { task, fields } = view.conflict;
  if (!isMine(task)) {
    const closed = text(task.completedBy === '' ? 'conflict.closed_why' : 'conflict.closed_by', { who: task.completedBy });
    return html`<div class="ds-alert" data-color="warning" id="conflict" tabindex="-1">
      <h2>${text(task.state === 'OPEN' ? 'conflict.moved' : 'conflict.closed')}</h2>
      <p>${task.state === 'OPEN' ? text('conflict.moved_to', { who: task.assigneeName }) : closed}</p></div>`;
  }
  const theirs = startValues(task.form ?? emptyForm);
  return html`<div class="ds-alert" data-color="warning" id="conflict" tabindex="-1">
    <h2>${text('conflict.heading')}</h2>
    <p>${text('conflict.what')}</p>
    <dl class="facts">${(task.form ?? emptyForm).fields.filter((field) => fields.includes(field.id)).map((field) => html`<div>
      <dt>${field.label}</dt><dd>${field.type === 'TABLE' ? text('conflict.table') : shownText(field, theirs[field.id], view.place.today, view.people)}</dd></div>`)}</dl>
    <p class="buttons">
      <button class="ds-button" type="button" @click=${() => void settleConflict(view, true)}>${text('conflict.keep_mine')}</button>
      <button class="ds-button" type="button" data-variant="secondary" @click=${() => void settleConflict(view, false)}>${text('conflict.take_theirs')}</button>
    </p>
  </div>`;
}

// An action that takes more than is shown shows it first; the second time it is done.
function act(view: TaskView, action: Action): void {
  const first = yetToShow(choosingOf(view), action)[0];
  if (first === undefined) {
    void complete(view, action);
    return;
  }
  view.chosen = action.id;
  view.errors = [];
  delete view.problem;
  view.redraw();
  const id = elementId(first.id);
  (document.getElementById(`${id}-name`) ?? document.getElementById(id))?.focus();
}

export function actionButtons(view: TaskView): TemplateResult {
  const main = view.task.actions.find((action) => action.id === view.chosen) ?? firstAction(view.task.actions);
  const forward = view.task.actions.filter((action) => action.leads !== 'BACK' && action !== main);
  const back = view.task.actions.filter((action) => action.leads === 'BACK' && action !== main);
  const button = (action: Action, variant: string): TemplateResult => html`<button class="ds-button" type="button" data-variant=${variant}
    ?disabled=${view.completing || view.signs === 'asking'} @click=${() => act(view, action)}>${action.title}</button>`;
  return html`<div class="actions">
    <p class="buttons">${main === undefined ? nothing : button(main, 'primary')}${forward.map((action) => button(action, 'secondary'))}</p>
    ${back.length === 0 ? nothing : html`<p class="buttons back">${back.map((action) => button(action, 'tertiary'))}</p>`}
  </div>`;
}

function nextTask(tasks: Task[]): TemplateResult {
  const next = tasks[0];
  return next === undefined
    ? html`<p>${text('receipt.nothing_left')}</p>`
    : html`<p>${counted('receipt.left', tasks.length)}</p>
        <p><a class="ds-button" href=${taskPath(next.name)}>${text('receipt.go_on', { task: next.title, about: next.unit === '' ? next.subjectName : next.unit })}</a></p>`;
}

// What happens next, and who has it now.
export function receipt(view: TaskView): TemplateResult | typeof nothing {
  if (view.receipt === undefined) return nothing;
  const { action, next } = view.receipt;
  const me = view.place.session.person?.displayName;
  return html`<div class="ds-card receipt" id="receipt" tabindex="-1">
    <p class="receipt-words">${icon('check')}<span>${text('receipt.done', { action })}</span></p>
    ${next.stateTitle === '' ? nothing : html`<p>${text('receipt.now', { state: next.stateTitle })}</p>`}
    ${next.waitingFor === '' ? html`<p>${text('receipt.nobody')}</p>`
      : next.waitingFor === me ? html`<p>${text('receipt.with_you')}</p>`
      : html`<p>${next.dueDate === '' ? text('receipt.with', { who: next.waitingFor })
          : text('receipt.with_until', { who: next.waitingFor, day: dayInWords(next.dueDate, view.place.today) })}</p>`}
    ${nextTask(next.mine)}
    <p><a class="ds-link" href="/oppgaver">${text('to_tasks')}</a></p>
  </div>`;
}

async function send(view: TaskView): Promise<void> {
  if (view.sending) return;
  const answerBy = view.ask === '' || view.answerBy.trim() === '' ? '' : readDay(view.answerBy);
  if (answerBy === undefined) {
    view.answerByProblem = text('form.not_a_date', { label: text('comments.answer_by') });
    view.redraw();
    document.getElementById('answer-by')?.focus();
    return;
  }
  delete view.answerByProblem;
  const said = view.comment;
  view.sending = true;
  view.redraw();
  const answer = await commentTask(view.task.name, said.trim(), view.ask, answerBy);
  view.sending = false;
  if (!view.life.alive) return;
  if (answer.ok) {
    view.task = { ...view.task, comments: answer.value.comments, etag: answer.value.etag };
    // What was written meanwhile has not been sent.
    if (view.comment === said) view.comment = '';
    view.ask = '';
    view.answerBy = '';
    delete view.commentProblem;
    view.place.announce(text('comments.sent'));
  } else {
    view.commentProblem = answer.problem;
  }
  view.redraw();
}

function askList(view: TaskView): TemplateResult | typeof nothing {
  if (view.supporters.length === 0) return nothing;
  const choose = (event: Event): void => {
    view.ask = (event.target as HTMLSelectElement).value;
    view.redraw();
  };
  return html`<div class="box">
    <label class="ds-label" for="ask">${text('comments.ask')}</label>
    <p class="about" id="ask-about">${text('comments.ask_about')}</p>
    <select class="ds-input" id="ask" aria-describedby="ask-about" @change=${choose}>
      <option value="" ?selected=${view.ask === ''}>${text('comments.ask_nobody')}</option>
      ${view.supporters.map((one) => html`<option value=${one.person} ?selected=${view.ask === one.person}>${one.displayName}</option>`)}
    </select>
  </div>`;
}

// What must not be written in the form must not be written beside it either.
function neverHere(view: TaskView): TemplateResult[] {
  const said = new Set(view.form.form.fields.map((field) => field.never).filter((never) => never !== ''));
  return [...said].map((never) => html`<p class="never">${icon('no')}<span>${never}</span></p>`);
}

function answerBy(view: TaskView): TemplateResult | typeof nothing {
  if (view.ask === '') return nothing;
  const typing = (event: Event): void => {
    view.answerBy = (event.target as HTMLInputElement).value;
  };
  const problem = view.answerByProblem;
  return html`<div class="box">
    <label class="ds-label" for="answer-by">${text('comments.answer_by')} <span class="optional">${text('form.optional')}</span></label>
    <p class="about" id="answer-by-about">${text('form.date_help')}</p>
    <input class="ds-input date" type="text" autocomplete="off" id="answer-by" .value=${live(view.answerBy)} @input=${typing}
      aria-describedby=${problem === undefined ? 'answer-by-about' : 'answer-by-about answer-by-problem'} aria-invalid=${problem === undefined ? nothing : 'true'} />
    ${problem === undefined ? nothing : html`<p class="ds-validation-message" id="answer-by-problem">${problem}</p>`}
  </div>`;
}

// What two write to each other has places of its own: beside their tasks nothing can be said.
export function takesComments(view: TaskView): boolean {
  return view.task.subject === '';
}

export function comments(view: TaskView): TemplateResult {
  const { place, task } = view;
  const typing = (event: Event): void => {
    view.comment = (event.target as HTMLTextAreaElement).value;
    view.place.wrote();
  };
  return html`<section class="comments" aria-labelledby="comments-heading">
    <h2 class="ds-heading" data-size="xs" id="comments-heading">${text('comments.heading')}</h2>
    ${task.comments.length === 0 ? html`<p class="about">${text('comments.none')}</p>` : nothing}
    <ul class="comment-list">${task.comments.map((comment) => html`<li>
      <p class="comment-head"><strong>${comment.author}</strong>, ${momentInWords(comment.time, place.today)}</p>
      <p class="said">${comment.text}</p>
      ${comment.asked === '' ? nothing : html`<p class="about">${comment.answerBy === '' ? text('comments.asked', { who: comment.asked })
        : text('comments.asked_by', { who: comment.asked, day: dayWithDistance(comment.answerBy, place.today) })}</p>`}
    </li>`)}</ul>
    <div class="box">
      <label class="ds-label" for="comment">${text('comments.write')}</label>
      <p class="about" id="comment-about">${text('comments.seen_by')}</p>
      ${neverHere(view)}
      <textarea class="ds-input" id="comment" rows="3" aria-describedby="comment-about" .value=${live(view.comment)} @input=${typing}></textarea>
    </div>
    ${askList(view)} ${answerBy(view)}
    ${view.commentProblem === undefined ? nothing : problemAlert(view.commentProblem)}
    <button class="ds-button" type="button" data-variant="secondary" ?disabled=${view.sending} @click=${() => void send(view)}>${text('comments.send')}</button>
  </section>`;
}
