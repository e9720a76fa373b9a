// The UI in a real browser, from the talk to the signature: the unit's card and the page for a meeting, the sheet for the talk
// with what both have prepared, promises that are reminded of and settled, and the agreement until it is locked.
//
//   ARSHJUL_PROGRAMS=build/dev/bin node --test tests/web/ui_talk_to_signature.mjs

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assertAccessible } from './ui_axe.mjs';
import { freshDemo } from './ui_fresh_demo.mjs';
import { tabTo } from './ui_keyboard.mjs';
import { signIn } from './ui_running.mjs';

const leader = { id: 'tor-sunde', name: 'Tor Sunde' };
const superior = { id: 'kari-dahl', name: 'Kari Dahl' };
const sheet = `/samtaleark/2015/${leader.id}`;
const attack = '<img src=x onerror="document.title=\'gotcha\'"><script>document.title=\'gotcha\'</script>"\'${1}{{1}}';
const secret = 'Dette er bare mitt';
const theirSecret = 'Dette er bare hennes';

const { all, inPage: inOnePage } = await freshDemo();
all.arshjul('office', 'demo', 'play', '--until', '2016-02-02');

function inPage(name, run, options) {
  inOnePage(name, async (page) => {
    await run(page);
    assert.notEqual(await page.title(), 'gotcha');
    assert.equal(await page.locator('img').count(), 0);
  }, options);
}

function openTasks(person) {
  return JSON.parse(all.arshjul(person.id, 'task', 'list', '--open', '-o', 'json')).tasks;
}

// Does the one open task of that kind with the leader, as somebody at another screen.
function complete(person, kind, action, data) {
  const task = openTasks(person).find((one) => one.kind === kind && one.subject === leader.id);
  assert.ok(task, `${person.name} has no task ${kind}`);
  const file = join(all.folder, `${kind}.yaml`);
  writeFileSync(file, JSON.stringify(data));
  all.arshjul(person.id, 'task', 'complete', task.name.split('/').at(-1), '--action', action, '--data', file);
}

async function pagesOf(page) {
  const paper = await page.pdf({ preferCSSPageSize: true });
  return (paper.toString('latin1').match(/\/Type\s*\/Page[^s]/g) ?? []).length;
}

const focusIs = (words) => `document.activeElement?.textContent?.trim().startsWith(${JSON.stringify(words)}) === true`;

inPage('whoever leads one unit comes straight to its card, and each colour is also a shape and a word', async (page) => {
  await signIn(page, leader.name);
  await page.getByRole('link', { name: 'Målekort' }).click();
  await page.getByRole('heading', { level: 1, name: 'Lund skole, målekort 2015' }).waitFor();
  const rows = page.locator('.card-table > tbody > tr');
  assert.equal(await rows.count(), 31);
  assert.equal(await page.locator('.card-table .tag .icon').count(), 31);
  assert.equal(await page.locator('.tally').getByText('Ikke nådd').count(), 1);
  const trend = await page.locator('svg.trend').nth(2).getAttribute('aria-label');
  assert.equal(trend, '2014: 89%, mål 80%. 2015: 50%, mål 90%'.replace('2014: 89%', 'Utgangspunkt: 69%. 2014: 89%'));
  await assertAccessible(page, 'a scorecard');
});

inPage('a target opens with its years, how it was agreed, and the same target above, beside and below', async (page) => {
  await signIn(page, leader.name, '/malekort/2015/lund-skole');
  await page.getByRole('link', { name: 'Økonomisk resultat' }).click();
  await page.waitForURL('**/malekort/2015/lund-skole?indikator=okonomisk-resultat');
  await page.locator('svg.trend.large').waitFor();
  await page.getByText('100% av kommunestyret, sak').waitFor();
  await page.getByText(/^De 5 enhetene ved siden av: fra 97,9 til 108, midt på 100\.$/).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.textContent?.trim()), 'Økonomisk resultat');
  await assertAccessible(page, 'a target of a scorecard');
  await page.getByRole('link', { name: 'Østvang skole' }).click();
  await page.getByRole('heading', { level: 1, name: 'Østvang skole, målekort 2015' }).waitFor();
  await page.getByRole('navigation', { name: 'Hvor du er' }).getByRole('link', { name: 'Løten kommune' }).click();
  await page.getByRole('heading', { level: 1, name: 'Løten kommune, målekort 2015' }).waitFor();
  await page.getByRole('heading', { level: 2, name: 'Enheter under' }).waitFor();
  await assertAccessible(page, 'a card of a unit with units below');
});

