// Årshjulet: the year as a wheel or a line, and as a list that says the same.

import '../style/wheel.css';
import { html, nothing, render, type TemplateResult } from 'lit-html';
import { listCycles, listDaysOff, summarizeCycle } from '../api/api';
import { watchCycles } from '../api/events';
import type { Cycle, DayOff, Overview, PhaseOverview } from '../api/types';
import { type ExportTable } from '../api/export';
import { dayInShort, dayInWords, dayWithDistance } from '../parts/dates';
import { exportButtons } from '../parts/export';
import { type Shape, type Tone, tag } from '../parts/icon';
import { type Close, type Life, type Place, endOf, newLife } from '../parts/screen';
import { showProblem, showWaiting } from '../parts/states';
import { yearLinks } from '../parts/years';
import { boardPath, wheelPath } from '../routes';
import { text } from '../texts/texts';
import { chosenCycle, isUnderWay, newestLaunches } from './cycles';
import { type PhaseTone, doneWords, line, pendingWords, toneOf, wheel } from './wheel_drawing';

interface Route {
  year?: number;
  phase?: string;
  asLine: boolean;
}

interface View {
  place: Place;
  life: Life;
  route: Route;
  cycles: Cycle[];
  overview: Overview;
  others: Overview[];
  daysOff: DayOff[];
}

const tags: Record<PhaseTone, { tone: Tone; shape: Shape; words: () => string }> = {
  ended: { tone: 'success', shape: 'check', words: () => text('phase.ended') },
  late: { tone: 'danger', shape: 'square', words: () => text('phase.late') },
  open: { tone: 'info', shape: 'circle', words: () => text('phase.open') },
  coming: { tone: 'neutral', shape: 'ring', words: () => text('phase.coming') },
};

export function phaseTag(phase: PhaseOverview): TemplateResult {
  const { tone, shape, words } = tags[toneOf(phase)];
  return tag(tone, shape, words());
}

function phaseItem(view: View, phase: PhaseOverview): TemplateResult {
  const chosen = view.route.phase === phase.id;
  return html`<li class="phase" aria-current=${chosen ? 'true' : nothing}>
    <h2 class="ds-heading" data-size="2xs" tabindex="-1" ?data-arrive=${chosen}>
      <a class="ds-link" href=${wheelPath(view.overview.year, phase.id, view.route.asLine)}>${phase.title}</a></h2>
    <p>${dayInShort(phase.opens)}–${dayInShort(phase.ends)} ${phase.ends.slice(0, 4)} · ${doneWords(phase)} ${phaseTag(phase)}</p>
    ${chosen ? phaseDetails(view, phase) : nothing}
  </li>`;
}

function phaseDetails(view: View, phase: PhaseOverview): TemplateResult {
  const { today } = view.place;
  const told: [string, string][] = [
    [text('phase.opens'), dayWithDistance(phase.opens, today)],
    [text('phase.ends'), dayWithDistance(phase.ends, today)],
    [text('phase.overdue'), pendingWords(phase)],
    [text('phase.vacant'), phase.vacant === 0 ? '' : String(phase.vacant)],
    [text('phase.excused'), phase.excused === 0 ? '' : String(phase.excused)],
    [text('phase.out_of_cohort'), phase.outOfCohort === 0 ? '' : String(phase.outOfCohort)],
  ];
  return html`<div class="ds-card phase-card">
    <dl class="facts">${told.filter(([, words]) => words !== '').map(([label, words]) => html`<div><dt>${label}</dt><dd>${words}</dd></div>`)}</dl>
    <p><a class="ds-link" href=${boardPath(view.overview.year, undefined, false)}>${text('wheel.to_board')}</a></p>
  </div>`;
}

function tableOf(view: View): ExportTable {
  return {
    title: text('wheel.heading', { year: view.overview.year }),
    columns: [{ title: text('launch.phase') }, { title: text('phase.opens'), kind: 'DATE' }, { title: text('phase.ends'), kind: 'DATE' }, { title: text('export.state') },
      { title: text('export.done'), kind: 'NUMBER' }, { title: text('export.due'), kind: 'NUMBER' }, { title: text('phase.overdue'), kind: 'NUMBER' }],
    // Few are not counted where they could be told apart.
    rows: view.overview.phases.map((phase) => [phase.title, phase.opens, phase.ends, tags[toneOf(phase)].words(),
      ...(phase.withheld ? [null, null, null] : [phase.done, phase.due, phase.overdue])]),
  };
}

