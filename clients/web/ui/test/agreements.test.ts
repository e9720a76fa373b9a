import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Agreement, Commitment, CycleEvent, Field, Talk, Task } from '../src/api/types';
import { agreementPath, meetingPath, routeOf, scorecardPath, talkPath } from '../src/routes';
import { byUnit, comparedWith, differences, holderOf, isSameText, isToSign, pairsOf, partsOf } from '../src/screens/agreement_document';
import { changeOf, maySettle, mayRemind, minutesParts, preparationsOf, promisesOf, tasksOfPair } from '../src/screens/talk_sheet';

test('agreements, cards and talks have addresses of their own', () => {
  assert.deepEqual(routeOf('/lederavtaler'), { screen: 'agreements' });
  assert.deepEqual(routeOf(agreementPath('municipalities/loten/agreements/923')), { screen: 'agreement', number: '923' });
  assert.deepEqual(routeOf('/lederavtaler/x'), { screen: 'unknown' });
  assert.deepEqual(routeOf('/malekort'), { screen: 'scorecards', all: false });
  assert.deepEqual(routeOf('/malekort/alle'), { screen: 'scorecards', all: true });
  assert.deepEqual(routeOf(scorecardPath(2015, 'lund-skole')), { screen: 'scorecard', year: 2015, unit: 'lund-skole', forMeeting: false });
  assert.deepEqual(routeOf(scorecardPath(2015, 'lund-skole', 'a b')), { screen: 'scorecard', year: 2015, unit: 'lund-skole', indicator: 'a b', forMeeting: false });
  assert.deepEqual(routeOf(meetingPath(2015, 'lund-skole')), { screen: 'scorecard', year: 2015, unit: 'lund-skole', forMeeting: true });
  assert.deepEqual(routeOf('/malekort/x/lund-skole'), { screen: 'unknown' });
  assert.deepEqual(routeOf(talkPath('municipalities/loten/cycles/2015', 'jon-ronning')), { screen: 'talk', cycle: '2015', leader: 'jon-ronning' });
  assert.deepEqual(routeOf(talkPath('municipalities/loten/cycles/2015-2', 'jon-ronning')), { screen: 'talk', cycle: '2015-2', leader: 'jon-ronning' });
  assert.deepEqual(routeOf('/samtaleark'), { screen: 'talks' });
  assert.deepEqual(routeOf('/samtaleark/2015'), { screen: 'unknown' });
});

const target = (unit: string, indicator: string, figure: string) => ({ unit, indicator, target: figure, decided_by: 'COUNCIL' });

test('a document has its parts, and what is missing or of another kind is nothing', () => {
  const parts = partsOf({
    targets: [target('A', 'x', '<4'), target('B', 'x', '1'), null, 'no'], commitments: null, personal_clauses: null,
    clauses: [{ heading: 'Etikk', text: 'Gjelder' }], refusals: { leader: 'Fordi', superior: null },
  });
  assert.deepEqual(byUnit(parts.targets).map((one) => [one.unit, one.targets.length]), [['A', 1], ['B', 1]]);
  assert.equal(parts.targets[0]?.decidedBy, 'council');
  assert.deepEqual(parts.commitments, []);
  assert.equal(parts.personalClauses, '');
  assert.deepEqual(parts.refusals, { LEADER: 'Fordi', SUPERIOR: '' });
  assert.deepEqual(partsOf({}).targets, []);
});

test('what is new, what is changed and what is taken out', () => {
  const before = partsOf({ targets: [target('A', 'kept', '1'), target('A', 'changed', '2'), target('A', 'gone', '3')], personal_clauses: 'Gammelt' });
  const after = partsOf({
    targets: [target('A', 'kept', '1'), target('A', 'changed', '>2'), target('A', 'fresh', '4')],
    commitments: [{ by: 'Kari', what: 'Hjelpe', due: '2016-03-01' }],
  });
  assert.deepEqual(differences(before, after).map((one) => [one.about, one.kind, one.name, one.before, one.after]), [
    ['target', 'changed', 'changed', '2', '>2'],
    ['target', 'added', 'fresh', '', '4'],
    ['target', 'removed', 'gone', '3', ''],
    ['commitment', 'added', 'Kari: Hjelpe', '', '2016-03-01'],
    ['personal', 'removed', '', 'Gammelt', ''],
  ]);
  assert.deepEqual(differences(after, after), []);
});

