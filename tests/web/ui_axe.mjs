// The rules of accessibility, held against a page as it stands.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const widths = [320, 1280];
export const schemes = ['light', 'dark'];

async function violations(page) {
  await page.evaluate(source);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return found.violations.map((one) => `${one.id} (${one.impact}): ${one.help}\n    ${one.nodes.map((node) => `${node.html} ${node.any.map((rule) => rule.message).join('; ')}`).slice(0, 4).join('\n    ')}`);
}

// At both widths, light and dark; nothing may be wider than the page either.
export async function assertAccessible(page, where) {
  const size = page.viewportSize();
  for (const width of widths) {
    for (const colorScheme of schemes) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      const found = await violations(page);
      assert.deepEqual(found, [], `${where}, ${width} px, ${colorScheme}:\n  ${found.join('\n  ')}`);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(overflow <= 0, `${where} is ${overflow} px wider than ${width} px`);
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(size);
}
