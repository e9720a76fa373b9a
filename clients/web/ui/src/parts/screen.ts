// What every screen is: it gets a place to draw in, and gives back how to close it.

import type { Municipality, Session } from '../api/types';

export interface Place {
  host: HTMLElement;
  // Who is signed in; not set on the page for signing in.
  session: Session;
  municipality: Municipality;
  today: string;
  // The screen's heading is there: the title is set and, after a move, the heading gets focus.
  arrived: (title: string) => void;
  // Says something to those who cannot see it.
  announce: (words: string) => void;
}

// Done when nothing that was written is still on its way.
export type Close = () => Promise<void> | void;

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
