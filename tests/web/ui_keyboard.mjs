// Going through a page by the keyboard alone, as somebody who sees where they are.

import assert from 'node:assert/strict';

const mostPresses = 120;

// What tells which element has the focus; undefined when nothing does, and nothing to tell when it is the page itself.
async function unseenFocus() {
  const here = document.activeElement;
  if (here === null || here === document.body) return undefined;
  // What slides into sight is judged when it is there.
  await Promise.all(here.getAnimations().map((one) => one.finished));
  const style = getComputedStyle(here);
  const outlined = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 1;
  const box = here.getBoundingClientRect();
  const inSight = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight;
  return (outlined || style.boxShadow !== 'none') && inSight ? undefined : here.outerHTML.slice(0, 160);
}

// Presses Tab until it is there; at each stop the focus is seen.
export async function tabTo(page, isThere) {
  for (let press = 0; press < mostPresses; ++press) {
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(unseenFocus), undefined, 'the focus is not seen');
    if (await page.evaluate(isThere)) return;
  }
  throw new Error('the keyboard does not lead there');
}
