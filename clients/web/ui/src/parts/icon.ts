// Shapes that say the same as colours and words do.

import { html, svg, type TemplateResult } from 'lit-html';

export type Shape = 'circle' | 'triangle' | 'square' | 'ring' | 'check' | 'eye' | 'no' | 'info' | 'dash' | 'lock';

const shapes: Record<Shape, () => TemplateResult<2>> = {
  circle: () => svg`<circle cx="8" cy="8" r="5" fill="currentColor"/>`,
  triangle: () => svg`<path d="M8 2.5 14.5 13.5H1.5Z" fill="currentColor"/>`,
  square: () => svg`<rect x="3" y="3" width="10" height="10" fill="currentColor"/>`,
  ring: () => svg`<circle cx="8" cy="8" r="4.5" fill="none" stroke="currentColor" stroke-width="1.8"/>`,
  check: () => svg`<path d="m3 8.5 3.4 3.4L13 5" fill="none" stroke="currentColor" stroke-width="2.2"/>`,
  eye: () => svg`<path d="M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8Z" fill="none" stroke="currentColor" stroke-width="1.4"/><circle cx="8" cy="8" r="2" fill="currentColor"/>`,
  no: () => svg`<circle cx="8" cy="8" r="5.6" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="m4.2 4.2 7.6 7.6" stroke="currentColor" stroke-width="1.6"/>`,
  info: () => svg`<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.5"/><path d="M8 7.2v4M8 4.6v1.4" stroke="currentColor" stroke-width="1.7"/>`,
  lock: () => svg`<rect x="3" y="7" width="10" height="7" rx="1.2" fill="currentColor"/><path d="M5.2 7V5a2.8 2.8 0 0 1 5.6 0v2" fill="none" stroke="currentColor" stroke-width="1.6"/>`,
  dash: () => svg`<path d="M4 8h8" stroke="currentColor" stroke-width="2"/>`,
};

export function icon(shape: Shape): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">${shapes[shape]()}</svg>`;
}

export type Tone = 'success' | 'warning' | 'danger' | 'info' | 'neutral';

export function tag(tone: Tone, shape: Shape, words: string): TemplateResult {
  return html`<span class="ds-tag tag" data-color=${tone}>${icon(shape)}${words}</span>`;
}
