// The dry run of a year to come: how it goes, where it jams, who has what in which week, and what if a phase were moved.

import '../style/heat_map.css';
import { html, nothing, type TemplateResult } from 'lit-html';
import { type ExportTable, dayCell } from '../api/export';
import { simulateCycle } from '../api/office';
import type { PlannedPhase, SimulationReport } from '../api/office_types';
import { dayInShort, dayInWords } from '../parts/dates';
import { exportButtons } from '../parts/export';
import { tag } from '../parts/icon';
import { problemAlert } from '../parts/states';
import { counted, fill, named, text } from '../texts/texts';
import { type Cell, type HeatMap, heatMapOf, weekOf, yearSpans } from './heat_map';
import { changedParameters, hasSteps } from './launch_plan';
import type { LaunchView } from './launch_view';

const mostDays = 366;

// Days go by faster than a screen can show.
function oncePerFrame(draw: () => void): () => void {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      draw();
    });
  };
}

async function rehearse(view: LaunchView, shifts: Record<string, number>): Promise<void> {
  view.rehearsal?.stop();
  const breaker = new AbortController();
  const { worst } = view.whatIf;
  const rehearsal: NonNullable<LaunchView['rehearsal']> = { stop: () => breaker.abort(), going: true, shifts, worst };
  view.rehearsal = rehearsal;
  view.life.endings.push(rehearsal.stop);
  view.redraw();
  const wish = { workflow: `${view.workflow.workflowId}@${view.workflow.version}`, year: view.year, cohortCsv: '',
    params: changedParameters(view.workflow, view.year, view.given) };
  const redraw = oncePerFrame(() => {
    if (view.life.alive && view.rehearsal === rehearsal) view.redraw();
  });
  const answer = await simulateCycle(view.place.municipality.name, wish, { shifts, worst }, (one) => {
    Object.assign(rehearsal, one);
    redraw();
  }, breaker.signal);
  if (!view.life.alive || view.rehearsal !== rehearsal) return;
  rehearsal.going = false;
  if (!answer.ok) rehearsal.problem = answer.problem;
  else view.place.announce(text('rehearsal.over'));
  view.redraw();
}

function cellWords(name: string, week: string, cell: Cell): string {
  const { year, number } = weekOf(week);
  const parts = [counted('heat.in_hand', cell.inHand)];
  if (cell.overdue > 0) parts.push(counted('heat.overdue', cell.overdue));
  if (cell.talks > 0) parts.push(counted('heat.talks', cell.talks));
  if (cell.jam) parts.push(text('heat.jam'));
  return text('heat.cell', { name, week: number, year, what: parts.join(', ') });
}

function cell(name: string, week: string, one: Cell | undefined): TemplateResult {
  if (one === undefined) return html`<td></td>`;
  return html`<td class=${`heat weight-${one.weight}`} title=${cellWords(name, week, one)}>${one.inHand}${one.jam
    ? html`<span class="heat-jam"><span class="ds-sr-only">${text('heat.jam')}</span></span>` : nothing}</td>`;
}

function heatTable(map: HeatMap, heading: string): TemplateResult {
  return html`<div class="sideways heat-paper" role="region" tabindex="0" aria-label=${heading}>
    <table class="heat-map">
      <caption class="ds-sr-only">${text('heat.about')}</caption>
      <thead>
        <tr><td></td>${yearSpans(map.weeks).map((span) => html`<th scope="colgroup" colspan=${span.count} class="heat-year">${span.year}</th>`)}</tr>
        <tr><th scope="col" class="heat-name">${text('heat.week')}</th>${map.weeks.map((week) => html`<th scope="col">${weekOf(week).number}</th>`)}</tr>
      </thead>
      <tbody>${map.rows.map((row) => {
        const { name, unit } = row.person;
        return html`<tr><th scope="row" class="heat-name">${name}${unit === '' ? nothing : html`<span class="about">${unit}</span>`}</th>
          ${row.cells.map((one, index) => cell(name, map.weeks[index] ?? '', one))}</tr>`;
      })}</tbody>
    </table>
  </div>`;
}

function load(report: SimulationReport, heading: string): TemplateResult | typeof nothing {
  const map = heatMapOf(report);
  if (map.rows.length === 0) return nothing;
  return html`<h3 class="ds-heading" data-size="2xs">${heading}</h3>
    <p class="about">${text('heat.about')} ${map.leftOut === 0 ? nothing : counted('heat.left_out', map.leftOut, { shown: map.rows.length })}</p>
    <ul class="heat-legend" aria-hidden="true">${['1–3', '4–7', '8–14', '15+'].map((range, index) => html`<li><span class=${`heat weight-${index + 1}`}>${range}</span></li>`)}
      <li><span class="heat weight-4"><span class="heat-jam"></span></span> ${text('heat.jam')}</li></ul>
    ${heatTable(map, heading)}`;
}

