// Texts for people, in four languages. Only the one that is spoken is fetched.

import { type Language, choose } from './language';
import type nb from './nb.json';

export type Key = keyof typeof nb;
export type CountedKey = Key extends infer K ? (K extends `${infer Stem}.one` ? Stem : never) : never;
export type Holes = Record<string, string | number>;
type Catalogue = Record<Key, string>;

let catalogue: Partial<Catalogue> = {};

const loaders: Record<Language, () => Promise<Catalogue>> = {
  nb: async () => (await import('./nb.json')).default,
  nn: async () => (await import('./nn.json')).default,
  sv: async () => (await import('./sv.json')).default,
  en: async () => (await import('./en.json')).default,
};

// The texts are on their way when somebody speaks.
export function fetchTexts(wanted: Language): Promise<Catalogue> {
  return loaders[wanted]();
}

export async function speak(wanted: Language): Promise<void> {
  catalogue = await fetchTexts(wanted);
  choose(wanted);
}

export function fill(pattern: string, holes: Holes): string {
  return pattern.replace(/\{(\w+)\}/g, (all, name: string) => String(holes[name] ?? all));
}

export function text(key: Key, holes: Holes = {}): string {
  return fill(catalogue[key] ?? '', holes);
}

export function counted(stem: CountedKey, count: number, holes: Holes = {}): string {
  const key = `${stem}.${count === 1 ? 'one' : 'other'}` as Key;
  return text(key, { count, ...holes });
}

// A text whose key ends in a value of the API; empty when the catalogue does not know it.
export function named(stem: string, value: string): string {
  return catalogue[`${stem}.${value}` as Key] ?? '';
}

export function listed(key: 'date.weekdays' | 'date.months' | 'date.months_short'): string[] {
  return text(key).split(' ');
}
