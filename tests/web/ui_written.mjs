// What is written is not lost: leaving asks when something is not saved, another language and a session that ends keep it,
// and nobody else gets it.
//
//   ARSHJUL_PROGRAMS=build/dev/bin node --test tests/web/ui_written.mjs

import assert from 'node:assert/strict';
import { assertAccessible } from './ui_axe.mjs';
import { freshDemo } from './ui_fresh_demo.mjs';
import { signIn } from './ui_running.mjs';

const office = 'Kommunedirektørens stab';
const title = 'Registrer medvirkningsdialogen';
const good = (page) => page.locator('#field-what_was_good');
const asked = (page) => page.getByRole('dialog', { name: 'Ikke alt er lagret' });
const door = (page) => page.getByRole('heading', { level: 1, name: 'Hvem vil du være?' });

const { all, inPage } = await freshDemo();

const saved = (page) => page.getByText(/^Lagret kl\. \d\d\.\d\d$/).waitFor();

async function openTask(page, name) {
  await signIn(page, name);
  await page.getByRole('link', { name: title, exact: true }).first().click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
}

// What closing or loading the page anew would ask; true when it asks.
const asksOnTheWayOut = (page) => page.evaluate(() => !window.dispatchEvent(new Event('beforeunload', { cancelable: true })));

inPage('whoever leaves what cannot be saved is asked, and stays or goes', async (page) => {
  await openTask(page, 'Per Kvam');
  const path = new URL(page.url()).pathname;
  assert.equal(await asksOnTheWayOut(page), false);
  await page.context().setOffline(true);
  await good(page).fill('Skrevet i tunnelen');
  assert.equal(await asksOnTheWayOut(page), true);
  await page.getByRole('link', { name: 'Tavle' }).click();
  await asked(page).getByText('Vi får ikke kontakt.').waitFor();
  await assertAccessible(page, 'asked before leaving');
  assert.equal(await page.evaluate(() => document.activeElement?.textContent?.trim()), 'Bli her');
  await page.keyboard.press('Escape');
  await asked(page).waitFor({ state: 'detached' });
  assert.equal(new URL(page.url()).pathname, path);
  assert.equal(await good(page).inputValue(), 'Skrevet i tunnelen');
  assert.equal(await page.evaluate(() => document.activeElement?.textContent?.trim()), 'Tavle');

  await page.goBack();
  await asked(page).getByRole('button', { name: 'Bli her' }).click();
  await page.waitForURL(`**${path}`);
  assert.equal(await good(page).inputValue(), 'Skrevet i tunnelen');

  await page.getByRole('button', { name: 'Logg ut' }).click();
  await asked(page).getByRole('button', { name: 'Bli her' }).click();
  assert.equal(await good(page).inputValue(), 'Skrevet i tunnelen');

  await page.getByRole('link', { name: 'Tavle' }).click();
  await asked(page).waitFor();
  await page.context().setOffline(false);
  // Saved while the question stood there: there is nothing to ask any more.
  await page.getByRole('heading', { level: 1, name: 'Tavle 2015' }).waitFor();
  await page.goBack();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  assert.equal(await good(page).inputValue(), 'Skrevet i tunnelen');
});

inPage('whoever goes without saving is not asked again', async (page) => {
  await openTask(page, 'Per Kvam');
  await page.getByLabel('Skriv en kommentar').fill('Halvferdig');
  assert.equal(await asksOnTheWayOut(page), true);
  await page.getByRole('link', { name: 'Tavle' }).click();
  await asked(page).getByText('Kommentaren: Ikke sendt.').waitFor();
  await asked(page).getByRole('button', { name: 'Gå uten å lagre' }).click();
  await page.getByRole('heading', { level: 1, name: 'Tavle 2015' }).waitFor();
  assert.equal(await asksOnTheWayOut(page), false);
});

