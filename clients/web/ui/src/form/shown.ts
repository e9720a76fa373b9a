// Values that are read, not written.

import { html, nothing, type TemplateResult } from 'lit-html';
import type { Field, Json, Person } from '../api/types';
import { dayInWords } from '../parts/dates';
import { isDay } from '../parts/days';
import { named, text } from '../texts/texts';
import { isBlank, numberText, rowsOf } from './values';

// By which the server knows a row again; what people call it stands in the next column.
const isKey = (column: Field): boolean => column.readOnly && column.id === 'step';

export const shownColumns = (field: Field): Field[] => field.columns.filter((column) => !isKey(column));

// `people` are known where a person may be shown.
export function shownText(field: Field, value: Json | undefined, today: string, people: Person[] = []): string {
  if (isBlank(value)) return '';
  if (field.type === 'PERSON') return people.find((person) => person.leaderId === value)?.displayName ?? '';
  if (field.id === 'decided_by' && typeof value === 'string') return named('decided_by', value.toLowerCase()) || value;
  if (typeof value === 'number') return field.unit === '' ? numberText(value) : `${numberText(value)} ${field.unit}`;
  if (typeof value === 'string' && isDay(value)) return dayInWords(value, today);
  if (typeof value === 'string' && field.type === 'CHOICE') return field.options.find((one) => one.value === value)?.label ?? value;
  return typeof value === 'boolean' ? text(value ? 'yes' : 'no') : String(value);
}

// A table that nobody writes in; on a narrow screen each row is a card, the heads standing in front of the cells.
export function shownTable(field: Field, value: Json | undefined, today: string): TemplateResult {
  const rows = rowsOf(value);
  if (rows.length === 0) return html`<p class="about">${text('form.no_rows')}</p>`;
  return html`<div class="sideways" role="group" tabindex="0" aria-label=${field.label}>
    <table class="ds-table shown">
      <thead><tr>${shownColumns(field).map((column) => html`<th scope="col">${column.label}</th>`)}</tr></thead>
      <tbody>
        ${rows.map((row) => html`<tr>${shownColumns(field).map((column) => {
          const words = shownText(column, row[column.id], today);
          return html`<td data-label=${column.label} class=${column.type === 'NUMBER' ? 'figure' : ''}>${words === '' ? '–' : words}</td>`;
        })}</tr>`)}
      </tbody>
    </table>
  </div>`;
}

export function shownField(field: Field, value: Json | undefined, today: string, people: Person[] = []): TemplateResult | typeof nothing {
  if (field.type === 'TABLE') {
    return html`<section class="box"><h2 class="ds-heading" data-size="2xs">${field.label}</h2>${shownTable(field, value, today)}</section>`;
  }
  const words = shownText(field, value, today, people);
  return html`<dl class="shown-field"><dt>${field.label}</dt><dd>${words === '' ? text('form.nothing_written') : words}</dd></dl>`;
}
