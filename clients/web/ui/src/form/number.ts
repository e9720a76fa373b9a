import { nothing, type TemplateResult } from 'lit-html';
import { text } from '../texts/texts';
import type { Box } from './state';
import { typedBox } from './typed';

export function numberBox(box: Box): TemplateResult {
  return typedBox(box, { kind: 'number', inputMode: 'decimal', unreadable: text('form.not_a_number', { label: box.field.label }), after: nothing });
}
