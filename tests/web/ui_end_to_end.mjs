// The UI in a real browser, against a real server: signing in, my tasks, a task from first look to receipt, the wheel, the
// board.
//
//   ARSHJUL_PROGRAMS=build/dev/bin node --test tests/web/ui_end_to_end.mjs

import assert from 'node:assert/strict';
import { assertAccessible } from './ui_axe.mjs';
import { freshDemo } from './ui_fresh_demo.mjs';
import { tabTo } from './ui_keyboard.mjs';
import { newPage, signIn } from './ui_running.mjs';

const leader = 'Tor Sunde';
const attack = '<img src=x onerror="document.title=\'gotcha\'"><script>document.title=\'gotcha\'</script>"\'${1}{{1}}';
const texts = ['Hva var bra', 'Hva kan bli bedre', 'Hvor høyt bør vi sikte', 'Hvordan får vi det til'];

const { all, browser, inPage } = await freshDemo();

const saved = (page) => page.getByText(/^Lagret kl\. \d\d\.\d\d$/).waitFor();

async function openTask(page, name, title) {
  await signIn(page, name);
  await page.getByRole('link', { name: title, exact: true }).first().click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
}

inPage('whoever is not signed in chooses a person, and comes where the address led', async (page) => {
  await page.goto('/tavle/2015');
  await page.getByRole('heading', { level: 1, name: 'Hvem vil du være?' }).waitFor();
  await assertAccessible(page, 'signing in');
  assert.equal(await page.title(), 'Hvem vil du være? – Årshjul');
  await page.getByRole('button', { name: 'Kommunedirektørens stab' }).first().click();
  await page.getByRole('heading', { level: 1, name: 'Tavle 2015' }).waitFor();
});

inPage('a person nobody knows is not found, and one by role is', async (page) => {
  await page.goto('/');
  await page.getByRole('searchbox').fill('finnes ikke');
  await page.getByText('0 personer').waitFor();
  await page.getByRole('searchbox').fill('politiker');
  await page.getByRole('button', { name: 'Ordfører' }).waitFor();
  await page.getByRole('searchbox').fill('tor s');
  await page.getByRole('button', { name: leader }).waitFor();
});

inPage('my tasks: what, for which unit, by when, why, and one main button', async (page) => {
  await signIn(page, leader);
  await page.getByText('Frist fredag 29. august (om 14 dager)').waitFor();
  await page.getByText('Lund skole').first().waitFor();
  await page.getByText('Oppgaven ligger hos den som leder enheten Lund skole.').waitFor();
  assert.equal(await page.getByRole('link', { name: /^Gjør oppgaven/ }).count(), 1);
  await assertAccessible(page, 'my tasks');
});

inPage('what is missing is said in a summary that has focus, and each line leads to its field', async (page) => {
  await openTask(page, leader, 'Registrer medvirkningsdialogen');
  await assertAccessible(page, 'a task');
  await page.getByLabel('Dato for dialogen').fill('01.09.2030');
  await page.getByRole('button', { name: 'Registrer dialogen' }).click();
  const summary = page.locator('#error-summary');
  await summary.waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'error-summary');
  assert.equal(await summary.getByRole('link').count(), 6);
  await assertAccessible(page, 'a task with errors');
  await summary.getByRole('link', { name: /^Hva var bra/ }).click();
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'field-what_was_good');
  assert.equal(await page.getByLabel('Hva var bra').getAttribute('aria-invalid'), 'true');
  await page.getByLabel('Dato for dialogen').fill('i forgårs');
  await page.getByLabel('Hva var bra').focus();
  await page.getByText('Dato for dialogen må være en dato, for eksempel 15.09.2027.').first().waitFor();
  await page.getByLabel('Dato for dialogen').fill('14.08.2014');
  await page.getByLabel('Hva var bra').focus();
  await page.getByText('torsdag 14. august').waitFor();
});

inPage('a click on the button right after a day was written is not lost, though the page says the day in words', async (page) => {
  await openTask(page, 'Kari Dahl', 'Registrer medvirkningsdialogen');
  await page.getByLabel('Dato for dialogen').fill('14.08.2014');
  // Both in sight, and near the upper edge: the button moves down by a line as soon as the day is said in words.
  await page.getByRole('button', { name: 'Registrer dialogen' }).click({ position: { x: 12, y: 4 }, delay: 50 });
  await page.locator('#error-summary').waitFor();
  await page.getByText('torsdag 14. august').waitFor();
}, { viewport: { width: 1280, height: 2000 } });

