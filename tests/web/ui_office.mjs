// What the office does in a real browser against a real server: reminding many, the history, starting a year and calling it
// off, administration.
//
//   ARSHJUL_PROGRAMS=build/dev/bin node --test tests/web/ui_office.mjs

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { assertAccessible } from './ui_axe.mjs';
import { freshDemo } from './ui_fresh_demo.mjs';
import { newPage, signIn, startAll } from './ui_running.mjs';

const office = 'Kommunedirektørens stab';
const leader = 'Tor Sunde';
const attack = '<img src=x onerror="document.title=\'gotcha\'">';
const organisation = readFileSync(fileURLToPath(new URL('../../demo/organisation.csv', import.meta.url)), 'utf8');

const { all, browser, inPage } = await freshDemo();

const heading = (page, name) => page.getByRole('heading', { level: 1, name }).waitFor();

inPage('the frame offers the office its screens, and a leader none of them', async (page) => {
  await signIn(page, office);
  await page.getByText('Mer', { exact: true }).click();
  for (const name of ['Historikk', 'Start årssyklus', 'Administrasjon']) await page.getByRole('link', { name, exact: true }).waitFor();
  await page.getByRole('button', { name: 'Logg ut' }).click();
  await heading(page, 'Hvem vil du være?');
  await signIn(page, leader);
  await page.getByRole('link', { name: 'Tavle' }).waitFor();
  assert.equal(await page.getByRole('link', { name: 'Administrasjon' }).count(), 0);
});

inPage('who leads nobody is not offered to remind, and is told why when coming there', async (page) => {
  await signIn(page, leader, '/tavle/2015');
  await heading(page, 'Tavle 2015');
  assert.equal(await page.getByRole('link', { name: 'Send påminnelser' }).count(), 0);
  await page.goto('/tavle/2015/paminnelser');
  await page.getByText('Bare kommunedirektørens stab og ledere som har enheter under seg, kan påminne andre.').waitFor();
  await assertAccessible(page, 'reminding refused');
});

inPage('many are reminded: seen first, some left out, and never twice in a day', async (page) => {
  await signIn(page, office, '/tavle/2015');
  await page.getByRole('link', { name: 'Send påminnelser' }).click();
  await heading(page, 'Påminn om oppgaver 2015');
  const boxes = page.locator('.people-list input');
  const count = await boxes.count();
  assert.ok(count > 3);
  await page.getByLabel(leader).uncheck();
  await page.getByRole('button', { name: `Send ${count - 1} påminnelser` }).waitFor();
  await assertAccessible(page, 'reminding many');
  await page.getByLabel('Enhet').selectOption({ label: '\u2003\u2003Lund skole' });
  await page.waitForURL('**/paminnelser?enhet=lund-skole');
  await page.getByRole('button', { name: 'Send 0 påminnelser' }).waitFor();
  await page.getByLabel('Enhet').selectOption({ label: '\u2003\u2003Teknisk drift' });
  await page.getByRole('button', { name: 'Send 1 påminnelse' }).click();
  await page.getByText('1 påminnelse er sendt.').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'sent');
  await assertAccessible(page, 'reminded');
  await page.goto('/tavle/2015/paminnelser?enhet=teknisk-drift');
  await page.getByRole('button', { name: 'Send 0 påminnelser' }).waitFor();
  assert.equal(await page.getByLabel('Jon Rønning').isDisabled(), true);
});

