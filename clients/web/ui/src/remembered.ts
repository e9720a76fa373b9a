// What this browser keeps from one visit to the next. Its storage may be switched off: then nothing is kept, and nothing fails.

type What = 'language' | 'municipality';

export function remembered(what: What): string | null {
  try {
    return localStorage.getItem(`arshjul.${what}`);
  } catch {
    return null;
  }
}

export function remember(what: What, value: string): void {
  try {
    localStorage.setItem(`arshjul.${what}`, value);
  } catch {
    // It holds for this visit.
  }
}

export function forget(what: What): void {
  try {
    localStorage.removeItem(`arshjul.${what}`);
  } catch {
    // Nothing was kept.
  }
}
