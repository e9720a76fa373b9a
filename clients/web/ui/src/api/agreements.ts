// Agreements, commitments and talks of all years, and how a commitment ended.

import { allPages } from './api';
import { call } from './http';
import type { Agreement, Commitment, Talk } from './types';

export const listAllAgreements = (municipality: string) => allPages<Agreement>(`/v1/${municipality}/agreements`, 'agreements', {});

export const listTalks = (municipality: string) => allPages<Talk>(`/v1/${municipality}/talks`, 'talks', {});

export const listAllCommitments = (municipality: string) => allPages<Commitment>(`/v1/${municipality}/commitments`, 'commitments', {});

export const settleCommitment = (name: string, state: 'KEPT' | 'DROPPED', comment: string) =>
  call<Commitment>('POST', `/v1/${name}:settle`, { body: { state, comment } });
