// Lederavtale: read as it stands, what is new in it, who has signed, and what that means.

import '../style/agreement.css';
import { html, nothing, render, type TemplateResult } from 'lit-html';
import { listAllAgreements } from '../api/agreements';
import { getAgreement, listTasks } from '../api/api';
import { watchCycles } from '../api/events';
import type { Result } from '../api/http';
import type { Agreement, Party, Task } from '../api/types';
import { dayWithDistance, momentInWords } from '../parts/dates';
import { dayOf } from '../parts/days';
import { icon } from '../parts/icon';
import { type Close, type Life, type Place, endOf, newLife } from '../parts/screen';
import { showFetched } from '../parts/states';
import { agreementPath, taskPath } from '../routes';
import { named, text } from '../texts/texts';
import { dayOrWords, differenceList } from './agreement_differences';
import { type Parts, byUnit, comparedWith, differences, holderOf, partsOf, signatureOf, versionsBefore } from './agreement_document';
import { agreementTitle, isParty, stateTag } from './agreement_words';

interface View {
  place: Place;
  life: Life;
  agreement: Agreement;
  versions: Agreement[];
  // The one that it is compared with.
  before?: Agreement;
  // What I must do with it now.
  tasks: Task[];
}

function facts(view: View): TemplateResult {
  const { agreement, place } = view;
  const units = agreement.units.length === 0 ? agreement.unit : agreement.units.join(', ');
  return html`<dl class="facts task-facts">
    <div><dt>${text('agreement.units')}</dt><dd>${units}</dd></div>
    <div><dt>${text('agreement.version')}</dt><dd>${agreement.version}</dd></div>
    <div><dt>${text('agreement.state')}</dt><dd>${stateTag(agreement, place.session.person?.id)}</dd></div>
  </dl>`;
}

function nameOf(agreement: Agreement, party: Party): string {
  return party === 'LEADER' ? agreement.leaderName : agreement.superiorName;
}

// What I must do now, or who has it.
function turn(view: View): TemplateResult | typeof nothing {
  const { agreement, place, tasks } = view;
  const task = tasks[0];
  if (task !== undefined) {
    return html`<div class="ds-card turn">
      <p class="turn-words">${text('agreement.your_turn')}</p>
      ${task.dueTime === undefined ? nothing : html`<p>${text('tasks.due', { day: dayWithDistance(dayOf(task.dueTime), place.today) })}</p>`}
      <p class="buttons">${tasks.map((one) => html`<a class="ds-button" href=${taskPath(one.name)}>${one.title}</a>`)}</p>
    </div>`;
  }
  const holder = holderOf(agreement);
  if (holder === undefined || !isParty(agreement, place.session.person?.id)) return nothing;
  const who = holder.parties.map((party) => nameOf(agreement, party)).join(text('agreement.and'));
  const words = { DRAFT: text('agreement.being_written', { who }), REVIEW: text('agreement.being_read', { who }), SIGNING: text('agreement.being_signed', { who }) };
  return html`<p class="note no-print">${icon('info')}<span>${words[agreement.state as keyof typeof words]}</span></p>`;
}

function meaning(view: View): TemplateResult | typeof nothing {
  const { state } = view.agreement;
  if (state === 'SIGNED') return html`<p class="note">${icon('lock')}<span>${text('agreement.locked')}</span></p>`;
  if (state === 'SUPERSEDED') {
    const later = view.versions.find((one) => one.supersedes === view.agreement.name);
    return html`<p class="note">${icon('dash')}<span>${text('agreement.superseded')} ${later === undefined ? nothing
      : html`<a class="ds-link" href=${agreementPath(later.name)}>${text('agreement.read_newer')}</a>`}</span></p>`;
  }
  if (state === 'ENDED') return html`<p class="note">${icon('dash')}<span>${text('agreement.ended')}</span></p>`;
  if (state === 'NOT_SIGNED') return html`<p class="note">${icon('no')}<span>${text('agreement.not_signed')}</span></p>`;
  return html`<section class="meaning"><h2 class="ds-heading" data-size="xs">${text('agreement.meaning_heading')}</h2><p>${text('agreement.meaning')}</p></section>`;
}

function whatIsNew(view: View, parts: Parts): TemplateResult | typeof nothing {
  const { before, agreement } = view;
  if (before?.document === undefined) return nothing;
  const found = differences(partsOf(before.document), parts);
  const than = html`<a class="ds-link" href=${agreementPath(before.name)}>${text('agreement.version_of', { title: agreementTitle(before), version: before.version })}</a>`;
  const heading = before.cycle === agreement.cycle ? text('agreement.new_since_version') : text('agreement.new_since_year');
  return html`<details class="what-is-new no-print" ?open=${found.length > 0}>
    <summary><h2 class="ds-heading" data-size="xs">${heading} <span class="count">${found.length}</span></h2></summary>
    <p class="about">${text('agreement.compared_with')} ${than}.</p>
    ${found.length === 0 ? html`<p>${text('agreement.nothing_new')}</p>` : differenceList(found, view.place.today)}
  </details>`;
}

