// Which language the page speaks. Apart from the texts, so that it is known before they have come.

import { remembered } from '../remembered';

export type Language = 'nb' | 'nn' | 'sv' | 'en';

export const languages: readonly Language[] = ['nb', 'nn', 'sv', 'en'];

let chosen: Language = 'nb';

export function language(): Language {
  return chosen;
}

export function choose(wanted: Language): void {
  chosen = wanted;
}

export function isLanguage(text: string | null | undefined): text is Language {
  return languages.some((one) => one === text);
}

export function firstLanguage(): Language {
  const kept = remembered('language');
  if (isLanguage(kept)) return kept;
  const wanted = navigator.languages.map((one) => one.slice(0, 2).replace('no', 'nb'));
  return wanted.find(isLanguage) ?? 'nb';
}
