// The addresses of the views. Pure.

export type Route =
  | { screen: 'sign_in'; onward: string }
  | { screen: 'tasks' }
  | { screen: 'task'; number: string }
  | { screen: 'wheel'; year?: number; phase?: string; asLine: boolean }
  | { screen: 'board'; year?: number; unit?: string; deviationsOnly: boolean; day: string }
  | { screen: 'launch'; year?: number; workflow?: string; again: boolean }
  | { screen: 'reminders'; year: number; unit: string; phase: string; overdueOnly: boolean }
  | { screen: 'history'; year?: number; unit: string; phase: string; person: string; day: string }
  | { screen: 'admin'; section: AdminSection; item: string }
  | { screen: 'agreements' }
  | { screen: 'agreement'; number: string }
  | { screen: 'scorecards'; all: boolean }
  | { screen: 'scorecard'; year: number; unit: string; indicator?: string; forMeeting: boolean }
  | { screen: 'talks' }
  | { screen: 'talk'; cycle: string; leader: string }
  | { screen: 'unknown' };

export const adminSections = ['oversikt', 'organisasjon', 'maler', 'personer', 'stengt', 'hendelser', 'drift'] as const;
export type AdminSection = (typeof adminSections)[number];

export const tasksPath = '/oppgaver';

// Only a path of our own: whoever made the link must not lead people elsewhere.
function ownPath(path: string | null): string {
  return path !== null && /^\/(?![/\\])/.test(path) ? path : tasksPath;
}

function yearOf(text: string | undefined): { year?: number } {
  return text !== undefined && /^\d{4}$/.test(text) ? { year: Number(text) } : {};
}

export function routeOf(address: string): Route {
  const url = new URL(address, 'http://arshjul.invalid');
  const [first = '', second, third, ...more] = url.pathname.split('/').filter((part) => part !== '').map(decode);
  if (more.length > 0) return { screen: 'unknown' };
  const ofOffice = officeRoute(first, second, third, url.searchParams);
  if (ofOffice !== undefined) return ofOffice;
  if (first === '' || (first === 'oppgaver' && second === undefined)) return { screen: 'tasks' };
  if (first === 'logg-inn' && second === undefined) return { screen: 'sign_in', onward: ownPath(url.searchParams.get('videre')) };
  if (first === 'oppgaver' && /^\d+$/.test(second ?? '') && third === undefined) return { screen: 'task', number: second ?? '' };
  if (first === 'arshjulet' && (second === undefined || /^\d{4}$/.test(second))) {
    const phase = third === undefined ? {} : { phase: third };
    return { screen: 'wheel', ...yearOf(second), ...phase, asLine: url.searchParams.get('vis') === 'linje' };
  }
  if (first === 'tavle' && third === undefined && (second === undefined || /^\d{4}$/.test(second))) {
    const unit = url.searchParams.get('enhet');
    return { screen: 'board', ...yearOf(second), ...(unit === null ? {} : { unit }), deviationsOnly: url.searchParams.get('vis') === 'avvik',
      day: url.searchParams.get('dag') ?? '' };
  }
  return agreementRoute(first, second, third) ?? scorecardRoute(url, first, second, third) ?? talkRoute(first, second, third) ?? { screen: 'unknown' };
}

function agreementRoute(first: string, second?: string, third?: string): Route | undefined {
  if (first !== 'lederavtaler' || third !== undefined) return undefined;
  if (second === undefined) return { screen: 'agreements' };
  return /^\d+$/.test(second) ? { screen: 'agreement', number: second } : undefined;
}

function scorecardRoute(url: URL, first: string, second?: string, third?: string): Route | undefined {
  if (first !== 'malekort') return undefined;
  if (third === undefined) return second === undefined || second === 'alle' ? { screen: 'scorecards', all: second === 'alle' } : undefined;
  const year = yearOf(second).year;
  if (year === undefined) return undefined;
  const indicator = url.searchParams.get('indikator');
  return { screen: 'scorecard', year, unit: third, ...(indicator === null ? {} : { indicator }), forMeeting: url.searchParams.get('vis') === 'personalmote' };
}

