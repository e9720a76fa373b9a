// What was set of a year to come and is not set going: asked about before it is left, and there again in another language.

import type { Writing } from '../parts/written';
import { text } from '../texts/texts';
import { changedParameters } from './launch_plan';
import type { LaunchView } from './launch_view';

interface KeptLaunch {
  year: number;
  workflow: string;
  given: LaunchView['given'];
  unreadable: LaunchView['unreadable'];
  left: LaunchView['left'];
}

export const launchKey = 'launch';

function isSet(view: LaunchView): boolean {
  const changed = Object.keys(changedParameters(view.workflow, view.year, view.given)).length > 0;
  return !view.launched.some((cycle) => cycle.year === view.year) && (changed || view.unreadable.size > 0 || view.left.size > 0);
}

export function writingOf(view: LaunchView): Writing {
  return {
    key: launchKey,
    // Only whoever confirms sets a year going.
    flush: () => Promise.resolve(),
    unsaved: () => (view.isOver || !isSet(view) ? [] : [{ what: text('launch.heading', { year: view.year }), why: text('leave.not_launched') }]),
    keep: (): KeptLaunch => {
      const { year, given, unreadable, left } = view;
      return { year, workflow: view.workflow.name, given, unreadable, left };
    },
  };
}

// Into a view that is not drawn yet. What must be typed to confirm is said in the language, and so is not taken over.
export function showWritten(view: LaunchView, kept: unknown): void {
  if (kept === undefined) return;
  const { workflow, year, given, unreadable, left } = kept as KeptLaunch;
  Object.assign(view, { year, given, unreadable, left, workflow: view.workflows.find((one) => one.name === workflow) ?? view.workflow });
}
