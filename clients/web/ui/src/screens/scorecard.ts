// Målekort: a unit's targets and results of a year, how they have gone, and how they hang together with those around.

import '../style/scorecard.css';
import { html, nothing, render, type TemplateResult } from 'lit-html';
import { type Scorecard, type ScorecardRow, compareScorecard, getScorecard, listIndicators, listUnits } from '../api/scorecards';
import { type ExportTable } from '../api/export';
import { numberText } from '../form/values';
import { exportButtons } from '../parts/export';
import { icon } from '../parts/icon';
import { type Close, type Place, endOf, newLife } from '../parts/screen';
import { showProblem, showWaiting } from '../parts/states';
import { colourTag, colourWords, smallTrend } from '../parts/trend';
import { meetingPath, scorecardPath } from '../routes';
import { counted, text } from '../texts/texts';
import { countsOf, figureOf } from './figures';
import { rowDetails } from './scorecard_details';
import { meetingSheet } from './scorecard_meeting';
import { resultWords } from './scorecard_words';
import { type CardsAround, type ScorecardRoute, type ScorecardView, trendIn } from './scorecard_view';
import { around } from './unit_tree';

const yearsBack = 4;
const mostCompared = 60;

function rowName(view: ScorecardView, row: ScorecardRow, opened: boolean): TemplateResult {
  const path = opened ? scorecardPath(view.card.year, view.card.unitId) : scorecardPath(view.card.year, view.card.unitId, row.indicator);
  return html`<th scope="row"><a class="ds-link" href=${path} aria-expanded=${opened ? 'true' : 'false'} ?data-arrive=${opened}>${row.indicatorName}</a>
    <span class="row-unit">${row.unitOfMeasure}${row.beforeYourTime ? html` · ${text('scorecard.before_your_time')}` : nothing}</span></th>`;
}

function tableRow(view: ScorecardView, row: ScorecardRow): TemplateResult {
  const opened = view.route.indicator === row.indicator;
  return html`<tr class=${opened ? 'opened' : ''}>
      ${rowName(view, row, opened)}
      <td class="trend-cell" data-label=${text('scorecard.trend')}>${smallTrend(trendIn(view, row.indicator))}</td>
      <td class="figure" data-label=${text('scorecard.target')}>${row.target === '' ? text('scorecard.no_target') : row.target}</td>
      <td class="figure" data-label=${text('scorecard.result')}>${resultWords(row)}</td>
      <td data-label=${text('scorecard.colour')}>${colourTag(row.colour)}</td>
    </tr>
    ${opened ? html`<tr class="details-row"><td colspan="5">${rowDetails(view, row)}</td></tr>` : nothing}`;
}

function perspectives(rows: ScorecardRow[]): string[] {
  return [...new Set(rows.map((row) => row.perspective))];
}

function cardTable(view: ScorecardView): TemplateResult {
  return html`${perspectives(view.card.rows).map((perspective) => html`<section class="perspective">
    <h2 class="ds-heading" data-size="sm">${perspective === '' ? text('scorecard.no_perspective') : perspective}</h2>
    <table class="ds-table card-table" data-color="neutral">
      <thead><tr><th scope="col">${text('scorecard.indicator')}</th><th scope="col">${text('scorecard.trend')}</th>
        <th scope="col" class="figure">${text('scorecard.target')}</th><th scope="col" class="figure">${text('scorecard.result')}</th><th scope="col">${text('scorecard.colour')}</th></tr></thead>
      <tbody>${view.card.rows.filter((row) => row.perspective === perspective).map((row) => tableRow(view, row))}</tbody>
    </table></section>`)}`;
}

// Result and target in words, and as numbers where they are one.
function tableOf(view: ScorecardView): ExportTable {
  const { card } = view;
  return {
    title: headingOf(view),
    columns: [{ title: text('export.perspective') }, { title: text('scorecard.indicator') }, { title: text('export.measure') }, { title: text('scorecard.target') },
      { title: text('scorecard.result') }, { title: text('export.result_number'), kind: 'NUMBER' }, { title: text('scorecard.colour') }],
    rows: card.rows.map((row) => [row.perspective, row.indicatorName, row.unitOfMeasure, row.target, resultWords(row),
      row.missing === 'NONE' ? figureOf(row.result) ?? null : null, colourWords(row.colour)]),
  };
}

function tally(card: Scorecard): TemplateResult {
  const counts = countsOf(card.rows);
  return html`<p class="lead">${counted('scorecard.targets', card.rows.length)}</p>
    <ul class="tally" aria-label=${text('scorecard.tally')}>${(['GREEN', 'YELLOW', 'RED', 'NOT_JUDGED'] as const).filter((colour) => counts[colour] > 0)
      .map((colour) => html`<li><span class="tally-count">${counts[colour]}</span> ${colourTag(colour)}</li>`)}</ul>`;
}

function way(view: ScorecardView): TemplateResult {
  const { above } = view.around;
  const { year } = view.card;
  return html`<nav class="card-way no-print" aria-label=${text('board.way')}><ol>
    <li><a class="ds-link" href="/malekort/alle">${text('scorecards.all')}</a></li>
    ${above.map((unit) => html`<li><a class="ds-link" href=${scorecardPath(year, unit.unitId)}>${unit.unit}</a></li>`)}
    <li aria-current="page">${view.card.unit}</li></ol></nav>`;
}

