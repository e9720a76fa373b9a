// Moves between views without loading the page anew.

let whenMoved: () => void = () => undefined;
let shown = '';

export function onMove(listener: () => void): void {
  whenMoved = () => {
    shown = here();
    listener();
  };
  shown = here();
  window.addEventListener('popstate', () => {
    // A move within the page, to its content or a field, is no other view.
    if (here() !== shown) whenMoved();
  });
  document.addEventListener('click', follow);
}

export function navigate(path: string, replace = false): void {
  if (replace) history.replaceState(null, '', path);
  else history.pushState(null, '', path);
  whenMoved();
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
