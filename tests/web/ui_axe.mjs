// The rules of accessibility, held against a page as it stands.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const widths = [320, 1280];
export const schemes = ['light', 'dark'];
const height = 900;

// Only colours are others in the dark.
async function violations(page, colorScheme) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
  const rules = colorScheme === 'dark' ? { runOnly: ['color-contrast', 'link-in-text-block'] } : {};
  const found = await page.evaluate((asked) => window.axe.run(document, { resultTypes: ['violations'], ...asked }), rules);
  return found.violations.map((one) => `${one.id} (${one.impact}): ${one.help}\n    ${one.nodes.map((node) => `${node.html} ${node.any.map((rule) => rule.message).join('; ')}`).slice(0, 4).join('\n    ')}`);
}

async function assertFits(page, where) {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(overflow <= 0, `${where} is ${overflow} px wider than the page`);
}

// At both widths, light and dark; nothing may be wider than the page either.
export async function assertAccessible(page, where) {
  const size = page.viewportSize();
  for (const width of widths) {
    for (const colorScheme of schemes) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      const found = await violations(page, colorScheme);
      assert.deepEqual(found, [], `${where}, ${width} px, ${colorScheme}:\n  ${found.join('\n  ')}`);
    }
    await assertFits(page, `${where}, ${width} px`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(size);
}

// Words that a box cuts off. What is only read aloud, and what can be scrolled, is not cut off.
function cutOff() {
  const cut = [...document.querySelectorAll('body *')].filter((one) => {
    const style = getComputedStyle(one);
    const hides = style.overflowX === 'hidden' || style.overflowX === 'clip' || style.overflowY === 'hidden' || style.overflowY === 'clip';
    if (!hides || one.clientWidth <= 1 || one.closest('.ds-sr-only, svg, select') !== null) return false;
    return one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1;
  });
  return cut.map((one) => one.outerHTML.slice(0, 120));
}

// A page at twice its size, and letters at twice theirs: nothing is wider than the page, no words are cut off.
export async function assertEnlarges(page, where) {
  const size = page.viewportSize();
  await page.setViewportSize({ width: 640, height: 450 });
  await assertFits(page, `${where} at 200 %`);
  await page.setViewportSize({ width: 1280, height });
  await page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
  await assertFits(page, `${where} with letters of 200 %`);
  const cut = await page.evaluate(cutOff);
  assert.deepEqual(cut, [], `${where} with letters of 200 % cuts off words`);
  await page.evaluate(() => { document.documentElement.style.fontSize = ''; });
  await page.setViewportSize(size);
}

// What tells how things stand without its own colours: each mark has a word beside it, a shape that shows, and an edge.
function unclearMarks() {
  return [...document.querySelectorAll('.tag')].filter((mark) => {
    const shape = mark.querySelector('svg');
    const style = getComputedStyle(mark);
    const drawn = shape !== null && shape.getBoundingClientRect().width > 4 && getComputedStyle(shape).color !== style.backgroundColor;
    const edged = style.borderTopStyle !== 'none' && Number.parseFloat(style.borderTopWidth) > 0 && style.borderTopColor !== style.backgroundColor;
    return mark.checkVisibility() && !(drawn && edged && mark.textContent.trim() !== '');
  }).map((mark) => mark.outerHTML.slice(0, 160));
}

export async function assertToldWithoutColours(page, where) {
  await page.emulateMedia({ forcedColors: 'active' });
  assert.deepEqual(await page.evaluate(unclearMarks), [], `${where} in forced colours`);
  await page.emulateMedia({ forcedColors: null });
}