const agreement = (part: Partial<Agreement>): Agreement => ({ leader: 'l', superior: 's', signatures: [], supersedes: '', version: 1, cycle: 'c/2015', ...part }) as Agreement;

test('an agreement is compared with last year’s, and in a first year with the one before', () => {
  const last = agreement({ name: 'a/1', cycle: 'c/2014' });
  const first = agreement({ name: 'a/2', supersedes: 'a/1', version: 2 });
  const second = agreement({ name: 'a/3', supersedes: 'a/2', version: 3 });
  assert.equal(comparedWith(second, [last, first, second]), last);
  assert.equal(comparedWith(second, [first, second]), first);
  assert.equal(comparedWith(last, [last]), undefined);
  assert.deepEqual(comparedWith(agreement({ name: 'b', supersedes: 'b' }), [agreement({ name: 'b', supersedes: 'b' })])?.name, 'b');
  assert.deepEqual(pairsOf([last, first, second]).map((pair) => [pair.newest.name, pair.earlier.map((one) => one.name)]), [['a/3', ['a/2', 'a/1']]]);
});

test('who has the agreement: the writer, the reader, those who have not signed', () => {
  assert.deepEqual(holderOf(agreement({ state: 'DRAFT' })), { parties: ['SUPERIOR'] });
  assert.deepEqual(holderOf(agreement({ state: 'REVIEW' })), { parties: ['LEADER'] });
  const signed = [{ party: 'LEADER' }] as Agreement['signatures'];
  assert.deepEqual(holderOf(agreement({ state: 'SIGNING', signatures: signed })), { parties: ['SUPERIOR'] });
  assert.equal(holderOf(agreement({ state: 'SIGNED', signatures: signed })), undefined);
});

const field = (id: string, audience: Field['audience'], type: Field['type'] = 'TEXT'): Field => ({ id, label: id, audience, type, columns: [], readOnly: false }) as unknown as Field;
const task = (assignee: string, fields: Field[], draft: Record<string, string>): Task =>
  ({ name: `t/${assignee}`, assignee, subject: 'l', state: 'DONE', form: { fields, draft } }) as unknown as Task;
const talk = { leader: 'l', superior: 's', cycle: 'm/cycles/2015', minutes: { minutes: 'Referat', commitments: [{ what: 'Hjelpe' }] } } as unknown as Talk;

test('preparations are those with themes to share; one’s own notes stand apart, and the minutes are none', () => {
  const themes = [field('achieved', 'PARTIES'), field('support', 'PARTIES')];
  const own = task('l', [...themes, field('own_notes', 'PRIVATE')], { achieved: 'Mye', own_notes: 'Bare jeg' });
  const other = task('s', themes, { support: 'Hjelp' });
  const minutes = task('s', [field('minutes', 'PARTIES'), field('commitments', 'COMMITMENTS', 'TABLE')], { minutes: 'Referat' });
  const appoint = task('s', [field('place', 'LINE'), field('time', 'LINE')], { place: 'Her' });
  const found = preparationsOf(talk, [own, other, minutes, appoint]);
  assert.deepEqual(found.map((one) => [one.side, one.shared.map((said) => said.words), one.own.map((said) => said.words)]),
                   [['leader', ['Mye'], ['Bare jeg']], ['superior', ['Hjelp'], []]]);
  assert.deepEqual(minutesParts(talk, [own, minutes]).map((one) => [one.field.id, one.words, one.rows.length]), [['minutes', 'Referat', 0], ['commitments', '', 1]]);
  assert.deepEqual(tasksOfPair(talk, [own, { ...other, subject: 'x' }, { ...other, state: 'WITHDRAWN' }]), [own]);
});