inPage('bands that are set are drawn and said', async (page) => {
  all.arshjul('office', 'scorecard', 'direction', 'brukertilfredshet', 'higher', '--green', '4', '--yellow', '3');
  await signIn(page, leader.name, '/malekort/2015/teknisk-drift?indikator=brukertilfredshet');
  await page.locator('svg.trend .band.green').waitFor();
  await page.getByText('Nådd: etter faste grenser. Høyere er bedre. Nådd fra 4 og oppover, nesten nådd fra 3.').waitFor();
  await assertAccessible(page, 'bands');
});

inPage('the page for a staff meeting is one A4', async (page) => {
  await signIn(page, leader.name, '/malekort/2015/lund-skole');
  await page.getByRole('link', { name: 'Ta med til personalmøtet' }).click();
  await page.getByRole('heading', { level: 1, name: 'Lund skole: resultatene 2015' }).waitFor();
  await page.getByText(/(lignende enheter|andre på nivået).*, midten er/).first().waitFor();
  assert.equal(await page.getByText('Enheten ved siden av').count(), 0);
  await assertAccessible(page, 'the page for a meeting');
  assert.equal(await pagesOf(page), 1);
});

inPage('cards are found by unit and by leader', async (page) => {
  await signIn(page, 'Kommunedirektørens stab', '/malekort');
  await page.getByRole('searchbox').fill('tor sunde');
  await page.getByText('1 enhet', { exact: true }).waitFor();
  await assertAccessible(page, 'all cards');
  await page.getByRole('link', { name: 'Lund skole' }).click();
  await page.getByRole('heading', { level: 1, name: 'Lund skole, målekort 2015' }).waitFor();
});

inPage('before anything is shared, the sheet leads to what is mine to do', async (page) => {
  await signIn(page, leader.name, '/samtaleark');
  await assertAccessible(page, 'talks');
  await page.getByRole('link', { name: `${superior.name}, 2015` }).click();
  await page.getByRole('heading', { level: 1, name: `Resultatdialog 2015: ${leader.name}` }).waitFor();
  await page.getByText('Du har ikke skrevet noe ennå.').waitFor();
  await page.getByText(`${superior.name} har ikke delt noe ennå.`).waitFor();
  await page.getByRole('link', { name: 'Forbered resultatdialogen' }).click();
  await page.getByRole('heading', { level: 1, name: 'Forbered resultatdialogen' }).waitFor();
});

inPage('what is shared stands beside each other; what is one’s own stands apart, is not printed, and is never the other’s', async (page) => {
  complete(leader, 'prepare_as_leader', 'ready', { achieved: `Fire av ti. ${attack}`, support: 'En spesialpedagog', own_notes: secret });
  complete(superior, 'prepare_as_superior', 'ready', { achieved: 'Lesing må opp', own_notes: theirSecret });
  complete(superior, 'appoint', 'invite', { held_on: '2016-02-03', time: '10:00', place: 'Rektors kontor' });
  await signIn(page, leader.name, sheet);
  await page.getByText('Lesing må opp').waitFor();
  await page.getByText('onsdag 3. februar kl. 10:00').waitFor();
  assert.equal(await page.locator('.own-notes').getByText(secret).count(), 1);
  assert.equal(await page.getByText(theirSecret).count(), 0);
  await assertAccessible(page, 'the sheet for a talk');
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.getByText(secret).isVisible(), false);
  assert.equal(await page.getByText('Lesing må opp').isVisible(), true);
  await page.emulateMedia({ media: 'screen' });
});