inPage('what is written is saved by itself, and is there after the page is loaded again', async (page) => {
  await openTask(page, leader, 'Registrer medvirkningsdialogen');
  for (const label of texts) await page.getByLabel(label).fill(`${label}: ${attack}`);
  await page.getByLabel('Drøftet sammen').check();
  await saved(page);
  await page.reload();
  for (const label of texts) assert.equal(await page.getByLabel(label).inputValue(), `${label}: ${attack}`);
  assert.equal(await page.getByLabel('Drøftet sammen').isChecked(), true);
  assert.notEqual(await page.title(), 'gotcha');
});

inPage('nothing is lost by another language, a jump to the content or signing out right after the last key', async (page) => {
  await openTask(page, 'Per Kvam', 'Registrer medvirkningsdialogen');
  await page.getByLabel('Hva var bra').fill('Først');
  await page.locator('#language').selectOption('nn');
  await page.getByRole('link', { name: 'Mine oppgåver' }).first().waitFor();
  assert.equal(await page.locator('#field-what_was_good').inputValue(), 'Først');
  await page.locator('#language').selectOption('nb');
  await page.getByRole('link', { name: 'Mine oppgaver' }).first().waitFor();
  await page.getByLabel('Hva var bra').fill('Så dette');
  await page.getByRole('link', { name: 'Hopp til innholdet' }).focus();
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'main');
  assert.equal(await page.getByLabel('Hva var bra').inputValue(), 'Så dette');
  await page.getByLabel('Hva var bra').fill('Til slutt dette');
  await page.getByRole('button', { name: 'Logg ut' }).click();
  await page.getByRole('heading', { level: 1, name: 'Hvem vil du være?' }).waitFor();
  await openTask(page, 'Per Kvam', 'Registrer medvirkningsdialogen');
  assert.equal(await page.getByLabel('Hva var bra').inputValue(), 'Til slutt dette');
});

inPage('without a network nothing is lost, and it is saved when the network is back', async (page) => {
  await openTask(page, 'Per Kvam', 'Registrer medvirkningsdialogen');
  await page.context().setOffline(true);
  await page.getByLabel('Hva kan bli bedre').fill('Skrevet i tunnelen');
  await page.locator('#save-state', { hasText: 'Ikke lagret. Vi får ikke kontakt.' }).waitFor();
  await assertAccessible(page, 'not saved');
  await page.context().setOffline(false);
  await saved(page);
  await page.reload();
  assert.equal(await page.getByLabel('Hva kan bli bedre').inputValue(), 'Skrevet i tunnelen');
});

inPage('what others have said is there for whoever comes back, and takes neither focus nor what is being written', async (page) => {
  await openTask(page, leader, 'Registrer medvirkningsdialogen');
  await page.getByLabel('Hva var bra').fill('Skriver på dette');
  await saved(page);
  await page.getByLabel('Skriv en kommentar').fill('Halvferdig');
  all.arshjul('office', 'task', 'comment', page.url().split('/').at(-1), attack);
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await page.locator('.said', { hasText: '<img src=x' }).waitFor();
  assert.equal(await page.getByLabel('Skriv en kommentar').inputValue(), 'Halvferdig');
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'comment');
  assert.equal(await page.getByLabel('Hva var bra').inputValue(), 'Skriver på dette');
  assert.equal(await page.locator('img').count(), 0);
  await page.getByRole('button', { name: 'Send kommentar' }).click();
  await page.locator('.said', { hasText: 'Halvferdig' }).waitFor();
  assert.equal(await page.getByLabel('Skriv en kommentar').inputValue(), '', 'what was sent is not sent again');
  assert.notEqual(await page.title(), 'gotcha');
});

inPage('what two write at the same time is put to whoever comes last, and nothing typed is lost', async (page) => {
  await openTask(page, leader, 'Registrer medvirkningsdialogen');
  let goOn;
  const gate = new Promise((done) => { goOn = done; });
  await page.route('**/*:save', async (route) => {
    await gate;
    await route.continue();
  });
  await page.getByLabel('Hva var bra').fill('Mitt');
  const other = await newPage(browser, all.origin);
  await openTask(other.page, leader, 'Registrer medvirkningsdialogen');
  await other.page.getByLabel('Hva var bra').fill('Deres');
  await other.page.getByLabel('Hva kan bli bedre').fill('Også deres');
  await saved(other.page);
  await other.close();
  goOn();
  await page.getByText('Noen andre har skrevet her samtidig').waitFor();
  await page.locator('#conflict').getByText('Deres').waitFor();
  assert.equal(await page.getByLabel('Hva var bra').inputValue(), 'Mitt');
  await assertAccessible(page, 'a conflict');
  await page.getByRole('button', { name: 'Behold det jeg har skrevet' }).click();
  await saved(page);
  await page.reload();
  assert.equal(await page.getByLabel('Hva var bra').inputValue(), 'Mitt');
});

