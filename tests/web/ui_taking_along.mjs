// What people take along: the calendar's address, and the tables as files, with what the page shows and nothing else.
//
//   ARSHJUL_PROGRAMS=build/dev/bin node --test tests/web/ui_taking_along.mjs

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assertAccessible } from './ui_axe.mjs';
import { freshDemo } from './ui_fresh_demo.mjs';
import { signIn } from './ui_running.mjs';

const office = 'Kommunedirektørens stab';
const leader = 'Tor Sunde';

const { all, inPage } = await freshDemo();

async function taken(page, words) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: words }).first().click()]);
  const file = join(all.folder, download.suggestedFilename());
  await download.saveAs(file);
  return { name: download.suggestedFilename(), bytes: readFileSync(file) };
}

inPage('a calendar is shared by its address, replaced, and shared no more', async (page) => {
  await signIn(page, leader);
  const summary = page.getByText('Frister og samtaler i kalenderen din');
  await summary.click();
  await page.getByText('Den som har adressen, ser hva oppgavene dine heter').waitFor();
  await page.getByRole('button', { name: 'Lag adresse', exact: true }).click();
  const box = page.getByLabel('Adressen til kalenderen din');
  await box.waitFor();
  const first = await box.inputValue();
  assert.ok(first.startsWith(`${all.origin}/calendar/loten.`) && first.endsWith('.ics'), first);
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'calendar-address');
  await assertAccessible(page, 'a calendar that was just shared');
  const calendar = await fetch(first);
  assert.equal(calendar.status, 200);
  assert.match(await calendar.text(), /^BEGIN:VCALENDAR\r\n/);
  await page.getByRole('button', { name: 'Lag ny adresse (den gamle slutter å virke)' }).click();
  await page.waitForFunction((old) => document.getElementById('calendar-address')?.value !== old, first);
  assert.equal((await fetch(first)).status, 404);
  const second = await box.inputValue();
  assert.equal((await fetch(second)).status, 200);
  // Nobody is told it twice.
  await page.reload();
  await summary.click();
  await page.getByText('Sist hentet').waitFor();
  assert.equal(await box.count(), 0);
  assert.ok(!(await page.content()).includes(second.split('/').at(-1)));
  await page.getByRole('button', { name: 'Slutt å dele' }).click();
  await page.getByRole('button', { name: 'Lag adresse', exact: true }).waitFor();
  assert.equal((await fetch(second)).status, 404);
  await assertAccessible(page, 'a calendar that is not shared');
});

const tables = [
  [office, '/tavle/2015', 'Tavle 2015.csv', 'Enhet;Leder;Ambisjon;'],
  [leader, '/arshjulet/2015', 'Årshjulet 2015.csv', 'Fase;Åpner;Slutter;Tilstand;Ferdig;Skal gjøres;Forfalt'],
  [office, '/historikk/2015', 'Historikk 2015.csv', 'Dag;Klokkeslett;Hvem;På vegne av;Hva;Enhet;Fase'],
  [office, '/tavle/2015/paminnelser', 'Påminn om oppgaver 2015.csv', 'Navn;Åpne oppgaver;Forfalt;Sist påminnet;Får ikke brev fordi'],
  [office, '/administrasjon/personer', 'Personer.csv', 'Navn;Leder for;Rolle;E-postadresse;Borte fra;Borte til;Stedfortreder'],
  [leader, '/malekort/2014/lund-skole', 'Lund skole, målekort 2014.csv', 'Perspektiv;Indikator;Måleenhet;Mål;Resultat;Resultat som tall;Farge'],
  [office, '/start/2016', 'Slik blir året 2016.csv', 'Fase;Åpner;Slutter;Steg;Oppgaver'],
];

for (const [who, path, name, heads] of tables) {
  inPage(`${path} is taken along`, async (page) => {
    await signIn(page, who, path);
    const file = await taken(page, 'Last ned som CSV');
    assert.equal(file.name, name);
    const lines = file.bytes.toString('utf8').trimEnd().split('\r\n');
    assert.ok(lines[0].startsWith(`\uFEFF${heads}`), lines[0]);
    assert.ok(lines.length > 1, 'rows');
    const width = lines[0].split(';').length;
    assert.ok(lines.every((line) => line.includes('"') || line.split(';').length === width), 'as wide as its headings');
    const workbook = await taken(page, 'Last ned som Excel');
    assert.equal(workbook.name, name.replace('.csv', '.xlsx'));
    assert.equal(workbook.bytes.subarray(0, 2).toString(), 'PK');
  });
}

inPage('what cannot be made is said beside the buttons', async (page) => {
  await signIn(page, leader, '/arshjulet/2015');
  await page.route('**/export', (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"reason":"BUSY","status":503,"detail":"Prøv igjen om litt.","errors":[]}' }));
  await page.getByRole('button', { name: 'Last ned som CSV' }).click();
  await page.locator('.export').getByRole('alert').getByText('Prøv igjen om litt.').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Last ned som CSV' }).isDisabled(), false);
  await assertAccessible(page, 'an export that failed');
});
