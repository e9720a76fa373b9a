import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Action, Field, Form, JsonObject } from '../src/api/types';
import { isUsable } from '../src/form/earlier';
import { labelsOf, pathOfProblem, placeIn } from '../src/form/pointers';
import {
  changedElsewhere, dataOf, elementId, isComplete, isUntouched, merged, numberText, readNumber, readTyped, reworded, same, startValues, writtenText,
} from '../src/form/values';
import { newFormState, unreadable } from '../src/form/state';
import { isShown, yetToShow } from '../src/form/visible';

function field(part: Partial<Field> & Pick<Field, 'id' | 'type'>): Field {
  return {
    label: part.id, required: false, audience: 'LINE', purpose: '', help: '', never: '', unit: '', options: [], columns: [],
    readOnly: false, openRows: false, maxLength: 0, requiredUnless: '', ...part,
  };
}

const rows = field({
  id: 'rows', type: 'TABLE', label: 'Resultat',
  default: [{ indicator: 'Nærvær', target: '94' }, { indicator: 'Trivsel', target: '4,5' }],
  columns: [
    field({ id: 'indicator', type: 'TEXT', readOnly: true }),
    field({ id: 'target', type: 'TEXT', readOnly: true }),
    field({ id: 'result', type: 'NUMBER', label: 'Resultat', required: true, requiredUnless: 'missing' }),
    field({ id: 'missing', type: 'CHOICE' }),
  ],
});
const form: Form = {
  fields: [
    field({ id: 'frame', type: 'NUMBER', readOnly: true, default: 1200 }),
    field({ id: 'held_on', type: 'DATE', default: '2014-08-15' }),
    field({ id: 'why', type: 'TEXT', label: 'Hvorfor' }),
    rows,
  ],
  draft: { why: 'Fordi', frame: 1, rows: [{ indicator: 'Nærvær', target: '94', result: 93.5 }, { indicator: 'Trivsel', target: '4,5' }] },
};

test('a form begins as it was left, else as its defaults, and what is only read never from a draft', () => {
  const start = startValues(form);
  assert.equal(start['frame'], 1200);
  assert.equal(start['held_on'], '2014-08-15');
  assert.equal(start['why'], 'Fordi');
  assert.deepEqual(start['rows'], form.draft?.['rows']);
  assert.notEqual(start['rows'], form.draft?.['rows']);
});

test('what is sent leaves out what is only read, says blanks out loud, and takes the action alone', () => {
  const values = { ...startValues(form), held_on: null, why: '' };
  assert.deepEqual(Object.keys(dataOf(form, values)), ['held_on', 'why', 'rows']);
  assert.equal(dataOf(form, values)['held_on'], '');
  assert.deepEqual(dataOf(form, values, ['why']), { why: '' });
  assert.deepEqual(dataOf(form, values, []), {});
});

const numbers: [string, number | undefined][] = [
  ['4,5', 4.5], ['1 234,5', 1234.5], ['1\u00a0234', 1234], ['-3', -3], ['\u22123', -3], ['4.5', 4.5], ['fire', undefined], ['4,5,6', undefined], ['1e9', undefined], ['', undefined],
];
for (const [typed, number] of numbers) {
  test(`"${typed}" is ${number ?? 'no number'}`, () => assert.equal(readNumber(typed), number));
}

test('numbers are written as in Norway, and read back as the same', () => {
  for (const number of [0, 4.5, -3.25, 1234, 12345, 1234567.5]) assert.equal(readNumber(numberText(number)), number);
  assert.equal(numberText(1234567.5), '1\u00a0234\u00a0567,5');
  assert.equal(writtenText(field({ id: 'a', type: 'DATE' }), '2014-08-05'), '05.08.2014');
});

test('what cannot be read is no value, and an empty box is a blank', () => {
  assert.equal(readTyped(field({ id: 'a', type: 'NUMBER' }), 'fire'), undefined);
  assert.equal(readTyped(field({ id: 'a', type: 'NUMBER' }), '  '), '');
  assert.equal(readTyped(field({ id: 'a', type: 'TEXT' }), '<b>'), '<b>');
});

test('a row that stands as it began is untouched, and one that lacks what it must have is not complete', () => {
  assert.equal(isUntouched(rows, { indicator: 'Trivsel', target: '4,5' }, 0), true);
  assert.equal(isUntouched(rows, { indicator: 'Trivsel', target: '4,5', result: 4 }, 1), false);
  assert.equal(isUntouched(rows, { indicator: 'Ny' }, 2), false);
  assert.equal(isComplete(rows, { indicator: 'Trivsel' }), false);
  assert.equal(isComplete(rows, { indicator: 'Trivsel', missing: 'not_measured' }), true);
  assert.equal(isComplete(rows, { indicator: 'Trivsel', result: 0 }), true);
});

test('a blank is a blank, however it is written', () => {
  assert.equal(same(null, ''), true);
  assert.equal(same([], undefined), true);
  assert.equal(same({ a: null, b: 1 }, { b: 1 }), true);
  assert.equal(same([1, 2], [2, 1]), false);
  assert.equal(same(0, ''), false);
});

