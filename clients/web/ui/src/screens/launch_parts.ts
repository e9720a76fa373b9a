// The launch: who takes part and what is missing, the plan in numbers, the dry run.

import { html, nothing, type TemplateResult } from 'lit-html';
import { simulateCycle } from '../api/office';
import type { PlannedPhase, SimulationReport } from '../api/office_types';
import { type ExportTable, dayCell } from '../api/export';
import { dayInShort, dayInWords } from '../parts/dates';
import { exportButtons } from '../parts/export';
import { tag } from '../parts/icon';
import { problemAlert } from '../parts/states';
import { counted, text } from '../texts/texts';
import { changedParameters, hasSteps } from './launch_plan';
import { type LaunchView, valueOf } from './launch_view';

function unitBox(view: LaunchView, unit: { unitId: string; unit: string; leaderName: string; vacant: boolean; depth: number }): TemplateResult {
  const choose = (event: Event): void => {
    if ((event.target as HTMLInputElement).checked) view.left.delete(unit.unitId);
    else view.left.add(unit.unitId);
    view.changed();
  };
  return html`<li class=${`radio depth-${Math.min(5, unit.depth)}`}>
    <input class="ds-input" type="checkbox" id=${`unit-${unit.unitId}`} .checked=${!view.left.has(unit.unitId)} @change=${choose} />
    <label for=${`unit-${unit.unitId}`}>${unit.unit} ${unit.vacant
      ? tag('warning', 'triangle', text('board.vacant'))
      : html`<span class="leader">${unit.leaderName}</span>`}</label>
  </li>`;
}

export function unitsSection(view: LaunchView): TemplateResult {
  const units = view.units.filter((unit) => !unit.closed);
  const leaders = new Set(units.map((unit) => unit.leader).filter((one) => one !== ''));
  const unreachable = view.persons.filter((person) => leaders.has(person.leaderId) && person.email === '').length;
  const vacancies = view.plan?.vacancies ?? [];
  return html`<section class="group">
    <h2 class="ds-heading" data-size="sm">${text('launch.units')}</h2>
    <p>${text('launch.units_count', { taking: units.length - view.left.size, all: units.length })}</p>
    <details class="fold"><summary>${text('launch.choose_units')}</summary>
      <ul class="unit-list">${units.map((unit) => unitBox(view, unit))}</ul></details>
    ${vacancies.length === 0 ? nothing : html`<details class="fold"><summary>${tag('warning', 'triangle', counted('launch.vacant', vacancies.length))}</summary>
      <p class="about">${text('launch.vacant_about')}</p>
      <ul class="plain-list">${vacancies.map((one) => html`<li>${text('launch.rolls_up', { unit: one.unit, who: one.rollsUpToName })}</li>`)}</ul></details>`}
    ${unreachable === 0 ? nothing : html`<p class="missing">${tag('warning', 'triangle', counted('launch.no_mail', unreachable))}
      <a class="ds-link" href="/administrasjon/personer">${text('launch.no_mail_about')}</a></p>`}
  </section>`;
}

const figure = (count: number, words: string): TemplateResult => html`<div class="figure-card"><dt>${words}</dt><dd>${count}</dd></div>`;

function phaseRow(view: LaunchView, phase: PlannedPhase): TemplateResult {
  const { today } = view.place;
  return html`<tr>
    <th scope="row">${phase.title}</th>
    <td data-label=${text('phase.opens')}>${dayInWords(phase.opens, today)}</td>
    <td data-label=${text('phase.ends')}>${dayInWords(phase.ends, today)}</td>
    <td class="figure" data-label=${text('launch.steps')}>${phase.stepCount}</td>
    <td class="figure" data-label=${text('launch.tasks')}>${phase.taskCount}</td>
  </tr>`;
}

function planTable(view: LaunchView, phases: PlannedPhase[]): ExportTable {
  return {
    title: `${text('launch.preview')} ${view.year}`,
    columns: [{ title: text('launch.phase') }, { title: text('phase.opens'), kind: 'DATE' }, { title: text('phase.ends'), kind: 'DATE' },
      { title: text('launch.steps'), kind: 'NUMBER' }, { title: text('launch.tasks'), kind: 'NUMBER' }],
    rows: phases.map((phase) => [phase.title, dayCell(phase.opens), dayCell(phase.ends), phase.stepCount, phase.taskCount]),
  };
}

