// The calls that the screens make.

import { call, get, type Result } from './http';
import type {
  Action, Agreement, Commitment, Cycle, DayOff, DemoMunicipality, JsonObject, Municipality, Overview, Person, RoleBinding, Scorecard,
  ScorecardComparison, Session, Talk, Task,
} from './types';

const pageSize = 1000;

export async function allPages<T>(path: string, list: string, query: Record<string, string | number | boolean>): Promise<Result<T[]>> {
  const all: T[] = [];
  let pageToken = '';
  do {
    const page = await get<{ nextPageToken: string } & Record<string, unknown>>(path, { ...query, pageSize, pageToken });
    if (!page.ok) return page;
    all.push(...((page.value[list] ?? []) as T[]));
    pageToken = page.value.nextPageToken;
  } while (pageToken !== '');
  return { ok: true, value: all };
}

export const session = {
  look: () => get<Session>('/session'),
  people: () => get<{ municipalities: DemoMunicipality[] }>('/session/people'),
  signIn: (municipality: string, person: string) => call<Session>('POST', '/session', { body: { municipality, person } }),
  extend: () => call<Session>('POST', '/session:extend'),
  signOut: () => call<void>('DELETE', '/session'),
};

export const getMunicipality = (name: string) => get<Municipality>(`/v1/${name}`);

export const listTasks = (municipality: string, query: Record<string, string | boolean>) =>
  allPages<Task>(`/v1/${municipality}/tasks`, 'tasks', query);

export const getTask = (name: string) => get<Task>(`/v1/${name}`);

export const saveTask = (name: string, etag: string, data: JsonObject) =>
  call<Task>('POST', `/v1/${name}:save`, { etag, body: { data } });

export const completeTask = (name: string, etag: string, action: string, data: JsonObject) =>
  call<Task>('POST', `/v1/${name}:complete`, { etag, body: { action, data } });

export const commentTask = (name: string, text: string, ask: string, answerBy: string) =>
  call<Task>('POST', `/v1/${name}:comment`, { body: ask === '' ? { text } : { text, ask, answerBy } });

export const reassignTask = (name: string, person: string, reason: string) =>
  call<Task>('POST', `/v1/${name}:reassign`, { body: { person, reason } });

export const listAvailableActions = (name: string) => get<{ actions: Action[] }>(`/v1/${name}:listAvailableActions`);

export const listDaysOff = (municipality: string, first: string, last: string) =>
  get<{ days: DayOff[] }>(`/v1/${municipality}/daysOff`, { first, last });

export const compareScorecard = (municipality: string, unit: string, year: number) =>
  get<ScorecardComparison>(`/v1/${municipality}/scorecards:compare`, { unit, year });

export const getScorecard = (municipality: string, unit: string, year: number) =>
  get<Scorecard>(`/v1/${municipality}/scorecards`, { unit, year });

export const listCommitments = (municipality: string) =>
  allPages<Commitment>(`/v1/${municipality}/commitments`, 'commitments', { openOnly: true });

export const remindCommitment = (name: string) => call<Commitment>('POST', `/v1/${name}:remind`, { body: {} });

export const listAgreements = (municipality: string, cycle: string) =>
  allPages<Agreement>(`/v1/${municipality}/agreements`, 'agreements', { cycle });

export const getAgreement = (name: string) => get<Agreement>(`/v1/${name}`);

export const getTalk = (cycle: string, leader: string) => get<Talk>(`/v1/${cycle}/talks/${encodeURIComponent(leader)}`);

export const listCycles = (municipality: string) => allPages<Cycle>(`/v1/${municipality}/cycles`, 'cycles', {});

export const summarizeCycle = (cycle: string, query: { unit?: string; omitUnits?: boolean; day?: string } = {}) =>
  get<Overview>(`/v1/${cycle}:summarize`, { ...query });

export const listPersons = (municipality: string) => allPages<Person>(`/v1/${municipality}/persons`, 'persons', {});

export const listRoles = (municipality: string) => allPages<RoleBinding>(`/v1/${municipality}/roleBindings`, 'roleBindings', {});