function reportTable(view: LaunchView, report: SimulationReport): ExportTable {
  return {
    title: `${text('rehearsal.heading')} ${view.year}`,
    columns: [{ title: text('launch.phase') }, { title: text('phase.ends'), kind: 'DATE' }, { title: text('rehearsal.last_done'), kind: 'DATE' },
      { title: text('launch.tasks'), kind: 'NUMBER' }, { title: text('rehearsal.late_short'), kind: 'NUMBER' }],
    rows: report.phases.filter((phase) => phase.taskCount > 0).map((phase) => [phase.title, dayCell(phase.ends), dayCell(phase.lastDone), phase.taskCount, phase.lateTaskCount]),
  };
}

function phaseTable(report: SimulationReport): TemplateResult {
  return html`<table class="ds-table shown plan-table">
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
    </table>`;
}

function closedWords(view: LaunchView, report: SimulationReport): string {
  return report.closed === '' ? text('rehearsal.never_closed') : text('rehearsal.closed', { day: dayInWords(report.closed, view.place.today) });
}

function weeksWords(first: string, last: string): string {
  const [from, to] = [weekOf(first), weekOf(last)];
  if (first === last) return text('jam.week', { week: from.number, year: from.year });
  if (from.year === to.year) return text('jam.weeks', { from: from.number, to: to.number, year: from.year });
  return text('jam.weeks_over_years', { from: from.number, from_year: from.year, to: to.number, to_year: to.year });
}

// A kind that these pages do not know is told in the server's words.
function jamWords(jam: SimulationReport['jams'][number]): string {
  const words = named('jam.kind', jam.kind);
  return words === '' ? jam.message : fill(words, { name: jam.name, count: jam.count, weeks: weeksWords(jam.firstWeek, jam.lastWeek) });
}

function jams(report: SimulationReport): TemplateResult {
  return report.jams.length === 0 ? html`<p class="plan-words">${tag('success', 'check', text('rehearsal.no_jams'))}</p>`
    : html`<h3 class="ds-heading" data-size="2xs">${text('rehearsal.jams')}</h3>
      <ul class="plain-list">${report.jams.map((jam) => html`<li>${jamWords(jam)}</li>`)}</ul>`;
}

function reported(view: LaunchView, report: SimulationReport): TemplateResult {
  return html`<p>${counted('rehearsal.late', report.lateTaskCount, { tasks: report.taskCount })} ${closedWords(view, report)}</p>
    ${jams(report)} ${load(report, text('heat.heading'))}
    <h3 class="ds-heading" data-size="2xs">${text('rehearsal.phases')}</h3>
    ${phaseTable(report)}
    ${exportButtons(() => reportTable(view, report))}
    ${report.gaps.length === 0 ? nothing : html`<h3 class="ds-heading" data-size="2xs">${text('rehearsal.gaps')}</h3>
      <ul class="plain-list">${report.gaps.map((gap) => html`<li>${gap.phase}, ${gap.unit === '' ? gap.leader : gap.unit}: ${text('board.waits_for', { who: gap.waitingFor })}</li>`)}</ul>`}
    ${report.faults.length === 0 ? nothing : html`<div class="ds-alert" data-color="danger"><h3>${text('rehearsal.faults')}</h3>
      <ul class="ds-list">${report.faults.map((fault) => html`<li>${fault}</li>`)}</ul></div>`}`;
}

// The two years side by side, in the figures that tell them apart.
function compared(view: LaunchView, as: SimulationReport, moved: SimulationReport): TemplateResult {
  const day = (report: SimulationReport): string => (report.closed === '' ? '–' : dayInShort(report.closed));
  const most = (report: SimulationReport): number => Math.max(0, ...report.persons.map((person) => person.mostInHand));
  const rows: [string, string | number, string | number][] = [
    [text('what_if.late'), as.lateTaskCount, moved.lateTaskCount], [text('what_if.jams'), as.jams.length, moved.jams.length],
    [text('what_if.most'), most(as), most(moved)], [text('what_if.closed'), day(as), day(moved)],
  ];
  const shifts = Object.entries(view.rehearsal?.shifts ?? {});
  const title = (id: string): string => as.phases.find((phase) => phase.id === id)?.title ?? id;
  return html`<h3 class="ds-heading" data-size="2xs">${shifts.map(([id, days]) => days > 0
      ? counted('what_if.later', days, { phase: title(id) }) : counted('what_if.earlier', -days, { phase: title(id) })).join(' ')}</h3>
    <table class="ds-table shown plan-table what-if">
      <caption class="ds-sr-only">${text('what_if.heading')}</caption>
      <thead><tr><th scope="col">${text('what_if.figure')}</th><th scope="col" class="figure">${text('what_if.planned')}</th><th scope="col" class="figure">${text('what_if.moved')}</th></tr></thead>
      <tbody>${rows.map(([words, before, after]) => html`<tr><th scope="row">${words}</th>
        <td class="figure" data-label=${text('what_if.planned')}>${before}</td><td class="figure" data-label=${text('what_if.moved')}>${after}</td></tr>`)}</tbody>
    </table>
    ${jams(moved)} ${load(moved, text('heat.heading_moved'))}`;
}

