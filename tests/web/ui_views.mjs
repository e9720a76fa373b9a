// Every view of every screen: who opens it, at which time of the year, what is done to have all of it, and how it looks when
// something is wrong. In any language: nothing here goes by words that the pages say. For the tests and pictures that take all.

const office = 'Kommunedirektørens stab';
const leader = 'Tor Sunde';
const unit = 'lund-skole';

const openFirst = (shown) => async (page) => {
  await page.locator('.task-card h3 a').first().click();
  await page.locator(shown).waitFor();
};

const openTask = openFirst('.task-columns');
// A talk or an agreement.
const openLetter = openFirst('.talk-sheet, .document');

async function openRow(page) {
  await openTask(page);
  const row = page.locator('.rows details.row').first();
  if ((await row.count()) > 0 && !(await row.evaluate((one) => one.open))) await row.locator('summary').click();
}

async function unfold(page) {
  await page.locator('main details').first().waitFor();
  await page.evaluate(() => document.querySelectorAll('main details').forEach((fold) => { fold.open = true; }));
}

async function sendUnfinished(page) {
  await page.locator('.actions .ds-button').first().click();
  await page.locator('#error-summary').waitFor();
}

// The way back, without what it takes: where that is not shown yet, it is shown first.
async function sendBackUnfinished(page) {
  const [main, back] = [page.locator('.actions .ds-button').first(), page.locator('.actions .ds-button').last()];
  const words = await back.innerText();
  await back.click();
  if ((await main.innerText()) === words) await main.click();
  await page.locator('#error-summary').waitFor();
}

async function askWithoutDay(page) {
  await page.locator('#ask').selectOption({ index: 1 });
  await page.locator('#answer-by').fill('i forgårs');
  await page.locator('.comments .ds-button').click();
  await page.locator('#answer-by-problem').waitFor();
}

async function write(page, box, words, problem) {
  await page.locator(box).fill(words);
  await page.locator(box).blur();
  await page.locator(problem).waitFor();
}

async function rehearse(page) {
  await page.locator('.figures').waitFor();
  await page.locator('#rehearsal-of button').click();
  await page.locator('#rehearsal-of table').waitFor();
}

async function planInVain(page) {
  await page.locator('.confirm button').click();
  await page.locator('#confirm-problem').waitFor();
  await write(page, '#set-ambition_ends', '17.08.2015', '#plan-problems');
}

async function importInVain(page) {
  await page.locator('#file').setInputFiles({ name: 'org.csv', mimeType: 'text/csv', buffer: Buffer.from('unit_id,unit,parent\na,A,\nb,B,zz\na,C,a\n') });
  await page.locator('#import-problems').waitFor();
}

async function sendEveryForm(page) {
  for (const send of await page.locator('details .buttons > .ds-button').all()) await send.click();
  await page.locator('.ds-validation-message').first().waitFor();
}

const click = (button, seen) => async (page) => {
  await page.locator(button).first().click();
  await page.locator(seen).first().waitFor();
};

async function callOffInVain(page) {
  if (!(await page.locator('.call-off').evaluate((one) => one.open))) await page.locator('.call-off summary').click();
  await click('.call-off button', '#reason-problem')(page);
}

