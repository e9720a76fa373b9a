// An agreement's document: its parts, and what differs between two of them. Pure.

import type { Agreement, AgreementState, Json, JsonObject, Party, Signature } from '../api/types';
import { same } from '../form/values';

export interface Target {
  unit: string;
  indicator: string;
  target: string;
  decidedBy: string;
}

export interface DocumentCommitment {
  by: string;
  what: string;
  due: string;
}

export interface Clause {
  heading: string;
  text: string;
}

export interface Parts {
  targets: Target[];
  commitments: DocumentCommitment[];
  clauses: Clause[];
  personalClauses: string;
  refusals: Record<Party, string>;
}

export interface Difference {
  about: 'target' | 'commitment' | 'clause' | 'personal';
  kind: 'added' | 'removed' | 'changed';
  name: string;
  before: string;
  after: string;
}

function words(value: Json | undefined): string {
  return value === null || value === undefined || typeof value === 'object' ? '' : String(value);
}

function rows(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter((row): row is JsonObject => row !== null && typeof row === 'object' && !Array.isArray(row)) : [];
}

export function partsOf(document: JsonObject): Parts {
  const refusals = document['refusals'];
  const given: JsonObject = refusals !== null && typeof refusals === 'object' && !Array.isArray(refusals) ? refusals : {};
  return {
    targets: rows(document['targets']).map((row) => ({
      unit: words(row['unit']), indicator: words(row['indicator']), target: words(row['target']), decidedBy: words(row['decided_by']).toLowerCase(),
    })),
    commitments: rows(document['commitments']).map((row) => ({ by: words(row['by']), what: words(row['what']), due: words(row['due']) })),
    clauses: rows(document['clauses']).map((row) => ({ heading: words(row['heading']), text: words(row['text']) })),
    personalClauses: words(document['personal_clauses']),
    refusals: { LEADER: words(given['leader']), SUPERIOR: words(given['superior']) },
  };
}

export function byUnit(targets: Target[]): { unit: string; targets: Target[] }[] {
  const units = [...new Set(targets.map((one) => one.unit))];
  return units.map((unit) => ({ unit, targets: targets.filter((one) => one.unit === unit) }));
}

// `before` and `after` hold what each name has; names in the order of the later document, then what is gone.
function compare(about: Difference['about'], before: Map<string, string>, after: Map<string, string>): Difference[] {
  const found: Difference[] = [];
  for (const [name, now] of after) {
    const then = before.get(name);
    if (then === undefined) found.push({ about, kind: 'added', name, before: '', after: now });
    else if (then !== now) found.push({ about, kind: 'changed', name, before: then, after: now });
  }
  for (const [name, then] of before) {
    if (!after.has(name)) found.push({ about, kind: 'removed', name, before: then, after: '' });
  }
  return found;
}

function targetsOf(parts: Parts): Map<string, string> {
  const several = new Set(parts.targets.map((one) => one.unit)).size > 1;
  return new Map(parts.targets.map((one) => [several ? `${one.indicator} (${one.unit})` : one.indicator, one.target]));
}

export function differences(before: Parts, after: Parts): Difference[] {
  const promised = (parts: Parts): Map<string, string> => new Map(parts.commitments.map((one) => [`${one.by}: ${one.what}`, one.due]));
  const clauses = (parts: Parts): Map<string, string> => new Map(parts.clauses.map((one) => [one.heading, one.text]));
  const personal = (parts: Parts): Map<string, string> => new Map(parts.personalClauses === '' ? [] : [['', parts.personalClauses]]);
  return [
    ...compare('target', targetsOf(before), targetsOf(after)),
    ...compare('commitment', promised(before), promised(after)),
    ...compare('clause', clauses(before), clauses(after)),
    ...compare('personal', personal(before), personal(after)),
  ];
}

// The versions that it follows, newest first.
export function versionsBefore(agreement: Agreement, all: Agreement[]): Agreement[] {
  const byName = new Map(all.map((one) => [one.name, one]));
  const found: Agreement[] = [];
  for (let one = byName.get(agreement.supersedes); one !== undefined && !found.includes(one); one = byName.get(one.supersedes)) found.push(one);
  return found;
}

// What people want to compare with: last year's; in a first year, the one just before.
export function comparedWith(agreement: Agreement, all: Agreement[]): Agreement | undefined {
  const earlier = versionsBefore(agreement, all);
  return earlier.find((one) => one.cycle !== agreement.cycle) ?? earlier[0];
}

export function signatureOf(agreement: Agreement, party: Party): Signature | undefined {
  return agreement.signatures.find((one) => one.party === party);
}

// Who has it now; undefined when nobody has.
export function holderOf(agreement: Agreement): { parties: Party[] } | undefined {
  const waiting: Partial<Record<AgreementState, Party[]>> = {
    DRAFT: ['SUPERIOR'],
    REVIEW: ['LEADER'],
    SIGNING: (['LEADER', 'SUPERIOR'] as const).filter((party) => signatureOf(agreement, party) === undefined),
  };
  const parties = waiting[agreement.state];
  return parties === undefined || parties.length === 0 ? undefined : { parties };
}

// Waits for this person's signature.
export function isToSign(agreement: Agreement, person: string | undefined): boolean {
  if (agreement.state !== 'SIGNING') return false;
  const holders: [Party, string][] = [['LEADER', agreement.leader], ['SUPERIOR', agreement.superior]];
  return holders.some(([party, holder]) => holder === person && signatureOf(agreement, party) === undefined);
}

// A signature that has come meanwhile is not another text.
export const isSameText = (one: Agreement, other: Agreement): boolean =>
  one.name === other.name && one.version === other.version && same(one.document ?? null, other.document ?? null);

export interface Pair {
  newest: Agreement;
  earlier: Agreement[];
}

// Each two parties' newest version, with those before it.
export function pairsOf(agreements: Agreement[]): Pair[] {
  const pairs = new Map<string, Agreement[]>();
  for (const one of agreements) {
    const key = `${one.leader}~${one.superior}`;
    pairs.set(key, [...(pairs.get(key) ?? []), one]);
  }
  return [...pairs.values()].map((versions) => {
    const [newest, ...earlier] = [...versions].sort((one, other) => other.version - one.version);
    return { newest: newest as Agreement, earlier };
  });
}
