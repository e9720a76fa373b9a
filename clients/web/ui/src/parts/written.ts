// What is written in a view and stands only there: what of it is not saved, how it is saved, and what it takes to show it again.

export interface Unsaved {
  // "Oppgaven «Foreslå ambisjon»"
  what: string;
  why: string;
}

export interface Writing {
  // Whose it is among the views: "tasks/56". Only a view that asks by the same key gets it back.
  key: string;
  // Saves what can be saved.
  flush: () => Promise<void>;
  // What would be lost if the view went away now.
  unsaved: () => Unsaved[];
  // Enough to show it all again.
  keep: () => unknown;
}
