// Workflows and their versions; one of them with its phases and steps drawn and in words, what is new in it, and its source.

import '../style/chart.css';
import { html, nothing, type TemplateResult } from 'lit-html';
import { getWorkflow, listWorkflows } from '../api/office';
import type { Workflow } from '../api/office_types';
import { dayInWords } from '../parts/dates';
import { dayOf } from '../parts/days';
import { tag } from '../parts/icon';
import { showProblem, showWaiting } from '../parts/states';
import { adminPath } from '../routes';
import { named, text } from '../texts/texts';
import type { AdminView } from './admin';
import { chartDrawing } from './chart_drawing';
import { type Chart, type ChartState, chartsOf, everyState, isOfPhases, isTitled } from './chart_text';
import { isRunBy, stateWords, whenWords } from './chart_words';
import { type Difference, differencesOf, lineDifferences } from './workflow_difference';

interface Shown {
  view: AdminView;
  workflow: Workflow;
  charts: Chart[];
  // The version before, when there is one.
  before?: Workflow;
  zoom: number;
  redraw: () => void;
}

const zooms = [0.5, 0.75, 1, 1.5, 2];

function published(view: AdminView, one: Workflow): string {
  const day = one.publishTime === undefined ? '' : dayInWords(dayOf(one.publishTime), view.place.today);
  return one.publishedBy === '' ? text('workflow.built_in', { day }) : text('workflow.published', { day, who: one.publishedBy });
}

const pathOf = (one: Workflow): string => adminPath('maler', `${one.workflowId}@${one.version}`);

function listed(view: AdminView, workflows: Workflow[]): TemplateResult {
  if (workflows.length === 0) return html`<p class="group">${text('launch.no_workflow')}</p>`;
  return html`<ul class="people-list group">${workflows.map((one) => html`<li>
    <a class="ds-link" href=${pathOf(one)}>${text('launch.workflow_version', { title: one.title, version: one.version })}</a>
    <span class="about">${one.description} ${published(view, one)}</span></li>`)}</ul>`;
}

function wayLine(chart: Chart, id: string): TemplateResult[] {
  const labels = new Map(everyState(chart.states).map((state) => [state.id, stateWords(state)]));
  return chart.ways.flatMap((way, index) => way.from !== id ? [] : [html`<li class="about"><span class="way-number">${index + 1}</span>
    ${text('workflow.leads', { to: labels.get(way.to) || text('chart.around') })}${way.when === '' ? '' : `: ${whenWords(chart, way)}`}</li>`]);
}

function stateLine(chart: Chart, state: ChartState): TemplateResult {
  const ways = wayLine(chart, state.id);
  return html`<li>${stateWords(state) || text('chart.around')}
    ${state.last && isTitled(state) ? tag('neutral', 'check', text('chart.is_last')) : nothing}
    ${ways.length === 0 ? nothing : html`<ul class="ways">${ways}</ul>`}
    ${state.inner.length === 0 ? nothing : html`<ul class="chart-states">${state.inner.map((inner) => stateLine(chart, inner))}</ul>`}
  </li>`;
}

function zoomButtons(shown: Shown): TemplateResult {
  const step = (by: number) => (): void => {
    shown.zoom = Math.min(zooms.length - 1, Math.max(0, shown.zoom + by));
    shown.redraw();
  };
  return html`<p class="buttons zoom">
    <button class="ds-button" type="button" data-variant="secondary" ?disabled=${shown.zoom === 0} @click=${step(-1)}>${text('chart.smaller')}</button>
    <button class="ds-button" type="button" data-variant="secondary" ?disabled=${shown.zoom === zooms.length - 1} @click=${step(1)}>${text('chart.larger')}</button>
    <button class="ds-button print-button" type="button" data-variant="tertiary" @click=${() => window.print()}>${text('print')}</button></p>`;
}

function drawn(shown: Shown, chart: Chart, address?: (state: ChartState) => string): TemplateResult {
  const across = isOfPhases(chart);
  // A phase that goes on without others comes after none of them: the list tells of it.
  const ways = across ? chart.ways.map((way) => (way.when === 'overtakes' ? { ...way, to: way.from } : way)) : chart.ways;
  return chartDrawing({
    chart: { ...chart, ways, starts: across ? [] : chart.starts }, direction: across ? 'across' : 'down', zoom: zooms[shown.zoom] ?? 1, label: text('chart.label', { title: chart.title }),
    numbered: () => !across, ...(address === undefined ? {} : { address }),
  });
}

function phaseLine(phases: Chart, phase: ChartState): TemplateResult {
  const labels = new Map(phases.states.map((state) => [state.id, state.label]));
  const told = (ids: string[]): string => ids.map((id) => labels.get(id) ?? '').join(', ');
  const after = phases.ways.filter((way) => way.to === phase.id && way.when === '').map((way) => way.from);
  const overtakes = phases.ways.filter((way) => way.from === phase.id && way.when === 'overtakes').map((way) => way.to);
  return html`<li>${phase.label}
    <span class="about">${after.length === 0 ? text('chart.phase_first') : text('chart.phase_after', { phases: told(after) })}
      ${overtakes.length === 0 ? nothing : text('chart.phase_overtakes', { phases: told(overtakes) })}</span></li>`;
}

