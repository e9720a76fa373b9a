// Texts for people, in four languages. Bokmål comes with the page; the others when they are chosen.

import nb from './nb.json';

export type Language = 'nb' | 'nn' | 'sv' | 'en';
export type Key = keyof typeof nb;
export type CountedKey = Key extends infer K ? (K extends `${infer Stem}.one` ? Stem : never) : never;
export type Holes = Record<string, string | number>;

export const languages: readonly Language[] = ['nb', 'nn', 'sv', 'en'];
const remembered = 'arshjul.language';

let chosen: Language = 'nb';
let catalogue: Record<Key, string> = nb;

const loaders: Record<Language, () => Promise<Record<Key, string>>> = {
  nb: () => Promise.resolve(nb),
  nn: async () => (await import('./nn.json')).default,
  sv: async () => (await import('./sv.json')).default,
  en: async () => (await import('./en.json')).default,
};

export function language(): Language {
  return chosen;
}

export function isLanguage(text: string | null | undefined): text is Language {
  return languages.some((one) => one === text);
}

// Reading the browser's own storage fails where it is switched off.
function readRemembered(): string | null {
  try {
    return localStorage.getItem(remembered);
  } catch {
    return null;
  }
}

export function firstLanguage(): Language {
  const kept = readRemembered();
  if (isLanguage(kept)) return kept;
  const wanted = navigator.languages.map((one) => one.slice(0, 2).replace('no', 'nb'));
  return wanted.find(isLanguage) ?? 'nb';
}

export async function speak(wanted: Language): Promise<void> {
  catalogue = await loaders[wanted]();
  chosen = wanted;
  document.documentElement.lang = wanted;
}

export function remember(wanted: Language): void {
  try {
    localStorage.setItem(remembered, wanted);
  } catch {
    // Without storage the language holds for this visit.
  }
}

export function fill(pattern: string, holes: Holes): string {
  return pattern.replace(/\{(\w+)\}/g, (all, name: string) => String(holes[name] ?? all));
}

export function text(key: Key, holes: Holes = {}): string {
  return fill(catalogue[key], holes);
}

export function counted(stem: CountedKey, count: number, holes: Holes = {}): string {
  const key = `${stem}.${count === 1 ? 'one' : 'other'}` as Key;
  return text(key, { count, ...holes });
}

// A text whose key ends in a value of the API; empty when the catalogue does not know it.
export function named(stem: string, value: string): string {
  const key = `${stem}.${value}`;
  return key in catalogue ? catalogue[key as Key] : '';
}

export function listed(key: 'date.weekdays' | 'date.months' | 'date.months_short'): string[] {
  return catalogue[key].split(' ');
}
