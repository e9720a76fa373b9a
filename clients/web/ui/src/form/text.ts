import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { counted } from '../texts/texts';
import { describedBy, framed, problemOf } from './frame';
import { type Box, write } from './state';
import { elementId, writtenText } from './values';

const oneLine = 200;

export function textBox(box: Box): TemplateResult {
  const value = writtenText(box.field, box.value);
  const long = box.field.maxLength === 0 || box.field.maxLength > oneLine;
  const change = (event: Event): void => write(box, (event.target as HTMLInputElement | HTMLTextAreaElement).value);
  const invalid = problemOf(box) === undefined ? nothing : 'true';
  const over = box.field.maxLength === 0 ? 0 : [...value].length - box.field.maxLength;
  const control = long
    ? html`<textarea class="ds-input" id=${elementId(box.path)} rows=${box.inTable ? 2 : 4} .value=${live(value)} @input=${change}
        aria-describedby=${describedBy(box)} aria-invalid=${invalid}></textarea>`
    : html`<input class="ds-input" type="text" autocomplete="off" id=${elementId(box.path)} .value=${live(value)} @input=${change}
        aria-describedby=${describedBy(box)} aria-invalid=${invalid} />`;
  return framed(box, html`${control}${over > 0 ? html`<p class="about">${counted('form.too_long', over)}</p>` : nothing}`);
}
