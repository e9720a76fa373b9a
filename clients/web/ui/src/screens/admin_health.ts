// How the server is.

import { html, type TemplateResult } from 'lit-html';
import { getHealth } from '../api/office';
import type { Health } from '../api/office_types';
import { dayInWords, timeInWords } from '../parts/dates';
import { dayOf } from '../parts/days';
import { tag } from '../parts/icon';
import { showFetched } from '../parts/states';
import { numberText } from '../form/values';
import { counted, text } from '../texts/texts';
import type { AdminView } from './admin';

const megabyte = 1_000_000;
const sizeText = (bytes: string): string => text('health.megabytes', { size: numberText(Math.round((Number(bytes) / megabyte) * 10) / 10) });

function figures({ health: own, version, startTime }: Health): TemplateResult {
  const dead = own.outboxDead;
  const started = startTime === undefined ? '' : `${dayInWords(dayOf(startTime), '')} ${timeInWords(startTime)}`;
  const line = (words: string, value: string | number): TemplateResult => html`<div><dt>${words}</dt><dd>${value}</dd></div>`;
  return html`<p class="plan-words">${dead === 0 ? tag('success', 'check', text('health.well')) : tag('danger', 'square', counted('health.dead', dead))}</p>
    <dl class="facts health group">
      ${line(text('health.version'), version)} ${line(text('health.started'), started)}
      ${line(text('health.store'), sizeText(own.storeBytes))} ${line(text('health.log'), sizeText(own.logBytes))}
      ${line(text('health.waiting'), own.outboxWaiting)} ${line(text('health.given_up'), dead)}
    </dl>`;
}

export function open(view: AdminView): void {
  const again = (): void => void showFetched(view.place, view.life, () => getHealth(view.place.municipality.name), (health) =>
    view.show(text('admin.drift'), html`${figures(health)}
      <p class="buttons group"><button class="ds-button" type="button" data-variant="secondary" @click=${again}>${text('health.again')}</button></p>`));
  again();
}