inPage('the superior sees her own notes and not the leader’s', async (page) => {
  await signIn(page, superior.name, sheet);
  await page.getByText('En spesialpedagog').waitFor();
  assert.equal(await page.locator('.own-notes').getByText(theirSecret).count(), 1);
  assert.equal(await page.getByText(secret).count(), 0);
});

inPage('the office sees that there is a talk, and nothing of what is said in it', async (page) => {
  await signIn(page, 'Kommunedirektørens stab', sheet);
  await page.getByText('er bare for dem.').waitFor();
  assert.equal(await page.getByText('En spesialpedagog').count(), 0);
  assert.equal(await page.getByText('Lesing må opp').count(), 0);
  await assertAccessible(page, 'somebody else’s talk');
});

inPage('minutes with promises: read beside the preparations, and all on one printed page', async (page) => {
  complete(superior, 'minutes', 'send', {
    minutes: 'Vi satser på lesing.',
    commitments: [
      { by: 'superior', what: `Skaffe en spesialpedagog ${attack}`, about: 'unit', due: '2016-03-01' },
      { by: 'superior', what: 'Besøke skolen', about: 'leader', due: '2016-04-01' },
      { by: 'leader', what: 'Lage leseplan', about: 'unit', due: '2016-04-15' },
    ],
  });
  await signIn(page, leader.name, sheet);
  await page.getByText('Vi satser på lesing.').waitFor();
  await page.locator('.minutes-rows').getByText('Lage leseplan').waitFor();
  await page.getByRole('link', { name: 'Bekreft referatet' }).waitFor();
  assert.equal(await pagesOf(page), 1);
  complete(leader, 'confirm', 'confirm_with_remark', { remark: 'Jeg savner SFO.' });
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await page.getByText('Jeg savner SFO.').waitFor();
  await page.locator('.promises').getByText('Lage leseplan').waitFor();
});

inPage('whoever was promised reminds with one tap, once a day, and says how it went', async (page) => {
  await signIn(page, leader.name, sheet);
  const promise = page.locator('.promise-item', { hasText: 'Besøke skolen' });
  assert.equal(await page.locator('.promise-item', { hasText: 'Lage leseplan' }).getByRole('button').count(), 0);
  await promise.getByRole('button', { name: /^Minn Kari Dahl på det/ }).click();
  await promise.getByText('Påminnelse sendt i dag.').waitFor();
  assert.equal(await promise.getByRole('button', { name: /^Minn/ }).count(), 0);
  await promise.getByRole('button', { name: /^Si hvordan det gikk/ }).click();
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'settle-comment');
  await assertAccessible(page, 'settling a promise');
  await page.keyboard.type('Hun kom på torsdag');
  await promise.getByRole('button', { name: 'Det er holdt' }).click();
  await promise.getByText('Holdt', { exact: true }).waitFor();
  assert.equal(await promise.evaluate((one) => document.activeElement === one), true, 'the button that had the focus is gone');
  await page.reload();
  await page.locator('.promise-item', { hasText: 'Besøke skolen' }).getByText('Hun kom på torsdag').waitFor();
});

inPage('an agreement under way: who has it, what signing means, what is new in it', async (page) => {
  complete(superior, 'write_agreement', 'send', {});
  await signIn(page, leader.name, '/lederavtaler');
  await assertAccessible(page, 'agreements');
  await page.getByRole('link', { name: `Lederavtale 2015, med ${superior.name}` }).click();
  await page.getByRole('heading', { level: 1, name: 'Lederavtale 2015' }).waitFor();
  await page.getByText('Når dere har signert, gjelder avtalen slik den står. Den kan bare endres ved at dere begge signerer en ny.').waitFor();
  await page.locator('.differences').getByText('Lage leseplan').waitFor();
  assert.equal(await page.getByText('Ikke signert', { exact: true }).count(), 2);
  await assertAccessible(page, 'an agreement');
  await page.getByRole('link', { name: 'Les lederavtalen' }).click();
  await page.getByRole('button', { name: 'Godta teksten' }).click();
  await page.getByText('Takk. «Godta teksten» er gjort.').waitFor();
});

