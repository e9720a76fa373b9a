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
const languages = ['nb', 'nn', 'sv', 'en'];

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

const chunkOf = (name) => {
  const chunk = assets.find((one) => one.startsWith(`${name}-`) && one.endsWith('.js'));
  assert.ok(chunk, `no chunk ${name}`);
  return `assets/${chunk}`;
};

// What the page names, and the code for signing in, which is the first screen of somebody new.
function filesOfFirstLoad() {
  const files = new Set(['index.html']);
  for (const [, path] of html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)) withImports(path, files);
  return withImports(chunkOf('sign_in'), files);
}

test('the first load is at most 100 kB compressed, the font beside', () => {
  const texts = languages.map(chunkOf).sort((one, other) => packedSize(other) - packedSize(one))[0];
  const sizes = [...filesOfFirstLoad(), texts].map((path) => [path, packedSize(path)]);
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

test('only the language that is spoken is fetched', () => {
  const files = filesOfFirstLoad();
  for (const language of languages) assert.ok(!files.has(chunkOf(language)), language);
});

test('the page\'s own code comes together with what runs first', () => {
  assert.match(html, new RegExp(`<link rel="modulepreload"[^>]* href="/${chunkOf('page')}"`));
  assert.ok(!withImports(chunkOf('first')).has(chunkOf('page')));
});
