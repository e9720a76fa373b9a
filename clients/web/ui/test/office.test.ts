import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KnownPerson, LaunchedCycle, Reminder, Role, Unit, Workflow, WorkflowParameter } from '../src/api/office_types';
import type { CycleEvent, UnitOverview } from '../src/api/types';
import { dayCell, nameIn } from '../src/api/export';
import { adminPath, historyPath, launchAgainPath, launchPath, remindersPath, routeOf } from '../src/routes';
import { chartsOf, labelOf } from '../src/screens/chart_text';
import { checklistOf } from '../src/screens/checklist';
import { byDay, happeningOf, matches, rowOf } from '../src/screens/history_rows';
import {
  beforeLetters, changedParameters, cohortCsv, dayOfDefault, newestOf, suggestedYear, withOption, yearsToChoose,
} from '../src/screens/launch_plan';
import { newestLaunches } from '../src/screens/cycles';
import { mayRemind, outcome } from '../src/screens/reminder_list';

test('each address of the office has its view, and each view its address', () => {
  assert.deepEqual(routeOf('/start'), { screen: 'launch', again: false });
  assert.deepEqual(routeOf(launchPath(2016, 'annual-cycle')), { screen: 'launch', year: 2016, workflow: 'annual-cycle', again: false });
  assert.deepEqual(routeOf(launchAgainPath(2015, 'annual-cycle')), { screen: 'launch', year: 2015, workflow: 'annual-cycle', again: true });
  assert.deepEqual(routeOf(remindersPath(2015, 'lund-skole', 'talk', true)), { screen: 'reminders', year: 2015, unit: 'lund-skole', phase: 'talk', overdueOnly: true });
  const filter = { unit: 'a b', phase: 'talk', person: 'Åse & Co', day: '2014-08-15' };
  assert.deepEqual(routeOf(historyPath(2015, filter)), { screen: 'history', year: 2015, ...filter });
  assert.deepEqual(routeOf('/historikk'), { screen: 'history', unit: '', phase: '', person: '', day: '' });
  assert.deepEqual(routeOf(adminPath('maler', 'annual-cycle@1')), { screen: 'admin', section: 'maler', item: 'annual-cycle@1' });
  assert.deepEqual(routeOf(adminPath('oversikt')), { screen: 'admin', section: 'oversikt', item: '' });
  for (const unknown of ['/start/x', '/tavle/2015/annet', '/historikk/2015/x', '/administrasjon/x', '/administrasjon/drift/x']) {
    assert.deepEqual(routeOf(unknown), { screen: 'unknown' }, unknown);
  }
});

const parameter = (id: string, written: string, type: WorkflowParameter['type'] = 'DATE'): WorkflowParameter => ({ id, title: id, type, default: written, options: [] });

test("a workflow's dates are of the years around the cycle's", () => {
  assert.equal(dayOfDefault('Y-1-08-15', 2016), '2015-08-15');
  assert.equal(dayOfDefault('Y-01-02', 2016), '2016-01-02');
  assert.equal(dayOfDefault('Y+1-06-30', 2016), '2017-06-30');
  assert.equal(dayOfDefault('2015-08-15', 2016), '2015-08-15');
  assert.equal(dayOfDefault('Y-02-30', 2016), '');
  assert.equal(dayOfDefault('when it suits', 2016), '');
});

test("only what differs from the workflow's own is sent", () => {
  const workflow = { parameters: [parameter('a', 'Y-01-02'), parameter('b', 'Y-02-02'), parameter('c', '3', 'NUMBER')] } as Workflow;
  const given = new Map([['a', '2016-01-02'], ['b', '2016-02-03'], ['c', '4'], ['gone', '1']]);
  assert.deepEqual(changedParameters(workflow, 2016, given), { b: '2016-02-03', c: '4' });
});

test('options keep the order they are offered in, and those of another version are dropped', () => {
  const options = ['one', 'two', 'three'];
  assert.equal(withOption('three', 'one', true, options), 'one,three');
  assert.equal(withOption('one, three', 'three', false, options), 'one');
  assert.equal(withOption('one', 'one', false, options), '');
  assert.equal(withOption('old', 'two', true, options), 'two');
});

test('who takes part is said of every unit, or of none', () => {
  const units = [{ unitId: 'a' }, { unitId: 'b' }] as Unit[];
  assert.equal(cohortCsv(units, new Set()), '');
  assert.equal(cohortCsv(units, new Set(['b'])), 'unit_id;takes_part\na;yes\nb;no');
});

