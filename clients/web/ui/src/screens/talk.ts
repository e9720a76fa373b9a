// Samtaleark: one page for the talk. Targets and results, promises old and new, what both have prepared, and the minutes.

import '../style/talk.css';
import '../style/scorecard.css';
import { html, nothing, render, type TemplateResult } from 'lit-html';
import { getTalk } from '../api/api';
import { watchCycles } from '../api/events';
import type { Result } from '../api/http';
import type { Scorecard } from '../api/scorecards';
import type { CycleEvent } from '../api/types';
import { shownText } from '../form/shown';
import type { Row } from '../form/values';
import { dayInWords, dayWithDistance } from '../parts/dates';
import { dayOf } from '../parts/days';
import { writesDraft } from '../parts/draft';
import { icon } from '../parts/icon';
import { type Close, type Life, type Place, endOf, newLife } from '../parts/screen';
import { showFetched } from '../parts/states';
import { colourTag, smallTrend } from '../parts/trend';
import { scorecardPath, taskPath } from '../routes';
import { text } from '../texts/texts';
import { yearOfCycle } from './agreement_words';
import { trendOf } from './figures';
import { newPromiseView, promiseList } from './promises';
import { resultWords } from './scorecard_words';
import { type Sheet, fetchSheet, isInside, refreshSheet } from './talk_fetching';
import { type MinutesPart, type Preparation, type Said, type Side, minutesParts, preparationsOf, promisesOf } from './talk_sheet';
import { talkTag } from './talks';

interface View extends Sheet {
  life: Life;
}

function facts(view: View): TemplateResult {
  const { talk, place } = view;
  const when = talk.date === '' ? text('talk.no_day') : `${dayInWords(talk.date, place.today)}${talk.time === '' ? '' : text('talk.at', { time: talk.time })}`;
  const told: [string, string | TemplateResult][] = [
    [text('talk.when'), when],
    [text('talk.where'), talk.place],
    [text('talk.held_by'), talk.conductorName === '' ? talk.superiorName : talk.conductorName],
    [text('agreement.state'), talkTag(talk, place.session.person?.id)],
  ];
  return html`<dl class="facts task-facts">${told.filter(([, words]) => words !== '').map(([label, words]) => html`<div><dt>${label}</dt><dd>${words}</dd></div>`)}</dl>`;
}

function turn(view: View): TemplateResult | typeof nothing {
  const me = view.place.session.person?.id;
  const mine = view.tasks.filter((task) => task.state === 'OPEN' && task.assignee === me);
  if (mine.length === 0) return nothing;
  const due = mine[0]?.dueTime;
  return html`<div class="ds-card turn no-print"><p class="turn-words">${text('talk.your_turn')}</p>
    ${due === undefined ? nothing : html`<p>${text('tasks.due', { day: dayWithDistance(dayOf(due), view.place.today) })}</p>`}
    <p class="buttons">${mine.map((task) => html`<a class="ds-button" href=${taskPath(task.name)}>${task.title}</a>`)}</p></div>`;
}

function results(view: View): TemplateResult {
  const cards = view.cards.filter((years) => (years.at(-1)?.rows.length ?? 0) > 0);
  return html`<section class="talk-part results"><h2 class="ds-heading" data-size="sm">${text('talk.results')}</h2>
    ${cards.length === 0 ? html`<p class="about">${text('talk.no_card')}</p>` : nothing}
    ${cards.map((years) => {
      const card = years.at(-1) as Scorecard;
      return html`<h3 class="ds-heading" data-size="2xs"><a class="ds-link" href=${scorecardPath(card.year, card.unitId)}>${card.unit}</a></h3>
        <ul class="talk-rows">${card.rows.map((row) => html`<li class="talk-row">
          <span class="talk-name">${row.indicatorName}</span>
          <span class="talk-trend">${smallTrend(trendOf(years, row.indicator))}</span>
          <span class="talk-figures">${text('talk.target_result', { target: row.target === '' ? '–' : row.target, result: resultWords(row) === '' ? '–' : resultWords(row) })}</span>
          ${colourTag(row.colour)}</li>`)}</ul>`;
    })}</section>`;
}

function promises(view: View): TemplateResult {
  const { earlier, fresh } = promisesOf(view.talk, view.promises.all);
  return html`<section class="talk-part"><h2 class="ds-heading" data-size="sm">${text('commitments.heading')}</h2>
    <div class="two"><div><h3 class="ds-heading" data-size="2xs">${text('commitments.earlier')}</h3>${promiseList(view.promises, earlier, text('commitments.none_earlier'))}</div>
    <div><h3 class="ds-heading" data-size="2xs">${text('commitments.fresh')}</h3>${promiseList(view.promises, fresh, text('commitments.none_fresh'))}</div></div></section>`;
}

function saidList(said: Said[]): TemplateResult {
  return html`<dl class="said-list">${said.map((one) => html`<dt>${one.field.label}</dt><dd class="said">${one.words}</dd>`)}</dl>`;
}

// What is for oneself alone stands apart, says so, and is not printed.
function ownNotes(own: Said[]): TemplateResult | typeof nothing {
  if (own.length === 0) return nothing;
  return html`<div class="own-notes no-print"><p class="own-notes-head">${icon('lock')}<span>${text('talk.only_you')}</span></p>${saidList(own)}</div>`;
}

