// Historikk: who did what, when, on whose behalf; sought by unit, phase, person and day; taken out as a file.

import '../style/office.css';
import { html, nothing, render, type TemplateResult } from 'lit-html';
import { listCycles } from '../api/api';
import { type ExportTable } from '../api/export';
import { listUnits, readHistory } from '../api/office';
import type { Unit } from '../api/office_types';
import type { Cycle, CycleEvent } from '../api/types';
import { dayInWords, timeInWords } from '../parts/dates';
import { boxText, dayOf, readDay } from '../parts/days';
import { exportButtons } from '../parts/export';
import { type Close, type Life, type Place, endOf, newLife } from '../parts/screen';
import { showProblem, showWaiting } from '../parts/states';
import { type HistoryFilter, boardPath, historyPath, taskPath } from '../routes';
import { rename } from '../router';
import { counted, text } from '../texts/texts';
import { chosenCycle, newestLaunches } from './cycles';
import { type Happening, byDay, happeningOf, matches, rowOf } from './history_rows';

interface Route extends HistoryFilter {
  year?: number;
}

interface View {
  place: Place;
  life: Life;
  cycle: Cycle;
  cycles: Cycle[];
  units: Unit[];
  all: Happening[];
  filter: HistoryFilter;
  // A day that cannot be read, as it was written.
  dayTyped?: string;
  shown: number;
}

const shownAtFirst = 60;

const found = (view: View): Happening[] => view.all.filter((one) => matches(one, view.filter));

function narrow(view: View, change: Partial<HistoryFilter>): void {
  view.filter = { ...view.filter, ...change };
  view.shown = shownAtFirst;
  rename(historyPath(view.cycle.year, view.filter));
  draw(view);
}

function phaseTitle(view: View, id: string): string {
  return view.cycle.phases.find((phase) => phase.id === id)?.title ?? id;
}

function dayBox(view: View): TemplateResult {
  const write = (event: Event): void => {
    const typed = (event.target as HTMLInputElement).value.trim();
    const day = typed === '' ? '' : readDay(typed);
    if (day === undefined) {
      view.dayTyped = typed;
      draw(view);
      return;
    }
    delete view.dayTyped;
    narrow(view, { day });
  };
  const wrong = view.dayTyped !== undefined;
  return html`<div class="box"><label class="ds-label" for="day">${text('history.day_label')}</label>
    <input class="ds-input" id="day" autocomplete="off" .value=${view.dayTyped ?? (view.filter.day === '' ? '' : boxText(view.filter.day))} @change=${write}
      aria-invalid=${wrong ? 'true' : nothing} aria-describedby=${wrong ? 'day-problem' : nothing} />
    ${wrong ? html`<p class="ds-validation-message" id="day-problem">${text('form.not_a_date', { label: text('history.day') })}</p>` : nothing}</div>`;
}

function filters(view: View): TemplateResult {
  const value = (event: Event): string => (event.target as HTMLInputElement).value;
  const used = new Set(view.all.map((one) => one.phase));
  return html`<form class="filters" role="search" aria-label=${text('history.filters')} @submit=${(event: Event) => event.preventDefault()}>
    <div class="box"><label class="ds-label" for="unit">${text('board.unit')}</label>
      <select class="ds-input" id="unit" @change=${(event: Event) => narrow(view, { unit: value(event) })}>
        <option value="" .selected=${view.filter.unit === ''}>${text('remind.all_units')}</option>
        ${view.units.map((unit) => html`<option value=${unit.unitId} .selected=${unit.unitId === view.filter.unit}>${'\u2003'.repeat(unit.depth)}${unit.unit}</option>`)}
      </select></div>
    <div class="box"><label class="ds-label" for="phase">${text('launch.phase')}</label>
      <select class="ds-input" id="phase" @change=${(event: Event) => narrow(view, { phase: value(event) })}>
        <option value="" .selected=${view.filter.phase === ''}>${text('remind.all_phases')}</option>
        ${view.cycle.phases.filter((phase) => used.has(phase.id)).map((phase) => html`<option value=${phase.id} .selected=${phase.id === view.filter.phase}>${phase.title}</option>`)}
      </select></div>
    <div class="box"><label class="ds-label" for="person">${text('history.person')}</label>
      <input class="ds-input" id="person" type="search" autocomplete="off" .value=${view.filter.person} @input=${(event: Event) => narrow(view, { person: value(event) })} /></div>
    ${dayBox(view)}
  </form>`;
}

function row(view: View, one: Happening): TemplateResult {
  const about = [one.unit, one.phase === '' ? '' : phaseTitle(view, one.phase)].filter((words) => words !== '').join(', ');
  const by = one.onBehalfOf === '' ? one.actor : text('history.on_behalf', { who: one.actor, whom: one.onBehalfOf });
  return html`<li>
    <span class="when">${timeInWords(one.time)}</span>
    <span>${one.task === '' ? one.summary : html`<a class="ds-link" href=${taskPath(one.task)}>${one.summary}</a>`}</span>
    <span class="by">${text('history.by', { who: by })}${about === '' ? '' : ` · ${about}`}</span>
  </li>`;
}

