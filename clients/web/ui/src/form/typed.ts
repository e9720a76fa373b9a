// Boxes whose text must be read as something: a number, a date.

import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { describedBy, framed, problemOf } from './frame';
import { type Box, write } from './state';
import { elementId, readTyped, writtenText } from './values';

export interface Reading {
  kind: 'number' | 'date';
  inputMode: 'decimal' | 'text';
  unreadable: string;
  after: TemplateResult | typeof nothing;
}

export function typedBox(box: Box, reading: Reading): TemplateResult {
  const shown = box.state.typed.get(box.path) ?? writtenText(box.field, box.value);
  const typing = (event: Event): void => {
    const typed = (event.target as HTMLInputElement).value;
    write(box, readTyped(box.field, typed), typed);
  };
  // Leaving the box: what can be read is shown as we write it, what cannot is said at once.
  const left = (event: Event): void => {
    const typed = (event.target as HTMLInputElement).value;
    if (readTyped(box.field, typed) !== undefined) box.state.typed.delete(box.path);
    else box.state.problems.set(box.path, reading.unreadable);
    box.state.redraw();
  };
  return framed(box, html`<input class=${`ds-input ${reading.kind}`} type="text" autocomplete="off" inputmode=${reading.inputMode}
    id=${elementId(box.path)} .value=${live(shown)} @input=${typing} @change=${left} aria-describedby=${describedBy(box)}
    aria-invalid=${problemOf(box) === undefined ? nothing : 'true'} />${reading.after}`);
}