function preparation(view: View, side: Side, preparations: Preparation[]): TemplateResult {
  const { talk, place } = view;
  const name = side === 'leader' ? talk.leaderName : talk.superiorName;
  const found = preparations.filter((one) => one.side === side);
  const mine = place.session.person?.id === (side === 'leader' ? talk.leader : talk.superior);
  const shared = found.flatMap((one) => one.shared);
  const draft = found.some((one) => one.task.state === 'OPEN');
  return html`<div class="side"><h3 class="ds-heading" data-size="2xs">${text('talk.prepared_by', { who: name })}</h3>
    ${shared.length === 0 ? html`<p class="about">${text(mine ? 'talk.nothing_prepared_you' : 'talk.nothing_prepared', { who: name })}</p>`
      : html`<p class="shared-by about">${icon('eye')}<span>${text(draft ? 'talk.shared_draft' : 'talk.shared')}</span></p>${saidList(shared)}`}
    ${ownNotes(found.flatMap((one) => one.own))}</div>`;
}

// What is promised in the minutes stands as commitments once the leader has confirmed.
function minutesRows(view: View, part: MinutesPart): TemplateResult | typeof nothing {
  if (part.rows.length === 0 || view.talk.confirmed) return nothing;
  const said = (row: Row): string => part.field.columns.map((column) => shownText(column, row[column.id], view.place.today)).filter((words) => words !== '').join(' · ');
  return html`<h4 class="minutes-more">${part.field.label}</h4><ul class="minutes-rows">${part.rows.map((row) => html`<li>${said(row)}</li>`)}</ul>`;
}

function minutes(view: View): TemplateResult {
  const { talk } = view;
  const parts = minutesParts(talk, view.tasks);
  return html`<div class="side minutes"><h3 class="ds-heading" data-size="2xs">${text('talk.minutes')}</h3>
    ${parts.length === 0 ? html`<p class="about">${text('talk.no_minutes')}</p><p class="write-room" aria-hidden="true"></p>` : nothing}
    ${parts.map((part) => html`${part.words === '' ? nothing : html`<p class="said">${part.words}</p>`}${minutesRows(view, part)}`)}
    ${talk.remark === '' ? nothing : html`<h4 class="minutes-more">${text('talk.remark')}</h4><p class="said">${talk.remark}</p>`}
    ${talk.addenda.length === 0 ? nothing : html`<h4 class="minutes-more">${text('talk.addenda')}</h4><ul class="minutes-rows">${talk.addenda.map((one) => html`<li>${one}</li>`)}</ul>`}
  </div>`;
}

function draw(view: View): void {
  const { talk, place } = view;
  const inside = isInside(view) || talk.minutes !== undefined;
  const preparations = preparationsOf(talk, view.tasks);
  render(
    html`<p class="way-back"><a class="ds-link" href="/samtaleark">${text('talk.to_all')}</a></p>
      <article class="talk-sheet">
        <p class="letterhead">${place.session.municipalityName}</p>
        <h1 class="ds-heading" data-size="lg" tabindex="-1">${headingOf(view)}</h1>
        <p class="lead">${text('agreement.between', { leader: talk.leaderName, superior: talk.superiorName })}</p>
        ${facts(view)} ${turn(view)}
        <p class="switch"><button class="ds-button" type="button" data-variant="secondary" @click=${() => window.print()}>${text('print')}</button></p>
        ${results(view)}
        ${inside ? html`${promises(view)}
          <section class="talk-part"><h2 class="ds-heading" data-size="sm">${text('talk.said')}</h2>
            <div class="three">${preparation(view, 'leader', preparations)} ${preparation(view, 'superior', preparations)} ${minutes(view)}</div></section>`
          : html`<p class="note">${icon('info')}<span>${text('talk.hidden')}</span></p>`}
      </article>`,
    place.host,
  );
}

function headingOf(view: View): string {
  return text('talk.heading', { who: view.talk.leaderName, year: yearOfCycle(view.talk.cycle) });
}

function begin(view: View, key: string): void {
  const { place, life } = view;
  const { promises: said } = view;
  const kept = writesDraft(place, key, {
    what: () => text('commitments.settle'),
    isUnsent: () => said.settling !== undefined && said.comment.trim() !== '',
    keep: () => ({ settling: said.settling, comment: said.comment }),
  });
  if (kept?.settling !== undefined) Object.assign(said, kept);
  draw(view);
  place.arrived(headingOf(view));
  const refresh = async (events: CycleEvent[]): Promise<void> => {
    await place.refresh();
    if ((await refreshSheet(view, events)) && life.alive) draw(view);
  };
  // What one writes oneself is told to nobody: whoever comes back to the page sees it.
  const back = (): void => void refresh([]);
  window.addEventListener('focus', back);
  life.endings.push(
    watchCycles([view.talk.cycle], place.municipality.position, (events) => void refresh(events)),
    () => window.removeEventListener('focus', back),
  );
}

export function open(place: Place, route: { cycle: string; leader: string }): Close {
  const life = newLife();
  const fetch = async (): Promise<Result<View>> => {
    const answer = await getTalk(`${place.municipality.name}/cycles/${route.cycle}`, route.leader);
    if (!answer.ok) return answer;
    const redraw = (): void => {
      if (life.alive) draw(view);
    };
    const view: View = { place, life, talk: answer.value, heads: [], tasks: [], cards: [], promises: newPromiseView(place, life, redraw) };
    await fetchSheet(view);
    return { ok: true, value: view };
  };
  void showFetched(place, life, fetch, (view) => begin(view, `talks/${route.cycle}/${route.leader}`));
  return endOf(life);
}