function draw(view: View): void {
  const { overview, place, route } = view;
  const drawn = { overview, others: view.others, off: view.daysOff, today: place.today, chosen: route.phase };
  const other = wheelPath(overview.year, route.phase, !route.asLine);
  render(
    html`<h1 class="ds-heading" data-size="lg" tabindex="-1">${text('wheel.heading', { year: overview.year })}</h1>
      <p class="lead">${text('wheel.today', { day: dayInWords(place.today, place.today), state: text(`cycle.${overview.state}`) })}</p>
      ${yearLinks(view.cycles, overview.year, (year) => wheelPath(year, undefined, route.asLine))}
      <p class="switch"><a class="ds-link" href=${other}>${text(route.asLine ? 'wheel.show_wheel' : 'wheel.show_line')}</a>
        <button class="ds-button print-button" type="button" data-variant="tertiary" @click=${() => window.print()}>${text('print')}</button></p>
      <div class=${route.asLine ? 'year as-line' : 'year'}>
        <div class="year-drawing">${route.asLine ? line(drawn) : wheel(drawn)}
          ${view.others.length === 0 || route.asLine ? nothing : html`<p class="about">${text('wheel.others', { years: view.others.map((one) => one.year).join(', ') })}</p>`}
        </div>
        <div><ol class="phases">${overview.phases.map((phase) => phaseItem(view, phase))}</ol>
          ${exportButtons(() => tableOf(view))}</div>
      </div>`,
    place.host,
  );
}

async function fetchYear(view: View): Promise<boolean> {
  const { place, life, route } = view;
  const again = (): void => void load(view);
  const cycles = await listCycles(place.municipality.name);
  if (!life.alive) return false;
  if (!cycles.ok) {
    showProblem(place, cycles.problem, again);
    return false;
  }
  view.cycles = newestLaunches(cycles.value);
  const cycle = chosenCycle(cycles.value, route.year);
  if (cycle === undefined) {
    showNone(view);
    return false;
  }
  const beside = cycles.value.filter((one) => one !== cycle && isUnderWay(one));
  const [overview, ...others] = await Promise.all([cycle, ...beside].map((one) => summarizeCycle(one.name, { omitUnits: true })));
  if (!life.alive || overview === undefined) return false;
  if (!overview.ok) {
    showProblem(place, overview.problem, again);
    return false;
  }
  view.overview = overview.value;
  view.others = others.flatMap((one) => (one.ok ? [one.value] : []));
  // Days off are there to be seen; the wheel turns without them.
  const days = overview.value.phases.flatMap((phase) => [phase.opens, phase.ends]).sort();
  const off = await listDaysOff(place.municipality.name, days[0] ?? place.today, days.at(-1) ?? place.today);
  if (!life.alive) return false;
  view.daysOff = off.ok ? off.value.days : [];
  return true;
}

function showNone(view: View): void {
  const { place, route } = view;
  const heading = text('nav.wheel');
  render(
    html`<h1 class="ds-heading" data-size="lg" tabindex="-1">${heading}</h1>
      <p>${route.year === undefined ? text('wheel.none') : text('wheel.none_that_year', { year: route.year })}</p>`,
    place.host,
  );
  place.arrived(heading);
}

async function load(view: View): Promise<void> {
  const { place, life } = view;
  const stopWaiting = showWaiting(place, life);
  const ready = await fetchYear(view);
  stopWaiting();
  if (!ready || !life.alive) return;
  draw(view);
  const phase = view.overview.phases.find((one) => one.id === view.route.phase);
  place.arrived(phase === undefined ? text('wheel.heading', { year: view.overview.year }) : `${phase.title} ${view.overview.year}`);
  const refresh = async (): Promise<void> => {
    const overview = await summarizeCycle(view.overview.cycle, { omitUnits: true });
    if (!life.alive || !overview.ok) return;
    view.overview = overview.value;
    draw(view);
  };
  life.endings.push(watchCycles([view.overview.cycle], place.municipality.position, () => void refresh()));
}

export function open(place: Place, route: Route): Close {
  const life = newLife();
  const overview = { phases: [] as PhaseOverview[] } as Overview;
  void load({ place, life, route, cycles: [], overview, others: [], daysOff: [] });
  return endOf(life);
}
