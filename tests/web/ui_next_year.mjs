// A leader's second autumn, in a real browser against a real server: last year's answers beside this year's, and a task that is given
// to somebody below.
//
//   ARSHJUL_PROGRAMS=build/dev/bin node --test tests/web/ui_next_year.mjs

import assert from 'node:assert/strict';
import { assertAccessible } from './ui_axe.mjs';
import { freshDemo } from './ui_fresh_demo.mjs';
import { signIn } from './ui_running.mjs';

const { all, inPage } = await freshDemo();

const texts = ['Hva var bra', 'Hva kan bli bedre', 'Hvor høyt bør vi sikte', 'Hvordan får vi det til'];
const attack = '<img src=x onerror="document.title=\'gotcha\'">';

async function open(page, who, task) {
  await signIn(page, who);
  await page.getByRole('link', { name: task }).first().click();
  await page.getByRole('heading', { level: 1, name: task }).waitFor();
}

async function record(page) {
  await page.getByRole('button', { name: 'Registrer dialogen' }).click();
  await page.getByText('Takk. «Registrer dialogen» er gjort.').waitFor();
}

inPage('what was answered last year stands beside, and is taken over with one tap', async (page) => {
  await open(page, 'Tor Sunde', 'Registrer medvirkningsdialogen');
  assert.equal(await page.getByText('Svaret fra').count(), 0, 'there was no year before');
  for (const label of texts) await page.getByLabel(label).fill(`${label} i fjor ${attack}`);
  await page.getByLabel('Drøftet sammen').check();
  await record(page);
  all.arshjul('office', 'demo', 'play', '--until', '2015-08-17');
  all.arshjul('office', 'cycle', 'launch', '--year', '2016');
  await page.goto('/oppgaver');
  await page.getByRole('link', { name: 'Registrer medvirkningsdialogen' }).first().click();
  await page.getByText(`Svaret fra 2015: Hva var bra i fjor ${attack}`).waitFor();
  await assertAccessible(page, 'a task with last year beside it');
  assert.equal(await page.getByLabel('Drøftet sammen').isChecked(), true, 'a choice stands by itself');
  assert.equal(await page.getByRole('textbox', { name: 'Hva var bra' }).inputValue(), '', 'a text does not');
  assert.equal(await page.getByRole('button', { name: /^Bruk dette: Grad/ }).count(), 0);
  await page.getByRole('button', { name: 'Bruk dette: Hva var bra' }).click();
  assert.equal(await page.getByRole('textbox', { name: 'Hva var bra' }).inputValue(), `Hva var bra i fjor ${attack}`);
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'field-what_was_good');
  assert.equal(await page.getByRole('button', { name: 'Bruk dette: Hva var bra' }).count(), 0, 'it is taken over already');
  await page.getByLabel('Informert').check();
  await page.getByRole('button', { name: /^Bruk dette: Grad/ }).click();
  assert.equal(await page.getByLabel('Drøftet sammen').isChecked(), true);
  for (const label of texts.slice(1)) await page.getByRole('button', { name: `Bruk dette: ${label}` }).click();
  await record(page);
});

inPage('a leader gives a task to somebody below, and takes it back', async (page) => {
  await open(page, 'Ola Hagen', 'Registrer medvirkningsdialogen');
  const number = page.url().split('/').at(-1);
  await page.getByText('Gi oppgaven til en annen').click();
  await page.getByLabel('Hvem skal ha den').fill('Ingen Som Finnes');
  await page.getByLabel('Hvorfor').fill('Kjenner saken best');
  await page.getByLabel('Hvem skal ha den').fill('Solveig Aas');
  await page.getByRole('button', { name: 'Gi fra deg oppgaven' }).click();
  await page.getByText('Du har gitt oppgaven til Solveig Aas, som gjør den på vegne av deg.').waitFor();
  await assertAccessible(page, 'a task given away');
  const given = JSON.parse(all.arshjul('Solveig Aas', 'task', 'show', number, '-o', 'json'));
  assert.deepEqual([given.assigneeName, given.onBehalfOf], ['Solveig Aas', 'Ola Hagen']);
  await page.getByRole('button', { name: 'Ta tilbake oppgaven' }).click();
  await page.getByText('Du har gitt oppgaven til').waitFor({ state: 'detached' });
  assert.equal(JSON.parse(all.arshjul('Ola Hagen', 'task', 'show', number, '-o', 'json')).assigneeName, 'Ola Hagen');
});
