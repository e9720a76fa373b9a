// Days in words: "fredag 29. august", "i dag", "om 3 dager".

import { language } from '../texts/language';
import { counted, fill, listed, text } from '../texts/texts';
import { type Day, dayOf, daysBetween, partsOf, timeOf, weekdayOf } from './days';

const nearDays = 14;

// The year is said where it is not this year's.
export function dayInWords(day: Day, today: Day): string {
  const { year, month, date } = partsOf(day);
  const words = fill(text('date.weekday_day'), {
    weekday: listed('date.weekdays')[weekdayOf(day)] ?? '',
    date,
    month: listed('date.months')[month - 1] ?? '',
  });
  return year === partsOf(today).year ? words : `${words} ${year}`;
}

// "29. aug.", for where there is little room.
export function dayInShort(day: Day): string {
  const { month, date } = partsOf(day);
  return fill(text('date.day_short'), { date, month: listed('date.months_short')[month - 1] ?? '' });
}

// "i dag", "om 3 dager"; empty when it is far off.
export function distanceInWords(day: Day, today: Day): string {
  const days = daysBetween(today, day);
  if (days === 0) return text('date.today');
  if (days === 1) return text('date.tomorrow');
  if (days === -1) return text('date.yesterday');
  if (days > nearDays) return '';
  return days > 0 ? counted('date.in_days', days) : counted('date.days_ago', -days);
}

// "fredag 29. august (om 3 dager)"
export function dayWithDistance(day: Day, today: Day): string {
  const distance = distanceInWords(day, today);
  return distance === '' ? dayInWords(day, today) : `${dayInWords(day, today)} (${distance})`;
}

// "14.03" in the Nordic languages, "14:03" in English.
export function timeInWords(instant: string | Date): string {
  const time = timeOf(instant);
  return language() === 'en' ? time : time.replace(':', '.');
}

export function momentInWords(instant: string, today: Day): string {
  return text('date.moment', { day: dayInWords(dayOf(instant), today), time: timeInWords(instant) });
}
