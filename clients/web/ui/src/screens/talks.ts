// Samtaleark: the talks one has, as leader and as superior, and those one may know of.

import '../style/talk.css';
import { html, nothing, render, type TemplateResult } from 'lit-html';
import { listTalks } from '../api/agreements';
import type { Talk } from '../api/types';
import { type ExportTable, dayCell } from '../api/export';
import { dayInWords } from '../parts/dates';
import { exportButtons } from '../parts/export';
import { icon, tag } from '../parts/icon';
import { type Close, type Place, endOf, newLife } from '../parts/screen';
import { showFetched } from '../parts/states';
import { talkPath, taskPath } from '../routes';
import { text } from '../texts/texts';
import { isParty, yearOfCycle } from './agreement_words';

function stateWords(talk: Talk, person: string | undefined): string {
  if (talk.confirmed) return text('talk.confirmed');
  const told = isParty(talk, person) || talk.conductor === person;
  return told && talk.stateTitle !== '' ? talk.stateTitle : text('talk.open');
}

export function talkTag(talk: Talk, person: string | undefined): TemplateResult {
  return talk.confirmed ? tag('success', 'check', stateWords(talk, person)) : tag('info', 'ring', stateWords(talk, person));
}

function item(place: Place, talk: Talk, who: string): TemplateResult {
  const when = talk.date === '' ? text('talk.no_day') : dayInWords(talk.date, place.today);
  return html`<li class="ds-card task-card">
    <h3 class="ds-heading" data-size="2xs"><a class="ds-link" href=${talkPath(talk.cycle, talk.leader)}>${text('talk.with_year', { who, year: yearOfCycle(talk.cycle) })}</a>
      ${talkTag(talk, place.session.person?.id)}</h3>
    <p class="task-about">${talk.unit}</p>
    <p class="about">${talk.place === '' ? when : `${when}, ${talk.place}`}</p>
    ${talk.openTask === '' ? nothing : html`<p><a class="ds-link" href=${taskPath(talk.openTask)}>${text('talk.your_turn')}</a></p>`}</li>`;
}

function group(place: Place, heading: string, talks: Talk[], who: (talk: Talk) => string): TemplateResult | typeof nothing {
  if (talks.length === 0) return nothing;
  return html`<section class="group"><h2 class="ds-heading" data-size="sm">${heading} <span class="count">${talks.length}</span></h2>
    <ul class="cards">${talks.map((talk) => item(place, talk, who(talk)))}</ul></section>`;
}

// Who talks with whom and when; what was said is no table.
function tableOf(place: Place, talks: Talk[]): ExportTable {
  return {
    title: text('nav.talks'),
    columns: [{ title: text('launch.year'), kind: 'NUMBER' }, { title: text('board.unit') }, { title: text('export.leader') }, { title: text('export.superior') },
      { title: text('talk.held_by') }, { title: text('export.state') }, { title: text('talk.when'), kind: 'DATE' }, { title: text('history.time') }, { title: text('talk.where') }],
    rows: talks.map((talk) => [Number(yearOfCycle(talk.cycle)), talk.unit, talk.leaderName, talk.superiorName, talk.conductorName, stateWords(talk, place.session.person?.id),
      dayCell(talk.date), talk.time, talk.place]),
  };
}

function draw(place: Place, talks: Talk[]): void {
  const me = place.session.person?.id;
  const newest = [...talks].sort((one, other) => other.cycle.localeCompare(one.cycle));
  const own = newest.filter((talk) => talk.leader === me);
  const led = newest.filter((talk) => talk.leader !== me && (talk.superior === me || talk.conductor === me));
  const others = newest.filter((talk) => !own.includes(talk) && !led.includes(talk));
  render(
    html`<h1 class="ds-heading" data-size="lg" tabindex="-1">${text('nav.talks')}</h1>
      <p class="lead">${text('talks.lead')}</p>
      ${talks.length === 0 ? html`<div class="ds-card empty"><p class="empty-words">${icon('info')}<span>${text('talks.none')}</span></p><p>${text('talks.none_why')}</p></div>` : nothing}
      ${talks.length === 0 ? nothing : exportButtons(() => tableOf(place, newest))}
      ${group(place, text('talks.own'), own, (talk) => talk.conductorName === '' ? talk.superiorName : talk.conductorName)}
      ${group(place, text('talks.led'), led, (talk) => talk.leaderName)}
      ${group(place, text('talks.others'), others, (talk) => talk.leaderName)}`,
    place.host,
  );
}

export function open(place: Place): Close {
  const life = newLife();
  void showFetched(place, life, () => listTalks(place.municipality.name), (found) => {
    draw(place, found);
    place.arrived(text('nav.talks'));
  });
  return endOf(life);
}
