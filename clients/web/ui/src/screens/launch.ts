// Start årssyklus: the year to come is chosen, seen in numbers, tried, and set going. What has been set going can be called off.

import '../style/office.css';
import { html, nothing, render, type TemplateResult } from 'lit-html';
import { listDaysOff } from '../api/api';
import { launchCycle, listKnownPersons, listLaunched, listUnits, listWorkflows, planCycle } from '../api/office';
import type { Result } from '../api/http';
import type { KnownPerson, LaunchedCycle, Unit, Workflow } from '../api/office_types';
import { dayInWords } from '../parts/dates';
import { waitsForPress } from '../parts/press';
import { rolesOf } from '../parts/roles';
import { type Close, type Place, endOf, newLife } from '../parts/screen';
import { problemAlert, showFetched, showOfficeOnly } from '../parts/states';
import { launchPath } from '../routes';
import { navigate, rename } from '../router';
import { counted, text } from '../texts/texts';
import { isUnderWay } from './cycles';
import { datesSection } from './launch_dates';
import { firstDay, planSection, rehearsalSection, unitsSection } from './launch_parts';
import { launchKey, showWritten, writingOf } from './launch_keeping';
import { changedParameters, cohortCsv, newestOf, suggestedYear, yearsToChoose } from './launch_plan';
import type { LaunchView } from './launch_view';
import { showLaunched } from './launched';

interface Route {
  year?: number;
  workflow?: string;
  // What was called off is planned anew.
  again: boolean;
}

const quietMilliseconds = 400;

function wishOf(view: LaunchView): Parameters<typeof planCycle>[1] {
  return {
    workflow: `${view.workflow.workflowId}@${view.workflow.version}`,
    year: view.year,
    params: changedParameters(view.workflow, view.year, view.given),
    cohortCsv: cohortCsv(view.units, view.left),
  };
}

// Answers may overtake each other: only that of the last question counts.
function asker(view: LaunchView): () => void {
  let timer = 0;
  let asked = 0;
  const ask = async (): Promise<void> => {
    const mine = ++asked;
    const municipality = view.place.municipality.name;
    // A cycle begins in the year before its own, and ends in the year after.
    const [answer, off] = await Promise.all([planCycle(municipality, wishOf(view)), listDaysOff(municipality, `${view.year - 1}-01-01`, `${view.year + 1}-12-31`)]);
    if (!view.life.alive || mine !== asked) return;
    if (off.ok) view.daysOff = off.value.days;
    view.asking = false;
    delete view.refusal;
    if (answer.ok) view.plan = answer.value.plan;
    else view.refusal = answer.problem;
    view.redraw();
  };
  view.life.endings.push(() => window.clearTimeout(timer));
  return () => {
    view.asking = true;
    view.rehearsal?.stop();
    delete view.rehearsal;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), quietMilliseconds);
    view.redraw();
  };
}

const wanted = (view: LaunchView): string => text('launch.confirm_words', { year: view.year });

function isConfirmed(view: LaunchView): boolean {
  return view.typed.trim().toLowerCase() === wanted(view).toLowerCase();
}

async function start(view: LaunchView): Promise<void> {
  view.confirmProblem = !isConfirmed(view);
  delete view.launchProblem;
  if (view.confirmProblem || view.unreadable.size > 0 || view.refusal !== undefined) {
    view.redraw();
    const first = view.unreadable.keys().next().value;
    document.getElementById(first !== undefined ? `set-${first}` : view.refusal !== undefined ? 'plan-problems' : 'confirm')?.focus();
    return;
  }
  view.launching = true;
  view.redraw();
  const answer = await launchCycle(view.place.municipality.name, wishOf(view));
  if (!view.life.alive) return;
  view.launching = false;
  if (answer.ok) {
    view.isOver = true;
    navigate(launchPath(view.year));
    return;
  }
  view.launchProblem = answer.problem;
  view.redraw();
  document.getElementById('launch-problem')?.focus();
}

function choice(view: LaunchView): TemplateResult {
  const chooseYear = (event: Event): void => {
    view.year = Number((event.target as HTMLSelectElement).value);
    view.given.clear();
    view.unreadable.clear();
    rename(launchPath(view.year, view.workflow.workflowId));
    view.changed();
  };
  const chooseWorkflow = (event: Event): void => {
    const found = view.workflows.find((one) => one.name === (event.target as HTMLSelectElement).value);
    if (found === undefined) return;
    view.workflow = found;
    view.given.clear();
    view.unreadable.clear();
    rename(launchPath(view.year, found.workflowId));
    view.changed();
  };
  const years = [...new Set([...yearsToChoose(view.launched, view.place.today), view.year])].sort();
  return html`<section class="group">
    <h2 class="ds-heading" data-size="sm">${text('launch.what')}</h2>
    <div class="pair">
      <div class="box"><label class="ds-label" for="year">${text('launch.year')}</label>
        <select class="ds-input" id="year" @change=${chooseYear}>${years.map((year) => html`<option value=${year} .selected=${year === view.year}>${year}</option>`)}</select></div>
      <div class="box"><label class="ds-label" for="workflow">${text('launch.workflow')}</label>
        <select class="ds-input" id="workflow" @change=${chooseWorkflow}>${newestOf(view.workflows).map((one) => html`<option value=${one.name}
          .selected=${one.name === view.workflow.name}>${text('launch.workflow_version', { title: one.title, version: one.version })}</option>`)}</select></div>
    </div>
    <p class="about">${view.workflow.description} <a class="ds-link" href=${`/administrasjon/maler/${view.workflow.workflowId}@${view.workflow.version}`}>${text('launch.see_workflow')}</a></p>
  </section>`;
}

