// Where things stand on the wheel. A year is one turn, January at the top, clockwise. Pure.

import { type Day, daysBetween, partsOf } from '../parts/days';

export interface Span {
  opens: Day;
  ends: Day;
}

export interface Arc {
  // In turns: 0 is New Year. `to` may be past 1 when it crosses New Year.
  from: number;
  to: number;
}

const leastArc = 0.02;

export function turnOf(day: Day): number {
  const { year } = partsOf(day);
  return daysBetween(`${year}-01-01`, day) / daysBetween(`${year}-01-01`, `${year + 1}-01-01`);
}

// At most a whole turn; what lasts a few days is still wide enough to be hit.
export function arcOf(span: Span): Arc {
  const from = turnOf(span.opens);
  const length = (daysBetween(span.opens, span.ends) + 1) / 365.25;
  return { from, to: from + Math.min(1, Math.max(length, leastArc)) };
}

// Both may cross New Year.
export function overlap(one: Arc, other: Arc): boolean {
  return [-1, 0, 1].some((turn) => one.from < other.to + turn && other.from + turn < one.to);
}

// The outermost ring where each has room, in the order given.
export function ringsOf(arcs: Arc[]): number[] {
  const rings: Arc[][] = [];
  return arcs.map((arc) => {
    const free = rings.findIndex((ring) => ring.every((taken) => !overlap(arc, taken)));
    const ring = free === -1 ? rings.length : free;
    (rings[ring] ??= []).push(arc);
    return ring;
  });
}

export interface Point {
  x: number;
  y: number;
}

export function pointAt(turn: number, radius: number): Point {
  const angle = (turn - 0.25) * 2 * Math.PI;
  const round = (value: number): number => Math.round(value * 100) / 100;
  return { x: round(Math.cos(angle) * radius), y: round(Math.sin(angle) * radius) };
}

// The path of a piece of a ring.
export function piece(arc: Arc, inner: number, outer: number): string {
  // A whole turn has no arc of its own in SVG: it stops a hair short.
  const to = Math.min(arc.to, arc.from + 0.9999);
  const large = to - arc.from > 0.5 ? 1 : 0;
  const [a, b] = [pointAt(arc.from, outer), pointAt(to, outer)];
  const [c, d] = [pointAt(to, inner), pointAt(arc.from, inner)];
  return `M${a.x} ${a.y}A${outer} ${outer} 0 ${large} 1 ${b.x} ${b.y}L${c.x} ${c.y}A${inner} ${inner} 0 ${large} 0 ${d.x} ${d.y}Z`;
}

export function share(arc: Arc, done: number, due: number): Arc {
  return { from: arc.from, to: arc.from + (arc.to - arc.from) * (due === 0 ? 0 : Math.min(1, done / due)) };
}

export function middle(arc: Arc): number {
  return (arc.from + arc.to) / 2;
}
