// Whoever comes after somebody who has signed out sees nothing of theirs: not by the back button, not by an address, not from
// what the browser keeps of a page that was left.
//
//   ARSHJUL_PROGRAMS=build/dev/bin node --test tests/web/ui_signed_out.mjs

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshDemo } from './ui_fresh_demo.mjs';
import { newPage, signIn, startBrowser } from './ui_running.mjs';

const leader = 'Tor Sunde';
const title = 'Registrer medvirkningsdialogen';

const { all, inPage } = await freshDemo();

async function assertDoor(page, where) {
  await page.getByRole('heading', { level: 1, name: 'Hvem vil du være?' }).waitFor();
  assert.equal(await page.locator('.task-card, .task-columns, .who').count(), 0, where);
  assert.equal(await page.getByText(title).count(), 0, where);
}

inPage('signing out ends it, and every step back shows the door', async (page) => {
  await page.goto('/logg-inn');
  await page.getByRole('button', { name: leader }).first().click();
  await page.getByRole('link', { name: title, exact: true }).first().click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  await page.getByRole('link', { name: 'Årshjulet', exact: true }).first().click();
  await page.getByRole('heading', { level: 1, name: 'Årshjulet 2015' }).waitFor();
  const address = page.url();
  await page.getByRole('button', { name: 'Logg ut' }).click();
  await assertDoor(page, 'signed out');
  for (const step of ['the wheel', 'the task', 'my tasks']) {
    await page.goBack();
    await assertDoor(page, step);
  }
  await page.goForward();
  await assertDoor(page, 'forward again');
  await page.goto(address);
  await assertDoor(page, 'the address of what was seen');
});

test('a page that the browser has kept shows nothing when the session is over', async () => {
  // The tests' own browsers keep no pages: each would run with what another left.
  const browser = await startBrowser({ ignoreDefaultArgs: ['--disable-back-forward-cache'] });
  const { page, wrong, close } = await newPage(browser, all.origin);
  try {
    await page.addInitScript(() => window.addEventListener('pageshow', (event) => {
      if (event.persisted) sessionStorage.setItem('kept', String(document.body.checkVisibility()));
    }));
    await signIn(page, leader);
    await page.getByRole('link', { name: title, exact: true }).first().waitFor();
    await page.goto('/openapi.json');
    const ended = await page.request.delete('/session', { headers: { 'Arshjul-Request': '1' } });
    assert.equal(ended.status(), 204);
    await page.goBack();
    await assertDoor(page, 'a page that was kept');
    assert.equal(await page.evaluate(() => sessionStorage.getItem('kept')), 'false', 'the page was kept, and nothing of it was seen');
    assert.deepEqual(wrong, []);
  } finally {
    await close();
    await browser.close();
  }
});
