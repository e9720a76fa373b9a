// One page of the card to take to a staff meeting: what went well, what must be better, and room to write.

import { html, nothing, type TemplateResult } from 'lit-html';
import type { ScorecardRow } from '../api/scorecards';
import { icon } from '../parts/icon';
import { colourTag, smallTrend } from '../parts/trend';
import { scorecardPath } from '../routes';
import { counted, text } from '../texts/texts';
import { pickedForMeeting } from './figures';
import { similarWords, spreadWords } from './scorecard_details';
import { type ScorecardView, trendIn } from './scorecard_view';
import { resultWords } from './scorecard_words';

// The page leaves the leaders' hands: among fewer, one could tell whose result it is.
const fewestCompared = 3;

function row(view: ScorecardView, one: ScorecardRow): TemplateResult {
  // Those like this one say more than those that happen to lie beside it.
  const spread = similarWords(view, one.indicator) || (view.cards === undefined ? '' : spreadWords(view.cards.beside, one.indicator, fewestCompared));
  return html`<li class="meeting-row">
    <div class="meeting-name"><strong>${one.indicatorName}</strong>${spread === '' ? nothing : html`<span class="about">${spread}</span>`}</div>
    <div class="meeting-trend">${smallTrend(trendIn(view, one.indicator))}</div>
    <div class="meeting-figures"><span>${text('meeting.result', { result: resultWords(one) })}</span>
      <span class="about">${one.target === '' ? text('scorecard.no_target') : text('meeting.target', { target: one.target })}</span></div>
    <div>${colourTag(one.colour)}</div></li>`;
}

function part(view: ScorecardView, heading: string, rows: ScorecardRow[]): TemplateResult | typeof nothing {
  if (rows.length === 0) return nothing;
  return html`<section class="meeting-part"><h2 class="ds-heading" data-size="xs">${heading}</h2><ul>${rows.map((one) => row(view, one))}</ul></section>`;
}

export function meetingSheet(view: ScorecardView): TemplateResult {
  const { card } = view;
  const { good, better, followed } = pickedForMeeting(card.rows);
  const shown = good.length + better.length + followed.length;
  return html`<p class="way-back no-print"><a class="ds-link" href=${scorecardPath(card.year, card.unitId)}>${text('meeting.back')}</a></p>
    <article class="meeting">
      <p class="letterhead">${view.place.session.municipalityName}</p>
      <h1 class="ds-heading" data-size="lg" tabindex="-1">${text('meeting.heading', { unit: card.unit, year: card.year })}</h1>
      <p class="switch"><button class="ds-button" type="button" @click=${() => window.print()}>${text('print')}</button> <span class="about">${text('meeting.fits')}</span></p>
      ${shown === 0 ? html`<p class="note">${icon('info')}<span>${text('meeting.nothing')}</span></p>` : nothing}
      ${part(view, text('meeting.good'), good)}
      ${part(view, text('meeting.better'), better)}
      ${part(view, text('meeting.followed'), followed)}
      ${card.rows.length > shown ? html`<p class="about">${counted('meeting.more', card.rows.length - shown)}</p>` : nothing}
      <section class="meeting-part talk-about"><h2 class="ds-heading" data-size="xs">${text('meeting.talk_about')}</h2>
        <ol>${(['meeting.question_good', 'meeting.question_better', 'meeting.question_next'] as const).map((key) => html`<li>${text(key)}<span class="write-line" aria-hidden="true"></span><span class="write-line" aria-hidden="true"></span></li>`)}</ol></section>
    </article>`;
}
