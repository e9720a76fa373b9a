// People: what they lead, which roles they have, when they are away and who steps in.

import { html, nothing, type TemplateResult } from 'lit-html';
import { assignHolding, grantRole, listKnownPersons, listUnits, registerAbsence, revokeRole } from '../api/office';
import type { KnownPerson, Role, Unit } from '../api/office_types';
import type { Problem, Result } from '../api/http';
import { chosenBox, writtenBox } from '../parts/boxes';
import { type ExportTable, dayCell } from '../api/export';
import { dayInWords } from '../parts/dates';
import { exportButtons } from '../parts/export';
import { readDay } from '../parts/days';
import { isFilledIn, writesDraft } from '../parts/draft';
import { tag } from '../parts/icon';
import { problemAlert, showFetched } from '../parts/states';
import { counted, named, text } from '../texts/texts';
import type { AdminView } from './admin';

type Form = 'absence' | 'role' | 'leader';

interface Work {
  view: AdminView;
  persons: KnownPerson[];
  units: Map<string, Unit>;
  sought: string;
  absence: { person: string; deputy: string; from: string; to: string };
  role: { role: string; person: string; displayName: string; authority: string; to: string };
  leader: { unit: string; person: string; displayName: string; title: string; from: string; email: string; reason: string };
  problems: Map<string, string>;
  problem?: { form: Form | 'list'; problem: Problem };
  done?: { form: Form | 'list'; words: string };
}

const roles = ['OFFICE', 'CONTROLLER', 'COUNCIL', 'AUDITOR', 'GUARDIAN', 'MANDATE', 'SUPPORTER'];
const emptyAbsence = { person: '', deputy: '', from: '', to: '' };
const emptyLeader = { unit: '', person: '', displayName: '', title: '', from: '', email: '', reason: '' };
const emptyRole = { role: 'SUPPORTER', person: '', displayName: '', authority: '', to: '' };

const unitsById = (units: Unit[]): Map<string, Unit> => new Map(units.map((unit) => [unit.unitId, unit]));

async function refresh(work: Work): Promise<void> {
  const municipality = work.view.place.municipality.name;
  const [persons, units] = await Promise.all([listKnownPersons(municipality), listUnits(municipality)]);
  if (persons.ok) work.persons = persons.value;
  if (units.ok) work.units = unitsById(units.value);
  draw(work);
}

// Days are read here, so that what is sent is what was meant. Undefined when one cannot be.
function readDays<T extends Record<string, string>>(work: Work, form: Form, written: T, days: [keyof T & string, string][]): T | undefined {
  const read: Record<string, string> = { ...written };
  for (const [field, label] of days) {
    const day = read[field] === '' ? '' : readDay(read[field] ?? '');
    if (day === undefined) work.problems.set(`${form}-${field}`, text('form.not_a_date', { label }));
    else read[field] = day;
  }
  return work.problems.size === 0 ? (read as T) : undefined;
}

async function settle(work: Work, form: Form | 'list', answer: { ok: true } | { ok: false; problem: Problem }, words: string): Promise<void> {
  if (!work.view.life.alive) return;
  if (answer.ok) {
    work.done = { form, words };
    work.view.place.announce(words);
    await refresh(work);
    return;
  }
  for (const one of answer.problem.errors) work.problems.set(`${form}-${one.field}`, one.detail);
  work.problem = { form, problem: answer.problem };
  draw(work);
}

function clear(work: Work): void {
  work.problems.clear();
  delete work.problem;
  delete work.done;
}

async function sendAbsence(work: Work): Promise<void> {
  clear(work);
  if (work.absence.person.trim() === '') work.problems.set('absence-person', text('people.name_missing'));
  const absence = readDays(work, 'absence', work.absence, [['from', text('people.from')], ['to', text('people.to')]]);
  if (absence === undefined) return draw(work);
  const answer = await registerAbsence(work.view.place.municipality.name, absence);
  if (answer.ok) work.absence = { ...emptyAbsence };
  await settle(work, 'absence', answer, text('people.absence_done'));
}

// Who is not known gets an id made of the name.
function idFrom(name: string): string {
  const plain = name.toLowerCase().replaceAll('æ', 'ae').replaceAll('ø', 'o').replaceAll('å', 'a').normalize('NFD');
  return plain.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
}

function whoIs(work: Work, name: string): { person: string; displayName: string } {
  const known = work.persons.some((person) => person.displayName.toLowerCase() === name.toLowerCase() || person.leaderId === name);
  return known ? { person: name, displayName: '' } : { person: idFrom(name), displayName: name };
}

async function sendLeader(work: Work): Promise<void> {
  clear(work);
  const name = work.leader.person.trim();
  if (work.leader.unit === '') work.problems.set('leader-unit', text('people.unit_missing'));
  if (name === '') work.problems.set('leader-person', text('people.name_missing'));
  const leader = readDays(work, 'leader', work.leader, [['from', text('people.from')]]);
  if (leader === undefined) return draw(work);
  const answer = await assignHolding(work.view.place.municipality.name, { ...leader, ...whoIs(work, name) });
  if (answer.ok) work.leader = { ...emptyLeader };
  await settle(work, 'leader', answer, text('people.leader_done'));
}

