// Deadlines and talks in a calendar of one's own: the address is made, copied, replaced and revoked here.

import { html, nothing, type TemplateResult } from 'lit-html';
import { type CalendarLink, createCalendarLink, getCalendarLink, revokeCalendarLink } from '../api/calendar';
import type { Problem } from '../api/http';
import { dayInWords } from '../parts/dates';
import { dayOf } from '../parts/days';
import type { Life, Place } from '../parts/screen';
import { problemAlert } from '../parts/states';
import { text } from '../texts/texts';

export interface CalendarView {
  place: Place;
  life: Life;
  // Fetched when somebody asks to see it.
  link?: CalendarLink;
  // Of a link that was made here and now: nobody tells it a second time.
  address?: string;
  copied: boolean;
  busy: boolean;
  problem?: Problem;
  redraw: () => void;
}

export const newCalendarView = (place: Place, life: Life, redraw: () => void): CalendarView => ({ place, life, copied: false, busy: false, redraw });

type Answer = Awaited<ReturnType<typeof getCalendarLink>>;

async function settle(view: CalendarView, asked: Promise<Answer>, said = ''): Promise<void> {
  view.busy = true;
  view.redraw();
  const answer = await asked;
  if (!view.life.alive) return;
  view.busy = false;
  view.copied = false;
  if (answer.ok) {
    delete view.problem;
    view.link = answer.value;
    if (said !== '') view.place.announce(said);
  } else {
    view.problem = answer.problem;
  }
  view.redraw();
}

async function make(view: CalendarView): Promise<void> {
  const made = createCalendarLink(view.place.municipality.name).then((answer): Answer => {
    if (!answer.ok) return answer;
    view.address = new URL(answer.value.path, location.href).href;
    return { ok: true, value: answer.value.link };
  });
  await settle(view, made, text('calendar.made'));
  if (view.life.alive && view.address !== undefined) document.getElementById('calendar-address')?.focus();
}

async function revoke(view: CalendarView): Promise<void> {
  delete view.address;
  await settle(view, revokeCalendarLink(view.place.municipality.name), text('calendar.revoked'));
}

async function copy(view: CalendarView): Promise<void> {
  try {
    await navigator.clipboard.writeText(view.address ?? '');
    view.copied = true;
    view.place.announce(text('calendar.copied'));
  } catch {
    // A browser that does not let pages copy lets people do it.
    (document.getElementById('calendar-address') as HTMLInputElement | null)?.select();
  }
  view.redraw();
}

function addressBox(view: CalendarView, address: string): TemplateResult {
  const select = (event: Event): void => (event.target as HTMLInputElement).select();
  return html`<div class="box calendar-address"><label class="ds-label" for="calendar-address">${text('calendar.address')}</label>
      <input class="ds-input" id="calendar-address" readonly .value=${address} @focus=${select} aria-describedby="calendar-once" />
      <p class="about" id="calendar-once">${text('calendar.once')}</p></div>
    <p class="buttons"><button class="ds-button" type="button" @click=${() => void copy(view)}>${text(view.copied ? 'calendar.copied' : 'calendar.copy')}</button></p>`;
}

function ofLink(view: CalendarView, link: CalendarLink): TemplateResult {
  if (!link.active) {
    return html`<p class="buttons"><button class="ds-button" type="button" data-variant="secondary" ?disabled=${view.busy} @click=${() => void make(view)}>${text('calendar.make')}</button></p>`;
  }
  const { today } = view.place;
  const made = link.createTime === undefined ? '' : text('calendar.made_on', { day: dayInWords(dayOf(link.createTime), today) });
  const read = link.lastRead === '' ? text('calendar.never_read') : text('calendar.last_read', { day: dayInWords(link.lastRead, today) });
  return html`${view.address === undefined ? html`<p>${made} ${read}</p>` : addressBox(view, view.address)}
    <p class="buttons"><button class="ds-button" type="button" data-variant="secondary" ?disabled=${view.busy} @click=${() => void make(view)}>${text('calendar.replace')}</button>
      <button class="ds-button" type="button" data-variant="tertiary" ?disabled=${view.busy} @click=${() => void revoke(view)}>${text('calendar.revoke')}</button></p>`;
}

export function calendarSection(view: CalendarView): TemplateResult {
  const toggled = (event: Event): void => {
    if ((event.target as HTMLDetailsElement).open && view.link === undefined) void settle(view, getCalendarLink(view.place.municipality.name));
  };
  return html`<details class="done calendar" @toggle=${toggled}>
    <summary>${text('calendar.heading')}</summary>
    <p>${text('calendar.about')}</p>
    <p>${text('calendar.who_sees')}</p>
    ${view.problem === undefined ? nothing : problemAlert(view.problem)}
    ${view.link === undefined ? nothing : ofLink(view, view.link)}
  </details>`;
}
