// Which fields are shown to be written in: those of the first way on, and of the way that was chosen. One thing at a time.
// Pure.

import type { Action, Field, Form, JsonObject } from '../api/types';
import { isBlank, same } from './values';

export interface Choosing {
  form: Form;
  actions: Action[];
  // Id of the action chosen, where it takes more than the first one does.
  chosen: string | undefined;
  values: JsonObject;
  // Ids of fields where something is wrong.
  wrong: ReadonlySet<string>;
}

export function firstAction(actions: Action[]): Action | undefined {
  return actions.find((action) => action.leads !== 'BACK') ?? actions[0];
}

export function isShown(choosing: Choosing, field: Field): boolean {
  const { actions, chosen, values, wrong } = choosing;
  const ways = [firstAction(actions), actions.find((action) => action.id === chosen)];
  if (ways.some((action) => action?.fields.includes(field.id))) return true;
  // What was written before, or is wrong, is never hidden.
  return wrong.has(field.id) || (!isBlank(values[field.id]) && !same(values[field.id], field.default));
}

// The fields that the action takes and that are not shown yet.
export function yetToShow(choosing: Choosing, action: Action): Field[] {
  return choosing.form.fields.filter((field) => !field.readOnly && action.fields.includes(field.id) && !isShown(choosing, field));
}
