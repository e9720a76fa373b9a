// Signing: what is signed is what was read, it is signed once, and nothing of it happens unasked.
//
//   ARSHJUL_PROGRAMS=build/dev/bin node --test tests/web/ui_signing.mjs

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assertAccessible } from './ui_axe.mjs';
import { freshDemo } from './ui_fresh_demo.mjs';
import { signIn } from './ui_running.mjs';

const { all, inPage } = await freshDemo();

const numberOf = (task) => task.name.split('/').at(-1);
const tasks = () => JSON.parse(all.arshjul('office', '-o', 'json', 'task', 'list', '--all', '--open')).tasks;
const isOpen = (task) => tasks().some((one) => one.name === task.name);

all.arshjul('office', 'demo', 'play', '--until', '2015-01-20');
const waiting = tasks().filter((one) => one.kind?.startsWith('sign_as_'));
const next = () => {
  const task = waiting.shift();
  assert.ok(task, 'somebody is to sign');
  return task;
};

async function openToSign(page, task) {
  await signIn(page, task.assigneeName, `/oppgaver/${numberOf(task)}`);
  await page.locator('.paper', { hasText: task.subjectName }).waitFor();
  await page.locator('.meaning').getByText(/^Du signerer .*versjon \d+\./).waitFor();
}

const press = (page) => page.getByRole('button', { name: 'Signer', exact: true }).click();
const done = (page) => page.getByText('Takk. «Signer» er gjort.').waitFor();

// Counts the calls whose address has `words`, with their key.
function heard(page, words) {
  const keys = [];
  page.on('request', (request) => {
    if (request.url().includes(words)) keys.push(request.headers()['idempotency-key']);
  });
  return keys;
}

inPage('a task that has changed since it was read is not signed unasked', async (page) => {
  const task = next();
  await openToSign(page, task);
  assert.equal(await page.getByLabel('Skriv en kommentar').count(), 0, 'what nobody may write is not asked for');
  const file = join(all.folder, 'draft.json');
  writeFileSync(file, JSON.stringify({ refusal_reason: 'Skrevet i et annet vindu' }));
  all.arshjul(task.assignee, 'task', 'save', numberOf(task), '--data', file);
  await press(page);
  await page.locator('#changed').getByText('Avtalen er den samme, men oppgaven er endret et annet sted').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'changed');
  await assertAccessible(page, 'something has changed');
  assert.equal(isOpen(task), true, 'nothing was signed');
  await press(page);
  await done(page);
});

inPage('an agreement whose text is another than the one that was read is shown again, with what is new, and not signed', async (page) => {
  const task = next();
  await openToSign(page, task);
  await page.route('**/v1/**/agreements?*', async (route) => {
    const answer = await route.fetch();
    const told = await answer.json();
    return route.fulfill({ response: answer, json: { ...told, agreements: told.agreements.map((one) => ({ ...one, updateTime: '2015-01-20T09:00:00Z' })) } });
  });
  await page.route(/\/v1\/.*\/agreements\/\d+$/, async (route) => {
    const answer = await route.fetch();
    const told = await answer.json();
    const [first, ...others] = told.document.targets;
    return route.fulfill({ response: answer, json: {
      ...told, updateTime: '2015-01-20T09:00:00Z', text: `${told.text}\nNytt mål`, document: { ...told.document, targets: [{ ...first, target: '123' }, ...others] },
    } });
  });
  const sent = heard(page, ':complete');
  await press(page);
  await page.locator('#changed').getByText('Les avtalen på nytt, og svar når du har lest.').waitFor();
  await page.locator('#changed .differences').getByText('123').waitFor();
  await page.locator('.paper', { hasText: 'Nytt mål' }).waitFor();
  await assertAccessible(page, 'the text has changed');
  assert.deepEqual(sent, []);
  await press(page);
  await done(page);
});

inPage('who got no answer signs again by the same key, once', async (page) => {
  const task = next();
  // The page is not told in another way either.
  await page.route('**/*:watch*', (route) => route.abort());
  await openToSign(page, task);
  const keys = heard(page, ':complete');
  await page.route('**/*:complete', async (route) => {
    await route.fetch();
    await route.abort();
  }, { times: 1 });
  await press(page);
  await page.locator('#error-summary').getByText('Vi får ikke kontakt.').waitFor();
  assert.equal(isOpen(task), false, 'it had arrived');
  await press(page);
  await done(page);
  assert.equal(keys.length, 2);
  assert.equal(keys[0], keys[1]);
});

inPage('what arrived though nobody answered is known for one’s own when the page looks again', async (page) => {
  const task = next();
  await openToSign(page, task);
  await page.route('**/*:complete', async (route) => {
    await route.fetch();
    await route.abort();
  }, { times: 1 });
  await press(page);
  await page.locator('#error-summary').getByText('Vi får ikke kontakt.').waitFor();
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await done(page);
  assert.equal(await page.getByText('Oppgaven er avsluttet').count(), 0);
});

inPage('without the text nothing is signed', async (page) => {
  const task = next();
  await page.route(/\/v1\/.*\/agreements\/\d+$/, (route) => route.abort());
  await signIn(page, task.assigneeName, `/oppgaver/${numberOf(task)}`);
  await page.locator('.figures').getByText('Vi får ikke kontakt.').waitFor();
  const sent = heard(page, ':complete');
  await press(page);
  await page.locator('#error-summary').getByText('Vi får ikke kontakt.').waitFor();
  assert.deepEqual(sent, []);
  await page.unroute(/\/v1\/.*\/agreements\/\d+$/);
  await press(page);
  await page.locator('#error-summary').getByText('Les avtalen over før du svarer. Den er åpnet for deg.').waitFor();
  await page.locator('.paper', { hasText: task.subjectName }).waitFor();
  assert.deepEqual(sent, []);
  await press(page);
  await done(page);
});