// The chart that a phase leads to is unfolded.
function unfold(event: Event): void {
  const address = (event.target as Element).closest('a')?.getAttribute('href') ?? '';
  const fold = address.startsWith('#') ? document.getElementById(address.slice(1)) : null;
  if (fold instanceof HTMLDetailsElement) fold.open = true;
}

function phasesSection(shown: Shown): TemplateResult | typeof nothing {
  const phases = shown.charts.find(isOfPhases);
  if (phases === undefined) return nothing;
  const address = (phase: ChartState): string => `#chart-${shown.charts.findIndex((chart) => isRunBy(chart, phase))}`;
  return html`<section class="group"><h2 class="ds-heading" data-size="sm">${text('workflow.phases')}</h2>
    <div @click=${unfold}>${drawn(shown, phases, address)}</div>
    <ol class="phase-lines">${phases.states.map((phase) => phaseLine(phases, phase))}</ol></section>`;
}

function stepsSection(shown: Shown): TemplateResult {
  return html`<section class="group"><h2 class="ds-heading" data-size="sm">${text('workflow.steps')}</h2>
    <p class="about">${text('workflow.steps_about')}</p>
    ${shown.charts.map((chart, index) => isOfPhases(chart) ? nothing : html`<details class="fold chart-fold" id=${`chart-${index}`}><summary>${chart.title}</summary>
      <div class="chart-pair">${drawn(shown, chart)}
        <ul class="chart-states">${chart.states.map((state) => stateLine(chart, state))}</ul></div></details>`)}</section>`;
}

function differenceLine(one: Difference): TemplateResult {
  return html`<li>${one.change === 'added' ? tag('success', 'check', text('agreement.added')) : tag('neutral', 'dash', text('agreement.removed'))}
    ${named('difference', one.what)}${one.where === '' ? '' : `, ${one.where}`}: ${one.words}</li>`;
}

function differenceSection(shown: Shown): TemplateResult | typeof nothing {
  const { before, workflow } = shown;
  if (before === undefined) return nothing;
  const differences = differencesOf(before, workflow);
  const lines = lineDifferences(before.source, workflow.source);
  return html`<section class="group"><h2 class="ds-heading" data-size="sm">${text('difference.heading', { version: before.version })}</h2>
    ${differences.length === 0 ? html`<p>${text(lines.length === 0 ? 'difference.none' : 'difference.only_source')}</p>`
      : html`<ul class="plain-list differences">${differences.map(differenceLine)}</ul>`}
    ${lines.length === 0 ? nothing : html`<details class="fold"><summary>${text('difference.lines')}</summary>
      <ul class="source" tabindex="0" aria-label=${text('difference.lines')}>${lines.map((line) => html`<li><span class="line-number">${line.number}</span>
        <span class="ds-sr-only">${text(line.change === 'added' ? 'agreement.added' : 'agreement.removed')}</span>${line.change === 'added' ? '+' : '−'} ${line.text}</li>`)}</ul></details>`}
    <p class="after"><a class="ds-link" href=${pathOf(before)}>${text('difference.see', { version: before.version })}</a></p></section>`;
}

function whole(shown: Shown): TemplateResult {
  const { view, workflow } = shown;
  return html`<p class="lead">${workflow.description}</p><p class="about">${published(view, workflow)}</p>
    ${zoomButtons(shown)} ${phasesSection(shown)} ${stepsSection(shown)} ${differenceSection(shown)}
    <section class="group"><h2 class="ds-heading" data-size="sm">${text('workflow.parameters')}</h2>
      <ul class="plain-list">${workflow.parameters.map((parameter) => html`<li>${parameter.title}: <code>${parameter.default}</code></li>`)}</ul></section>
    <section class="group"><details class="fold"><summary>${text('workflow.source')}</summary>
      <pre class="source" tabindex="0" aria-label=${text('workflow.source')}>${workflow.source}</pre></details></section>
    <p class="after"><a class="ds-link" href=${adminPath('maler')}>${text('workflow.all')}</a></p>`;
}

async function openOne(view: AdminView, municipality: string, again: () => void, stopWaiting: () => void): Promise<void> {
  const one = await getWorkflow(`${municipality}/workflows/${view.item}`);
  const before = one.ok && one.value.version > 1 ? await getWorkflow(`${municipality}/workflows/${one.value.workflowId}@${one.value.version - 1}`) : undefined;
  stopWaiting();
  if (!view.life.alive) return;
  if (!one.ok) return showProblem(view.place, one.problem, again);
  const shown: Shown = {
    view, workflow: one.value, charts: chartsOf(one.value.mermaid), ...(before?.ok === true ? { before: before.value } : {}), zoom: zooms.indexOf(1),
    redraw: () => view.show(text('launch.workflow_version', { title: one.value.title, version: one.value.version }), whole(shown)),
  };
  shown.redraw();
}

export function open(view: AdminView): void {
  const load = async (): Promise<void> => {
    const stopWaiting = showWaiting(view.place, view.life);
    const municipality = view.place.municipality.name;
    if (view.item !== '') return openOne(view, municipality, () => void load(), stopWaiting);
    const workflows = await listWorkflows(municipality);
    stopWaiting();
    if (!view.life.alive) return;
    if (!workflows.ok) return showProblem(view.place, workflows.problem, () => void load());
    view.show(text('admin.maler'), listed(view, workflows.value));
  };
  void load();
}
