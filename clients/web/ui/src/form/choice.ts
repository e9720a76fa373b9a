import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { text } from '../texts/texts';
import { earlierAnswer } from './earlier';
import { about, describedBy, framed, labelText, problemLine, problemOf } from './frame';
import { type Box, write } from './state';
import { elementId } from './values';

const mostRadios = 6;

function radios(box: Box): TemplateResult {
  const id = elementId(box.path);
  const invalid = problemOf(box) === undefined ? nothing : 'true';
  return html`<fieldset class="box radios" aria-describedby=${describedBy(box)}>
    <legend class="ds-label">${labelText(box)}</legend>
    ${about(box)}
    ${box.field.options.map((option, index) => html`<div class="radio">
      <input class="ds-input" type="radio" name=${id} id=${index === 0 ? id : `${id}-${index}`} value=${option.value} aria-invalid=${invalid}
        .checked=${live(box.value === option.value)} @change=${() => write(box, option.value)} />
      <label for=${index === 0 ? id : `${id}-${index}`}>${option.label}</label>
    </div>`)}
    ${problemLine(box)} ${earlierAnswer(box)}
  </fieldset>`;
}

function list(box: Box): TemplateResult {
  const change = (event: Event): void => write(box, (event.target as HTMLSelectElement).value);
  const value = typeof box.value === 'string' ? box.value : '';
  return framed(box, html`<select class="ds-input" id=${elementId(box.path)} @change=${change} aria-describedby=${describedBy(box)}
    aria-invalid=${problemOf(box) === undefined ? nothing : 'true'}>
    <option value="" .selected=${live(value === '')}>${text('form.choose')}</option>
    ${box.field.options.map((option) => html`<option value=${option.value} .selected=${live(value === option.value)}>${option.label}</option>`)}
  </select>`);
}

// Few choices are seen at once; a radio cannot be taken back, so what may be left open is a list.
export function choiceBox(box: Box): TemplateResult {
  const few = box.field.options.length <= mostRadios && box.field.required && !box.inTable;
  return few ? radios(box) : list(box);
}