inPage('the history is sought by unit, person and day, and taken out as a file', async (page) => {
  all.arshjul('office', 'demo', 'play', '--until', '2014-09-05');
  await signIn(page, office, '/historikk/2015');
  await heading(page, 'Historikk 2015');
  await assertAccessible(page, 'the history');
  await page.getByLabel('Enhet').selectOption({ label: '\u2003\u2003Lund skole' });
  await page.waitForURL('**/historikk/2015?enhet=lund-skole');
  const found = await page.locator('.happened li').count();
  assert.ok(found > 0);
  assert.equal(await page.locator('.happened li .by', { hasText: 'Lund skole' }).count(), found);
  await page.getByLabel('Dag').fill('i forgårs');
  await page.getByLabel('Dag').blur();
  await page.getByText('Dag må være en dato, for eksempel 15.09.2027.').waitFor();
  await page.getByLabel('Dag').fill('15.8.2014');
  await page.getByLabel('Dag').blur();
  await page.waitForURL('**/historikk/2015?enhet=lund-skole&dag=2014-08-15');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Last ned som CSV' }).click()]);
  assert.equal(download.suggestedFilename(), 'Historikk 2015.csv');
  const file = join(all.folder, 'history.csv');
  await download.saveAs(file);
  const lines = readFileSync(file, 'utf8').trimEnd().split('\r\n');
  assert.equal(lines[0], '\uFEFFDag;Klokkeslett;Hvem;På vegne av;Hva;Enhet;Fase');
  assert.equal(lines.length - 1, await page.locator('.happened li').count());
  await page.reload();
  await page.getByText('1 hendelse', { exact: true }).waitFor();
  await page.getByLabel('Person').fill('finnes ikke');
  await page.getByText('Ingen hendelser passer. Prøv et videre søk.').waitFor();
});

inPage('the board is looked at as it was on a day, and nothing is done from there', async (page) => {
  await signIn(page, office, '/historikk/2015?dag=2014-08-15');
  await page.getByRole('link', { name: 'Se tavla slik den så ut fredag 15. august' }).click();
  await heading(page, 'Tavle 2015, slik det så ut fredag 15. august');
  await page.getByText('Herfra kan ingenting endres.').waitFor();
  assert.equal(await page.getByRole('link', { name: 'Send påminnelser' }).count(), 0);
  await assertAccessible(page, 'the board of a day');
  const overdue = page.locator('.cell-sign', { hasText: 'over fristen' });
  assert.equal(await overdue.count(), 0, 'on the first day nothing was late');
  await page.getByLabel('Se hvordan det så ut på en dag').fill('i går');
  await page.getByLabel('Se hvordan det så ut på en dag').blur();
  await page.getByText('Se hvordan det så ut på en dag må være en dato').waitFor();
  await page.getByLabel('Se hvordan det så ut på en dag').fill('1.9.2014');
  await page.getByLabel('Se hvordan det så ut på en dag').blur();
  await heading(page, 'Tavle 2015, slik det så ut mandag 1. september');
  await page.getByRole('link', { name: 'Se hvordan det er nå' }).click();
  await page.getByRole('link', { name: 'Send påminnelser' }).waitFor();
});

inPage('a year is planned: what cannot hold is said at its date, and a dry run tells how it would go', async (page) => {
  await signIn(page, office, '/start');
  await heading(page, 'Start årssyklus 2016');
  await page.getByText('Planen går opp').waitFor();
  await page.getByText('Nærmeste arbeidsdag: mandag 17. august 2015').waitFor();
  await page.getByLabel('Ambisjon avsluttes').fill('17.08.2015');
  await page.getByLabel('Ambisjon avsluttes').blur();
  await page.locator('#plan-problems').getByRole('link', { name: /fem arbeidsdager/ }).waitFor();
  assert.equal(await page.getByLabel('Ambisjon avsluttes').getAttribute('aria-invalid'), 'true');
  await page.getByRole('button', { name: 'Start årssyklusen 2016' }).click();
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'plan-problems');
  await assertAccessible(page, 'a plan that cannot hold');
  await page.getByLabel('Ambisjon avsluttes').fill('25.09.2015');
  await page.getByLabel('Ambisjon avsluttes').blur();
  await page.getByText('Planen går opp').waitFor();
  await page.getByText('Velg hvem som deltar').click();
  await page.getByLabel(/^Teknisk drift/).uncheck();
  await page.getByText('29 av 30 enheter deltar.').waitFor();
  await page.getByRole('button', { name: 'Prøvekjør året' }).click();
  await page.getByRole('button', { name: 'Prøvekjør på nytt' }).waitFor();
  await page.getByText(/Av \d+ oppgaver ble \d+ gjort for sent\./).waitFor();
  await assertAccessible(page, 'a year tried');
});

