// A form while it is filled in.

import type { Audience, Field, Form, Json, JsonObject, Person } from '../api/types';
import { type Path, type Row, pathOf, readTyped, reworded, rowsOf, startValues } from './values';

export interface FormState {
  form: Form;
  values: JsonObject;
  // What was typed where it cannot be read as a value, or is not finished yet.
  typed: Map<Path, string>;
  problems: Map<Path, string>;
  opened: Map<Path, boolean>;
  // The row taken out last, so that it can be put back.
  removed?: { field: string; index: number; row: Row };
  today: string;
  // Who sees all of it, where that is the same everywhere: said once.
  audience?: Audience;
  persons: () => Promise<Person[]>;
  redraw: () => void;
  edited: () => void;
}

// One place to write in, as its module sees it.
export interface Box {
  state: FormState;
  field: Field;
  path: Path;
  value: Json | undefined;
  inTable: boolean;
}

function commonAudience(form: Form): Audience | undefined {
  const written = form.fields.filter((field) => !field.readOnly).map((field) => field.audience);
  return written.length > 1 && written.every((one) => one === written[0]) ? written[0] : undefined;
}

export function newFormState(form: Form, today: string, hooks: Pick<FormState, 'persons' | 'redraw' | 'edited'>): FormState {
  const audience = commonAudience(form);
  return {
    form, values: startValues(form), typed: new Map(), problems: new Map(), opened: new Map(), today,
    ...(audience === undefined ? {} : { audience }), ...hooks,
  };
}

export function boxOf(state: FormState, field: Field): Box {
  return { state, field, path: pathOf(field.id), value: state.values[field.id], inTable: false };
}

export function cellOf(state: FormState, field: Field, index: number, column: Field): Box {
  const row = rowsOf(state.values[field.id])[index];
  return { state, field: column, path: pathOf(field.id, index, column.id), value: row?.[column.id], inTable: true };
}

export function setValue(state: FormState, path: Path, value: Json): void {
  const [id = '', index, column] = path.split('/');
  if (index === undefined || column === undefined) {
    state.values[id] = value;
    return;
  }
  const rows = rowsOf(state.values[id]).map((row, at) => (at === Number(index) ? { ...row, [column]: value } : row));
  state.values[id] = rows;
}

// Somebody has written: what was wrong there is forgotten until it is looked at again.
export function write(box: Box, value: Json | undefined, typed?: string): void {
  if (value !== undefined) setValue(box.state, box.path, value);
  if (typed === undefined) box.state.typed.delete(box.path);
  else box.state.typed.set(box.path, typed);
  box.state.problems.delete(box.path);
  box.state.edited();
}

// Paths of rows move when one is added or taken out: what hung on the old ones goes.
function forgetRows(state: FormState, field: string): void {
  for (const kept of [state.typed, state.problems, state.opened]) {
    for (const path of [...kept.keys()]) if (path.startsWith(`${field}/`)) kept.delete(path);
  }
}

export function replaceRows(state: FormState, field: Field, rows: Row[]): void {
  state.values[field.id] = rows.map((row) => ({ ...row }));
  forgetRows(state, field.id);
  delete state.removed;
  state.edited();
}

export function addRow(state: FormState, field: Field): number {
  const rows = rowsOf(state.values[field.id]);
  state.values[field.id] = [...rows, {}];
  state.opened.set(pathOf(field.id, rows.length), true);
  delete state.removed;
  state.edited();
  return rows.length;
}

export function removeRow(state: FormState, field: Field, index: number): void {
  const rows = rowsOf(state.values[field.id]);
  const row = rows[index];
  if (row === undefined) return;
  state.values[field.id] = rows.filter((_one, at) => at !== index);
  forgetRows(state, field.id);
  state.removed = { field: field.id, index, row };
  state.edited();
}

export function putBackRow(state: FormState): void {
  if (state.removed === undefined) return;
  const { field, index, row } = state.removed;
  const rows = rowsOf(state.values[field]);
  state.values[field] = [...rows.slice(0, index), row, ...rows.slice(index)];
  forgetRows(state, field);
  delete state.removed;
  state.edited();
}

// Where something stands that cannot be read as a value, and so is not saved with the rest.
export function unreadable(state: FormState): Path[] {
  return [...state.typed].filter(([path, typed]) => {
    const field = fieldAt(state.form, path);
    if (field === undefined) return false;
    return field.type === 'PERSON' ? state.problems.has(path) : readTyped(field, typed) === undefined;
  }).map(([path]) => path);
}

function fieldAt(form: Form, path: Path): Field | undefined {
  const [id, , column] = path.split('/');
  const field = form.fields.find((one) => one.id === id);
  return column === undefined ? field : field?.columns.find((one) => one.id === column);
}

// What it takes to show a form as it was filled in.
export interface KeptForm {
  form: Form;
  values: JsonObject;
  typed: Map<Path, string>;
  opened: Map<Path, boolean>;
  removed?: FormState['removed'];
}

export function keptForm(state: FormState): KeptForm {
  const { form, values, typed, opened, removed } = state;
  return { form, values, typed: new Map(typed), opened: new Map(opened), ...(removed === undefined ? {} : { removed }) };
}

export function showKept(state: FormState, kept: KeptForm): void {
  state.values = reworded(state.form, kept.form, kept.values);
  state.typed = kept.typed;
  state.opened = kept.opened;
  if (kept.removed !== undefined) state.removed = kept.removed;
}
