// What the parts of the launch share.

import type { Problem } from '../api/http';
import type { DayOff } from '../api/types';
import type { KnownPerson, LaunchedCycle, Plan, SimulationProgress, SimulationReport, Unit, Workflow } from '../api/office_types';
import type { Life, Place } from '../parts/screen';
import { defaultOf } from './launch_plan';

export interface Rehearsal {
  progress?: SimulationProgress;
  report?: SimulationReport;
  problem?: Problem;
  stop: () => void;
}

export interface LaunchView {
  place: Place;
  life: Life;
  launched: LaunchedCycle[];
  workflows: Workflow[];
  units: Unit[];
  persons: KnownPerson[];
  year: number;
  workflow: Workflow;
  // Values by parameter id, as the API takes them, where they are not the workflow's own.
  given: Map<string, string>;
  // What stands in a box and is no date or number yet.
  unreadable: Map<string, string>;
  // Units that do not take part.
  left: Set<string>;
  plan?: Plan;
  // Of the years that the dates lie in.
  daysOff: DayOff[];
  refusal?: Problem;
  asking: boolean;
  rehearsal?: Rehearsal;
  typed: string;
  confirmProblem: boolean;
  launching: boolean;
  // It is set going: nothing set here is lost any more.
  isOver: boolean;
  launchProblem?: Problem;
  redraw: () => void;
  // Something was changed: the plan is asked for anew.
  changed: () => void;
}

export function valueOf(view: LaunchView, id: string): string {
  const parameter = view.workflow.parameters.find((one) => one.id === id);
  return view.given.get(id) ?? (parameter === undefined ? '' : defaultOf(parameter, view.year));
}

export function fieldProblem(view: LaunchView, field: string): string {
  return view.refusal?.errors.filter((one) => one.field === field).map((one) => one.detail).join(' ') ?? '';
}
