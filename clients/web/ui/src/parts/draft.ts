// What only a button sends: never saved by itself, asked about before it is lost, and kept as it is.

import { text } from '../texts/texts';
import type { Place } from './screen';

export interface Draft<T> {
  what: () => string;
  isUnsent: () => boolean;
  keep: () => T;
}

// Returns what was kept of it, if the view was drawn anew.
export function writesDraft<T>(place: Place, key: string, draft: Draft<T>): T | undefined {
  place.writes({
    key,
    flush: () => Promise.resolve(),
    unsaved: () => (draft.isUnsent() ? [{ what: draft.what(), why: text('leave.not_sent') }] : []),
    keep: draft.keep,
  });
  return place.kept(key) as T | undefined;
}

// Something is written in it that was not there from the beginning.
export const isFilledIn = (written: Record<string, string>, empty: Record<string, string>): boolean =>
  Object.entries(written).some(([field, value]) => value.trim() !== (empty[field] ?? ''));
