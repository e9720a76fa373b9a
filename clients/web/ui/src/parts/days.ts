// Days as the calendar has them, "YYYY-MM-DD", and the instants they come from. The zone is always Europe/Oslo's, and the
// present is what the municipality says it is.

export type Day = string;

const zone = 'Europe/Oslo';
const dayMilliseconds = 86_400_000;
const written = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });

export function dayOf(instant: string): Day {
  return written.format(new Date(instant));
}

// "14:03"
export function timeOf(instant: string | Date): string {
  return clock.format(typeof instant === 'string' ? new Date(instant) : instant);
}

function midday(day: Day): number {
  return Date.parse(`${day}T12:00:00Z`);
}

export function daysBetween(from: Day, to: Day): number {
  return Math.round((midday(to) - midday(from)) / dayMilliseconds);
}

export function addDays(day: Day, count: number): Day {
  return new Date(midday(day) + count * dayMilliseconds).toISOString().slice(0, 10);
}

// 0 is Monday.
export function weekdayOf(day: Day): number {
  return (new Date(midday(day)).getUTCDay() + 6) % 7;
}

export interface Parts {
  year: number;
  month: number;
  date: number;
}

export function partsOf(day: Day): Parts {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return { year, month, date };
}

export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = midday(text);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
}

// What people write for a day: "15.09.2027", "15.9.27", "15/9 2027", "2027-09-15". Undefined when it is none.
export function readDay(text: string): Day | undefined {
  const trimmed = text.trim();
  if (isDay(trimmed)) return trimmed;
  const found = /^(\d{1,2})[./\s-]\s*(\d{1,2})[./\s-]\s*(\d{4}|\d{2})$/.exec(trimmed);
  if (!found) return undefined;
  const [, date = '', month = '', year = ''] = found;
  const day = `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  return isDay(day) ? day : undefined;
}

// "15.09.2027": how a day stands in a box that is written in.
export function boxText(day: Day): string {
  const [year, month, date] = day.split('-');
  return `${date}.${month}.${year}`;
}