inPage('a task that is done elsewhere makes way for the next, by itself', async (page) => {
  await signIn(page, 'Harald Myhre');
  await page.getByRole('link', { name: 'Registrer medvirkningsdialogen' }).first().waitFor();
  const other = await newPage(browser, all.origin);
  await openTask(other.page, 'Harald Myhre', 'Registrer medvirkningsdialogen');
  for (const label of texts) await other.page.getByLabel(label).fill(label);
  await other.page.getByLabel('Informert').check();
  await other.page.getByRole('button', { name: 'Registrer dialogen' }).click();
  await other.page.getByText('Takk. «Registrer dialogen» er gjort.').waitFor();
  await other.close();
  await page.getByRole('link', { name: 'Foreslå ambisjon' }).first().waitFor();
});

inPage('a task that is given to another while it is written says so, and keeps what was written', async (page) => {
  await openTask(page, 'Knut Skaar', 'Registrer medvirkningsdialogen');
  await page.getByLabel('Hva var bra').fill('Dette vil jeg ikke miste');
  await saved(page);
  all.arshjul('office', 'task', 'reassign', page.url().split('/').at(-1), 'Solveig Aas', '--reason', 'Prøve');
  await page.getByText('Oppgaven er flyttet').waitFor();
  await page.getByText('Den ligger nå hos Solveig Aas.').waitFor();
  assert.equal(await page.getByLabel('Hva var bra').inputValue(), 'Dette vil jeg ikke miste');
});

inPage('a task is done by keyboard alone, and the receipt says what comes next', async (page) => {
  await page.goto('/');
  await page.locator('h1').waitFor();
  await tabTo(page, () => document.activeElement?.id === 'search');
  await page.keyboard.type('Anne Næss');
  await tabTo(page, () => document.activeElement?.classList.contains('person-button') === true);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Hei, Anne Næss' }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1');
  await tabTo(page, () => document.activeElement?.getAttribute('aria-label')?.startsWith('Gjør oppgaven') === true);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Registrer medvirkningsdialogen' }).waitFor();
  for (const id of ['what_was_good', 'what_could_be_better', 'how_high', 'how']) {
    await tabTo(page, `document.activeElement?.id === 'field-${id}'`);
    await page.keyboard.type(`Svar på ${id}`);
  }
  await tabTo(page, () => document.activeElement?.getAttribute('type') === 'radio');
  await page.keyboard.press('ArrowDown');
  await tabTo(page, () => document.activeElement?.textContent?.trim() === 'Registrer dialogen');
  await page.keyboard.press('Enter');
  await page.getByText('Takk. «Registrer dialogen» er gjort.').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'receipt', 'the button that had the focus is gone');
  await assertAccessible(page, 'a receipt');
  await tabTo(page, () => document.activeElement?.textContent?.startsWith('Gå videre') === true);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Foreslå ambisjon' }).waitFor();
});

inPage('a table of targets: unchanged rows are folded, one is changed, one added and one taken out, and all is sent', async (page) => {
  await openTask(page, 'Anne Næss', 'Foreslå ambisjon');
  const rows = page.locator('.rows details.row');
  const before = await rows.count();
  assert.ok(before > 0, 'there are targets to propose');
  await assertAccessible(page, 'a table');
  await rows.first().locator('summary').click();
  await rows.first().getByLabel('Nytt mål').fill('95');
  await page.getByText('Endret').first().waitFor();
  await page.getByRole('button', { name: 'Legg til en rad' }).click();
  assert.equal(await rows.count(), before + 1);
  await rows.last().getByLabel('Indikator').fill(attack);
  await saved(page);
  await page.getByRole('button', { name: 'Send til nærmeste leder' }).click();
  const summary = page.locator('#error-summary');
  await summary.waitFor();
  await summary.getByRole('link', { name: new RegExp(`Nytt mål, rad ${before + 1}`) }).click();
  assert.equal(await page.evaluate(() => document.activeElement?.id), `field-targets-${before}-target`);
  await assertAccessible(page, 'a table with errors');
  await rows.last().getByRole('button', { name: /^Fjern/ }).click();
  await page.getByText('Raden er fjernet.').waitFor();
  await page.getByRole('button', { name: 'Angre' }).click();
  assert.equal(await rows.count(), before + 1);
  await rows.last().getByRole('button', { name: /^Fjern/ }).click();
  await page.getByRole('button', { name: 'Send til nærmeste leder' }).click();
  await page.getByText('Takk. «Send til nærmeste leder» er gjort.').waitFor();
  await page.getByText(/Neste steg ligger hos .+/).waitFor();
  assert.notEqual(await page.title(), 'gotcha');
});