function daysOf(typed: string): number | undefined {
  const read = /^\s*[-−]?\d{1,3}\s*$/.test(typed) ? Number(typed.trim().replace('−', '-')) : undefined;
  return read !== undefined && read !== 0 && Math.abs(read) <= mostDays ? read : undefined;
}

function whatIf(view: LaunchView): TemplateResult {
  const phases = (view.plan?.phases ?? []).filter(hasSteps);
  const { whatIf: asked } = view;
  const chosen = (): PlannedPhase | undefined => phases.find((one) => one.id === asked.phase) ?? phases[0];
  const run = (event: Event): void => {
    event.preventDefault();
    const phase = chosen();
    const days = daysOf(asked.days);
    asked.unreadable = days === undefined;
    if (days === undefined || phase === undefined) {
      view.redraw();
      document.getElementById('shift-days')?.focus();
      return;
    }
    void rehearse(view, { [phase.id]: days });
  };
  return html`<form class="what-if-form" @submit=${run}>
    <h3 class="ds-heading" data-size="2xs">${text('what_if.heading')}</h3>
    <p class="about">${text('what_if.about')}</p>
    <div class="pair">
      <div class="box"><label class="ds-label" for="shift-phase">${text('launch.phase')}</label>
        <select class="ds-input" id="shift-phase" @change=${(event: Event) => { asked.phase = (event.target as HTMLSelectElement).value; }}>
          ${phases.map((one) => html`<option value=${one.id} .selected=${one === chosen()}>${one.title}</option>`)}</select></div>
      <div class="box"><label class="ds-label" for="shift-days">${text('what_if.days')}</label>
        <input class="ds-input number" id="shift-days" inputmode="text" autocomplete="off" .value=${asked.days} aria-invalid=${asked.unreadable ? 'true' : nothing}
          aria-describedby=${asked.unreadable ? 'shift-days-problem' : nothing} @input=${(event: Event) => { asked.days = (event.target as HTMLInputElement).value; }} />
        ${asked.unreadable ? html`<p class="ds-validation-message" id="shift-days-problem">${text('what_if.days_problem')}</p>` : nothing}</div>
    </div>
    <p class="buttons"><button class="ds-button" type="submit" data-variant="secondary">${text('what_if.start')}</button></p>
  </form>`;
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

function manner(view: LaunchView): TemplateResult {
  const choose = (event: Event): void => {
    view.whatIf.worst = (event.target as HTMLInputElement).checked;
  };
  return html`<div class="radio"><input class="ds-input" type="checkbox" id="worst-year" .checked=${view.whatIf.worst} @change=${choose} />
    <label for="worst-year">${text('rehearsal.worst')}</label></div>`;
}

function results(view: LaunchView): TemplateResult {
  const { report, whatIf: moved } = view.rehearsal ?? {};
  return html`${report === undefined ? nothing : reported(view, report)}
    ${report === undefined || moved === undefined ? nothing : compared(view, report, moved)}`;
}

export function rehearsalSection(view: LaunchView): TemplateResult {
  const { rehearsal } = view;
  const under = rehearsal?.going === true;
  return html`<section class="group" id="rehearsal-of">
    <h2 class="ds-heading" data-size="sm">${text('rehearsal.heading')}</h2>
    <p class="about">${text('rehearsal.about')} ${view.left.size === 0 ? nothing : text('rehearsal.all_units')}</p>
    ${under ? going(view) : html`${manner(view)}<p class="buttons"><button class="ds-button" type="button" data-variant="secondary" ?disabled=${view.plan === undefined}
      @click=${() => void rehearse(view, {})}>${text(rehearsal?.report === undefined ? 'rehearsal.start' : 'rehearsal.again')}</button></p>`}
    ${rehearsal?.problem === undefined ? nothing : problemAlert(rehearsal.problem)}
    ${results(view)}
    ${under || rehearsal?.report === undefined ? nothing : whatIf(view)}
  </section>`;
}
