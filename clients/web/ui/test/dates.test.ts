import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayInWords, dayWithDistance, distanceInWords } from '../src/parts/dates';
import { addDays, boxText, dayOf, daysBetween, isDay, readDay, timeOf, weekdayOf } from '../src/parts/days';
import { speak } from '../src/texts/texts';

await speak('nb');

test('an instant is a day in Norway, in summer and in winter', () => {
  assert.equal(dayOf('2014-08-29T21:59:59.999Z'), '2014-08-29');
  assert.equal(dayOf('2014-08-29T22:00:00Z'), '2014-08-30');
  assert.equal(dayOf('2014-12-31T22:59:59Z'), '2014-12-31');
  assert.equal(dayOf('2014-12-31T23:00:00Z'), '2015-01-01');
  assert.equal(timeOf('2014-08-15T06:00:00Z'), '08:00');
  assert.equal(timeOf('2014-10-26T00:30:00Z'), '02:30');
  assert.equal(timeOf('2014-10-26T01:30:00Z'), '02:30');
});

test('days are counted by the calendar, over the change of clocks and leap days', () => {
  assert.equal(daysBetween('2014-10-25', '2014-10-27'), 2);
  assert.equal(daysBetween('2016-02-28', '2016-03-01'), 2);
  assert.equal(daysBetween('2015-03-01', '2015-02-28'), -1);
  assert.equal(addDays('2014-12-31', 1), '2015-01-01');
  assert.equal(weekdayOf('2014-08-29'), 4);
});

const written: [string, string | undefined][] = [
  ['15.09.2027', '2027-09-15'],
  ['15.9.27', '2027-09-15'],
  [' 1/2/2015 ', '2015-02-01'],
  ['1. 2. 2015', '2015-02-01'],
  ['2015-02-01', '2015-02-01'],
  ['30.02.2015', undefined],
  ['29.02.2015', undefined],
  ['29.02.2016', '2016-02-29'],
  ['i morgen', undefined],
  ['2015-13-01', undefined],
  ['', undefined],
];
for (const [typed, day] of written) {
  test(`"${typed}" is ${day ?? 'no day'}`, () => assert.equal(readDay(typed), day));
}

test('a day stands in a box as people write it', () => {
  assert.equal(boxText('2014-08-05'), '05.08.2014');
  assert.equal(isDay('2014-08-5'), false);
});

test('days in words', () => {
  assert.equal(dayInWords('2014-08-29', '2014-08-15'), 'fredag 29. august');
  assert.equal(dayInWords('2015-01-02', '2014-08-15'), 'fredag 2. januar 2015');
  assert.equal(dayWithDistance('2014-08-29', '2014-08-26'), 'fredag 29. august (om 3 dager)');
  assert.equal(dayWithDistance('2014-09-29', '2014-08-26'), 'mandag 29. september');
});

const distances: [number, string][] = [[0, 'i dag'], [1, 'i morgen'], [-1, 'i går'], [3, 'om 3 dager'], [14, 'om 14 dager'], [15, ''], [-40, 'for 40 dager siden']];
for (const [days, words] of distances) {
  test(`${days} days away is "${words}"`, () => assert.equal(distanceInWords(addDays('2014-08-15', days), '2014-08-15'), words));
}
