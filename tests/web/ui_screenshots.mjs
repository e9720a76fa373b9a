// Pictures of every view, to be looked at and for docs/.
//
//   node tests/web/ui_screenshots.mjs PROGRAMS FOLDER

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { newPage, signIn, startAll, startBrowser } from './ui_running.mjs';
import { openView, seasons } from './ui_views.mjs';

const [programs = 'build/dev/bin', folder = 'build/screenshots'] = process.argv.slice(2);
const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };
const schemes = ['light', 'dark'];

async function take(browser, all, view) {
  for (const [size, viewport] of Object.entries(sizes)) {
    const { page, close } = await newPage(browser, all.origin, { viewport });
    if (view.as !== undefined) await signIn(page, view.as);
    await openView(page, view);
    await takeBoth(page, `${view.name}-${size}`);
    if (view.errors !== undefined) {
      await view.errors(page);
      await takeBoth(page, `${view.name}-errors-${size}`);
    }
    await close();
  }
}

async function takeBoth(page, name) {
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`), fullPage: true });
  }
}

mkdirSync(folder, { recursive: true });
const all = await startAll(programs);
const browser = await startBrowser();
try {
  for (const season of seasons) for (const view of season(all)) await take(browser, all, view);
} finally {
  await browser.close();
  await all.end();
}