function targets(parts: Parts): TemplateResult | typeof nothing {
  if (parts.targets.length === 0) return nothing;
  return html`<section><h2 class="ds-heading" data-size="sm">${text('agreement.targets')}</h2>
    ${byUnit(parts.targets).map(({ unit, targets: those }) => html`<table class="ds-table document-table" data-color="neutral">
      <caption>${unit}</caption>
      <thead><tr><th scope="col">${text('agreement.indicator')}</th><th scope="col" class="figure">${text('agreement.target')}</th><th scope="col">${text('agreement.decided_by')}</th></tr></thead>
      <tbody>${those.map((one) => html`<tr><th scope="row" data-label=${text('agreement.indicator')}>${one.indicator}</th>
        <td class="figure" data-label=${text('agreement.target')}>${one.target}</td><td data-label=${text('agreement.decided_by')}>${named('decided_by', one.decidedBy) || one.decidedBy}</td></tr>`)}</tbody>
    </table>`)}</section>`;
}

function commitments(view: View, parts: Parts): TemplateResult | typeof nothing {
  if (parts.commitments.length === 0) return nothing;
  return html`<section><h2 class="ds-heading" data-size="sm">${text('commitments.heading')}</h2>
    <ul class="promises">${parts.commitments.map((one) => html`<li>${text('agreement.promise', { who: one.by })} ${one.what}
      ${one.due === '' ? nothing : html`<span class="about">${text('agreement.promise_due', { day: dayOrWords(one.due, view.place.today) })}</span>`}</li>`)}</ul></section>`;
}

function clauses(parts: Parts): TemplateResult {
  return html`${parts.clauses.map((one) => html`<section><h2 class="ds-heading" data-size="xs">${one.heading}</h2><p class="said">${one.text}</p></section>`)}
    ${parts.personalClauses === '' ? nothing : html`<section><h2 class="ds-heading" data-size="xs">${text('agreement.personal_clauses')}</h2><p class="said">${parts.personalClauses}</p></section>`}`;
}

function refusals(view: View, parts: Parts): TemplateResult | typeof nothing {
  const given = (['LEADER', 'SUPERIOR'] as const).filter((party) => parts.refusals[party] !== '');
  if (given.length === 0) return nothing;
  return html`<section><h2 class="ds-heading" data-size="xs">${text('agreement.refusals')}</h2>
    ${given.map((party) => html`<p class="said"><strong>${nameOf(view.agreement, party)}:</strong> ${parts.refusals[party]}</p>`)}</section>`;
}

function signatureSlot(view: View, party: Party): TemplateResult {
  const { agreement, place } = view;
  const signature = signatureOf(agreement, party);
  return html`<div class=${signature === undefined ? 'slot' : 'slot signed'}>
    <p class="slot-party">${text(party === 'LEADER' ? 'party.LEADER' : 'party.SUPERIOR')}</p>
    <p class="slot-name">${signature?.personName ?? nameOf(agreement, party)}</p>
    <p class="slot-state">${signature === undefined ? html`${icon('ring')}<span>${text('agreement.slot_empty')}</span>`
      : html`${icon('check')}<span>${text('agreement.slot_signed', { moment: momentInWords(signature.time, place.today) })}</span>`}</p>
    ${signature === undefined || signature.authority === '' ? nothing : html`<p class="about">${text('agreement.by_authority', { authority: signature.authority })}</p>`}
  </div>`;
}

// Those who are not told who has signed are shown no empty lines for it either.
function signatures(view: View): TemplateResult | typeof nothing {
  const { agreement, place } = view;
  if (agreement.documentHash === '' && !isParty(agreement, place.session.person?.id)) return nothing;
  return html`<section class="signatures"><h2 class="ds-heading" data-size="sm">${text('agreement.signatures')}</h2>
    <div class="slots">${signatureSlot(view, 'LEADER')}${signatureSlot(view, 'SUPERIOR')}</div>
    ${agreement.documentHash === '' ? nothing : html`<p class="hash">${text('agreement.hash')} <span>${agreement.documentHash}</span></p>`}</section>`;
}

