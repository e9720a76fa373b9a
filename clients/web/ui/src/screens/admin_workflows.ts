// Workflows and their versions; one of them with its steps and its source.

import { html, nothing, type TemplateResult } from 'lit-html';
import { getWorkflow, listWorkflows } from '../api/office';
import type { Workflow } from '../api/office_types';
import { dayInWords } from '../parts/dates';
import { dayOf } from '../parts/days';
import { showProblem, showWaiting } from '../parts/states';
import { adminPath } from '../routes';
import { text } from '../texts/texts';
import type { AdminView } from './admin';
import { type Chart, type ChartState, chartsOf, labelOf } from './chart_text';

function published(view: AdminView, one: Workflow): string {
  const day = one.publishTime === undefined ? '' : dayInWords(dayOf(one.publishTime), view.place.today);
  return one.publishedBy === '' ? text('workflow.built_in', { day }) : text('workflow.published', { day, who: one.publishedBy });
}

function listed(view: AdminView, workflows: Workflow[]): TemplateResult {
  if (workflows.length === 0) return html`<p class="group">${text('launch.no_workflow')}</p>`;
  return html`<ul class="people-list group">${workflows.map((one) => html`<li>
    <a class="ds-link" href=${adminPath('maler', `${one.workflowId}@${one.version}`)}>${text('launch.workflow_version', { title: one.title, version: one.version })}</a>
    <span class="about">${one.description} ${published(view, one)}</span></li>`)}</ul>`;
}

function stateLine(chart: Chart, state: ChartState): TemplateResult {
  const ways = chart.ways.filter((way) => way.from === state.id);
  return html`<li>${state.label}
    ${ways.length === 0 ? nothing : html`<ul class="plain-list">${ways.map((way) => html`<li class="about">${text('workflow.leads', {
      to: labelOf(chart.states, way.to) ?? way.to })} ${way.when === '' ? nothing : html`<code>${way.when}</code>`}</li>`)}</ul>`}
    ${state.inner.length === 0 ? nothing : html`<ul class="chart-states">${state.inner.map((inner) => stateLine(chart, inner))}</ul>`}
  </li>`;
}

function whole(view: AdminView, one: Workflow): TemplateResult {
  return html`<p class="lead">${one.description}</p><p class="about">${published(view, one)}</p>
    <section class="group"><h2 class="ds-heading" data-size="sm">${text('workflow.steps')}</h2>
      ${chartsOf(one.mermaid).map((chart) => html`<details class="fold"><summary>${chart.title}</summary>
        <ul class="chart-states">${chart.states.map((state) => stateLine(chart, state))}</ul></details>`)}</section>
    <section class="group"><h2 class="ds-heading" data-size="sm">${text('workflow.parameters')}</h2>
      <ul class="plain-list">${one.parameters.map((parameter) => html`<li>${parameter.title}: <code>${parameter.default}</code></li>`)}</ul></section>
    <section class="group"><details class="fold"><summary>${text('workflow.source')}</summary>
      <pre class="source" tabindex="0" aria-label=${text('workflow.source')}>${one.source}</pre></details></section>
    <p class="after"><a class="ds-link" href=${adminPath('maler')}>${text('workflow.all')}</a></p>`;
}

export function open(view: AdminView): void {
  const load = async (): Promise<void> => {
    const stopWaiting = showWaiting(view.place, view.life);
    const municipality = view.place.municipality.name;
    if (view.item !== '') {
      const one = await getWorkflow(`${municipality}/workflows/${view.item}`);
      stopWaiting();
      if (!view.life.alive) return;
      if (!one.ok) return showProblem(view.place, one.problem, () => void load());
      view.show(text('launch.workflow_version', { title: one.value.title, version: one.value.version }), whole(view, one.value));
      return;
    }
    const workflows = await listWorkflows(municipality);
    stopWaiting();
    if (!view.life.alive) return;
    if (!workflows.ok) return showProblem(view.place, workflows.problem, () => void load());
    view.show(text('admin.maler'), listed(view, workflows.value));
  };
  void load();
}