inPage('a year tried shows who has what in which week, and what would be if a phase were moved', async (page) => {
  await signIn(page, office, '/start/2016');
  await page.getByText('Planen går opp').waitFor();
  // One that nothing comes of: a quick machine is done before anybody could stop it.
  await page.route(/:simulate/, () => undefined, { times: 1 });
  await page.getByRole('button', { name: 'Prøvekjør året' }).click();
  await page.getByRole('button', { name: 'Avbryt prøvekjøringen' }).click();
  await page.getByRole('button', { name: 'Prøvekjør året' }).click();
  const map = page.getByRole('region', { name: 'Hvem har hva i hvilken uke' }).first();
  await map.waitFor({ timeout: 60_000 });
  const weeks = await map.locator('thead tr').last().locator('th').count();
  const columns = await map.locator('tbody tr').evaluateAll((rows) => rows.map((row) => row.children.length));
  assert.ok(weeks > 10 && columns.length > 10 && columns.every((count) => count === weeks), `${weeks} weeks, rows of ${columns}`);
  assert.match(await map.locator('td.heat').first().getAttribute('title'), /, uke \d+ i 201[56]: \d+ oppgaver?/);
  await page.getByRole('button', { name: 'Prøv med fasen flyttet' }).click();
  await page.getByText('Skriv et helt antall dager fra −366 til 366, for eksempel 14.').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'shift-days');
  await page.getByLabel('Fase', { exact: true }).selectOption({ label: 'Resultatdialog' });
  await page.getByLabel('Dager senere (minus for tidligere)').fill('14');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Resultatdialog 14 dager senere.' }).waitFor({ timeout: 60_000 });
  assert.equal(await page.locator('.what-if tbody tr').count(), 4);
  await assertAccessible(page, 'a year tried twice');
});

inPage('a workflow is drawn, and told in words that say the same', async (page) => {
  await signIn(page, office, '/administrasjon/maler/annual-cycle@1');
  const phases = page.getByRole('region', { name: 'Tegning: Årshjul for mål og resultat' });
  await phases.waitFor();
  const drawn = await phases.locator('a').evaluateAll((links) => links.map((link) => link.getAttribute('aria-label')));
  const told = await page.locator('.phase-lines > li').evaluateAll((lines) => lines.map((line) => [...line.childNodes].filter((one) => one.nodeType === Node.TEXT_NODE).map((one) => one.textContent.trim()).join('')));
  assert.ok(told.length >= 13);
  assert.deepEqual(drawn.sort(), told.sort());
  await page.getByText('Kommer etter: Budsjett, Kommunestyrets vedtak.').waitFor();
  await phases.getByRole('link', { name: 'Ambisjon', exact: true }).focus();
  await page.keyboard.press('Enter');
  const chart = page.locator('details[open].chart-fold');
  await chart.waitFor();
  const numbers = await chart.locator('.chart-number').evaluateAll((all) => all.flatMap((one) => one.textContent.split(', ')));
  assert.deepEqual(numbers.map(Number).sort((one, other) => one - other), await chart.locator('.way-number').evaluateAll((all) => all.map((one) => Number(one.textContent)).sort((one, other) => one - other)));
  await chart.getByText('Går til Hos nærmeste leder: ved «Foreslå ambisjon: Send til nærmeste leder»').waitFor();
  const width = () => phases.locator('svg').evaluate((one) => one.getBoundingClientRect().width);
  const before = await width();
  await page.getByRole('button', { name: 'Større tegning' }).click();
  assert.ok((await width()) > before * 1.4);
  await assertAccessible(page, 'a workflow drawn');
});

