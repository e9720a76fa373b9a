import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Intentions } from '../src/api/intention';

function intentionsAt() {
  const clock = { now: 0 };
  let made = 0;
  return { clock, intentions: new Intentions(() => `key ${++made}`, () => clock.now) };
}

test('what nobody answered is sent again by the same key, and what was answered is meant anew', () => {
  const { intentions } = intentionsAt();
  assert.equal(intentions.keyFor('sign'), 'key 1');
  intentions.answered('sign', 'key 1', false);
  assert.equal(intentions.keyFor('sign'), 'key 1');
  assert.equal(intentions.keyFor('sign with a remark'), 'key 2');
  intentions.answered('sign', 'key 1', true);
  assert.equal(intentions.keyFor('sign'), 'key 3');
});

test('the same words long after are another intention, however often they went unanswered', () => {
  const { clock, intentions } = intentionsAt();
  intentions.answered('remind', intentions.keyFor('remind'), false);
  clock.now = 9 * 60_000;
  assert.equal(intentions.keyFor('remind'), 'key 1');
  intentions.answered('remind', 'key 1', false);
  clock.now = 11 * 60_000;
  assert.equal(intentions.keyFor('remind'), 'key 2');
  intentions.answered('remind', 'key 2', false);
  assert.equal(intentions.keyFor('remind'), 'key 2');
});