function tableOf(view: View): ExportTable {
  const heads = [text('history.time'), text('history.who'), text('history.behalf'), text('history.what'), text('board.unit'), text('launch.phase')];
  return {
    title: text('history.heading', { year: view.cycle.year }),
    columns: [{ title: text('history.day'), kind: 'DATE' }, ...heads.map((title) => ({ title }))],
    rows: found(view).map((one) => rowOf(one, (id) => phaseTitle(view, id))),
  };
}

function list(view: View, happenings: Happening[]): TemplateResult {
  if (happenings.length === 0) return html`<p class="group">${text('history.none')}</p>`;
  const more = (): void => {
    view.shown += shownAtFirst;
    draw(view);
  };
  return html`${byDay(happenings.slice(0, view.shown)).map(([day, those]) => html`<section class="group">
      <h2 class="ds-heading in-words" data-size="xs">${dayInWords(day, view.place.today)}</h2>
      <ol class="happened">${those.map((one) => row(view, one))}</ol></section>`)}
    ${happenings.length <= view.shown ? nothing : html`<p class="buttons group"><button class="ds-button" type="button" data-variant="secondary" @click=${more}>
      ${text('history.more')}</button></p>`}`;
}

// The day that is sought is one to look at the board on.
function asItWas(view: View): TemplateResult | typeof nothing {
  const { day, unit } = view.filter;
  const launched = view.cycle.launchTime === undefined ? '' : dayOf(view.cycle.launchTime);
  if (day === '' || day < launched || day > view.place.today) return nothing;
  return html`<p class="group"><a class="ds-link" href=${boardPath(view.cycle.year, unit, false, day)}>${text('history.as_it_was', { day: dayInWords(day, view.place.today) })}</a></p>`;
}

function draw(view: View): void {
  const happenings = found(view);
  render(
    html`<h1 class="ds-heading" data-size="lg" tabindex="-1">${text('history.heading', { year: view.cycle.year })}</h1>
      <p class="lead">${text('history.lead')}</p>
      ${view.cycles.length < 2 ? nothing : html`<p class="about">${text('wheel.years')}: ${view.cycles.map((cycle) => html`<a class="ds-link year-link"
        href=${historyPath(cycle.year, { unit: '', phase: '', person: '', day: '' })} aria-current=${cycle.year === view.cycle.year ? 'page' : nothing}>${cycle.year}</a> `)}</p>`}
      ${filters(view)}
      <div class="missing"><span role="status">${counted('history.count', happenings.length)}</span>
        ${happenings.length === 0 ? nothing : exportButtons(() => tableOf(view))}</div>
      ${asItWas(view)} ${list(view, happenings)}`,
    view.place.host,
  );
}

function showNone(place: Place, route: Route): void {
  const heading = text('nav.history');
  render(html`<h1 class="ds-heading" data-size="lg" tabindex="-1">${heading}</h1>
    <p>${route.year === undefined ? text('wheel.none') : text('wheel.none_that_year', { year: route.year })}</p>`, place.host);
  place.arrived(heading);
}

async function load(place: Place, life: Life, route: Route): Promise<void> {
  const stopWaiting = showWaiting(place, life);
  const again = (): void => void load(place, life, route);
  const municipality = place.municipality.name;
  const breaker = new AbortController();
  life.endings.push(() => breaker.abort());
  const cycles = await listCycles(municipality);
  const cycle = cycles.ok ? chosenCycle(cycles.value, route.year) : undefined;
  const events: CycleEvent[] = [];
  const [read, units] = await Promise.all([
    cycle === undefined ? undefined : readHistory(cycle.name, (one) => void events.push(one.event), breaker.signal),
    listUnits(municipality),
  ]);
  stopWaiting();
  if (!life.alive) return;
  if (!cycles.ok) return showProblem(place, cycles.problem, again);
  if (cycle === undefined) return showNone(place, route);
  if (read !== undefined && !read.ok) return showProblem(place, read.problem, again);
  // Units only help to seek: without them the events still tell themselves.
  const { unit, phase, person, day } = route;
  const view: View = {
    place, life, cycle, cycles: newestLaunches(cycles.value), units: units.ok ? units.value : [],
    all: events.map(happeningOf).reverse(), filter: { unit, phase, person, day }, shown: shownAtFirst,
  };
  draw(view);
  place.arrived(text('history.heading', { year: cycle.year }));
}

export function open(place: Place, route: Route): Close {
  const life = newLife();
  void load(place, life, route);
  return endOf(life);
}
