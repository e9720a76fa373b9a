// Tavle: the organisation against the phases; where it stands, and what has gone wrong.

import '../style/board.css';
import { html, nothing, render, type TemplateResult } from 'lit-html';
import { listCycles, summarizeCycle } from '../api/api';
import { watchCycles } from '../api/events';
import { type ExportCell, type ExportTable } from '../api/export';
import type { Cycle, Overview, PhaseOverview, UnitOverview, UnitPhase } from '../api/types';
import { dayInWords } from '../parts/dates';
import { boxText, readDay } from '../parts/days';
import { exportButtons } from '../parts/export';
import { type Shape, type Tone, icon, tag } from '../parts/icon';
import { rolesOf } from '../parts/roles';
import { type Close, type Life, type Place, endOf, newLife } from '../parts/screen';
import { showProblem, showWaiting } from '../parts/states';
import { yearLinks } from '../parts/years';
import { boardPath, remindersPath } from '../routes';
import { navigate } from '../router';
import { counted, text } from '../texts/texts';
import { type Standing, below, isDeviation, shownPhases, shownUnits, standingOf, wayTo } from './board_rows';
import { chosenCycle, newestLaunches } from './cycles';
import { mayRemind } from './reminder_list';

interface Route {
  year?: number;
  unit?: string;
  deviationsOnly: boolean;
  // As it stood when that day ended; empty: now.
  day: string;
}

interface View {
  place: Place;
  life: Life;
  route: Route;
  cycles: Cycle[];
  overview: Overview;
  roles: readonly string[];
  // A day that cannot be read, as it was written.
  dayTyped?: string | undefined;
  // Groups of rows that are drawn.
  filled: Set<HTMLElement>;
  stopFilling: () => void;
}

interface Shown {
  units: UnitOverview[];
  phases: PhaseOverview[];
}

// A full redraw of thousands of rows waits until it has been quiet for a while.
const quietMilliseconds = 1000;
const mostColumns = 12;
const groupSize = 40;

const signs: Record<Exclude<Standing, 'none'>, { tone: Tone; shape: Shape; words: (cell: UnitPhase) => string }> = {
  coming: { tone: 'neutral', shape: 'ring', words: () => text('board.coming') },
  done: { tone: 'success', shape: 'check', words: () => text('board.done') },
  on_way: { tone: 'info', shape: 'circle', words: () => text('board.on_way') },
  soon: { tone: 'warning', shape: 'triangle', words: () => text('board.soon') },
  overdue: { tone: 'danger', shape: 'square', words: (cell) => counted('board.overdue', cell.totalOverdue) },
  stuck: { tone: 'danger', shape: 'square', words: () => text('board.stuck') },
};

function cellOf(view: View, phase: PhaseOverview, cell: UnitPhase | undefined): TemplateResult {
  const standing = standingOf(cell, phase, seenFrom(view));
  if (cell === undefined || standing === 'none') return html`<div class="cell" role="cell" data-label=${phase.title}><span class="about">–</span></div>`;
  const { tone, shape, words } = signs[standing];
  return html`<div class="cell" role="cell" data-label=${phase.title}>
    <span class="cell-sign">${tag(tone, shape, words(cell))}</span>
    <span class="cell-count">${text('board.done_of', { done: cell.totalDone, due: cell.totalDue })}</span>
    ${cell.waitingFor === '' ? nothing : html`<span class="cell-who">${text('board.waits_for', { who: cell.waitingFor })}</span>`}
  </div>`;
}

function unitRow(view: View, unit: UnitOverview, phases: PhaseOverview[], top: number): TemplateResult {
  const cells = new Map(unit.phases.map((cell) => [cell.phase, cell]));
  const depth = Math.min(5, Math.max(0, unit.depth - top));
  return html`<div class="board-row" role="row">
    <div class=${`unit depth-${depth}`} role="rowheader">
      <a class="ds-link" href=${boardPath(view.overview.year, unit.unitId, view.route.deviationsOnly, view.route.day)}>${unit.unit}</a>
      ${unit.vacant ? tag('warning', 'triangle', text('board.vacant')) : html`<span class="leader">${unit.leaderName}</span>`}
    </div>
    ${phases.map((phase) => cellOf(view, phase, cells.get(phase.id)))}
  </div>`;
}

function way(view: View): TemplateResult | typeof nothing {
  const { overview, route } = view;
  if (route.unit === undefined) return nothing;
  const above = wayTo(overview.units, route.unit).slice(0, -1);
  return html`<nav class="way" aria-label=${text('board.way')}><ol>
    <li><a class="ds-link" href=${boardPath(overview.year, undefined, route.deviationsOnly, route.day)}>${text('board.all_units')}</a></li>
    ${above.map((unit) => html`<li><a class="ds-link" href=${boardPath(overview.year, unit.unitId, route.deviationsOnly, route.day)}>${unit.unit}</a></li>`)}
  </ol></nav>`;
}