inPage('a year is started by what is typed, and called off with a reason', async (page) => {
  await signIn(page, office, '/start/2016');
  await page.getByText('Planen går opp').waitFor();
  const start = page.getByRole('button', { name: 'Start årssyklusen 2016' });
  await start.click();
  await page.getByText('Skriv akkurat «start 2016».').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'confirm');
  await page.getByLabel('Skriv «start 2016» for å bekrefte').fill('Start 2016');
  await start.click();
  await heading(page, 'Årssyklusen 2016');
  await page.getByText('Ingen får brev før neste arbeidsdag kl. 07.00. Er noe galt, kan du avlyse under.').waitFor();
  await assertAccessible(page, 'a year started');
  const callOff = page.getByRole('button', { name: 'Avlys årssyklusen 2016' });
  await callOff.click();
  await page.getByText('Skriv hvorfor. Det blir stående i historikken.').waitFor();
  await page.getByLabel('Hvorfor avlyser du?').fill(`Feil dato ${attack}`);
  await callOff.click();
  await heading(page, 'Årssyklusen 2016 er avlyst');
  await page.getByText('Feil dato <img').waitFor();
  await assertAccessible(page, 'a year called off');
  assert.equal(await page.title(), 'Årssyklusen 2016 er avlyst – Årshjul');
  // And once more: what was called off is in nobody's way.
  await page.getByRole('link', { name: 'Start 2016 på nytt' }).click();
  await heading(page, 'Start årssyklus 2016');
  await page.getByText('Planen går opp').waitFor();
  await page.getByLabel('Skriv «start 2016» for å bekrefte').fill('start 2016');
  await start.click();
  await heading(page, 'Årssyklusen 2016');
  await callOff.click();
  await page.getByLabel('Hvorfor avlyser du?').fill('Bare en prøve');
  await callOff.click();
  await heading(page, 'Årssyklusen 2016 er avlyst');
  const [newest, first] = JSON.parse(all.arshjul('office', 'cycle', 'list', '-o', 'json')).cycles;
  assert.deepEqual([newest.name, newest.stateReason], ['municipalities/loten/cycles/2016-2', 'Bare en prøve']);
  assert.equal(first.name, 'municipalities/loten/cycles/2016');
});

inPage('an organisation with mistakes is refused with all of them, and a good one is seen before it counts', async (page) => {
  await signIn(page, office, '/administrasjon/organisasjon');
  const bad = join(all.folder, 'bad.csv');
  writeFileSync(bad, `unit_id,unit,parent\na,A,\nb,${attack.replaceAll('"', '')},zz\na,C,a\n`);
  await page.locator('#file').setInputFiles(bad);
  const problems = page.locator('#import-problems');
  await problems.getByText('Linje 3, kolonne parent: Fant ikke enheten over: «zz».').waitFor();
  assert.equal(await problems.getByRole('listitem').count(), 4);
  await assertAccessible(page, 'an import refused');
  const good = join(all.folder, 'good.csv');
  writeFileSync(good, organisation.replaceAll('Lund skole', 'Lund barneskole'));
  await page.locator('#file').setInputFiles(good);
  await page.getByText('Lund barneskole: fra Lund skole til Lund barneskole').waitFor();
  await page.locator('.unit-list').getByText('Lund skole', { exact: false }).waitFor();
  await assertAccessible(page, 'an import seen');
  await page.getByRole('button', { name: 'Hent inn organisasjonen' }).click();
  await page.getByText('Organisasjonen er hentet inn.').first().waitFor();
  await page.locator('.unit-list').getByText('Lund barneskole').waitFor();
});

