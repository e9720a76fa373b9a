import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type SaveOutcome, Saver } from '../src/form/saver';

const problem = { reason: 'UNREACHABLE', status: 0, detail: '', errors: [] };

function saverOf(outcomes: SaveOutcome[]) {
  const kinds: string[] = [];
  let saves = 0;
  const saver = new Saver(
    async () => {
      ++saves;
      return outcomes.shift() ?? { kind: 'saved' };
    },
    (state) => kinds.push(state.kind),
    () => new Date(0),
    1_000_000,
  );
  return { saver, kinds, count: () => saves };
}

test('nothing is saved where nothing was written', async () => {
  const { saver, count } = saverOf([]);
  await saver.flush();
  assert.equal(count(), 0);
  assert.equal(saver.hasUnsaved(), false);
});

test('what is written is saved once', async () => {
  const { saver, kinds, count } = saverOf([]);
  saver.touch();
  saver.touch();
  assert.equal(saver.hasUnsaved(), true);
  await saver.flush();
  await saver.flush();
  assert.equal(count(), 1);
  assert.deepEqual(kinds, ['unsaved', 'unsaved', 'saving', 'saved']);
});

test('what is written while a save is under way is saved after it', async () => {
  let finish: (outcome: SaveOutcome) => void = () => undefined;
  let saves = 0;
  const saver = new Saver(() => new Promise((done) => { ++saves; finish = done; }), () => undefined, () => new Date(0), 1_000_000);
  saver.touch();
  const first = saver.flush();
  saver.touch();
  const second = saver.flush();
  finish({ kind: 'saved' });
  await first;
  assert.equal(saver.hasUnsaved(), true);
  await new Promise((done) => setImmediate(done));
  finish({ kind: 'saved' });
  await second;
  assert.equal(saves, 2);
  assert.equal(saver.hasUnsaved(), false);
});

test('a save that failed is not forgotten', async () => {
  const { saver, kinds, count } = saverOf([{ kind: 'failed', problem }]);
  saver.touch();
  await saver.flush();
  assert.equal(kinds.at(-1), 'failed');
  await saver.flush();
  assert.equal(count(), 2);
  assert.equal(kinds.at(-1), 'saved');
});

test('held back until somebody has decided', async () => {
  const { saver, count } = saverOf([{ kind: 'held' }]);
  saver.touch();
  await saver.flush();
  saver.touch();
  await saver.flush();
  assert.equal(count(), 1);
  saver.release();
  await saver.flush();
  assert.equal(count(), 2);
});

test('nothing is saved after the end', async () => {
  const { saver, count } = saverOf([]);
  saver.touch();
  saver.stop();
  await saver.flush();
  assert.equal(count(), 0);
});

test('what nobody answered is tried again by itself', async () => {
  const outcomes: SaveOutcome[] = [{ kind: 'failed', problem }];
  let done: () => void = () => undefined;
  const saved = new Promise<void>((resolve) => { done = resolve; });
  const saver = new Saver(async () => outcomes.shift() ?? { kind: 'saved' }, (state) => { if (state.kind === 'saved') done(); }, () => new Date(0), 1_000_000, 1);
  saver.touch();
  await saver.flush();
  await saved;
  assert.equal(saver.hasUnsaved(), false);
});

test('what is being saved is not saved yet, from the first moment on', async () => {
  const told: [string, boolean][] = [];
  const saver: Saver = new Saver(async () => ({ kind: 'saved' }), (state) => told.push([state.kind, saver.hasUnsaved()]), () => new Date(0), 1_000_000);
  saver.touch();
  await saver.flush();
  assert.deepEqual(told, [['unsaved', true], ['saving', true], ['saved', false]]);
});
