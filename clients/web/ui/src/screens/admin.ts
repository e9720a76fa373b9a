// Administrasjon: what is to be in order before and while a year runs. One section at a time.

import '../style/office.css';
import { html, nothing, render, type TemplateResult } from 'lit-html';
import { rolesOf } from '../parts/roles';
import { type Close, type Life, type Place, endOf, newLife } from '../parts/screen';
import { showOfficeOnly } from '../parts/states';
import { type AdminSection, adminPath, adminSections } from '../routes';
import { named, text } from '../texts/texts';

export interface AdminView {
  place: Place;
  life: Life;
  item: string;
  // Draws the section below the list of sections.
  show: (heading: string, body: TemplateResult) => void;
}

type OpenSection = (view: AdminView) => void;

const sections: Record<AdminSection, () => Promise<OpenSection>> = {
  oversikt: async () => (await import('./admin_checklist')).open,
  organisasjon: async () => (await import('./admin_organisation')).open,
  maler: async () => (await import('./admin_workflows')).open,
  personer: async () => (await import('./admin_people')).open,
  stengt: async () => (await import('./admin_closed')).open,
  hendelser: async () => (await import('./admin_incidents')).open,
  drift: async () => (await import('./admin_health')).open,
};

function sectionList(section: AdminSection): TemplateResult {
  return html`<nav class="sections" aria-label=${text('nav.admin')}><ul>${adminSections.map((one) => html`<li><a class="ds-link" href=${adminPath(one)}
    aria-current=${one === section ? 'page' : nothing}>${named('admin', one)}</a></li>`)}</ul></nav>`;
}

export function open(place: Place, route: { section: AdminSection; item: string }): Close {
  const life = newLife();
  let arrived = false;
  const show = (heading: string, body: TemplateResult): void => {
    if (!life.alive) return;
    render(html`${sectionList(route.section)}<h1 class="ds-heading" data-size="lg" tabindex="-1">${heading}</h1>${body}`, place.host);
    if (!arrived) place.arrived(heading);
    arrived = true;
  };
  void Promise.all([sections[route.section](), rolesOf(place.session)]).then(([opened, roles]) => {
    if (!life.alive) return;
    if (roles.includes('OFFICE')) opened({ place, life, item: route.item, show });
    else showOfficeOnly(place);
  });
  return endOf(life);
}
