// What is around the screens: a session that runs out, paper, forced colours, many units, a slow phone.
//
//   ARSHJUL_PROGRAMS=build/dev/bin node --test tests/web/ui_surroundings.mjs

import assert from 'node:assert/strict';
import { assertAccessible } from './ui_axe.mjs';
import { freshDemo } from './ui_fresh_demo.mjs';
import { signIn } from './ui_running.mjs';

const office = 'Kommunedirektørens stab';
const manyUnits = 6000;

const { all, inPage } = await freshDemo();

// The gateway's own answer, with few seconds left.
async function shorten(page, seconds) {
  await page.route('**/session', async (route) => {
    if (route.request().method() !== 'GET') return route.continue();
    const answer = await route.fetch();
    const told = await answer.json();
    return route.fulfill({ response: answer, json: told.signedIn ? { ...told, idleSeconds: seconds } : told });
  });
}

inPage('whoever is soon signed out is told, and can stay', async (page) => {
  await page.clock.install();
  await signIn(page, 'Tor Sunde');
  await shorten(page, 170);
  await page.clock.fastForward(31_000);
  await page.getByText('Du blir snart logget ut: om 3 min.').waitFor();
  await assertAccessible(page, 'soon signed out');
  await page.getByRole('button', { name: 'Bli værende' }).click();
  await page.getByText('Du blir snart logget ut').waitFor({ state: 'detached' });
});

inPage('whose session is over comes to the door, and back to the same view', async (page, context) => {
  await signIn(page, 'Tor Sunde', '/oppgaver/56');
  await page.context().clearCookies();
  await page.getByRole('link', { name: 'Tavle' }).click();
  await page.getByRole('heading', { level: 1, name: 'Hvem vil du være?' }).waitFor();
  context.diagnostic(page.url());
  await page.getByRole('button', { name: office }).first().click();
  await page.getByRole('heading', { level: 1, name: 'Tavle 2015' }).waitFor();
});

for (const path of ['/arshjulet/2015', '/arshjulet/2015?vis=linje']) {
  inPage(`${path} is one A4 on paper`, async (page) => {
    await signIn(page, office, path);
    await page.locator('ol.phases > li').last().waitFor();
    const paper = await page.pdf({ format: 'A4', preferCSSPageSize: true });
    assert.equal(paper.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length, 1);
  });
}

inPage('forced colours', async (page) => {
  await signIn(page, office, '/arshjulet/2015');
  await page.emulateMedia({ forcedColors: 'active' });
  await assertAccessible(page, 'the wheel in forced colours');
});

