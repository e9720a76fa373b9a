// People at work in the browser: each in a window of their own, going where the links lead, doing tasks by hand as they come.

import assert from 'node:assert/strict';
import { newPage } from './ui_running.mjs';

// Somebody of the municipality, signed in at the door.
export async function come(browser, origin, municipality, name) {
  const { page, wrong, close } = await newPage(browser, origin);
  await page.goto('/');
  await page.getByRole('searchbox').fill(name);
  await page.getByRole('region', { name: municipality }).getByRole('button', { name }).click();
  await page.getByRole('heading', { level: 1, name: `Hei, ${name}` }).waitFor();
  return { name, page, wrong, close };
}

// By the frame's own link. The view that is left is marked, so that it is not taken for the one that comes.
export async function goTo(person, name) {
  const { page } = person;
  await page.evaluate(() => document.querySelector('[data-screen]')?.setAttribute('data-left', ''));
  const link = page.locator('nav').getByRole('link', { name, exact: true, includeHidden: true }).first();
  // What the frame has no room for lies in its menu.
  if (!(await link.isVisible())) await page.locator('nav summary').click();
  await link.click();
  await page.locator('[data-screen]:not([data-left]) h1').waitFor();
}

const cardsOf = (person) => person.page.locator('.task-card', { has: person.page.locator('h3') });

export async function tasksOf(person) {
  await goTo(person, 'Mine oppgaver');
  return cardsOf(person).locator('h3 a').allInnerTexts();
}

async function addRow(page, cells) {
  await page.getByRole('button', { name: 'Legg til en rad' }).click();
  const row = page.locator('.rows > .row').last();
  for (const [label, value] of Object.entries(cells)) await writeIn(row, label, value);
}

// A label is that of a box to write in, or of a list to choose from.
async function writeIn(place, label, value) {
  const box = place.locator('input, textarea, select').and(place.getByLabel(new RegExp(`^${label}`)));
  if (await box.evaluate((one) => one.tagName === 'SELECT')) await box.selectOption({ label: value });
  else await box.fill(value);
}

async function answerRows(page, label, value) {
  for (const row of await page.locator('.rows > .row').all()) await writeIn(row, label, value);
}

const write = (boxes) => async (page) => {
  for (const [label, value] of Object.entries(boxes)) await writeIn(page, label, value);
};

// What is written where nobody has something of their own to say, and the button that ends the task.
const ways = {
  'Registrer medvirkningsdialogen': { action: 'Registrer dialogen', fill: async (page) => {
    await write({ 'Hva var bra': 'Vi hjelper hverandre', 'Hva kan bli bedre': 'Møtene', 'Hvor høyt bør vi sikte': 'Litt høyere', 'Hvordan får vi det til': 'Kortere møter' })(page);
    await page.getByLabel('Drøftet sammen').check();
  } },
  'Foreslå ambisjon': { action: 'Send til nærmeste leder', fill: write({ 'Hvorfor enheten ikke har mål': 'Målene settes i enhetene under' }) },
  'Svar på ambisjonen': { action: 'Enig i alt' },
  'Fordel rammer til enhetene under': { action: 'Send rammene ned', fill: (page) => answerRows(page, 'Ramme', '12 500 000') },
  'Svar på rammen': { action: 'Send til nærmeste leder', fill: (page) => answerRows(page, 'Svar', 'Står') },
  'Hold budsjettdialogen': { action: 'Registrer dialogen', fill: write({ Konklusjon: 'Målene holder innenfor rammen' }) },
  'Skriv lederavtalen': { action: 'Send til lederen' },
  'Les lederavtalen': { action: 'Godta teksten' },
  'Signer lederavtalen': { action: 'Signer' },
  'Signer lederavtalen som nærmeste leder': { action: 'Signer' },
  'Før resultatene': { action: 'Send til nærmeste leder', fill: (page) => answerRows(page, 'Resultat', '92') },
  'Se resultatene': { action: 'Sett' },
  'Forbered resultatdialogen': { action: 'Jeg er klar', fill: write({ 'Hva fikk vi til mot målene': 'Det meste' }) },
  'Forbered resultatdialogen med lederen': { action: 'Jeg er klar', fill: write({ 'Hva fikk vi til mot målene': 'Du har fått folk med deg' }) },
  'Avtal tid og sted': { action: 'Inviter', fill: write({ Klokkeslett: '10.00', Sted: 'Møterom 2' }) },
  'Skriv referat fra resultatdialogen': { action: 'Send til lederen', fill: write({ Referat: 'Vi fortsetter som før' }) },
  'Bekreft referatet': { action: 'Bekreft' },
};

export const bodies = (body, day, protocol) => async (page) => addRow(page, { Organ: body, Dato: day, Protokoll: protocol });

export const targets = (...rows) => async (page) => {
  for (const row of rows) await addRow(page, row);
};

export const promises = (minutes, ...rows) => async (page) => {
  await write({ Referat: minutes })(page);
  for (const row of rows) await addRow(page, row);
};

export { write };

// Does one task of that title from Mine oppgaver to its receipt. `about` is the unit or the leader, where there are several.
export async function does(person, title, own = {}) {
  const { page } = person;
  const way = { ...ways[title], ...own };
  await goTo(person, 'Mine oppgaver');
  const link = page.getByRole('link', { name: title, exact: true });
  await cardsOf(person).filter({ has: link, hasText: own.about ?? '' }).first().getByRole('link', { name: title, exact: true }).click();
  await page.locator('.actions').waitFor();
  await way.fill?.(page);
  await page.getByRole('button', { name: way.action, exact: true }).click();
  await page.getByText(`Takk. «${way.action}» er gjort.`).waitFor();
}

// Each does what they have of these, until nobody has any.
export async function everybodyDoes(people, titles) {
  for (let somebodyDid = true; somebodyDid;) {
    somebodyDid = false;
    for (const person of people) {
      for (const title of (await tasksOf(person)).filter((one) => titles.includes(one))) {
        await does(person, title);
        somebodyDid = true;
      }
    }
  }
}

export function assertNothingWrong(people) {
  for (const { name, wrong } of people) assert.deepEqual(wrong, [], `what went wrong at ${name}'s`);
}
