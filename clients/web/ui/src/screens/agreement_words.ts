// How the state of an agreement is said, and what it is called.

import type { TemplateResult } from 'lit-html';
import type { Agreement, AgreementState } from '../api/types';
import { type Shape, type Tone, tag } from '../parts/icon';
import { text } from '../texts/texts';

const looks: Record<AgreementState, { tone: Tone; shape: Shape }> = {
  STATE_UNSPECIFIED: { tone: 'neutral', shape: 'dash' },
  DRAFT: { tone: 'neutral', shape: 'ring' },
  REVIEW: { tone: 'info', shape: 'eye' },
  SIGNING: { tone: 'warning', shape: 'triangle' },
  SIGNED: { tone: 'success', shape: 'check' },
  NOT_SIGNED: { tone: 'danger', shape: 'no' },
  SUPERSEDED: { tone: 'neutral', shape: 'dash' },
  ENDED: { tone: 'neutral', shape: 'dash' },
};

export function isParty(agreement: { leader: string; superior: string }, person: string | undefined): boolean {
  return person !== undefined && (agreement.leader === person || agreement.superior === person);
}

// Others than the parties are told only whether it is done.
export function stateWords(agreement: Agreement, person: string | undefined): string {
  const open = agreement.state === 'DRAFT' && !isParty(agreement, person);
  return open ? text('agreement.open') : text(`agreement.state.${agreement.state}`);
}

export function stateTag(agreement: Agreement, person: string | undefined): TemplateResult {
  const { tone, shape } = looks[agreement.state];
  return tag(tone, shape, stateWords(agreement, person));
}

export const yearOfCycle = (cycle: string): string => cycle.slice(cycle.lastIndexOf('/') + 1).slice(0, 4);

export function agreementTitle(agreement: Agreement): string {
  return text(agreement.kind === 'START' ? 'agreement.title_start' : 'agreement.title', { year: yearOfCycle(agreement.cycle) });
}
