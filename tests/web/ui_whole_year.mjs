// A small municipality that is empty at first lives a whole year through the pages: the office sets it up and starts the year,
// five leaders, their superiors, the mayor and a supporter do what comes up, by click and key. Nothing but the clock is moved
// from outside. At each turn the overviews say what the server says. A second year begins before the first is over.
//
//   ARSHJUL_PROGRAMS=build/dev/bin [ARSHJUL_PICTURES=folder] node --test tests/web/ui_whole_year.mjs
//
// With a folder for pictures: how two years look on the wheel, and what everybody saw when a chapter did not end well.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { assertNothingWrong, bodies, come, does, everybodyDoes, goTo, promises, targets, tasksOf, write } from './ui_at_work.mjs';
import { freshDemo } from './ui_fresh_demo.mjs';

const municipality = 'Lia kommune';
// A clock never goes back: these years are still to come, and the same whenever this is run.
const [year, next] = [2041, 2042];
const ownNotes = 'Jeg vil helst ha et nytt fagansvar';

const organisation = `unit_id,unit,parent,level,leader_id,leader,title,from,to,email
lia,Lia kommune,,0,runa-liland,Runa Liland,Kommunedirektør,,,runa@example.org
oppvekst,Oppvekst,lia,1,ola-ekrem,Ola Ekrem,Kommunalsjef,,,ola@example.org
lund,Lund skole,oppvekst,2,tuva-skoglund,Tuva Skoglund,Rektor,,,tuva@example.org
jons,Jøns skole,oppvekst,2,sindre-haug,Sindre Haugli,Rektor,,,sindre@example.org
teknisk,Teknisk,lia,1,nils-veiby,Nils Veiby,Kommunalsjef,,,nils@example.org
`;
const unitCount = 5;

const { all, browser } = await freshDemo();
const people = [];
after(() => Promise.all(people.map((person) => person.close())));

const lia = (as, ...words) => all.arshjul(as, '--municipality', 'lia', ...words);
const asked = (as, ...words) => JSON.parse(lia(as, '-o', 'json', ...words));
const clock = (to) => lia('office', 'demo', 'clock', 'set', to);

async function arrives(name) {
  const person = await come(browser, all.origin, municipality, name);
  people.push(person);
  return person;
}

let office;
let mayor;
let runa;
let ola;
let tuva;
let sindre;
let nils;
const leaders = () => [runa, ola, tuva, sindre, nils];
const everybody = () => [...leaders(), mayor];

