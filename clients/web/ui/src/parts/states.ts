// What is shown while there is nothing to show: waiting, and what went wrong.

import { html, nothing, render, type TemplateResult } from 'lit-html';
import type { Problem, Result } from '../api/http';
import { text } from '../texts/texts';
import type { Life, Place } from './screen';

const patienceMilliseconds = 300;

// A short wait shows nothing: what flickers only disturbs.
export function showWaiting(place: Place, life: Life): () => void {
  const timer = window.setTimeout(() => {
    if (life.alive) render(html`<p class="waiting" role="status">${text('waiting')}</p>`, place.host);
  }, patienceMilliseconds);
  const stop = (): void => window.clearTimeout(timer);
  life.endings.push(stop);
  return stop;
}

export function problemText(problem: Problem): string {
  if (problem.reason === 'UNREACHABLE') return text('problem.unreachable');
  return problem.detail === '' ? text('problem.unknown') : problem.detail;
}

export function problemAlert(problem: Problem): TemplateResult {
  return html`<div class="ds-alert" data-color="danger" role="alert">${problemText(problem)}</div>`;
}

function headingFor(problem: Problem): string {
  if (problem.status === 404) return text('problem.not_found');
  if (problem.status === 403) return text('problem.not_visible');
  return text('problem.heading');
}

// A whole view that could not be had.
export function showProblem(place: Place, problem: Problem, again: () => void): void {
  const heading = headingFor(problem);
  const canTryAgain = problem.status !== 404 && problem.status !== 403;
  render(
    html`<h1 class="ds-heading" data-size="md" tabindex="-1">${heading}</h1>
      <p>${problemText(problem)}</p>
      <p class="buttons">
        ${canTryAgain ? html`<button class="ds-button" type="button" @click=${again}>${text('try_again')}</button>` : nothing}
        <a class="ds-link" href="/oppgaver">${text('to_tasks')}</a>
      </p>`,
    place.host,
  );
  place.arrived(heading);
}

// What only those who run the year have a use for is not shown to others, whatever else they may read.
export function showOfficeOnly(place: Place): void {
  showProblem(place, { reason: 'NOT_VISIBLE', status: 403, detail: text('problem.office_only'), errors: [] }, () => undefined);
}

// Fetches what a view shows, with a word while it takes long and a way to try again when it fails.
export async function showFetched<T>(place: Place, life: Life, fetch: () => Promise<Result<T>>, show: (value: T) => void): Promise<void> {
  const stopWaiting = showWaiting(place, life);
  const answer = await fetch();
  stopWaiting();
  if (!life.alive) return;
  if (answer.ok) show(answer.value);
  else showProblem(place, answer.problem, () => void showFetched(place, life, fetch, show));
}
