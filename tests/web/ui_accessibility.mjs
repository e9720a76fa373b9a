// Every view of every screen, before and after errors, held against the rules of accessibility: narrow and wide, light and dark,
// enlarged, in forced colours. In bokmål and one other language, another each day; in all four with ARSHJUL_LANGUAGES=all.
//
//   ARSHJUL_PROGRAMS=build/dev/bin [ARSHJUL_LANGUAGES=all] node --test tests/web/ui_accessibility.mjs

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { assertAccessible, assertEnlarges, assertToldWithoutColours } from './ui_axe.mjs';
import { freshDemo } from './ui_fresh_demo.mjs';
import { newPage, signIn } from './ui_running.mjs';
import { openView, seasons } from './ui_views.mjs';

const others = ['nn', 'sv', 'en'];
const today = Math.floor(Date.now() / 86_400_000);
const asked = process.env.ARSHJUL_LANGUAGES ?? `nb ${others[today % others.length]}`;
const languages = asked === 'all' ? ['nb', ...others] : asked.split(/[ ,]+/);
const texts = (language) => Object.entries(JSON.parse(readFileSync(new URL(`../../clients/web/ui/src/texts/${language}.json`, import.meta.url), 'utf8')));
const keys = texts('nb').map(([key]) => key).filter((key) => key.includes('.'));

const { all, browser } = await freshDemo();

// Texts long enough to be told apart from names, and said otherwise in this language.
function wordsOfBokmål(language) {
  const own = Object.fromEntries(texts(language));
  return texts('nb').filter(([key, words]) => words.length > 12 && !words.includes('{') && own[key] !== words);
}

function assertSpeaks(shown, language, where) {
  assert.doesNotMatch(shown, /\{\w+\}|\bundefined\b|\bNaN\b|\[object /, where);
  for (const key of keys) assert.ok(!shown.includes(key), `${where} says ${key}`);
  if (language === 'nb') return;
  for (const [key, words] of wordsOfBokmål(language)) assert.ok(!shown.includes(words), `${where} says ${key} in bokmål: ${words}`);
}

async function assertGood(page, where, language) {
  assert.equal(await page.evaluate(() => document.documentElement.lang), language, where);
  await assertAccessible(page, where);
  assertSpeaks(await page.evaluate(() => document.body.innerText), language, where);
  if (language !== languages[0]) return;
  await assertEnlarges(page, where);
  await assertToldWithoutColours(page, where);
}

async function look(page, view, language) {
  await openView(page, view);
  await assertGood(page, `${view.name} in ${language}`, language);
  if (view.errors === undefined) return;
  await view.errors(page);
  await assertGood(page, `${view.name} with errors in ${language}`, language);
}

async function enter(person, language) {
  const opened = await newPage(browser, all.origin);
  await opened.page.goto('/logg-inn');
  await opened.page.evaluate((chosen) => localStorage.setItem('arshjul.language', chosen), language);
  if (person !== undefined) await signIn(opened.page, person);
  return opened;
}

for (const season of seasons) {
  // The seasons come in order, each when the one before it has been looked at.
  test('every view of a season', async (context) => {
    const views = season(all);
    for (const language of languages) {
      for (const person of new Set(views.map((view) => view.as))) {
        const { page, wrong, close } = await enter(person, language);
        for (const view of views.filter((one) => one.as === person)) {
          await context.test(`${view.name} in ${language}`, () => look(page, view, language));
        }
        assert.deepEqual(wrong, []);
        await close();
      }
    }
  });
}
