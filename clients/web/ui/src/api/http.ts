// One way to the gateway. A problem is a value: nobody catches anything.

import { language } from '../texts/texts';
import { Intentions } from './intention';
import type { JsonObject } from './types';

export interface FieldProblem {
  pointer?: string;
  field: string;
  detail: string;
}

export interface Problem {
  // "STALE_ETAG", "INVALID_INPUT" …; "UNREACHABLE" when no answer came.
  reason: string;
  status: number;
  detail: string;
  errors: FieldProblem[];
  retryAfterMilliseconds?: number;
}

export type Result<T> = { ok: true; value: T } | { ok: false; problem: Problem };

export interface Request {
  query?: Record<string, string | number | boolean>;
  body?: JsonObject;
  etag?: string;
}

const mostRetries = 3;
const longestWaitMilliseconds = 5000;

let whenSignedOut: () => void = () => undefined;
let answered = new Date(0);

// The time of the last answer, by the clock of the one who gave it.
export function lastAnswered(): Date {
  return answered;
}

export function onSignedOut(listener: () => void): void {
  whenSignedOut = listener;
}

function addressOf(path: string, query: Request['query']): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== '' && value !== false) parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text === '' ? path : `${path}?${text}`;
}

const intentions = new Intentions(() => crypto.randomUUID(), () => Date.now());

// No answer, or one from whoever stands between and got none.
export function isOutcomeUnknown(problem: Problem): boolean {
  return problem.reason === 'UNREACHABLE' || problem.status >= 502;
}

function headersOf(method: string, request: Request, key: string): Headers {
  const headers = new Headers({ Accept: 'application/json', 'Accept-Language': language() });
  if (method === 'GET') return headers;
  headers.set('Arshjul-Request', '1');
  headers.set('Idempotency-Key', key);
  if (request.body !== undefined) headers.set('Content-Type', 'application/json');
  if (request.etag !== undefined) headers.set('If-Match', `"${request.etag}"`);
  return headers;
}

async function problemOf(response: Response): Promise<Problem> {
  const fallback: Problem = { reason: 'UNKNOWN', status: response.status, detail: '', errors: [] };
  try {
    const told = (await response.json()) as Partial<Problem>;
    return { ...fallback, ...told, errors: told.errors ?? [] };
  } catch {
    return fallback;
  }
}

async function once<T>(method: string, address: string, headers: Headers, body: string | undefined): Promise<Result<T>> {
  let response: Response;
  try {
    response = await fetch(address, { method, headers, body: body ?? null, credentials: 'same-origin' });
  } catch {
    return { ok: false, problem: { reason: 'UNREACHABLE', status: 0, detail: '', errors: [] } };
  }
  answered = new Date(response.headers.get('Date') ?? Date.now());
  if (!response.ok) return { ok: false, problem: await problemOf(response) };
  if (response.status === 204) return { ok: true, value: undefined as T };
  try {
    return { ok: true, value: (await response.json()) as T };
  } catch {
    return { ok: false, problem: { reason: 'UNREACHABLE', status: response.status, detail: '', errors: [] } };
  }
}

// The same Idempotency-Key goes with each attempt, also with one made later because no answer came: a mutation tried again is
// done once.
export async function call<T>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, request: Request = {}): Promise<Result<T>> {
  const address = addressOf(path, request.query);
  const body = request.body === undefined ? undefined : JSON.stringify(request.body);
  const asked = [method, address, request.etag ?? '', body ?? ''].join('\n');
  const key = intentions.keyFor(asked);
  const headers = headersOf(method, request, key);
  for (let attempt = 0; ; ++attempt) {
    const result = await once<T>(method, address, headers, body);
    if (method !== 'GET') intentions.answered(asked, key, result.ok || !isOutcomeUnknown(result.problem));
    if (result.ok) return result;
    if (result.problem.status === 401) whenSignedOut();
    const wait = result.problem.retryAfterMilliseconds ?? 0;
    if (wait <= 0 || attempt === mostRetries) return result;
    await new Promise((done) => setTimeout(done, Math.min(wait, longestWaitMilliseconds)));
  }
}

async function readLines<T>(body: ReadableStream<Uint8Array>, hear: (one: T) => void): Promise<void> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    const lines = (rest + (value ?? '')).split('\n');
    rest = done ? '' : lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') hear(JSON.parse(line) as T);
    if (done) return;
  }
}

// Many answers, each told of as it comes; ends with the last one, or when `signal` breaks it off.
export async function stream<T>(method: 'GET' | 'POST', path: string, request: Request, hear: (one: T) => void, signal: AbortSignal): Promise<Result<void>> {
  const headers = headersOf(method, request, crypto.randomUUID());
  headers.set('Accept', 'application/x-ndjson');
  const body = request.body === undefined ? null : JSON.stringify(request.body);
  try {
    const response = await fetch(addressOf(path, request.query), { method, headers, body, signal, credentials: 'same-origin' });
    if (response.status === 401) whenSignedOut();
    if (!response.ok) return { ok: false, problem: await problemOf(response) };
    if (response.body !== null) await readLines(response.body, hear);
    return { ok: true, value: undefined };
  } catch {
    return { ok: false, problem: { reason: 'UNREACHABLE', status: 0, detail: '', errors: [] } };
  }
}

// What comes back as a file and not as JSON.
export async function download(path: string, body: JsonObject): Promise<Result<Response>> {
  try {
    const response = await fetch(path, { method: 'POST', headers: headersOf('POST', { body }, crypto.randomUUID()), body: JSON.stringify(body), credentials: 'same-origin' });
    if (response.status === 401) whenSignedOut();
    return response.ok ? { ok: true, value: response } : { ok: false, problem: await problemOf(response) };
  } catch {
    return { ok: false, problem: { reason: 'UNREACHABLE', status: 0, detail: '', errors: [] } };
  }
}

export function get<T>(path: string, query: Request['query'] = {}): Promise<Result<T>> {
  return call<T>('GET', path, { query });
}
