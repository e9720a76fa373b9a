// What is in order, and what is missing, each with where to do something about it.

import { html, type TemplateResult } from 'lit-html';
import { listAllRoles, listKnownPersons, listLaunched, listUnits, listWorkflows } from '../api/office';
import { dayInShort } from '../parts/dates';
import { tag } from '../parts/icon';
import { showProblem, showWaiting } from '../parts/states';
import { counted, text } from '../texts/texts';
import type { AdminView } from './admin';
import { type Item, checklistOf } from './checklist';

const ways: Record<Item['id'], string> = {
  organisation: '/administrasjon/organisasjon', leaders: '/administrasjon/personer', mail: '/administrasjon/organisasjon',
  mandate: '/administrasjon/personer', supporter: '/administrasjon/personer', workflow: '/administrasjon/maler', closed: '/administrasjon/stengt', cycle: '/start',
};

function standing(item: Item): TemplateResult {
  if (item.standing === 'done') return tag('success', 'check', text('check.done'));
  return item.standing === 'missing' ? tag('danger', 'square', text('check.missing')) : tag('warning', 'triangle', text('check.advised'));
}

function words(view: AdminView, item: Item): string {
  const done = item.standing === 'done';
  switch (item.id) {
    case 'organisation': return done ? counted('check.organisation', item.count) : text('check.organisation_none');
    case 'leaders': return done ? text('check.leaders_all') : counted('launch.vacant', item.count);
    case 'mail': return done ? text('check.mail_all') : counted('launch.no_mail', item.count);
    case 'mandate': return text(done ? 'check.mandate' : 'check.mandate_none');
    case 'supporter': return text(done ? 'check.supporter' : 'check.supporter_none');
    case 'workflow': return done ? counted('check.workflow', item.count) : text('launch.no_workflow');
    case 'closed': return done
      ? text('check.closed', { spans: view.place.municipality.closedSpans.map((span) => `${dayInShort(span.first)}–${dayInShort(span.last)}`).join(', ') })
      : text('check.closed_none');
    case 'cycle': return done ? counted('check.cycle', item.count) : text('wheel.none');
  }
}

export function open(view: AdminView): void {
  const load = async (): Promise<void> => {
    const stopWaiting = showWaiting(view.place, view.life);
    const municipality = view.place.municipality.name;
    const [units, persons, roles, workflows, cycles] = await Promise.all([
      listUnits(municipality), listKnownPersons(municipality), listAllRoles(municipality), listWorkflows(municipality), listLaunched(municipality),
    ]);
    stopWaiting();
    if (!view.life.alive) return;
    for (const answer of [units, persons, roles, workflows, cycles]) {
      if (!answer.ok) return showProblem(view.place, answer.problem, () => void load());
    }
    if (!units.ok || !persons.ok || !roles.ok || !workflows.ok || !cycles.ok) return;
    const items = checklistOf({
      units: units.value, persons: persons.value, roles: roles.value, workflows: workflows.value, cycles: cycles.value,
      closedSpans: view.place.municipality.closedSpans,
    });
    view.show(text('nav.admin'), html`<p class="lead">${text('check.lead')}</p>
      <ul class="checklist group">${items.map((item) => html`<li>${standing(item)}
        <span>${words(view, item)} ${ways[item.id] === '' || item.standing === 'done' ? '' : html`<a class="ds-link" href=${ways[item.id]}>${text('check.go')}</a>`}</span></li>`)}</ul>`);
  };
  void load();
}
