// What the parts of the task screen share.

import type { Problem } from '../api/http';
import type { Action, Agreement, JsonObject, Person, RoleBinding, Scorecard, Task } from '../api/types';
import type { Saver } from '../form/saver';
import type { FormState, KeptForm } from '../form/state';
import type { Path } from '../form/values';
import type { Choosing } from '../form/visible';
import type { Life, Place } from '../parts/screen';

export interface FieldError {
  path: Path | undefined;
  words: string;
}

export interface Conflict {
  // As it is on the server now, and what of it goes against what is written here.
  task: Task;
  fields: string[];
}

export interface Next {
  stateTitle: string;
  waitingFor: string;
  dueDate: string;
  mine: Task[];
}

// The agreement that is to be signed here, as it was read.
export interface Signing {
  agreement: Agreement;
  // What was read before, when that was another text.
  before?: Agreement;
  // Something else about the task is other than when it was read.
  isOtherwiseChanged: boolean;
}

// What was asked for to be read; an empty text: there is none.
export interface Papers {
  agreement?: string;
  agreementProblem?: Problem;
  // It is to be signed here.
  agreementOpen?: boolean;
  minutes?: string[];
  minutesProblem?: Problem;
}

export interface TaskView {
  place: Place;
  life: Life;
  task: Task;
  form: FormState;
  // The values that the server last gave: what a change by others is measured against.
  base: JsonObject;
  saver: Saver;
  errors: FieldError[];
  problem?: Problem;
  conflict?: Conflict;
  // Id of the action chosen, where it takes more than the first one does.
  chosen?: string;
  completing: boolean;
  // Sent, and nobody knows whether it arrived.
  unsure?: { action: Action; data: JsonObject };
  // It is done, and what comes next is on its way.
  finished?: Promise<void>;
  // Something that others wrote was taken over since the button was pressed.
  othersWrote: boolean;
  drawing: boolean;
  receipt?: { action: string; next: Next };
  comment: string;
  ask: string;
  answerBy: string;
  sending: boolean;
  commentProblem?: Problem;
  answerByProblem?: string;
  supporters: RoleBinding[];
  // Everybody, where the form has a person in it.
  people: Person[];
  // The unit's scorecards, once they were asked for.
  figures?: Scorecard[];
  figuresProblem?: Problem;
  papers: Papers;
  // Whether it is for this person to sign: only between two, and not known before their agreements are looked at.
  signs: 'asking' | 'unknown' | 'no' | 'yes';
  signing?: Signing;
  // The form for giving the task to another, where the caller may.
  delegate?: FormState;
  delegateOpen: boolean;
  giving: boolean;
  // What was written in it before the view was drawn anew.
  delegateKept?: KeptForm;
  delegateProblem?: Problem;
  // The caller gave it away and can have it back.
  takesBack?: boolean;
  redraw: () => void;
}

export const emptyForm = { fields: [] };

export function isMine(task: Task): boolean {
  return task.state === 'OPEN' && task.actions.length > 0;
}

export function choosingOf(view: TaskView): Choosing {
  const wrong = new Set([...view.form.problems.keys()].map((path) => path.split('/')[0] ?? ''));
  return { form: view.form.form, actions: view.task.actions, chosen: view.chosen, values: view.form.values, wrong };
}
