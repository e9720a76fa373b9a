// What stands around a box: its name, what it is for, who sees it, what must not be written, what is wrong.

import { html, nothing, type TemplateResult } from 'lit-html';
import { icon } from '../parts/icon';
import { named, text } from '../texts/texts';
import { earlierAnswer } from './earlier';
import type { Box } from './state';
import { elementId } from './values';

export function problemOf(box: Box): string | undefined {
  return box.state.problems.get(box.path);
}

function isOptional(box: Box): boolean {
  return !box.field.required || box.field.requiredUnless !== '';
}

export function labelText(box: Box): TemplateResult {
  const unit = box.field.unit === '' ? '' : ` (${box.field.unit})`;
  const optional = isOptional(box) && !box.field.readOnly ? html` <span class="optional">${text('form.optional')}</span>` : nothing;
  return html`${box.field.label}${unit}${optional}`;
}

function hint(box: Box): string {
  if (box.field.help !== '') return box.field.help;
  return box.field.type === 'DATE' ? text('form.date_help') : '';
}

function audienceText(box: Box): string {
  return box.field.audience === box.state.audience ? '' : named('audience', box.field.audience);
}

// The ids that say more of the box, for aria-describedby; nothing when none.
export function describedBy(box: Box): string | typeof nothing {
  const id = elementId(box.path);
  const ids = [
    hint(box) === '' && box.field.purpose === '' ? '' : `${id}-about`,
    audienceText(box) === '' ? '' : `${id}-seen`,
    box.field.never === '' ? '' : `${id}-never`,
    problemOf(box) === undefined ? '' : `${id}-problem`,
    box.field.earlier === undefined || box.field.type === 'TABLE' ? '' : `${id}-earlier`,
  ].filter((one) => one !== '');
  return ids.length === 0 ? nothing : ids.join(' ');
}

export function about(box: Box): TemplateResult {
  const id = elementId(box.path);
  const said = [hint(box), box.field.purpose].filter((one) => one !== '');
  const audience = audienceText(box);
  return html`
    ${said.length === 0 ? nothing : html`<p class="about" id=${`${id}-about`}>${said.join('. ')}</p>`}
    ${audience === '' ? nothing : html`<p class="seen" id=${`${id}-seen`}>${icon('eye')}<span>${text('form.seen_by', { who: audience })}</span></p>`}
    ${box.field.never === '' ? nothing : html`<p class="never" id=${`${id}-never`}>${icon('no')}<span>${box.field.never}</span></p>`}
  `;
}

export function problemLine(box: Box): TemplateResult | typeof nothing {
  const problem = problemOf(box);
  return problem === undefined
    ? nothing
    : html`<p class="ds-validation-message" id=${`${elementId(box.path)}-problem`}>${problem}</p>`;
}

export function framed(box: Box, control: TemplateResult): TemplateResult {
  return html`<div class="box">
    <label class="ds-label" for=${elementId(box.path)}>${labelText(box)}</label>
    ${about(box)} ${control} ${problemLine(box)} ${earlierAnswer(box)}
  </div>`;
}
