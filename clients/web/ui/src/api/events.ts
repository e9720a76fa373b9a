// What happens in a cycle, as it happens. A browser gives one address few connections, and each stream takes one for itself:
// a page has one at most, and none while nobody sees it.

import type { CycleEvent } from './types';

const gatherMilliseconds = 250;
// Fetching counts as being there: a page that nobody touches must not keep its session alive.
const awayMilliseconds = 5 * 60_000;
const firstWaitMilliseconds = 1000;
const longestWaitMilliseconds = 60_000;
// How often a view is fetched anew that is about more cycles than the one it hears of.
const lookMilliseconds = 60_000;

let touched = Date.now();
let awaited: (() => void)[] = [];
let whenEnded: () => void = () => undefined;

function touch(): void {
  touched = Date.now();
  const waiting = awaited;
  awaited = [];
  for (const one of waiting) one();
}

for (const sign of ['pointerdown', 'keydown', 'focus']) window.addEventListener(sign, touch, { passive: true });

// A stream was ended by the other side: the session may be over.
export function onStreamEnded(listener: () => void): void {
  whenEnded = listener;
}

class Stream {
  private source: EventSource | undefined;
  private again: ReturnType<typeof setTimeout> | undefined;
  private wait = firstWaitMilliseconds;
  private opened = 0;

  // `position`: of the last event heard.
  constructor(private readonly cycle: string, private position: string, private readonly hear: (event: CycleEvent) => void) {}

  open(): void {
    if (this.source !== undefined || this.again !== undefined) return;
    const source = new EventSource(`/v1/${this.cycle}:watch?afterPosition=${encodeURIComponent(this.position)}`);
    this.source = source;
    this.opened = Date.now();
    source.addEventListener('message', (message: MessageEvent<string>) => {
      this.position = message.lastEventId;
      this.hear((JSON.parse(message.data) as { event: CycleEvent }).event);
    });
    source.addEventListener('problem', () => this.ended());
    // The browser itself comes back after a broken line, but not after a refusal.
    source.addEventListener('error', () => {
      if (source.readyState === EventSource.CLOSED) this.ended();
    });
  }

  close(): void {
    clearTimeout(this.again);
    this.again = undefined;
    this.source?.close();
    this.source = undefined;
  }

  private ended(): void {
    this.close();
    // One that has lasted is not the one that was refused again and again.
    if (Date.now() - this.opened > longestWaitMilliseconds) this.wait = firstWaitMilliseconds;
    this.again = setTimeout(() => {
      this.again = undefined;
      this.open();
    }, this.wait);
    this.wait = Math.min(2 * this.wait, longestWaitMilliseconds);
    whenEnded();
  }
}

// Tells of what happens in the first cycle in handfuls; of the others only, with an empty handful, that it is time to look.
// Returns how to stop listening.
export function watchCycles(cycles: string[], afterPosition: string, tell: (events: CycleEvent[]) => void): () => void {
  const [first, ...others] = cycles;
  if (first === undefined) return () => undefined;
  let gathered: CycleEvent[] = [];
  let timer = 0;
  let looking = 0;
  let isDue = false;
  let stopped = false;
  const flush = (): void => {
    timer = 0;
    if (stopped || (gathered.length === 0 && !isDue)) return;
    if (Date.now() - touched > awayMilliseconds) {
      awaited.push(flush);
      return;
    }
    const events = gathered;
    gathered = [];
    isDue = false;
    tell(events);
  };
  const look = (): void => {
    isDue = true;
    flush();
  };
  const stream = new Stream(first, afterPosition, (event) => {
    gathered.push(event);
    if (timer === 0) timer = window.setTimeout(flush, gatherMilliseconds);
  });
  const seen = (): void => {
    window.clearInterval(looking);
    if (document.visibilityState === 'hidden') {
      stream.close();
      return;
    }
    stream.open();
    if (others.length > 0) looking = window.setInterval(look, lookMilliseconds);
  };
  const seenAgain = (): void => {
    seen();
    if (document.visibilityState === 'visible' && others.length > 0) look();
  };
  document.addEventListener('visibilitychange', seenAgain);
  seen();
  return () => {
    stopped = true;
    document.removeEventListener('visibilitychange', seenAgain);
    window.clearTimeout(timer);
    window.clearInterval(looking);
    stream.close();
  };
}