function reportTable(view: LaunchView, report: SimulationReport): ExportTable {
  return {
    title: `${text('rehearsal.heading')} ${view.year}`,
    columns: [{ title: text('launch.phase') }, { title: text('phase.ends'), kind: 'DATE' }, { title: text('rehearsal.last_done'), kind: 'DATE' },
      { title: text('launch.tasks'), kind: 'NUMBER' }, { title: text('rehearsal.late_short'), kind: 'NUMBER' }],
    rows: report.phases.filter((phase) => phase.taskCount > 0).map((phase) => [phase.title, dayCell(phase.ends), dayCell(phase.lastDone), phase.taskCount, phase.lateTaskCount]),
  };
}

function refused(view: LaunchView): TemplateResult {
  const ours = new Set(view.workflow.parameters.map((one) => `params.${one.id}`));
  const errors = view.refusal?.errors ?? [];
  return html`<div class="ds-error-summary" id="plan-problems" tabindex="-1">
    <h3 class="ds-heading" data-size="2xs">${view.refusal?.detail}</h3>
    ${errors.length === 0 ? nothing : html`<ul class="ds-list">${errors.map((one) => html`<li>${ours.has(one.field)
      ? html`<a class="ds-link" href=${`#set-${one.field.slice('params.'.length)}`}>${one.detail}</a>` : one.detail}</li>`)}</ul>`}
  </div>`;
}

export function planSection(view: LaunchView): TemplateResult {
  const { plan } = view;
  return html`<section class="group" aria-busy=${view.asking ? 'true' : 'false'}>
    <h2 class="ds-heading" data-size="sm">${text('launch.preview')}</h2>
    ${view.refusal !== undefined ? refused(view) : plan === undefined ? html`<p class="waiting">${text('waiting')}</p>` : html`
      <p class="plan-words" role="status">${tag('success', 'check', text('launch.holds'))} <span>${text('launch.holds_about')}</span></p>
      <dl class="figures">
        ${figure(plan.taskCount, text('launch.tasks'))} ${figure(plan.leaderCount, text('launch.leaders'))}
        ${figure(plan.unitCount, text('launch.units'))} ${figure(plan.pairCount, text('launch.pairs'))}
      </dl>
      <table class="ds-table shown plan-table">
        <caption class="ds-sr-only">${text('launch.preview')}</caption>
        <thead><tr><th scope="col">${text('launch.phase')}</th><th scope="col">${text('phase.opens')}</th><th scope="col">${text('phase.ends')}</th>
          <th scope="col" class="figure">${text('launch.steps')}</th><th scope="col" class="figure">${text('launch.tasks')}</th></tr></thead>
        <tbody>${plan.phases.filter(hasSteps).map((phase) => phaseRow(view, phase))}</tbody>
      </table>
      ${exportButtons(() => planTable(view, plan.phases.filter(hasSteps)))}
      ${plan.warnings.length === 0 ? nothing : html`<details class="fold"><summary>${tag('warning', 'triangle', counted('launch.warnings', plan.warnings.length))}</summary>
        <p class="about">${text('launch.warnings_about')}</p>
        <ul class="plain-list">${plan.warnings.map((one) => html`<li>${one.message}</li>`)}</ul></details>`}`}
  </section>`;
}

async function rehearse(view: LaunchView): Promise<void> {
  const breaker = new AbortController();
  const rehearsal: NonNullable<LaunchView['rehearsal']> = { stop: () => breaker.abort() };
  view.rehearsal = rehearsal;
  view.life.endings.push(rehearsal.stop);
  view.redraw();
  const wish = { workflow: `${view.workflow.workflowId}@${view.workflow.version}`, year: view.year, cohortCsv: '',
    params: changedParameters(view.workflow, view.year, view.given) };
  const answer = await simulateCycle(view.place.municipality.name, wish, (one) => {
    Object.assign(rehearsal, one);
    if (view.life.alive) view.redraw();
  }, breaker.signal);
  if (!view.life.alive || view.rehearsal !== rehearsal) return;
  if (!answer.ok) rehearsal.problem = answer.problem;
  else view.place.announce(text('rehearsal.over'));
  view.redraw();
}

