// A table is a list of cards: one row, one matter. A row with many boxes is folded while it needs no look.

import { html, nothing, type TemplateResult } from 'lit-html';
import type { Field } from '../api/types';
import { icon, tag } from '../parts/icon';
import { counted, text } from '../texts/texts';
import { earlierAnswer } from './earlier';
import { about, problemOf } from './frame';
import { fieldBox } from './form';
import { shownColumns, shownTable, shownText } from './shown';
import { type Box, type FormState, addRow, cellOf, putBackRow, removeRow, setValue } from './state';
import { type Row, elementId, isBlank, isComplete, isUntouched, pathOf, rowsOf } from './values';

const mostUnfolded = 3;

function focusSoon(id: string): void {
  queueMicrotask(() => document.getElementById(id)?.focus());
}

function rowName(field: Field, row: Row, index: number, today: string): string {
  const first = shownColumns(field)[0];
  const words = first === undefined ? '' : shownText(first, row[first.id], today);
  return words === '' ? text('form.row', { number: index + 1 }) : words;
}

// What the row is about: the columns that are only read, and those it cannot do without.
function facts(field: Field, row: Row, today: string, withRequired: boolean): TemplateResult | typeof nothing {
  const told = shownColumns(field).slice(1).filter((column) => (column.readOnly || (withRequired && column.required)) && !isBlank(row[column.id]));
  if (told.length === 0) return nothing;
  return html`<dl class="facts">${told.map((column) => html`<div><dt>${column.label}</dt><dd>${shownText(column, row[column.id], today)}</dd></div>`)}</dl>`;
}

function rowState(field: Field, row: Row, index: number): TemplateResult | typeof nothing {
  if (!isComplete(field, row)) return tag('warning', 'triangle', text('form.row_incomplete'));
  if (isUntouched(field, row, index)) return tag('neutral', 'ring', text('form.row_unchanged'));
  return tag('success', 'check', text('form.row_changed'));
}

function hasProblem(state: FormState, field: Field, index: number): boolean {
  const start = pathOf(field.id, index);
  return [...state.problems.keys()].some((path) => path === start || path.startsWith(`${start}/`));
}

function removeButton(state: FormState, field: Field, row: Row, index: number): TemplateResult | typeof nothing {
  if (!field.openRows) return nothing;
  const remove = (): void => {
    removeRow(state, field, index);
    state.redraw();
    focusSoon(`${elementId(field.id)}-add`);
  };
  return html`<button class="ds-button" type="button" data-variant="tertiary" data-color="danger" @click=${remove}>
    ${text('form.remove_row', { row: rowName(field, row, index, state.today) })}</button>`;
}

function cells(state: FormState, field: Field, index: number): TemplateResult[] {
  return field.columns.filter((column) => !column.readOnly).map((column) => fieldBox(cellOf(state, field, index, column)));
}

function foldedRow(state: FormState, field: Field, row: Row, index: number): TemplateResult {
  const path = pathOf(field.id, index);
  const open = hasProblem(state, field, index) || (state.opened.get(path) ?? !isComplete(field, row));
  const toggled = (event: Event): void => {
    state.opened.set(path, (event.target as HTMLDetailsElement).open);
  };
  return html`<details class="row" ?open=${open} @toggle=${toggled}>
    <summary><span class="row-head"><span class="row-name">${rowName(field, row, index, state.today)}</span>${rowState(field, row, index)}</span>
      ${facts(field, row, state.today, true)}</summary>
    <div class="row-body">${cells(state, field, index)}${removeButton(state, field, row, index)}</div>
  </details>`;
}

function openRow(state: FormState, field: Field, row: Row, index: number): TemplateResult {
  const first = shownColumns(field)[0];
  const named = first !== undefined && first.readOnly;
  return html`<fieldset class="row">
    <legend class="row-name">${named ? rowName(field, row, index, state.today) : text('form.row', { number: index + 1 })}</legend>
    ${facts(field, row, state.today, false)}
    <div class="row-body">${cells(state, field, index)}${removeButton(state, field, row, index)}</div>
  </fieldset>`;
}

// One tap for all the rows that nobody has answered yet.
function fillButtons(state: FormState, field: Field): TemplateResult | typeof nothing {
  const column = field.columns.find((one) => one.type === 'CHOICE' && !one.readOnly);
  const rows = rowsOf(state.values[field.id]);
  const open = column === undefined ? [] : rows.flatMap((row, index) => (isBlank(row[column.id]) ? [index] : []));
  const option = column?.options[0];
  if (field.openRows || column === undefined || option === undefined || open.length < 2) return nothing;
  const fillAll = (): void => {
    for (const index of open) setValue(state, pathOf(field.id, index, column.id), option.value);
    state.edited();
    state.redraw();
    focusSoon(`${elementId(field.id)}-name`);
  };
  return html`<button class="ds-button" type="button" data-variant="secondary" @click=${fillAll}>
    ${icon('check')}${counted('form.fill_open_rows', open.length, { choice: option.label })}</button>`;
}

function addButton(state: FormState, field: Field): TemplateResult | typeof nothing {
  if (!field.openRows) return nothing;
  const first = field.columns.find((column) => !column.readOnly);
  const add = (): void => {
    const index = addRow(state, field);
    state.redraw();
    if (first !== undefined) focusSoon(elementId(pathOf(field.id, index, first.id)));
  };
  return html`<button class="ds-button" type="button" data-variant="secondary" id=${`${elementId(field.id)}-add`} @click=${add}>
    ${text('form.add_row')}</button>`;
}

function undo(state: FormState, field: Field): TemplateResult | typeof nothing {
  if (state.removed?.field !== field.id) return nothing;
  const back = (): void => {
    putBackRow(state);
    state.redraw();
    focusSoon(`${elementId(field.id)}-add`);
  };
  return html`<p class="undo" role="status">${text('form.row_removed')}
    <button class="ds-button" type="button" data-variant="tertiary" @click=${back}>${text('form.undo')}</button></p>`;
}

export function tableBox(box: Box): TemplateResult {
  const { state, field } = box;
  const id = elementId(field.id);
  const rows = rowsOf(state.values[field.id]);
  const writable = field.columns.filter((column) => !column.readOnly);
  const problem = problemOf(box);
  const row = writable.length > mostUnfolded ? foldedRow : openRow;
  return html`<section class="box table" aria-labelledby=${`${id}-name`}>
    <h2 class="ds-heading" data-size="xs" id=${`${id}-name`} tabindex="-1">${field.label}</h2>
    ${about(box)}
    ${problem === undefined ? nothing : html`<p class="ds-validation-message" id=${id} tabindex="-1">${problem}</p>`}
    ${writable.length === 0
      ? shownTable(field, box.value, state.today)
      : html`${rows.length === 0 ? html`<p class="about">${text(field.openRows ? 'form.no_rows_yet' : 'form.no_rows')}</p>` : nothing}
          ${fillButtons(state, field)}
          <div class="rows">${rows.map((one, index) => row(state, field, one, index))}</div>
          ${undo(state, field)} ${addButton(state, field)}`}
    ${earlierAnswer(box)}
  </section>`;
}
