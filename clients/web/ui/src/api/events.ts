// What happens in cycles, as it happens. The browser itself comes back after a break, from the last id it saw.

import type { CycleEvent } from './types';

const gatherMilliseconds = 250;
// Fetching counts as being there: a page that nobody touches must not keep its session alive.
const awayMilliseconds = 5 * 60_000;

let touched = Date.now();
let awaited: (() => void)[] = [];

function touch(): void {
  touched = Date.now();
  const waiting = awaited;
  awaited = [];
  for (const one of waiting) one();
}

for (const sign of ['pointerdown', 'keydown', 'focus']) window.addEventListener(sign, touch, { passive: true });

// Tells of events in handfuls; returns how to stop listening.
export function watchCycles(cycles: string[], afterPosition: string, tell: (events: CycleEvent[]) => void): () => void {
  let gathered: CycleEvent[] = [];
  let timer = 0;
  let stopped = false;
  const flush = (): void => {
    timer = 0;
    if (stopped || gathered.length === 0) return;
    if (Date.now() - touched > awayMilliseconds) {
      awaited.push(flush);
      return;
    }
    const events = gathered;
    gathered = [];
    tell(events);
  };
  const hear = (message: MessageEvent<string>): void => {
    gathered.push((JSON.parse(message.data) as { event: CycleEvent }).event);
    if (timer === 0) timer = window.setTimeout(flush, gatherMilliseconds);
  };
  const sources = [...new Set(cycles)].map((cycle) => {
    const source = new EventSource(`/v1/${cycle}:watch?afterPosition=${encodeURIComponent(afterPosition)}`);
    source.addEventListener('message', hear);
    source.addEventListener('problem', () => source.close());
    return source;
  });
  return () => {
    stopped = true;
    window.clearTimeout(timer);
    for (const source of sources) source.close();
  };
}
