// The wheel and the line, as drawings. What they say stands in the list beside them too.

import { html, nothing, svg, type TemplateResult } from 'lit-html';
import type { DayOff, Overview, PhaseOverview } from '../api/types';
import { dayInShort } from '../parts/dates';
import { type Day, addDays, daysBetween, partsOf } from '../parts/days';
import { wheelPath } from '../routes';
import { counted, listed, text } from '../texts/texts';
import { type Arc, arcOf, middle, piece, pointAt, ringsOf, share, turnOf } from './wheel_geometry';

export interface Drawn {
  overview: Overview;
  others: Overview[];
  off: DayOff[];
  today: Day;
  chosen: string | undefined;
}

const rim = 178;
const widest = 30;
const core = 34;
const gap = 3;
const thickestShare = 5;

export type PhaseTone = 'ended' | 'late' | 'open' | 'coming';

export function toneOf(phase: PhaseOverview): PhaseTone {
  if (phase.overdue > 0) return 'late';
  if (phase.due > 0 && phase.done === phase.due) return 'ended';
  return phase.state === 'NOT_OPEN' ? 'coming' : phase.state === 'OPEN' ? 'open' : 'ended';
}

export function phaseLabel(phase: PhaseOverview, number?: number): string {
  const span = `${dayInShort(phase.opens)}–${dayInShort(phase.ends)}`;
  return `${number === undefined ? '' : `${number}. `}${phase.title}: ${span}, ${doneWords(phase)}`;
}

export function doneWords(phase: PhaseOverview): string {
  if (phase.withheld) return text('wheel.withheld');
  return phase.due === 0 ? text('wheel.nothing_due') : text('wheel.done_of', { done: phase.done, due: phase.due });
}

function months(): TemplateResult<2>[] {
  return listed('date.months_short').map((name, index) => {
    const label = pointAt((index + 0.5) / 12, rim + 13);
    const [from, to] = [pointAt(index / 12, core), pointAt(index / 12, rim)];
    return svg`<line class="spoke" x1=${from.x} y1=${from.y} x2=${to.x} y2=${to.y}/>
      <text class="month" x=${label.x} y=${label.y + 4}>${name}</text>`;
  });
}

interface Ring {
  inner: number;
  outer: number;
}

function ringAt(index: number, width: number): Ring {
  const outer = rim - 8 - index * (width + gap);
  return { inner: outer - width, outer };
}

interface Span {
  first: Day;
  last: Day;
  title: string;
}

// Days that follow each other and are off for the same reason, as one.
export function spansOf(days: DayOff[]): Span[] {
  const spans: Span[] = [];
  for (const { date, title } of days) {
    const last = spans.at(-1);
    if (last !== undefined && last.title === title && addDays(last.last, 1) === date) last.last = date;
    else spans.push({ first: date, last: date, title });
  }
  return spans;
}

function phasePiece(drawn: Drawn, phase: PhaseOverview, arc: Arc, ring: Ring, number: number): TemplateResult<2> {
  // The share done lies along the inner edge; the number stands clear of it.
  const inside = ring.inner + (phase.done === 0 ? 0 : Math.min(thickestShare, (ring.outer - ring.inner) / 4));
  const label = pointAt(middle(arc), (inside + ring.outer) / 2);
  const chosen = drawn.chosen === phase.id;
  return svg`<a href=${wheelPath(drawn.overview.year, phase.id)} aria-label=${phaseLabel(phase, number)} aria-current=${chosen ? 'true' : nothing}>
    <path class=${`piece ${toneOf(phase)}`} d=${piece(arc, ring.inner, ring.outer)}/>
    ${phase.done === 0 ? nothing : svg`<path class=${`share ${toneOf(phase)}`} d=${piece(share(arc, phase.done, phase.due), ring.inner, inside)}/>`}
    <text class="number" x=${label.x} y=${label.y + 4}>${number}</text>
  </a>`;
}

function otherPiece(phase: PhaseOverview, arc: Arc, ring: Ring, year: number): TemplateResult<2> {
  return svg`<a href=${wheelPath(year, phase.id)} aria-label=${`${year}: ${phaseLabel(phase)}`}>
    <path class="piece other" d=${piece(arc, ring.inner, ring.outer)}/></a>`;
}

function pointer(today: Day): TemplateResult<2> {
  const end = pointAt(turnOf(today), rim);
  return svg`<g class="now"><line x1="0" y1="0" x2=${end.x} y2=${end.y}/><circle r="19"/><text y="4.5">${text('wheel.now')}</text></g>`;
}

