// From a problem's fields to the fields of the form. Pure.

import type { FieldProblem } from '../api/http';
import type { Form } from '../api/types';
import { type Path, pathOf } from './values';

function unescaped(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}

// "/data/rows/3/target" and "rows[3].target" both mean rows/3/target.
export function pathOfProblem(problem: FieldProblem): Path {
  if (problem.pointer !== undefined) {
    const parts = problem.pointer.split('/').slice(1).map(unescaped);
    return pathOf(...(parts[0] === 'data' ? parts.slice(1) : parts));
  }
  return pathOf(...problem.field.split(/[.[\]]+/).filter((part) => part !== ''));
}

// The nearest place in the form that is there: the cell, its row's first cell that is written in, the field. Undefined when
// the form has no such field.
export function placeIn(form: Form, path: Path): Path | undefined {
  const [id = '', row, column] = path.split('/');
  const field = form.fields.find((one) => one.id === id);
  if (field === undefined) return undefined;
  if (field.type !== 'TABLE' || row === undefined) return id;
  const known = field.columns.find((one) => one.id === column) ?? field.columns.find((one) => !one.readOnly);
  return known === undefined ? id : pathOf(id, row, known.id);
}

// "Resultatmål, rad 4: Nytt mål": what people call the place.
export function labelsOf(form: Form, path: Path): { field: string; row?: number; column?: string } {
  const [id = '', row, column] = path.split('/');
  const field = form.fields.find((one) => one.id === id);
  if (field === undefined) return { field: path };
  if (row === undefined) return { field: field.label };
  const label = field.columns.find((one) => one.id === column)?.label;
  return { field: field.label, row: Number(row) + 1, ...(label === undefined ? {} : { column: label }) };
}
