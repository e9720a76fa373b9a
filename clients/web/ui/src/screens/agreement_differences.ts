// What differs between two texts of an agreement, in words.

import { html, nothing, type TemplateResult } from 'lit-html';
import { dayInWords } from '../parts/dates';
import { isDay } from '../parts/days';
import { text } from '../texts/texts';
import type { Difference } from './agreement_document';

export const dayOrWords = (words: string, today: string): string => (isDay(words) ? dayInWords(words, today) : words);

function item(one: Difference, today: string): TemplateResult {
  const name = one.about === 'personal' ? text('agreement.personal_clauses') : one.name;
  const shown = (words: string): string => (one.about === 'commitment' ? dayOrWords(words, today) : words);
  return html`<li><strong>${text(`agreement.${one.kind}`)}:</strong> ${name}
    ${one.kind === 'changed'
      ? html`<span class="was-is"><del><span class="ds-sr-only">${text('agreement.was')} </span>${shown(one.before)}</del> <ins><span class="ds-sr-only">${text('agreement.is')} </span>${shown(one.after)}</ins></span>`
      : one.about === 'target' ? html`<span class="was-is">${one.kind === 'added' ? one.after : one.before}</span>` : nothing}
  </li>`;
}

export function differenceList(found: Difference[], today: string): TemplateResult {
  return html`<ul class="differences">${found.map((one) => item(one, today))}</ul>`;
}
