import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Indicator, Scorecard, ScorecardRow, Unit } from '../src/api/scorecards';
import { bandsOf, countsOf, figureOf, heightAt, pickedForMeeting, placeAt, runsOf, scaleOf, sharing, spreadOf, trendOf } from '../src/screens/figures';
import { around, matching } from '../src/screens/unit_tree';

test('figures as people write them', () => {
  const read: [string, number | undefined][] = [
    ['4,5', 4.5], ['<2 %', 2], ['> 77,0%', 77], ['17 900 000', 17_900_000], ['−3', -3], ['100%', 100], ['49(50)', undefined], ['', undefined],
    ['redusert', undefined], ['2,1-2,3', undefined], ['5 poeng', 5],
  ];
  for (const [text, value] of read) assert.equal(figureOf(text), value, text);
});

const row = (part: Partial<ScorecardRow>): ScorecardRow => ({
  indicator: 'x', indicatorName: 'X', baseline: '', target: '', result: '', missing: 'NONE', colour: 'NOT_JUDGED', ...part,
}) as ScorecardRow;
const card = (year: number, ...rows: ScorecardRow[]): Scorecard => ({ unitId: `u${year}`, unit: 'U', year, rows }) as unknown as Scorecard;

test('a line begins with the baseline, and a year without a figure breaks it', () => {
  const points = trendOf([card(2016, row({ result: '5' })), card(2014, row({ baseline: '3', result: '4', target: '>4' })), card(2015, row({ missing: 'NOT_MEASURED' })), card(2013)], 'x');
  assert.deepEqual(points.map((one) => [one.year, one.isBaseline, one.value]), [[2013, true, 3], [2014, false, 4], [2015, false, undefined], [2016, false, 5]]);
  assert.equal(points[1]?.targetValue, 4);
  assert.deepEqual(runsOf(points).map((run) => run.map((one) => one.year)), [[2013, 2014], [2016]]);
  assert.deepEqual(trendOf([card(2014)], 'x'), []);
});

test('what cannot be read as a figure is no point of the line', () => {
  const points = trendOf([card(2014, row({ result: '49(50)', missing: 'UNREADABLE' }))], 'x');
  assert.deepEqual(points.map((one) => [one.text, one.value]), [['49(50)', undefined]]);
});

test('the scale has air, also when all is alike', () => {
  const box = { left: 10, top: 0, width: 100, height: 50 };
  const scale = scaleOf([5, 5]);
  assert.equal(heightAt(5, scale, box), 25);
  assert.ok(heightAt(9, scaleOf([1, 9]), box) < heightAt(1, scaleOf([1, 9]), box));
  assert.equal(placeAt(2015, 2015, 2015, box), 60);
  assert.deepEqual([2014, 2015, 2016].map((year) => placeAt(year, 2014, 2016, box)), [10, 60, 110]);
});

test('bands lie the way that the indicator goes, within what is drawn', () => {
  const bands = { green: 4, yellow: 3 };
  const higher = bandsOf({ direction: 'HIGHER_IS_BETTER', bands } as Indicator, { low: 0, high: 6 });
  assert.deepEqual(higher, [{ colour: 'GREEN', low: 4, high: 6 }, { colour: 'YELLOW', low: 3, high: 4 }, { colour: 'RED', low: 0, high: 3 }]);
  const lower = bandsOf({ direction: 'LOWER_IS_BETTER', bands: { green: 3, yellow: 4 } } as Indicator, { low: 3.5, high: 6 });
  assert.deepEqual(lower, [{ colour: 'RED', low: 4, high: 6 }, { colour: 'YELLOW', low: 3.5, high: 4 }]);
  assert.deepEqual(bandsOf(undefined, { low: 0, high: 1 }), []);
});

test('others that measure the same, from lowest to highest', () => {
  const cards = [card(1, row({ result: '4' })), card(2, row({ result: '2,5' })), card(3, row({ missing: 'SUPPRESSED', result: '' })), card(4, row({ indicator: 'y' }))];
  assert.equal(sharing(cards, 'x').length, 3);
  assert.deepEqual(spreadOf(sharing(cards, 'x')), { low: 2.5, middle: 3.25, high: 4, count: 2 });
  assert.equal(spreadOf([]), undefined);
});

test('the page for a meeting holds what fits: good, what must be better with red first, then the rest', () => {
  const many = (colour: ScorecardRow['colour'], count: number): ScorecardRow[] => Array.from({ length: count }, () => row({ colour, result: '1' }));
  const picked = pickedForMeeting([...many('GREEN', 6), ...many('YELLOW', 3), ...many('RED', 2), ...many('NOT_JUDGED', 9), row({ missing: 'NOT_MEASURED' })]);
  assert.deepEqual([picked.good.length, picked.better.map((one) => one.colour), picked.followed.length], [4, ['RED', 'RED', 'YELLOW', 'YELLOW'], 1]);
  assert.deepEqual(countsOf(many('RED', 2)), { GREEN: 0, YELLOW: 0, RED: 2, NOT_JUDGED: 0 });
});

const unit = (unitId: string, parentId: string, leaderName = ''): Unit => ({ unitId, unit: unitId, parentId, leaderName }) as Unit;

test('units above, beside and below; a tree that bites its tail ends', () => {
  const units = [unit('top', ''), unit('a', 'top', 'Kari'), unit('a1', 'a'), unit('a2', 'a'), unit('b', 'top')];
  const found = around(units, 'a');
  assert.deepEqual([found.above, found.beside, found.below].map((those) => those.map((one) => one.unitId)), [['top'], ['b'], ['a1', 'a2']]);
  assert.deepEqual(around(units, 'a2').above.map((one) => one.unitId), ['top', 'a']);
  assert.deepEqual(around(units, 'top').beside, []);
  assert.deepEqual(around(units, 'nowhere'), { above: [], beside: [], below: [] });
  assert.equal(around([unit('x', 'y'), unit('y', 'x')], 'x').above.length, 2);
  assert.deepEqual(matching(units, ' KARI ').map((one) => one.unitId), ['a']);
});
