// One key for one intention: what is sent again because nobody knows whether it arrived must be done once. Pure.

interface Unknown {
  key: string;
  since: number;
}

// The same words a while later are meant anew: to remind somebody tomorrow is not to remind them today.
const forgetMilliseconds = 10 * 60_000;

export class Intentions {
  // By what was asked, those whose outcome nobody knows.
  private readonly unknown = new Map<string, Unknown>();

  constructor(private readonly newKey: () => string, private readonly now: () => number) {}

  keyFor(asked: string): string {
    const known = this.unknown.get(asked);
    return known === undefined || this.now() - known.since > forgetMilliseconds ? this.newKey() : known.key;
  }

  // `isKnown`: an answer came, whatever it says.
  answered(asked: string, key: string, isKnown: boolean): void {
    if (isKnown) this.unknown.delete(asked);
    else if (this.unknown.get(asked)?.key !== key) this.unknown.set(asked, { key, since: this.now() });
  }
}