function reported(view: LaunchView, report: SimulationReport): TemplateResult {
  const closed = report.closed === '' ? text('rehearsal.never_closed') : text('rehearsal.closed', { day: dayInWords(report.closed, view.place.today) });
  return html`<p>${counted('rehearsal.late', report.lateTaskCount, { tasks: report.taskCount })} ${closed}</p>
    <table class="ds-table shown plan-table">
      <caption class="ds-sr-only">${text('rehearsal.heading')}</caption>
      <thead><tr><th scope="col">${text('launch.phase')}</th><th scope="col">${text('phase.ends')}</th><th scope="col">${text('rehearsal.last_done')}</th>
        <th scope="col" class="figure">${text('launch.tasks')}</th><th scope="col" class="figure">${text('rehearsal.late_short')}</th></tr></thead>
      <tbody>${report.phases.filter((phase) => phase.taskCount > 0).map((phase) => html`<tr>
        <th scope="row">${phase.title}</th>
        <td data-label=${text('phase.ends')}>${dayInShort(phase.ends)}</td>
        <td data-label=${text('rehearsal.last_done')}>${phase.lastDone === '' ? '–' : dayInShort(phase.lastDone)}
          ${phase.lastDone > phase.ends ? tag('warning', 'triangle', text('rehearsal.after_end')) : nothing}</td>
        <td class="figure" data-label=${text('launch.tasks')}>${phase.taskCount}</td>
        <td class="figure" data-label=${text('rehearsal.late_short')}>${phase.lateTaskCount}</td></tr>`)}</tbody>
    </table>
    ${exportButtons(() => reportTable(view, report))}
    ${report.jams.length === 0 ? html`<p class="plan-words">${tag('success', 'check', text('rehearsal.no_jams'))}</p>`
      : html`<h3 class="ds-heading" data-size="2xs">${text('rehearsal.jams')}</h3>
        <ul class="plain-list">${report.jams.map((jam) => html`<li>${jam.message}</li>`)}</ul>`}
    ${report.gaps.length === 0 ? nothing : html`<h3 class="ds-heading" data-size="2xs">${text('rehearsal.gaps')}</h3>
      <ul class="plain-list">${report.gaps.map((gap) => html`<li>${gap.phase}, ${gap.unit === '' ? gap.leader : gap.unit}: ${text('board.waits_for', { who: gap.waitingFor })}</li>`)}</ul>`}
    ${report.faults.length === 0 ? nothing : html`<div class="ds-alert" data-color="danger"><h3>${text('rehearsal.faults')}</h3>
      <ul class="ds-list">${report.faults.map((fault) => html`<li>${fault}</li>`)}</ul></div>`}`;
}

function going(view: LaunchView): TemplateResult {
  const { rehearsal } = view;
  const percent = rehearsal?.progress?.percent ?? 0;
  const day = rehearsal?.progress === undefined ? '' : dayInWords(rehearsal.progress.date, view.place.today);
  const stop = (): void => {
    rehearsal?.stop();
    delete view.rehearsal;
    view.redraw();
  };
  return html`<div class="progress-box"><label for="rehearsal">${text('rehearsal.going', { day })}</label>
    <progress id="rehearsal" max="100" value=${percent}>${percent} %</progress>
    <button class="ds-button" type="button" data-variant="tertiary" @click=${stop}>${text('rehearsal.stop')}</button></div>`;
}

export function rehearsalSection(view: LaunchView): TemplateResult {
  const { rehearsal } = view;
  const under = rehearsal !== undefined && rehearsal.report === undefined && rehearsal.problem === undefined;
  return html`<section class="group" id="rehearsal-of">
    <h2 class="ds-heading" data-size="sm">${text('rehearsal.heading')}</h2>
    <p class="about">${text('rehearsal.about')} ${view.left.size === 0 ? nothing : text('rehearsal.all_units')}</p>
    ${under ? going(view) : html`<p class="buttons"><button class="ds-button" type="button" data-variant="secondary" ?disabled=${view.plan === undefined}
      @click=${() => void rehearse(view)}>${text(rehearsal?.report === undefined ? 'rehearsal.start' : 'rehearsal.again')}</button></p>`}
    ${rehearsal?.problem === undefined ? nothing : problemAlert(rehearsal.problem)}
    ${rehearsal?.report === undefined ? nothing : reported(view, rehearsal.report)}
  </section>`;
}

export function firstDay(view: LaunchView): string {
  const opens = view.plan?.phases.filter(hasSteps).map((phase) => phase.opens).sort()[0];
  return opens ?? valueOf(view, view.workflow.parameters[0]?.id ?? '');
}

