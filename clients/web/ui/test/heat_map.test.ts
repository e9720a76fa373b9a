import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SimulatedPerson, SimulationReport } from '../src/api/office_types';
import { heatMapOf, weekOf, yearSpans } from '../src/screens/heat_map';

const person = (name: string, weeks: [string, number][]): SimulatedPerson => ({
  person: name, name, unit: '', mostInHand: Math.max(0, ...weeks.map(([, inHandCount]) => inHandCount)),
  weeks: weeks.map(([week, inHandCount]) => ({ week, inHandCount, overdueCount: 1, talkCount: 2 })) });
const report = (persons: SimulatedPerson[], jams: SimulationReport['jams'] = []): SimulationReport =>
  ({ taskCount: 0, lateTaskCount: 0, talkCount: 0, closed: '', phases: [], gaps: [], faults: [], persons, jams });

test('a cell for each week in which somebody has something', () => {
  const map = heatMapOf(report([person('kari', [['2014-W52', 1], ['2015-W02', 15]]), person('per', [['2015-W02', 4], ['2015-W03', 0]]), person('ola', [])],
    [{ kind: 'in_hand', person: 'kari', name: 'kari', firstWeek: '2015-W01', lastWeek: '2015-W03', count: 15, message: '' }]));
  assert.deepEqual(map.weeks, ['2014-W52', '2015-W02']);
  assert.deepEqual(map.rows.map((row) => row.person.name), ['kari', 'per']);
  assert.deepEqual(map.rows.map((row) => row.cells.map((cell) => cell?.weight)), [[1, 4], [undefined, 2]]);
  assert.deepEqual(map.rows.map((row) => row.cells.map((cell) => cell?.jam)), [[false, true], [undefined, false]]);
  assert.deepEqual(map.rows[0]?.cells[1], { inHand: 15, overdue: 1, talks: 2, weight: 4, jam: true });
  assert.equal(map.leftOut, 0);
});

test('of many, those with most in one week', () => {
  const map = heatMapOf(report(Array.from({ length: 70 }, (_one, index) => person(`p${index}`, [['2015-W02', index + 1]]))));
  assert.equal(map.rows.length, 60);
  assert.equal(map.leftOut, 10);
  assert.deepEqual(map.rows.map((row) => row.person.mostInHand), Array.from({ length: 60 }, (_one, index) => 70 - index));
});

test('weeks and their years', () => {
  assert.deepEqual(weekOf('2027-W09'), { year: 2027, number: 9 });
  assert.deepEqual(yearSpans(['2014-W51', '2014-W52', '2015-W01']), [{ year: 2014, count: 2 }, { year: 2015, count: 1 }]);
});
