// What a page hears of as it happens, and what it fetches for it: one stream, none while nobody sees the page, open again after
// an end, and of a talk only what has changed.
//
//   ARSHJUL_PROGRAMS=build/dev/bin node --test tests/web/ui_streams.mjs

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freshDemo } from './ui_fresh_demo.mjs';
import { signIn } from './ui_running.mjs';

const office = 'Kommunedirektørens stab';

const { all, inPage } = await freshDemo();

// The streams of a page: every one that was begun, and those that are open.
function streamsOf(page) {
  const begun = [];
  const open = new Set();
  page.on('request', (request) => {
    if (!request.url().includes(':watch')) return;
    begun.push(new URL(request.url()));
    open.add(request);
  });
  for (const end of ['requestfinished', 'requestfailed']) page.on(end, (request) => open.delete(request));
  return { begun, open };
}

async function turn(page, state) {
  await page.evaluate((visibility) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => visibility });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
}

async function until(isSo, what) {
  for (let look = 0; look < 200; ++look) {
    if (isSo()) return;
    await new Promise((done) => setTimeout(done, 25));
  }
  assert.fail(what);
}

inPage('a page that nobody sees hears nothing, and hears what it missed when it is seen again', async (page) => {
  const { begun, open } = streamsOf(page);
  await signIn(page, 'Lars Solberg', '/oppgaver');
  await until(() => open.size === 1, 'one stream');
  await turn(page, 'hidden');
  await until(() => open.size === 0, 'none while hidden');
  const { tasks } = JSON.parse(all.arshjul('Lars Solberg', '-o', 'json', 'task', 'list', '--mine', '--open'));
  all.arshjul('office', 'task', 'reassign', tasks[0].name.split('/').at(-1), 'Marit Vold', '--reason', 'Prøve');
  assert.equal(await page.getByRole('link', { name: tasks[0].title, exact: true }).count(), 1);
  await turn(page, 'visible');
  await page.getByText('Du har ingenting å gjøre nå.').waitFor();
  assert.equal(open.size, 1);
  assert.equal(begun.length, 2);
});

inPage('a view that is left takes its stream with it, and so does signing out', async (page) => {
  const { open } = streamsOf(page);
  await signIn(page, office, '/arshjulet/2015');
  await until(() => open.size === 1, 'one stream');
  for (const name of ['Tavle', 'Mine oppgaver', 'Årshjulet']) {
    await page.getByRole('navigation', { name: 'Sider' }).getByRole('link', { name }).click();
    await page.locator('[data-screen] h1').waitFor();
    await until(() => open.size === 1, `one stream at ${name}`);
  }
  await page.getByRole('button', { name: 'Logg ut' }).click();
  await page.getByRole('heading', { level: 1, name: 'Hvem vil du være?' }).waitFor();
  await until(() => open.size === 0, 'none after signing out');
});

inPage('a stream that was ended is opened again from where it was, after a longer wait each time', async (page) => {
  await page.clock.install();
  const said = { event: { position: '77', kind: 'phase_opened', resource: 'municipalities/loten/cycles/2015', time: '2014-08-15T06:00:00Z', actor: 'arshjul', summary: '' } };
  const bodies = [`id: 4711\ndata: ${JSON.stringify(said)}\n\nevent: problem\ndata: {}\n\n`, 'event: problem\ndata: {}\n\n'];
  await page.route('**/*:watch*', (route) => route.fulfill({ contentType: 'text/event-stream', body: bodies[Math.min(begun.length - 1, 1)] }));
  const { begun } = streamsOf(page);
  await signIn(page, office, '/tavle/2015');
  await until(() => begun.length > 0, 'begun');
  await page.clock.pauseAt(Date.now() + 60_000);
  const waits = [];
  for (let more = begun.length + 1; waits.length < 3; ++more) {
    let waited = 0;
    for (; begun.length < more && waited < 300; ++waited) {
      await page.clock.runFor(250);
      await page.evaluate(() => fetch('/healthz'));
    }
    waits.push(waited);
  }
  assert.equal(begun[1].searchParams.get('afterPosition'), '4711');
  assert.ok(waits[0] < waits[1] && waits[1] < waits[2], `waited ${waits.join(', ')} quarters of a second`);
});

inPage('whose session was ended elsewhere is at the door at once', async (page, context) => {
  const { open } = streamsOf(page);
  await signIn(page, office, '/tavle/2015');
  await until(() => open.size === 1, 'one stream');
  const other = await page.context().newPage();
  await other.goto('/oppgaver');
  await other.getByRole('button', { name: 'Logg ut' }).click();
  await page.getByRole('heading', { level: 1, name: 'Hvem vil du være?' }).waitFor();
  context.diagnostic(page.url());
});

inPage('a page that shows one person is another’s as soon as another has signed in beside it', async (page) => {
  await signIn(page, 'Tor Sunde', '/oppgaver');
  // As another tab does it: the browser has one session for all of them.
  await page.evaluate(async (name) => {
    const { municipalities: [municipality] } = await (await fetch('/session/people')).json();
    const { id } = municipality.people.find((one) => one.displayName === name);
    await fetch('/session', {
      method: 'POST', headers: { 'Arshjul-Request': '1', 'Content-Type': 'application/json' }, body: JSON.stringify({ municipality: municipality.name, person: id }),
    });
  }, office);
  await turn(page, 'visible');
  await page.getByRole('heading', { level: 1, name: `Hei, ${office}` }).waitFor();
});

inPage('the sheet of a talk reads nothing again because somebody looks at it, and what is new when it is', async (page) => {
  all.arshjul('office', 'demo', 'play', '--until', '2016-02-12');
  const { tasks } = JSON.parse(all.arshjul('office', '-o', 'json', 'task', 'list', '--all', '--open'));
  const task = tasks.find((one) => one.kind === 'minutes');
  assert.ok(task, 'a talk has been held');
  await signIn(page, task.subjectName, `/samtaleark/2015/${task.subject}`);
  await page.locator('article h1').waitFor();
  const read = [];
  page.on('request', (request) => {
    if (/\/talks\/|\/tasks\/\d|\/commitments|\/scorecards/.test(request.url())) read.push(request.url());
  });
  const looked = page.waitForResponse((answer) => /\/tasks\?/.test(answer.url()));
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await (await looked).finished();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  assert.deepEqual(read, []);
  all.arshjul(task.assignee, 'task', 'complete', task.name, '--action', 'send', '--data', dataFile({ minutes: 'Vi ble enige om leseplanen.', commitments: [] }));
  await page.getByText('Vi ble enige om leseplanen.').waitFor();
  assert.ok(read.every((one) => !one.includes('/scorecards')), 'the figures are as they were');
});

function dataFile(data) {
  const file = join(all.folder, 'data.json');
  writeFileSync(file, JSON.stringify(data));
  return file;
}
