// A cycle that has been set going: what happens now, and calling it off.

import { html, nothing, render, type TemplateResult } from 'lit-html';
import { listDaysOff } from '../api/api';
import { cancelCycle } from '../api/office';
import type { LaunchedCycle } from '../api/office_types';
import type { Problem } from '../api/http';
import type { DayOff } from '../api/types';
import { momentInWords } from '../parts/dates';
import { addDays, dayOf } from '../parts/days';
import { writesDraft } from '../parts/draft';
import { icon, tag } from '../parts/icon';
import type { Life, Place } from '../parts/screen';
import { problemAlert, showProblem } from '../parts/states';
import { boardPath, launchAgainPath, wheelPath } from '../routes';
import { counted, named, text } from '../texts/texts';
import { isUnderWay } from './cycles';
import { beforeLetters } from './launch_plan';

interface View {
  place: Place;
  life: Life;
  cycle: LaunchedCycle;
  reason: string;
  noReason: boolean;
  cancelling: boolean;
  problem?: Problem;
  daysOff: DayOff[];
}

async function cancel(view: View): Promise<void> {
  view.noReason = view.reason.trim() === '';
  if (view.noReason) {
    draw(view);
    document.getElementById('reason')?.focus();
    return;
  }
  view.cancelling = true;
  delete view.problem;
  draw(view);
  const answer = await cancelCycle(view.cycle.name, view.reason.trim());
  if (!view.life.alive) return;
  view.cancelling = false;
  if (answer.ok) view.cycle = answer.value;
  else view.problem = answer.problem;
  draw(view);
  if (answer.ok) view.place.arrived(headingOf(view.cycle));
}

function callOff(view: View, unseen: boolean): TemplateResult {
  const write = (event: Event): void => {
    view.reason = (event.target as HTMLTextAreaElement).value;
    view.place.wrote();
  };
  return html`<details class="fold call-off" ?open=${unseen || view.reason !== ''}>
    <summary>${text('launched.call_off')}</summary>
    <p>${text(unseen ? 'launched.unseen' : 'launched.seen')} ${text('launched.again_about')}</p>
    <div class="box"><label class="ds-label" for="reason">${text('launched.reason')}</label>
      <textarea class="ds-input" id="reason" rows="2" .value=${view.reason} @input=${write} aria-invalid=${view.noReason ? 'true' : nothing}
        aria-describedby=${view.noReason ? 'reason-problem' : nothing}></textarea>
      ${view.noReason ? html`<p class="ds-validation-message" id="reason-problem">${text('launched.reason_missing')}</p>` : nothing}</div>
    ${view.problem === undefined ? nothing : problemAlert(view.problem)}
    <p class="buttons"><button class="ds-button" type="button" data-color="danger" data-variant="secondary" ?disabled=${view.cancelling}
      @click=${() => void cancel(view)}>${text('launched.call_off_now', { year: view.cycle.year })}</button></p>
  </details>`;
}

function headingOf(cycle: LaunchedCycle): string {
  return text(cycle.state === 'CANCELLED' ? 'launched.called_off_heading' : 'launched.heading', { year: cycle.year });
}

function standing(view: View): TemplateResult {
  const { cycle, place } = view;
  if (cycle.state === 'CANCELLED') {
    return html`<p class="plan-words">${tag('neutral', 'dash', named('cycle', cycle.state))}</p>
      ${cycle.stateReason === '' ? nothing : html`<p>${text('launched.because', { reason: cycle.stateReason })}</p>`}
      <p>${text('launched.withdrawn')}</p>
      <p><a class="ds-button" data-variant="secondary" href=${launchAgainPath(cycle.year, cycle.workflow)}>${text('launched.again', { year: cycle.year })}</a></p>`;
  }
  const when = cycle.launchTime === undefined ? '' : momentInWords(cycle.launchTime, place.today);
  const unseen = cycle.launchTime !== undefined && beforeLetters(cycle.launchTime, place.municipality.now, view.daysOff);
  return html`<div class="ds-card receipt">
      <p class="receipt-words">${icon('check')}<span>${named('cycle', cycle.state)}</span></p>
      <p>${text('launched.by', { who: cycle.launchedBy, when })} ${cycle.openTasks === 0 ? nothing : counted('launched.open', cycle.openTasks)}</p>
      ${unseen ? html`<p>${text('launched.letters')}</p>` : nothing}
      <p class="buttons"><a class="ds-link" href=${boardPath(cycle.year, undefined, false)}>${text('wheel.to_board')}</a>
        <a class="ds-link" href=${wheelPath(cycle.year)}>${text('tasks.see_year')}</a></p>
    </div>
    ${isUnderWay(cycle) ? callOff(view, unseen) : nothing}`;
}

function draw(view: View): void {
  render(
    html`<h1 class="ds-heading" data-size="lg" tabindex="-1">${headingOf(view.cycle)}</h1>
      ${standing(view)}
      <p class="after"><a class="ds-link" href="/start">${text('launched.another')}</a></p>`,
    view.place.host,
  );
}

// Longer than any row of days off.
const daysOfLetters = 60;

export async function showLaunched(place: Place, life: Life, cycle: LaunchedCycle): Promise<void> {
  const launched = cycle.launchTime === undefined ? place.today : dayOf(cycle.launchTime);
  // Without them the answer would be sooner "nobody has had a letter" than it is.
  const off = await listDaysOff(place.municipality.name, launched, addDays(launched, daysOfLetters));
  if (!life.alive) return;
  if (!off.ok) return showProblem(place, off.problem, () => void showLaunched(place, life, cycle));
  const view: View = { place, life, cycle, reason: '', noReason: false, cancelling: false, daysOff: off.value.days };
  view.reason = writesDraft(place, `launched/${cycle.year}`, {
    what: () => text('launched.reason'), isUnsent: () => isUnderWay(view.cycle) && view.reason.trim() !== '', keep: () => view.reason,
  }) ?? '';
  draw(view);
  place.arrived(headingOf(cycle));
}