inPage('an agreement is found, read and signed by keyboard alone', async (page) => {
  await page.goto('/logg-inn?videre=%2Flederavtaler');
  await page.locator('h1').waitFor();
  await tabTo(page, `document.activeElement?.id === 'search'`);
  await page.keyboard.type(leader.name);
  await tabTo(page, `document.activeElement?.classList.contains('person-button') === true`);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Lederavtaler' }).waitFor();
  await tabTo(page, focusIs('Lederavtale 2015'));
  await page.keyboard.press('Enter');
  await page.getByText('Nå er det din tur.').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1');
  await tabTo(page, focusIs('Signer lederavtalen'));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Signer lederavtalen' }).waitFor();
  await tabTo(page, focusIs('Signer'));
  await page.keyboard.press('Enter');
  await page.getByText('Takk. «Signer» er gjort.').waitFor();
});

inPage('signed by both: each signature in its place, and locked', async (page) => {
  await signIn(page, superior.name, '/lederavtaler');
  await page.getByRole('link', { name: `Lederavtale 2015, ${leader.name}` }).click();
  await page.locator('.slot.signed').getByText(leader.name).waitFor();
  assert.equal(await page.locator('.slot.signed').count(), 1);
  complete(superior, 'sign_as_superior', 'sign', {});
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await page.getByText('Avtalen er signert og låst.').waitFor();
  assert.equal(await page.locator('.slot.signed').count(), 2);
  assert.match(await page.locator('.hash').innerText(), /[0-9a-f]{64}/);
  await assertAccessible(page, 'a signed agreement');
  await page.getByRole('link', { name: 'Startavtale 2015, versjon 1' }).first().click();
  await page.getByText('Denne versjonen er erstattet av en nyere.').waitFor();
  await page.getByRole('link', { name: 'Les den nye' }).click();
  await page.getByText('Avtalen er signert og låst.').waitFor();
});

inPage('the office is told that it is signed, and reads the targets, not what the two have promised', async (page) => {
  await signIn(page, 'Kommunedirektørens stab', '/lederavtaler');
  await page.getByRole('link', { name: `Lederavtale 2015, ${leader.name}` }).click();
  await page.getByRole('heading', { level: 1, name: 'Lederavtale 2015' }).waitFor();
  await page.locator('.document-table').waitFor();
  assert.equal(await page.getByText('Lage leseplan').count(), 0);
});

for (const [language, heading] of [['nn', 'Leiaravtalar'], ['sv', 'Chefsavtal'], ['en', 'Agreements']]) {
  inPage(`the three screens speak ${language}`, async (page) => {
    await signIn(page, leader.name, '/lederavtaler');
    await page.locator('#language').selectOption(language);
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();
    for (const path of [sheet, '/malekort/2015/lund-skole?vis=personalmote']) {
      await page.goto(path);
      await page.locator('article h1').waitFor();
      assert.equal(await page.evaluate(() => document.documentElement.lang), language);
      await assertAccessible(page, `${path} in ${language}`);
    }
  });
}

inPage('what is not there, or not for you, is said with a way on', async (page) => {
  await signIn(page, leader.name, '/oppgaver');
  for (const path of ['/lederavtaler/999999', '/samtaleark/2015/finnes-ikke', '/samtaleark/1999/tor-sunde', '/malekort/2015/finnes-ikke', '/malekort/1999/lund-skole', '/samtaleark/2015/jon-ronning']) {
    await page.goto(path);
    await page.locator('h1').waitFor();
    await assertAccessible(page, path);
  }
});
