import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waysOf } from '../src/parts/navigation';

const pathsOf = (roles: string[]): string[] => {
  const { shown, more } = waysOf(roles);
  return [...shown, ...more].map((way) => way.path);
};

test('few pages are in sight, whoever one is', () => {
  assert.deepEqual(waysOf([]).more, []);
  for (const roles of [['OFFICE'], ['CONTROLLER'], ['AUDITOR'], ['OFFICE', 'AUDITOR']]) assert.ok(waysOf(roles).shown.length <= 4, roles.join());
});

test('a role adds pages and takes none away', () => {
  const leader = pathsOf([]);
  for (const [roles, added] of [
    [['OFFICE'], ['/administrasjon', '/historikk', '/start']], [['CONTROLLER'], ['/historikk']], [['AUDITOR'], ['/historikk']],
    [['AUDITOR', 'OFFICE'], ['/administrasjon', '/historikk', '/start']], [['SUPPORTER'], []],
  ] as const) {
    assert.deepEqual(pathsOf([...roles]).sort(), [...leader, ...added].sort(), roles.join());
  }
});