async function picture(person, name) {
  const folder = process.env.ARSHJUL_PICTURES;
  if (folder) await person.page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

// A chapter begins where the one before it ended.
let brokenOff = false;
function chapter(name, run) {
  test(name, async (context) => {
    if (brokenOff) {
      context.skip('a year is lived in order: an earlier chapter is red, and the run with it');
      return;
    }
    brokenOff = true;
    try {
      await run(context);
      assertNothingWrong(people);
      brokenOff = false;
    } finally {
      if (brokenOff) for (const person of people) await picture(person, person.name);
    }
  });
}

async function assertTasksAgree(person) {
  const open = asked(person.name, 'task', 'list', '--mine', '--open').tasks;
  const shown = await tasksOf(person);
  assert.deepEqual([...shown].sort(), open.map((task) => task.title).sort(), `${person.name}'s tasks`);
  const said = { 0: 'Du har ingenting å gjøre nå.', 1: 'Du har 1 oppgave.' }[shown.length] ?? `Du har ${shown.length} oppgaver.`;
  await person.page.getByText(said).waitFor();
  return shown;
}

// To a view that is about one year, and to that year where there are several.
async function goToYear(person, name, ofYear) {
  await goTo(person, name);
  const link = person.page.getByRole('navigation', { name: 'Årssykluser' }).getByRole('link', { name: String(ofYear) });
  if ((await link.count()) > 0) await link.click();
  await person.page.getByRole('heading', { level: 1, name: `${name} ${ofYear}` }).waitFor();
}

async function assertWheelAgrees(overview) {
  const { page } = office;
  await goToYear(office, 'Årshjulet', overview.year);
  const shown = await page.locator('ol.phases > li').allInnerTexts();
  assert.equal(shown.length, overview.phases.length);
  for (const [index, phase] of overview.phases.entries()) {
    assert.ok(shown[index].includes(phase.title), `${shown[index]} is not ${phase.title}`);
    assert.ok(shown[index].includes(phase.due === 0 ? 'ingenting skal gjøres' : `${phase.done} av ${phase.due} ferdig`), `${phase.title}: ${shown[index]}`);
  }
}

async function assertBoardAgrees(overview) {
  const { page } = office;
  await goToYear(office, 'Tavle', overview.year);
  const titles = new Map(overview.phases.map((phase) => [phase.id, phase.title]));
  for (const unit of overview.units) {
    const row = page.getByRole('row').filter({ has: page.getByRole('rowheader').getByRole('link', { name: unit.unit, exact: true }) });
    for (const cell of unit.phases.filter((one) => one.totalDue > 0)) {
      const shown = await row.locator(`.cell[data-label="${titles.get(cell.phase)}"] .cell-count`).innerText();
      assert.equal(shown, `${cell.totalDone} av ${cell.totalDue}`, `${unit.unit}, ${titles.get(cell.phase)}`);
    }
  }
}

// What the phases have come to, as told here, on the server, on the wheel, on the board; and what each has to do.
async function assertStands(ofYear, told) {
  const overview = asked('office', 'cycle', 'overview', String(ofYear));
  const shares = Object.fromEntries(overview.phases.map((phase) => [phase.title, `${phase.done} av ${phase.due}`]));
  for (const [title, share] of Object.entries(told)) assert.equal(shares[title], share, title);
  await assertWheelAgrees(overview);
  await assertBoardAgrees(overview);
  for (const person of [office, ...everybody()]) await assertTasksAgree(person);
}

async function fromChecklist(item) {
  await goTo(office, 'Administrasjon');
  await office.page.locator('.checklist li', { hasText: item }).getByRole('link', { name: 'Gå dit' }).click();
  await office.page.locator('[data-screen] h1').waitFor();
}

const isInOrder = (words) => office.page.locator('.checklist li', { hasText: words }).getByText('I orden').waitFor();

async function startYear(ofYear) {
  const { page } = office;
  await page.getByRole('heading', { level: 1, name: `Start årssyklus ${ofYear}` }).waitFor();
  await page.getByText('Planen går opp').waitFor();
  await page.getByLabel(`Skriv «start ${ofYear}» for å bekrefte`).fill(`start ${ofYear}`);
  await page.getByRole('button', { name: `Start årssyklusen ${ofYear}` }).click();
  await page.getByRole('heading', { level: 1, name: `Årssyklusen ${ofYear}` }).waitFor();
}

chapter('an empty municipality says what it lacks, on every screen', async () => {
  lia('office', 'municipality', 'create', 'lia', '--name', municipality);
  clock('2040-08-13');
  office = await arrives('Kommunedirektørens stab');
  const { page } = office;
  await page.getByText('Du har ingenting å gjøre nå.').waitFor();
  for (const name of ['Årshjulet', 'Tavle', 'Historikk']) {
    await goTo(office, name);
    await page.getByText('Ingen årssyklus er startet ennå.').waitFor();
  }
  await goTo(office, 'Administrasjon');
  await page.locator('.checklist li', { hasText: 'Organisasjonen er ikke hentet inn ennå.' }).getByText('Mangler').waitFor();
});

chapter('the office follows the checklist: the organisation, who helps, closed days', async () => {
  const { page } = office;
  await fromChecklist('Organisasjonen er ikke hentet inn ennå.');
  const file = join(all.folder, 'organisasjon.csv');
  writeFileSync(file, organisation);
  await page.locator('#file').setInputFiles(file);
  await page.getByText(`${unitCount} nye enheter`).waitFor();
  await page.getByText('Ingenting er endret ennå.').waitFor();
  await page.getByRole('button', { name: 'Hent inn organisasjonen' }).click();
  await page.getByText('Organisasjonen er hentet inn.').first().waitFor();
  await fromChecklist('Ingen er støtteperson.');
  await page.getByText('Gi noen en rolle').click();
  await page.locator('#role-person').fill('Åse Rådvik');
  await page.getByRole('button', { name: 'Gi rollen' }).click();
  await page.getByText('Rollen er gitt.').first().waitFor();
  await fromChecklist('Ingen stengte dager er lagt inn');
  await page.getByLabel('Første dag').fill('24.02.2042');
  await page.getByLabel('Siste dag (valgfritt)').fill('28.02.2042');
  await page.getByRole('button', { name: 'Legg til' }).click();
  await page.getByText('mandag 24. februar 2042 til fredag 28. februar 2042').waitFor();
  await goTo(office, 'Administrasjon');
  for (const words of [`Organisasjonen er hentet inn: ${unitCount} enheter.`, 'Alle enheter har en leder.', 'Alle ledere har e-postadresse.',
                       'Ledere kan be en støtteperson om hjelp.', 'Stengte dager er lagt inn']) await isInOrder(words);
});

chapter('the year is seen in numbers, tried, and started by what is typed', async () => {
  const { page } = office;
  await fromChecklist('Ingen årssyklus er startet ennå.');
  await page.getByText('Planen går opp').waitFor();
  const { plan } = asked('office', 'cycle', 'launch', '--year', String(year), '--dry-run');
  const figures = await page.locator('.figures dd').allInnerTexts();
  assert.deepEqual(figures.map(Number), [plan.taskCount, plan.leaderCount, plan.unitCount, plan.pairCount]);
  assert.deepEqual(figures.slice(1).map(Number), [unitCount, unitCount, unitCount]);
  await page.getByRole('button', { name: 'Prøvekjør året' }).click();
  await page.getByText(/Av \d+ oppgaver ble \d+ gjort for sent\./).waitFor();
  assert.deepEqual(asked('office', 'cycle', 'list').cycles, [], 'trying changes nothing');
  await startYear(year);
  await goTo(office, 'Administrasjon');
  await isInOrder('1 årssyklus er satt i gang.');
});

chapter('on the first day everybody is asked to talk with their staff, and sees it without asking', async () => {
  [runa, ola, tuva, sindre, nils] = await Promise.all(['Runa Liland', 'Ola Ekrem', 'Tuva Skoglund', 'Sindre Haugli', 'Nils Veiby'].map(arrives));
  mayor = await arrives('Ordfører');
  await tuva.page.getByText('Du har ingenting å gjøre nå.').waitFor();
  clock('2040-08-15');
  await tuva.page.getByRole('link', { name: 'Registrer medvirkningsdialogen' }).first().waitFor();
  for (const person of leaders()) assert.deepEqual(await tasksOf(person), ['Registrer medvirkningsdialogen']);
  await assertStands(year, { Ambisjon: `0 av ${unitCount}`, Budsjett: `0 av ${unitCount}` });
});

chapter('a supporter is asked, sees the task, and answers in time', async () => {
  const { page } = nils;
  await tasksOf(nils);
  await page.getByRole('link', { name: 'Registrer medvirkningsdialogen', exact: true }).click();
  await page.getByLabel('Skriv en kommentar').fill('Hvordan spør jeg dem som jobber ute?');
  await page.getByLabel('Be om hjelp').selectOption({ label: 'Åse Rådvik' });
  await page.getByLabel('Svar innen').fill('20.08.2040');
  await page.getByRole('button', { name: 'Send kommentar' }).click();
  await page.getByText('Ba Åse Rådvik om hjelp, med svar innen mandag 20. august (om 5 dager)').waitFor();
  const supporter = await arrives('Åse Rådvik');
  await supporter.page.goto(new URL(page.url()).pathname);
  await supporter.page.getByText('Hvordan spør jeg dem som jobber ute?').waitFor();
  await supporter.page.getByText('Du kan lese, men ikke skrive.').waitFor();
  await supporter.page.getByLabel('Skriv en kommentar').fill('Ta det på morgenmøtet');
  await supporter.page.getByRole('button', { name: 'Send kommentar' }).click();
  await supporter.page.locator('.said', { hasText: 'Ta det på morgenmøtet' }).waitFor();
  await tasksOf(nils);
  await page.getByRole('link', { name: 'Registrer medvirkningsdialogen', exact: true }).click();
  await page.locator('.said', { hasText: 'Ta det på morgenmøtet' }).waitFor();
});

chapter('the ambition grows from below: proposed, returned, capped, agreed', async () => {
  for (const person of leaders()) await does(person, 'Registrer medvirkningsdialogen');
  assert.deepEqual(await tasksOf(ola), [], 'a leader with units below waits for them');
  await does(tuva, 'Foreslå ambisjon', { fill: targets(
    { Indikator: 'Elevene trives', Måleenhet: 'poeng', 'Nytt mål': '>3,9', 'Type mål': 'Tall' },
    { Indikator: 'Nærvær', Måleenhet: 'prosent', 'Nytt mål': '>94', 'Type mål': 'Tall' }) });
  await does(sindre, 'Foreslå ambisjon', { fill: targets({ Indikator: 'Elevene trives', Måleenhet: 'poeng', 'Nytt mål': '>4,8', 'Type mål': 'Tall' }) });
  await does(nils, 'Foreslå ambisjon', { fill: targets({ Indikator: 'Veier uten hull', Måleenhet: 'prosent', 'Nytt mål': '>90', 'Type mål': 'Tall' }) });
  await does(ola, 'Svar på ambisjonen', { about: 'Lund skole', action: 'Send tilbake', fill: write({ Kommentar: 'Dere får til mer enn det' }) });
  await does(tuva, 'Foreslå ambisjon', { fill: async (page) => {
    const row = page.locator('.rows > .row', { hasText: 'Elevene trives' });
    if (!(await row.evaluate((one) => one.open))) await row.locator('summary').click();
    await row.getByLabel('Nytt mål').fill('>4,2');
  } });
  await does(ola, 'Svar på ambisjonen', { about: 'Jøns skole', action: 'Sett tak', fill: async (page) => {
    await page.getByRole('button', { name: 'Sett tak' }).click();
    const row = page.locator('.rows > .row').first();
    await write({ Svar: 'Sett tak', 'Tak': '>4,5', 'Begrunnelse for taket': 'Godt nok er godt nok' })(row);
  } });
  await everybodyDoes(everybody(), ['Foreslå ambisjon', 'Svar på ambisjonen']);
  await does(office, 'Registrer drøftinger før oppstart', { action: 'Registrer', fill: bodies('Administrasjonsutvalget', '12.08.2040', 'protokoll 7') });
  await does(office, 'Registrer drøftinger om ambisjonen', { action: 'Registrer', fill: bodies('AMU', '14.08.2040', 'protokoll 8') });
  await does(office, 'Registrer drøftinger om budsjettforslaget', { action: 'Registrer', fill: bodies('AMU', '14.08.2040', 'protokoll 9') });
  await assertStands(year, { Ambisjon: `${unitCount} av ${unitCount}`, Medbestemmelse: '1 av 1' });
});

chapter('frames come down, answers go up, and the council decides', async () => {
  clock('2040-09-26');
  assert.deepEqual(await tasksOf(tuva), [], 'no answer before there is a frame');
  await everybodyDoes(leaders(), ['Fordel rammer til enhetene under', 'Svar på rammen']);
  await everybodyDoes(everybody(), ['Hold budsjettdialogen']);
  await assertStands(year, { Budsjett: `${unitCount} av ${unitCount}`, 'Kommunestyrets vedtak': '0 av 1' });
  clock('2040-11-20');
  await does(office, 'Legg ut formannskapets innstilling', { action: 'Registrer innstillingen', fill: write({ 'Planlagt vedtak': '11.12.2040' }) });
  clock('2040-12-12');
  await does(office, 'Registrer kommunestyrets vedtak', { action: 'Registrer vedtaket', fill: async (page) => {
    await write({ Saksnummer: '87/40' })(page);
    await page.getByLabel('Alle mål').check();
    await targets({ Enhet: 'Lund skole', Indikator: 'Elevene trives', 'Vedtatt mål': '>4,3' })(page);
  } });
  await goTo(tuva, 'Målekort');
  await tuva.page.getByRole('heading', { level: 1, name: 'Lund skole, målekort 2041' }).waitFor();
  await tuva.page.locator('.card-table tr', { hasText: 'Elevene trives' }).getByText('>4,3').waitFor();
  await assertStands(year, { 'Kommunestyrets vedtak': '1 av 1' });
});

async function assertSigned(person, title, who) {
  await goTo(person, 'Lederavtaler');
  await person.page.getByRole('link', { name: `${title}, ${who}` }).click();
  await person.page.getByText('Avtalen er signert og låst.').waitFor();
  assert.equal(await person.page.locator('.slot.signed').count(), 2);
}

chapter('the first year begins with agreements, one of them changed before it is signed', async () => {
  clock('2041-01-02');
  await assertStands(year, { Startavtale: `0 av ${unitCount}` });
  await does(ola, 'Skriv lederavtalen', { about: 'Tuva Skoglund' });
  await does(tuva, 'Les lederavtalen', { action: 'Be om endring', fill: async (page) => {
    await page.getByRole('button', { name: 'Be om endring' }).click();
    await write({ 'Ønsket endring': 'Ta med leksehjelpen' })(page);
  } });
  await does(ola, 'Skriv lederavtalen', { about: 'Tuva Skoglund', fill: write({ 'Særskilte punkter': 'Leksehjelp to dager i uken' }) });
  await everybodyDoes(everybody(), ['Skriv lederavtalen', 'Les lederavtalen', 'Signer lederavtalen', 'Signer lederavtalen som nærmeste leder']);
  await assertSigned(tuva, `Startavtale ${year}`, 'med Ola Ekrem');
  await tuva.page.getByText('Leksehjelp to dager i uken').waitFor();
  await assertSigned(runa, `Startavtale ${year}`, 'med Ordfører');
  await assertStands(year, { Startavtale: `${unitCount} av ${unitCount}` });
});

chapter('the next year starts while this one runs, and the wheel shows both', async () => {
  clock('2041-08-14');
  await goTo(office, 'Start årssyklus');
  await startYear(next);
  clock('2041-08-15');
  for (const person of [tuva, sindre]) await does(person, 'Registrer medvirkningsdialogen');
  await assertStands(next, { Ambisjon: `0 av ${unitCount}` });
  await assertStands(year, { Startavtale: `${unitCount} av ${unitCount}` });
  await assertWheelAgrees(asked('office', 'cycle', 'overview', String(next)));
  const { page } = office;
  await page.getByText(`Innerst: årssyklusen ${year}, som pågår samtidig.`).waitFor();
  const phases = (of) => asked('office', 'cycle', 'overview', String(of)).phases.length;
  assert.equal(await page.locator('svg.wheel a .piece:not(.other)').count(), phases(next));
  assert.equal(await page.locator('svg.wheel a .piece.other').count(), phases(year));
  await picture(office, 'two-years');
});

chapter('the results of the first year are held against its targets', async () => {
  clock('2042-01-02');
  await does(tuva, 'Før resultatene', { fill: async (page) => {
    const row = (name) => page.locator('.rows > .row', { hasText: name });
    await write({ Resultat: '4,4' })(row('Elevene trives'));
    await write({ Resultat: '92,5', Årsak: 'En lang høst', Tiltak: 'Flere vikarer' })(row('Nærvær'));
  } });
  await everybodyDoes(everybody(), ['Før resultatene', 'Se resultatene']);
  await goTo(tuva, 'Målekort');
  await tuva.page.locator('.card-table tr', { hasText: 'Elevene trives' }).getByText('4,4').first().waitFor();
  await assertStands(year, { Resultat: `${unitCount} av ${unitCount}` });
});

chapter('both prepare, meet, and write what they promise; what is one’s own is never the other’s', async () => {
  clock('2042-02-03');
  await does(tuva, 'Forbered resultatdialogen', { fill: write({ 'Hva fikk vi til mot målene': 'Trivselen er høyere enn før', 'Egne notater': ownNotes }) });
  await does(ola, 'Forbered resultatdialogen med lederen', { about: 'Tuva Skoglund' });
  await does(ola, 'Avtal tid og sted', { about: 'Tuva Skoglund', fill: write({ Dato: '10.02.2042', Klokkeslett: '10.00', Sted: 'Rektors kontor' }) });
  await everybodyDoes([ola, sindre, nils, runa], ['Forbered resultatdialogen', 'Forbered resultatdialogen med lederen', 'Avtal tid og sted']);
  await goTo(ola, 'Samtaleark');
  await ola.page.getByRole('link', { name: `Tuva Skoglund, ${year}` }).click();
  await ola.page.getByText('Trivselen er høyere enn før').waitFor();
  assert.equal(await ola.page.getByText(ownNotes).count(), 0);
  clock('2042-02-10');
  await does(ola, 'Skriv referat fra resultatdialogen', { about: 'Tuva Skoglund', fill: promises('Vi holder trivselen oppe',
    { 'Hvem lover': 'Nærmeste leder', Hva: 'Ola finner penger til en assistent', Innen: '01.05.2042' },
    { 'Hvem lover': 'Lederen', Hva: 'Tuva lager en plan for leksehjelp', Innen: '15.04.2042' }) });
  await does(tuva, 'Bekreft referatet', { action: 'Bekreft med merknad', fill: async (page) => {
    await page.getByText('Les referatet fra resultatdialogen').click();
    await page.locator('.paper', { hasText: 'Vi holder trivselen oppe' }).waitFor();
    await write({ 'Merknad eller ønsket retting': 'Vi snakket også om uteområdet' })(page);
  } });
  await everybodyDoes([ola, sindre, nils, runa], ['Skriv referat fra resultatdialogen', 'Bekreft referatet']);
  await assertStands(year, { Resultatdialog: `${unitCount - 1} av ${unitCount}` });
});

chapter('the agreement is written of what they promised, signed by both in one sitting, and locked', async () => {
  const pairs = [ola, tuva, sindre, nils];
  await everybodyDoes([...pairs, runa], ['Skriv lederavtalen', 'Les lederavtalen', 'Signer lederavtalen', 'Signer lederavtalen som nærmeste leder']);
  await assertSigned(tuva, `Lederavtale ${year}`, 'med Ola Ekrem');
  await tuva.page.locator('.document').getByText('Ola finner penger til en assistent').waitFor();
  await assertSigned(ola, `Lederavtale ${year}`, 'Tuva Skoglund');
  await assertStands(year, { Lederavtale: `${pairs.length} av ${unitCount}` });
});

async function settle(person, sheet, promise, words, button) {
  await goTo(person, 'Samtaleark');
  await person.page.getByRole('link', { name: `${sheet}, ${year}` }).click();
  const item = person.page.locator('.promise-item', { hasText: promise });
  await item.getByRole('button', { name: /^Si hvordan det gikk/ }).click();
  await person.page.keyboard.type(words);
  await item.getByRole('button', { name: button }).click();
  await item.getByText(`Sagt om det: ${words}`).waitFor();
}

chapter('whoever was promised something says how it went, and it is no longer waited for', async () => {
  clock('2042-05-04');
  await tasksOf(tuva);
  await tuva.page.locator('.promise', { hasText: 'Ola finner penger til en assistent' }).getByText('Fristen er ute').waitFor();
  await settle(tuva, 'Ola Ekrem', 'Ola finner penger', 'Hun begynte i april', 'Det er holdt');
  await settle(ola, 'Tuva Skoglund', 'Tuva lager en plan', 'Vi venter til høsten', 'Vi gir det opp');
  await tasksOf(tuva);
  assert.equal(await tuva.page.locator('.promise').count(), 0);
});

chapter('the year is closed with every gap explained and a word on what to learn', async () => {
  clock('2042-06-16');
  await does(office, 'Avslutt årssyklusen', { action: 'Avslutt', fill: async (page) => {
    await page.getByRole('button', { name: 'Avslutt', exact: true }).click();
    await page.locator('#error-summary').waitFor();
    const gaps = page.locator('.rows > .row');
    assert.equal(await gaps.count(), 2, 'the talk and the agreement of the one at the top');
    for (const gap of await gaps.all()) await write({ Forklaring: 'Fullmakten var ledig' })(gap);
    await write({ 'Hvordan følger dere opp': 'Vi begynner samtalene i januar' })(page);
    await page.getByRole('group', { name: /^Var året nyttig/ }).getByLabel('Ja').check();
    await page.getByRole('group', { name: /^Var det enkelt/ }).getByLabel('Delvis').check();
  } });
  const overview = asked('office', 'cycle', 'overview', String(year));
  assert.equal(overview.state, 'CLOSED');
  await assertWheelAgrees(overview);
  for (const person of everybody()) {
    const left = asked(person.name, 'task', 'list', '--mine', '--open').tasks;
    assert.deepEqual(left.filter((task) => task.cycle.endsWith(String(year))), [], `${person.name} has nothing left of the year that is over`);
  }
  await assertWheelAgrees(asked('office', 'cycle', 'overview', String(next)));
  assert.equal(await office.page.locator('svg.wheel a .piece.other').count(), 0, 'a year that is over is no longer drawn beside the next');
});

chapter('the history tells who did what, and nothing of what was said in private', async () => {
  const { page } = office;
  await goTo(office, 'Historikk');
  await page.getByText('Årssykluser:').getByRole('link', { name: String(year) }).click();
  await page.getByRole('heading', { level: 1, name: `Historikk ${year}` }).waitFor();
  const more = page.getByRole('button', { name: 'Vis flere' });
  while ((await more.count()) > 0) await more.click();
  const told = await page.locator('.happened').allInnerTexts().then((lists) => lists.join('\n'));
  for (const person of [...everybody(), office]) assert.ok(told.includes(`Av ${person.name}`), `${person.name} did something`);
  for (const words of [ownNotes, 'Vi holder trivselen oppe', 'Vi snakket også om uteområdet', 'Leksehjelp to dager', 'Hun begynte i april']) {
    assert.ok(!told.includes(words), `the history says: ${words}`);
  }
  const events = lia('office', '-o', 'json', 'cycle', 'watch', String(year), '--until-now').trim().split('\n').length;
  await page.getByText(`${events} hendelser`, { exact: true }).waitFor();
});
