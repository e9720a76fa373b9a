// Shows any form of the API, field by field, by kind.

import { html, nothing, type TemplateResult } from 'lit-html';
import type { FieldType } from '../api/types';
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

export function formFields(state: FormState): TemplateResult {
  const audience = state.audience === undefined ? '' : named('audience', state.audience);
  const seen = audience === '' ? nothing : html`<p class="seen seen-once">${icon('eye')}<span>${text('form.all_seen_by', { who: audience })}</span></p>`;
  return html`${seen}${state.form.fields.map((field) =>
    field.readOnly ? shownField(field, state.values[field.id], state.today) : fieldBox(boxOf(state, field)))}`;
}
