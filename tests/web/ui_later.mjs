// What comes up when a year has gone on for a while: who is late is reminded, agreements are read before they are signed,
// promises are kept in mind.
//
//   ARSHJUL_PROGRAMS=build/dev/bin node --test tests/web/ui_later.mjs

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assertAccessible } from './ui_axe.mjs';
import { freshDemo } from './ui_fresh_demo.mjs';
import { signIn } from './ui_running.mjs';

const office = 'Kommunedirektørens stab';

const { all, inPage } = await freshDemo();

const play = (day) => all.arshjul('office', 'demo', 'play', '--until', day);
const asked = (as, ...words) => JSON.parse(all.arshjul(as, '-o', 'json', ...words));

inPage('those who are late are reminded at once, after a look at whom', async (page) => {
  all.arshjul('office', 'demo', 'clock', 'advance', '17d');
  await signIn(page, office, '/tavle/2015?vis=avvik');
  await page.getByRole('link', { name: 'Send påminnelser' }).click();
  await page.waitForURL('**/tavle/2015/paminnelser?vis=forfalt');
  await page.getByRole('button', { name: /^Send \d+ påminnelse/ }).click();
  await page.getByText(/påminnelser? er sendt\.$/).waitFor();
  await page.getByRole('link', { name: 'Til tavlen' }).click();
  await page.getByRole('link', { name: 'Send påminnelser' }).click();
  await page.getByRole('button', { name: 'Send 0 påminnelser' }).waitFor();
});

inPage('an agreement is read before it is signed, and a reason is asked for only of whoever does not sign', async (page) => {
  play('2015-01-20');
  const { tasks } = asked('office', 'task', 'list', '--all', '--open');
  const task = tasks.find((one) => one.kind === 'sign_as_leader');
  assert.ok(task, 'somebody is to sign');
  await signIn(page, task.assigneeName, `/oppgaver/${task.name.split('/').at(-1)}`);
  // Whoever comes to sign has the text before them, and what it means beside the buttons.
  await page.locator('.paper', { hasText: task.subjectName }).waitFor();
  await page.locator('.finish .meaning').getByText('Når dere har signert, gjelder avtalen slik den står.').waitFor();
  await assertAccessible(page, 'an agreement beside its task');
  const reason = page.getByLabel('Hvorfor du ikke signerer');
  assert.equal(await reason.count(), 0);
  await page.getByRole('button', { name: 'Jeg signerer ikke' }).click();
  await reason.waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'field-refusal_reason');
  await page.getByRole('button', { name: 'Jeg signerer ikke' }).click();
  await page.locator('#error-summary').waitFor();
  await page.getByRole('button', { name: 'Signer', exact: true }).click();
  await page.getByText('Takk. «Signer» er gjort.').waitFor();
});

inPage('who was promised something reminds the other with one tap, once a day', async (page) => {
  play('2016-02-12');
  const task = asked('office', 'task', 'list', '--all', '--open').tasks.find((one) => one.kind === 'minutes');
  assert.ok(task, 'a talk has been held');
  const data = join(all.folder, 'minutes.json');
  const promise = 'Jeg skaffer en vikar til Åpen dag';
  writeFileSync(data, JSON.stringify({ minutes: 'Vi ble enige.', commitments: [{ by: 'superior', what: promise, about: 'leader', due: '2016-05-02' }] }));
  all.arshjul(task.assignee, 'task', 'complete', task.name, '--action', 'send', '--data', data);
  const confirm = asked(task.subject, 'task', 'list', '--mine', '--open').tasks.find((one) => one.kind === 'confirm');
  all.arshjul(task.subject, 'task', 'complete', confirm.name, '--action', 'confirm');
  await signIn(page, task.subjectName);
  await page.getByRole('heading', { name: /^Lovet til deg/ }).waitFor();
  await assertAccessible(page, 'promises');
  const card = page.locator('.task-card', { hasText: promise }).first();
  let sent = 0;
  page.on('request', (request) => {
    if (request.url().endsWith(':remind')) ++sent;
  });
  await card.getByRole('button', { name: /^Minn på det/ }).evaluate((button) => {
    button.click();
    button.click();
  });
  await card.getByText(/^Du minnet på dette .*\(i dag\)\.$/).waitFor();
  assert.equal(sent, 1);
  assert.equal(await card.evaluate((one) => document.activeElement === one), true, 'the button that had the focus is gone');
  assert.equal(await card.getByRole('button').count(), 0);
});
