// The calls of those who run the year: launching, reminding, administration.

import { allPages } from './api';
import { call, get, stream } from './http';
import type {
  Absence, Health, Incident, KnownPerson, LaunchedCycle, OrganisationImport, Plan, Reminder, Role, SimulationProgress, SimulationReport,
  Unit, Workflow,
} from './office_types';
import type { ClosedSpan, CycleEvent, JsonObject, Municipality } from './types';

export const base64Of = (bytes: Uint8Array): string => {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
};

export const listWorkflows = (municipality: string) =>
  allPages<Workflow>(`/v1/${municipality}/workflows`, 'workflows', { showAllVersions: true });

export const getWorkflow = (name: string) => get<Workflow>(`/v1/${name}`);

export interface Wish {
  workflow: string;
  year: number;
  params: Record<string, string>;
  cohortCsv: string;
}

const bodyOf = (wish: Wish): JsonObject => ({ workflow: wish.workflow, year: wish.year, params: wish.params });

const launchBody = (wish: Wish): JsonObject =>
  wish.cohortCsv === '' ? bodyOf(wish) : { ...bodyOf(wish), cohortCsv: base64Of(new TextEncoder().encode(wish.cohortCsv)) };

export interface Launched {
  cycle: LaunchedCycle;
  plan: Plan;
}

export const planCycle = (municipality: string, wish: Wish) =>
  call<Launched>('POST', `/v1/${municipality}/cycles:launch`, { body: { ...launchBody(wish), validateOnly: true } });

export const launchCycle = (municipality: string, wish: Wish) =>
  call<Launched>('POST', `/v1/${municipality}/cycles:launch`, { body: launchBody(wish) });

export interface Simulated {
  progress?: SimulationProgress;
  report?: SimulationReport;
}

export const simulateCycle = (municipality: string, wish: Wish, hear: (one: Simulated) => void, signal: AbortSignal) =>
  stream<Simulated>('POST', `/v1/${municipality}/cycles:simulate`, { body: bodyOf(wish) }, hear, signal);

export const listLaunched = (municipality: string) => allPages<LaunchedCycle>(`/v1/${municipality}/cycles`, 'cycles', {});

export const cancelCycle = (cycle: string, reason: string) => call<LaunchedCycle>('POST', `/v1/${cycle}:cancel`, { body: { reason } });

export const listUnits = (municipality: string) => allPages<Unit>(`/v1/${municipality}/units`, 'units', {});

export const listKnownPersons = (municipality: string) => allPages<KnownPerson>(`/v1/${municipality}/persons`, 'persons', {});

export const getMe = (municipality: string) => get<KnownPerson>(`/v1/${municipality}/persons/me`);

export const listAbsences = (municipality: string) => allPages<Absence>(`/v1/${municipality}/absences`, 'absences', {});

export const listAllRoles = (municipality: string) => allPages<Role>(`/v1/${municipality}/roleBindings`, 'roleBindings', {});

export const registerAbsence = (municipality: string, absence: { person: string; deputy: string; from: string; to: string }) =>
  call<Absence>('POST', `/v1/${municipality}/absences:register`, { body: absence });

export const grantRole = (municipality: string, role: { role: string; person: string; displayName: string; authority: string; to: string }) =>
  call<Role>('POST', `/v1/${municipality}/roleBindings:grant`, { body: role });

export const revokeRole = (name: string) => call<Role>('POST', `/v1/${name}:revoke`, { body: {} });

export const assignHolding = (municipality: string, holding: Record<'unit' | 'person' | 'displayName' | 'title' | 'from' | 'email' | 'reason', string>) => {
  const { unit, ...rest } = holding;
  return call<Unit>('POST', `/v1/${municipality}/units/${encodeURIComponent(unit)}:assignHolding`, { body: rest });
};

export const setClosedSpans = (municipality: string, closedSpans: ClosedSpan[]) =>
  call<Municipality>('PATCH', `/v1/${municipality}`, { body: { closedSpans: closedSpans.map((span) => ({ ...span })), replaceClosedSpans: true } });

export interface RemindWish {
  cycle: string;
  phase: string;
  unit: string;
  overdueOnly: boolean;
  persons: string[];
  validateOnly: boolean;
}

export const remindTasks = (municipality: string, wish: RemindWish) =>
  call<{ reminders: Reminder[] }>('POST', `/v1/${municipality}/tasks:remind`, { body: { ...wish } });

export const readHistory = (cycle: string, hear: (one: { event: CycleEvent }) => void, signal: AbortSignal) =>
  stream<{ event: CycleEvent }>('GET', `/v1/${cycle}:watch`, { query: { untilNow: true } }, hear, signal);

export const importOrganisation = (municipality: string, csv: Uint8Array, validateOnly: boolean) =>
  call<OrganisationImport>('POST', `/v1/${municipality}/organisation:import`, { body: { csv: base64Of(csv), validateOnly } });

export const listIncidents = (municipality: string) => allPages<Incident>(`/v1/${municipality}/incidents`, 'incidents', {});

export const retryIncident = (incident: Incident) => call<Incident>('POST', `/v1/${incident.name}:retry`, { etag: incident.etag, body: {} });

export const skipIncident = (incident: Incident, reason: string) =>
  call<Incident>('POST', `/v1/${incident.name}:skip`, { etag: incident.etag, body: { reason } });

export const getHealth = (municipality: string) => get<Health>(`/v1/${municipality}:health`);