async function sendRole(work: Work): Promise<void> {
  clear(work);
  const name = work.role.person.trim();
  if (name === '') work.problems.set('role-person', text('people.name_missing'));
  const role = readDays(work, 'role', work.role, [['to', text('people.to')]]);
  if (role === undefined) return draw(work);
  const answer = await grantRole(work.view.place.municipality.name, { ...role, ...whoIs(work, name) });
  if (answer.ok) work.role = { ...emptyRole };
  await settle(work, 'role', answer, text('people.role_done'));
}

async function endRole(work: Work, role: Role): Promise<void> {
  clear(work);
  await settle(work, 'list', await revokeRole(role.name), text('people.role_ended'));
}

function outcomeOf(work: Work, form: Form | 'list'): TemplateResult | typeof nothing {
  if (work.problem?.form === form) return problemAlert(work.problem.problem);
  return work.done?.form === form ? html`<div class="ds-alert" data-color="success" role="status"><p>${work.done.words}</p></div>` : nothing;
}

function box<T extends Record<string, string>>(work: Work, form: Form, written: T, field: keyof T & string, label: string, more: { list?: string; about?: string } = {}): TemplateResult {
  const problem = work.problems.get(`${form}-${field}`);
  return writtenBox({ id: `${form}-${field}`, label, value: written[field] ?? '', ...more, ...(problem === undefined ? {} : { problem }),
    write: (value) => { (written as Record<string, string>)[field] = value; } });
}

// Open where something is written, or has just been done.
function isOpen(work: Work, form: Form, empty: Record<string, string>): boolean {
  return work.problem?.form === form || work.done?.form === form || isFilledIn(work[form], empty);
}

function unitChoices(work: Work): [string, string][] {
  const open = [...work.units.values()].filter((unit) => !unit.closed);
  return [['', text('form.choose')], ...open.map((unit): [string, string] => [unit.unitId, `${'\u2003'.repeat(unit.depth)}${unit.unit}`])];
}

function leaderForm(work: Work): TemplateResult {
  const problem = work.problems.get('leader-unit');
  const { leader } = work;
  return html`<details class="fold" ?open=${isOpen(work, 'leader', emptyLeader)}><summary>${text('people.set_leader')}</summary>
    <p class="about">${text('people.leader_about')}</p>
    <div class="filters">
      ${chosenBox({ id: 'leader-unit', label: text('board.unit'), value: leader.unit, write: (value) => { leader.unit = value; }, ...(problem === undefined ? {} : { problem }) }, unitChoices(work))}
      ${box(work, 'leader', leader, 'person', text('people.name'), { list: 'known-people' })} ${box(work, 'leader', leader, 'title', text('people.title'))}
      ${box(work, 'leader', leader, 'email', text('people.email'))} ${box(work, 'leader', leader, 'from', text('people.from_or_today'))} ${box(work, 'leader', leader, 'reason', text('people.why'))}</div>
    ${outcomeOf(work, 'leader')}
    <p class="buttons group"><button class="ds-button" type="button" @click=${() => void sendLeader(work)}>${text('people.set_leader_now')}</button></p></details>`;
}

function forms(work: Work): TemplateResult {
  const list = { list: 'known-people' };
  return html`<datalist id="known-people">${work.persons.map((person) => html`<option value=${person.displayName}></option>`)}</datalist>
    <details class="fold" ?open=${isOpen(work, 'absence', emptyAbsence)}><summary>${text('people.register_absence')}</summary>
      <p class="about">${text('people.absence_about')}</p>
      <div class="filters">${box(work, 'absence', work.absence, 'person', text('people.who_away'), list)} ${box(work, 'absence', work.absence, 'deputy', text('people.deputy'), list)}
        ${box(work, 'absence', work.absence, 'from', text('people.from'))} ${box(work, 'absence', work.absence, 'to', text('people.to'))}</div>
      ${outcomeOf(work, 'absence')}
      <p class="buttons group"><button class="ds-button" type="button" @click=${() => void sendAbsence(work)}>${text('people.register')}</button></p></details>
    <details class="fold" ?open=${isOpen(work, 'role', emptyRole)}><summary>${text('people.grant_role')}</summary>
      <div class="filters">
        ${chosenBox({ id: 'role-role', label: text('people.role'), value: work.role.role, write: (value) => { work.role.role = value; } }, roles.map((one) => [one, named('role', one)]))}
        ${box(work, 'role', work.role, 'person', text('people.name'), list)}
        ${box(work, 'role', work.role, 'authority', text('people.authority'))} ${box(work, 'role', work.role, 'to', text('people.to'))}</div>
      ${outcomeOf(work, 'role')}
      <p class="buttons group"><button class="ds-button" type="button" @click=${() => void sendRole(work)}>${text('people.grant')}</button></p></details>`;
}

