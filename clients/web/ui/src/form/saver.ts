// Saves while somebody writes: a while after the last key, one at a time, nothing forgotten.

import type { Problem } from '../api/http';

export type SaveState =
  | { kind: 'untouched' }
  | { kind: 'unsaved' }
  | { kind: 'saving' }
  | { kind: 'saved'; at: Date }
  | { kind: 'failed'; problem: Problem }
  | { kind: 'held' };

// What one save came to. "held": somebody must decide something first.
export type SaveOutcome = { kind: 'saved' } | { kind: 'failed'; problem: Problem } | { kind: 'held' };

const quietMilliseconds = 1000;
// Whoever writes without a network must not have to press anything when it is back.
const againMilliseconds = 10_000;

export class Saver {
  private state: SaveState = { kind: 'untouched' };
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> | undefined;
  private dirty = false;
  private stopped = false;

  constructor(
    private readonly save: () => Promise<SaveOutcome>,
    private readonly tell: (state: SaveState) => void,
    private readonly now: () => Date,
    private readonly quiet = quietMilliseconds,
    private readonly again = againMilliseconds,
  ) {}

  current(): SaveState {
    return this.state;
  }

  hasUnsaved(): boolean {
    return this.dirty || this.state.kind === 'saving' || this.running !== undefined;
  }

  touch(): void {
    if (this.stopped) return;
    this.dirty = true;
    if (this.state.kind === 'held') return;
    if (this.running === undefined) this.become({ kind: 'unsaved' });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), this.quiet);
  }

  // Saves what is not saved, now. Done when all is saved or it cannot be.
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    if (this.running !== undefined) await this.running;
    if (!this.dirty || this.stopped || this.state.kind === 'held') return;
    this.running = this.once();
    await this.running;
  }

  // What held it back is settled.
  release(): void {
    if (this.state.kind === 'held') this.state = { kind: 'unsaved' };
  }

  // Nothing more is to be saved.
  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private async once(): Promise<void> {
    this.dirty = false;
    this.become({ kind: 'saving' });
    const outcome = await this.save();
    this.running = undefined;
    if (outcome.kind === 'saved') {
      this.become(this.dirty ? { kind: 'unsaved' } : { kind: 'saved', at: this.now() });
      return;
    }
    this.dirty = true;
    this.become(outcome);
    if (this.stopped || outcome.kind !== 'failed' || outcome.problem.reason !== 'UNREACHABLE') return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), this.again);
  }

  private become(state: SaveState): void {
    this.state = state;
    if (!this.stopped) this.tell(state);
  }
}
