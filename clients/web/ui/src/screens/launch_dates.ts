// What can be set of a year to come: dates with the days off they meet, numbers, choices.

import { html, nothing, type TemplateResult } from 'lit-html';
import type { WorkflowParameter } from '../api/office_types';
import { dayInWords } from '../parts/dates';
import { boxText, isDay, readDay, weekdayOf } from '../parts/days';
import { tag } from '../parts/icon';
import { named, text } from '../texts/texts';
import { withOption } from './launch_plan';
import { type LaunchView, fieldProblem, valueOf } from './launch_view';

const saturday = 5;

function problemLine(view: LaunchView, parameter: WorkflowParameter): string {
  const { id, title, type } = parameter;
  if (view.unreadable.has(id)) return text(type === 'DATE' ? 'form.not_a_date' : 'form.not_a_number', { label: title });
  return fieldProblem(view, `params.${id}`);
}

// A day on which nobody works, and the one used in its place.
function dayOff(view: LaunchView, day: string): TemplateResult | typeof nothing {
  const hit = view.plan?.holidays.find((one) => one.date === day);
  const title = hit?.title ?? view.daysOff.find((one) => one.date === day)?.title;
  if (title !== undefined) {
    return html`<p class="day-off">${tag('warning', 'triangle', title)} ${hit === undefined ? nothing
      : html`<span class="about">${text('launch.day_off', { day: dayInWords(hit.movedTo, view.place.today) })}</span>`}</p>`;
  }
  return weekdayOf(day) >= saturday ? html`<p class="day-off">${tag('warning', 'triangle', text('launch.weekend'))}</p>` : nothing;
}

function afterBox(view: LaunchView, parameter: WorkflowParameter, value: string): TemplateResult | typeof nothing {
  if (parameter.type !== 'DATE' || view.unreadable.has(parameter.id) || !isDay(value)) return nothing;
  return html`<p class="about in-words">${dayInWords(value, view.place.today)}</p> ${dayOff(view, value)}`;
}

function writtenBox(view: LaunchView, parameter: WorkflowParameter): TemplateResult {
  const { id, title, type } = parameter;
  const value = valueOf(view, id);
  const problem = problemLine(view, parameter);
  const shown = view.unreadable.get(id) ?? (type === 'DATE' && isDay(value) ? boxText(value) : value);
  const write = (event: Event): void => {
    const typed = (event.target as HTMLInputElement).value;
    const read = type === 'DATE' ? readDay(typed) : /^\d+$/.test(typed.trim()) ? typed.trim() : undefined;
    if (read === undefined) {
      view.unreadable.set(id, typed);
      view.redraw();
      return;
    }
    view.unreadable.delete(id);
    view.given.set(id, read);
    view.changed();
  };
  return html`<div class="box">
    <label class="ds-label" for=${`set-${id}`}>${title}</label>
    <input class=${`ds-input ${type === 'DATE' ? 'date' : 'number'}`} id=${`set-${id}`} autocomplete="off" .value=${shown} @change=${write}
      aria-invalid=${problem === '' ? nothing : 'true'} aria-describedby=${problem === '' ? nothing : `set-${id}-problem`} />
    ${problem === '' ? nothing : html`<p class="ds-validation-message" id=${`set-${id}-problem`}>${problem}</p>`}
    ${afterBox(view, parameter, value)}
  </div>`;
}

function choices(view: LaunchView, parameter: WorkflowParameter): TemplateResult {
  const value = valueOf(view, parameter.id);
  const chosen = new Set(value.split(','));
  const problem = problemLine(view, parameter);
  const choose = (option: string) => (event: Event): void => {
    view.given.set(parameter.id, withOption(value, option, (event.target as HTMLInputElement).checked, parameter.options));
    view.changed();
  };
  return html`<fieldset class="box choices" id=${`set-${parameter.id}`} tabindex="-1">
    <legend class="ds-label">${parameter.title}</legend>
    ${parameter.options.map((option) => html`<div class="radio">
      <input class="ds-input" type="checkbox" id=${`set-${parameter.id}-${option}`} .checked=${chosen.has(option)} @change=${choose(option)} />
      <label for=${`set-${parameter.id}-${option}`}>${named('option', option) || option}</label>
    </div>`)}
    ${problem === '' ? nothing : html`<p class="ds-validation-message">${problem}</p>`}
  </fieldset>`;
}

export function datesSection(view: LaunchView): TemplateResult {
  const { parameters } = view.workflow;
  return html`<section class="group">
    <h2 class="ds-heading" data-size="sm">${text('launch.dates')}</h2>
    <p class="about">${text('launch.dates_about')}</p>
    <div class="date-grid">${parameters.filter((one) => one.type !== 'SET').map((one) => writtenBox(view, one))}</div>
    ${parameters.filter((one) => one.type === 'SET').map((one) => choices(view, one))}
  </section>`;
}