inPage('what cannot be read is not called saved', async (page) => {
  await openTask(page, 'Per Kvam');
  await page.getByLabel('Dato for dialogen').fill('i forgårs');
  await good(page).fill('Noe annet');
  await page.getByText(/^Lagret kl\. \d\d\.\d\d, men ikke det som er merket\.$/).waitFor();
  await page.getByRole('link', { name: 'Tavle' }).click();
  await asked(page).getByText('Dato for dialogen').waitFor();
  await asked(page).getByRole('button', { name: 'Gå uten å lagre' }).click();
});

inPage('another language changes the words and nothing that was written', async (page) => {
  all.arshjul('office', 'people', 'grant', 'supporter', 'Marit Vold');
  await openTask(page, 'Tor Sunde');
  await good(page).fill('Først');
  await page.getByLabel('Dato for dialogen').fill('i forgårs');
  await page.getByLabel('Skriv en kommentar').fill('Halvferdig');
  await page.locator('#ask').selectOption({ index: 1 });
  await page.getByLabel('Svar innen').fill('1.9.2014');
  await page.locator('#language').focus();
  await page.locator('#language').selectOption('en');
  await page.getByRole('heading', { level: 2, name: 'Comments' }).waitFor();
  assert.equal(await good(page).inputValue(), 'Først');
  assert.equal(await page.locator('#field-held_on').inputValue(), 'i forgårs');
  assert.equal(await page.locator('#comment').inputValue(), 'Halvferdig');
  assert.notEqual(await page.locator('#ask').inputValue(), '');
  assert.equal(await page.locator('#answer-by').inputValue(), '1.9.2014');
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'language');
});

inPage('without a network the language stays, and says why', async (page) => {
  await openTask(page, 'Tor Sunde');
  await page.context().setOffline(true);
  await good(page).fill('I tunnelen');
  await page.locator('#language').selectOption('sv');
  await page.getByRole('alert').getByText('Vi får ikke kontakt.').waitFor();
  assert.equal(await page.locator('#language').inputValue(), 'nb');
  assert.equal(await good(page).inputValue(), 'I tunnelen');
  await page.context().setOffline(false);
  await saved(page);
});

inPage('what stood on the page when the session ended comes back to whoever wrote it', async (page) => {
  await openTask(page, 'Tor Sunde');
  const path = new URL(page.url()).pathname;
  await page.getByLabel('Skriv en kommentar').fill('Halvferdig');
  await page.context().clearCookies();
  await good(page).fill('Skrevet etterpå');
  await door(page).waitFor();
  await page.getByText('Noe du skrev, er ikke lagret, men det er her ennå.').waitFor();
  await assertAccessible(page, 'the door with something kept');
  assert.equal(await asksOnTheWayOut(page), true);
  await page.getByRole('searchbox').fill('Tor Sunde');
  await page.getByRole('button', { name: 'Tor Sunde' }).first().click();
  await page.waitForURL(`**${path}`);
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  assert.equal(await good(page).inputValue(), 'Skrevet etterpå');
  assert.equal(await page.getByLabel('Skriv en kommentar').inputValue(), 'Halvferdig');
  await saved(page);
});

inPage('nobody else gets what somebody wrote', async (page) => {
  await openTask(page, 'Tor Sunde');
  const path = new URL(page.url()).pathname;
  await page.getByLabel('Skriv en kommentar').fill('Bare for Tor');
  await page.context().clearCookies();
  await good(page).fill('Også bare for Tor');
  await door(page).waitFor();
  await page.getByRole('button', { name: office }).first().click();
  await page.waitForURL(`**${path}`);
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  assert.equal(await page.getByLabel('Skriv en kommentar').inputValue(), '');
  await page.getByRole('button', { name: 'Logg ut' }).click();
  await door(page).waitFor();
  await signIn(page, 'Tor Sunde', path);
  assert.equal(await page.getByLabel('Skriv en kommentar').inputValue(), '');
});

