// One target of the card, opened: its years, how it was agreed, and the same target above, beside and below.

import { html, nothing, type TemplateResult } from 'lit-html';
import type { Scorecard, ScorecardRow } from '../api/scorecards';
import { numberText } from '../form/values';
import { colourTag, largeTrend } from '../parts/trend';
import { scorecardPath } from '../routes';
import { counted, text } from '../texts/texts';
import { type Compared, type Point, sharing, spreadOf } from './figures';
import { type ScorecardView, trendIn } from './scorecard_view';
import { bandWords, colourSummary, resultWords } from './scorecard_words';

function yearTable(points: Point[]): TemplateResult {
  return html`<div class="sideways" role="group" tabindex="0" aria-label=${text('scorecard.year_by_year')}><table class="ds-table year-table" data-color="neutral">
    <caption class="ds-sr-only">${text('scorecard.year_by_year')}</caption>
    <thead><tr><th scope="col">${text('scorecard.year')}</th><th scope="col" class="figure">${text('scorecard.target')}</th><th scope="col" class="figure">${text('scorecard.result')}</th><th scope="col">${text('scorecard.colour')}</th></tr></thead>
    <tbody>${points.map((point) => html`<tr><th scope="row">${point.isBaseline ? text('trend.start') : point.year}</th>
      <td class="figure">${point.target === '' ? '–' : point.target}</td><td class="figure">${point.text === '' ? '–' : point.text}</td>
      <td>${point.isBaseline ? '–' : colourTag(point.colour)}</td></tr>`)}</tbody>
  </table></div>`;
}

function howAgreed(row: ScorecardRow): TemplateResult | typeof nothing {
  const decidedBy = row.decidedBy === 'council' || row.decidedBy === 'agreement' ? text(`decided_by.${row.decidedBy}`) : row.decidedBy;
  const decided = row.decided === '' ? '' : row.caseNumber === '' ? text('scorecard.decided_by', { target: row.decided, who: decidedBy })
    : text('scorecard.decided_by_case', { target: row.decided, who: decidedBy, number: row.caseNumber });
  const told: [string, string][] = [
    [text('scorecard.proposed'), row.proposed],
    [text(row.capped ? 'scorecard.capped' : 'scorecard.agreed'), row.agreed],
    [text('scorecard.cap_reason'), row.capReason],
    [text('scorecard.decided'), decided],
    [text('scorecard.next_target'), row.nextTarget],
    [text('scorecard.initiatives'), row.initiatives],
    [text('scorecard.warning_sign'), row.warningSign],
    [text('scorecard.cause'), row.cause],
    [text('scorecard.follow_up'), row.followUp],
  ];
  const said = told.filter(([, words]) => words !== '');
  if (said.length === 0) return nothing;
  return html`<dl class="facts">${said.map(([label, words]) => html`<div><dt>${label}</dt><dd>${words}</dd></div>`)}
    ${row.changedByCouncil ? html`<div><dt>${text('scorecard.changed')}</dt><dd>${text('scorecard.changed_by_council')}</dd></div>` : nothing}</dl>`;
}

function comparedTable(view: ScorecardView, heading: string, compared: Compared[]): TemplateResult | typeof nothing {
  if (compared.length === 0) return nothing;
  return html`<tbody><tr class="compared-head"><th colspan="4" scope="rowgroup">${heading}</th></tr>
    ${compared.map(({ unitId, unit, row }) => html`<tr class=${unitId === view.card.unitId ? 'here' : ''}>
      <th scope="row">${unitId === view.card.unitId ? unit : html`<a class="ds-link" href=${scorecardPath(view.card.year, unitId, row.indicator)}>${unit}</a>`}</th>
      <td class="figure">${row.target === '' ? '–' : row.target}</td><td class="figure">${resultWords(row)}</td><td>${colourTag(row.colour)}</td></tr>`)}</tbody>`;
}

export function spreadWords(cards: Scorecard[], indicator: string, fewest = 1): string {
  const spread = spreadOf(sharing(cards, indicator));
  if (spread === undefined || spread.count < fewest) return '';
  const held = { low: numberText(spread.low), high: numberText(spread.high), middle: numberText(spread.middle), count: spread.count };
  return spread.count === 1 ? text('compared.spread_one', held) : text('compared.spread', held);
}