inPage('a deputy steps in and a supporter is named, and both are seen', async (page) => {
  await signIn(page, office, '/administrasjon/personer');
  await page.getByText('Registrer fravær og stedfortreder').click();
  await page.getByRole('button', { name: 'Registrer', exact: true }).click();
  await page.getByText('Skriv et navn.').waitFor();
  await page.getByLabel('Hvem er borte?').fill(leader);
  await page.getByLabel('Stedfortreder (valgfritt)').fill('Nils Lie');
  await page.locator('#absence-from').fill('10.09.2014');
  await page.locator('#absence-to').fill('12.09.2014');
  await page.getByRole('button', { name: 'Registrer', exact: true }).click();
  await page.getByText('Fraværet er registrert.').first().waitFor();
  await page.getByText('Borte fra onsdag 10. september til fredag 12. september. Stedfortreder: Nils Lie.').waitFor();
  await page.getByText('Gi noen en rolle').click();
  await page.locator('#role-person').fill('Åse Støtte');
  await page.getByRole('button', { name: 'Gi rollen' }).click();
  await page.getByText('Rollen er gitt.').first().waitFor();
  await page.getByRole('button', { name: 'Avslutt rollen Støtteperson for Åse Støtte' }).waitFor();
  await assertAccessible(page, 'people');
});

inPage('a unit without a leader gets one, with a mail address', async (page) => {
  await signIn(page, office, '/administrasjon/personer');
  await page.getByText('Sett leder for en enhet').click();
  await page.getByRole('button', { name: 'Sett leder', exact: true }).click();
  await page.getByText('Velg en enhet.').waitFor();
  await page.getByLabel('Enhet', { exact: true }).selectOption({ label: '\u2003\u2003Kvalifisering' });
  await page.locator('#leader-person').fill('Åse Støtte');
  await page.getByLabel('E-postadresse (valgfritt)').fill('ikke en adresse');
  await page.getByRole('button', { name: 'Sett leder', exact: true }).click();
  await page.locator('#leader-email-problem').waitFor();
  await assertAccessible(page, 'a leader refused');
  await page.getByLabel('E-postadresse (valgfritt)').fill('ase@example.org');
  await page.getByLabel('Tittel (valgfritt)').fill('Leder');
  await page.getByLabel('Hvorfor?').fill('Stillingen er besatt');
  await page.getByRole('button', { name: 'Sett leder', exact: true }).click();
  await page.getByText('Lederen er satt.').first().waitFor();
  await page.getByText('Leder, Kvalifisering').waitFor();
});

inPage('closed days are set and taken away', async (page) => {
  await signIn(page, office, '/administrasjon/stengt');
  await page.getByText('Ingen stengte dager er lagt inn.').waitFor();
  await page.getByRole('button', { name: 'Legg til' }).click();
  await page.getByText('Første dag må være en dato, for eksempel 15.09.2027.').waitFor();
  await page.getByLabel('Første dag').fill('27.02.2015');
  await page.getByLabel('Siste dag (valgfritt)').fill('23.02.2015');
  await page.getByRole('button', { name: 'Legg til' }).click();
  await page.getByRole('alert').waitFor();
  await page.getByLabel('Første dag').fill('23.02.2015');
  await page.getByLabel('Siste dag (valgfritt)').fill('27.02.2015');
  await page.getByRole('button', { name: 'Legg til' }).click();
  await page.getByText('mandag 23. februar 2015 til fredag 27. februar 2015').waitFor();
  await assertAccessible(page, 'closed days');
  await page.reload();
  await page.getByRole('button', { name: 'Fjern mandag 23. februar 2015 til fredag 27. februar 2015' }).click();
  await page.getByText('Ingen stengte dager er lagt inn.').waitFor();
});

inPage('the checklist, workflows, what is stuck and health say how it is', async (page) => {
  await signIn(page, office, '/administrasjon');
  await page.getByText('9 enheter er uten leder').waitFor();
  await assertAccessible(page, 'the checklist');
  await page.getByRole('link', { name: 'Årshjulmaler' }).click();
  await page.getByRole('link', { name: /versjon 1/ }).click();
  await page.getByText('Ambisjon', { exact: true }).first().click();
  await page.getByText('Medvirkning pågår').first().waitFor();
  await assertAccessible(page, 'a workflow');
  await page.getByRole('link', { name: 'Det som står fast' }).click();
  await page.getByText('Ingenting står fast.').waitFor();
  await page.getByRole('link', { name: 'Drift' }).click();
  await page.getByText('Brev som ikke kom frem').waitFor();
  await assertAccessible(page, 'health');
});