function personLine(work: Work, person: KnownPerson): TemplateResult {
  const { today } = work.view.place;
  const leads = person.holdings.map((one) => `${one.title === '' ? '' : `${one.title}, `}${work.units.get(one.unitId)?.unit ?? one.unitId}`);
  return html`<li><strong>${person.displayName}</strong> ${person.email === '' && leads.length > 0 ? tag('warning', 'triangle', text('people.no_mail')) : nothing}
    ${leads.map((one) => html`<span class="about">${one}</span>`)}
    ${person.roles.map((role) => html`<span class="role-line">${tag('info', 'circle', named('role', role.role))} ${role.authority === '' ? nothing : html`<span class="about-inline">${role.authority}</span>`}
      <button class="ds-button" type="button" data-variant="tertiary" data-size="sm" aria-label=${text('people.end_role_named', { role: named('role', role.role), who: person.displayName })}
        @click=${() => void endRole(work, role)}>${text('people.end_role')}</button></span>`)}
    ${person.absences.map((absence) => html`<span class="about">${text(absence.to === '' ? 'people.away_from' : 'people.away', {
      from: dayInWords(absence.from, today), to: absence.to === '' ? '' : dayInWords(absence.to, today) })}
      ${absence.deputyName === '' ? text('people.no_deputy') : text('people.deputy_is', { who: absence.deputyName })}</span>`)}
  </li>`;
}

// A line for each absence, for each has a deputy of its own; one for whoever has none.
function tableOf(work: Work, found: KnownPerson[]): ExportTable {
  const leads = (person: KnownPerson): string => person.holdings.map((one) => work.units.get(one.unitId)?.unit ?? one.unitId).join(', ');
  return {
    title: text('admin.personer'),
    columns: [{ title: text('people.name') }, { title: text('export.leads') }, { title: text('people.role') }, { title: text('export.email') },
      { title: text('export.away_from'), kind: 'DATE' }, { title: text('export.away_to'), kind: 'DATE' }, { title: text('export.deputy') }],
    rows: found.flatMap((person) => {
      const own = [person.displayName, leads(person), person.roles.map((role) => named('role', role.role)).join(', '), person.email];
      return person.absences.length === 0 ? [[...own, null, null, '']] : person.absences.map((one) => [...own, dayCell(one.from), dayCell(one.to), one.deputyName]);
    }),
  };
}

function draw(work: Work): void {
  const sought = work.sought.trim().toLowerCase();
  const found = work.persons.filter((person) => [person.displayName, ...person.holdings.map((one) => work.units.get(one.unitId)?.unit ?? ''),
    ...person.roles.map((role) => named('role', role.role))].join(' ').toLowerCase().includes(sought));
  const search = (event: Event): void => {
    work.sought = (event.target as HTMLInputElement).value;
    draw(work);
  };
  work.view.show(text('admin.personer'), html`
    <section class="group">${forms(work)} ${leaderForm(work)}</section>
    <section class="group"><div class="box"><label class="ds-label" for="search">${text('sign_in.search')}</label>
      <input class="ds-input" type="search" id="search" autocomplete="off" .value=${work.sought} @input=${search} /></div>
      <p class="about" role="status">${counted('sign_in.found', found.length)}</p> ${outcomeOf(work, 'list')}
      ${found.length === 0 ? nothing : exportButtons(() => tableOf(work, found))}
      <ul class="people-list">${found.map((person) => personLine(work, person))}</ul></section>`);
}

interface Fetched {
  persons: KnownPerson[];
  units: Unit[];
}

async function fetchAll(municipality: string): Promise<Result<Fetched>> {
  const [persons, units] = await Promise.all([listKnownPersons(municipality), listUnits(municipality)]);
  if (!persons.ok) return persons;
  return units.ok ? { ok: true, value: { persons: persons.value, units: units.value } } : units;
}

function begin(view: AdminView, { persons, units }: Fetched): void {
  const work: Work = { view, persons, units: unitsById(units), sought: '', absence: { ...emptyAbsence }, role: { ...emptyRole }, leader: { ...emptyLeader }, problems: new Map() };
  const unsent = (): string[] => [
    ...(isFilledIn(work.absence, emptyAbsence) ? [text('people.register_absence')] : []),
    ...(isFilledIn(work.role, emptyRole) ? [text('people.grant_role')] : []),
    ...(isFilledIn(work.leader, emptyLeader) ? [text('people.set_leader')] : []),
  ];
  const kept = writesDraft(view.place, 'admin/people', {
    what: () => unsent().join(', '),
    isUnsent: () => unsent().length > 0,
    keep: () => ({ absence: work.absence, role: work.role, leader: work.leader }),
  });
  Object.assign(work, kept);
  draw(work);
}

export function open(view: AdminView): void {
  void showFetched(view.place, view.life, () => fetchAll(view.place.municipality.name), (fetched) => begin(view, fetched));
}