inPage('when the network fails on the way to a view, that is what is said, with a way to try again', async (page) => {
  await signIn(page, 'Tor Sunde', '/tavle');
  await page.context().setOffline(true);
  await page.getByRole('link', { name: 'Mine oppgaver' }).click();
  await page.getByText('Vi får ikke kontakt. Sjekk nettet, og prøv igjen.').waitFor();
  await assertAccessible(page, 'no contact at a move');
  await page.context().setOffline(false);
  await page.getByRole('button', { name: 'Prøv igjen' }).click();
  await page.getByRole('heading', { level: 1, name: 'Hei, Tor Sunde' }).waitFor();
});

inPage('a view whose code cannot be fetched says so, and comes when the network does', async (page) => {
  await signIn(page, 'Tor Sunde');
  await page.context().setOffline(true);
  await page.getByRole('link', { name: 'Målekort' }).click();
  await page.getByText('Vi får ikke kontakt. Sjekk nettet, og prøv igjen.').waitFor();
  await page.context().setOffline(false);
  await page.getByRole('button', { name: 'Prøv igjen' }).click();
  await page.getByRole('heading', { level: 1, name: /målekort/ }).waitFor();
});

inPage('who is soon signed out is told what is not saved', async (page) => {
  await page.clock.install();
  await openTask(page, 'Per Kvam');
  await page.route('**/session', async (route) => {
    if (route.request().method() !== 'GET') return route.continue();
    const answer = await route.fetch();
    return route.fulfill({ response: answer, json: { ...(await answer.json()), idleSeconds: 170 } });
  });
  await page.clock.fastForward(31_000);
  await page.getByText('Det du har skrevet, er lagret.').waitFor();
  await page.getByLabel('Skriv en kommentar').fill('Halvferdig');
  await page.getByText('Dette er ikke lagret: Kommentaren.').waitFor();
  await page.getByLabel('Skriv en kommentar').fill('');
  await page.getByText('Det du har skrevet, er lagret.').waitFor();
});

inPage('what is set of a year to come is kept in another language, and asked about before it is left', async (page) => {
  await signIn(page, office, '/start');
  await page.getByText('Planen går opp').waitFor();
  assert.equal(await asksOnTheWayOut(page), false);
  await page.getByLabel('Ambisjon avsluttes').fill('28.09.2015');
  await page.getByLabel('Ambisjon avsluttes').blur();
  await page.getByText('Velg hvem som deltar').click();
  await page.getByLabel(/^Teknisk drift/).uncheck();
  await page.locator('#language').selectOption('en');
  await page.getByRole('heading', { level: 1, name: 'Start annual cycle 2016' }).waitFor();
  const dates = await page.locator('.date-grid input').evaluateAll((boxes) => boxes.map((box) => box.value));
  assert.ok(dates.includes('28.09.2015'));
  assert.equal(await page.locator('#unit-teknisk-drift').isChecked(), false);
  await page.locator('#language').selectOption('nb');
  await page.getByRole('link', { name: 'Tavle' }).click();
  await asked(page).getByText('Ikke satt i gang. Det du har valgt, blir borte.').waitFor();
  await asked(page).getByRole('button', { name: 'Bli her' }).click();
  assert.equal(await page.getByLabel('Ambisjon avsluttes').inputValue(), '28.09.2015');
});

inPage('a form of the administration half filled in is kept in another language, and asked about before it is left', async (page) => {
  await signIn(page, office, '/administrasjon/personer');
  await page.getByText('Registrer fravær og stedfortreder').click();
  await page.getByLabel('Hvem er borte?').fill('Tor Sunde');
  await page.locator('#language').selectOption('en');
  await page.getByRole('heading', { level: 1, name: 'People' }).waitFor();
  assert.equal(await page.locator('#absence-person').inputValue(), 'Tor Sunde');
  assert.equal(await page.locator('#absence-person').isVisible(), true);
  await page.getByRole('navigation', { name: 'Administration' }).getByRole('link').first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Stay here' }).click();
  assert.equal(await page.locator('#absence-person').inputValue(), 'Tor Sunde');
});
