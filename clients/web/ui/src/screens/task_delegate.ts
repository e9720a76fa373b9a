// Gives the task to somebody else, for whoever may.

import { html, nothing, type TemplateResult } from 'lit-html';
import { getTask, listAvailableActions, reassignTask } from '../api/api';
import type { Field, Person } from '../api/types';
import { formFields } from '../form/form';
import { pathOfProblem } from '../form/pointers';
import { type FormState, newFormState, showKept } from '../form/state';
import { problemAlert } from '../parts/states';
import { text } from '../texts/texts';
import { reconcile } from './task_saving';
import type { TaskView } from './task_view';

function field(id: string, type: Field['type'], label: string): Field {
  return {
    id, type, label, required: true, audience: 'AUDIENCE_UNSPECIFIED', purpose: '', help: '', never: '', unit: '', options: [], columns: [],
    readOnly: false, openRows: false, maxLength: 0, requiredUnless: '',
  };
}

// Asks whether the caller may, and to whom, and makes the form if so.
export async function offerDelegation(view: TaskView): Promise<void> {
  const answer = await listAvailableActions(view.task.name);
  const offer = answer.ok ? answer.value.actions.find((action) => action.id === 'reassign') : undefined;
  if (!view.life.alive) return;
  delete view.delegate;
  view.takesBack = false;
  if (offer !== undefined) {
    const me = view.place.session.person?.id;
    view.takesBack = offer.persons.some((person) => person === me);
    const persons = (): Promise<Person[]> => view.form.persons().then((all) => (offer.persons.length === 0 ? all
      : all.filter((one) => one.leaderId !== me && offer.persons.includes(one.leaderId))));
    const fields = [field('person', 'PERSON', text('delegate.person')), field('reason', 'TEXT', text('delegate.reason'))];
    view.delegate = newFormState({ fields }, view.place.today, { persons, redraw: view.redraw, edited: view.redraw });
    if (view.delegateKept !== undefined) showKept(view.delegate, view.delegateKept);
    delete view.delegateKept;
  }
  view.redraw();
}

async function give(view: TaskView, form: FormState, to?: string): Promise<void> {
  if (view.giving) return;
  view.giving = true;
  delete view.delegateProblem;
  view.redraw();
  const { person, reason } = form.values;
  const answer = await reassignTask(view.task.name, to ?? String(person ?? ''), to === undefined ? String(reason ?? '') : '');
  view.giving = false;
  if (!view.life.alive) return;
  if (!answer.ok) {
    for (const error of answer.problem.errors) form.problems.set(pathOfProblem(error), error.detail);
    if (answer.problem.errors.length === 0) view.delegateProblem = answer.problem;
    view.redraw();
    view.place.host.querySelector<HTMLElement>('.delegate [aria-invalid], #delegate-problem')?.focus();
    return;
  }
  delete view.delegate;
  view.place.announce(text('delegate.done', { who: answer.value.assigneeName }));
  const fresh = await getTask(view.task.name);
  if (!view.life.alive) return;
  if (fresh.ok) reconcile(view, fresh.value);
  view.redraw();
  // What had the focus is gone: the outcome stands where it is said whose task it is.
  const { host } = view.place;
  (host.querySelector<HTMLElement>('#conflict') ?? host.querySelector<HTMLElement>('#whose') ?? host.querySelector('h1'))?.focus();
  void offerDelegation(view);
}

export function delegation(view: TaskView): TemplateResult | typeof nothing {
  const form = view.delegate;
  if (form === undefined) return nothing;
  const me = view.place.session.person?.id;
  const back = view.takesBack && me !== undefined
    ? html`<div class="row taken-back"><p>${text('delegate.given', { who: view.task.assigneeName })}</p>
        <p class="buttons"><button class="ds-button" type="button" data-variant="secondary" @click=${() => void give(view, form, me)}>${text('delegate.take_back')}</button></p></div>` : nothing;
  const toggled = (event: Event): void => {
    view.delegateOpen = (event.target as HTMLDetailsElement).open;
  };
  return html`${back}<details class="row delegate" ?open=${view.delegateOpen} @toggle=${toggled}>
    <summary><span class="row-name">${text('delegate.heading')}</span></summary>
    ${formFields(form, () => true)}
    ${view.delegateProblem === undefined ? nothing : html`<div id="delegate-problem" tabindex="-1">${problemAlert(view.delegateProblem)}</div>`}
    <p class="buttons"><button class="ds-button" type="button" data-variant="secondary" ?disabled=${view.giving} @click=${() => void give(view, form)}>${text('delegate.give')}</button></p>
  </details>`;
}
