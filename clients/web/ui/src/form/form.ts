// Shows any form of the API, field by field, by kind.

import { html, nothing, type TemplateResult } from 'lit-html';
import type { Field, FieldType } from '../api/types';
import { icon } from '../parts/icon';
import { named, text } from '../texts/texts';
import { choiceBox } from './choice';
import { dateBox } from './date';
import { numberBox } from './number';
import { personBox } from './person';
import { shownField } from './shown';
import { type Box, type FormState, boxOf } from './state';
import { tableBox } from './table';
import { textBox } from './text';

const boxes: Record<FieldType, (box: Box) => TemplateResult> = {
  TEXT: textBox,
  NUMBER: numberBox,
  DATE: dateBox,
  CHOICE: choiceBox,
  PERSON: personBox,
  TABLE: tableBox,
};

export function fieldBox(box: Box): TemplateResult {
  return boxes[box.field.type](box);
}

// A table that is not to be written in yet is still to be read.
function readFirst(state: FormState, field: Field): TemplateResult | typeof nothing {
  const columns = field.columns.filter((column) => column.readOnly);
  if (field.type !== 'TABLE' || columns.length === 0) return nothing;
  return shownField({ ...field, columns }, state.values[field.id], state.today);
}

export function formFields(state: FormState, shown: (field: Field) => boolean): TemplateResult {
  const audience = state.audience === undefined ? '' : named('audience', state.audience);
  const seen = audience === '' ? nothing : html`<p class="seen seen-once">${icon('eye')}<span>${text('form.all_seen_by', { who: audience })}</span></p>`;
  return html`${seen}${state.form.fields.map((field) => {
    if (field.readOnly) return shownField(field, state.values[field.id], state.today);
    return shown(field) ? fieldBox(boxOf(state, field)) : readFirst(state, field);
  })}`;
}