function confirmation(view: LaunchView): TemplateResult {
  const type = (event: Event): void => {
    view.typed = (event.target as HTMLInputElement).value;
    view.confirmProblem = view.confirmProblem && !isConfirmed(view);
    view.redraw();
  };
  const leaders = view.plan?.leaderCount ?? 0;
  const day = dayInWords(firstDay(view), view.place.today);
  return html`<section class="group confirm" aria-label=${text('launch.start')}>
    <h2 class="ds-heading" data-size="sm">${text('launch.start')}</h2>
    <p>${counted('launch.what_happens', leaders, { day })}</p>
    <p>${text('launch.letters')}</p>
    <div class="box">
      <label class="ds-label" for="confirm">${text('launch.confirm', { words: wanted(view) })}</label>
      <input class="ds-input" id="confirm" autocomplete="off" .value=${view.typed} @input=${type} aria-invalid=${view.confirmProblem ? 'true' : nothing}
        aria-describedby=${view.confirmProblem ? 'confirm-problem' : nothing} />
      ${view.confirmProblem ? html`<p class="ds-validation-message" id="confirm-problem">${text('launch.confirm_problem', { words: wanted(view) })}</p>` : nothing}
    </div>
    ${view.launchProblem === undefined ? nothing : html`<div id="launch-problem" tabindex="-1">${problemAlert(view.launchProblem)}</div>`}
    <p class="buttons"><button class="ds-button" type="button" ?disabled=${view.launching || view.asking} @click=${() => void start(view)}>
      ${text(view.launching ? 'launch.starting' : 'launch.start_now', { year: view.year })}</button></p>
    ${view.launching ? html`<progress aria-label=${text('launch.starting')}></progress>` : nothing}
  </section>`;
}

function underWay(cycles: LaunchedCycle[]): TemplateResult | typeof nothing {
  const running = cycles.filter(isUnderWay);
  return running.length === 0 ? nothing : html`<p class="about">${text('launch.under_way')} ${running.map((cycle) =>
    html`<a class="ds-link year-link" href=${launchPath(cycle.year)}>${cycle.year}</a> `)}</p>`;
}

function draw(view: LaunchView): void {
  if (waitsForPress(view.redraw)) return;
  render(
    html`<h1 class="ds-heading" data-size="lg" tabindex="-1">${text('launch.heading', { year: view.year })}</h1>
      <p class="lead">${text('launch.lead')}</p>
      ${underWay(view.launched)} ${choice(view)} ${datesSection(view)} ${unitsSection(view)} ${planSection(view)} ${rehearsalSection(view)} ${confirmation(view)}`,
    view.place.host,
  );
  view.place.wrote();
}

function showNoWorkflow(place: Place): void {
  render(html`<h1 class="ds-heading" data-size="lg" tabindex="-1">${text('nav.launch')}</h1><p>${text('launch.no_workflow')}</p>
    <p><a class="ds-link" href="/administrasjon">${text('nav.admin')}</a></p>`, place.host);
  place.arrived(text('nav.launch'));
}

interface Fetched {
  launched: LaunchedCycle[];
  workflows: Workflow[];
  units: Unit[];
  persons: KnownPerson[];
}

async function fetchAll(municipality: string): Promise<Result<Fetched>> {
  const [launched, workflows, units, persons] = await Promise.all([
    listLaunched(municipality), listWorkflows(municipality), listUnits(municipality), listKnownPersons(municipality),
  ]);
  if (!launched.ok) return launched;
  if (!workflows.ok) return workflows;
  if (!units.ok) return units;
  if (!persons.ok) return persons;
  return { ok: true, value: { launched: launched.value, workflows: workflows.value, units: units.value, persons: persons.value } };
}

function begin(place: Place, life: LaunchView['life'], route: Route, fetched: Fetched): void {
  const { launched, workflows } = fetched;
  const there = launched.find((cycle) => cycle.year === route.year);
  const again = route.again && there?.state === 'CANCELLED';
  if (there !== undefined && !again) return void showLaunched(place, life, there);
  const workflow = workflows.find((one) => one.workflowId === route.workflow) ?? workflows[0];
  if (workflow === undefined) return showNoWorkflow(place);
  const view: LaunchView = {
    place, life, ...fetched, workflow,
    year: route.year ?? suggestedYear(launched, place.today), given: new Map(), unreadable: new Map(), left: new Set(), asking: true,
    daysOff: [], typed: '', confirmProblem: false, launching: false, isOver: false, redraw: () => draw(view), changed: () => undefined,
  };
  showWritten(view, place.kept(launchKey));
  place.writes(writingOf(view));
  view.changed = asker(view);
  view.changed();
  place.arrived(text('launch.heading', { year: view.year }));
}

export function open(place: Place, route: Route): Close {
  const life = newLife();
  void rolesOf(place.session).then((roles) => {
    if (!life.alive) return;
    if (!roles.includes('OFFICE')) return showOfficeOnly(place);
    void showFetched(place, life, () => fetchAll(place.municipality.name), (fetched) => begin(place, life, route, fetched));
  });
  return endOf(life);
}
