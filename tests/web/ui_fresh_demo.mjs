// A demo of its own and a browser for one file of tests; both are stopped after its last.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { newPage, startAll, startBrowser } from './ui_running.mjs';

export async function freshDemo() {
  let browser;
  const all = await startAll(process.env.ARSHJUL_PROGRAMS ?? 'build/dev/bin');
  after(async () => {
    await browser?.close();
    await all.end();
  });
  browser = await startBrowser();

  // Runs with a page, and holds that nothing went wrong in it that the test did not see.
  function inPage(name, run, options) {
    test(name, async (context) => {
      const { page, wrong, close } = await newPage(browser, all.origin, options);
      try {
        await run(page, context);
        assert.deepEqual(wrong, []);
      } finally {
        await close();
      }
    });
  }
  return { all, browser, inPage };
}
