// What the API answers, as far as the screens read it. The contract itself is proto/arshjul/v1.

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export type FieldType = 'TEXT' | 'NUMBER' | 'DATE' | 'CHOICE' | 'PERSON' | 'TABLE';
export type Audience = 'AUDIENCE_UNSPECIFIED' | 'PRIVATE' | 'PARTIES' | 'PERSONAL' | 'COMMITMENTS' | 'LINE' | 'MUNICIPALITY';

export interface Option {
  value: string;
  label: string;
}

// What was answered the last time the same was asked.
export interface EarlierAnswer {
  year: number;
  value: Json;
  text: string;
}

export interface Field {
  id: string;
  label: string;
  type: FieldType;
  required: boolean;
  audience: Audience;
  purpose: string;
  help: string;
  never: string;
  unit: string;
  options: Option[];
  columns: Field[];
  min?: Json;
  max?: Json;
  default?: Json;
  readOnly: boolean;
  openRows: boolean;
  maxLength: number;
  requiredUnless: string;
  earlier?: EarlierAnswer;
}

export interface Form {
  fields: Field[];
  draft?: JsonObject;
}

export interface Action {
  id: string;
  title: string;
  leads: 'LEADS_UNSPECIFIED' | 'FORWARD' | 'BACK';
  fields: string[];
  requiredFields: string[];
  // Whom a task may be given to; nobody named: anybody.
  persons: string[];
}

export interface Comment {
  author: string;
  time: string;
  text: string;
  asked: string;
  answerBy: string;
}

export interface Task {
  name: string;
  title: string;
  unit: string;
  unitId: string;
  cycle: string;
  phase: string;
  kind: string;
  state: 'OPEN' | 'DONE' | 'WITHDRAWN';
  assignee: string;
  assigneeName: string;
  onBehalfOf: string;
  assignedBecause: string;
  subject: string;
  subjectName: string;
  openTime?: string;
  dueTime?: string;
  endTime?: string;
  overdue: boolean;
  etag: string;
  instruction: string;
  comments: Comment[];
  form?: Form;
  actions: Action[];
  completedBy: string;
  completedAction: string;
}

export interface Commitment {
  name: string;
  by: string;
  byName: string;
  to: string;
  toName: string;
  text: string;
  dueDate: string;
  state: 'OPEN' | 'KEPT' | 'DROPPED';
  overdue: boolean;
  cycle: string;
  // What was said when it was settled.
  comment: string;
  lastReminded: string;
}

// A public holiday, or a day on which the municipality is closed.
export interface DayOff {
  date: string;
  id: string;
  title: string;
}

export interface ClosedSpan {
  first: string;
  last: string;
}

export interface Municipality {
  name: string;
  id: string;
  displayName: string;
  closedSpans: ClosedSpan[];
  position: string;
  now: string;
}

export type PhaseState = 'NOT_OPEN' | 'OPEN' | 'ENDED';
export type CycleState = 'LAUNCHING' | 'RUNNING' | 'SUSPENDED' | 'CANCELLED' | 'CLOSED';

export interface CyclePhase {
  id: string;
  title: string;
  opens: string;
  ends: string;
  state: PhaseState;
}

export interface Cycle {
  name: string;
  year: number;
  title: string;
  state: CycleState;
  stateReason: string;
  launchTime?: string;
  phases: CyclePhase[];
  openTasks: number;
  overdueTasks: number;
}

export interface PhaseOverview extends CyclePhase {
  due: number;
  done: number;
  overdue: number;
  vacant: number;
  excused: number;
  outOfCohort: number;
  withheld: boolean;
}

export interface UnitPhase {
  phase: string;
  state: string;
  stateTitle: string;
  done: boolean;
  overdue: boolean;
  waitingFor: string;
  dueDate: string;
  totalDue: number;
  totalDone: number;
  totalOverdue: number;
  stuck: boolean;
}

export interface UnitOverview {
  name: string;
  unitId: string;
  unit: string;
  parentId: string;
  depth: number;
  leader: string;
  leaderName: string;
  vacant: boolean;
  phases: UnitPhase[];
}

export interface Overview {
  cycle: string;
  year: number;
  state: CycleState;
  time: string;
  unitId: string;
  phases: PhaseOverview[];
  units: UnitOverview[];
  openTasks: number;
  overdueTasks: number;
}

export interface CycleEvent {
  position: string;
  time: string;
  actor: string;
  kind: string;
  resource: string;
  summary: string;
  phase: string;
  unitId: string;
  unit: string;
  personName: string;
  onBehalfOf: string;
}

export interface Person {
  leaderId: string;
  displayName: string;
}

export interface RoleBinding {
  role: string;
  person: string;
  displayName: string;
  active: boolean;
}

export interface Session {
  signedIn: boolean;
  demo: boolean;
  person?: { id: string; displayName: string };
  municipality?: string;
  municipalityName?: string;
  idleSeconds?: number;
  absoluteSeconds?: number;
}

export interface DemoPerson {
  id: string;
  displayName: string;
  roles: string[];
  description: string;
  openTaskCount: number;
}

export interface DemoMunicipality {
  name: string;
  displayName: string;
  people: DemoPerson[];
}

export type Colour = 'COLOUR_UNSPECIFIED' | 'NOT_JUDGED' | 'GREEN' | 'YELLOW' | 'RED';
export type ColourRule =
  | 'COLOUR_RULE_UNSPECIFIED' | 'BANDS' | 'TOLERANCE' | 'TARGET' | 'NO_DIRECTION' | 'NO_RESULT' | 'NO_TARGET' | 'JUDGEMENT';
export type Direction = 'DIRECTION_UNSPECIFIED' | 'NOT_JUDGED' | 'HIGHER_IS_BETTER' | 'LOWER_IS_BETTER';
export type Missing = 'MISSING_UNSPECIFIED' | 'NONE' | 'EMPTY' | 'NOT_MEASURED' | 'SUPPRESSED' | 'NOT_PUBLISHED' | 'UNREADABLE';

export interface ScorecardRow {
  indicator: string;
  indicatorName: string;
  perspective: string;
  group: string;
  unitOfMeasure: string;
  direction: Direction;
  baseline: string;
  target: string;
  proposed: string;
  agreed: string;
  capped: boolean;
  capReason: string;
  decided: string;
  decidedBy: string;
  caseNumber: string;
  changedByCouncil: boolean;
  result: string;
  missing: Missing;
  colour: Colour;
  colourRule: ColourRule;
  nextTarget: string;
  beforeYourTime: boolean;
  // For the leader and the line alone.
  initiatives: string;
  warningSign: string;
  cause: string;
  followUp: string;
}

export interface ComparedResult {
  unitId: string;
  unit: string;
  result: string;
  missing: Missing;
  colour: Colour;
}

export interface ComparedIndicator {
  indicator: string;
  unitCount: number;
  median?: number;
  units: ComparedResult[];
}

export interface ScorecardComparison {
  level: string;
  indicators: ComparedIndicator[];
}

export interface Scorecard {
  name: string;
  unitId: string;
  unit: string;
  year: number;
  rows: ScorecardRow[];
  frame?: number;
  framePreliminary: boolean;
}

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
  // The document as plain text; empty in a list.
  text: string;
  supersedes: string;
  updateTime?: string;
  phase: string;
  // Name of the open task that the reader must do; empty: none.
  openTask: string;
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
  phase: string;
  // Name of the open task that the reader must do; empty: none.
  openTask: string;
}

// One person, one letter, or the reason for none.
