import { html, nothing, type TemplateResult } from 'lit-html';
import { dayInWords } from '../parts/dates';
import { isDay } from '../parts/days';
import { text } from '../texts/texts';
import type { Box } from './state';
import { typedBox } from './typed';

export function dateBox(box: Box): TemplateResult {
  const day = typeof box.value === 'string' && isDay(box.value) ? box.value : undefined;
  const inWords = day === undefined || box.state.typed.has(box.path) ? nothing : html`<p class="about in-words">${dayInWords(day, box.state.today)}</p>`;
  return typedBox(box, { kind: 'date', inputMode: 'text', unreadable: text('form.not_a_date', { label: box.field.label }), after: inWords });
}
