// What the API answers to those who run the year, as far as their screens read it.

import type { Cycle } from './types';

export interface WorkflowParameter {
  id: string;
  title: string;
  type: 'TYPE_UNSPECIFIED' | 'DATE' | 'NUMBER' | 'SET';
  default: string;
  options: string[];
}

export interface Workflow {
  name: string;
  workflowId: string;
  version: number;
  title: string;
  description: string;
  publishTime?: string;
  publishedBy: string;
  parameters: WorkflowParameter[];
  source: string;
  mermaid: string;
}

export interface PlannedPhase {
  id: string;
  title: string;
  opens: string;
  ends: string;
  taskCount: number;
  stepCount: number;
}

export interface Vacancy {
  unitId: string;
  unit: string;
  rollsUpToName: string;
}

export interface HolidayHit {
  date: string;
  title: string;
  phase: string;
  movedTo: string;
}

export interface PlanRemark {
  subject: string;
  message: string;
}

export interface Plan {
  taskCount: number;
  leaderCount: number;
  unitCount: number;
  pairCount: number;
  phases: PlannedPhase[];
  vacancies: Vacancy[];
  holidays: HolidayHit[];
  problems: PlanRemark[];
  warnings: PlanRemark[];
}

export interface LaunchedCycle extends Cycle {
  workflow: string;
  workflowVersion: number;
  params: Record<string, string>;
  launchTime?: string;
  launchedBy: string;
}

export interface SimulationProgress {
  date: string;
  percent: number;
  taskCount: number;
}

export interface SimulatedPerson {
  person: string;
  name: string;
  unit: string;
  mostInHand: number;
  // "2027-W09".
  weeks: { week: string; inHandCount: number; overdueCount: number; talkCount: number }[];
}

export interface SimulationReport {
  taskCount: number;
  lateTaskCount: number;
  talkCount: number;
  closed: string;
  phases: { id: string; title: string; ends: string; lastDone: string; taskCount: number; lateTaskCount: number }[];
  persons: SimulatedPerson[];
  jams: { kind: string; person: string; name: string; firstWeek: string; lastWeek: string; count: number; message: string }[];
  gaps: { phase: string; unit: string; leader: string; waitingFor: string }[];
  faults: string[];
}

export interface Unit {
  name: string;
  unitId: string;
  unit: string;
  parentId: string;
  depth: number;
  leader: string;
  leaderName: string;
  leaderTitle: string;
  vacant: boolean;
  closed: boolean;
}

export interface Absence {
  name: string;
  person: string;
  personName: string;
  deputyName: string;
  from: string;
  to: string;
}

export interface Role {
  name: string;
  role: string;
  person: string;
  displayName: string;
  authority: string;
  from: string;
  to: string;
  active: boolean;
}

export interface KnownPerson {
  name: string;
  leaderId: string;
  displayName: string;
  holdings: { unitId: string; title: string }[];
  roles: Role[];
  absences: Absence[];
  email: string;
}

export interface Reminder {
  person: string;
  personName: string;
  taskCount: number;
  overdueCount: number;
  skipped: 'SKIPPED_UNSPECIFIED' | 'AWAY' | 'REMINDED_TODAY' | 'DAY_OFF';
  skippedBecause: string;
  lastReminded: string;
}

export interface UnitChange {
  unitId: string;
  unit: string;
  before: string;
  after: string;
  personName: string;
}

export interface OrganisationImport {
  unitCount: number;
  leaderCount: number;
  vacantCount: number;
  added: UnitChange[];
  moved: UnitChange[];
  closed: UnitChange[];
  renamed: UnitChange[];
  newLeaders: UnitChange[];
  left: UnitChange[];
  ignoredColumns: string[];
  warnings: string[];
}

export interface Incident {
  name: string;
  kind: string;
  state: string;
  createTime?: string;
  phaseTitle: string;
  subject: string;
  noticeSubject: string;
  causeText: string;
  waitingCount: number;
  attempts: number;
  etag: string;
}

export interface Health {
  health: { municipality: string; storeBytes: string; logBytes: string; outboxWaiting: number; outboxDead: number };
  version: string;
  startTime?: string;
}
