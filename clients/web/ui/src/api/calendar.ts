// The link that lets a calendar fetch one's own deadlines and talks.

import { call, get } from './http';

export interface CalendarLink {
  active: boolean;
  createTime?: string;
  // "YYYY-MM-DD"; empty when no calendar has fetched it.
  lastRead: string;
}

const pathOf = (municipality: string): string => `/v1/${municipality}/calendarLink`;

export const getCalendarLink = (municipality: string) => get<CalendarLink>(pathOf(municipality));

// `path` is told this once.
export const createCalendarLink = (municipality: string) => call<{ link: CalendarLink; path: string }>('POST', pathOf(municipality), { body: {} });

export const revokeCalendarLink = (municipality: string) => call<CalendarLink>('POST', `${pathOf(municipality)}:revoke`, { body: {} });
