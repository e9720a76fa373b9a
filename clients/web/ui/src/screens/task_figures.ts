// The unit's figures, beside the task that needs them: fetched when somebody wants to see them.

import { html, nothing, type TemplateResult } from 'lit-html';
import { getScorecard } from '../api/api';
import type { Scorecard, ScorecardRow } from '../api/types';
import { type Shape, type Tone, tag } from '../parts/icon';
import { problemAlert } from '../parts/states';
import { named, text } from '../texts/texts';
import type { TaskView } from './task_view';

const signs: Record<string, { tone: Tone; shape: Shape }> = {
  GREEN: { tone: 'success', shape: 'circle' },
  YELLOW: { tone: 'warning', shape: 'triangle' },
  RED: { tone: 'danger', shape: 'square' },
};

function cardYears(view: TaskView): number[] {
  const year = Number(view.task.cycle.split('/').at(-1));
  return [year, year - 1];
}

async function fetchFigures(view: TaskView): Promise<void> {
  const answers = await Promise.all(cardYears(view).map((year) => getScorecard(view.place.municipality.name, view.task.unitId, year)));
  if (!view.life.alive) return;
  const failed = answers.find((answer) => !answer.ok);
  if (failed !== undefined && !failed.ok) view.figuresProblem = failed.problem;
  view.figures = answers.flatMap((answer) => (answer.ok && answer.value.rows.length > 0 ? [answer.value] : []));
  view.redraw();
}

function resultCell(row: ScorecardRow): TemplateResult {
  const missing = row.missing === 'NONE' || row.missing === 'UNREADABLE' ? '' : named('missing', row.missing);
  const sign = signs[row.colour];
  return html`${row.result === '' ? missing : row.result} ${sign === undefined ? nothing : tag(sign.tone, sign.shape, named('colour', row.colour))}`;
}

function card(view: TaskView, scorecard: Scorecard): TemplateResult {
  const title = text('figures.year', { unit: view.task.unit, year: scorecard.year });
  return html`<div class="sideways" role="group" tabindex="0" aria-label=${title}>
    <table class="ds-table shown">
      <caption>${title}</caption>
      <thead><tr><th scope="col">${text('figures.indicator')}</th><th scope="col">${text('figures.target')}</th><th scope="col">${text('figures.result')}</th></tr></thead>
      <tbody>${scorecard.rows.map((row) => html`<tr>
        <td data-label=${text('figures.indicator')}>${row.indicatorName}</td>
        <td data-label=${text('figures.target')}>${row.target === '' ? '–' : row.target}</td>
        <td data-label=${text('figures.result')}>${resultCell(row)}</td>
      </tr>`)}</tbody>
    </table>
  </div>`;
}

export function figures(view: TaskView): TemplateResult | typeof nothing {
  if (view.task.unitId === '') return nothing;
  const toggled = (event: Event): void => {
    if ((event.target as HTMLDetailsElement).open && view.figures === undefined) void fetchFigures(view);
  };
  return html`<details class="row figures" @toggle=${toggled}>
    <summary><span class="row-name">${text('figures.heading', { unit: view.task.unit })}</span></summary>
    ${view.figuresProblem === undefined ? nothing : problemAlert(view.figuresProblem)}
    ${view.figures?.length === 0 && view.figuresProblem === undefined ? html`<p class="about">${text('figures.none')}</p>` : nothing}
    ${(view.figures ?? []).map((one) => card(view, one))}
  </details>`;
}
