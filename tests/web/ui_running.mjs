// A server and a gateway of one's own on free ports, with a fresh demo, and a browser that nobody has used. For the tests of
// the UI and script/screenshots.

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('../../', import.meta.url));
const patienceMilliseconds = 60_000;
const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
  '--disable-sync',
];

function freePort() {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

function answers(port) {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });
}

async function launch(program, given, port, log) {
  const out = openSync(log, 'a');
  const child = spawn(program, given, { stdio: ['ignore', out, out] });
  let startProblem;
  child.once('error', (problem) => { startProblem = problem; });
  const deadline = Date.now() + patienceMilliseconds;
  while (!(await answers(port))) {
    if (startProblem !== undefined || child.exitCode !== null || Date.now() > deadline) {
      throw new Error(`${program} does not answer: ${startProblem ?? ''}\n${readFileSync(log, 'utf8')}`);
    }
    await new Promise((done) => setTimeout(done, 50));
  }
  return child;
}

function stop(child) {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((done) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), 15_000);
    child.once('exit', () => {
      clearTimeout(timer);
      done();
    });
    child.kill('SIGTERM');
  });
}

export async function startAll(programs) {
  const folder = mkdtempSync(join(tmpdir(), 'arshjul-ui-'));
  const [serverPort, gatewayPort] = [await freePort(), await freePort()];
  const server = `127.0.0.1:${serverPort}`;
  const origin = `http://127.0.0.1:${gatewayPort}`;
  const children = [];
  const end = async () => {
    for (const child of children.reverse()) await stop(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    children.push(await launch(resolve(programs, 'arshjuld'), ['--demo', '--data', join(folder, 'data'), '--listen', server],
                               serverPort, join(folder, 'server.log')));
    children.push(await launch(resolve(programs, 'arshjul-gateway'), ['--listen', `127.0.0.1:${gatewayPort}`, '--server', server, '--ui',
                               join(root, 'build/ui'), '--origin', origin, '--demo'], gatewayPort, join(folder, 'gateway.log')));
  } catch (problem) {
    await end();
    throw problem;
  }
  // The command line, as somebody else who works at the same time.
  const arshjul = (as, ...words) => {
    const ran = spawnSync(resolve(programs, 'arshjul'), ['--server', server, '--lang', 'nb', '--as', as, ...words], { encoding: 'utf8', timeout: patienceMilliseconds });
    if (ran.status !== 0) throw new Error(`arshjul ${words.join(' ')}: ${ran.stderr}${ran.stdout}`);
    return ran.stdout;
  };
  return { origin, folder, arshjul, end };
}

export function startBrowser(options = {}) {
  return chromium.launch({ executablePath: process.env.ARSHJUL_CHROMIUM ?? '/usr/bin/chromium', args: flags, ...options });
}

// A page that remembers what went wrong in it: errors, and what its Content-Security-Policy refused.
export async function newPage(browser, origin, options = {}) {
  const context = await browser.newContext({ baseURL: origin, locale: 'nb-NO', viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const wrong = [];
  page.on('pageerror', (problem) => wrong.push(String(problem)));
  page.on('console', (message) => {
    // An answer that is a problem is written by the browser itself; the screens show it.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) wrong.push(message.text());
  });
  return { page, wrong, close: () => context.close() };
}

export async function signIn(page, name, onward = '/oppgaver') {
  await page.goto(`/logg-inn?videre=${encodeURIComponent(onward)}`);
  await page.getByRole('searchbox').fill(name);
  await page.getByRole('button', { name }).first().click();
  await page.waitForURL(`**${onward}`);
  await page.locator('[data-screen]:not([data-screen="sign_in"]) h1').waitFor();
}
