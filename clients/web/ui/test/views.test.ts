import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Cycle, PhaseOverview, Task, UnitOverview, UnitPhase } from '../src/api/types';
import { boardPath, routeOf, signInPath, taskPath, wheelPath } from '../src/routes';
import { below, isDeviation, shownPhases, standingOf, wayTo } from '../src/screens/board_rows';
import { chosenCycle, yearsToAccountFor } from '../src/screens/cycles';
import { groupOf } from '../src/screens/task_groups';
import { spansOf } from '../src/screens/wheel_drawing';
import { arcOf, overlap, piece, pointAt, ringsOf, share, turnOf } from '../src/screens/wheel_geometry';

test('each address has its view, and each view its address', () => {
  assert.deepEqual(routeOf('/'), { screen: 'tasks' });
  assert.deepEqual(routeOf(taskPath('municipalities/loten/tasks/56')), { screen: 'task', number: '56' });
  assert.deepEqual(routeOf('/oppgaver/abc'), { screen: 'unknown' });
  assert.deepEqual(routeOf(wheelPath(2015, 'talk', true)), { screen: 'wheel', year: 2015, phase: 'talk', asLine: true });
  assert.deepEqual(routeOf('/arshjulet'), { screen: 'wheel', asLine: false });
  assert.deepEqual(routeOf('/arshjulet/x'), { screen: 'unknown' });
  assert.deepEqual(routeOf(boardPath(2015, 'lund-skole', true)), { screen: 'board', year: 2015, unit: 'lund-skole', deviationsOnly: true, day: '' });
  assert.deepEqual(routeOf(boardPath(2015, undefined, false, '2015-03-01')), { screen: 'board', year: 2015, deviationsOnly: false, day: '2015-03-01' });
  assert.deepEqual(routeOf('/tavle/2015/x/y'), { screen: 'unknown' });
  assert.deepEqual(routeOf('/%E0%A4%A'), { screen: 'unknown' });
});

test('the way on after signing in never leads out of here', () => {
  assert.deepEqual(routeOf(signInPath('/oppgaver/56')), { screen: 'sign_in', onward: '/oppgaver/56' });
  for (const bad of ['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)']) {
    assert.deepEqual(routeOf(signInPath(bad)), { screen: 'sign_in', onward: '/oppgaver' });
  }
});

const day = (due: string | undefined, overdue = false): Task => ({ state: 'OPEN', overdue, ...(due === undefined ? {} : { dueTime: due }) }) as Task;

test('overdue and near is urgent, two weeks is now', () => {
  const today = '2014-08-15';
  assert.equal(groupOf(day('2014-08-01T20:00:00Z', true), today), 'urgent');
  assert.equal(groupOf(day('2014-08-17T21:59:59Z'), today), 'urgent');
  assert.equal(groupOf(day('2014-08-17T22:00:00Z'), today), 'now');
  assert.equal(groupOf(day('2014-08-29T21:59:59Z'), today), 'now');
  assert.equal(groupOf(day('2014-08-30T21:59:59Z'), today), 'later');
  assert.equal(groupOf(day(undefined), today), 'later');
});

test('the year that is lived comes before the one that is over, and before the one to come', () => {
  const cycle = (year: number, state = 'RUNNING'): Cycle => ({ year, state }) as Cycle;
  assert.deepEqual(yearsToAccountFor([cycle(2016), cycle(2015)], '2015-10-01'), [2015, 2016]);
  assert.deepEqual(yearsToAccountFor([cycle(2016), cycle(2015)], '2016-02-01'), [2016, 2015]);
  assert.deepEqual(yearsToAccountFor([cycle(2015)], '2014-08-15'), [2015]);
  assert.deepEqual(yearsToAccountFor([cycle(2017, 'CANCELLED'), cycle(2016, 'SUSPENDED'), cycle(2015, 'CLOSED')], '2017-02-01'), [2016]);
});

test('the wheel: January at the top, clockwise', () => {
  assert.equal(turnOf('2015-01-01'), 0);
  assert.ok(Math.abs(turnOf('2015-07-02') - 0.5) < 0.01);
  assert.deepEqual(pointAt(0, 100), { x: 0, y: -100 });
  assert.deepEqual(pointAt(0.25, 100), { x: 100, y: 0 });
  assert.ok(turnOf('2016-12-31') < 1);
});

test('arcs cross New Year, and meet those on the other side', () => {
  const winter = arcOf({ opens: '2014-12-15', ends: '2015-01-31' });
  const january = arcOf({ opens: '2015-01-10', ends: '2015-01-20' });
  const summer = arcOf({ opens: '2015-06-15', ends: '2015-06-30' });
  assert.ok(winter.to > 1);
  assert.equal(overlap(winter, january), true);
  assert.equal(overlap(january, winter), true);
  assert.equal(overlap(winter, summer), false);
  assert.deepEqual(ringsOf([winter, january, summer]), [0, 1, 0]);
});

