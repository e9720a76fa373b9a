// Every screen in another language, held against axe; nothing of bokmål is left in what is ours. One language a day, all of
// them with ARSHJUL_LANGUAGES="nn sv en".
//
//   ARSHJUL_PROGRAMS=build/dev/bin node --test tests/web/ui_languages.mjs

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { assertAccessible } from './ui_axe.mjs';
import { freshDemo } from './ui_fresh_demo.mjs';
import { newPage, signIn } from './ui_running.mjs';

const others = ['nn', 'sv', 'en'];
const today = Math.floor(Date.now() / 86_400_000);
const languages = process.env.ARSHJUL_LANGUAGES?.split(/[ ,]+/) ?? [others[today % others.length]];
const texts = (language) => JSON.parse(readFileSync(new URL(`../../clients/web/ui/src/texts/${language}.json`, import.meta.url), 'utf8'));
const views = ['/oppgaver', '/oppgaver/56', '/arshjulet/2015', '/arshjulet/2015/ambition', '/arshjulet/2015?vis=linje', '/tavle/2015', '/finnes/ikke'];

const { all, browser } = await freshDemo();

for (const language of languages) {
  // Texts long enough to be told apart from names, and said otherwise in this language.
  const bokmaal = Object.entries(texts('nb')).filter(([key, words]) => words.length > 12 && !/[{]/.test(words) && texts(language)[key] !== words);

  test(`every screen in ${language}`, async () => {
    const { page, wrong, close } = await newPage(browser, all.origin);
    try {
      await signIn(page, 'Tor Sunde');
      await page.locator('#language').selectOption(language);
      await page.waitForFunction((wanted) => localStorage.getItem('arshjul.language') === wanted, language);
      for (const path of views) {
        await page.goto(path);
        await page.locator('[data-screen] h1').waitFor();
        assert.equal(await page.evaluate(() => document.documentElement.lang), language);
        await assertAccessible(page, `${path} in ${language}`);
        const shown = await page.evaluate(() => document.body.innerText);
        for (const [key, words] of bokmaal) assert.ok(!shown.includes(words), `${path} says ${key} in bokmål: ${words}`);
      }
      assert.deepEqual(wrong, []);
    } finally {
      await close();
    }
  });
}
