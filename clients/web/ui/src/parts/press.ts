// Nothing moves under a pressed button: leaving a box draws the page anew between press and release, and the click would land
// beside what was meant.

let pressed = false;
const waiting = new Set<() => void>();

function release(): void {
  if (!pressed) return;
  pressed = false;
  const draws = [...waiting];
  waiting.clear();
  for (const draw of draws) draw();
}

// True when the drawing waits for the click to be over; the same drawing waits once.
export function waitsForPress(draw: () => void): boolean {
  if (pressed) waiting.add(draw);
  return pressed;
}

window.addEventListener('mousedown', () => { pressed = true; }, true);
// Where a click goes is settled when it comes; what it does finds the page drawn.
window.addEventListener('click', release, true);
// A button that is let go of beside, dragged away, or held while the window goes out of sight, gives no click.
for (const end of ['mouseup', 'dragend']) window.addEventListener(end, () => window.setTimeout(release), true);
window.addEventListener('blur', release);