const first = [
  { name: 'sign-in', path: '/logg-inn' },
  { name: 'tasks', as: leader, path: '/oppgaver' },
  { name: 'tasks-office', as: office, path: '/oppgaver' },
  { name: 'task', as: leader, path: '/oppgaver', open: openTask, errors: sendUnfinished },
  { name: 'task-help', as: leader, path: '/oppgaver', open: openTask, errors: askWithoutDay },
  { name: 'task-office', as: office, path: '/oppgaver', open: openTask },
  { name: 'task-of-another', as: office, path: '/oppgaver/56' },
  { name: 'wheel', as: office, path: '/arshjulet/2015' },
  { name: 'wheel-phase', as: office, path: '/arshjulet/2015/ambition' },
  { name: 'wheel-line', as: office, path: '/arshjulet/2015?vis=linje' },
  { name: 'board', as: office, path: '/tavle/2015' },
  { name: 'board-deviations', as: office, path: '/tavle/2015?vis=avvik' },
  { name: 'board-unit', as: leader, path: `/tavle/2015?enhet=${unit}` },
  { name: 'reminders', as: office, path: '/tavle/2015/paminnelser' },
  { name: 'reminders-refused', as: leader, path: '/tavle/2015/paminnelser' },
  { name: 'launch', as: office, path: '/start/2016', open: rehearse, errors: planInVain },
  { name: 'launched', as: office, path: '/start/2015', errors: callOffInVain },
  { name: 'checklist', as: office, path: '/administrasjon' },
  { name: 'organisation', as: office, path: '/administrasjon/organisasjon', errors: importInVain },
  { name: 'workflows', as: office, path: '/administrasjon/maler' },
  { name: 'workflow', as: office, path: '/administrasjon/maler/annual-cycle@1', open: unfold },
  { name: 'people', as: office, path: '/administrasjon/personer', open: unfold, errors: sendEveryForm },
  { name: 'closed', as: office, path: '/administrasjon/stengt', errors: click('.group .buttons .ds-button', '.ds-validation-message') },
  { name: 'stuck', as: office, path: '/administrasjon/hendelser' },
  { name: 'health', as: office, path: '/administrasjon/drift' },
  { name: 'admin-refused', as: leader, path: '/administrasjon' },
  { name: 'launch-refused', as: leader, path: '/start' },
  { name: 'no-agreements', as: office, path: '/lederavtaler' },
  { name: 'no-talks', as: leader, path: '/samtaleark' },
  { name: 'unknown', as: leader, path: '/finnes/ikke' },
  { name: 'no-such-task', as: leader, path: '/oppgaver/999999' },
  { name: 'no-such-year', as: leader, path: '/arshjulet/1999' },
];
// After some months of the year: tables, answers, promises, what is late.
const autumn = [
  { name: 'autumn-tasks', as: 'Kari Dahl', path: '/oppgaver' },
  { name: 'autumn-table', as: 'Kari Dahl', path: '/oppgaver', open: openRow, errors: sendBackUnfinished },
  { name: 'autumn-wheel', as: office, path: '/arshjulet/2015' },
  { name: 'autumn-history', as: office, path: '/historikk/2015', errors: (page) => write(page, '#day', 'i forgårs', '#day-problem') },
  { name: 'autumn-reminders', as: office, path: '/tavle/2015/paminnelser?vis=forfalt' },
  { name: 'autumn-board', as: office, path: '/tavle/2015' },
];
// The agreements of the first year are being signed.
const winter = [
  { name: 'signing', as: 'signer', path: 'sign', errors: sendBackUnfinished },
  { name: 'agreement-unsigned', as: 'signer', path: '/lederavtaler', open: openLetter },
];
// Results are in, talks are held, the first agreements signed, and the next year has begun.
const spring = [
  { name: 'two-years', as: office, path: '/arshjulet/2016' },
  { name: 'scorecards', as: office, path: '/malekort' },
  { name: 'scorecard', as: leader, path: `/malekort/2015/${unit}` },
  { name: 'scorecard-target', as: leader, path: `/malekort/2015/${unit}?indikator=okonomisk-resultat` },
  { name: 'scorecard-meeting', as: leader, path: `/malekort/2015/${unit}?vis=personalmote` },
  { name: 'no-scorecard', as: leader, path: '/malekort/1999/lund-skole' },
  { name: 'talks', as: 'Ingrid Ødegård', path: '/samtaleark' },
  { name: 'talk', as: 'Ingrid Ødegård', path: '/samtaleark', open: openLetter },
  { name: 'talk-of-others', as: office, path: '/samtaleark', open: openLetter },
  { name: 'no-such-talk', as: leader, path: '/samtaleark/2015/finnes-ikke' },
  { name: 'agreements', as: 'Ingrid Ødegård', path: '/lederavtaler' },
  { name: 'agreement', as: 'Ingrid Ødegård', path: '/lederavtaler', open: openLetter },
  { name: 'agreement-office', as: office, path: '/lederavtaler', open: openLetter },
  { name: 'no-such-agreement', as: leader, path: '/lederavtaler/999999' },
];

const play = (all, day) => all.arshjul('office', 'demo', 'play', '--until', day);

// Whoever is to sign, and the address of the task.
function signing(all) {
  const { tasks } = JSON.parse(all.arshjul('office', '-o', 'json', 'task', 'list', '--all', '--open'));
  const task = tasks.find((one) => one.kind === 'sign_as_leader');
  const path = `/oppgaver/${task.name.split('/').at(-1)}`;
  return winter.map((view) => ({ ...view, as: task.assigneeName, path: view.path === 'sign' ? path : view.path }));
}

// Time only goes on: each gives its views when it has come.
export const seasons = [
  (all) => {
    all.arshjul('office', 'people', 'grant', 'supporter', 'ase-stotte', '--name', 'Åse Støtte');
    return first;
  },
  (all) => {
    play(all, '2014-09-20');
    return autumn;
  },
  (all) => {
    play(all, '2015-01-20');
    return signing(all);
  },
  (all) => {
    play(all, '2015-08-14');
    all.arshjul('office', 'cycle', 'launch', '--year', '2016');
    play(all, '2016-03-15');
    return spring;
  },
];

// As it is seen: data fetched, fonts there, nothing on its way.
export async function openView(page, view) {
  await page.goto(view.path);
  await page.locator('[data-screen] h1').waitFor();
  await page.evaluate(() => document.fonts.ready);
  await view.open?.(page);
}
