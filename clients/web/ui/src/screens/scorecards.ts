// Målekort: whose card to look at. Whoever leads one unit comes straight to its card.

import '../style/scorecard.css';
import { html, nothing, render, type TemplateResult } from 'lit-html';
import { listCycles } from '../api/api';
import { type Unit, getScorecard, listUnits } from '../api/scorecards';
import { partsOf } from '../parts/days';
import { type Close, type Life, type Place, endOf, newLife } from '../parts/screen';
import { showProblem, showWaiting } from '../parts/states';
import { navigate } from '../router';
import { scorecardPath } from '../routes';
import { counted, text } from '../texts/texts';
import { chosenCycle, yearsToAccountFor } from './cycles';
import { matching } from './unit_tree';

interface View {
  place: Place;
  units: Unit[];
  year: number;
  search: string;
}

const mostShown = 60;

function item(view: View, unit: Unit): TemplateResult {
  return html`<li class=${`unit-link step-${Math.min(unit.depth, 5)}`}><a class="ds-link" href=${scorecardPath(view.year, unit.unitId)}>${unit.unit}</a>
    <span class="about">${unit.vacant ? text('board.vacant') : unit.leaderName}</span></li>`;
}

function list(view: View, heading: string, units: Unit[]): TemplateResult | typeof nothing {
  if (units.length === 0) return nothing;
  return html`<section class="group"><h2 class="ds-heading" data-size="sm">${heading}</h2><ul class="unit-list">${units.map((unit) => item(view, unit))}</ul></section>`;
}

function draw(view: View): void {
  const me = view.place.session.person?.id;
  const own = view.units.filter((unit) => unit.leader === me);
  const found = matching(view.units, view.search);
  const searching = (event: Event): void => {
    view.search = (event.target as HTMLInputElement).value;
    draw(view);
  };
  render(
    html`<h1 class="ds-heading" data-size="lg" tabindex="-1">${text('nav.scorecards')}</h1>
      <p class="lead">${text('scorecards.lead', { year: view.year })}</p>
      ${list(view, text('scorecards.own'), own)}
      <section class="group"><h2 class="ds-heading" data-size="sm">${text('scorecards.all')}</h2>
        <div class="box"><label class="ds-label" for="unit-search">${text('scorecards.search')}</label>
          <input class="ds-input" id="unit-search" type="search" autocomplete="off" .value=${view.search} @input=${searching} /></div>
        <p class="about" role="status">${counted('scorecards.found', found.length)}</p>
        <ul class="unit-list">${found.slice(0, mostShown).map((unit) => item(view, unit))}</ul>
        ${found.length > mostShown ? html`<p class="about">${text('scorecards.more', { shown: mostShown })}</p>` : nothing}
      </section>`,
    view.place.host,
  );
}

// The first of the years for which the unit's card says something.
async function firstFilled(place: Place, unit: Unit, years: number[]): Promise<number | undefined> {
  const cards = await Promise.all(years.map((year) => getScorecard(place.municipality.name, unit.unitId, year)));
  return years.find((_year, index) => {
    const card = cards[index];
    return card?.ok === true && card.value.rows.length > 0;
  });
}

async function load(place: Place, life: Life, all: boolean): Promise<void> {
  const stopWaiting = showWaiting(place, life);
  const [units, cycles] = await Promise.all([listUnits(place.municipality.name), listCycles(place.municipality.name)]);
  stopWaiting();
  if (!life.alive) return;
  if (!units.ok) {
    showProblem(place, units.problem, () => void load(place, life, all));
    return;
  }
  const known = cycles.ok ? cycles.value : [];
  const years = yearsToAccountFor(known, place.today);
  const year = years[0] ?? chosenCycle(known, undefined)?.year ?? partsOf(place.today).year;
  const own = units.value.filter((unit) => unit.leader === place.session.person?.id);
  const only = own[0];
  if (!all && own.length === 1 && only !== undefined) {
    const filled = await firstFilled(place, only, years);
    if (life.alive) navigate(scorecardPath(filled ?? year, only.unitId), true);
    return;
  }
  draw({ place, units: units.value, year, search: '' });
  place.arrived(text('nav.scorecards'));
}

export function open(place: Place, route: { all: boolean }): Close {
  const life = newLife();
  void load(place, life, route.all);
  return endOf(life);
}