test('a phase longer than a year is one turn, and a day is wide enough to be hit', () => {
  const long = arcOf({ opens: '2014-01-01', ends: '2016-01-01' });
  assert.equal(long.to - long.from, 1);
  const short = arcOf({ opens: '2014-01-01', ends: '2014-01-01' });
  assert.ok(short.to - short.from >= 0.019);
  assert.match(piece(long, 10, 20), /^M[-\d. ]+A20 20 0 1 1 /);
  assert.doesNotMatch(piece(long, 10, 20), /NaN/);
});

test('the share done is never more than all', () => {
  const arc = { from: 0.2, to: 0.4 };
  assert.deepEqual(share(arc, 1, 0), { from: 0.2, to: 0.2 });
  assert.deepEqual(share(arc, 9, 3), arc);
});

const phase = (id: string, state: PhaseOverview['state'] = 'OPEN'): PhaseOverview => ({ id, state }) as PhaseOverview;
const cell = (part: Partial<UnitPhase>): UnitPhase => ({ phase: 'a', totalDue: 2, totalDone: 0, totalOverdue: 0, stuck: false, dueDate: '', ...part }) as UnitPhase;
const unit = (unitId: string, parentId: string, depth: number, ...phases: UnitPhase[]): UnitOverview => ({ unitId, parentId, depth, phases, vacant: false }) as UnitOverview;

test('what is wrong is said before what is near, and what is done before what is coming', () => {
  const today = '2014-08-15';
  assert.equal(standingOf(undefined, phase('a'), today), 'none');
  assert.equal(standingOf(cell({ totalDue: 0 }), phase('a'), today), 'none');
  assert.equal(standingOf(cell({ stuck: true, totalOverdue: 1 }), phase('a'), today), 'stuck');
  assert.equal(standingOf(cell({ totalOverdue: 1, dueDate: today }), phase('a'), today), 'overdue');
  assert.equal(standingOf(cell({ totalDone: 2 }), phase('a', 'NOT_OPEN'), today), 'done');
  assert.equal(standingOf(cell({}), phase('a', 'NOT_OPEN'), today), 'coming');
  assert.equal(standingOf(cell({ dueDate: '2014-08-18' }), phase('a'), today), 'soon');
  assert.equal(standingOf(cell({ dueDate: '2014-08-19' }), phase('a'), today), 'on_way');
});

test('a unit with all below it, and the way down to it', () => {
  const units = [unit('top', '', 0), unit('a', 'top', 1), unit('a1', 'a', 2), unit('b', 'top', 1, cell({ totalOverdue: 1 }))];
  assert.deepEqual(below(units, 'a').map((one) => one.unitId), ['a', 'a1']);
  assert.deepEqual(below(units, 'top').length, 4);
  assert.deepEqual(below(units, 'nowhere'), []);
  assert.deepEqual(wayTo(units, 'a1').map((one) => one.unitId), ['top', 'a', 'a1']);
  assert.deepEqual(units.filter(isDeviation).map((one) => one.unitId), ['b']);
  assert.deepEqual(shownPhases([phase('a'), phase('c')], units).map((one) => one.id), ['a']);
});

test('the newest cycle under way is shown when none is named', () => {
  const cycles = [{ year: 2017, state: 'CLOSED' }, { year: 2016, state: 'RUNNING' }, { year: 2015, state: 'RUNNING' }] as Cycle[];
  assert.equal(chosenCycle(cycles, undefined)?.year, 2016);
  assert.equal(chosenCycle(cycles, 2015)?.year, 2015);
  assert.equal(chosenCycle(cycles, 1999), undefined);
  assert.equal(chosenCycle([], undefined), undefined);
});

test('days off that follow each other for the same reason are one span', () => {
  const off = (date: string, title: string): { date: string; id: string; title: string } => ({ date, id: title, title });
  assert.deepEqual(spansOf([off('2015-02-27', 'Stengt'), off('2015-02-28', 'Stengt'), off('2015-03-01', 'Stengt'), off('2015-04-02', 'Skjærtorsdag'), off('2015-04-03', 'Langfredag'), off('2015-04-06', 'Langfredag')]), [
    { first: '2015-02-27', last: '2015-03-01', title: 'Stengt' }, { first: '2015-04-02', last: '2015-04-02', title: 'Skjærtorsdag' },
    { first: '2015-04-03', last: '2015-04-03', title: 'Langfredag' }, { first: '2015-04-06', last: '2015-04-06', title: 'Langfredag' },
  ]);
});
