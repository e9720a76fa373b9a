// Moves between views without loading the page anew. Nobody leaves a view before it is said that one may.

let whenMoved: () => void = () => undefined;
let mayGo: () => Promise<boolean> = () => Promise.resolve(true);
let shown = '';
// Which entry of the browser's history is shown, counted from the first of this visit: so that one can be led back to it.
let at = 0;
let asked = 0;

interface Entry {
  at?: number;
}

export function onMove(listener: () => void, mayLeave: () => Promise<boolean>): void {
  mayGo = mayLeave;
  whenMoved = () => {
    shown = here();
    listener();
  };
  shown = here();
  const entry = (history.state as Entry | null)?.at;
  if (entry === undefined) history.replaceState({ at }, '');
  else at = entry;
  window.addEventListener('popstate', () => void moved());
  document.addEventListener('click', follow);
}

// Led back or forth by the browser, which has changed the address already.
async function moved(): Promise<void> {
  const entry = (history.state as Entry | null)?.at;
  if (here() === shown) {
    // A move within the page, to its content or a field, is no other view.
    if (entry === undefined) history.replaceState({ at: ++at }, '');
    else at = entry;
    return;
  }
  const mine = ++asked;
  const goes = await mayGo();
  if (mine !== asked) return;
  if (goes) {
    at = entry ?? at;
    whenMoved();
  } else if (entry !== undefined) {
    history.go(at - entry);
  } else {
    history.pushState({ at: ++at }, '', shown);
  }
}

export function navigate(path: string, replace = false): void {
  const mine = ++asked;
  void mayGo().then((goes) => {
    if (goes && mine === asked) go(path, replace);
  });
}

// Without asking: there is nothing left to lose, or nobody who may stay.
export function go(path: string, replace = false): void {
  ++asked;
  if (replace) history.replaceState({ at }, '', path);
  else history.pushState({ at: ++at }, '', path);
  whenMoved();
}

// The same view under another address: nothing is opened anew.
export function rename(path: string): void {
  history.replaceState({ at }, '', path);
  shown = here();
}

export function here(): string {
  return location.pathname + location.search;
}

function follow(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.composedPath().find((node): node is HTMLAnchorElement | SVGAElement =>
    node instanceof HTMLAnchorElement || node instanceof SVGAElement);
  const address = link?.getAttribute('href');
  if (link === undefined || !address || link.hasAttribute('target') || link.hasAttribute('download')) return;
  if (!address.startsWith('/')) return;
  event.preventDefault();
  navigate(address);
}