// How those like this one have it. The middle of fewer than three is nobody's to know; the server does not tell it.
export function similarWords(view: ScorecardView, indicator: string): string {
  const found = view.similar?.indicators.find((one) => one.indicator === indicator);
  if (found?.median === undefined) return '';
  const held = { count: found.unitCount, middle: numberText(Math.round(found.median * 100) / 100) };
  const level = view.similar?.level ?? '';
  return level === '' ? text('similar.middle', held) : text('similar.middle_of', { ...held, level });
}

function similarTable(view: ScorecardView, row: ScorecardRow): TemplateResult | typeof nothing {
  const found = view.similar?.indicators.find((one) => one.indicator === row.indicator);
  if (found === undefined) return nothing;
  const words = similarWords(view, row.indicator);
  return html`<h3 class="ds-heading" data-size="2xs">${text('similar.heading')}</h3>
    ${words === '' ? nothing : html`<p>${words}</p>`}
    <details class="similar"><summary>${counted('similar.units', found.unitCount)}</summary>
      <div class="sideways" role="group" tabindex="0" aria-label=${text('similar.heading')}><table class="ds-table" data-color="neutral">
        <caption class="ds-sr-only">${text('similar.heading')}</caption>
        <thead><tr><th scope="col">${text('board.unit')}</th><th scope="col" class="figure">${text('scorecard.result')}</th><th scope="col">${text('scorecard.colour')}</th></tr></thead>
        <tbody>${found.units.map((one) => html`<tr><th scope="row"><a class="ds-link" href=${scorecardPath(view.card.year, one.unitId, row.indicator)}>${one.unit}</a></th>
          <td class="figure">${resultWords(one)}</td><td>${colourTag(one.colour)}</td></tr>`)}</tbody>
      </table></div>
      ${found.units.length < found.unitCount ? html`<p class="about">${text('compared.left', { count: found.unitCount - found.units.length })}</p>` : nothing}
    </details>`;
}

// The same target above, here, beside and below.
function goalTree(view: ScorecardView, row: ScorecardRow): TemplateResult {
  const { cards } = view;
  if (cards === undefined) return html`<p class="about" role="status">${text('waiting')}</p>`;
  const above = sharing(cards.above, row.indicator);
  const beside = sharing(cards.beside, row.indicator);
  const below = sharing(cards.below, row.indicator);
  if (above.length + beside.length + below.length === 0) return html`<p>${text('compared.nobody')}</p>`;
  const spread = spreadWords(cards.beside, row.indicator);
  return html`${spread === '' ? nothing : html`<p>${spread}</p>`}
    <div class="sideways" role="group" tabindex="0" aria-label=${text('compared.heading')}><table class="ds-table compared-table" data-color="neutral">
      <caption class="ds-sr-only">${text('compared.heading')}</caption>
      <thead><tr><th scope="col">${text('board.unit')}</th><th scope="col" class="figure">${text('scorecard.target')}</th><th scope="col" class="figure">${text('scorecard.result')}</th><th scope="col">${text('scorecard.colour')}</th></tr></thead>
      ${comparedTable(view, text('compared.above'), above)}
      ${comparedTable(view, text('compared.here'), [{ unitId: view.card.unitId, unit: view.card.unit, row }])}
      ${comparedTable(view, text('compared.below'), below)}
      ${comparedTable(view, text('compared.beside'), beside)}
    </table></div>
    ${cards.left > 0 ? html`<p class="about">${text('compared.left', { count: cards.left })}</p>` : nothing}`;
}

export function rowDetails(view: ScorecardView, row: ScorecardRow): TemplateResult {
  const points = trendIn(view, row.indicator);
  const indicator = view.indicators.get(row.indicator);
  const bands = bandWords(indicator);
  const direction = row.direction === 'HIGHER_IS_BETTER' || row.direction === 'LOWER_IS_BETTER' ? text(`direction.${row.direction}`) : text('direction.NOT_JUDGED');
  return html`<div class="row-details">
    <div class="row-trend"><h3 class="ds-heading" data-size="2xs">${text('scorecard.year_by_year')}</h3>
      ${largeTrend(points, indicator)} ${yearTable(points)}
      <p>${colourSummary(row)} ${direction} ${bands}</p></div>
    <div class="row-agreed"><h3 class="ds-heading" data-size="2xs">${text('scorecard.how_agreed')}</h3>${howAgreed(row)}
      <h3 class="ds-heading" data-size="2xs">${text('compared.heading')}</h3>${goalTree(view, row)}
      ${similarTable(view, row)}</div>
  </div>`;
}
