// The organisation: read in from a file, seen before it counts, and as it stands.

import { html, nothing, type TemplateResult } from 'lit-html';
import { importOrganisation, listUnits } from '../api/office';
import type { OrganisationImport, Unit, UnitChange } from '../api/office_types';
import type { Problem } from '../api/http';
import { tag } from '../parts/icon';
import { problemAlert, showProblem, showWaiting } from '../parts/states';
import { type CountedKey, counted, text } from '../texts/texts';
import type { AdminView } from './admin';

interface Work {
  view: AdminView;
  units: Unit[];
  file?: { name: string; bytes: Uint8Array };
  seen?: OrganisationImport;
  problem?: Problem;
  working: boolean;
  done: boolean;
}

async function run(work: Work, validateOnly: boolean): Promise<void> {
  if (work.file === undefined) return;
  const { view } = work;
  work.working = true;
  delete work.problem;
  draw(work);
  const { file } = work;
  const answer = await importOrganisation(view.place.municipality.name, file.bytes, validateOnly);
  if (!view.life.alive || work.file !== file) return;
  work.working = false;
  if (!answer.ok) {
    work.problem = answer.problem;
    delete work.seen;
    draw(work);
    document.getElementById('import-problems')?.focus();
    return;
  }
  work.seen = answer.value;
  if (!validateOnly) {
    work.done = true;
    const units = await listUnits(view.place.municipality.name);
    if (!view.life.alive) return;
    if (units.ok) work.units = units.value;
    view.place.announce(text('import.done'));
  }
  draw(work);
}

async function choose(work: Work, event: Event): Promise<void> {
  const file = (event.target as HTMLInputElement).files?.[0];
  if (file === undefined) return;
  work.file = { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
  work.done = false;
  delete work.seen;
  await run(work, true);
}

type Change = 'added' | 'moved' | 'closed' | 'renamed' | 'newLeaders' | 'left';

const changeWords: [Change, CountedKey][] = [
  ['added', 'import.added'], ['moved', 'import.moved'], ['closed', 'import.closed'], ['renamed', 'import.renamed'],
  ['newLeaders', 'import.new_leaders'], ['left', 'import.left'],
];

function changeLine(kind: Change, change: UnitChange): string {
  if (kind === 'left') return `${change.personName} (${change.before})`;
  if (kind === 'added' || kind === 'closed') return change.unit;
  const nobody = text('board.vacant');
  return text('import.change', { unit: change.unit, before: change.before || nobody, after: change.after || nobody });
}

function changes(seen: OrganisationImport): TemplateResult {
  const some = changeWords.filter(([kind]) => seen[kind].length > 0);
  return html`<p>${text('import.counts', { units: seen.unitCount, leaders: seen.leaderCount, vacant: seen.vacantCount })}</p>
    ${some.length === 0 ? html`<p>${text('import.same')}</p>` : some.map(([kind, words]) => html`<details class="fold" ?open=${seen[kind].length <= 12}>
      <summary>${counted(words, seen[kind].length)}</summary>
      <ul class="plain-list">${seen[kind].map((change) => html`<li>${changeLine(kind, change)}</li>`)}</ul></details>`)}
    ${seen.warnings.length === 0 ? nothing : html`<h3 class="ds-heading" data-size="2xs">${text('import.warnings')}</h3>
      <ul class="plain-list">${seen.warnings.map((one) => html`<li>${one}</li>`)}</ul>`}
    ${seen.ignoredColumns.length === 0 ? nothing : html`<p class="about">${text('import.ignored', { columns: seen.ignoredColumns.join(', ') })}</p>`}`;
}

// "line 7, column parent" is a place in the file.
function placeOf(field: string): string {
  const found = /^line (\d+), column (\S+)$/.exec(field);
  return found === null ? '' : text('import.place', { line: found[1] ?? '', column: found[2] ?? '' });
}

function problems(problem: Problem): TemplateResult {
  if (problem.errors.length === 0) return problemAlert(problem);
  return html`<div class="ds-error-summary" id="import-problems" tabindex="-1">
    <h3 class="ds-heading" data-size="2xs">${problem.detail}</h3>
    <ul class="ds-list">${problem.errors.map((one) => html`<li>${placeOf(one.field)}${one.detail}</li>`)}</ul></div>`;
}

function preview(work: Work): TemplateResult | typeof nothing {
  const { seen, file } = work;
  if (work.working) return html`<p class="waiting" role="status">${text('waiting')}</p>`;
  if (work.problem !== undefined) return problems(work.problem);
  if (seen === undefined || file === undefined) return nothing;
  if (work.done) return html`<div class="ds-alert" data-color="success" role="status"><p>${text('import.done')}</p></div>${changes(seen)}`;
  return html`<h3 class="ds-heading" data-size="xs">${text('import.preview', { file: file.name })}</h3>
    <p>${text('import.nothing_yet')}</p> ${changes(seen)}
    <p class="buttons"><button class="ds-button" type="button" @click=${() => void run(work, false)}>${text('import.do_it')}</button></p>`;
}

function unitLine(unit: Unit): TemplateResult {
  return html`<li class=${`depth-${Math.min(5, unit.depth)}`}>${unit.unit} ${unit.vacant
    ? tag('warning', 'triangle', text('board.vacant')) : html`<span class="leader">${unit.leaderName}${unit.leaderTitle === '' ? '' : `, ${unit.leaderTitle}`}</span>`}</li>`;
}

function draw(work: Work): void {
  const units = work.units.filter((unit) => !unit.closed);
  work.view.show(text('admin.organisasjon'), html`
    <section class="group"><h2 class="ds-heading" data-size="sm">${text('import.heading')}</h2>
      <p class="about">${text('import.about')}</p>
      <div class="box"><label class="ds-label" for="file">${text('import.file')}</label>
        <input class="ds-input" type="file" id="file" accept=".csv,text/csv" @change=${(event: Event) => void choose(work, event)} /></div>
      ${preview(work)}</section>
    <section class="group"><h2 class="ds-heading" data-size="sm">${text('launch.units')} <span class="count">${units.length}</span></h2>
      ${units.length === 0 ? html`<p>${text('check.organisation_none')}</p>` : html`<ul class="unit-list whole" role="list">${units.map(unitLine)}</ul>`}</section>`);
}

export function open(view: AdminView): void {
  const load = async (): Promise<void> => {
    const stopWaiting = showWaiting(view.place, view.life);
    const units = await listUnits(view.place.municipality.name);
    stopWaiting();
    if (!view.life.alive) return;
    if (!units.ok) return showProblem(view.place, units.problem, () => void load());
    draw({ view, units: units.value, working: false, done: false });
  };
  void load();
}