function phaseHead(phase: PhaseOverview): TemplateResult {
  return html`<div role="columnheader">${phase.title}</div>`;
}

function grid(shown: Shown): TemplateResult {
  const { units, phases } = shown;
  const groups = Array.from({ length: Math.ceil(units.length / groupSize) }, (_none, index) => index);
  return html`<div class="sideways" role="region" tabindex="0" aria-label=${text('board.label')}>
    <div class=${`board columns-${Math.min(mostColumns, phases.length)}`} role="table" aria-label=${text('board.label')} aria-rowcount=${units.length + 1}>
      <div role="rowgroup"><div class="board-row board-head" role="row"><div role="columnheader">${text('board.unit')}</div>${phases.map(phaseHead)}</div></div>
      ${groups.map((index) => html`<div class=${groups.length > 1 ? 'board-group later' : 'board-group'} role="rowgroup" data-group=${index}></div>`)}
    </div>
  </div>`;
}

function drawGroup(view: View, element: HTMLElement, shown: Shown): void {
  const start = Number(element.dataset['group']) * groupSize;
  const top = Math.min(...shown.units.map((unit) => unit.depth));
  render(shown.units.slice(start, start + groupSize).map((unit) => unitRow(view, unit, shown.phases, top)), element);
  view.filled.add(element);
}

// Groups that are in sight come first, the others when the browser has nothing to do, all of them before they are printed.
function fillGroups(view: View, shown: Shown): void {
  const groups = [...view.place.host.querySelectorAll<HTMLElement>('.board-group')];
  view.stopFilling();
  for (const group of groups) if (view.filled.has(group) || group === groups[0]) drawGroup(view, group, shown);
  const fill = (group: HTMLElement): void => {
    if (!view.filled.has(group)) drawGroup(view, group, shown);
  };
  const sight = new IntersectionObserver((seen) => {
    for (const one of seen) if (one.isIntersecting) fill(one.target as HTMLElement);
  }, { rootMargin: '1200px' });
  for (const group of groups) sight.observe(group);
  let idle = 0;
  const next = (): void => {
    const group = groups.find((one) => !view.filled.has(one));
    if (group === undefined) return;
    fill(group);
    idle = requestIdleCallback(next);
  };
  idle = requestIdleCallback(next);
  const printing = (): void => groups.forEach(fill);
  window.addEventListener('beforeprint', printing);
  view.stopFilling = () => {
    sight.disconnect();
    cancelIdleCallback(idle);
    window.removeEventListener('beforeprint', printing);
  };
}

// Of each phase how it stands, in words, and how much of it is done.
function tableOf(view: View, shown: Shown): ExportTable {
  const cellsOf = (unit: UnitOverview, phase: PhaseOverview): ExportCell[] => {
    const cell = unit.phases.find((one) => one.phase === phase.id);
    const standing = standingOf(cell, phase, seenFrom(view));
    return cell === undefined || standing === 'none' ? [null, null, null] : [signs[standing].words(cell), cell.totalDone, cell.totalDue];
  };
  return {
    title: headingOf(view),
    columns: [{ title: text('board.unit') }, { title: text('export.leader') }, ...shown.phases.flatMap((phase): ExportTable['columns'] => [
      { title: phase.title }, { title: text('export.done_in', { phase: phase.title }), kind: 'NUMBER' }, { title: text('export.due_in', { phase: phase.title }), kind: 'NUMBER' }])],
    rows: shown.units.map((unit) => [unit.unit, unit.vacant ? text('board.vacant') : unit.leaderName, ...shown.phases.flatMap((phase) => cellsOf(unit, phase))]),
  };
}

// The day that the board is of.
const seenFrom = (view: View): string => (view.route.day === '' ? view.place.today : view.route.day);

// What was is told apart from what is in words, not by its looks alone; nothing can be done from it.
function pastNote(view: View): TemplateResult | typeof nothing {
  const { route, overview, place } = view;
  if (route.day === '') return nothing;
  return html`<div class="ds-alert past" data-color="info" role="note"><p>${icon('info')} <strong>${text('board.past', { day: dayInWords(route.day, place.today) })}</strong>
    ${text('board.past_about')}</p><p><a class="ds-link" href=${boardPath(overview.year, route.unit, route.deviationsOnly)}>${text('board.now')}</a></p></div>`;
}

function dayBox(view: View): TemplateResult {
  const { route, overview, place } = view;
  const choose = (event: Event): void => {
    const typed = (event.target as HTMLInputElement).value.trim();
    const day = typed === '' ? '' : readDay(typed);
    view.dayTyped = day === undefined ? typed : undefined;
    if (day === undefined) draw(view);
    else navigate(boardPath(overview.year, route.unit, route.deviationsOnly, day === place.today ? '' : day));
  };
  const wrong = view.dayTyped !== undefined;
  return html`<div class="box board-day no-print"><label class="ds-label" for="board-day">${text('board.day')}</label>
    <input class="ds-input date" id="board-day" autocomplete="off" .value=${view.dayTyped ?? (route.day === '' ? '' : boxText(route.day))} @change=${choose}
      aria-invalid=${wrong ? 'true' : nothing} aria-describedby=${wrong ? 'board-day-problem' : nothing} />
    ${wrong ? html`<p class="ds-validation-message" id="board-day-problem">${text('form.not_a_date', { label: text('board.day') })}</p>` : nothing}</div>`;
}