test('the year after the newest is suggested, and taken ones are not offered; one that was called off is', () => {
  const taken = [{ year: 2015, state: 'RUNNING' as const }], off = [{ year: 2015, state: 'CANCELLED' as const }];
  assert.equal(suggestedYear(taken, '2014-08-15'), 2016);
  assert.equal(suggestedYear([], '2014-08-15'), 2015);
  assert.equal(suggestedYear(off, '2014-08-15'), 2015);
  assert.ok(!yearsToChoose(taken, '2014-08-15').includes(2015));
  assert.ok(!yearsToChoose([...taken, ...off], '2014-08-15').includes(2015));
  assert.ok(yearsToChoose(taken, '2014-08-15').includes(2014));
  assert.ok(yearsToChoose(off, '2014-08-15').includes(2015));
});

test('of a year that was launched again the newest launch stands', () => {
  const cycles = [{ year: 2016, name: 'a' }, { year: 2015, name: 'b' }, { year: 2015, name: 'c' }];
  assert.deepEqual(newestLaunches(cycles).map((cycle) => cycle.name), ['a', 'b']);
});

test('of each workflow the newest version is offered', () => {
  const all = [{ workflowId: 'a', version: 2 }, { workflowId: 'a', version: 1 }, { workflowId: 'b', version: 1 }] as Workflow[];
  assert.deepEqual(newestOf(all).map((one) => `${one.workflowId}@${one.version}`), ['a@2', 'b@1']);
});

test('letters go at seven on the first morning at work after the launch', () => {
  const friday = '2014-08-15T06:00:00Z';
  assert.equal(beforeLetters(friday, '2014-08-17T20:00:00Z', []), true);
  assert.equal(beforeLetters(friday, '2014-08-18T04:59:00Z', []), true);
  assert.equal(beforeLetters(friday, '2014-08-18T05:00:00Z', []), false);
  assert.equal(beforeLetters(friday, '2014-08-18T05:00:00Z', [{ date: '2014-08-18' }, { date: '2014-08-19' }]), true);
  assert.equal(beforeLetters('2014-08-18T04:00:00Z', '2014-08-18T04:30:00Z', []), true);
  assert.equal(beforeLetters('2014-08-18T04:00:00Z', '2014-08-18T06:00:00Z', []), false);
});

const reminder = (person: string, skipped: Reminder['skipped']): Reminder => ({ person, skipped }) as Reminder;

test('who was skipped got no letter', () => {
  const { letters, others } = outcome([reminder('a', 'SKIPPED_UNSPECIFIED'), reminder('b', 'AWAY'), reminder('c', 'DAY_OFF')]);
  assert.deepEqual(letters.map((one) => one.person), ['a']);
  assert.deepEqual(others.map((one) => one.person), ['b', 'c']);
});

test('the office reminds, and whoever leads others; nobody else is offered to', () => {
  const units = [{ unitId: 'top', parentId: '', leader: 'kari' }, { unitId: 'low', parentId: 'top', leader: 'tor' }, { unitId: 'empty', parentId: 'low', leader: '' }] as UnitOverview[];
  assert.equal(mayRemind('x', ['OFFICE'], []), true);
  assert.equal(mayRemind('kari', [], units), true);
  assert.equal(mayRemind('tor', [], units.slice(0, 2)), false);
  assert.equal(mayRemind('', [], units), false);
  assert.equal(mayRemind(undefined, ['COUNCIL'], units), false);
});

const event = (part: Partial<CycleEvent>): CycleEvent => ({
  position: '1', time: '2014-08-15T06:00:00Z', actor: 'Tor', kind: 'task_completed', resource: 'm/tasks/1', summary: 'Gjort', unit: 'Lund skole', unitId: 'lund-skole',
  phase: '', personName: 'Tor', onBehalfOf: '', ...part,
});

test('what happened is found by unit, phase, person and day', () => {
  const one = happeningOf(event({ phase: 'ambition', onBehalfOf: 'Kari' }));
  const all = { unit: '', phase: '', person: '', day: '' };
  assert.equal(one.task, 'm/tasks/1');
  assert.ok(matches(one, all));
  assert.ok(matches(one, { unit: 'lund-skole', phase: 'ambition', person: 'kari', day: '2014-08-15' }));
  for (const other of [{ unit: 'x' }, { phase: 'x' }, { person: 'x' }, { day: '2014-08-16' }]) assert.ok(!matches(one, { ...all, ...other }));
  assert.equal(happeningOf(event({ resource: 'm/cycles/2015' })).task, '');
});

