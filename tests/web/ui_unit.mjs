// The UI's unit tests: TypeScript made into modules that Node runs itself, on 18 as on 20.
//
//   node tests/web/ui_unit.mjs

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ui = fileURLToPath(new URL('../../clients/web/ui/', import.meta.url));
const { build } = createRequire(join(ui, 'package.json'))('esbuild');
const outdir = mkdtempSync(join(tmpdir(), 'arshjul-ui-unit-'));
try {
  const names = readdirSync(join(ui, 'test')).filter((name) => name.endsWith('.test.ts'));
  await build({
    entryPoints: names.map((name) => join(ui, 'test', name)),
    outdir, bundle: true, platform: 'node', format: 'esm', target: 'node18', outExtension: { '.js': '.mjs' }, logLevel: 'warning',
  });
  const files = names.map((name) => join(outdir, name.replace(/\.ts$/, '.mjs')));
  process.exitCode = spawnSync(process.execPath, ['--test', ...files], { stdio: 'inherit' }).status ?? 1;
} finally {
  rmSync(outdir, { recursive: true, force: true });
}
