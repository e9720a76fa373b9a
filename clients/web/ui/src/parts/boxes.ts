// Boxes of small forms that the screens make themselves.

import { html, nothing, type TemplateResult } from 'lit-html';

export interface SmallBox {
  id: string;
  label: string;
  value: string;
  write: (value: string) => void;
  problem?: string;
  about?: string;
  // Id of a list to choose from while writing.
  list?: string;
}

const value = (event: Event): string => (event.target as HTMLInputElement).value;

function described(box: SmallBox): string | typeof nothing {
  const ids = [box.about === undefined ? '' : `${box.id}-about`, box.problem === undefined ? '' : `${box.id}-problem`].filter((one) => one !== '');
  return ids.length === 0 ? nothing : ids.join(' ');
}

function framed(box: SmallBox, control: TemplateResult): TemplateResult {
  return html`<div class="box"><label class="ds-label" for=${box.id}>${box.label}</label>
    ${box.about === undefined ? nothing : html`<p class="about" id=${`${box.id}-about`}>${box.about}</p>`}
    ${control}
    ${box.problem === undefined ? nothing : html`<p class="ds-validation-message" id=${`${box.id}-problem`}>${box.problem}</p>`}</div>`;
}

export function writtenBox(box: SmallBox): TemplateResult {
  return framed(box, html`<input class="ds-input" id=${box.id} autocomplete="off" list=${box.list ?? nothing} .value=${box.value}
    @input=${(event: Event) => box.write(value(event))} aria-invalid=${box.problem === undefined ? nothing : 'true'} aria-describedby=${described(box)} />`);
}

export function chosenBox(box: SmallBox, options: [string, string][]): TemplateResult {
  return framed(box, html`<select class="ds-input" id=${box.id} @change=${(event: Event) => box.write(value(event))}
    aria-invalid=${box.problem === undefined ? nothing : 'true'} aria-describedby=${described(box)}>
    ${options.map(([id, words]) => html`<option value=${id} .selected=${id === box.value}>${words}</option>`)}</select>`);
}