test('what happened just after midnight is of that day where we are', () => {
  const late = happeningOf(event({ time: '2014-08-15T22:30:00Z' }));
  assert.equal(late.day, '2014-08-16');
  assert.deepEqual(byDay([late, happeningOf(event({}))]).map(([day, those]) => [day, those.length]), [['2014-08-16', 1], ['2014-08-15', 1]]);
});

test('what is taken along of the history is what it says, untouched', () => {
  const one = happeningOf(event({ unit: '', actor: '=cmd()', summary: 'Sa "ja"; gikk\nhjem' }));
  assert.deepEqual(rowOf(one, () => 'Fase'), ['2014-08-15', '08:00', '=cmd()', '', 'Sa "ja"; gikk\nhjem', '', '']);
});

test('a file is called what the gateway calls it', () => {
  assert.equal(nameIn("attachment; filename=\"Malekort.csv\"; filename*=UTF-8''M%C3%A5lekort%2C%20Lund.csv"), 'Målekort, Lund.csv');
  assert.equal(nameIn("attachment; filename*=UTF-8''%E0%A4"), '');
  assert.equal(nameIn(null), '');
  assert.deepEqual(['', undefined, '2014-08-15'].map(dayCell), [null, null, '2014-08-15']);
});

test('a diagram is a list of states within states, and of what leads where', () => {
  const charts = chartsOf('---\ntitle: "Ambisjon"\n---\nstateDiagram-v2\n  state "work" as s1 {\n    state "På vei" as s2\n    --\n    state "b" as s3 {\n      state "c" as s4\n      [*] --> s4\n    }\n    [*] --> s2\n  }\n  state "ended" as s5\n  s1 --> s5 : done\n  s2 --> s4\n  s5 --> [*]\n---\ntitle: "To"\n---\nstateDiagram-v2\n  state "x" as s1\n');
  assert.deepEqual(charts.map((chart) => chart.title), ['Ambisjon', 'To']);
  assert.deepEqual(charts[0]?.states.map((one) => one.label), ['work', 'ended']);
  assert.deepEqual(charts[0]?.states[0]?.inner.map((one) => one.label), ['På vei', 'b']);
  assert.deepEqual(charts[0]?.ways, [{ from: 's1', to: 's5', when: 'done' }, { from: 's2', to: 's4', when: '' }]);
  assert.equal(labelOf(charts[0]?.states ?? [], 's4'), 'c');
  assert.equal(labelOf(charts[1]?.states ?? [], 's2'), undefined);
  assert.deepEqual(chartsOf(''), []);
});

test('the checklist of an empty municipality, and of one that lacks nothing', () => {
  const empty = { units: [], persons: [], roles: [], workflows: [], cycles: [], closedSpans: [] };
  const standings = (known: Parameters<typeof checklistOf>[0]): Record<string, string> => Object.fromEntries(checklistOf(known).map((one) => [one.id, one.standing]));
  assert.deepEqual(standings(empty), {
    organisation: 'missing', leaders: 'advised', mail: 'advised', mandate: 'missing', supporter: 'advised', workflow: 'missing', closed: 'advised', cycle: 'missing',
  });
  const full = {
    units: [{ unitId: 'a', leader: 'kari', vacant: false, closed: false }, { unitId: 'b', leader: '', vacant: true, closed: true }] as Unit[],
    persons: [{ leaderId: 'kari', email: 'kari@example.org' }] as KnownPerson[],
    roles: [{ role: 'MANDATE', active: true }, { role: 'SUPPORTER', active: true }] as Role[],
    workflows: [{ workflowId: 'annual-cycle' }] as Workflow[], cycles: [{ state: 'RUNNING' }] as LaunchedCycle[], closedSpans: [{ first: '2015-02-23', last: '2015-02-27' }],
  };
  assert.ok(Object.values(standings(full)).every((one) => one === 'done'));
  assert.equal(standings({ ...full, cycles: [{ state: 'CANCELLED' }] as LaunchedCycle[] })['cycle'], 'missing');
  assert.equal(standings({ ...full, roles: [{ role: 'MANDATE', active: false }] as Role[] })['mandate'], 'missing');
});