inPage('the office has few pages in sight, and the others in a menu that works by key', async (page) => {
  await signIn(page, office);
  const navigation = page.getByRole('navigation', { name: 'Sider' });
  await navigation.getByRole('link', { name: 'Administrasjon' }).waitFor();
  assert.deepEqual(await navigation.getByRole('link').allTextContents(), ['Mine oppgaver', 'Årshjulet', 'Tavle', 'Administrasjon']);
  const menu = navigation.locator('summary');
  assert.equal(await menu.textContent(), 'Mer');
  await menu.focus();
  await page.keyboard.press('Enter');
  await navigation.getByRole('link', { name: 'Historikk' }).waitFor();
  await page.setViewportSize({ width: 320, height: 700 });
  await assertAccessible(page, 'the open menu');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  await navigation.getByRole('link', { name: 'Historikk' }).waitFor({ state: 'hidden' });
  assert.ok(await menu.evaluate((one) => one === document.activeElement));
  await page.keyboard.press('Enter');
  await navigation.getByRole('link', { name: 'Historikk' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Historikk 2015' }).waitFor();
  await navigation.getByRole('link', { name: 'Målekort' }).waitFor({ state: 'hidden' });
  assert.equal(await menu.textContent(), 'Mer: Historikk');
  await menu.click();
  assert.deepEqual(await navigation.locator('a[aria-current="page"]').allTextContents(), ['Historikk']);
  await page.getByLabel('Person').focus();
  await navigation.getByRole('link', { name: 'Målekort' }).waitFor({ state: 'hidden' });
});

// The API's answer for a large municipality: one top, 60 areas, 99 units in each.
function manyOf(overview) {
  const [top] = overview.units;
  const phase = { phase: 'ambition', state: 'proposal', stateTitle: 'Ambisjon settes', done: false, overdue: false, waitingFor: 'Kari Dahl', dueDate: '',
                  totalDue: 1, totalDone: 0, totalOverdue: 0, stuck: false };
  const unit = (index, parentId, depth) => ({ ...top, name: `${top.name}-${index}`, unitId: `u${index}`, unit: `Enhet nummer ${index}`, parentId, depth,
                                              phases: overview.phases.map((one) => ({ ...phase, phase: one.id, totalOverdue: index % 50 === 0 ? 1 : 0 })) });
  const units = [{ ...top, phases: unit(1, '', 0).phases }];
  for (let index = 1; units.length < manyUnits; ++index) units.push(index % 100 === 1 ? unit(index, top.unitId, 1) : unit(index, `u${index - ((index - 1) % 100)}`, 2));
  return { ...overview, units };
}

inPage(`${manyUnits} units are shown, scrolled and narrowed down`, async (page, context) => {
  await page.route('**/cycles/2015:summarize*', async (route) => {
    const answer = await route.fetch();
    return route.fulfill({ response: answer, json: manyOf(await answer.json()) });
  });
  await signIn(page, office);
  const begun = Date.now();
  await page.goto('/tavle/2015');
  await page.getByText('Enhet nummer 1', { exact: true }).waitFor();
  context.diagnostic(`first rows after ${Date.now() - begun} ms`);
  const frames = await page.evaluate(async () => {
    const gaps = [];
    let last = performance.now();
    for (let step = 0; step < 120; ++step) {
      window.scrollBy(0, 600);
      await new Promise((done) => requestAnimationFrame(done));
      gaps.push(performance.now() - last);
      last = performance.now();
    }
    return gaps.sort((one, other) => one - other);
  });
  context.diagnostic(`scrolling: median frame ${frames[60].toFixed(0)} ms, slowest ${frames.at(-1).toFixed(0)} ms`);
  assert.ok(await page.evaluate(() => window.scrollY) > 60_000);
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  await page.getByText(`Enhet nummer ${manyUnits - 1}`, { exact: true }).waitFor();
  await page.goto('/tavle/2015?vis=avvik');
  await page.getByText('Enhet nummer 50', { exact: true }).waitFor();
  assert.equal(await page.getByText('Enhet nummer 51', { exact: true }).count(), 0);
});

inPage('what the first view needs is asked for while its code is on its way, and once', async (page) => {
  await signIn(page, 'Tor Sunde');
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname.replace('/v1/municipalities/loten', '')));
  const needed = ['/session', '', '/persons/me', '/tasks', '/commitments', '/cycles'];
  const askedFor = () => new Promise((done) => {
    const look = () => (needed.every((one) => asked.includes(one)) ? done() : page.once('request', look));
    look();
  });
  let held = 0;
  await page.route('**/assets/page-*.js', async (route) => {
    held += 1;
    await askedFor();
    await route.continue();
  });
  await page.reload();
  await page.getByRole('link', { name: /^Gjør oppgaven/ }).waitFor();
  assert.equal(held, 1);
  for (const one of needed) assert.equal(asked.filter((path) => path === one).length, 1, one);
});

inPage('how long a slow phone takes to my tasks', async (page, context) => {
  await signIn(page, 'Tor Sunde');
  const phone = await page.context().newCDPSession(page);
  await phone.send('Network.enable');
  await phone.send('Network.clearBrowserCache');
  await phone.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 90_000 });
  await phone.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  const begun = Date.now();
  await page.reload({ waitUntil: 'commit' });
  await page.getByRole('link', { name: /^Gjør oppgaven/ }).waitFor();
  context.diagnostic(`my tasks after ${Date.now() - begun} ms on 1.6 Mbit/s, 150 ms, a quarter of this processor`);
}, { viewport: { width: 390, height: 844 } });