inPage('whoever is not of the office is told so, and nothing is shown', async (page) => {
  await signIn(page, leader);
  for (const path of ['/administrasjon', '/administrasjon/organisasjon', '/administrasjon/personer', '/administrasjon/hendelser', '/start', '/start/2015']) {
    await page.goto(path);
    await heading(page, 'Du har ikke tilgang hit');
    assert.equal(await page.locator('main li, main input').count(), 0, path);
  }
  await assertAccessible(page, 'no access');
});

// A version of the workflow whose steps go in a ring when their time comes.
function writeFaulty(path) {
  const contract = fileURLToPath(new URL('../contract/', import.meta.url));
  const workflow = fileURLToPath(new URL('../../workflows/annual-cycle', import.meta.url));
  const source = execFileSync('python3', ['-B', '-c', 'import sys, running; sys.stdout.write(running.later_version(sys.argv[1], "ring-i-malen.versjon"))', workflow],
    { cwd: contract, encoding: 'utf8', env: { ...process.env, PYTHONIOENCODING: 'utf-8' } });
  writeFileSync(path, source);
}

test('what is stuck is tried again in vain, and skipped with a reason', async () => {
  const own = await startAll(process.env.ARSHJUL_PROGRAMS ?? 'build/dev/bin');
  const { page, wrong, close } = await newPage(browser, own.origin);
  try {
    const faulty = join(own.folder, 'ring.yaml');
    writeFaulty(faulty);
    own.arshjul('office', 'cycle', 'migrate', '2015', '--workflow', faulty, '--reason', 'telling', '--yes');
    own.arshjul('office', 'demo', 'clock', 'set', '2014-09-24');
    await signIn(page, office, '/administrasjon/hendelser');
    const cards = page.locator('.task-card');
    await cards.first().waitFor();
    const count = await cards.count();
    assert.ok(count >= 3);
    await cards.first().getByRole('button', { name: 'Prøv på nytt' }).click();
    await cards.first().getByRole('alert').waitFor();
    await assertAccessible(page, 'what is stuck');
    await cards.first().getByText('Hopp over', { exact: true }).click();
    await cards.first().getByRole('button', { name: 'Hopp over dette' }).click();
    await cards.first().getByText('Skriv hvorfor. Det blir stående i historikken.').waitFor();
    await cards.first().getByLabel('Hvorfor skal det ikke skje?').fill('gjort for hånd');
    await cards.first().getByRole('button', { name: 'Hopp over dette' }).click();
    await page.waitForFunction((left) => document.querySelectorAll('.task-card').length === left, count - 1);
    assert.match(own.arshjul('office', 'incident', 'list', '--all'), /gjort for hånd|hoppet over/i);
    await page.goto('/administrasjon/maler');
    await page.getByRole('link', { name: /versjon 2/ }).waitFor();
    assert.deepEqual(wrong, []);
  } finally {
    await close();
    await own.end();
  }
});

for (const language of ['nn', 'sv', 'en']) {
  inPage(`the office's screens in ${language}`, async (page) => {
    await signIn(page, office, '/start/2017');
    await page.locator('.figures').waitFor();
    for (const path of ['/start/2017', '/historikk/2015', '/administrasjon', '/administrasjon/personer', '/tavle/2015/paminnelser']) {
      await page.evaluate((chosen) => localStorage.setItem('arshjul.language', chosen), language);
      await page.goto(path);
      await page.locator('[data-screen] h1').waitFor();
      assert.equal(await page.evaluate(() => document.documentElement.lang), language);
      assert.doesNotMatch(await page.locator('body').innerText(), /\{\w+\}/, path);
    }
  });
}
