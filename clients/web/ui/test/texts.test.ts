import assert from 'node:assert/strict';
import { test } from 'node:test';
import en from '../src/texts/en.json';
import nb from '../src/texts/nb.json';
import nn from '../src/texts/nn.json';
import sv from '../src/texts/sv.json';
import { counted, fill, named, speak, text } from '../src/texts/texts';

await speak('nb');

const catalogues: Record<string, Record<string, string>> = { nb, nn, sv, en };
const holes = (words: string): string[] => [...words.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? '').sort();

for (const [language, catalogue] of Object.entries(catalogues)) {
  test(`${language} has every text, with the same holes`, () => {
    assert.deepEqual(Object.keys(catalogue).sort(), Object.keys(nb).sort());
    for (const [key, words] of Object.entries(nb)) {
      assert.notEqual(catalogue[key]?.trim(), '', key);
      assert.deepEqual(holes(catalogue[key] ?? ''), holes(words), key);
    }
  });
  test(`${language} has all the days and months`, () => {
    assert.equal(catalogue['date.weekdays']?.split(' ').length, 7);
    assert.equal(catalogue['date.months']?.split(' ').length, 12);
    assert.equal(catalogue['date.months_short']?.split(' ').length, 12);
  });
}

test('one and many', () => {
  assert.equal(counted('tasks.count', 1), 'Du har 1 oppgave.');
  assert.equal(counted('tasks.count', 0), 'Du har 0 oppgaver.');
  for (const key of Object.keys(nb)) {
    if (key.endsWith('.one')) assert.ok(key.replace(/one$/, 'other') in nb, key);
  }
});

test('a hole that nobody fills stays to be seen, and what is filled in is not read as holes', () => {
  assert.equal(fill('{a} {b}', { a: '{b}' }), '{b} {b}');
  assert.equal(text('tasks.hello', { name: '$&' }), 'Hei, $&');
  assert.equal(named('role', 'OFFICE'), 'Kommunedirektørens stab');
  assert.equal(named('role', 'NEVER'), '');
});
