// Agreements, commitments and talks: what is answered, and the calls.

import { allPages } from './api';
import { call, get, type Result } from './http';
import type { Commitment, JsonObject } from './types';

export type AgreementState = 'STATE_UNSPECIFIED' | 'DRAFT' | 'REVIEW' | 'SIGNING' | 'SIGNED' | 'NOT_SIGNED' | 'SUPERSEDED' | 'ENDED';
export type Party = 'LEADER' | 'SUPERIOR';

export interface Signature {
  party: Party;
  person: string;
  personName: string;
  time: string;
  authority: string;
}

export interface Agreement {
  name: string;
  unit: string;
  unitId: string;
  leader: string;
  leaderName: string;
  superior: string;
  superiorName: string;
  cycle: string;
  kind: 'KIND_UNSPECIFIED' | 'START' | 'ANNUAL';
  state: AgreementState;
  version: number;
  signatures: Signature[];
  documentHash: string;
  units: string[];
  // Only with one agreement, as much as the reader may see.
  document?: JsonObject;
  supersedes: string;
  updateTime?: string;
}

export interface Promised extends Commitment {
  origin: string;
  cycle: string;
  comment: string;
  settleTime?: string;
  // Not said by a server that cannot remind of commitments.
  lastReminded?: string;
}

export interface Talk {
  name: string;
  cycle: string;
  unit: string;
  unitId: string;
  leader: string;
  leaderName: string;
  superior: string;
  superiorName: string;
  conductor: string;
  conductorName: string;
  state: string;
  stateTitle: string;
  date: string;
  time: string;
  place: string;
  confirmed: boolean;
  // Only with one talk, for those who may see them.
  minutes?: JsonObject;
  remark: string;
  addenda: string[];
}

export const listAgreements = (municipality: string) => allPages<Agreement>(`/v1/${municipality}/agreements`, 'agreements', {});

export const getAgreement = (name: string) => get<Agreement>(`/v1/${name}`);

export const listTalks = (municipality: string) => allPages<Talk>(`/v1/${municipality}/talks`, 'talks', {});

export const getTalk = (cycle: string, leader: string) => get<Talk>(`/v1/${cycle}/talks/${encodeURIComponent(leader)}`);

export const listAllCommitments = (municipality: string): Promise<Result<Promised[]>> =>
  allPages<Promised>(`/v1/${municipality}/commitments`, 'commitments', {});

export const settleCommitment = (name: string, state: 'KEPT' | 'DROPPED', comment: string) =>
  call<Promised>('POST', `/v1/${name}:settle`, { body: { state, comment } });

export const remindCommitment = (name: string) => call<Promised>('POST', `/v1/${name}:remind`, { body: {} });