inPage('a task of another is read, not written', async (page) => {
  await signIn(page, 'Kommunedirektørens stab', '/oppgaver/56');
  await page.getByText('Du kan lese, men ikke skrive.').waitFor();
  assert.equal(await page.locator('.shown-form input, .shown-form textarea, .actions').count(), 0);
  await assertAccessible(page, 'a task of another');
});

inPage('the figures of the unit stand beside the task', async (page) => {
  await openTask(page, 'Jon Rønning', 'Registrer medvirkningsdialogen');
  await page.getByText('Se tallene for Teknisk drift').click();
  await page.getByRole('table', { name: 'Teknisk drift, 2014' }).waitFor();
  await page.getByRole('cell', { name: 'Brukertilfredshet' }).first().waitFor();
  await assertAccessible(page, 'the figures');
});

inPage('the office gives a task to another, and must say why', async (page) => {
  const { tasks } = JSON.parse(all.arshjul('Lars Solberg', '-o', 'json', 'task', 'list', '--mine', '--open'));
  await signIn(page, 'Kommunedirektørens stab', `/oppgaver/${tasks[0].name.split('/').at(-1)}`);
  await page.getByText('Gi oppgaven til en annen').click();
  await page.getByRole('button', { name: 'Gi fra deg oppgaven' }).click();
  await page.locator('.delegate .ds-validation-message, .delegate .ds-alert').first().waitFor();
  await assertAccessible(page, 'giving a task away, with errors');
  await page.getByLabel('Hvem skal ha den').focus();
  await page.keyboard.type('Marit Vold', { delay: 20 });
  assert.equal(await page.getByLabel('Hvem skal ha den').inputValue(), 'Marit Vold', 'typed letter by letter, the box keeps the focus');
  await page.getByLabel('Hvorfor').fill(attack);
  let sent = 0;
  page.on('request', (request) => {
    if (request.url().endsWith(':reassign')) ++sent;
  });
  await page.getByRole('button', { name: 'Gi fra deg oppgaven' }).evaluate((button) => {
    button.click();
    button.click();
  });
  await page.getByText('Oppgaven ligger hos Marit Vold.').waitFor();
  assert.equal(sent, 1);
  assert.match(await page.evaluate(() => document.activeElement?.textContent ?? ''), /Marit Vold/, 'the button that had the focus is gone');
});

inPage('what is not there is said, with a way on', async (page) => {
  await signIn(page, leader, '/oppgaver');
  for (const path of ['/oppgaver/999999', '/finnes/ikke', '/arshjulet/1999', '/tavle/1999']) {
    await page.goto(path);
    await page.locator('h1').waitFor();
    await assertAccessible(page, path);
  }
});

for (const [language, heading] of [['nn', 'Mine oppgåver'], ['sv', 'Mina uppgifter'], ['en', 'My tasks']]) {
  inPage(`the page speaks ${language}, and remembers it`, async (page) => {
    await signIn(page, leader);
    await page.locator('#language').selectOption(language);
    await page.getByRole('link', { name: heading }).first().waitFor();
    await page.reload();
    await page.getByRole('link', { name: heading }).first().waitFor();
    await page.locator('h1').waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), language);
    await assertAccessible(page, `my tasks in ${language}`);
  });
}

inPage('the wheel says what the list says, and a phase opens by key', async (page) => {
  await signIn(page, 'Kommunedirektørens stab', '/arshjulet/2015');
  await page.getByText('I dag er det fredag 15. august.').waitFor();
  const pieces = page.locator('svg.wheel a');
  const items = page.locator('ol.phases > li');
  assert.equal(await pieces.count(), await items.count());
  await assertAccessible(page, 'the wheel');
  await pieces.first().focus();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/arshjulet/2015/ambition');
  await page.locator('.phase-card').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.textContent?.trim()), 'Ambisjon');
  await assertAccessible(page, 'a phase');
  await page.getByRole('link', { name: 'Vis som linje' }).click();
  await page.locator('svg.line').waitFor();
  await assertAccessible(page, 'the line');
});

inPage('the board: drill down, only what is wrong, and the way back', async (page) => {
  await signIn(page, 'Kommunedirektørens stab', '/tavle/2015');
  await page.getByRole('row').nth(5).waitFor();
  await assertAccessible(page, 'the board');
  const all = await page.getByRole('row').count();
  await page.getByRole('row').nth(2).getByRole('link').click();
  await page.getByRole('navigation', { name: 'Hvor du er' }).waitFor();
  assert.ok((await page.getByRole('row').count()) < all);
  await assertAccessible(page, 'a unit on the board');
  await page.goBack();
  await page.getByRole('heading', { level: 1, name: 'Tavle 2015' }).waitFor();
  await page.getByLabel('Vis bare enheter som trenger oppfølging').check();
  await page.waitForURL('**/tavle/2015?vis=avvik');
  await page.getByText('Uten leder').first().waitFor();
});
