// What stands in a form: start values, what people type made into values, and values made into what is sent. Pure.

import type { Field, Form, Json, JsonObject } from '../api/types';
import { boxText, isDay, readDay } from '../parts/days';

export type Row = { [column: string]: Json };

// Where in a form: ["rows", "3", "target"]. Written "rows/3/target".
export type Path = string;

export function pathOf(...parts: (string | number)[]): Path {
  return parts.join('/');
}

// An element's id for a path; ids of fields are letters, digits and underscores.
export function elementId(path: Path): string {
  return `field-${path.replaceAll('/', '-')}`;
}

export function rowsOf(value: Json | undefined): Row[] {
  if (!Array.isArray(value)) return [];
  return value.filter((row): row is Row => row !== null && typeof row === 'object' && !Array.isArray(row));
}

// The draft where there is one, else the default.
export function startValues(form: Form): JsonObject {
  const start: JsonObject = {};
  for (const field of form.fields) {
    const drafted = field.readOnly ? undefined : form.draft?.[field.id];
    const value = drafted ?? field.default ?? null;
    start[field.id] = field.type === 'TABLE' ? rowsOf(value).map((row) => ({ ...row })) : value;
  }
  return start;
}

export function isBlank(value: Json | undefined): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

// "1 234,5" and "1234.5" are the same number; undefined when it is none.
export function readNumber(text: string): number | undefined {
  const plain = text.replace(/[\s\u00a0\u202f]/g, '').replace('\u2212', '-').replace(',', '.');
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : undefined;
}

export function numberText(value: number): string {
  const [whole = '', decimals] = String(Math.abs(value)).split('.');
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, '\u00a0') : whole;
  return `${value < 0 ? '\u2212' : ''}${grouped}${decimals === undefined ? '' : `,${decimals}`}`;
}

// How a value stands in the box where it is written.
export function writtenText(field: Field, value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  if (field.type === 'NUMBER' && typeof value === 'number') return numberText(value);
  if (field.type === 'DATE' && typeof value === 'string' && isDay(value)) return boxText(value);
  return String(value);
}

// What was typed as a value of the field; undefined when it cannot be one.
export function readTyped(field: Field, typed: string): Json | undefined {
  if (typed.trim() === '') return '';
  if (field.type === 'NUMBER') return readNumber(typed);
  if (field.type === 'DATE') return readDay(typed);
  return typed;
}

// What is sent: every field that may be written and, for an action, that it takes. A blank is sent as a blank, since a field
// left out is taken from the default.
export function dataOf(form: Form, values: JsonObject, only?: readonly string[]): JsonObject {
  const data: JsonObject = {};
  for (const field of form.fields) {
    if (field.readOnly || (only !== undefined && !only.includes(field.id))) continue;
    if (field.type === 'TABLE') {
      if (field.columns.every((column) => column.readOnly)) continue;
      data[field.id] = rowsOf(values[field.id]).map((row) => ({ ...row }));
    } else {
      data[field.id] = values[field.id] ?? '';
    }
  }
  return data;
}

export function same(one: Json | undefined, other: Json | undefined): boolean {
  if (isBlank(one) && isBlank(other)) return true;
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((value, index) => same(value, other[index]));
  }
  if (one !== null && other !== null && typeof one === 'object' && typeof other === 'object') {
    const left = one as JsonObject;
    const right = other as JsonObject;
    return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) => same(left[key], right[key]));
  }
  return one === other;
}

// The row as it began: its default at the same place, found by the columns that nobody may write in.
export function startRow(field: Field, row: Row, index: number): Row | undefined {
  const defaults = rowsOf(field.default);
  const fixed = field.columns.filter((column) => column.readOnly || column.id === field.columns[0]?.id);
  const alike = (candidate: Row | undefined): boolean =>
    candidate !== undefined && fixed.every((column) => same(candidate[column.id], row[column.id]));
  return alike(defaults[index]) ? defaults[index] : defaults.find(alike);
}

// Nothing in it differs from how it began, and nothing that must be there is missing: it needs no look.
export function isUntouched(field: Field, row: Row, index: number): boolean {
  const start = startRow(field, row, index);
  return start !== undefined && field.columns.every((column) => same(start[column.id], row[column.id]));
}

export function isComplete(field: Field, row: Row): boolean {
  return field.columns.every((column) => {
    if (!column.required || column.readOnly || !isBlank(row[column.id])) return true;
    return column.requiredUnless !== '' && !isBlank(row[column.requiredUnless]);
  });
}

// Fields that both have changed since `base`, and not alike.
export function changedElsewhere(form: Form, base: JsonObject, theirs: JsonObject, mine: JsonObject): Field[] {
  return form.fields.filter(({ id, readOnly }) =>
    !readOnly && !same(base[id], theirs[id]) && !same(base[id], mine[id]) && !same(theirs[id], mine[id]));
}

// What is written here, and theirs where nothing was.
export function merged(form: Form, base: JsonObject, theirs: JsonObject, mine: JsonObject): JsonObject {
  const values: JsonObject = {};
  for (const { id, readOnly } of form.fields) {
    values[id] = (readOnly || same(base[id], mine[id]) ? theirs[id] : mine[id]) ?? null;
  }
  return values;
}

// The row with the cells that nobody may write in as the form says them now, `was` being how it said them before: in another
// language they are other words.
function rewordedRow(field: Field, was: Field, row: Row, index: number): Row {
  const fixed = field.columns.filter((column) => column.readOnly);
  const then = rowsOf(was.default);
  const alike = (one: Row | undefined): boolean => one !== undefined && fixed.every((column) => same(one[column.id], row[column.id]));
  const now = rowsOf(field.default)[alike(then[index]) ? index : then.findIndex(alike)];
  if (now === undefined) return row;
  return { ...row, ...Object.fromEntries(fixed.flatMap(({ id }) => (now[id] === undefined ? [] : [[id, now[id]]]))) };
}

export function reworded(form: Form, was: Form, values: JsonObject): JsonObject {
  const said = { ...values };
  for (const field of form.fields) {
    const before = was.fields.find((one) => one.id === field.id);
    if (field.type !== 'TABLE' || before === undefined) continue;
    said[field.id] = rowsOf(values[field.id]).map((row, index) => rewordedRow(field, before, row, index));
  }
  return said;
}