function draw(view: View): void {
  const { overview, place, route } = view;
  const inside = route.unit === undefined ? overview.units : below(overview.units, route.unit);
  const phases = shownPhases(overview.phases, inside);
  const units = shownUnits(inside, route.deviationsOnly);
  const heading = headingOf(view);
  const only = (event: Event): void => navigate(boardPath(overview.year, route.unit, (event.target as HTMLInputElement).checked, route.day), true);
  render(
    html`${way(view)}
      <h1 class="ds-heading" data-size="lg" tabindex="-1">${heading}</h1>
      ${pastNote(view)}
      <p class="lead">${text('board.as_of', { day: dayInWords(seenFrom(view), place.today) })} ${counted('board.deviations', inside.filter(isDeviation).length)}</p>
      ${yearLinks(newestLaunches(view.cycles), overview.year, (year) => boardPath(year, route.unit, route.deviationsOnly))}
      <div class="radio only"><input class="ds-input" type="checkbox" id="only" .checked=${route.deviationsOnly} @change=${only} />
        <label for="only">${text('board.only_deviations')}</label></div>
      ${dayBox(view)}
      ${route.day === '' && mayRemind(place.session.person?.id, view.roles, overview.units) ? html`<p class="only"><a class="ds-link"
        href=${remindersPath(overview.year, route.unit ?? '', '', route.deviationsOnly)}>${text('remind.link')}</a></p>` : nothing}
      ${units.length === 0
        ? html`<div class="ds-card empty"><p class="empty-words">${icon('check')}<span>${text(inside.length === 0 ? 'board.no_units' : 'board.no_deviations')}</span></p></div>`
        : html`${exportButtons(() => tableOf(view, { units, phases }))} ${grid({ units, phases })}`}`,
    place.host,
  );
  fillGroups(view, { units, phases });
}

function headingOf(view: View): string {
  const unit = view.overview.units.find((one) => one.unitId === view.route.unit);
  const heading = unit === undefined ? text('board.heading', { year: view.overview.year }) : text('board.heading_unit', { unit: unit.unit, year: view.overview.year });
  return view.route.day === '' ? heading : text('board.heading_past', { heading, day: dayInWords(view.route.day, view.place.today) });
}

function showNone(view: View): void {
  const heading = text('nav.board');
  render(html`<h1 class="ds-heading" data-size="lg" tabindex="-1">${heading}</h1>
    <p>${view.route.year === undefined ? text('wheel.none') : text('wheel.none_that_year', { year: view.route.year })}</p>`, view.place.host);
  view.place.arrived(heading);
}

async function load(view: View): Promise<void> {
  const { place, life, route } = view;
  const stopWaiting = showWaiting(place, life);
  const again = (): void => void load(view);
  const cycles = await listCycles(place.municipality.name);
  view.cycles = cycles.ok ? cycles.value : [];
  const cycle = cycles.ok ? chosenCycle(cycles.value, route.year) : undefined;
  const overview = cycle === undefined ? undefined : await summarizeCycle(cycle.name, route.day === '' ? {} : { day: route.day });
  view.roles = await rolesOf(place.session);
  stopWaiting();
  if (!life.alive) return;
  if (!cycles.ok) return showProblem(place, cycles.problem, again);
  if (overview === undefined) return showNone(view);
  if (!overview.ok) return showProblem(place, overview.problem, again);
  view.overview = overview.value;
  draw(view);
  place.arrived(headingOf(view));
  // What was does not change any more.
  if (route.day !== '') return;
  let timer = 0;
  const refresh = async (): Promise<void> => {
    timer = 0;
    const fresh = await summarizeCycle(view.overview.cycle);
    if (!life.alive || !fresh.ok) return;
    view.overview = fresh.value;
    draw(view);
  };
  const soon = (): void => {
    if (timer === 0) timer = window.setTimeout(() => void refresh(), quietMilliseconds);
  };
  life.endings.push(watchCycles([view.overview.cycle], place.municipality.position, soon), () => window.clearTimeout(timer));
}

export function open(place: Place, route: Route): Close {
  const life = newLife();
  const overview = { units: [], phases: [] as PhaseOverview[] } as unknown as Overview;
  const view: View = { place, life, route, cycles: [], roles: [], overview, filled: new Set(), stopFilling: () => undefined };
  life.endings.push(() => view.stopFilling());
  void load(view);
  return endOf(life);
}