export function wheel(drawn: Drawn): TemplateResult {
  const own = drawn.overview.phases.map((phase) => arcOf(phase));
  const ownRings = ringsOf(own);
  const others = drawn.others.flatMap((other) => other.phases.map((phase) => ({ phase, year: other.year, arc: arcOf(phase) })));
  const first = Math.max(-1, ...ownRings) + 1;
  const otherRings = ringsOf(others.map((other) => other.arc)).map((ring) => ring + first);
  const count = Math.max(first, ...otherRings.map((ring) => ring + 1));
  const width = Math.min(widest, (rim - 8 - core) / Math.max(1, count) - gap);
  return html`<svg class="wheel" viewBox="-205 -205 410 410" role="group" aria-label=${text('wheel.label', { year: drawn.overview.year })}>
    <circle class="rim" r=${rim}/>
    ${months()}
    ${spansOf(drawn.off).map((span) => svg`<path class="closed" d=${piece(arcOf({ opens: span.first, ends: span.last }), rim - 6, rim)}><title>${span.first === span.last
      ? text('wheel.day_off', { day: dayInShort(span.first), title: span.title }) : text('wheel.days_off', { from: dayInShort(span.first), to: dayInShort(span.last), title: span.title })}</title></path>`)}
    ${others.map((other, index) => otherPiece(other.phase, other.arc, ringAt(otherRings[index] ?? 0, width), other.year))}
    ${drawn.overview.phases.map((phase, index) => phasePiece(drawn, phase, own[index] ?? { from: 0, to: 0 }, ringAt(ownRings[index] ?? 0, width), index + 1))}
    ${pointer(drawn.today)}
  </svg>`;
}

const lineWidth = 760;
const lineLeft = 190;
const lineTop = 42;
const rowHeight = 34;

// The same year stretched out: one row a phase, time from left to right.
export function line(drawn: Drawn): TemplateResult {
  const { phases } = drawn.overview;
  const firstDay = phases.map((phase) => phase.opens).sort()[0] ?? drawn.today;
  const lastDay = phases.map((phase) => phase.ends).sort().at(-1) ?? drawn.today;
  const start = `${firstDay.slice(0, 7)}-01`;
  const length = daysBetween(start, addDays(lastDay, 31));
  const at = (day: Day): number => Math.round(lineLeft + (daysBetween(start, day) / length) * (lineWidth - lineLeft));
  const height = lineTop + phases.length * rowHeight;
  return html`<div class="sideways" role="region" tabindex="0" aria-label=${text('wheel.line_label', { year: drawn.overview.year })}>
    <svg class="line" viewBox=${`0 0 ${lineWidth} ${height}`} role="group">
      ${monthMarks(start, length).map((day, index) => svg`<line class="spoke" x1=${at(day)} y1="34" x2=${at(day)} y2=${height}/>
        <text class="month" x=${at(day) + 2} y="30">${initialOf(day)}</text>
        ${index === 0 || day.endsWith('-01-01') ? svg`<text class="month-year" x=${at(day) + 2} y="13">${day.slice(0, 4)}</text>` : nothing}`)}
      ${phases.map((phase, index) => linePiece(drawn, phase, index, at))}
      ${drawn.today < start || drawn.today > lastDay ? nothing
        : svg`<g class="now"><line x1=${at(drawn.today)} y1="34" x2=${at(drawn.today)} y2=${height}/></g>`}
    </svg>
  </div>`;
}

function monthMarks(start: Day, length: number): Day[] {
  const marks: Day[] = [];
  for (let day = 0; day < length; ++day) {
    const one = addDays(start, day);
    if (one.endsWith('-01')) marks.push(one);
  }
  return marks;
}

function initialOf(day: Day): string {
  return (listed('date.months_short')[partsOf(day).month - 1] ?? '').slice(0, 1);
}

function linePiece(drawn: Drawn, phase: PhaseOverview, index: number, at: (day: Day) => number): TemplateResult<2> {
  const top = lineTop + index * rowHeight;
  const [left, right] = [at(phase.opens), at(addDays(phase.ends, 1))];
  const width = Math.max(8, right - left);
  const done = phase.due === 0 ? 0 : Math.round((width * phase.done) / phase.due);
  return svg`<a href=${wheelPath(drawn.overview.year, phase.id, true)} aria-label=${phaseLabel(phase, index + 1)} aria-current=${drawn.chosen === phase.id ? 'true' : nothing}>
    <text class="line-name" x="0" y=${top + 16}>${index + 1}. ${phase.title}</text>
    <rect class=${`piece ${toneOf(phase)}`} x=${left} y=${top} width=${width} height="22" rx="3"/>
    ${done === 0 ? nothing : svg`<rect class=${`share ${toneOf(phase)}`} x=${left} y=${top + 17} width=${done} height="5"/>`}
  </a>`;
}

export function pendingWords(phase: PhaseOverview): string {
  return phase.overdue === 0 ? '' : counted('wheel.overdue', phase.overdue);
}
