// A year goes by, and every kind of task that comes up is opened by whoever has it: each form of the workflow shows, is
// accessible, and has its way on. No test here knows a form.
//
//   ARSHJUL_PROGRAMS=build/dev/bin node --test tests/web/ui_every_task.mjs

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from './ui_axe.mjs';
import { freshDemo } from './ui_fresh_demo.mjs';
import { newPage, signIn } from './ui_running.mjs';

const office = 'Kommunedirektørens stab';
const days = ['2014-08-20', '2014-09-10', '2014-10-01', '2014-11-10', '2015-01-20', '2016-01-15', '2016-02-12', '2016-03-05', '2016-06-20'];
const fewestKinds = 18;
// What only programs call so: values of the API, days as they are stored, keys of steps.
const forPrograms = /\b(COUNCIL|AGREEMENT|NOBODY|UNSPECIFIED)\b|\b\d{4}-\d{2}-\d{2}\b|\b\d{4}\/[a-z_]+\b/;

const { all, browser } = await freshDemo();

async function look(task) {
  const { page, wrong, close } = await newPage(browser, all.origin);
  try {
    const path = `/oppgaver/${task.name.split('/').at(-1)}`;
    await signIn(page, task.assignee === 'office' ? office : task.assigneeName, path);
    await page.locator('.actions').waitFor();
    assert.ok((await page.locator('.actions button').count()) > 0, `${task.title} has no way on`);
    assert.doesNotMatch(await page.locator('main').innerText(), forPrograms);
    await assertAccessible(page, task.title);
    // Each way that takes more than is shown shows it before it does anything.
    const back = page.locator('.actions .back button').first();
    if ((await back.count()) > 0) {
      await back.click();
      await page.locator('#error-summary, .task-main textarea').first().waitFor();
      await assertAccessible(page, `${task.title}, the other way`);
    }
    assert.deepEqual(wrong, []);
  } finally {
    await close();
  }
}

test('every kind of task of a year', async (context) => {
  const seen = new Set();
  for (const day of days) {
    all.arshjul('office', 'demo', 'play', '--until', day);
    const { tasks } = JSON.parse(all.arshjul('office', '-o', 'json', 'task', 'list', '--all', '--open'));
    for (const task of tasks.filter((one) => one.title !== '')) {
      // What may not be known of a personal step is left out of the office's list: its title tells it apart.
      const kind = task.kind || task.title;
      if (seen.has(kind)) continue;
      seen.add(kind);
      await context.test(`${day}: ${task.title}`, () => look(task));
    }
  }
  assert.ok(seen.size >= fewestKinds, `only ${seen.size} kinds came up`);
});
