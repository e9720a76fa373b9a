// Pictures of every screen, to be looked at and for docs/.
//
//   node tests/web/ui_screenshots.mjs PROGRAMS FOLDER

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { newPage, signIn, startAll, startBrowser } from './ui_running.mjs';

const [programs = 'build/dev/bin', folder = 'build/screenshots'] = process.argv.slice(2);
const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };
const schemes = ['light', 'dark'];

async function withErrors(page) {
  await page.getByRole('button', { name: 'Registrer dialogen' }).click();
  await page.locator('#error-summary').waitFor();
}

async function openFirst(page) {
  const row = page.locator('.rows details.row').first();
  if ((await row.count()) > 0 && !(await row.evaluate((one) => one.open))) await row.locator('summary').click();
}

const views = [
  { name: 'sign-in', path: '/logg-inn' },
  { name: 'tasks', as: 'Tor Sunde', path: '/oppgaver' },
  { name: 'tasks-office', as: 'Kommunedirektørens stab', path: '/oppgaver' },
  { name: 'task', as: 'Tor Sunde', path: '/oppgaver/56' },
  { name: 'task-errors', as: 'Tor Sunde', path: '/oppgaver/56', then: withErrors },
  { name: 'task-of-another', as: 'Kommunedirektørens stab', path: '/oppgaver/56' },
  { name: 'wheel', as: 'Kommunedirektørens stab', path: '/arshjulet/2015' },
  { name: 'wheel-phase', as: 'Kommunedirektørens stab', path: '/arshjulet/2015/ambition' },
  { name: 'wheel-line', as: 'Kommunedirektørens stab', path: '/arshjulet/2015?vis=linje' },
  { name: 'board', as: 'Kommunedirektørens stab', path: '/tavle/2015' },
  { name: 'board-deviations', as: 'Kommunedirektørens stab', path: '/tavle/2015?vis=avvik' },
  { name: 'reminders', as: 'Kommunedirektørens stab', path: '/tavle/2015/paminnelser' },
  { name: 'launch', as: 'Kommunedirektørens stab', path: '/start/2016', then: async (page) => {
    await page.locator('.figures').waitFor();
    await page.getByRole('button', { name: 'Prøvekjør året' }).click();
    await page.getByRole('button', { name: 'Prøvekjør på nytt' }).waitFor();
  } },
  { name: 'launched', as: 'Kommunedirektørens stab', path: '/start/2015' },
  { name: 'checklist', as: 'Kommunedirektørens stab', path: '/administrasjon' },
  { name: 'organisation', as: 'Kommunedirektørens stab', path: '/administrasjon/organisasjon' },
  { name: 'workflow', as: 'Kommunedirektørens stab', path: '/administrasjon/maler/annual-cycle@1' },
  { name: 'people', as: 'Kommunedirektørens stab', path: '/administrasjon/personer' },
  { name: 'health', as: 'Kommunedirektørens stab', path: '/administrasjon/drift' },
];
// After some months of the year: tables, answers, promises, what is late.
const later = [
  { name: 'later-tasks', as: 'Kari Dahl', path: '/oppgaver' },
  { name: 'later-task', as: 'Kari Dahl', path: '/oppgaver', then: async (page) => {
    await page.goto(await page.locator('.task-card a, .done-list a').first().getAttribute('href'));
    await page.locator('.task-columns').waitFor();
    await openFirst(page);
  } },
  { name: 'later-wheel', as: 'Kommunedirektørens stab', path: '/arshjulet/2015' },
  { name: 'later-history', as: 'Kommunedirektørens stab', path: '/historikk/2015' },
  { name: 'later-reminders', as: 'Kommunedirektørens stab', path: '/tavle/2015/paminnelser?vis=forfalt' },
  { name: 'later-board', as: 'Kommunedirektørens stab', path: '/tavle/2015' },
];
// When results are in, and the first agreements signed.
const signed = [
  { name: 'scorecard', as: 'Tor Sunde', path: '/malekort/2015/lund-skole' },
  { name: 'scorecard-target', as: 'Tor Sunde', path: '/malekort/2015/lund-skole?indikator=okonomisk-resultat' },
  { name: 'scorecard-meeting', as: 'Tor Sunde', path: '/malekort/2015/lund-skole?vis=personalmote' },
  { name: 'talks', as: 'Ingrid Ødegård', path: '/samtaleark' },
  { name: 'talk', as: 'Jon Rønning', path: '/samtaleark/2015/jon-ronning' },
  { name: 'agreements', as: 'Ingrid Ødegård', path: '/lederavtaler' },
  { name: 'agreement', as: 'Jon Rønning', path: '/lederavtaler', then: async (page) => {
    await page.goto(await page.locator('.task-card a').first().getAttribute('href'));
    await page.locator('.document').waitFor();
  } },
];

async function take(browser, all, view) {
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const colorScheme of schemes) {
      const { page, close } = await newPage(browser, all.origin, { viewport, colorScheme });
      if (view.as === undefined) await page.goto(view.path);
      else await signIn(page, view.as, view.path);
      await page.locator('h1').waitFor();
      await page.evaluate(() => document.fonts.ready);
      await view.then?.(page);
      await page.screenshot({ path: join(folder, `${view.name}-${size}-${colorScheme}.png`), fullPage: true });
      await close();
    }
  }
}

mkdirSync(folder, { recursive: true });
const all = await startAll(programs);
const browser = await startBrowser();
try {
  for (const view of views) await take(browser, all, view);
  all.arshjul('office', 'demo', 'play', '--until', '2014-09-20');
  for (const view of later) await take(browser, all, view);
  all.arshjul('office', 'demo', 'play', '--until', '2016-03-15');
  for (const view of signed) await take(browser, all, view);
} finally {
  await browser.close();
  await all.end();
}
