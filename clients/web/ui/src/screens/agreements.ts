// Lederavtaler: one's own, those with the people one leads, and those one may know of.

import '../style/agreement.css';
import { html, nothing, render, type TemplateResult } from 'lit-html';
import { listAllAgreements } from '../api/agreements';
import type { Agreement } from '../api/types';
import { type ExportTable, dayCell } from '../api/export';
import { dayInWords } from '../parts/dates';
import { exportButtons } from '../parts/export';
import { dayOf } from '../parts/days';
import { icon } from '../parts/icon';
import { type Close, type Place, endOf, newLife } from '../parts/screen';
import { showFetched } from '../parts/states';
import { agreementPath, taskPath } from '../routes';
import { counted, text } from '../texts/texts';
import { type Pair, pairsOf } from './agreement_document';
import { agreementTitle, stateTag, stateWords, yearOfCycle } from './agreement_words';

function lastSigned(agreement: Agreement): string | undefined {
  if (agreement.signatures.length < 2) return undefined;
  return agreement.signatures.map((one) => one.time).sort().at(-1);
}

function signedWords(place: Place, agreement: Agreement): string {
  const time = lastSigned(agreement);
  if (time !== undefined) return text('agreement.both_signed', { day: dayInWords(dayOf(time), place.today) });
  const signature = agreement.signatures[0];
  return signature === undefined ? '' : text('agreement.one_signed', { who: signature.personName, day: dayInWords(dayOf(signature.time), place.today) });
}

function item(place: Place, pair: Pair, who: string): TemplateResult {
  const { newest, earlier } = pair;
  const me = place.session.person?.id;
  const signed = signedWords(place, newest);
  return html`<li class="ds-card task-card">
    <h3 class="ds-heading" data-size="2xs"><a class="ds-link" href=${agreementPath(newest.name)}>${agreementTitle(newest)}, ${who}</a> ${stateTag(newest, me)}</h3>
    <p class="task-about">${newest.units.length === 0 ? newest.unit : newest.units.join(', ')}</p>
    ${signed === '' ? nothing : html`<p class="about">${signed}</p>`}
    ${newest.openTask === '' ? nothing : html`<p><a class="ds-link" href=${taskPath(newest.openTask)}>${text('talk.your_turn')}</a></p>`}
    ${earlier.length === 0 ? nothing : html`<p class="about">${text('agreement.earlier')} ${earlier.map((one, index) => html`${index === 0 ? '' : ', '}<a class="ds-link"
      href=${agreementPath(one.name)}>${text('agreement.version_of', { title: agreementTitle(one), version: one.version })}</a>`)}</p>`}
  </li>`;
}

function group(place: Place, heading: string, pairs: Pair[], who: (pair: Pair) => string): TemplateResult | typeof nothing {
  if (pairs.length === 0) return nothing;
  return html`<section class="group">
    <h2 class="ds-heading" data-size="sm">${heading} <span class="count">${pairs.length}</span></h2>
    <ul class="cards">${pairs.map((pair) => item(place, pair, who(pair)))}</ul>
  </section>`;
}

function tableOf(place: Place, agreements: Agreement[]): ExportTable {
  const signed = (one: Agreement): string | undefined => {
    const time = lastSigned(one);
    return time === undefined ? undefined : dayOf(time);
  };
  return {
    title: text('nav.agreements'),
    columns: [{ title: text('launch.year'), kind: 'NUMBER' }, { title: text('agreement.units') }, { title: text('export.leader') }, { title: text('export.superior') },
      { title: text('agreement.version'), kind: 'NUMBER' }, { title: text('agreement.state') }, { title: text('export.signed'), kind: 'DATE' }],
    rows: agreements.map((one) => [Number(yearOfCycle(one.cycle)), one.units.length === 0 ? one.unit : one.units.join(', '), one.leaderName, one.superiorName, one.version,
      stateWords(one, place.session.person?.id), dayCell(signed(one))]),
  };
}

function draw(place: Place, agreements: Agreement[]): void {
  const me = place.session.person?.id;
  const pairs = pairsOf(agreements);
  const own = pairs.filter(({ newest }) => newest.leader === me);
  const led = pairs.filter(({ newest }) => newest.superior === me && newest.leader !== me);
  const others = pairs.filter(({ newest }) => newest.leader !== me && newest.superior !== me);
  const signed = others.filter(({ newest }) => newest.state === 'SIGNED').length;
  render(
    html`<h1 class="ds-heading" data-size="lg" tabindex="-1">${text('nav.agreements')}</h1>
      <p class="lead">${text('agreements.lead')}</p>
      ${pairs.length === 0 ? html`<div class="ds-card empty"><p class="empty-words">${icon('info')}<span>${text('agreements.none')}</span></p><p>${text('agreements.none_why')}</p></div>` : nothing}
      ${pairs.length === 0 ? nothing : exportButtons(() => tableOf(place, agreements))}
      ${group(place, text('agreements.own'), own, ({ newest }) => text('agreement.with', { who: newest.superiorName }))}
      ${group(place, text('agreements.led'), led, ({ newest }) => newest.leaderName)}
      ${others.length === 0 ? nothing : html`<p class="about group">${counted('agreements.signed_of', others.length, { signed })}</p>`}
      ${group(place, text('agreements.others'), others, ({ newest }) => newest.leaderName)}`,
    place.host,
  );
}

export function open(place: Place): Close {
  const life = newLife();
  void showFetched(place, life, () => listAllAgreements(place.municipality.name), (found) => {
    draw(place, found);
    place.arrived(text('nav.agreements'));
  });
  return endOf(life);
}
