// What a phone fetches before it shows the first screen, compressed and beside the font: at most 100 kB. And what the pages'
// Content-Security-Policy would refuse: inline scripts and styles, data: images.
//
//   node tests/web/ui_first_load.mjs build/ui

import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const built = fileURLToPath(new URL('../../build/ui/', import.meta.url));
const most = 100_000;
const first = ['tasks', 'sign_in'];

function packedSize(path) {
  const packed = join(built, `${path}.br`);
  return readFileSync(existsSync(packed) ? packed : join(built, path)).length;
}

// The file, and what it needs before it runs.
function withImports(path, seen = new Set()) {
  if (seen.has(path)) return seen;
  seen.add(path);
  if (path.endsWith('.js')) {
    const source = readFileSync(join(built, path), 'utf8');
    for (const [, name] of source.matchAll(/(?:\bfrom|\bimport)\s*"\.\/([^"]+)"/g)) withImports(`assets/${name}`, seen);
  }
  return seen;
}

const html = readFileSync(join(built, 'index.html'), 'utf8');
const assets = readdirSync(join(built, 'assets'));

test('the first load is at most 100 kB compressed, the font beside', () => {
  const files = new Set(['index.html']);
  for (const [, path] of html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)) withImports(path, files);
  for (const screen of first) {
    const chunk = assets.find((name) => name.startsWith(`${screen}-`) && name.endsWith('.js'));
    assert.ok(chunk, `no chunk of the screen ${screen}`);
    withImports(`assets/${chunk}`, files);
  }
  const sizes = [...files].map((path) => [path, packedSize(path)]);
  const total = sizes.reduce((sum, [, size]) => sum + size, 0);
  console.log(sizes.map(([path, size]) => `${path} ${size}`).join('\n'), `\nfirst load: ${total} bytes`);
  assert.ok(total <= most, `${total} bytes`);
});

test('nothing is inline, and no image is written as text', () => {
  assert.doesNotMatch(html, /<style|<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=/);
  for (const name of assets.filter((one) => /\.(css|js)$/.test(one))) {
    const source = readFileSync(join(built, 'assets', name), 'utf8');
    assert.doesNotMatch(source, /url\(["']?data:/, name);
    assert.doesNotMatch(source, /https?:\/\/(?!www\.w3\.org|arshjul\.invalid)[a-z]/i, `${name} names an address outside`);
  }
});

test('the other languages are not in the first load', () => {
  for (const language of ['nn', 'sv', 'en']) assert.ok(assets.some((name) => name.startsWith(`${language}-`) && name.endsWith('.js')), language);
});