function talkRoute(first: string, second?: string, third?: string): Route | undefined {
  if (first !== 'samtaleark') return undefined;
  if (second === undefined) return { screen: 'talks' };
  // "2015", or "2015-2" of a year that was launched again.
  return !/^\d{4}(-\d+)?$/.test(second) || third === undefined ? undefined : { screen: 'talk', cycle: second, leader: third };
}

// The views of those who run the year.
function officeRoute(first: string, second: string | undefined, third: string | undefined, query: URLSearchParams): Route | undefined {
  const isYear = /^\d{4}$/.test(second ?? '');
  const asked = (name: string): string => query.get(name) ?? '';
  if (first === 'start' && third === undefined && (second === undefined || isYear)) {
    return { screen: 'launch', ...yearOf(second), ...(asked('mal') === '' ? {} : { workflow: asked('mal') }), again: asked('igjen') === 'ja' };
  }
  if (first === 'tavle' && isYear && third === 'paminnelser') {
    return { screen: 'reminders', year: Number(second), unit: asked('enhet'), phase: asked('fase'), overdueOnly: asked('vis') === 'forfalt' };
  }
  if (first === 'historikk' && third === undefined && (second === undefined || isYear)) {
    return { screen: 'history', ...yearOf(second), unit: asked('enhet'), phase: asked('fase'), person: asked('person'), day: asked('dag') };
  }
  if (first === 'administrasjon') {
    const section = adminSections.find((one) => one === (second ?? 'oversikt'));
    if (section !== undefined && (third === undefined || section === 'maler')) return { screen: 'admin', section, item: third ?? '' };
  }
  return undefined;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export const taskPath = (name: string): string => `${tasksPath}/${name.slice(name.lastIndexOf('/') + 1)}`;

export const signInPath = (onward: string): string => `/logg-inn?videre=${encodeURIComponent(onward)}`;

export function wheelPath(year: number, phase?: string, asLine = false): string {
  const path = phase === undefined ? `/arshjulet/${year}` : `/arshjulet/${year}/${encodeURIComponent(phase)}`;
  return asLine ? `${path}?vis=linje` : path;
}

// A path with what is asked for; what is empty is left out.
function asking(path: string, asked: Record<string, string>): string {
  const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== ''));
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

// `day`: as it stood when that day ended.
export const boardPath = (year: number, unit: string | undefined, deviationsOnly: boolean, day = ''): string =>
  asking(`/tavle/${year}`, { enhet: unit ?? '', vis: deviationsOnly ? 'avvik' : '', dag: day });

export const launchPath = (year: number, workflow = ''): string => asking(`/start/${year}`, { mal: workflow });

// A year that was called off.
export const launchAgainPath = (year: number, workflow: string): string => asking(`/start/${year}`, { mal: workflow, igjen: 'ja' });

export const remindersPath = (year: number, unit: string, phase: string, overdueOnly: boolean): string =>
  asking(`/tavle/${year}/paminnelser`, { enhet: unit, fase: phase, vis: overdueOnly ? 'forfalt' : '' });

export interface HistoryFilter {
  unit: string;
  phase: string;
  person: string;
  day: string;
}

export const historyPath = (year: number, filter: HistoryFilter): string =>
  asking(`/historikk/${year}`, { enhet: filter.unit, fase: filter.phase, person: filter.person, dag: filter.day });

export const adminPath = (section: AdminSection, item = ''): string =>
  `/administrasjon${section === 'oversikt' ? '' : `/${section}`}${item === '' ? '' : `/${encodeURIComponent(item)}`}`;

export const agreementPath = (name: string): string => `/lederavtaler/${name.slice(name.lastIndexOf('/') + 1)}`;

export const talkPath = (cycle: string, leader: string): string =>
  `/samtaleark/${cycle.slice(cycle.lastIndexOf('/') + 1)}/${encodeURIComponent(leader)}`;

export function scorecardPath(year: number, unit: string, indicator?: string): string {
  const path = `/malekort/${year}/${encodeURIComponent(unit)}`;
  return indicator === undefined ? path : `${path}?indikator=${encodeURIComponent(indicator)}`;
}

export const meetingPath = (year: number, unit: string): string => `${scorecardPath(year, unit)}?vis=personalmote`;
