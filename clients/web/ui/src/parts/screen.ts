// What every screen is: it gets a place to draw in, and gives back how to close it.

import type { Municipality, Session } from '../api/types';
import type { Writing } from './written';

export interface Place {
  host: HTMLElement;
  // Who is signed in; not set on the page for signing in.
  session: Session;
  // As it was when the view was opened or last refreshed.
  municipality: Municipality;
  today: string;
  // Looks anew which day it is: a page may stand open over midnight.
  refresh: () => Promise<void>;
  // The screen's heading is there: the title is set and, after a move, the heading gets focus.
  arrived: (title: string) => void;
  // Says something to those who cannot see it.
  announce: (words: string) => void;
  // The view has something that must not get lost. Said once, when it is shown.
  writes: (writing: Writing) => void;
  // What is unsaved may be other than before.
  wrote: () => void;
  // What was kept of the view when the language was changed or the session ended; given once.
  kept: (key: string) => unknown;
  // Something that was written waits for whoever wrote it to sign in again.
  isKeeping: boolean;
}

export type Close = () => void;

// A screen that was left must not draw any more when a late answer comes.
export interface Life {
  alive: boolean;
  endings: (() => void)[];
}

export function newLife(): Life {
  return { alive: true, endings: [] };
}

export function endOf(life: Life): Close {
  return () => {
    life.alive = false;
    for (const ending of life.endings) ending();
  };
}