test('what another has changed counts where it goes against what is written here', () => {
  const base = startValues(form);
  const theirs = { ...base, why: 'Deres', held_on: '2014-08-16' };
  const mine = { ...base, why: 'Mitt' };
  assert.deepEqual(changedElsewhere(form, base, theirs, mine).map((one) => one.id), ['why']);
  assert.deepEqual(merged(form, base, theirs, mine), { ...theirs, why: 'Mitt' });
  assert.deepEqual(changedElsewhere(form, base, theirs, theirs), []);
  assert.deepEqual(changedElsewhere(form, base, base, { ...base, why: 'Mitt' }), []);
});

test('pointers lead to fields, cells, and nowhere', () => {
  assert.equal(pathOfProblem({ pointer: '/data/rows/3/target', field: '', detail: '' }), 'rows/3/target');
  assert.equal(pathOfProblem({ pointer: '/action', field: '', detail: '' }), 'action');
  assert.equal(pathOfProblem({ field: 'rows[3].target', detail: '' }), 'rows/3/target');
  assert.equal(pathOfProblem({ pointer: '/data/a~1b~0', field: '', detail: '' }), 'a/b~');
  assert.equal(placeIn(form, 'rows/1/missing'), 'rows/1/missing');
  assert.equal(placeIn(form, 'rows/1'), 'rows/1/result');
  assert.equal(placeIn(form, 'rows/1/unknown'), 'rows/1/result');
  assert.equal(placeIn(form, 'rows'), 'rows');
  assert.equal(placeIn(form, 'action'), undefined);
  assert.equal(elementId('rows/1/result'), 'field-rows-1-result');
  assert.deepEqual(labelsOf(form, 'rows/1/result'), { field: 'Resultat', row: 2, column: 'Resultat' });
});

test('a field that the first way on does not take is shown when another way is chosen, or something stands in it', () => {
  const reason = field({ id: 'reason', type: 'TEXT' });
  const sign: Action = { id: 'sign', title: '', leads: 'FORWARD', fields: [], requiredFields: [], persons: [] };
  const refuse: Action = { id: 'refuse', title: '', leads: 'BACK', fields: ['reason'], requiredFields: ['reason'], persons: [] };
  const choosing = { form: { fields: [reason] }, actions: [refuse, sign], chosen: undefined, values: { reason: null }, wrong: new Set<string>() };
  assert.equal(isShown(choosing, reason), false);
  assert.deepEqual(yetToShow(choosing, refuse), [reason]);
  assert.deepEqual(yetToShow(choosing, sign), []);
  assert.equal(isShown({ ...choosing, chosen: 'refuse' }, reason), true);
  assert.equal(isShown({ ...choosing, values: { reason: 'Nei' } }, reason), true);
  assert.equal(isShown({ ...choosing, wrong: new Set(['reason']) }, reason), true);
  assert.deepEqual(yetToShow({ ...choosing, chosen: 'refuse' }, refuse), []);
});

test('an earlier answer is taken over only where it still is one', () => {
  const choice = field({ id: 'level', type: 'CHOICE', options: [{ value: 'a', label: 'A' }] });
  assert.equal(isUsable(choice, 'a'), true);
  assert.equal(isUsable(choice, 'gone'), false);
  assert.equal(isUsable(field({ id: 'how', type: 'TEXT' }), 'Slik'), true);
  assert.equal(isUsable(rows, [{ indicator: 'Trivsel' }]), false);
  assert.equal(isUsable(field({ id: 'list', type: 'TABLE', openRows: true, columns: [field({ id: 'body', type: 'TEXT' })] }), []), true);
  assert.equal(isUsable(field({ id: 'list', type: 'TABLE', openRows: true, columns: [field({ id: 'last', type: 'TEXT', readOnly: true })] }), []), false);
});

test('in another language the cells that are only read say the new words, and what was written stays', () => {
  const said = (colour: string): Field => ({
    ...rows,
    columns: [...rows.columns, field({ id: 'colour', type: 'TEXT', readOnly: true })],
    default: [{ indicator: 'Nærvær', target: '94', colour }, { indicator: 'Trivsel', target: '4,5', colour }],
  });
  const was: Form = { fields: [said('Nådd')] };
  const now: Form = { fields: [said('Reached')] };
  const values: JsonObject = { rows: [{ indicator: 'Trivsel', target: '4,5', colour: 'Nådd', result: 4 }, { indicator: 'Min egen', result: 2 }] };
  assert.deepEqual(reworded(now, was, values), {
    rows: [{ indicator: 'Trivsel', target: '4,5', colour: 'Reached', result: 4 }, { indicator: 'Min egen', result: 2 }],
  });
});

test('what cannot be read is known as long as it stands there, whatever else was wrong', () => {
  const state = newFormState(form, '2014-08-15', { persons: () => Promise.resolve([]), redraw: () => undefined, edited: () => undefined });
  state.typed.set('held_on', 'i forgårs').set('rows/0/result', '93,5').set('rows/1/result', 'mye').set('why', 'Fordi');
  assert.deepEqual(unreadable(state), ['held_on', 'rows/1/result']);
});