const promise = (part: Partial<Commitment>): Commitment => ({ by: 's', to: 'l', state: 'OPEN', dueDate: '2016-03-01', cycle: 'm/cycles/2015', lastReminded: '', ...part }) as Commitment;

test('promises of the two, old and new; whoever was promised settles and reminds once a day', () => {
  const old = promise({ cycle: 'm/cycles/2014', state: 'KEPT' });
  const open = promise({ cycle: 'm/cycles/2014', dueDate: '2016-09-01' });
  const fresh = promise({});
  const others = promise({ by: 'x' });
  assert.deepEqual(promisesOf(talk, [old, open, fresh, others]), { earlier: [open, old], fresh: [fresh] });
  assert.equal(maySettle(fresh, 'l'), true);
  assert.equal(maySettle(fresh, 's'), false);
  assert.equal(maySettle(old, 'l'), false);
  assert.equal(mayRemind(fresh, 'l', '2016-02-03'), true);
  assert.equal(mayRemind(promise({ lastReminded: '2016-02-03' }), 'l', '2016-02-03'), false);
});

const head = (name: string, part: Partial<Task> = {}): Task => ({ name, state: 'OPEN', assignee: 'l', etag: '1', ...part }) as Task;
const event = (kind: string, resource: string): CycleEvent => ({ kind, resource }) as CycleEvent;
const unchanged = { talk: false, tasks: [], cards: false };
const sheetChanges: [string, Task[], Task[], CycleEvent[], { talk: boolean; tasks: string[]; cards: boolean }][] = [
  ['nothing', [head('t1')], [head('t1')], [], unchanged],
  ['one’s own, written in elsewhere', [head('t1')], [head('t1', { etag: '2' })], [], { ...unchanged, tasks: ['t1'] }],
  ['what the other is writing', [head('t2', { assignee: 's' })], [head('t2', { assignee: 's', etag: '2' })], [], unchanged],
  ['a task that ended', [head('t1')], [head('t1', { state: 'DONE' })], [], { talk: true, tasks: ['t1'], cards: false }],
  ['a task that came', [head('t1')], [head('t1'), head('t2', { assignee: 's' })], [], { talk: true, tasks: ['t2'], cards: false }],
  ['a task that passed to another', [head('t1')], [head('t1', { assignee: 'x' })], [], { talk: true, tasks: ['t1'], cards: false }],
  ['a task that went', [head('t1'), head('t2')], [head('t1')], [], { talk: true, tasks: [], cards: false }],
  ['somebody else’s task', [head('t1')], [head('t1')], [event('task_completed', 'results')], { ...unchanged, cards: true }],
  ['what is told of the pair', [head('t1')], [head('t1')], [event('task_completed', 't1')], { ...unchanged, talk: true }],
];
for (const [what, before, now, events, change] of sheetChanges) {
  test(`the sheet of a talk reads anew after ${what}: ${JSON.stringify(change)}`, () => {
    const found = changeOf(talk, before, now, events, 'l');
    assert.deepEqual({ ...found, tasks: [...found.tasks] }, change);
  });
}

test('an agreement is to be signed by whoever has not, and only while it waits for that', () => {
  const waiting = agreement({ state: 'SIGNING', signatures: [{ party: 'LEADER' }] as Agreement['signatures'] });
  assert.equal(isToSign(waiting, 's'), true);
  assert.equal(isToSign(waiting, 'l'), false);
  assert.equal(isToSign(waiting, 'office'), false);
  assert.equal(isToSign({ ...waiting, state: 'REVIEW' }, 's'), false);
});

test('a text that is signed is the one that was read: version and contents, whoever has signed meanwhile', () => {
  const read = agreement({ name: 'a', version: 2, text: 'Mål 90', document: { targets: [target('Skole', 'Trivsel', '90')] } });
  assert.equal(isSameText(read, { ...read, updateTime: '2016-01-01T00:00:00Z', text: 'Mål 90. Signert' }), true);
  assert.equal(isSameText(read, { ...read, document: { targets: [target('Skole', 'Trivsel', '95')] } }), false);
  assert.equal(isSameText(read, { ...read, version: 3 }), false);
});