function earlier(view: View): TemplateResult | typeof nothing {
  const versions = versionsBefore(view.agreement, view.versions);
  if (versions.length === 0) return nothing;
  return html`<nav class="no-print earlier" aria-label=${text('agreement.earlier_label')}><h2 class="ds-heading" data-size="xs">${text('agreement.earlier_label')}</h2>
    <ul>${versions.map((one) => html`<li><a class="ds-link" href=${agreementPath(one.name)}>${text('agreement.version_of', { title: agreementTitle(one), version: one.version })}</a></li>`)}</ul></nav>`;
}

function draw(view: View): void {
  const { agreement, place } = view;
  const parts = partsOf(agreement.document ?? {});
  const hidden = agreement.document === undefined || Object.keys(agreement.document).length === 0;
  render(
    html`<p class="way-back"><a class="ds-link" href="/lederavtaler">${text('agreement.to_all')}</a></p>
      <article class="agreement">
        <p class="letterhead">${place.session.municipalityName}</p>
        <h1 class="ds-heading" data-size="lg" tabindex="-1">${agreementTitle(agreement)}</h1>
        <p class="lead">${text('agreement.between', { leader: agreement.leaderName, superior: agreement.superiorName })}</p>
        ${facts(view)} ${turn(view)} ${meaning(view)} ${whatIsNew(view, parts)}
        <p class="switch"><button class="ds-button" type="button" data-variant="secondary" @click=${() => window.print()}>${text('print')}</button></p>
        ${hidden ? html`<p class="note">${icon('info')}<span>${text('agreement.hidden')}</span></p>`
          : html`<div class="document">${targets(parts)} ${commitments(view, parts)} ${clauses(parts)} ${refusals(view, parts)}</div>`}
        ${signatures(view)}
      </article>
      ${earlier(view)}`,
    place.host,
  );
}

async function fetchTasks({ agreement, place }: View): Promise<Task[]> {
  if (!isParty(agreement, place.session.person?.id) || holderOf(agreement) === undefined) return [];
  const tasks = await listTasks(place.municipality.name, { mine: true, openOnly: true, cycle: agreement.cycle });
  // An agreement follows its talk: when it is under way, what is open between the two is about it.
  return tasks.ok ? tasks.value.filter((task) => task.subject === agreement.leader) : [];
}

async function fetchBefore(view: View): Promise<void> {
  const before = comparedWith(view.agreement, view.versions);
  if (before?.name === view.before?.name) return;
  const read = before === undefined ? undefined : await getAgreement(before.name);
  if (read?.ok === true) view.before = read.value;
}

async function fetchAround(view: View): Promise<void> {
  const [versions, tasks] = await Promise.all([listAllAgreements(view.place.municipality.name), fetchTasks(view)]);
  view.versions = versions.ok ? versions.value : [];
  view.tasks = tasks;
  await fetchBefore(view);
}

const isStanding = (read: Agreement, head: Agreement): boolean =>
  read.version === head.version && read.state === head.state && read.updateTime === head.updateTime && read.signatures.length === head.signatures.length;

// Each reading of an agreement is logged: it is read again only when the list, which holds no text, says that it has changed.
async function refresh(view: View): Promise<void> {
  await view.place.refresh();
  const versions = await listAllAgreements(view.place.municipality.name);
  if (!view.life.alive || !versions.ok) return;
  view.versions = versions.value;
  const head = versions.value.find((one) => one.name === view.agreement.name);
  const fresh = head === undefined || isStanding(view.agreement, head) ? undefined : await getAgreement(head.name);
  if (fresh?.ok === true) view.agreement = fresh.value;
  view.tasks = await fetchTasks(view);
  await fetchBefore(view);
  if (view.life.alive) draw(view);
}

async function fetchView(place: Place, life: Life, number: string): Promise<Result<View>> {
  const answer = await getAgreement(`${place.municipality.name}/agreements/${number}`);
  if (!answer.ok) return answer;
  const view: View = { place, life, agreement: answer.value, versions: [], tasks: [] };
  await fetchAround(view);
  return { ok: true, value: view };
}

function begin(view: View): void {
  const { place, life } = view;
  draw(view);
  place.arrived(agreementTitle(view.agreement));
  const again = (): void => void refresh(view);
  // What happens between two is told to nobody as it happens: whoever comes back to the page sees it.
  window.addEventListener('focus', again);
  life.endings.push(
    watchCycles([view.agreement.cycle], place.municipality.position, (events) => {
      if (events.some((event) => event.resource === view.agreement.name || view.tasks.some((task) => task.name === event.resource))) again();
    }),
    () => window.removeEventListener('focus', again),
  );
}

export function open(place: Place, route: { number: string }): Close {
  const life = newLife();
  void showFetched(place, life, () => fetchView(place, life, route.number), begin);
  return endOf(life);
}
