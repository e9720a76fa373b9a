// The other years of a view that is about one, where there are several.

import { html, nothing, type TemplateResult } from 'lit-html';
import type { Cycle } from '../api/types';
import { text } from '../texts/texts';

export function yearLinks(cycles: Cycle[], shown: number, pathOf: (year: number) => string): TemplateResult | typeof nothing {
  if (cycles.length < 2) return nothing;
  return html`<nav class="years" aria-label=${text('wheel.years')}><ul>${cycles.map((cycle) => html`<li>
    <a class="ds-link" href=${pathOf(cycle.year)} aria-current=${cycle.year === shown ? 'page' : nothing}>${cycle.year}</a>
  </li>`)}</ul></nav>`;
}
