// The screens by name. A screen's code is fetched when somebody goes there.

import type { Close, Place } from './parts/screen';
import type { Route } from './routes';

export type Open = (place: Place, route: never) => Close;

export const screens: Record<Route['screen'], () => Promise<Open>> = {
  sign_in: async () => (await import('./screens/sign_in')).open as Open,
  tasks: async () => (await import('./screens/tasks')).open as Open,
  task: async () => (await import('./screens/task')).open as Open,
  wheel: async () => (await import('./screens/wheel')).open as Open,
  board: async () => (await import('./screens/board')).open as Open,
  launch: async () => (await import('./screens/launch')).open as Open,
  reminders: async () => (await import('./screens/reminders')).open as Open,
  history: async () => (await import('./screens/history')).open as Open,
  admin: async () => (await import('./screens/admin')).open as Open,
  agreements: async () => (await import('./screens/agreements')).open as Open,
  agreement: async () => (await import('./screens/agreement')).open as Open,
  scorecards: async () => (await import('./screens/scorecards')).open as Open,
  scorecard: async () => (await import('./screens/scorecard')).open as Open,
  talks: async () => (await import('./screens/talks')).open as Open,
  talk: async () => (await import('./screens/talk')).open as Open,
  unknown: async () => (await import('./screens/unknown')).open as Open,
};