function belowList(view: ScorecardView): TemplateResult | typeof nothing {
  const { below } = view.around;
  if (below.length === 0) return nothing;
  return html`<section class="group no-print"><h2 class="ds-heading" data-size="sm">${text('scorecard.units_below')}</h2>
    <ul class="unit-list">${below.map((unit) => html`<li class="unit-link"><a class="ds-link" href=${scorecardPath(view.card.year, unit.unitId)}>${unit.unit}</a>
      <span class="about">${unit.vacant ? text('board.vacant') : unit.leaderName}</span></li>`)}</ul></section>`;
}

function yearLinks(view: ScorecardView): TemplateResult | typeof nothing {
  if (view.years.length < 2) return nothing;
  return html`<nav class="card-years no-print" aria-label=${text('scorecard.years')}><ul>${view.years.map((card) => html`<li><a class="ds-link"
    href=${scorecardPath(card.year, card.unitId)} aria-current=${card.year === view.card.year ? 'page' : nothing}>${card.year}</a></li>`)}</ul></nav>`;
}

function wholeCard(view: ScorecardView): TemplateResult {
  const { card } = view;
  const frame = card.frame === undefined ? nothing
    : html`<p class="about">${text(card.framePreliminary ? 'scorecard.frame_preliminary' : 'scorecard.frame', { amount: numberText(card.frame) })}</p>`;
  return html`${way(view)}
    <h1 class="ds-heading" data-size="lg" tabindex="-1">${headingOf(view)}</h1>
    ${card.rows.length === 0 ? html`<p class="note">${icon('info')}<span>${text('scorecard.empty', { unit: card.unit, year: card.year })}</span></p>` : tally(card)}
    ${frame} ${yearLinks(view)}
    ${card.rows.length === 0 ? nothing : html`<p class="switch"><a class="ds-button" data-variant="secondary" href=${meetingPath(card.year, card.unitId)}>${text('scorecard.for_meeting')}</a>
      <button class="ds-button" type="button" data-variant="tertiary" @click=${() => window.print()}>${text('print')}</button></p>`}
    ${card.rows.length === 0 ? nothing : exportButtons(() => tableOf(view))}
    ${cardTable(view)} ${belowList(view)}`;
}

function headingOf(view: ScorecardView): string {
  return text('scorecard.heading', { unit: view.card.unit, year: view.card.year });
}

function draw(view: ScorecardView): void {
  render(view.route.forMeeting ? meetingSheet(view) : wholeCard(view), view.place.host);
}

// The cards of those above, beside and below: fetched when somebody looks at one target, or makes a sheet for a meeting.
async function fetchAround(view: ScorecardView): Promise<void> {
  const { above, beside, below } = view.around;
  const near = [...below, ...beside].slice(0, mostCompared);
  const wanted = [...above, ...near];
  const municipality = view.place.municipality.name;
  const [similar, ...answers] = await Promise.all([
    compareScorecard(municipality, view.card.unitId, view.card.year), ...wanted.map((unit) => getScorecard(municipality, unit.unitId, view.card.year)),
  ]);
  if (!view.life.alive) return;
  if (similar.ok) view.similar = similar.value;
  const found = new Map(answers.flatMap((answer) => (answer.ok ? [[answer.value.unitId, answer.value] as const] : [])));
  const those = (units: { unitId: string }[]): Scorecard[] => units.flatMap((unit) => found.get(unit.unitId) ?? []);
  const cards: CardsAround = { above: those(above), beside: those(beside), below: those(below), left: beside.length + below.length - near.length };
  view.cards = cards;
  view.redraw();
}

async function load(place: Place, route: ScorecardRoute, life = newLife()): Promise<void> {
  const stopWaiting = showWaiting(place, life);
  const municipality = place.municipality.name;
  const years = Array.from({ length: yearsBack + 1 }, (_, back) => route.year - back);
  const [units, indicators, card, ...earlier] = await Promise.all([
    listUnits(municipality), listIndicators(municipality), ...years.map((year) => getScorecard(municipality, route.unit, year)),
  ]);
  stopWaiting();
  if (!life.alive || card === undefined) return;
  if (!card.ok) {
    showProblem(place, card.problem, () => void load(place, route, life));
    return;
  }
  const known = units.ok ? units.value : [];
  const view: ScorecardView = {
    place, life, route, card: card.value,
    years: [...earlier.flatMap((answer) => (answer.ok && answer.value.rows.length > 0 ? [answer.value] : [])).reverse(), card.value],
    indicators: new Map((indicators.ok ? indicators.value : []).map((one) => [one.indicator, one])),
    units: known, around: around(known, card.value.unitId),
    redraw: () => draw(view),
  };
  draw(view);
  const row = card.value.rows.find((one) => one.indicator === route.indicator);
  place.arrived(route.forMeeting ? text('meeting.title', { unit: card.value.unit }) : row === undefined ? headingOf(view) : `${row.indicatorName}, ${card.value.unit} ${card.value.year}`);
  if (row !== undefined || route.forMeeting) await fetchAround(view);
}

export function open(place: Place, route: ScorecardRoute): Close {
  const life = newLife();
  void load(place, route, life);
  return endOf(life);
}
