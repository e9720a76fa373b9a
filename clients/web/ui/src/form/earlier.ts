// What was answered last time, beside where it is answered now, to be taken over with one tap.

import { html, nothing, type TemplateResult } from 'lit-html';
import type { Field, Json } from '../api/types';
import { text } from '../texts/texts';
import { shownTable, shownText } from './shown';
import { type Box, replaceRows, write } from './state';
import { elementId, isBlank, rowsOf, same } from './values';

// Is it still an answer? An option may be gone; the rows of a table that says what stands in it are the year's own.
export function isUsable(field: Field, value: Json): boolean {
  if (field.type === 'CHOICE') return field.options.some((option) => option.value === value);
  return field.type !== 'TABLE' || (field.openRows && field.columns.every((column) => !column.readOnly));
}

function take(box: Box, value: Json): void {
  if (box.field.type === 'TABLE') replaceRows(box.state, box.field, rowsOf(value));
  else write(box, value);
  box.state.redraw();
  const id = elementId(box.path);
  const to = [id, `${id}-add`, `${id}-name`].map((one) => document.getElementById(one)).find((one) => one !== null);
  // A radio button that is chosen by others would choose itself anew; the one that is chosen has the focus.
  const chosen = box.field.type === 'CHOICE' ? to?.parentElement?.parentElement?.querySelector<HTMLElement>('input[type="radio"]:checked') : null;
  (chosen ?? to)?.focus();
}

function isTaken(box: Box, value: Json): boolean {
  return same(box.value, value) && !box.state.typed.has(box.path);
}

export function earlierAnswer(box: Box): TemplateResult | typeof nothing {
  const { field } = box;
  const earlier = field.earlier;
  if (earlier === undefined || isBlank(earlier.value)) return nothing;
  const words = shownText(field, earlier.value, box.state.today);
  const button = isTaken(box, earlier.value) || !isUsable(field, earlier.value) ? nothing
    : html`<button class="ds-button" type="button" data-variant="tertiary" aria-label=${text('form.use_earlier_of', { label: field.label })}
        @click=${() => take(box, earlier.value)}>${text('form.use_earlier')}</button>`;
  if (field.type === 'TABLE') {
    return html`<details class="earlier"><summary>${text('form.earlier_table', { year: earlier.year })}</summary>
      ${shownTable(field, earlier.value, box.state.today)}</details>${button}`;
  }
  return html`<div class="earlier" id=${`${elementId(box.path)}-earlier`}>
    <p>${text('form.earlier', { year: earlier.year })} <span class="earlier-words">${earlier.text === '' || field.type === 'DATE' || field.type === 'NUMBER' ? words : earlier.text}</span></p>
    ${button}</div>`;
}
